"""The form where a unit states its right to a locked instrument and enters the wording: read, checked, shown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.language import _l
from ratings.instruments import Instrument
from ratings.wording_models import InstrumentWording, RightKind

LANGUAGES = ("sv", "en")
NO_WORDS = "-"
MAX_SHORT, MAX_TEXT, MAX_LABEL = 200, 1000, 300

WRITE_HOLDER = _l("Skriv vem som äger formuläret eller har gett er rätten, högst 200 tecken.")
CHOOSE_KIND = _l("Välj vad rätten grundar sig på.")
WRITE_REFERENCE = _l("Skriv licensens nummer, eller var tillståndet finns, högst 200 tecken.")
WRITE_DATE = _l("Skriv en dag som inte har passerat, till exempel 2027-12-31, eller lämna tomt.")
WRITE_NOTICE = _l("Skriv det som ägaren vill ha under formuläret, till exempel ägare och årtal, högst 500 tecken.")
CONFIRM = _l("Kryssa i att du intygar rätten. Utan det förblir frågorna låsta.")
WRITE_WORDS = _l("Skriv eller klistra in frågorna på minst ett språk.")
WRITE_TITLE = _l("Skriv formulärets namn, högst 200 tecken.")
WRITE_INSTRUCTION = _l("Skriv formulärets instruktion, högst 1 000 tecken.")
WRITE_ITEM = _l("Skriv frågan så som den står i formuläret, högst 1 000 tecken.")
WRITE_LABELS = _l("Skriv ett svar per rad, ett för varje poäng. Ett streck betyder att svaret bara är en siffra.")
WRITE_ANSWERS = _l("Skriv svaren, ett per rad, eller skriv egna svar vid varje fråga.")
MARK_REVERSED = _l("Markera de frågor som räknas omvänt. Antalet ska stämma med formulärets poängsättning.")


@dataclass
class WordingForm:
    """The form as it was typed: nothing in it is sure yet."""

    fields: dict[str, str] = field(default_factory=dict)
    reversed: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, sent: Mapping[str, str], reversed_items: Sequence[str]) -> "WordingForm":
        """Return the form as it was sent."""
        numbers = sorted({int(word) for word in reversed_items if re.fullmatch(r"[0-9]{1,2}", word)})
        return cls({name: value.replace("\r\n", "\n") for name, value in sent.items()}, numbers)

    @classmethod
    def of(cls, wording: InstrumentWording | None, instrument: Instrument) -> "WordingForm":
        """Return the form filled with what a unit has, or empty but for the instrument's name."""
        if wording is None:
            return cls({f"title_{language}": instrument.title.in_language(language) for language in LANGUAGES})
        shown = {
            "holder": wording.holder, "kind": str(wording.kind), "reference": wording.reference,
            "notice": wording.notice, "valid_to": wording.valid_to.isoformat() if wording.valid_to else "",
        }  # fmt: skip
        for language, said in wording.texts.items():
            shown |= _fields_of(language, said)
        return cls(shown, list(wording.reversed))

    def get(self, name: str) -> str:
        """Return what stands in a field, without the space around it."""
        return self.fields.get(name, "").strip()


def _fields_of(language: str, said: Mapping[str, Any]) -> dict[str, str]:
    shown = {
        f"title_{language}": said["title"], f"instruction_{language}": said["instruction"],
        f"answers_{language}": "\n".join(said["answers"]),
    }  # fmt: skip
    shown |= {f"item_{language}_{number}": text for number, text in enumerate(said["items"], 1)}
    return shown | {f"own_{language}_{number}": "\n".join(own) for number, own in said["item_answers"].items()}


@dataclass(frozen=True)
class CheckedWording:
    """A wording and a right that can be kept."""

    holder: str
    kind: RightKind
    reference: str
    valid_to: date | None
    notice: str
    texts: dict[str, Any]
    reversed: list[int]


