"""Change between two totals of the same instrument and version: reliable, response, recovery, worsening."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ratings.instruments import ChangeRule, Instrument


class Reliable(StrEnum):
    """Whether a change is larger than the error of the instrument."""

    IMPROVED = "improved"
    DETERIORATED = "deteriorated"
    NONE = "no_reliable_change"


class Deterioration(StrEnum):
    """What a rise since the start asks of the clinician (clinical/instruments.md 4.4)."""

    NONE = "none"
    YELLOW = "yellow"
    DECIDE = "decide"


@dataclass(frozen=True)
class Change:
    """The change from one total to another; None where the instrument has no agreed limit.

    ``change`` is new minus old. Shown to clinicians and in statistics, never as a verdict to patients
    (clinical/instruments.md 0.3 rule 10).
    """

    change: int | None
    reliable: Reliable | None = None
    important: bool | None = None
    response: bool | None = None
    remission: bool | None = None
    caseness_pre: bool | None = None
    caseness_post: bool | None = None
    recovered: bool | None = None
    reliable_recovery: bool | None = None


def judge_change(instrument: Instrument, pre: int | None, post: int | None) -> Change:
    """Return the change from ``pre`` to ``post``, two totals of the same instrument and version.

    Nothing can be said when a total is missing (clinical/instruments.md 0.3 rule 7 and part 1).
    """
    if pre is None or post is None:
        return Change(None)
    rule = instrument.change
    reliable = judge_reliable(rule, pre, post)
    before, after = is_case(rule, pre), is_case(rule, post)
    recovered = None if before is None else before and not after
    is_reliable_recovery = recovered and reliable is Reliable.IMPROVED
    return Change(
        change=post - pre,
        reliable=reliable,
        important=None if rule.important is None else abs(post - pre) >= rule.important,
        response=is_response(rule, pre, post),
        remission=None if rule.remission_at_most is None else post <= rule.remission_at_most,
        caseness_pre=before,
        caseness_post=after,
        recovered=recovered,
        reliable_recovery=None if reliable is None else is_reliable_recovery,
    )


def gain(rule: ChangeRule, pre: int, post: int) -> int:
    """Return the points of improvement, negative for worsening, whichever way the scale runs."""
    return pre - post if rule.direction == "lower_is_better" else post - pre


def judge_reliable(rule: ChangeRule, pre: int, post: int) -> Reliable | None:
    """Return whether the change is reliable, or None when no limit is agreed."""
    if rule.reliable is None:
        return None
    better = gain(rule, pre, post)
    if better >= rule.reliable:
        return Reliable.IMPROVED
    return Reliable.DETERIORATED if -better >= rule.reliable else Reliable.NONE


def is_case(rule: ChangeRule, total: int) -> bool | None:
    """Answer whether a total is in the clinical range, or None when there is no such limit."""
    return None if rule.caseness_at_least is None else total >= rule.caseness_at_least


def is_response(rule: ChangeRule, pre: int, post: int) -> bool | None:
    """Answer whether the improvement counts as response, or None when the instrument has no such rule.

    A percentage is of the total at the start; from 0 nobody can respond.
    """
    if rule.response is None:
        return None
    better = gain(rule, pre, post)
    if rule.response.points is not None:
        return better >= rule.response.points
    return pre > 0 and better * 100 >= (rule.response.percent or 100) * pre


def judge_deterioration(
    instrument: Instrument, start: int | None, later: Sequence[int | None]
) -> Deterioration:
    """Return what the totals since the start ask for (clinical/instruments.md 4.4).

    One rise over the limit gives a yellow task; two in a row mean that the clinician must decide
    (continue, change or refer) before the next unlock. Ratings without a total are passed over.

    :param start: the total at the start of the program.
    :param later: the totals since then, oldest first.
    """
    limit = instrument.change.deterioration
    if limit is None or start is None:
        return Deterioration.NONE
    is_worse = [-gain(instrument.change, start, total) >= limit for total in later if total is not None]
    if not is_worse or not is_worse[-1]:
        return Deterioration.NONE
    return Deterioration.DECIDE if len(is_worse) > 1 and is_worse[-2] else Deterioration.YELLOW
