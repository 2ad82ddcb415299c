"""What a value does to others: it repeats one, replaces one, or goes away, and those around are judged again. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.calls import still_called
from monitoring.judging import Cause, Run, Verdict, has_felt, is_final, is_repeated, judge, judged_at, plan_of, since_of
from monitoring.models import Report
from monitoring.occasions import MOST, READ_WITH, WEEK, find_repeated
from monitoring.series import Series
from monitoring.taken import OwnPlan

LOOK_BACK = timedelta(days=101)
"""How far back reports are read when a value is corrected: the longest that any rule reads, and one day."""

Plans = Callable[[Report], OwnPlan]


@dataclass(frozen=True)
class Changed:
    """A report that was judged again because another one changed, with the reasons that it no longer stands for."""

    report: Report
    verdict: Verdict
    gone: frozenset[str]


def read_with(series: Series) -> Mapping[Series, int]:
    """Return which series the rules of one read, and how many days of each."""
    return READ_WITH.get(series, {series: WEEK})


def kinds_beside(series: Series) -> frozenset[Series]:
    """Return the series that are read with one, those that read it, and what those read."""
    readers = {one for one in Series if series in read_with(one)}
    return frozenset(readers.union(*(read_with(one) for one in readers)))


def kinds_behind(series: Series) -> frozenset[Series]:
    """Return the series that must be judged to judge one: those read with it, and with those."""
    found, left = {series}, [series]
    while left:
        fresh = set(read_with(left.pop())) - found
        found |= fresh
        left += fresh
    return frozenset(found)


def join_before(report: Report, known: Sequence[Report], corrects: Report | None) -> Report | None:
    """Tie a report to the one it corrects, or to the one that it repeats, which is awaited no more; returns the latter.

    :param known: the reports that are read with it.
    """
    if corrects is not None:
        _take_over(report, corrects)
        return None
    repeated = find_repeated(known, report.taken_at, report.kind)
    if repeated is not None:
        report.repeats_id, report.confirms, repeated.provisional = repeated.id, repeated.held, False
    return repeated


def _take_over(report: Report, corrected: Report) -> None:
    """A corrected number keeps what the patient said that he felt: symptoms outrank numbers (vitals.md 0.3)."""
    report.corrects_id, report.repeats_id, report.heard_at = corrected.id, corrected.repeats_id, corrected.heard_at
    report.confirms = corrected.confirms
    report.symptoms, report.dizzy, report.answered_at = corrected.symptoms, corrected.dizzy, corrected.answered_at
    report.answers = {**(corrected.answers or {}), **report.answers}


def sent_run(own: OwnPlan, plan_id: int | None, corrects: Report | None, now: datetime) -> Run:
    """Return how a report that has just come is judged; a correction stands for what the old one had raised."""
    if corrects is None:
        return Run(now, Cause.SENT, own, plan_id)
    return Run(now, Cause.SENT, own, plan_id, is_final(corrects), corrects.raised, since_of(corrects))


def known_to(report: Report, counting: Iterable[Report]) -> list[Report]:
    """Return what was read when a report was last judged, as it stands now: a correction in its old value's place."""
    at = judged_at(report)
    since = {kind.value: at - timedelta(days=days) for kind, days in read_with(Series(report.kind)).items()}
    found = [
        one for one in counting
        if one.id != report.id and one.kind in since and one.taken_at > since[one.kind] and one.heard_at <= at
    ]
    return sorted(found, key=lambda one: (one.taken_at, one.id))[-MOST:]


def list_around(changed: Report, fresh: Report | None, counting: Sequence[Report]) -> list[Report]:
    """Return the reports that were judged with one that has changed, oldest first; and the one that it repeated."""
    return [
        one for one in counting
        if one is not fresh and one.id != changed.id and (one.id == changed.repeats_id or _has_read(one, changed))
    ]


def _has_read(one: Report, changed: Report) -> bool:
    days = read_with(Series(one.kind)).get(Series(changed.kind))
    at = judged_at(one)
    return days is not None and changed.heard_at <= at and changed.taken_at > at - timedelta(days=days)


def let_go(report: Report) -> set[str]:
    """Return the reasons that a report stands for no more when it is taken back."""
    return set(report.raised) - set(still_called(report.raised, [], felt=has_felt(report)))


def judge_around(
    changed: Report, fresh: Report | None, counting: Sequence[Report], plans: Plans, now: datetime
) -> list[Changed]:
    """Judge again what was judged with a value that was corrected or taken back (features.md M15).

    :param changed: the value that counts no more; ``fresh`` what counts instead.
    :param counting: what counts now, without the former and with the latter.
    """
    around = [_again(one, counting, plans, now) for one in list_around(changed, fresh, counting)]
    return [one for one in around if one is not None]


def _again(report: Report, counting: Sequence[Report], plans: Plans, now: datetime) -> Changed | None:
    """Judge one report again by the plan that judged it last, tied anew to the one it repeats; None when all stands."""
    known, stood = known_to(report, counting), _standing(report)
    before, steps = dict(report.raised), report.steps
    if report.corrects_id is None:
        report.repeats_id, report.confirms = None, False
        join_before(report, known, None)
    run = Run(now, Cause.AROUND, plans(report), plan_of(report), is_final(report), before, since_of(report))
    verdict = judge(report, known, run)
    report.provisional = report.provisional and not is_repeated(report, counting)
    if _standing(report) == stood and not verdict.calls:
        report.steps = steps
        return None
    return Changed(report, verdict, frozenset(before) - frozenset(report.raised))


def _standing(report: Report) -> tuple[object, ...]:
    return report.findings, report.raised, report.provisional, report.repeats_id, report.confirms


def judge_restored(report: Report, undone: Report, counting: Sequence[Report], plans: Plans, now: datetime) -> Verdict:
    """Judge a value again that counts again, because its correction was taken back.

    What the correction stood for is handed back; an alarm that the correction took back is raised again, also for
    a value of the day before yesterday.
    """
    handed = {reason: rank for reason, rank in undone.raised.items() if reason in report.raised}
    lost = {reason: 0 for reason in report.raised if reason not in handed}
    run = Run(now, Cause.AROUND, plans(report), plan_of(report), is_final(report), {**lost, **handed}, since_of(undone))
    verdict = judge(report, known_to(report, counting), run)
    report.provisional = report.provisional and not is_repeated(report, counting)
    report.raised = {reason: rank for reason, rank in report.raised.items() if rank > 0}
    return verdict
