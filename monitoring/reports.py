"""One way in for every value, from web, chat and SMS: stored, judged, told, and put before care by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.audit import record_event
from monitoring.closer import keep_closer
from monitoring.drafts import Draft, draft_pressure, draft_series
from monitoring.drafts import Sent as Sent
from monitoring.evaluation import RULES_VERSION, evaluate
from monitoring.grading import grade_draft
from monitoring.judgement import Judgement
from monitoring.models import MeasurementPlan, Reading, Report
from monitoring.occasions import Measure, earlier_of, find_repeated, list_recent, taken_of
from monitoring.plans import own_plan
from monitoring.reading_quality import How, unpack_how
from monitoring.rechecks import stop_asking
from monitoring.series import Series
from monitoring.stored import pack, unpack
from monitoring.taken import OwnPlan
from monitoring.value_items import Matter, quiet_reasons, raise_findings
from monitoring.value_texts import plain_value
from monitoring.weak_readings import is_held
from people.models import CareUnit, User

REPEAT_TIME = timedelta(minutes=30)
"""How long a repeat is awaited before a dangerous value becomes final."""


@dataclass(frozen=True)
class Reported:
    """A stored report with everything the rules found, the headline first."""

    report: Report
    found: list[Judgement]

    @property
    def judgement(self) -> Judgement:
        """The finding that decides what the patient is told first."""
        return self.found[0]


@dataclass(frozen=True)
class Around:
    """Whose report it is and by which plan it is judged."""

    patient: User
    unit: CareUnit
    plan: MeasurementPlan | None

    def own_plan(self, series: str) -> OwnPlan:
        """Return the plan of a series as the rules read it; one without limits when there is none."""
        if self.plan is None or self.plan.kind != series:
            return OwnPlan(Series(series))
        return own_plan(self.plan)

    def matter(self, report: Report) -> Matter:
        """Return what an item about a report needs."""
        return Matter(self.patient.id, self.patient.public_id, self.unit, f"report:{report.public_id}",
                      plain_value(report), report.kind)


def report_pressure(
    session: Session, *, patient: User, unit: CareUnit, plan: MeasurementPlan | None, measures: Sequence[Measure],
    taken_at: datetime, channel: str, irregular: bool = False, now: datetime,
    recent: Sequence[Report] | None = None, corrects: Report | None = None, how: How | None = None,
) -> Reported:  # fmt: skip
    """Store one occasion of measuring and judge it (clinical/vitals.md 2); never blocks a dangerous value (J4).

    The numbers have gone through ``check_pressure`` and ``check_moment`` at the edge.

    :param measures: in the order they were taken, in mmHg and beats per minute.
    :param channel: "web", "chat" or "sms".
    :param irregular: the meter showed its sign of irregular beats.
    :param recent: the reports of ``list_recent``, when the caller has read them already.
    :param corrects: the report that this one replaces.
    :param how: what is known of how it was measured; None for an SMS.
    :raises InvalidError: without any measure.
    """
    known = list_recent(session, patient.id, now) if recent is None else recent
    known = [one for one in known if corrects is None or one.id != corrects.id]
    draft = draft_pressure(patient, unit, plan, measures, taken_at, channel, now, irregular=irregular)
    return _store(session, Around(patient, unit, plan), draft, known, corrects, how, now)


def _store(
    session: Session, around: Around, draft: Draft, known: Sequence[Report], corrects: Report | None,
    how: How | None, now: datetime,
) -> Reported:  # fmt: skip
    """Judge and keep a report with its numbers, each with its unit, and log it."""
    report = draft.report
    if corrects is None:
        repeated = find_repeated(known, report.taken_at, report.kind)
        join_repeated(report, repeated)
        stop_asking(session, repeated, now)
    else:
        _take_over(report, corrects)
        how = unpack_how(corrects.measured)
    grade_draft(draft, how, known, around.plan, around.patient.zone)
    found = judge_and_raise(session, around, report, known, now)
    session.add(report)
    session.flush()
    keep_closer(session, report, around.plan)
    if draft.numbers:
        session.execute(insert(Reading).values([{"report_id": report.id, **row} for row in draft.numbers]))
    record_event(
        session, now, "report.correct" if corrects else "report.send", actor_id=around.patient.id,
        actor_role="patient", unit_id=around.unit.id, patient_id=around.patient.id, object_kind="report",
        object_id=report.public_id,
    )
    return Reported(report, found)


def report_series(
    session: Session, around: Around, sent: Sent, *, taken_at: datetime, channel: str, now: datetime,
    recent: Sequence[Report] | None = None, corrects: Report | None = None, how: How | None = None,
) -> Reported:  # fmt: skip
    """Store one report of weight, glucose, saturation and so on, and judge it (clinical/vitals.md 3 to 6).

    :param around: with the plan of this series, or None when there is none.
    :param recent: the reports of ``list_recent`` for the series, when the caller has read them already.
    :raises InvalidError: without number, word or answers.
    """
    known = list_recent(session, around.patient.id, now, sent.series) if recent is None else recent
    known = [one for one in known if corrects is None or one.id != corrects.id]
    draft = draft_series(around.patient, around.unit, around.plan, sent, taken_at, channel, now)
    return _store(session, around, draft, known, corrects, how, now)


def join_repeated(report: Report, first: Report | None) -> None:
    """A repeat takes the place of the value it repeats, which is then awaited no more."""
    if first is None:
        return
    report.repeats_id, report.confirms, first.provisional = first.id, first.held, False


def _take_over(report: Report, corrected: Report) -> None:
    """A corrected number keeps what the patient said that he felt: symptoms outrank numbers (vitals.md 0.3)."""
    report.corrects_id, report.repeats_id, report.confirms = corrected.id, corrected.repeats_id, corrected.confirms
    report.symptoms, report.dizzy, report.answered_at = corrected.symptoms, corrected.dizzy, corrected.answered_at
    report.answers = {**(corrected.answers or {}), **report.answers}


def find_for(around: Around, report: Report, known: Sequence[Report], *, final: bool = False) -> list[Judgement]:
    """Return what the rules find in a stored report; the same for a live report and for a replay.

    :param final: no repeat is awaited any more.
    """
    taken = taken_of(report, final=final)
    own = around.own_plan(report.kind)
    return list(evaluate(own, [*earlier_of(known, report), taken], report.received_at).findings)


def judge_and_raise(
    session: Session, around: Around, report: Report, known: Sequence[Report], now: datetime, *, final: bool = False
) -> list[Judgement]:
    """Judge a stored report, write down what was found, and put it before care once a day for each reason."""
    found = find_for(around, report, known, final=final)
    _note(report, found)
    if report.provisional and report.repeat_before is None:
        report.repeat_before = now + REPEAT_TIME
        report.held = all(is_held(one) for one in found if one.provisional)
    earlier = [(one.received_at, one.raised) for one in known if one.id != report.id]
    quiet = quiet_reasons([*earlier, (report.received_at, report.raised)], now)
    raised = raise_findings(session, around.matter(report), found, quiet, now)
    report.raised = {**report.raised, **raised}
    return found


def _note(report: Report, found: Sequence[Judgement]) -> None:
    headline = found[0]
    report.level, report.rule, report.places = headline.level.value, headline.rule.value, dict(headline.places)
    report.findings, report.rules_version = [pack(judgement) for judgement in found], RULES_VERSION
    report.provisional = any(judgement.provisional for judgement in found)


def findings_of(report: Report) -> list[Judgement]:
    """Return what the rules found in a report when it was last judged, the headline first."""
    return [unpack(stored) for stored in report.findings]


def answer_symptoms(
    session: Session, around: Around, report: Report, symptoms: Sequence[str], dizzy: bool | None, now: datetime,
    answers: Mapping[str, str] | None = None,
) -> Reported:
    """Judge a report again with what the patient feels: an alarm symptom outranks every number (vitals.md 0.3).

    :param symptoms: ids of monitoring/symptoms.py; none means that the patient has none of them.
    :param answers: to the questions of monitoring/questions.py, by their ids.
    """
    report.symptoms = sorted(set(symptoms))
    report.dizzy = dizzy if dizzy is not None else report.dizzy
    report.answered_at = now
    report.answers = {**(report.answers or {}), **(answers or {})}
    known = list_recent(session, report.patient_id, now, report.kind)
    found = judge_and_raise(session, around, report, known, now, final=_became_final(report))
    keep_closer(session, report, around.plan)
    record_event(
        session, now, "report.symptoms", actor_id=report.patient_id, actor_role="patient", unit_id=report.unit_id,
        patient_id=report.patient_id, object_kind="report", object_id=report.public_id,
    )
    return Reported(report, found)


def replay(around: Around, reports: Sequence[Report]) -> list[list[Judgement]]:
    """Judge stored reports again, each with those before it; the answers must be those that were given live."""
    return [
        find_for(around, report, [one for one in reports if one.id < report.id], final=_became_final(report))
        for report in reports
    ]


def _became_final(report: Report) -> bool:
    """Tell whether a repeat was awaited and did not come; one that came leaves the finding as it was."""
    waited = report.repeat_before is not None and not report.provisional
    return waited and not any(one["provisional"] for one in report.findings)

