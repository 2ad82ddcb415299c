"""The instrument files: wording, notices, bands and the strictness of reading them."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from core.errors import NotFoundError
from ratings.instruments import (
    FOLDER,
    Band,
    Instrument,
    Text,
    UnknownInstrument,
    get_instrument,
    list_instruments,
    read_instrument,
)
from ratings.safety_questions import get_safety_questions

IDS = {
    "A": {"phq9", "phq2", "gad7", "gad2", "pswq", "audit", "audit_c", "who5", "mmrc", "pgic"},
    "B": {
        "isi", "pss10", "pss14", "madrs_s", "keds", "pdss_sr", "cat", "ehfscbs9", "paid5", "whodas12", "ess", "smbq",
    },
    "D": {"vk5", "sk3", "st6", "pk4", "hk6", "kk6", "rf1"},
}  # fmt: skip
WITHOUT_BANDS = {"pss14", "whodas12", "hk6", "kk6"}
CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))["instruments"]
RULES = {"sleep_diary_night", "change", "rf1_group"}
OPEN = [i for i in list_instruments() if i.shipping_class in "AD"]
LOCKED = [i for i in list_instruments() if i.shipping_class == "B"]


def texts_of(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_of(getattr(value, name))


@pytest.mark.parametrize("shipping_class", ["A", "B", "D"])
def test_every_instrument_of_a_class_is_there(shipping_class: str) -> None:
    assert {i.id for i in list_instruments() if i.shipping_class == shipping_class} == IDS[shipping_class]


@pytest.mark.parametrize("instrument", list_instruments(), ids=lambda i: i.id)
def test_a_notice_is_present_in_both_languages(instrument: Instrument) -> None:
    assert instrument.notice.sv
    assert instrument.notice.en
    assert instrument.licence


@pytest.mark.parametrize("instrument", OPEN, ids=lambda i: i.id)
def test_open_instruments_have_all_wording_in_both_languages(instrument: Instrument) -> None:
    assert instrument.stem is not None
    for item in instrument.items:
        assert item.text is not None, item.id
        if item.kind == "choice":
            assert len(instrument.options_of(item)) >= 2, item.id
        if item.kind == "scale":
            assert item.low, item.id
            assert item.high, item.id
    assert all(text.sv.strip() and text.en.strip() for text in texts_of(instrument))


@pytest.mark.parametrize("instrument", OPEN, ids=lambda i: i.id)
def test_swedish_and_english_differ_where_there_are_words(instrument: Instrument) -> None:
    for item in instrument.items:
        assert item.text
        assert item.text.sv != item.text.en or item.text.sv in {"1-2", "3-4", "5-6", "7-9"}


@pytest.mark.parametrize("instrument", LOCKED, ids=lambda i: i.id)
def test_locked_instruments_have_no_wording(instrument: Instrument) -> None:
    assert instrument.is_locked
    assert instrument.stem is None
    assert instrument.answers == ()
    for item in instrument.items:
        assert (item.text, item.options, item.low, item.high) == (None, (), None, None)


def test_no_text_for_patients_has_an_exclamation_mark() -> None:
    assert not [text for i in list_instruments() for text in texts_of(i) if "!" in text.sv + text.en]


def test_own_forms_carry_the_line_that_they_are_no_test() -> None:
    line = "De är inte ett test."
    assert all(line in i.notice.sv for i in list_instruments() if i.shipping_class == "D")


def all_band_sets() -> list[tuple[Instrument, tuple[Band, ...]]]:
    return [(i, bands) for i in list_instruments() for bands in (i.bands, *i.bands_by_sex.values()) if bands]


@pytest.mark.parametrize(("instrument", "bands"), all_band_sets(), ids=lambda v: getattr(v, "id", ""))
def test_bands_cover_the_whole_range_without_gaps(instrument: Instrument, bands: tuple[Band, ...]) -> None:
    assert (bands[0].low, bands[-1].high) == instrument.range_of_total()
    assert all(band.low <= band.high for band in bands)
    assert all(right.low == left.high + 1 for left, right in pairwise(bands))
    assert len({band.id for band in bands}) == len(bands)


def test_only_the_named_instruments_have_no_bands() -> None:
    assert {i.id for i in list_instruments() if not i.bands} == WITHOUT_BANDS
    assert all(i.levels for i in list_instruments() if i.id in {"hk6", "kk6"})


@pytest.mark.parametrize("name", sorted(set(CASES) - RULES))
def test_instrument_files_agree_with_the_reference_tables(name: str) -> None:
    instrument, table = get_instrument(name), CASES[name]
    answered = [item for item in instrument.items if not item.optional]
    assert instrument.shipping_class == table["shipping_class"]
    assert len(answered) == table["items"]
    reverse = [number for number, item in enumerate(instrument.items, 1) if item.reverse]
    assert reverse == table.get("reverse", [])
    if "bands" in table:
        assert [[b.low, b.high, b.id] for b in instrument.bands] == table["bands"]
    if "max_missing" in table:
        assert instrument.missing.max_missing == table["max_missing"]


def test_the_function_item_of_phq9_is_asked_but_not_scored() -> None:
    item = get_instrument("phq9").item("q10")
    assert (item.scored, item.optional, item.safety) == (False, True, False)


def test_only_safety_items_may_be_declined() -> None:
    found = {(i.id, item.id) for i in list_instruments() for item in i.items if item.may_decline}
    assert found == {("phq9", "q9"), ("madrs_s", "q9"), ("vk5", "q5"), ("sk3", "q4")}
    assert found == {(i.id, item.id) for i in list_instruments() for item in i.items if item.safety}


def test_the_top_answer_of_gad7_is_nearly_every_day() -> None:
    assert [option.label.sv for option in get_instrument("gad7").answers][-1] == "Nästan varje dag"
    assert get_instrument("gad7").answers[0].label.en == "Not at all"


def test_audit_items_9_and_10_take_0_2_or_4() -> None:
    audit = get_instrument("audit")
    assert audit.values_of(audit.item("q9")) == audit.values_of(audit.item("q10")) == (0, 2, 4)


def test_the_two_audit_codes_are_not_swapped() -> None:
    codes = get_instrument("audit").codes
    assert (codes["loinc_total"], codes["loinc_audit_c"]) == ("75624-7", "75626-2")


def test_a_count_is_typed_and_a_scale_is_chosen() -> None:
    panic = get_instrument("pk4")
    assert [item.kind for item in panic.items] == ["number", "scale", "scale", "scale"]
    assert get_instrument("phq9").items[0].kind == "choice"


@pytest.mark.parametrize("name", ["", "nope", "PHQ9", "../phq9", "phq9.json", "a/b", "phq9\n", "x" * 400])
def test_an_unknown_instrument_is_not_found(name: str) -> None:
    with pytest.raises(UnknownInstrument):
        get_instrument(name)
    assert issubclass(UnknownInstrument, NotFoundError)


def test_an_instrument_is_read_once() -> None:
    assert get_instrument("phq9") is get_instrument("phq9")


def broken(change: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / "isi.json").read_text(encoding="utf-8"))
    return {**document, **change}


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"items": []},
        {"items": [{"id": "q1", "text": None}]},
        {"items": [{"id": "q1", "text": None, "min": "0", "max": 4}]},
        {"items": [{"id": "q1", "text": None, "min": 0, "max": 4}] * 2},
        {"flags": [{"id": "f", "label": {"sv": "a", "en": "b"}, "level": "red", "when": [{"item": "q99"}]}]},
        {"flags": [{"id": "f", "label": {"sv": "a", "en": "b"}, "level": "red", "unless": ["g"]}]},
        {"flags": [{"id": "f", "label": {"sv": "a", "en": "b"}, "level": "purple"}]},
        {"title": {"sv": "Bara svenska"}},
        {"title": {"sv": "Svenska", "en": ""}},
        {"shipping_class": "C"},
        {"id": "other"},
    ],
)
def test_a_broken_instrument_file_is_refused_by_name(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "isi.json"
    path.write_text(json.dumps(broken(change)), encoding="utf-8")
    with pytest.raises(ValueError, match=r"isi\.json"):
        read_instrument(path)


def test_an_instrument_cannot_be_changed_after_reading() -> None:
    with pytest.raises(ValueError, match="frozen"):
        get_instrument("phq9").version = "phq9-sv-2"


def test_the_safety_questions_are_five_in_both_languages() -> None:
    questions = get_safety_questions()
    assert len(questions.questions) == 5
    assert all(text.sv != text.en for text in texts_of(questions))
    assert questions.questions[0].text.sv == "Har du tankar på att ta ditt liv nu?"
