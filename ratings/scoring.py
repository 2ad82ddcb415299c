"""Scores a filled-in instrument: total, band and flags, by the rules of clinical/instruments.md 0.3."""

from collections.abc import Sequence

from ratings.alcohol import SKIPPING, skip_items
from ratings.answers import Answers, check_answers
from ratings.instruments import Condition, Flag, Instrument, Item
from ratings.rounding import half_up
from ratings.scores import Draft, Score, ScoreContext
from ratings.special import SPECIAL

ALGORITHM_VERSION = "ratings-1"
"""Stored with every score; raise it whenever a rule here or in ratings/special.py changes a result."""

NO_CONTEXT = ScoreContext()


def score(instrument: Instrument, answers: Sequence[int | None], context: ScoreContext = NO_CONTEXT) -> Score:
    """Return the score of an instrument. Risk flags stand on raw answers, also when there is no total.

    :param answers: whole numbers in the order of the items, None for unanswered.
    :raises InvalidAnswers: when an answer is not one that the item offers.
    """
    checked = check_answers(instrument, answers)
    scored, skipped = skip_items(checked) if instrument.id in SKIPPING else (checked, ())
    draft = _draft(instrument, scored, skipped, context)
    rule = SPECIAL.get(instrument.id)
    return _finish(rule(draft) if rule else draft)


def _draft(
    instrument: Instrument, answers: Answers, skipped: tuple[int, ...], context: ScoreContext
) -> Draft:
    needed = [
        answer
        for item, answer in zip(instrument.items, answers, strict=True)
        if not item.optional and (item.scored or instrument.missing.needs == "all")
    ]
    gaps = sum(answer is None for answer in needed)
    total = sum_up(instrument, answers) if gaps <= instrument.missing.max_missing else None
    return Draft(
        instrument=instrument,
        answers=answers,
        context=context,
        total=total,
        band=band_of(instrument, total, context.sex),
        complete=gaps == 0,
        estimated=gaps > 0 and total is not None,
        flags=_raise_flags(instrument, answers, total),
        skipped=skipped,
    )


def sum_up(instrument: Instrument, answers: Answers) -> int | None:
    """Return the total of the scored items; unanswered ones take the mean of the answered, half up."""
    pairs = [pair for pair in zip(instrument.items, answers, strict=True) if pair[0].scored]
    points = [_points(instrument, item, answer) for item, answer in pairs if answer is not None]
    if not points:
        return None
    return instrument.multiply * half_up(sum(points) * len(pairs), len(points))


def _points(instrument: Instrument, item: Item, answer: int) -> int:
    """Return what an answer gives; a reversed item gives min + max - answer (0.3 rule 4)."""
    if not item.reverse:
        return answer
    values = instrument.values_of(item)
    return values[0] + values[-1] - answer


def band_of(instrument: Instrument, total: int | None, sex: str | None = None) -> str | None:
    """Return the id of the band that holds a total; None without total or bands.

    :param sex: chooses the limits of AUDIT; all other instruments have one set of bands.
    """
    if total is None:
        return None
    bands = instrument.bands_by_sex.get(sex or "", instrument.bands)
    return next((band.id for band in bands if band.low <= total <= band.high), None)


def _raise_flags(instrument: Instrument, answers: Answers, total: int | None) -> frozenset[str]:
    raised = {flag.id for flag in instrument.flags if _is_raised(instrument, flag, answers, total)}
    if any(i.safety and a is None for i, a in zip(instrument.items, answers, strict=True)):
        raised.add("risk_unanswered")
    outdone = {flag.id for flag in instrument.flags if raised.intersection(flag.unless)}
    return frozenset(raised - outdone)


def _is_raised(instrument: Instrument, flag: Flag, answers: Answers, total: int | None) -> bool:
    return any(_holds(instrument, condition, answers, total) for condition in flag.when)


def _holds(instrument: Instrument, condition: Condition, answers: Answers, total: int | None) -> bool:
    answer = answers[instrument.position(condition.item)] if condition.item else None
    given = [a for a in answers if a is not None]
    lowest = min(given) if given else None
    bounds = (
        (total, condition.total_at_least, None),
        (total, None, condition.total_at_most),
        (answer, condition.item_at_least, condition.item_at_most),
        (lowest, None, condition.any_item_at_most),
    )
    return all(_is_within(value, low, high) for value, low, high in bounds)


def _is_within(value: int | None, low: int | None, high: int | None) -> bool:
    """Answer whether a value keeps its bounds; where a bound is set, a missing value does not."""
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def _finish(draft: Draft) -> Score:
    return Score(
        instrument_id=draft.instrument.id,
        instrument_version=draft.instrument.version,
        algorithm_version=ALGORITHM_VERSION,
        total=draft.total,
        band=draft.band,
        complete=draft.complete,
        estimated=draft.estimated,
        flags=tuple(flag.id for flag in draft.instrument.flags if flag.id in draft.flags),
        skipped=draft.skipped,
        level=draft.level,
        values=dict(draft.values),
    )
