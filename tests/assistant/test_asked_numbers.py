"""A number that a message only asks about is no report, and one's own beside a question still is."""

import pytest

from assistant.clauses import clauses_of, is_only_asked
from assistant.intents import Intent
from assistant.understand import clean_text, understand
from assistant.value_intents import _NUMBERS
from tests.assistant.test_missing_comma import heart as heart
from tests.assistant.test_missing_comma import say
from tests.monitoring.series_ground import SeriesMeasurer

ASKED = (
    "är 150/95 farligt när man är 82 år", "räknas 138/88 som högt", "is 118/58 too low for a man of seventy",
    "räcker 6000 steg om dagen", "får man lyfta 20 kilo med högt tryck", "14 eller 16 enheter insulin ikväll?",
    "22 or 24 units of lantus before bed?", "om man har 150/95, ska man ringa då", "är 7 eller 8 rätt mål för sockret",
    "my sleep window is 5.5 hours, when may it get longer", "har jag 130/80 eller 135/85 som mål",
    "Doktorn i teven sa 140/90, gäller det oss också?", "undrar om 6,8 är bra på morgonen",
    "sover jag för lite med 5,5 timmar i fönstret",
)  # fmt: skip
ANOTHERS = (
    "min granne Rolf har 170/95, kan det vara farligt", "min fru fick 3,1 i blodsocker, vad ska hon äta",
    "my wife, who is 63, got 160/95 at the pharmacy, is that high", "hundens puls är 120, är det normalt",
    "my colleague brags about her 110/65, is it healthier to be that low",
)
REPORTED = (
    ("jag mätte nyss 162/98, är det farligt", "bp"), ("vägde 92,3 i morse, är det för mycket?", "weight"),
    ("Is that bad? I got 148/91 just now", "bp"), ("sockret var 5,1 före frukost, är det bra?", "glucose"),
    ("sambon mätte mig till 90 i syre, är det för lågt?", "spo2"), ("Vikt 80,2. Hur länge ska jag ta dem?", "weight"),
    ("mätte 144/88 hos syrran, gäller det fast det inte var hemma?", "bp"),
    ("har 38,4 i feber, får jag gå ut ändå", "temperature"), ("glukos 14 hur gör jag", "glucose"),
)
OFFERED = ("150/95, är det högt?", "är mitt blodtryck på 150/95 för högt")


@pytest.mark.parametrize("text", [*ASKED, *ANOTHERS])
def test_a_number_that_is_asked_about_or_anothers_is_not_stored(text: str) -> None:
    assert [one for one in understand(text).values if one.kind in _NUMBERS] == []


@pytest.mark.parametrize(("text", "kind"), REPORTED)
def test_a_value_of_ones_own_beside_a_question_is_stored(text: str, kind: str) -> None:
    read = understand(text)
    assert ([one.kind for one in read.values], read.clarify) == ([kind], "")


@pytest.mark.parametrize("text", OFFERED)
def test_a_number_in_a_question_that_may_be_ones_own_is_asked_about(text: str) -> None:
    read = understand(text)
    assert read.clarify == "whose"
    assert read.values
    assert read.intent is Intent.EDU_HYPERTENSION


@pytest.mark.parametrize("text", ["puls 48?", "vikt 83,2?"])
def test_a_value_with_a_mere_question_mark_is_asked_about(text: str) -> None:
    read = understand(text)
    assert (len(read.values), read.clarify) == (1, "whose")


def test_a_medicine_in_a_conditional_question_was_not_missed() -> None:
    assert understand("if a morning pill gets forgotten, can I have it in the evening instead").values == ()


@pytest.mark.parametrize("text", [
    "module 4 was meant to open on the 18th but it is locked", "fel 403 när jag loggar in",
])  # fmt: skip
def test_a_number_of_a_module_or_an_error_is_no_correction(text: str) -> None:
    assert understand(text).intent is not Intent.CORRECT_VALUE


def test_a_clause_that_goes_on_with_a_question_asks_too() -> None:
    clauses = clauses_of(clean_text("är det normalt med 135/85 på morgonen, 120/80 på kvällen? jag mår bra"))
    assert [one.asks for one in clauses] == [True, True, False]
    assert not is_only_asked(clean_text("jag vägde 83 och undrar om det är bra"))


def test_the_thread_answers_the_question_and_asks_whose_the_value_is(heart: SeriesMeasurer) -> None:
    page = say(heart, "Är min vikt på 81,9 kg för hög?")
    assert "Är vikt 81,9 kg ditt eget?" in page
    assert [str(one.value) for one in heart.reports()] == ["81.20"]
    say(heart, "Ja")
    assert [str(one.value) for one in heart.reports()] == ["81.20", "81.90"]