def check_wording(
    form: WordingForm, instrument: Instrument, today: date
) -> tuple[CheckedWording | None, dict[str, str]]:
    """Return the wording when all can be kept, and else the field names with what to write instead.

    The unit states who holds the right, what it rests on, its number and how long it holds, and confirms it
    (clinical/instruments.md 0.1, class B).
    """
    errors = _check_right(form, today)
    texts: dict[str, Any] = {}
    for language in LANGUAGES:
        if _is_begun(form, instrument, language):
            texts[language], wrong = _check_language(form, instrument, language)
            errors |= wrong
    if not texts:
        errors["item_sv_1"] = WRITE_WORDS
    if len([n for n in form.reversed if n <= len(instrument.items)]) != instrument.reversed_by_clinic:
        errors["reversed"] = MARK_REVERSED
    if form.get("confirm") != "yes":
        errors["confirm"] = CONFIRM
    if errors:
        return None, errors
    valid_to = form.get("valid_to")
    return CheckedWording(
        _tidy(form.get("holder")), RightKind(form.get("kind")), _tidy(form.get("reference")),
        date.fromisoformat(valid_to) if valid_to else None, form.get("notice"), texts, form.reversed,
    ), {}  # fmt: skip


def _check_right(form: WordingForm, today: date) -> dict[str, str]:
    errors = {}
    for name, longest, problem in (("holder", MAX_SHORT, WRITE_HOLDER), ("reference", MAX_SHORT, WRITE_REFERENCE),
                                   ("notice", 500, WRITE_NOTICE)):
        if not 1 <= len(form.get(name)) <= longest:
            errors[name] = problem
    if form.get("kind") not in {str(kind) for kind in RightKind}:
        errors["kind"] = CHOOSE_KIND
    if form.get("valid_to") and not _is_coming(form.get("valid_to"), today):
        errors["valid_to"] = WRITE_DATE
    return errors


def _is_coming(typed: str, today: date) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        return False
    try:
        return date.fromisoformat(typed) >= today
    except ValueError:
        return False


def _is_begun(form: WordingForm, instrument: Instrument, language: str) -> bool:
    names = [f"instruction_{language}", f"answers_{language}"]
    names += [f"{part}_{language}_{n}" for n in range(1, len(instrument.items) + 1) for part in ("item", "own")]
    return any(form.get(name) for name in names)


def _check_language(
    form: WordingForm, instrument: Instrument, language: str
) -> tuple[dict[str, Any], dict[str, str]]:
    errors: dict[str, str] = {}
    title, instruction = form.get(f"title_{language}"), form.get(f"instruction_{language}")
    if not 1 <= len(title) <= MAX_SHORT:
        errors[f"title_{language}"] = WRITE_TITLE
    if not 1 <= len(instruction) <= MAX_TEXT:
        errors[f"instruction_{language}"] = WRITE_INSTRUCTION
    common = _lines(form.get(f"answers_{language}"))
    items, own = [], {}
    for number, item in enumerate(instrument.items, 1):
        text, labels = form.get(f"item_{language}_{number}"), _lines(form.get(f"own_{language}_{number}"))
        items.append(" ".join(text.split()))
        if not 1 <= len(text) <= MAX_TEXT:
            errors[f"item_{language}_{number}"] = WRITE_ITEM
        if labels:
            own[str(number)] = labels
            errors |= _check_labels(labels, len(instrument.values_of(item)), f"own_{language}_{number}")
    if common:
        errors |= _check_labels(common, len(instrument.values_of(instrument.items[0])), f"answers_{language}")
    elif len(own) < len(items):
        errors[f"answers_{language}"] = WRITE_ANSWERS
    said = {"title": _tidy(title), "instruction": instruction, "items": items, "answers": common, "item_answers": own}
    return said, errors


def _check_labels(labels: Sequence[str], count: int, name: str) -> dict[str, str]:
    is_good = len(labels) == count and all(len(label) <= MAX_LABEL for label in labels)
    return {} if is_good and any(label != NO_WORDS for label in labels) else {name: WRITE_LABELS}


def _lines(typed: str) -> list[str]:
    return [" ".join(line.split()) for line in typed.split("\n") if line.strip()]


def _tidy(text: str) -> str:
    return " ".join(text.split())
