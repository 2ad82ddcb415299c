"""Blood pressure, pulse and weight in free text: what is taken, what is asked, and what is left alone."""

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.findings import QUESTIONS, Clarify, Finding, Pressure, Pulse, Weight
from assistant.number_words import replace_number_words
from assistant.values import Asked, understand_values
from monitoring.kinds import PanelKind, ValueKind

PUBLIC = Path(__file__).with_name("assistant_cases_public.jsonl")


def kg(value: str, rounded: bool = False) -> Weight:
    return Weight(Decimal(value), rounded)


TAKEN: list[tuple[str, tuple[Finding, ...]]] = [
    ("142/86 puls 64", (Pressure(142, 86), Pulse(64))),
    ("142/86, 64", (Pressure(142, 86), Pulse(64))),
    ("142/86/64", (Pressure(142, 86), Pulse(64))),
    ("142 86 64", (Pressure(142, 86), Pulse(64))),
    ("142 86", (Pressure(142, 86),)),
    ("142 / 86", (Pressure(142, 86),)),
    ("１４２／８６", (Pressure(142, 86),)),
    ("142-86", (Pressure(142, 86),)),
    ("övre 142 undre 86", (Pressure(142, 86),)),
    ("undre 86 och övre 142", (Pressure(142, 86),)),
    ("Övertryck: 142, undertryck: 86, puls: 64", (Pressure(142, 86), Pulse(64))),
    ("systoliskt 142 diastoliskt 86", (Pressure(142, 86),)),
    ("blodtryck 142 över 86", (Pressure(142, 86),)),
    ("blodtryck 142 och 86", (Pressure(142, 86),)),
    ("bt 142 86", (Pressure(142, 86),)),
    ("142 over 86 pulse 64", (Pressure(142, 86), Pulse(64))),
    ("hundrafyrtiotvå över åttiosex", (Pressure(142, 86),)),
    ("one thirty four over eighty", (Pressure(134, 80),)),
    ("142/86 puls 64, sen 138/84 puls 62", (Pressure(142, 86), Pulse(64), Pressure(138, 84), Pulse(62))),
    ("188/112", (Pressure(188, 112),)),
    ("kl 7: 142/86 puls 64", (Pressure(142, 86), Pulse(64))),
    ("142/86 puls 64 sov 7 timmar", (Pressure(142, 86), Pulse(64))),
    ("den 22/11 hade jag 142/86", (Pressure(142, 86),)),
    ("142/86 ångest 6/10", (Pressure(142, 86),)),
    ("142/86 64 81,4 kg", (Pressure(142, 86), Pulse(64), kg("81.4"))),
    ("puls: 64", (Pulse(64),)),
    ("p 64", (Pulse(64),)),
    ("64 slag", (Pulse(64),)),
    ("hjärtat slår 72 slag i minuten", (Pulse(72),)),
    ("hr 96", (Pulse(96),)),
    ("pulsen var sextiofyra", (Pulse(64),)),
    ("81,4 kg", (kg("81.4"),)),
    ("81.4kg", (kg("81.4"),)),
    ("vikt 81,4", (kg("81.4"),)),
    ("vägde 81 i morse", (kg("81.0"),)),
    ("81,46 kilo", (kg("81.5", rounded=True),)),
    ("vågen visar åttiotre och en halv", (kg("83.5"),)),
    ("vikten har gått upp till 83 kg", (kg("83.0"),)),
]

ASKED: list[tuple[str, Clarify, tuple[Finding, ...]]] = [
    ("82/138", Clarify.SWAP, (Pressure(138, 82),)),
    ("12/8", Clarify.TENTHS, (Pressure(120, 80),)),
    ("12,5/8", Clarify.TENTHS, (Pressure(125, 80),)),
    ("142,5/86", Clarify.DECIMALS, ()),
    ("1450/92", Clarify.IMPOSSIBLE, ()),
    ("142/14", Clarify.IMPOSSIBLE, ()),
    ("86/86", Clarify.IMPOSSIBLE, ()),
    ("puls 640", Clarify.IMPOSSIBLE, ()),
    ("vikt 7000", Clarify.IMPOSSIBLE, ()),
    ("övre 142", Clarify.BOTH_NUMBERS, ()),
    ("142,86", Clarify.WHICH_VALUE, (Pressure(142, 86),)),
    ("64", Clarify.WHICH_VALUE, ()),
    ("81,4", Clarify.WHICH_VALUE, ()),
    ("82 79", Clarify.WHICH_VALUE, ()),
    ("64 81", Clarify.WHICH_VALUE, ()),
    ("puls 60-70", Clarify.WHICH_VALUE, ()),
    ("70-72 kg", Clarify.WHICH_VALUE, ()),
    ("182 lbs", Clarify.UNIT_LB, (kg("82.6"),)),
    ("14 stone 3", Clarify.UNIT_STONE, (kg("90.3"),)),
    ("81400 g", Clarify.UNIT_GRAM, (kg("81.4"),)),
    ("min man väger 90 kg", Clarify.WHOSE, (kg("90.0"),)),
    ("min mammas blodtryck är 160/90", Clarify.WHOSE, (Pressure(160, 90),)),
]

