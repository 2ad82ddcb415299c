"""What this process knows of the units' wordings: which are in force, and their words once they were asked for.

As with releases, the number that says whether it is old comes with the statement that finds out who is looking
(people/viewer.py), so that a page pays nothing for it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from core.db import Database
from core.errors import NotFoundError
from core.stamps import RELEASES, read_stamp
from ratings.instruments import Instrument, Item, Option, Text, get_instrument
from ratings.models import SelfRating
from ratings.wording_models import InstrumentWording

log = logging.getLogger(__name__)
MOST_ENDS = 2
"""A scale with words at its two ends only is shown as a scale, one with more of them as answers to choose."""


@dataclass(frozen=True)
class InForce:
    """The newest wording of a unit for an instrument, when it is not withdrawn."""

    id: int
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether the right holds on a day."""
        return self.valid_to is None or day <= self.valid_to


@dataclass
class Known:
    """What was read last."""

    database: Database | None = None
    stamp: int = 0
    in_force: Mapping[tuple[int, str], InForce] = field(default_factory=dict)


_known = Known()
_worded: dict[int, Instrument] = {}
"""Instruments with their words, by the wording's id; a wording never changes."""


def install_wordings(database: Database | None) -> None:
    """Begin anew with a database, knowing of no wording."""
    _known.database, _known.stamp, _known.in_force = database, 0, {}
    _worded.clear()


def notice_wordings(stamp: int) -> None:
    """Read which wordings are in force when the number has changed since; else do nothing."""
    if stamp != _known.stamp:
        look_for_wordings(stamp)


def look_for_wordings(stamp: int = 0) -> int:
    """Read which wordings are in force, one statement; returns how many. What was known stays when it fails.

    :param stamp: the number that was seen, which stands when there is no wording to read it with.
    """
    if _known.database is None:
        return 0
    model = InstrumentWording
    newest = select(func.max(model.id)).group_by(model.unit_id, model.instrument)
    asked = select(model.id, model.unit_id, model.instrument, model.valid_to, model.withdrawn_at, read_stamp(RELEASES))
    try:
        with _known.database.open_session(reading=True) as session:
            rows = session.execute(asked.where(model.id.in_(newest))).all()
    except DBAPIError:
        log.exception("the wordings cannot be read")
        return 0
    _known.in_force = {
        (unit, name): InForce(wording, valid_to)
        for wording, unit, name, valid_to, withdrawn_at, _stamp in rows
        if withdrawn_at is None
    }
    _known.stamp = rows[0][-1] if rows else stamp
    return len(rows)


def find_in_force(unit_id: int | None, instrument_id: str, day: date | None) -> InForce | None:
    """Return the wording a unit may use on a day, or None; without unit or day there is none."""
    found = _known.in_force.get((unit_id, instrument_id)) if unit_id is not None else None
    return found if found and day is not None and found.holds_on(day) else None


def is_askable(instrument_id: str, unit_id: int | None = None, day: date | None = None) -> bool:
    """Tell whether an instrument exists and may be shown in a unit on a day: class B needs the unit's stated right."""
    try:
        is_locked = get_instrument(instrument_id).is_locked
    except NotFoundError:
        return False
    return not is_locked or find_in_force(unit_id, instrument_id, day) is not None


def instrument_as_asked(instrument_id: str, unit_id: int, day: date) -> Instrument:
    """Return an instrument with the words a unit asks it in; one that is locked there comes without."""
    found = find_in_force(unit_id, instrument_id, day)
    return get_instrument(instrument_id) if found is None else _with_wording(instrument_id, found.id)


def instrument_of(rating: SelfRating) -> Instrument:
    """Return the instrument of a rating with the words it was answered in, also when they are locked again."""
    if rating.wording_id is None:
        return get_instrument(rating.instrument)
    return _with_wording(rating.instrument, rating.wording_id)


def _with_wording(instrument_id: str, wording_id: int) -> Instrument:
    if wording_id not in _worded and _known.database is not None:
        with _known.database.open_session(reading=True) as session:
            row = session.get(InstrumentWording, wording_id)
            if row is not None and row.instrument == instrument_id:
                _worded[wording_id] = put_in_words(get_instrument(instrument_id), row.texts, row.notice, row.reversed)
    return _worded.get(wording_id) or get_instrument(instrument_id)


def put_in_words(
    instrument: Instrument, texts: Mapping[str, Mapping[str, Any]], notice: str, reverse: list[int]
) -> Instrument:
    """Return an instrument with a unit's words; a language the unit lacks shows the one it has."""
    items = tuple(
        _put_item(item, number, texts, is_reversed=item.reverse or number in reverse)
        for number, item in enumerate(instrument.items, 1)
    )
    changes = {
        "title": _both(texts, lambda said: said["title"]), "stem": _both(texts, lambda said: said["instruction"]),
        "notice": Text(sv=notice, en=notice), "items": items,
    }  # fmt: skip
    return instrument.model_copy(update=changes)


def _put_item(item: Item, number: int, texts: Mapping[str, Mapping[str, Any]], *, is_reversed: bool) -> Item:
    values = range(item.min or 0, (item.max or 0) + 1)
    labels = [_both(texts, lambda said, place=place: _label(said, number, place)) for place in range(len(values))]
    text = _both(texts, lambda said: said["items"][number - 1])
    with_words = [label for label in labels if not _is_number(label)]
    only_ends = len(with_words) <= MOST_ENDS and not any(not _is_number(label) for label in labels[1:-1])
    if only_ends:
        low, high = (None if _is_number(labels[end]) else labels[end] for end in (0, -1))
        return item.model_copy(update={"text": text, "reverse": is_reversed, "low": low, "high": high})
    options = tuple(
        Option(value=value, label=_numbered(label, value)) for value, label in zip(values, labels, strict=True)
    )
    changes = {"text": text, "reverse": is_reversed, "options": options, "min": None, "max": None}
    return item.model_copy(update=changes)


def _label(said: Mapping[str, Any], number: int, place: int) -> str:
    own = said["item_answers"].get(str(number))
    labels = own or said["answers"]
    return str(labels[place]) if place < len(labels) else "-"


def _is_number(label: Text) -> bool:
    return label.sv == "-"


def _numbered(label: Text, value: int) -> Text:
    """Return the words of an answer; a step without words is its number, as on the owner's form."""
    return Text(sv=str(value), en=str(value)) if _is_number(label) else label


def _both(texts: Mapping[str, Mapping[str, Any]], choose: Any) -> Text:
    """Return a text in both languages of the product."""
    swedish, english = texts.get("sv") or texts["en"], texts.get("en") or texts["sv"]
    return Text(sv=choose(swedish), en=choose(english))
