"""The words that say what a number is survive a slip of the finger, and no real word becomes one of them."""

import pytest

from assistant.cue_repair import repair_cue, repair_cues
from assistant.joined_words import part_and_join
from assistant.lexicon_files import read_common_words, read_cue_words
from assistant.normalise import fold
from tests.assistant.misspelling import KINDS, misspellings

LEAST = {"neighbour": 0.95, "dropped": 0.93, "doubled": 0.97, "swapped": 0.95, "plain": 0.93, "spelt_out": 0.97}


@pytest.mark.parametrize("kind", KINDS)
def test_most_cues_survive_each_kind_of_slip(kind: str) -> None:
    cues = [word for word in read_cue_words() if len(word) >= 6]
    wrong = [(word, slip) for word in cues for slip in misspellings(word, kind) if slip not in read_common_words()]
    kept = [word for word, slip in wrong if fold(repair_cue(slip))[:4] == fold(word)[:4]]
    assert len(kept) / len(wrong) >= LEAST[kind]


def test_no_real_word_is_taken_for_a_cue() -> None:
    assert [word for word in read_common_words() if repair_cue(word) != word] == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("160/94puls72", "160/94 puls 72"), ("140över85", "140 över 85"), ("spo297", "spo2 97"),
        ("hba 1c 52", "hba1c 52"), ("hab1c 51", "hba1c 51"), ("blod tryck 140/80", "blodtryck 140/80"),
        ("puls oximeter", "pulsoximeter"), ("b12", "b12"), ("78-åring", "78-åring"), ("6:a", "6:a"),
    ],
)  # fmt: skip
def test_what_was_written_together_or_apart_is_put_right(written: str, read: str) -> None:
    assert part_and_join(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("pulls 73", "puls 73"), ("peek flow 430", "peak flow 430"), ("bloodsuger 9.1", "blood sugar 9.1"),
        ("temparaturen 38.7", "temperaturen 38.7"), ("huömret 3", "humöret 3"), ("glöndt", "glömt"),
        ("buss 73", "buss 73"), ("plats 64", "plats 64"), ("he pulls the door", "he pulls the door"),
    ],
)  # fmt: skip
def test_a_misspelt_cue_is_repaired_and_another_word_is_not(written: str, read: str) -> None:
    assert repair_cues(written) == read
