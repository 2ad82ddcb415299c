"""Holds the patient's pages of each series: zone and finding in words, weeks, the file, and what is left today (M5)."""

import re
from datetime import timedelta

import pytest

from monitoring.series import Series
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.patient.test_series import SUGAR, phone_of, told
from tests.plugins.cast import CareCast, send

DAY = timedelta(days=1)


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure and her own target, 80 kg."""
    return make_series(care_cast, "heart_failure")


@pytest.fixture
def sugar(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(care_cast, "diabetes")


def test_the_page_of_values_shows_zone_words_weeks_table_and_the_other_series(heart: SeriesMeasurer) -> None:
    for ago, value in ((8, "80.2"), (7, "80.6"), (1, "81.0"), (0, "83.2")):
        heart.send(Series.WEIGHT, value, heart.cast.now - ago * DAY)
    page = phone_of(heart).get("/values?kind=weight").text
    for words in ("78 till 82 kg", "3 av 4 värden ligger i din zon", "Din målvikt är 80 kg", "Ändring",
                  "Hjärtkollen", 'class="zone"', "83,2 kg"):
        assert words in page


def test_the_page_of_sugar_counts_how_many_are_inside_low_and_high(sugar: SeriesMeasurer) -> None:
    sent = ((30, "3.5", "fasting"), (20, "6.9", "fasting"), (10, "9.9", "after_meal"), (1, "7.4", "fasting"))
    for hours, value, around in sent:
        sugar.send(Series.GLUCOSE, value, sugar.cast.now - timedelta(hours=hours), context=around)
    page = phone_of(sugar).get("/values?kind=glucose").text
    assert "2 av 4 värden ligger i ditt mål, 50 procent" in page
    assert "Låga: 1. Höga: 1." in page


def test_the_file_holds_every_series_also_corrected_values(sugar: SeriesMeasurer) -> None:
    phone = phone_of(sugar)
    place = send(phone, "/values/new/glucose", **SUGAR).location
    send(phone, f"{place}/correct", value_1="7,8", context="fasting")
    send(phone, "/values/new/weight", value_1="80,4")
    rows = [row.split(";") for row in phone.get("/values/export.csv").text.splitlines()[1:]]
    assert [(row[3], row[4], row[7]) for row in rows] == [
        ("Blodsocker", "6,8", "nej, rättat"), ("Blodsocker", "7,8", "ja"), ("Vikt", "80,4", "ja"),
    ]  # fmt: skip


def test_the_first_page_asks_for_what_is_left_today(heart: SeriesMeasurer) -> None:
    phone = phone_of(heart)
    page = phone.get("/home").text
    assert "Väg dig" in page
    assert "Svara på Hjärtkollen" in page
    told(phone, "weight", value_1="80,4")
    assert "Väg dig" not in phone.get("/home").text


@pytest.mark.parametrize(
    ("template", "main"), [("heart_failure", "Vikt"), ("diabetes", "Blodsocker"), ("copd", "Syremättnad")]
)
def test_the_page_of_values_begins_with_what_the_program_is_about(
    care_cast: CareCast, template: str, main: str
) -> None:
    anna = make_series(care_cast, template)
    anna.send(Series.WEIGHT, "80.0", anna.cast.now - DAY)
    page = phone_of(anna).get("/values", follow_redirects=True)
    if "/start/" in page.request.path:
        page = phone_of(anna).get("/values?kind=")
    assert re.findall(r'aria-current="page"[^>]*>\s*(\w+)', page.text)[0] == main


def test_the_hour_of_a_value_is_only_told_before_it_has_passed(heart: SeriesMeasurer) -> None:
    heart.cast.clock.instant = heart.cast.now.replace(hour=5)
    assert "Gärna vid klockan 07:00" in phone_of(heart).get("/home").text
    heart.cast.tokens.clear()
    heart.cast.clock.instant = heart.cast.now.replace(hour=18)
    page = phone_of(heart).get("/home").text
    assert "Gärna vid" not in page
    assert "Det går bra att göra det nu" in page
