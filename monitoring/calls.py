"""Which findings go before care: due to somebody, not awaiting a repeat, and not said already that day. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitoring.judgement import Judgement, Rule
from monitoring.series_reasons import SERIES_REASONS

QUIET = timedelta(hours=24)
"""How long the same rule stays quiet unless its level rises (clinical/vitals.md 8)."""

REASON_OF = {
    Rule.BP_SYMPTOMS: "value_emergency",
    Rule.BP_FAINTED: "value_emergency",
    Rule.PULSE_SYMPTOMS: "value_emergency",
    Rule.BP_CRISIS: "value_crisis",
    Rule.BP_CRISIS_VERY_HIGH: "value_crisis",
    Rule.BP_HIGH_OFTEN: "value_high_repeated",
    Rule.BP_LOW_DIZZY: "value_low",
    Rule.BP_VERY_LOW: "value_low",
    Rule.BP_VERY_LOW_DIZZY: "value_low",
    Rule.PULSE_EXTREME: "value_pulse",
    Rule.PULSE_OFTEN: "value_pulse_often",
    Rule.BP_IRREGULAR: "value_irregular",
    Rule.BP_MEAN_RED: "mean_high",
    Rule.BP_MEAN_YELLOW: "mean_high",
    Rule.BP_MEAN_LOW: "mean_low",
    Rule.BP_MEAN_LOW_DIZZY: "mean_low",
    Rule.BP_RISING: "value_trend",
    **SERIES_REASONS,
}
"""Which sentence of worklist/reasons.py tells staff about a rule; others raise nothing."""

KEPT = frozenset({"value_emergency", "series_emergency"})
"""What a corrected number does not take back when the patient said what he felt (clinical/vitals.md 0.3)."""


def calls_of(found: Iterable[Judgement], quiet: Mapping[str, int]) -> dict[str, Judgement]:
    """Return the findings that go before care, each under its reason.

    :param quiet: reasons raised within the last day, with their rank; those are not raised again (vitals.md 8).
    """
    calls: dict[str, Judgement] = {}
    for judgement in found:
        reason = REASON_OF.get(judgement.rule)
        if reason is None or judgement.provisional or judgement.due_working_days is None:
            continue
        said = calls[reason].level.rank if reason in calls else 0
        if max(quiet.get(reason, 0), said) < judgement.level.rank:
            calls[reason] = judgement
    return calls


def still_called(held: Mapping[str, int], found: Iterable[Judgement], *, felt: bool = False) -> dict[str, int]:
    """Return which reasons stand when a value is judged again: those found again, and an emergency that was felt.

    What awaits a better measurement is found again too: an item that stands is not taken back to be raised anew.

    :param felt: the patient has said how he feels, which no number takes back.
    """
    again = {REASON_OF.get(one.rule) for one in found if one.due_working_days is not None}
    return {reason: rank for reason, rank in held.items() if reason in again or (felt and reason in KEPT)}


def quiet_reasons(raised: Sequence[tuple[datetime, Mapping[str, int]]], now: datetime) -> dict[str, int]:
    """Return the reasons raised within the last day, each with its highest rank."""
    quiet: dict[str, int] = {}
    for at, reasons in raised:
        if now - at < QUIET:
            for reason, rank in reasons.items():
                quiet[reason] = max(rank, quiet.get(reason, 0))
    return quiet
