"""Alarms in words that no rule knows: what was learned is ours, is not stale, and never outweighs a rule."""

import pytest

from assistant.alarm_frames import find_frames
from assistant.alarm_lexicon import read_alarm_concepts, read_frames
from assistant.alarm_net import GROUPS, our_alarm_weights, weigh_alarm
from assistant.alarm_wordings import CALM, alarms_learned_from, read_alarm_wordings
from assistant.cues import FlagKind, FlagLevel
from assistant.red_flags import LEARNED, find_red_flag, read_red_flags, repair_alarm
from assistant.suppressions import Suppression
from assistant.understand import understand
from assistant.understanding import version_read_by


def test_the_weights_are_learned_from_the_wordings_that_stand_here() -> None:
    assert our_alarm_weights().source == alarms_learned_from(), "run make train"


def test_every_group_has_wordings_and_calm_has_more() -> None:
    groups = [group for _text, group in read_alarm_wordings()]
    assert set(groups) == {*GROUPS, CALM}
    assert groups.count(CALM) > len(groups) / 2


def test_every_frame_needs_meanings_that_have_words() -> None:
    used = {name for frame in read_frames() for need in (*frame.needs, frame.absent) for name in need}
    assert used - read_alarm_concepts().names == set()


def test_the_version_that_is_stored_changes_with_what_was_learned() -> None:
    assert f"+{our_alarm_weights().version}+" in version_read_by()


def test_a_frame_is_found_whatever_the_order_of_its_meanings() -> None:
    for text in ("med hagelgeväret i munnen satt jag", "jag satt med munnen om hagelgeväret"):
        assert FlagKind.SUICIDE in {found.cue.kind for found in find_frames(text)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("har varken ont i bröstet eller svårt att andas", Suppression.NEGATED),
        ("nej jag vill inte skada mig själv", Suppression.NEGATED),
        ("nobody at home hits me", Suppression.NEGATED),
        ("dammsugaren rosslar", Suppression.HARMLESS),
        ("hörde på nyheterna om en överdos", Suppression.QUOTED),
        ("farfar fick slaganfall på femtiotalet", Suppression.LONG_PAST),
        ("min bror dog av hjärtinfarkt i våras", Suppression.SOMEONE_ELSE_THEN),
    ],
)
def test_words_that_set_an_alarm_aside_reach_as_far_as_they_should(text: str, why: Suppression) -> None:
    reading = read_red_flags(text)
    assert reading.first is None
    assert why in {near.why for near in reading.near_misses}


@pytest.mark.parametrize(
    "text",
    [
        "ingen vet att han slår mig",
        "såg en film igår men jag tänker ta mitt liv",
        "läste en bok när det började trycka över bröstet",
        "sitter i bilen och får ingen luft",
        "inga problem med maten men ont i bröstet eller armen",
    ],
)
def test_they_reach_no_further(text: str) -> None:
    flag = find_red_flag(text)
    assert flag is not None
    assert flag.level is FlagLevel.EMERGENCY


def test_a_flag_of_a_rule_stands_however_calm_the_rest_sounds() -> None:
    flag = find_red_flag("promenaden gick bra och solen sken, och jag har ont i bröstet")
    assert flag is not None
    assert flag.wording != LEARNED


def test_what_sounds_like_an_alarm_without_being_sure_goes_to_people() -> None:
    for text, group in read_alarm_wordings():
        reading = read_red_flags(text) if group != CALM else None
        if reading is not None and reading.may_be is not None:
            read = understand(text)
            assert (read.is_for_people, read.may_be) == (True, reading.may_be)
            assert read.as_kept["may_be"] == reading.may_be.value
            return
    pytest.skip("every wording is sure")


def test_the_same_text_always_weighs_the_same() -> None:
    text = repair_alarm("det blir i helgen, då slipper alla mig")
    assert weigh_alarm(text) == weigh_alarm(text)


@pytest.mark.parametrize("text", ["socker 1,8", "23.45 30 2 15 6.30 6.30 4", "06.40", "förlåt, 83 inte 38", "148/91"])
def test_an_answer_or_a_value_alone_is_left_to_its_own_rules(text: str) -> None:
    assert find_red_flag(text) is None
