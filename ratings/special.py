"""The rules that single instruments have beside sums and bands, one function for each instrument."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ratings.alcohol import add_audit, add_audit_c
from ratings.rounding import half_up
from ratings.scores import Draft
from ratings.symptom_checks import judge_heart, judge_lungs

CORE_ITEMS = 2
"""Items 1 and 2 of PHQ-9 and GAD-7: the core symptoms, and the short forms PHQ-2 and GAD-2."""


def short_sum(draft: Draft) -> int | None:
    """Return the sum of the first two items, or None when one of them is unanswered."""
    first, second = draft.answers[:CORE_ITEMS]
    return None if first is None or second is None else first + second


def add_phq9(draft: Draft) -> Draft:
    """Add PHQ-2 and the symptom pattern, for the clinician's view only (clinical/instruments.md 1.1).

    Items 1-8 count at 2 or more, item 9 at 1 or more; item 1 or 2 must be among them.
    """
    counted = [answer is not None and answer >= 2 for answer in draft.answers[:8]]
    counted.append((draft.answers[8] or 0) >= 1)
    has_core = any(counted[:CORE_ITEMS]) and draft.total is not None
    return draft.having(
        values={"phq2": short_sum(draft)},
        flags={
            "pattern_major": has_core and sum(counted) >= 5,
            "pattern_other": has_core and 2 <= sum(counted) <= 4,
        },
    )


def add_gad7(draft: Draft) -> Draft:
    """Add GAD-2, the sum of items 1 and 2 (clinical/instruments.md 1.2)."""
    return draft.having(values={"gad2": short_sum(draft)})


def add_who5(draft: Draft) -> Draft:
    """Add the raw sum 0-25; the total is the index 0-100 (clinical/instruments.md 1.5)."""
    raw = None if draft.total is None else draft.total // draft.instrument.multiply
    return draft.having(values={"raw": raw})


def add_mmrc(draft: Draft) -> Draft:
    """Flag grade 4 or a rise since the previous grade; red replaces yellow (clinical/instruments.md 1.6)."""
    if draft.total is None:
        return draft
    before = draft.context.previous_grade
    rise = 0 if before is None else draft.total - before
    is_red = rise >= 2
    return draft.having(
        flags={"rise_red_task": is_red, "yellow": not is_red and (rise == 1 or draft.total == 4)}
    )


def add_ehfscbs9(draft: Draft) -> Draft:
    """Add the standardized 0-100, higher better: (45 - raw)/36 x 100 (clinical/instruments.md 2.13)."""
    if draft.total is None:
        return draft.having(values={"standardized": None})
    return draft.having(values={"standardized": half_up((45 - draft.total) * 1000, 36) / 10})


def add_pk4(draft: Draft) -> Draft:
    """Show the attacks apart; a strength without an attack gives no index (clinical/instruments.md 3.5)."""
    attacks, strength = draft.answers[:2]
    shown = draft.having(values={"attacks": attacks})
    if attacks == 0 and strength is not None and strength > 0:
        return shown.without_total().having(flags={"inconsistent_reject": True})
    return shown


def add_ess(draft: Draft) -> Draft:
    """Close the gate for sleep restriction also when somebody has dozed while driving (2.16)."""
    return draft.having(flags={"no_sleep_restriction_before_contact": draft.context.has_dozed_while_driving})


def add_hk6(draft: Draft) -> Draft:
    """Add the level of the heart check."""
    return replace(draft, level=judge_heart(draft.answers))


def add_kk6(draft: Draft) -> Draft:
    """Add the level and warning signs of the lung check; the total is the number of signs."""
    found = judge_lungs(draft.answers, draft.context.yesterday)
    return replace(draft, level=found.level, total=found.cardinal).having(
        values={"cardinal": found.cardinal},
        flags={
            "probable_bacterial": found.is_probably_bacterial,
            "second_yellow_day": found.is_second_yellow_day,
        },
    )


def add_smbq(draft: Draft) -> Draft:
    """Add the mean 1-7 with two decimals; 4.0 is 88 points and 4.40 at least 97 (clinical/instruments.md 2.5)."""
    mean = None if draft.total is None else half_up(draft.total * 100, len(draft.answers)) / 100
    return draft.having(values={"mean": mean})


SPECIAL: Mapping[str, Callable[[Draft], Draft]] = {
    "phq9": add_phq9,
    "gad7": add_gad7,
    "audit": add_audit,
    "audit_c": add_audit_c,
    "who5": add_who5,
    "mmrc": add_mmrc,
    "ehfscbs9": add_ehfscbs9,
    "pk4": add_pk4,
    "ess": add_ess,
    "hk6": add_hk6,
    "kk6": add_kk6,
    "smbq": add_smbq,
}
