"""The understanding of whole messages: the gate of assistant.md 5 on public and own wordings, and its order."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cues import FlagKind
from assistant.evaluate import GateReport, evaluate_file
from assistant.gate import MEASURES
from assistant.intents import TOPICS, Escalation, Intent
from assistant.lexicon_files import read_concepts, read_rules
from assistant.understand import understand
from assistant.understanding import Asked, Situation
from tests.assistant.misspelling import misspell

HERE = Path(__file__).parent
PUBLIC = HERE / "assistant_cases_public.jsonl"
OWN = (HERE / "assistant_cases_own_a.jsonl", HERE / "assistant_cases_own_b.jsonl",
       HERE / "assistant_cases_own_c.jsonl", HERE / "assistant_cases_own_e.jsonl",
       HERE / "assistant_cases_own_f.jsonl", HERE / "assistant_cases_fresh_b.jsonl",
       HERE / "assistant_cases_fresh_c.jsonl")
SAME_DAY = ("rf_suicide_passive", "rf_self_harm")


def share(report: GateReport, name: str) -> float:
    return next(score.share for score in report.scores if score.name == name)


def test_the_public_cases_keep_the_gate_and_more() -> None:
    report = evaluate_file(PUBLIC)
    assert report.is_passed
    assert share(report, "emergency answered as emergency") == 1
    assert share(report, "same day reaching same day or emergency") == 1
    assert share(report, "values, units and contexts exact") >= 0.97
    assert share(report, "other intents correct") >= 0.97
    assert share(report, "near miss wrongly emergency") == 0


@pytest.mark.parametrize("file", OWN, ids=lambda file: str(file.stem))
def test_our_own_wordings_keep_the_gate(file: Path) -> None:
    report = evaluate_file(file)
    assert report.is_passed, "\n".join(report.lines)
    assert len(report.outcomes) >= 200


@pytest.mark.parametrize("name", ["own_d", "own_g"])
def test_alarms_by_another_writer_keep_the_gate(name: str) -> None:
    report = evaluate_file(HERE / f"assistant_cases_{name}.jsonl")
    assert share(report, "emergency answered as emergency") >= 0.97
    assert share(report, "missed emergency answered as calm") == 0
    assert share(report, "same day reaching same day or emergency") >= 0.95
    assert share(report, "near miss wrongly emergency") <= 0.1


def alarms() -> list[tuple[str, str]]:
    found, group = [], ""
    for line in (HERE / "alarm_wordings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            group = line[2:]
        elif line.strip():
            found.append((group, line))
    return found


def is_urgent(group: str, text: str) -> bool:
    level = understand(text).escalation
    return level is Escalation.EMERGENCY or (group in SAME_DAY and level is Escalation.SAME_DAY)


def test_alarms_in_other_words_are_urgent() -> None:
    assert [text for group, text in alarms() if not is_urgent(group, text)] == []


def test_calm_messages_near_an_alarm_are_not_urgent() -> None:
    texts = (HERE / "near_miss_wordings.txt").read_text(encoding="utf-8").splitlines()
    assert len(texts) >= 70
    urgent = (Escalation.SAME_DAY, Escalation.EMERGENCY)
    assert [text for text in texts if text and understand(text).escalation in urgent] == []


def test_most_alarms_are_found_with_a_misspelt_word() -> None:
    cases = [(group, wrong) for group, text in alarms() for wrong in misspell(text)]
    missed = [wrong for group, wrong in cases if not is_urgent(group, wrong)]
    assert len(cases) > 300
    assert len(missed) / len(cases) <= 0.12, missed


def test_every_rule_of_the_lexicon_uses_concepts_that_have_words() -> None:
    special = {"number_pair", "okay_alone"}
    names = read_concepts().names | special
    assert {name for rule in read_rules() for name in rule.needs | rule.absent} - names == set()


def test_every_wish_has_its_rules() -> None:
    made = {rule.intent for rule in read_rules()}
    assert set(TOPICS) - made == {Intent.FALLBACK}


@pytest.mark.parametrize(
    ("text", "asked", "intent", "values"),
    [
        ("ja", Asked.MEDICINE, Intent.REPORT_MED_TAKEN, [{"type": "medication", "value": "taken"}]),
        ("nej", Asked.MEDICINE, Intent.REPORT_MED_MISSED, [{"type": "medication", "value": "missed"}]),
        ("4", Asked.BREATH, Intent.REPORT_BREATHLESSNESS, [{"type": "nrs_breath", "value": 4, "unit": "{score}"}]),
        ("6,8", Asked.GLUCOSE, Intent.REPORT_GLUCOSE, [{"type": "glucose", "value": 6.8, "unit": "mmol/L"}]),
        ("82,4", Asked.WEIGHT, Intent.REPORT_WEIGHT, [{"type": "weight", "value": 82.4, "unit": "kg"}]),
        ("fem", Asked.MOOD, Intent.REPORT_MOOD, [{"type": "mood", "value": 5, "unit": "{score}"}]),
    ],
)
def test_a_short_answer_is_read_in_the_frame_of_the_question(
    text: str, asked: Asked, intent: Intent, values: list[dict[str, Any]]
) -> None:
    read = understand(text, Situation(asked=asked))
    assert (read.intent, read.as_json["values"]) == (intent, values)


def test_a_red_flag_wins_over_a_question_and_a_command() -> None:
    assert understand("nej, jag får ingen luft", Situation(asked=Asked.MEDICINE)).escalation is Escalation.EMERGENCY
    assert understand("hjälp jag får ingen luft").escalation is Escalation.EMERGENCY


def test_yes_to_thoughts_of_doing_something_now_is_an_emergency() -> None:
    assert understand("ja", Situation(asked=Asked.SUICIDE_NOW)).escalation is Escalation.EMERGENCY
    assert understand("nej", Situation(asked=Asked.SUICIDE_NOW)).escalation is Escalation.SAME_DAY


def test_an_alarm_does_not_hide_the_values_of_the_message() -> None:
    read = understand("188/112 och ont i bröstet")
    assert read.intent is Intent.RF_CHEST_PAIN
    assert read.as_json["values"] == [{"type": "bp", "systolic": 188, "diastolic": 112, "unit": "mm[Hg]"}]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tryck 131/79. Tänker ta livet av mig imorgon.", ["bp"]),
        ("humör 2 av 10, tänker mycket på att dö", ["mood"]),
        ("mood 1/10, I don't care if I live or die", ["mood"]),
        ("sov inget, vill inte leva", []),
    ],
)
def test_values_told_beside_crisis_words_are_kept(text: str, kinds: list[str]) -> None:
    read = understand(text)
    assert read.flag is FlagKind.SUICIDE
    assert [one.kind for one in read.values] == kinds


@pytest.mark.parametrize(
    "text",
    ["bs 2,0 yr och virrig", "glukos 1,4 medvetandet sänkt", "socker 2,4 känns luddigt", "mamma har 2,3 i socker"],
)
def test_a_low_glucose_with_words_not_known_to_be_calm_is_an_emergency(text: str) -> None:
    assert understand(text).intent is Intent.RF_HYPO


@pytest.mark.parametrize(
    "text", ["socker 2,8", "blodsocker 2,9 före lunch, åt en macka", "2,7 i socker, tog juice, nu 5,4", "meter says LO"]
)
def test_a_low_glucose_with_food_and_times_is_left_to_its_own_rule(text: str) -> None:
    assert understand(text).flag is None


@pytest.mark.parametrize(("text", "clarify"), [("82", "which_value"), ("7 8", "which_value"), ("82/138", "swap")])
def test_a_number_that_may_mean_several_things_is_asked_about(text: str, clarify: str) -> None:
    assert understand(text).clarify == clarify


def test_what_is_not_understood_goes_to_people() -> None:
    read = understand("blåbärssoppa på torsdagarna är trevligt")
    assert (read.intent, read.is_for_people) == (Intent.FALLBACK, True)


def test_the_language_follows_the_message_and_then_the_profile() -> None:
    assert understand("my pulse is 64").language == "en"
    assert understand("pulsen är 64").language == "sv"
    assert understand("142/86", Situation(language="en")).language == "en"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_understood(text: str) -> None:
    read = understand(text)
    assert json.dumps(read.as_json)


def write(path: Path, **expected: Any) -> Path:
    wanted = {"intent": "greeting", "values": [], "topic": "greeting", "escalation": "none"} | expected
    path.write_text(json.dumps({"id": "x", "group": "greeting", "text": "hej", "expected": wanted}), encoding="utf-8")
    return path


def test_a_file_below_a_limit_does_not_pass_and_says_why(tmp_path: Path) -> None:
    report = evaluate_file(write(tmp_path / "cases.jsonl", escalation="emergency"))
    assert not report.is_passed
    assert any(line.startswith("MISS x 'hej'") for line in report.lines)
    assert evaluate_file(write(tmp_path / "cases.jsonl")).is_passed


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: str(measure.name))
def test_every_measure_has_a_limit_that_something_can_miss(measure: Any) -> None:
    assert 0 < measure.limit <= 1 or measure.is_most