LEFT_ALONE = [
    "", "hej", "är 140/90 högt", "is 140/90 high?", "vad betyder 140/90", "andfåddhet 6/10", "måendet 6 av 10",
    "gått upp 2 kg", "har gått ner 3 kilo sedan i våras", "målvikten är 80 kg", "mitt mål är 135/85", "kl 07:30",
    "ring mig på 070-1234567", "19121212-1212", "fasta 6,8", "blodsocker 9,4 två timmar efter maten", "hba1c 52",
    "syremättnad 93", "temp 37,8", "pef 420", "6540 steg idag", "sov 6,5 timmar", "20 minuter promenad",
    "läste modul 3", "2 tabletter", "ska jag ringa 112", "när är nästa mätning", "gick 5 km",
]  # fmt: skip


@pytest.mark.parametrize(("text", "findings"), TAKEN)
def test_a_clear_value_is_taken(text: str, findings: tuple[Finding, ...]) -> None:
    understood = understand_values(text)
    assert understood.findings == findings
    assert understood.questions == ()


@pytest.mark.parametrize(("text", "clarify", "offer"), ASKED)
def test_an_unclear_value_is_asked_about_and_not_taken(
    text: str, clarify: Clarify, offer: tuple[Finding, ...]
) -> None:
    understood = understand_values(text)
    assert understood.findings == ()
    assert [(question.clarify, question.offer) for question in understood.questions] == [(clarify, offer)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert understand_values(text).findings == ()
    assert understand_values(text).questions == ()


@pytest.mark.parametrize(
    ("text", "asked", "findings"),
    [
        ("81,4", ValueKind.WEIGHT, (kg("81.4"),)),
        ("64", ValueKind.PULSE, (Pulse(64),)),
        ("142 86", PanelKind.BP, (Pressure(142, 86),)),
        ("142", PanelKind.BP, ()),
        ("142/86", ValueKind.WEIGHT, (Pressure(142, 86),)),
    ],
)
def test_a_bare_number_is_read_as_what_was_asked_for(
    text: str, asked: Asked, findings: tuple[Finding, ...]
) -> None:
    assert understand_values(text, asked).findings == findings


def as_tuple(value: dict[str, Any]) -> tuple[str, float, float]:
    if value["type"] == "bp":
        return "bp", value["systolic"], value["diastolic"]
    return value["type"], float(value["value"]), 0


def finding_tuple(finding: Finding) -> tuple[str, float, float]:
    if isinstance(finding, Pressure):
        return "bp", finding.systolic, finding.diastolic
    return type(finding).__name__.lower(), float(finding.value), 0


def public_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PUBLIC.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", public_cases(), ids=lambda case: str(case["id"]))
def test_a_public_case_gives_its_pressures_pulses_and_weights(case: dict[str, Any]) -> None:
    expected = case["expected"]
    wanted = [as_tuple(value) for value in expected["values"] if value["type"] in ("bp", "pulse", "weight")]
    understood = understand_values(case["text"])
    offered = [finding for question in understood.questions for finding in question.offer]
    found = offered if expected["clarify"] == "unit_lb" else understood.findings
    assert sorted(map(finding_tuple, found)) == sorted(wanted)


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("åttiotre och en halv", "83.5"),
        ("åttio tre", "83"),
        ("hundrafyrtiotvå", "142"),
        ("hundra fyrtio två", "142"),
        ("etthundratjugo", "120"),
        ("tvåhundratio", "210"),
        ("åttioett komma fyra", "81.4"),
        ("one hundred and forty two", "142"),
        ("one thirty four", "134"),
        ("eighty-six", "86"),
        ("eighty one point four", "81.4"),
        ("en fyra", "en fyra"),
        ("två tabletter", "två tabletter"),
        ("en", "en"),
    ],
)
def test_number_words_become_digits(words: str, digits: str) -> None:
    assert replace_number_words(words) == digits


def test_every_question_has_a_sentence() -> None:
    assert set(QUESTIONS) == set(Clarify)


@given(st.integers(80, 220), st.integers(40, 130))
def test_a_pair_with_a_slash_is_never_read_as_other_numbers(upper: int, lower: int) -> None:
    for finding in understand_values(f"{upper}/{lower}").findings:
        assert finding == Pressure(upper, lower)


@given(st.decimals(min_value=35, max_value=250, places=1))
def test_a_weight_with_its_unit_comes_back_the_same(value: Decimal) -> None:
    assert understand_values(f"{value} kg".replace(".", ",")).findings == (Weight(value),)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="0123456789/,. -kgpulsövreunder", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    understand_values(text)


@pytest.mark.parametrize("piece", ["1 ", "142/", "puls är ", "övre 1 ", "hundra ", "väger : ", "1,", "9", "mål x "])
def test_a_long_text_is_read_in_bounded_time(piece: str) -> None:
    began = time.perf_counter()
    understand_values((piece * 20_000)[:20_000])
    assert time.perf_counter() - began < 5
