"""Tries limits on a patient's last ninety days: how often they would have called, and what they would have missed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_date
from monitoring.calls import QUIET
from monitoring.history import History
from monitoring.judgement import Level, Rule
from monitoring.limit_calls import TOLD_OF, limits_behind
from monitoring.limits import SetBySomeone
from monitoring.models import MeasurementPlan, PressureWeek, Report
from monitoring.plans import own_plan
from monitoring.replay import Call, Lived, OwnPlans, live_again
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from monitoring.taken import OwnPlan
from monitoring.value_items import is_of_series
from monitoring.value_texts import plain_value
from worklist.causes import causes_of
from worklist.models import ItemKind, Outcome, WorkItem

DAYS = timedelta(days=90)
ACTED = frozenset({Outcome.ANSWERED, Outcome.CALLED, Outcome.ADVICE, Outcome.PLAN_CHANGED, Outcome.REPLACED_VISIT})
"""Ends of a work item that say that somebody did something about it."""
LEVELS = {1: Level.YELLOW, 2: Level.RED, 3: Level.EMERGENCY}


class Witness(StrEnum):
    """Who says that a value was worth a call: somebody acted on it, a plan called, or the common limits would have."""

    ACTED = "acted"
    CALLED = "called"
    IN_FORCE = "in_force"
    COMMON = "common"


@dataclass(frozen=True)
class Happened:
    """A call that was made live, and how its work item ended; None while it is open or nobody knows."""

    at: datetime
    report_id: int | None
    on: date
    reason: str
    level: Level
    shown: str
    outcome: Outcome | None = None
    is_void: bool = False


@dataclass(frozen=True)
class Missed:
    """A value or week that some limits would not have called about, and who says that it was worth it.

    :ivar softer: they would have called, but less urgently.
    """

    at: datetime
    report_id: int | None
    on: date
    shown: str
    level: Level
    witnesses: frozenset[Witness]
    outcome: Outcome | None = None
    softer: bool = False


@dataclass(frozen=True)
class Trial:
    """What some limits would have done in the last ninety days.

    :ivar calls: oldest first. ``behind`` the calls of each limit by its name, those of no limit under "".
    :ivar told: how many values each limit only told the patient about.
    """

    limits: SetBySomeone | None
    calls: Sequence[Call]
    behind: Mapping[str, Sequence[Call]]
    told: Mapping[str, int]
    missed: Sequence[Missed]

    def count(self, level: Level) -> int:
        """Return how many of the calls had a level."""
        return sum(one.level is level for one in self.calls)


@dataclass(frozen=True)
class Ground:
    """What several limits are tried on: the history, what happened live, and the plan in force."""

    history: History
    happened: Sequence[Happened]
    zone: str
    now: datetime

    @property
    def plan(self) -> MeasurementPlan | None:
        """The plan in force."""
        return self.history.plan

    @property
    def unit_id(self) -> int:
        """The unit whose plan it is; what was sent to another unit is judged, but not shown."""
        return self.plan.unit_id if self.plan is not None else 0

    @cached_property
    def common_calls(self) -> Sequence[Call]:
        """What the common limits would have called about; nothing for a series without limits."""
        limits = common_limits(self.history.series, self.plan, local_date(self.now, self.zone))
        return _counted(self, _live(self, limits)) if limits is not None else ()

    @property
    def since(self) -> datetime:
        """The first instant of the ninety days."""
        return self.now - DAYS


def make_ground(history: History, items: Iterable[WorkItem], zone: str, now: datetime) -> Ground:
    """Return what limits are tried on; the outcomes come from the items that the calls raised."""
    return Ground(history, list_happened(history, list(items), now - DAYS), zone, now)


def try_limits(ground: Ground, limits: SetBySomeone | None, against: Trial | None = None) -> Trial:
    """Return what limits would have done, and what they would have missed.

    Missed is a value or week that (1) somebody in care acted on, (2) a plan called about then, (3) the limits in
    force now, or (4) the common limits would have called about, and that these limits would not have called about:
    neither that value, nor anything of the series within the day before or on the same day. What nobody and no limit
    ever noticed cannot be seen here; the page says so.

    :param against: the trial of the limits in force, when others are tried.
    """
    lived = _live(ground, limits)
    calls = _counted(ground, lived)
    behind: dict[str, list[Call]] = {}
    for call in calls:
        for name in limits_behind(call, limits):
            behind.setdefault(name, []).append(call)
    return Trial(limits, calls, behind, _told(ground, lived, limits), _missed(ground, calls, against))


def calls_by(ground: Ground, limits: SetBySomeone | None) -> Sequence[Call]:
    """Return the calls that limits would have made in the ninety days, oldest first."""
    return _counted(ground, _live(ground, limits))


def _live(ground: Ground, limits: SetBySomeone | None) -> Lived:
    return live_again(ground.history, _own_plans(ground, limits), ground.now)


def _own_plans(ground: Ground, limits: SetBySomeone | None) -> OwnPlans:
    """Judge the tried series by the plan in force with the tried limits, and what is read with it as it was live."""
    series, plans = ground.history.series, ground.history.plans
    mine = replace(own_plan(ground.plan) if ground.plan is not None else OwnPlan(series), limits=limits)
    read = {plan_id: own_plan(plan) for plan_id, plan in plans.items() if plan.kind != series}

    def own(kind: str, plan_id: int | None) -> OwnPlan:
        if kind == series:
            return mine
        return read.get(plan_id or 0, OwnPlan(Series(kind)))

    return own


def _counted(ground: Ground, lived: Lived) -> list[Call]:
    series, unit_id = ground.history.series, ground.unit_id
    of_unit: set[int | date] = {key for key, one in lived.reports.items() if one.unit_id == unit_id}
    of_unit.update(day for day, week in lived.weeks.items() if week.unit_id == unit_id)
    return [
        one for one in lived.calls
        if one.series is series and one.at > ground.since and (one.report_id or one.on) in of_unit
    ]


def _told(ground: Ground, lived: Lived, limits: SetBySomeone | None) -> dict[str, int]:
    """Return how many values each limit that calls nobody has told the patient about."""
    series, found = ground.history.series, {}
    for (of, name), rule in TOLD_OF.items():
        if of is series and limits is not None:
            after = name == "after_meal_max"
            found[name] = sum(_tells(one, rule, after) for one in lived.reports.values() if one.kind == series
                              and one.unit_id == ground.unit_id and one.received_at > ground.since)  # fmt: skip
    return found


def _tells(report: Report, rule: Rule, after: bool) -> bool:
    if report.corrected_by_id is not None or report.withdrawn_at is not None or report.rule != rule:
        return False
    return rule is not Rule.GLUCOSE_ABOVE or after == (report.context in ("after_meal", "bedtime"))


def common_limits(series: Series, plan: MeasurementPlan | None, day: date) -> SetBySomeone | None:
    """Return the limits that are offered to everybody (clinical/vitals.md), with what is the patient's own kept.

    A target weight, a normal saturation and a best peak flow have no common value: those of the plan are kept.
    """
    model = LIMITS.get(series)
    if model is None:
        return None
    own = {"target", "baseline", "best", "fluid", "hypo_risk", "goal_88_92", "home_oxygen"}
    kept = {name: value for name, value in ((plan.limits if plan else None) or {}).items() if name in own}
    return model.model_validate({"set_by": "-", "set_by_role": "-", "set_on": day.isoformat(), **kept})


def _missed(ground: Ground, calls: Sequence[Call], against: Trial | None) -> list[Missed]:
    """Return what was worth a call and got none, or a less urgent one; one line for each value or week."""
    worth: dict[tuple[int | None, date], Missed] = {}
    for key, witnessed in _witnessed(ground, against):
        worth[key] = _joined(worth.get(key), witnessed)
    found = []
    for one in sorted(worth.values(), key=lambda missed: missed.at):
        covering = max((call.level.rank for call in calls if _covers(call, one, ground.zone)), default=0)
        if covering < one.level.rank:
            found.append(replace(one, softer=covering > 0))
    return found


def _witnessed(ground: Ground, against: Trial | None) -> Iterable[tuple[tuple[int | None, date], Missed]]:
    for one in ground.happened:
        if not one.is_void:
            acted = one.outcome in ACTED
            witness = Witness.ACTED if acted else Witness.CALLED
            yield (one.report_id, one.on), Missed(
                one.at, one.report_id, one.on, one.shown, one.level, frozenset({witness}), one.outcome
            )
    others = [(Witness.IN_FORCE, against.calls)] if against else []
    others.append((Witness.COMMON, ground.common_calls))
    for witness, made in others:
        for call in made:
            yield (call.report_id, call.on), _seen(call, witness)


def _seen(call: Call, witness: Witness) -> Missed:
    return Missed(call.at, call.report_id, call.on, call.shown, call.level, frozenset({witness}))


def _joined(before: Missed | None, one: Missed) -> Missed:
    if before is None:
        return one
    worst = max(before, one, key=lambda missed: missed.level.rank)
    return replace(worst, at=min(before.at, one.at), witnesses=before.witnesses | one.witnesses,
                   outcome=before.outcome or one.outcome)


def _covers(call: Call, one: Missed, zone: str) -> bool:
    """Tell whether a call tells of a value, or care was called about the series the day before or the same day."""
    if (call.report_id, call.on) == (one.report_id, one.on):
        return True
    if (call.report_id is None) != (one.report_id is None):
        return False
    return one.at - QUIET < call.at <= one.at or local_date(call.at, zone) == local_date(one.at, zone)


def list_happened(history: History, items: Sequence[WorkItem], since: datetime) -> list[Happened]:
    """Return the calls that were made live since an instant, oldest first, each with how its item ended."""
    unit_id = history.plan.unit_id if history.plan is not None else 0
    rows: list[tuple[Report | PressureWeek, int | None, date, str]] = [
        (one, one.id, one.session_date, plain_value(one)) for one in history.reports
        if one.kind == history.series and one.unit_id == unit_id
    ]
    rows += [(one, None, one.starts_on, f"{one.systolic}/{one.diastolic}") for one in history.weeks
             if one.unit_id == unit_id]
    mine = [one for one in items if is_of_series(one.dedupe_key, history.series)]
    found = [
        Happened(at, report_id, on, reason, LEVELS[rank], shown, _outcome(mine, reason, at), reason not in row.raised)
        for row, report_id, on, shown in rows for step in row.steps or []
        for reason, rank in step["raised"].items()
        if (at := datetime.fromisoformat(step["at"])) > since
    ]
    return sorted(found, key=lambda one: one.at)


def _outcome(items: Sequence[WorkItem], reason: str, at: datetime) -> Outcome | None:
    """Return how the item ended that stood for a reason at an instant: the first that was closed after it."""
    closed = [one for one in items if one.closed_at and one.closed_at > at
              and reason in {cause.reason for cause in causes_of(one)}]  # fmt: skip
    return min(closed, key=lambda one: one.closed_at or at).outcome if closed else None


def list_items(session: Session, patient_id: int, unit_id: int, since: datetime) -> Sequence[WorkItem]:
    """Return what a unit has closed about a patient's values since an instant; one statement."""
    return session.scalars(
        select(WorkItem)
        .where(WorkItem.patient_id == patient_id, WorkItem.unit_id == unit_id, WorkItem.kind == ItemKind.VALUE)
        .where(WorkItem.closed_at > since)
        .order_by(WorkItem.closed_at)
    ).all()
