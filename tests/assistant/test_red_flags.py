"""The red flags: own wordings, the public cases, near misses, and that the reading is bounded and never raises."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cues import FlagKind, FlagLevel
from assistant.red_flags import find_red_flag, read_red_flags
from assistant.suppressions import Suppression
from tests.assistant.calm_wordings import CALM
from tests.assistant.flag_wordings import EMERGENCY, NONE, SAME_DAY
from tests.assistant.more_flag_wordings import RAISES

PUBLIC = Path(__file__).with_name("assistant_cases_public.jsonl")
URGENT = ("emergency", "same_day")


def wordings() -> Iterator[tuple[str, str, str]]:
    for level, table in (("emergency", EMERGENCY), ("same_day", SAME_DAY)):
        for kind, texts in table.items():
            for text in texts:
                yield level, kind, text


def public_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PUBLIC.read_text(encoding="utf-8").splitlines()]


def test_there_are_at_least_150_wordings() -> None:
    assert len(list(wordings())) >= 150
    assert len(NONE) >= 120


@pytest.mark.parametrize(("level", "kind", "text"), list(wordings()))
def test_an_alarm_wording_raises_its_flag(level: str, kind: str, text: str) -> None:
    flag = find_red_flag(text)
    assert flag is not None
    assert (flag.level, flag.kind) == (level, kind)


@pytest.mark.parametrize("text", NONE)
def test_an_everyday_wording_raises_no_flag(text: str) -> None:
    assert find_red_flag(text) is None


@pytest.mark.parametrize(("kind", "text"), RAISES)
def test_a_wording_written_blind_raises_its_flag(kind: str, text: str) -> None:
    flag = find_red_flag(text)
    assert flag is not None
    assert flag.kind == kind


@pytest.mark.parametrize("text", CALM)
def test_a_calm_wording_written_blind_raises_no_flag(text: str) -> None:
    assert find_red_flag(text) is None


@pytest.mark.parametrize(
    "case",
    [case for case in public_cases() if case["expected"]["escalation"] in URGENT],
    ids=lambda case: str(case["id"]),
)
def test_a_public_alarm_case_raises_its_flag(case: dict[str, Any]) -> None:
    flag = find_red_flag(case["text"])
    assert flag is not None
    assert (flag.level, flag.kind) == (case["expected"]["escalation"], case["expected"]["flag"])


def test_no_public_case_without_alarm_is_an_emergency() -> None:
    calm = [case for case in public_cases() if case["expected"]["escalation"] not in URGENT]
    wrong = [case["text"] for case in calm if find_red_flag(case["text"]) is not None]
    # A meter that shows HI is red by its own rule (vitals.md 4), so a flag for the same day does no harm.
    assert wrong == ["mätaren visar HI"]


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("inga självmordstankar idag", FlagKind.SUICIDE, Suppression.NEGATED),
        ("min pappa tog självmord", FlagKind.SUICIDE, Suppression.SOMEONE_ELSE_THEN),
        ("I used to have chest pain ten years ago", FlagKind.CHEST_PAIN, Suppression.LONG_PAST),
        ("den här övningen tar livet av mig haha", FlagKind.SUICIDE, Suppression.IDIOM),
        ("vad är kärlkramp", FlagKind.CHEST_PAIN, Suppression.QUESTION),
        ("får ingen luft i däcket", FlagKind.DYSPNOEA, Suppression.HARMLESS),
    ],
)
def test_a_near_miss_says_why_it_was_set_aside(text: str, kind: FlagKind, why: Suppression) -> None:
    reading = read_red_flags(text)
    assert reading.first is None
    assert [(near.kind, near.why) for near in reading.near_misses] == [(kind, why)]


@pytest.mark.parametrize(
    "text", ["inga självmordstankar idag", "jag har inte ont i bröstet längre", "dör jag?", "kommer jag att dö"]
)
def test_a_set_aside_suicide_or_chest_text_and_a_fear_of_dying_are_still_read(text: str) -> None:
    reading = read_red_flags(text)
    assert reading.first is None
    assert reading.needs_reading


@pytest.mark.parametrize(
    "text",
    [
        "för tio år sedan hade jag ont i bröstet och nu är det tillbaka",
        "inget särskilt, ont i bröstet bara",
        "har inte ont i ryggen men ont i bröstet",
        "inga problem med medicinen. ont i bröstet",
        "jag kan inte sluta tänka på att ta livet av mig",
        "vad är kärlkramp, jag har ont i bröstet",
        "min pappa dog av hjärtinfarkt och jag har ont i bröstet nu",
    ],
)
def test_when_two_cues_conflict_the_flag_fires(text: str) -> None:
    assert find_red_flag(text) is not None


def test_the_most_urgent_flag_comes_first() -> None:
    reading = read_red_flags("jag har skurit mig i armen och jag tänker ta mitt liv")
    assert [flag.kind for flag in reading.flags][:2] == [FlagKind.SUICIDE, FlagKind.SELF_HARM]
    assert reading.first is not None
    assert reading.first.level is FlagLevel.EMERGENCY


@pytest.mark.parametrize(
    "text",
    ["ONT I BRÖSTET", "ont  i\u00a0bröstet", "ont i bro\u0308stet", "ont i\nbröstet", "o\u200bnt i bröstet"],
)
def test_case_spaces_and_letter_forms_do_not_hide_an_alarm(text: str) -> None:
    assert find_red_flag(text) is not None


def test_an_alarm_is_found_anywhere_in_a_long_text() -> None:
    for place in (0, 3_900, 4_000, 8_000, 19_000):
        text = ("ord " * 5_000)[:place] + " jag tänker ta mitt liv " + "ord " * 100
        assert find_red_flag(text) is not None


@pytest.mark.parametrize(
    "word",
    ["ont ", "jag vill inte ", "a ", "bröst ", "inte ", ",", "socker ", "1,", "tog alla ", "inte ont i bröst "],
)
def test_a_long_text_is_read_in_bounded_time(word: str) -> None:
    text = (word * 20_000)[:20_000]
    began = time.perf_counter()
    read_red_flags(text)
    assert time.perf_counter() - began < 10


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = read_red_flags(text)
    assert reading.first is None or reading.first.wording
