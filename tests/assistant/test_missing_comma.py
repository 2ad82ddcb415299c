"""Holds that a weight without its comma is asked about when it is near the person's own weights, else refused."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assistant.missing_comma import weight_meant
from monitoring.series import Series
from people.models import CareUnit
from tests.assistant.test_sms_dialogues import ButtonPhone
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, send

DAY = timedelta(days=1)
ASKED = "Saknas det ett komma före sista siffran? Svara JA om vi ska sätta dit det, annars skicka igen."


@pytest.mark.parametrize(("text", "meant"), [
    ("vikt 814", "81.4"), ("Vikten är 814 kg", "81.4"), ("814", "81.4"), ("Jag väger 1004", "100.4"), ("vikt 81", None),
    ("vikt 8140", None), ("vikt 814 och trött", None), ("puls 814", None), ("vikt 81,4", None), ("ring 814", None),
])  # fmt: skip
def test_only_a_weight_whose_tenth_can_be_one_is_asked_about(text: str, meant: str | None) -> None:
    found = weight_meant(text, [Series.WEIGHT, Series.HEART_CHECK])
    assert found == (Decimal(meant) if meant else None)


def test_a_number_alone_that_can_be_something_else_of_ones_own_is_no_weight() -> None:
    assert weight_meant("814", [Series.WEIGHT, Series.STEPS]) is None
    assert weight_meant("vikt 814", [Series.WEIGHT, Series.STEPS]) == Decimal("81.4")
    assert weight_meant("vikt 814", [Series.GLUCOSE]) is None


@pytest.fixture
def heart(sqlite_cast: CareCast) -> SeriesMeasurer:
    """Anna, who weighed 81.2 kg yesterday."""
    anna = make_series(sqlite_cast, "heart_failure")
    anna.send(Series.WEIGHT, "81.2", sqlite_cast.now - DAY)
    return anna


def test_an_sms_is_asked_back_without_the_number_and_a_yes_stores_it(heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(heart)
    assert phone.say("vikt 814") == ASKED
    assert [str(one.value) for one in heart.reports()] == ["81.20"]
    phone.say("JA", 1)
    assert heart.reports()[-1].value == Decimal("81.4")
    assert heart.open_reasons() == []


def test_a_no_stores_nothing_and_a_weight_far_from_the_own_is_not_offered(heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(heart)
    assert phone.say("vikt 814") == ASKED
    assert phone.say("NEJ", 1) == "Då sparar vi inget. Skicka igen när du vill."
    assert phone.say("vikt 1204", 2) == "Vi kunde inte läsa talen. Titta efter och skicka dem igen."
    assert len(heart.reports()) == 1


def say(anna: SeriesMeasurer, body: str) -> str:
    """Write in the thread; returns the page that follows."""
    phone = anna.cast.browser(anna.cast.anna)
    with anna.cast.database.transaction() as session:
        unit = session.get_one(CareUnit, anna.cast.unit.id).public_id
    return phone.get(send(phone, "/messages", body=body, unit=unit).location).text


def test_the_thread_asks_with_the_number_and_needs_nobody(heart: SeriesMeasurer) -> None:
    assert "Menade du vikt 81,4 kg? Inget är sparat än." in say(heart, "Vikt 814")
    say(heart, "Ja")
    assert heart.reports()[-1].value == Decimal("81.4")
    assert heart.open_reasons() == []


def test_nobody_is_promised_for_a_value_that_has_had_its_answer(heart: SeriesMeasurer) -> None:
    page = say(heart, "God morgon! Min vikt är 80,2 i dag")
    assert "Du får svar före" not in page
    assert "Värden får svar här direkt. På annat du skriver svarar Karin eller en kollega före tisdag 16:00." in page
    assert heart.open_reasons() == []


def test_words_beside_a_value_are_answered_and_it_is_said_so(heart: SeriesMeasurer) -> None:
    page = say(heart, "Vikt 80,2. Hur länge ska jag ta tabletterna?")
    assert "Värdet är sparat. På det andra du skrev får du svar före tisdag 16:00." in page
    assert heart.open_reasons() == ["message"]
