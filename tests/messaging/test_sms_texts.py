"""SMS texts: one segment each in every language, and not a word about health."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language import LANGUAGES
from messaging.sms_texts import (
    SIGNATURE_MAX,
    TEXTS,
    TextId,
    has_health_word,
    is_gsm,
    segments,
    sign_as,
    write_text,
)

DIAGNOSES = (
    "Psykiatri Norr", "Sömnmottagningen", "Hjärtmottagningen", "Depressionsenheten", "Ångest- och stressteamet",
    "Beroendecentrum", "Diabetesmottagningen", "Rehab Syd", "KBT-teamet", "Heart clinic",
)  # fmt: skip
LONGEST_UNIT = "Mottagningen för unga vuxna i Örnsköldsviks kommun och närliggande orter"
PLACES = {"code": "123456", "link": "egenvard.regionvasterbotten.example", "phone": "090-785 00 00"}
HEALTH = re.compile(
    r"depress|nedst|ångest|anxiety|panik|panic|oro\b|worry|stress|sömn|sleep|blodtryck|blood|hypert|diagnos|kbt|cbt|"
    r"terapi|therapy|behandling|treatment|psyk|psych|symtom|symptom|självmord|suicid|läkemedel|medicin|sjuk|illness",
    re.IGNORECASE,
)
"""The linter's own list, written without the product's."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_id", TextId)
def test_every_text_fits_one_segment_with_the_longest_unit_name(text_id: TextId, language: str) -> None:
    text = write_text(text_id, language, unit=sign_as("W" * 200, language), **PLACES)
    assert is_gsm(text)
    assert segments(text) == 1
    assert "%(" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_id", TextId)
def test_no_text_tells_about_health(text_id: TextId, language: str) -> None:
    text = write_text(text_id, language, unit=sign_as("Psykiatriska mottagningen Sömn", language), **PLACES)
    assert HEALTH.search(text) is None
    assert not has_health_word(text)


def test_every_text_id_has_a_text() -> None:
    assert set(TEXTS) == set(TextId)


@pytest.mark.parametrize("name", DIAGNOSES)
def test_a_unit_name_that_tells_about_health_is_not_signed_with(name: str) -> None:
    assert sign_as(name) == "Mottagningen"


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("Norra mottagningen", "Norra mottagningen"),
        (LONGEST_UNIT, "Mottagningen för unga vuxna i"),
        ("  Hälso­central\nÖst 🌻 ", "Hälso central Öst"),
        ("🌻", "Mottagningen"),
        ("W" * 80, "W" * SIGNATURE_MAX),
    ],
)
def test_a_unit_signs_short_and_in_plain_letters(name: str, signed: str) -> None:
    assert sign_as(name) == signed


COUNTS = [
    ("", 1), ("a", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("å" * 160, 1),
    ("ä" * 161, 2), ("ö" * 306, 2), ("é" * 160, 1), ("É" * 160, 1), ("@" * 160, 1), ("\n" * 160, 1),
    ("€" * 80, 1), ("€" * 81, 2), ("{" * 80, 1), ("[" * 81, 2), ("~" * 80, 1), ("|" * 80, 1), ("\\" * 80, 1),
    ("^" * 81, 2), ("a" * 159 + "€", 2), ("a" * 158 + "€", 1), ("a" * 152 + "€" + "a" * 152, 3),
    ("a" * 152 + "€" + "a" * 151, 2), ("ç" * 70, 1), ("ç" * 71, 2), ("Ç" * 160, 1), ("Ç" * 161, 2),
    ("á" * 70, 1), ("á" * 71, 2), ("–" * 70, 1), ("–" * 71, 2), ("’" * 71, 2), ("a" * 69 + "’", 1),
    ("a" * 70 + "’", 2), ("🌻" * 35, 1), ("🌻" * 36, 2), ("🌻" * 66, 2), ("🌻" * 67, 3), ("a" * 134 + "–", 3),
    ("a" * 133 + "–", 2), ("`" * 70, 1), ("`" * 71, 2), ("ñ" * 160, 1), ("ü" * 160, 1), ("ß" * 160, 1),
    ("Δ" * 160, 1), ("α" * 71, 2), ("\t" * 71, 2), ("§" * 160, 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_segments_are_counted_as_the_standard_says(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_a_longer_text_never_takes_fewer_segments(text: str) -> None:
    assert 1 <= segments(text) <= segments(text + "🌻")
