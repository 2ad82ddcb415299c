"""Judges a stored report with those it is read with: the same lines for a live report, a correction and a replay."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from monitoring.calls import calls_of, quiet_reasons, still_called
from monitoring.evaluation import RULES_VERSION, evaluate
from monitoring.judgement import Judgement
from monitoring.models import MeasurementPlan, PressureWeek, Report
from monitoring.moments import is_backdated
from monitoring.occasions import earlier_of, taken_of
from monitoring.plans import own_plan
from monitoring.pressure_rules import without_alarm
from monitoring.series import Series
from monitoring.stored import pack
from monitoring.taken import OwnPlan, Taken
from monitoring.value_items import REASON_OF, Matter
from monitoring.value_texts import plain_value
from monitoring.weak_readings import is_held
from people.models import CareUnit, User

REPEAT_TIME = timedelta(minutes=30)
"""How long a repeat is awaited before a dangerous value becomes final."""


Read = Callable[[Report], Taken]


class Cause(StrEnum):
    """Why the rules ran: the patient sent or answered, no repeat came, or a value around it was changed."""

    SENT = "sent"
    ANSWERED = "answered"
    FINAL = "final"
    AROUND = "around"


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

    @property
    def plan_id(self) -> int | None:
        """Which version of the plan it is."""
        return self.plan.id if self.plan is not None else None

    def matter(self, report: Report) -> Matter:
        """Return what an item about a report needs."""
        return Matter(self.patient.id, self.patient.public_id, self.unit, f"report:{report.public_id}",
                      plain_value(report), report.kind)


@dataclass(frozen=True)
class Run:
    """One run of the rules: when, why, by which plan, and the reasons that stand from before.

    :ivar held: reasons that an item stands for already, with their rank: not raised again, and let go when not found.
    :ivar since: when each of those was raised.
    """

    at: datetime
    cause: Cause
    own: OwnPlan
    plan_id: int | None
    final: bool = False
    held: Mapping[str, int] | None = None
    since: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What was found, and what goes before care because of it, by reason."""

    found: list[Judgement]
    calls: dict[str, Judgement]


def judge(report: Report, known: Sequence[Report], run: Run, read: Read = taken_of) -> Verdict:
    """Judge a report and write down what was found; nothing is read from or written to the database.

    :param known: the reports that are read with it, oldest first; ``read`` turns one into what the rules read.
    """
    held = report.raised if run.held is None else run.held
    readings = [*earlier_of(known, report, read), taken_of(report, final=run.final)]
    found = list(evaluate(run.own, readings, report.heard_at).findings)
    if run.held is not None and is_backdated(report.taken_at, run.at):
        found = [one if REASON_OF.get(one.rule) in held else without_alarm(one) for one in found]
    _note(report, found, known, run.at)
    others = [(one.received_at, raised) for one in known if (raised := one.raised) and one.id != report.id]
    quiet = quiet_reasons([*others, (run.at, held)], run.at)
    calls = calls_of(found, quiet)
    stands = held if run.held is None else still_called(held, found, felt=has_felt(report))
    raised = {reason: one.level.rank for reason, one in calls.items()}
    report.raised = {**stands, **raised}
    gone = sorted(set(held) - set(report.raised))
    report.steps = [*(report.steps or []), {**_step(report, run, raised), "gone": gone}]
    return Verdict(found, calls)


def _note(report: Report, found: Sequence[Judgement], known: Sequence[Report], now: datetime) -> None:
    headline = found[0]
    report.level, report.rule, report.places = headline.level.value, headline.rule.value, dict(headline.places)
    report.findings, report.rules_version = [pack(judgement) for judgement in found], RULES_VERSION
    awaits = any(judgement.provisional for judgement in found)
    if awaits and report.repeat_before is None:
        report.repeat_before = now + REPEAT_TIME
        report.held = all(is_held(one) for one in found if one.provisional)
    report.provisional = awaits and not is_repeated(report, known)


def has_felt(report: Report) -> bool:
    """Tell whether the patient has said how he feels beside a value: then no number takes back an emergency."""
    return bool(report.symptoms or report.answers)


def is_repeated(report: Report, known: Sequence[Report]) -> bool:
    """Tell whether a value was measured again, so that no repeat is awaited."""
    return report.id is not None and any(one.repeats_id == report.id for one in known)


def _step(report: Report, run: Run, raised: Mapping[str, int]) -> dict[str, Any]:
    """Return a run of the rules as it is kept: what was known of the patient then, and what it raised."""
    return {
        "at": run.at.isoformat(), "cause": run.cause.value, "plan": run.plan_id, "final": run.final,
        "symptoms": list(report.symptoms), "dizzy": report.dizzy, "answered": report.answered_at is not None,
        "answers": dict(report.answers or {}), "raised": dict(raised), "level": report.level, "rule": report.rule,
        "since": {reason: at for reason, at in run.since.items() if reason in report.raised},
    }


def was_judged_anew(report: Report) -> bool:
    """Tell whether a report was judged again because a value around it was corrected or taken back."""
    return any(step["cause"] == Cause.AROUND for step in report.steps or [])


def has_let_go(report: Report) -> bool:
    """Tell whether an alarm does not hold any more because this value, or one around it, was corrected."""
    return bool(report.steps and report.steps[-1].get("gone"))


def is_final(report: Report) -> bool:
    """Tell whether a report was judged without its repeat, because none came in time."""
    return any(step["final"] for step in report.steps or [])


def judged_at(report: Report) -> datetime:
    """Return when a report was last judged by itself: sent, answered or without its repeat."""
    own = [step["at"] for step in report.steps or [] if step["cause"] != Cause.AROUND]
    return datetime.fromisoformat(own[-1]) if own else report.received_at


def plan_of(report: Report) -> int | None:
    """Return which version of the plan judged a report last."""
    return report.steps[-1]["plan"] if report.steps else report.plan_id


def since_of(judged: Report | PressureWeek) -> dict[str, str]:
    """Return when each reason that a value or a week stands for was raised, as it is kept."""
    found: dict[str, str] = {}
    for step in judged.steps or []:
        found |= step["since"] | dict.fromkeys(step["raised"], step["at"])
    return {reason: at for reason, at in found.items() if reason in judged.raised}


def standing_since(
    judged: Iterable[Report | PressureWeek], matter: Matter, closed: Mapping[str, datetime]
) -> set[str]:
    """Return the reasons that some of these stand for and that nobody has closed an item about since.

    :param closed: when a row was last closed, by its key.
    """
    return {
        reason for one in judged for reason, since in since_of(one).items()
        if matter.key not in closed or datetime.fromisoformat(since) > closed[matter.key]
    }
