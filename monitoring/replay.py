"""Lives a patient's values again in the order they came, by the very rules that judge them live. Pure."""

from bisect import bisect_right, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from typing import Any

from monitoring.calls import calls_of
from monitoring.history import FACTS, History, inputs_of
from monitoring.judgement import Judgement, Level, Rule
from monitoring.judging import Cause, Run, Verdict, is_final, judge, plan_of
from monitoring.limits import BpLimits
from monitoring.models import PressureWeek, Report
from monitoring.occasions import MOST, taken_of
from monitoring.rejudging import join_before, judge_around, judge_restored, let_go, read_with, sent_run
from monitoring.schedule import BLOCK_DAYS
from monitoring.series import Series
from monitoring.stored import pack
from monitoring.taken import OwnPlan, Taken
from monitoring.value_texts import plain_value
from monitoring.week_mean import WeekMean, mean_of_week
from monitoring.weeks import hand_on, judge_answered, judge_week, week_step

OwnPlans = Callable[[str, int | None], OwnPlan]
"""Gives the plan to judge a series by, from the version that judged it live."""
Step = Mapping[str, Any]
FINAL, SENT, ANSWERED, UNDONE, WEEK, WEEK_ANSWERED = range(6)
"""What comes first of what came at the same instant: jobs settle before the next value is read."""
ORDER = {Cause.SENT: SENT, Cause.ANSWERED: ANSWERED, Cause.FINAL: FINAL}


@dataclass(frozen=True)
class Call:
    """One time that care was called.

    :ivar report_id: of the value; None for a week, which ``on`` is the first day of.
    :ivar shown: the value as staff read it.
    """

    at: datetime
    series: Series
    reason: str
    level: Level
    rule: Rule
    on: date
    shown: str
    places: Mapping[str, int | str]
    report_id: int | None

    @property
    def number(self) -> Decimal:
        """The value of every series but pressure."""
        return Decimal(str(self.places.get("value", "0")))


@dataclass
class Lived:
    """What came of a replay: the reports and weeks as they would stand, and every call, oldest first.

    :ivar void: calls that a correction took back, as (report, reason).
    """

    reports: dict[int, Report] = field(default_factory=dict)
    weeks: dict[date, PressureWeek] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    void: set[tuple[int | date, str]] = field(default_factory=set)


def live_again(history: History, own: OwnPlans, until: datetime) -> Lived:
    """Judge everything again in the order it came (features.md M1).

    What the patient did is taken from the history and nothing of what was found: a value that these limits would
    have asked him to measure again is read as final after half an hour, since nobody knows what he would have seen.

    :param own: the plan to judge by.
    :param until: aware instant; what came later is left out.
    """
    return _Replay(history, own, until).run()


