"""Checks raw answers against their instrument; nothing is rounded, clamped or guessed."""

from collections.abc import Mapping, Sequence

from core.errors import InvalidError
from core.language import _l
from ratings.alcohol import SKIPPING, list_skippable
from ratings.instruments import Instrument, Item

Answers = tuple[int | None, ...]

WRONG_COUNT = _l("Antalet svar stämmer inte med frågorna. Ladda om sidan och svara igen.")
NOT_WHOLE = _l("Svaret ska vara ett heltal.")
NOT_OFFERED = _l("Välj ett av svaren som finns till frågan.")
UNKNOWN_ITEM = _l("Svaret hör inte till någon fråga i formuläret. Ladda om sidan och svara igen.")


class InvalidAnswers(InvalidError):
    """Answers that the instrument cannot have; ``field`` is the item's id, or "" for the whole form."""


def check_answers(instrument: Instrument, answers: Sequence[int | None]) -> Answers:
    """Return the answers, one for every item; optional items at the end may be left out.

    :param answers: whole numbers in the order of the items, None for unanswered.
    :raises InvalidAnswers: for a wrong number of answers, a bool, float or text, or a number that the
        item does not offer (clinical/instruments.md 0.3 rule 1).
    """
    if isinstance(answers, str | bytes | Mapping) or not isinstance(answers, Sequence):
        raise InvalidAnswers("", WRONG_COUNT)
    needed = sum(not item.optional for item in instrument.items)
    if not needed <= len(answers) <= len(instrument.items):
        raise InvalidAnswers("", WRONG_COUNT)
    full = [*answers, *[None] * (len(instrument.items) - len(answers))]
    return tuple(
        _check(instrument, item, answer) for item, answer in zip(instrument.items, full, strict=True)
    )


def _check(instrument: Instrument, item: Item, answer: object) -> int | None:
    if answer is None:
        return None
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise InvalidAnswers(item.id, NOT_WHOLE)
    if answer not in instrument.values_of(item):
        raise InvalidAnswers(item.id, NOT_OFFERED)
    return answer


def order_answers(instrument: Instrument, answers: Mapping[str, int | None]) -> Answers:
    """Return stored answers (item id to number) in the order of the items; absent ones are None.

    :raises InvalidAnswers: as ``check_answers``, and for an id that is no item of the instrument.
    """
    known = {item.id for item in instrument.items}
    for item_id in answers:
        if item_id not in known:
            raise InvalidAnswers("", UNKNOWN_ITEM)
    return check_answers(instrument, [answers.get(item.id) for item in instrument.items])


def list_unanswered(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    """Return the ids of the items that the form must ask again (clinical/instruments.md 0.3 rule 2).

    Items that may be declined, optional items and those under the skip rule of AUDIT are not among them.
    """
    skippable = list_skippable(answers) if instrument.id in SKIPPING else ()
    return tuple(
        item.id
        for place, item in enumerate(instrument.items)
        if answers[place] is None
        and not item.may_decline
        and not item.optional
        and place + 1 not in skippable
    )
