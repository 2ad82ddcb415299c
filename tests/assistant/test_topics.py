"""The learned topics: fresh, small, steady, explained, and never surer than they should be."""

from random import Random

import pytest

from assistant.explaining import explain, spoke_for
from assistant.intents import Intent
from assistant.misspelt import misspell_text
from assistant.scoring import Guess
from assistant.topic_features import features_of, hash_of
from assistant.topic_weights import FILE, our_weights, pack, unpack
from assistant.topics import MOST_WORDS, is_tie, rank_topics
from assistant.understand import clean_text, understand
from assistant.understanding import version_read_by
from assistant.vetted_texts import vetted_answer
from assistant.wording_files import NO_TOPIC, learned_from, read_wordings, topic_names

LARGEST = 1_900_000
ROWS = {hash_of("w:paus"): [(0, 100), (1, -50)], hash_of("c:away"): [(1, 127)]}
SHARES = {"w": 0.5}
HEAD = {
    "topics": ["pause_program", NO_TOPIC], "source": "x", "shares": SHARES, "step": 0.01, "sharpness": 2.0,
    "bias": [0.0, 0.5],
}  # fmt: skip


def test_the_weights_are_those_of_the_wordings_and_the_lexicon() -> None:
    assert our_weights().source == learned_from(), "wordings, lexicon or features changed: run make train"


def test_the_file_of_weights_is_small() -> None:
    assert FILE.stat().st_size < LARGEST


def test_every_topic_has_wordings_and_a_column() -> None:
    assert our_weights().topics == topic_names()
    assert {topic for _text, topic in read_wordings()} == set(topic_names())


def test_a_feature_has_the_same_number_everywhere() -> None:
    assert hash_of("w:semester") == 3726306655


def test_weights_are_read_as_they_were_written() -> None:
    weights = unpack(memoryview(pack(HEAD, ROWS)))
    assert weights.row("w:paus") == ((0, 100), (1, -50))
    assert weights.row("w:okänt") == ()
    assert weights.scores({"w": ["w:paus"]}) == pytest.approx([SHARES["w"], 0.5 - SHARES["w"] / 2])


def test_the_version_changes_with_every_byte_of_the_weights() -> None:
    other = {**ROWS, hash_of("w:paus"): [(0, 99)]}
    assert unpack(memoryview(pack(HEAD, ROWS))).version != unpack(memoryview(pack(HEAD, other))).version
    assert version_read_by().endswith(our_weights().version)


def test_what_is_said_to_speak_for_a_topic_adds_up_to_its_score() -> None:
    clean, weights = clean_text("Kan jag ta en paus i två veckor? Vi ska till Italien"), our_weights()
    column = weights.topics.index(Intent.PAUSE_PROGRAM.value)
    spoke = sum(spoke_for(clean, weights, column).values())
    assert weights.scores(features_of(clean))[column] == pytest.approx(spoke + weights.bias[column])


def test_why_names_the_words_that_spoke() -> None:
    lines = explain("kan jag bada bastu med hjärtsvikt")
    assert lines[0].startswith("edu_activity")
    assert "bastu" in "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("finns det risk att chefen får nys om att jag går här", Intent.PRIVACY),
        ("kan ni låta bli att plinga i min mobil", Intent.REMINDER_STOP),
        ("vår färja går på fredag och sen är jag borta i tio dagar, kan kursen vila", Intent.PAUSE_PROGRAM),
        ("could somebody at the surgery ring me back", Intent.CONTACT_CLINICIAN),
        ("the login page keeps rejecting my code", Intent.TECHNICAL_PROBLEM),
        ("behöver manschetten sitta mot huden", Intent.HOWTO_BP),
    ],
)
def test_wordings_that_nobody_wrote_down_find_their_topic(text: str, intent: Intent) -> None:
    assert understand(text).intent is intent


@pytest.mark.parametrize(
    "text",
    [
        "Nu har vi begravt min bror. Prästen talade fint och vi sjöng hans favoritpsalm.",
        "Jag gick ut med soporna i morse och mötte grannen som frågade hur det var med mig, och då började jag gråta.",
        "I wrote to my brother after all these years. He has not answered, but it feels lighter somehow.",
    ],
)
def test_what_is_told_to_people_gets_no_leaflet(text: str) -> None:
    assert vetted_answer(understand(text).topic, "sv") == ""


def test_a_long_letter_is_for_people() -> None:
    letter = "hur mäter jag blodtrycket rätt " * (MOST_WORDS // 5 + 1)
    assert understand(letter).intent is Intent.FALLBACK


def test_two_equal_topics_are_asked_about() -> None:
    first = Guess(Intent.PAUSE_PROGRAM, 0.4)
    assert is_tie([first, Guess(Intent.QUIT_PROGRAM, 0.38)])
    assert not is_tie([first, Guess(Intent.QUIT_PROGRAM, 0.1)])


def test_how_sure_the_topics_are_is_shared_between_them() -> None:
    ranked = rank_topics("vad är klockan", [], our_weights())
    assert sum(one.sureness for one in ranked) == pytest.approx(1)


def test_misspellings_are_the_same_from_the_same_seed() -> None:
    texts = [misspell_text("jag förstår inte uppgiften om ångesttrappan", Random(seed)) for seed in range(9)]
    assert texts == [misspell_text("jag förstår inte uppgiften om ångesttrappan", Random(seed)) for seed in range(9)]
    assert len(set(texts)) > 5
