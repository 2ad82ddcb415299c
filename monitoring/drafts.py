"""A report as it was sent and not judged yet: its row, and its numbers each with its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.clock import local_date
from core.errors import InvalidError
from core.ids import new_public_id
from core.language import _l
from monitoring.kinds import ValueKind, get_kind
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import Measure
from monitoring.plans import PRESSURE, pressure_plan
from monitoring.schedule import session_of
from monitoring.series import Series
from monitoring.week_mean import round_mean
from people.models import CareUnit, User

MOST_MEASURES = 6
NO_MEASURES = _l("Skriv minst en mätning.")


@dataclass(frozen=True)
class Draft:
    """A report without a verdict.

    :ivar numbers: rows of Reading without the id of the report.
    """

    report: Report
    numbers: list[dict[str, Any]]


@dataclass(frozen=True)
class Sent:
    """What a patient sends of another series than pressure.

    :ivar numbers: in the unit of the series, in the order they were taken; empty for a word or a symptom check.
    :ivar answers: the items of a symptom check, or answers given together with the number.
    """

    series: Series
    numbers: tuple[Decimal, ...] = ()
    word: str = ""
    context: str = ""
    answers: Mapping[str, Any] | None = None

    @property
    def value(self) -> Decimal | None:
        """The number that counts: the best of several blows, otherwise the last one."""
        if not self.numbers:
            return None
        return max(self.numbers) if self.series is Series.PEF else self.numbers[-1]


def draft_pressure(
    patient: User, unit: CareUnit, plan: MeasurementPlan | None, measures: Sequence[Measure], taken_at: datetime,
    channel: str, now: datetime, *, irregular: bool = False,
) -> Draft:  # fmt: skip
    """Return one occasion of measuring pressure, of at most six measures; raises InvalidError without any."""
    if not measures:
        raise InvalidError("systolic", NO_MEASURES)
    taken = measures[:MOST_MEASURES]
    pulses = [one.pulse for one in taken if one.pulse is not None]
    sitting = session_of(pressure_plan(plan), taken_at, patient.zone) if plan is not None else None
    report = _empty(patient, unit, plan, PRESSURE, taken_at, channel, now)
    report.session, report.irregular = sitting.part.value if sitting else "", irregular
    report.systolic = round_mean([one.systolic for one in taken])
    report.diastolic = round_mean([one.diastolic for one in taken])
    report.pulse = round_mean(pulses) if pulses else None
    numbers = [
        _number(sequence, kind, Decimal(value))
        for sequence, one in enumerate(taken, start=1)
        for kind, value in _parts(one) if value is not None
    ]
    return Draft(report, numbers)


def draft_series(
    patient: User, unit: CareUnit, plan: MeasurementPlan | None, sent: Sent, taken_at: datetime, channel: str,
    now: datetime,
) -> Draft:  # fmt: skip
    """Return a report of another series than pressure; raises InvalidError without number, word or answers."""
    if not (sent.numbers or sent.word or sent.answers):
        raise InvalidError("value_1", NO_MEASURES)
    report = _empty(patient, unit, plan, sent.series.value, taken_at, channel, now)
    report.value, report.word, report.context = sent.value, sent.word, sent.context
    report.answers = dict(sent.answers or {})
    numbers = [
        _number(sequence, ValueKind(sent.series.value), number)
        for sequence, number in enumerate(sent.numbers[:MOST_MEASURES], start=1)
    ]
    return Draft(report, numbers)


def _empty(
    patient: User, unit: CareUnit, plan: MeasurementPlan | None, kind: str, taken_at: datetime, channel: str,
    now: datetime,
) -> Report:  # fmt: skip
    return Report(
        public_id=new_public_id(), patient_id=patient.id, unit_id=unit.id, plan_id=plan.id if plan else None,
        kind=kind, channel=channel, taken_at=taken_at, received_at=now, heard_at=now,
        session_date=local_date(taken_at, patient.zone), session="", word="", context="", answers={},
        irregular=False, symptoms=[], findings=[], raised={}, places={}, steps=[], provisional=False,
        grade="", lacks=[], measured={}, held=False, confirms=False,
    )  # fmt: skip


def _parts(one: Measure) -> tuple[tuple[ValueKind, int | None], ...]:
    return (ValueKind.BP_SYSTOLIC, one.systolic), (ValueKind.BP_DIASTOLIC, one.diastolic), (ValueKind.PULSE, one.pulse)


def _number(sequence: int, kind: ValueKind, value: Decimal) -> dict[str, Any]:
    return {"sequence": sequence, "kind": kind.value, "value": value, "unit": get_kind(kind).ucum}
