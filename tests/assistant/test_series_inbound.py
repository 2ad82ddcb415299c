"""Holds what becomes of an SMS with a weight, a sugar, a saturation: the web's rule, and no word about health back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.card import EXAMPLES
from assistant.series_words import alone_as, understand_series
from core.language import LANGUAGES, say
from messaging.sms_texts import has_health_word
from monitoring.series import Series
from monitoring.taken import plain
from programs.models import EnrollmentStatus
from tests.assistant.test_inbound import THANKS, Post
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast

DAY = timedelta(days=1)


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure."""
    return make_series(care_cast, "heart_failure")


@pytest.fixture
def sugar(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(care_cast, "diabetes")


def values_of(anna: SeriesMeasurer) -> list[tuple[str, str, str, str]]:
    """Return every stored value with its series, context and way in."""
    return [(one.kind, str(one.value.normalize()) if one.value is not None else one.word, one.context, one.channel)
            for one in anna.reports()]


@pytest.mark.parametrize(
    ("text", "series", "shown", "context"),
    [
        ("vikt 83,2", "weight", "83.2", ""), ("83,2 kg", "weight", "83.2", ""), ("Vågen visar 83", "weight", "83", ""),
        ("socker 6,8 fastande", "glucose", "6.8", "fasting"),
        ("Blodsocker 11.2 efter maten", "glucose", "11.2", "after_meal"),
        ("bs 5,4 före lunch", "glucose", "5.4", "before_meal"), ("6,8 mmol", "glucose", "6.8", ""),
        ("sockret hi", "glucose", "HI", ""), ("syre 91", "spo2", "91", "air"),
        ("sat 91 med syrgas", "spo2", "91", "oxygen"),
        ("91 %", "spo2", "91", "air"), ("temp 37,6", "temperature", "37.6", ""),
        ("37,6 grader", "temperature", "37.6", ""),
        ("ketoner 0,4", "ketones", "0.4", ""), ("hba1c 52", "hba1c", "52", ""),
        ("långtidssocker 52", "hba1c", "52", ""),
        ("pef 420", "pef", "420", ""), ("4200 steg", "steps", "4200", ""),
    ],
)
def test_a_word_and_a_number_are_understood(text: str, series: str, shown: str, context: str) -> None:
    (found,) = understand_series(text).found
    value = found.word or plain(found.value or Decimal(0))
    assert (found.series, value, found.context) == (series, shown, context)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("series", EXAMPLES)
def test_what_the_card_says_to_write_is_read_as_that(series: Series, language: str) -> None:
    (found,) = understand_series(say(language, EXAMPLES[series])).found
    assert found.series is series


@pytest.mark.parametrize("text", ["besvär", "symptoms 3 days", "symptoms 2 weeks now", "besvär 3 dagar",
                                  "besvär 3 gånger i natt", "symptoms 3 times"])
def test_how_long_something_has_lasted_is_no_rating(text: str) -> None:
    assert understand_series(text).found == ()


@pytest.mark.parametrize(
    "text", ["min mans vikt är 83,2", "vad är 6,8 i socker", "är 91 i syre bra?", "vi ses kl 8", "vikten 83/2", ""]
)
def test_what_is_not_the_patients_own_value_is_not_taken(text: str) -> None:
    assert understand_series(text).found == ()


def test_two_values_in_one_text_are_both_found() -> None:
    found = understand_series("vikt 83,2 och temp 37,6").found
    assert [(one.series.value, str(one.value)) for one in found] == [("weight", "83.2"), ("temperature", "37.6")]


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    understand_series(text)


@given(st.decimals(0, 400, places=1))
def test_a_number_alone_is_only_taken_when_it_is_plausible(value: Decimal) -> None:
    for series in (Series.WEIGHT, Series.GLUCOSE, Series.SPO2):
        sent = alone_as(value, series)
        assert sent is None or sent.value == value


def test_a_weight_alone_is_the_mornings_weight(heart: SeriesMeasurer) -> None:
    post = Post(heart)
    assert post.send("83,2") == [THANKS]
    assert values_of(heart) == [("weight", "83.2", "", "sms")]
    assert post.messages() == []


def test_a_gain_by_sms_is_red_and_says_ring_without_a_word_about_health(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    post = Post(heart)
    (answer,) = post.send("vikt 82,4")
    assert "1177" in answer
    assert not has_health_word(answer)
    assert heart.open_reasons() == ["weight_gain"]


def test_a_low_sugar_is_asked_for_again_and_the_number_alone_is_its_answer(sugar: SeriesMeasurer) -> None:
    post = Post(sugar)
    (answer,) = post.send("socker 2,9 före lunch")
    assert "15 minuter" in answer
    assert "112" in answer
    assert not has_health_word(answer)
    assert sugar.open_reasons() == ["glucose_low"]
    assert post.send("4,3", minutes=15)[1] == THANKS
    assert [one.rule for one in sugar.reports()] == ["glucose_very_low", "glucose_risen"]


def test_a_number_that_fits_two_series_is_asked_about(sugar: SeriesMeasurer) -> None:
    post = Post(sugar)
    (answer,) = post.send("80")
    assert sugar.reports() == [] or values_of(sugar)[0][0] == "weight"
    assert not has_health_word(answer)


def test_an_unusual_value_is_kept_after_a_yes(sugar: SeriesMeasurer) -> None:
    post = Post(sugar)
    assert post.send("vikt 30,5")[0].startswith("Stämmer det?")
    assert sugar.reports() == []
    post.send("JA", minutes=1)
    assert values_of(sugar) == [("weight", "30.5", "", "sms")]


def test_a_dangerously_low_value_is_never_held_up_by_a_question(sugar: SeriesMeasurer) -> None:
    (answer,) = Post(sugar).send("socker 1,8")
    assert "15 minuter" in answer
    assert sugar.open_reasons() == ["glucose_low"]


def test_what_cannot_be_true_is_not_kept(heart: SeriesMeasurer) -> None:
    assert Post(heart).send("vikt 8")[0].startswith("Vi kunde inte läsa talen")
    assert heart.reports() == []


def test_other_words_beside_a_value_reach_a_human_too(heart: SeriesMeasurer) -> None:
    post = Post(heart)
    post.send("vikt 80,2 men jag har tappat min dosett")
    assert values_of(heart) == [("weight", "80.2", "", "sms")]
    assert post.messages() == ["vikt 80,2 men jag har tappat min dosett"]


def test_a_series_that_is_not_in_the_plan_goes_to_the_conversation(heart: SeriesMeasurer) -> None:
    post = Post(heart)
    post.send("socker 6,8")
    assert heart.reports() == []
    assert post.messages() == ["socker 6,8"]


def test_after_the_end_nothing_is_stored(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure", status=EnrollmentStatus.ENDED)
    post = Post(anna)
    post.send("vikt 80,2")
    assert anna.reports() == []
    assert post.messages() == ["vikt 80,2"]


def test_an_alarm_word_comes_first_and_the_value_is_kept(heart: SeriesMeasurer) -> None:
    post = Post(heart)
    answers = post.send("vikt 80,2 och ont i bröstet, kan inte andas")
    assert len(answers) == 1
    assert "112" in answers[0]
    assert values_of(heart) == [("weight", "80.2", "", "sms")]
