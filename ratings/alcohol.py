"""The rules that only AUDIT and AUDIT-C have: skipped items, and limits that differ by sex."""

from collections.abc import Sequence

from ratings.scores import Draft

SKIPPING = ("audit", "audit_c")
"""The instruments whose items may be skipped."""
AFTER_NEVER = range(2, 9)
AFTER_LITTLE = range(4, 9)
CUTOFF_C_MEN = 5
CUTOFF_C_WOMEN = 4
HAZARDOUS_OR_WORSE = ("hazardous", "harmful", "probable_dependence")
TO_CLINICIAN = ("harmful", "probable_dependence")
STATED_SEXES = ("female", "male")


def list_skippable(answers: Sequence[int | None]) -> range:
    """Return the item numbers, from 1, that may be skipped and count 0 (clinical/instruments.md 1.4)."""
    skippable = range(0)
    if answers[0] == 0:
        skippable = AFTER_NEVER
    elif answers[1] == 0 and answers[2] == 0:
        skippable = AFTER_LITTLE
    return range(skippable.start, min(skippable.stop, len(answers) + 1))


def skip_items(answers: tuple[int | None, ...]) -> tuple[tuple[int | None, ...], tuple[int, ...]]:
    """Return the answers to score and the numbers of the items whose answer the skip rule set to 0.

    Somebody who never drinks scores 0 on items 2-8 whatever stands there. Items 4-8 may be skipped
    when items 2 and 3 are 0; there an answer that was given still counts (clinical/instruments.md 1.4).
    """
    must_be_zero = answers[0] == 0
    skippable = list_skippable(answers)
    skipped = tuple(
        number
        for number in skippable
        if answers[number - 1] is None or (must_be_zero and answers[number - 1] != 0)
    )
    scored = tuple(0 if place + 1 in skipped else answer for place, answer in enumerate(answers))
    return scored, skipped


def add_audit(draft: Draft) -> Draft:
    """Add AUDIT-C (items 1-3) and the flags of AUDIT; without a total there is neither."""
    if draft.total is None:
        return draft.having(values={"audit_c": None})
    audit_c = sum(answer or 0 for answer in draft.answers[:3])
    raised = {
        "hazardous_or_worse": draft.band in HAZARDOUS_OR_WORSE,
        "clinician_yellow": draft.band in TO_CLINICIAN,
    }
    return draft.having(values={"audit_c": audit_c}, flags=raised | _flags_of_three(draft, audit_c))


def add_audit_c(draft: Draft) -> Draft:
    """Add the flags of AUDIT-C given by itself; without a total there are none (clinical/instruments.md 1.4)."""
    return draft if draft.total is None else draft.having(flags=_flags_of_three(draft, draft.total))


def _flags_of_three(draft: Draft, audit_c: int) -> dict[str, bool]:
    cutoff = CUTOFF_C_MEN if draft.context.sex == "male" else CUTOFF_C_WOMEN
    return {
        "audit_c_positive": audit_c >= cutoff,
        "cutoff_conservative": draft.context.sex not in STATED_SEXES,
    }