class _Replay:
    def __init__(self, history: History, own: OwnPlans, until: datetime) -> None:
        self.history, self.own, self.until = history, own, until
        self.lived, self.numbers = Lived(), count()
        self.rows = {one.id: one for one in history.reports}
        self.queue: list[tuple[datetime, int, int, int, Step]] = []
        self.counting: dict[str, list[Report]] = {}
        self.weeks = {one.id: one for one in history.weeks}
        self.taken: dict[int, tuple[object, int | None, Taken]] = {}

    def run(self) -> Lived:
        self._plan()
        acts = {FINAL: self._settle, SENT: self._send, ANSWERED: self._answer, UNDONE: self._undo,
                WEEK: self._judge_week, WEEK_ANSWERED: self._answer_week}
        while self.queue:
            at, order, key, _number, step = heappop(self.queue)
            acts[order](key, step, at)
        return self.lived

    def _plan(self) -> None:
        for row in self.history.reports:
            for step in inputs_of(row):
                self._push(datetime.fromisoformat(step["at"]), ORDER[step["cause"]], row.id, step)
            if row.withdrawn_at is not None:
                self._push(row.withdrawn_at, UNDONE, row.id, {})
        for week in self.history.weeks:
            if week.revision == 1:
                self._push(week.judged_at, WEEK, week.id, {})
            for step in week.steps or []:
                if step["cause"] == Cause.ANSWERED:
                    self._push(datetime.fromisoformat(step["at"]), WEEK_ANSWERED, week.id, step)

    def _push(self, at: datetime, order: int, key: int, step: Step) -> None:
        if at <= self.until:
            heappush(self.queue, (at, order, key, next(self.numbers), step))

    def _send(self, key: int, step: Step, at: datetime) -> None:
        report = _bare(self.rows[key], step, at)
        corrects = self.lived.reports.get(report.corrects_id or 0)
        known = [one for one in self._recent(report.kind, at) if corrects is None or one.id != corrects.id]
        join_before(report, known, corrects)
        run = sent_run(self.own(report.kind, step["plan"]), step["plan"], corrects, at)
        verdict = judge(report, known, run, self._read)
        self.lived.reports[key] = report
        insort(self.counting.setdefault(report.kind, []), report, key=_place)
        self._keep(report, verdict, at)
        if corrects is not None:
            self._stop(corrects)
            corrects.corrected_by_id = key
            self._around(corrects, report, set(corrects.raised) - set(report.raised), at)

    def _read(self, report: Report) -> Taken:
        """Return a report as the rules read it; made anew only when it has been judged or tied since."""
        steps, repeats, taken = self.taken.get(report.id, (None, None, None))
        if taken is None or steps is not report.steps or repeats != report.repeats_id:
            taken = taken_of(report)
            self.taken[report.id] = (report.steps, report.repeats_id, taken)
        return taken

    def _recent(self, kind: str, at: datetime) -> list[Report]:
        """Return what monitoring.occasions.list_recent read at an instant."""
        found: list[Report] = []
        for series, days in read_with(Series(kind)).items():
            rows = self.counting.get(series, [])
            found += rows[bisect_right(rows, at - timedelta(days=days), key=lambda one: one.taken_at):]
        return sorted(found, key=_place)[-MOST:]

    def _keep(self, report: Report, verdict: Verdict, at: datetime) -> None:
        """Note the calls of a judgement, and wait for the repeat that these limits would have asked for."""
        for reason, judgement in verdict.calls.items():
            self._call(report.kind, reason, judgement, at, report.session_date, plain_value(report), report.id)
        row = self.rows[report.id]
        if report.provisional and report.repeat_before != row.repeat_before and report.repeat_before is not None:
            self._push(max(at, report.repeat_before), FINAL, report.id, {"plan": plan_of(report)})

    def _call(
        self, kind: str, reason: str, judgement: Judgement, at: datetime, on: date, shown: str, report_id: int | None
    ) -> None:
        self.lived.void.discard((report_id or on, reason))
        self.lived.calls.append(
            Call(at, Series(kind), reason, judgement.level, judgement.rule, on, shown, judgement.places, report_id)
        )

    def _answer(self, key: int, step: Step, at: datetime) -> None:
        report = self.lived.reports[key]
        report.symptoms, report.dizzy, report.answered_at = list(step["symptoms"]), step["dizzy"], at
        report.answers = dict(step["answers"])
        self._again(report, Cause.ANSWERED, step, at)

    def _settle(self, key: int, step: Step, at: datetime) -> None:
        report = self.lived.reports[key]
        if report.provisional and report.corrected_by_id is None and report.withdrawn_at is None:
            self._again(report, Cause.FINAL, step, at)

    def _again(self, report: Report, cause: Cause, step: Step, at: datetime) -> None:
        final = cause is Cause.FINAL or is_final(report)
        run = Run(at, cause, self.own(report.kind, step["plan"]), step["plan"], final)
        self._keep(report, judge(report, self._recent(report.kind, at), run, self._read), at)

    def _stop(self, report: Report) -> None:
        """Let a report count no more."""
        report.provisional = False
        self.counting[report.kind].remove(report)

    def _undo(self, key: int, step: Step, at: datetime) -> None:
        report = self.lived.reports[key]
        self._stop(report)
        report.withdrawn_at = at
        restored = self.lived.reports.get(report.corrects_id or 0)
        if restored is not None:
            restored.corrected_by_id = None
            insort(self.counting[restored.kind], restored, key=_place)
        self._around(report, restored, let_go(report), at)

    def _around(self, changed: Report, instead: Report | None, gone: set[str], at: datetime) -> None:
        """Do what monitoring/corrections.py does when a value has changed."""
        counting = sorted((one for rows in self.counting.values() for one in rows), key=_place)
        self.lived.void |= {(changed.id, reason) for reason in gone}
        if instead is not None and instead.id == changed.corrects_id:
            self._keep(instead, judge_restored(instead, changed, counting, self._plan_again, at), at)
        for one in judge_around(changed, instead, counting, self._plan_again, at):
            self._keep(one.report, one.verdict, at)
            self.lived.void |= {(one.report.id, reason) for reason in one.gone}
        if changed.kind == Series.PRESSURE:
            self._judge_week_again(changed.session_date, at)

    def _plan_again(self, report: Report) -> OwnPlan:
        return self.own(report.kind, plan_of(report))

    def _judge_week(self, key: int, step: Step, at: datetime) -> None:
        row = self.weeks[key]
        week, found = self._week(row, row.plan_id, 1, at)
        calls = calls_of(found, {})
        week.raised = {reason: one.level.rank for reason, one in calls.items()}
        week.steps = [week_step(week, Cause.SENT, week.raised, at)]
        self._keep_week(week, calls, at)

    def _week(
        self, row: PressureWeek, plan_id: int, revision: int, at: datetime, dizzy: bool | None = None
    ) -> tuple[PressureWeek, list[Judgement]]:
        limits = self._limits(plan_id)
        mean = self._mean(row.starts_on)
        found = judge_week(limits, mean, self.lived.weeks.values(), row.starts_on, dizzy)
        week = PressureWeek(
            patient_id=row.patient_id, unit_id=row.unit_id, plan_id=plan_id, starts_on=row.starts_on,
            revision=revision, systolic=mean.systolic, diastolic=mean.diastolic, readings=mean.readings,
            days=mean.days, used=list(mean.keys), level=found[0].level.value, rule=found[0].rule.value,
            findings=[pack(one) for one in found], judged_at=at,
        )
        return week, found

    def _limits(self, plan_id: int) -> BpLimits | None:
        limits = self.own(Series.PRESSURE, plan_id).limits
        return limits if isinstance(limits, BpLimits) else None

    def _mean(self, starts_on: date) -> WeekMean:
        rows = self.counting.get(Series.PRESSURE, [])
        of_week = [one for one in rows if 0 <= (one.session_date - starts_on).days < BLOCK_DAYS]
        return mean_of_week([reading for one in of_week for reading in self.history.readings.get(one.id, ())])

    def _keep_week(self, week: PressureWeek, calls: Mapping[str, Judgement], at: datetime) -> None:
        self.lived.weeks[week.starts_on] = week
        for reason, judgement in calls.items():
            shown = f"{week.systolic}/{week.diastolic}"
            self._call(Series.PRESSURE, reason, judgement, at, week.starts_on, shown, None)

    def _answer_week(self, key: int, step: Step, at: datetime) -> None:
        week = self.lived.weeks[self.weeks[key].starts_on]
        _mean, calls = judge_answered(week, self._limits(week.plan_id), bool(step["dizzy"]), at)
        self._keep_week(week, calls, at)

    def _judge_week_again(self, day: date, at: datetime) -> None:
        """Do what monitoring.weeks.judge_week_again does, by the plan that was in force live."""
        old = next((one for start, one in self.lived.weeks.items() if 0 <= (day - start).days < BLOCK_DAYS), None)
        if old is None:
            return
        live = (one.plan_id for one in self.weeks.values() if one.starts_on == old.starts_on and one.judged_at == at)
        week, found = self._week(old, next(live, old.plan_id), old.revision + 1, at, old.dizzy)
        if (week.used, week.systolic, week.diastolic) == (old.used, old.systolic, old.diastolic):
            return
        calls = hand_on(week, old, found, at)
        self.lived.void |= {(old.starts_on, reason) for reason in set(old.raised) - set(week.raised)}
        self._keep_week(week, calls, at)


def _place(report: Report) -> tuple[datetime, int]:
    return report.taken_at, report.id


def _bare(row: Report, step: Step, at: datetime) -> Report:
    """Return a report as it came, without anything that was found or said later."""
    return Report(
        **{name: getattr(row, name) for name in FACTS}, symptoms=list(step["symptoms"]), dizzy=step["dizzy"],
        answers=dict(step["answers"]), answered_at=at if step["answered"] else None, findings=[], raised={}, steps=[],
        places={}, provisional=False, held=False,
        confirms=False, level="neutral", rule="", repeats_id=None, repeat_before=None, corrected_by_id=None,
        withdrawn_at=None,
    )  # fmt: skip
