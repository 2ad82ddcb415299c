"""Holds the patient's pages of weight, sugar, saturation and so on: typed, asked back, told, corrected (M1, M2, M5)."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from core.ids import new_public_id
from monitoring.series import FACTS, Series
from monitoring.series_limits import LIMITS
from monitoring.settling import settle_provisional
from programs.models import EnrollmentStatus
from tests.monitoring.series_cases import OWN, TODAY, WHO
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, count_statements, send

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SUGAR = {"value_1": "6,8", "context": "fasting"}


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure and her own target, 80 kg."""
    return make_series(care_cast, "heart_failure")


@pytest.fixture
def sugar(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(care_cast, "diabetes")


@pytest.fixture
def lungs(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of COPD and a usual saturation of 96."""
    return make_series(care_cast, "copd")


def phone_of(anna: SeriesMeasurer) -> FlaskClient:
    """Return Anna's signed-in browser."""
    return anna.cast.browser(anna.cast.anna)


def told(phone: FlaskClient, kind: str, **fields: str) -> str:
    """Send a value and return the page it leads to."""
    answer = send(phone, f"/values/new/{kind}", **fields)
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-1500:]
    return phone.get(answer.location).text


def test_a_weight_with_a_comma_is_told_at_once(heart: SeriesMeasurer) -> None:
    page = told(phone_of(heart), "weight", value_1="80,4")
    for words in ("Grönt: som det ska", "80,4 <small>kg</small>", "80 kg", "i morgon"):
        assert words in page
    assert heart.open_reasons() == []


def test_a_gain_asks_how_the_breathing_is_and_says_whom_to_ring(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    page = told(phone_of(heart), "weight", value_1="82,4")
    for words in ("Du har gått upp 2,4 kg på 2 dagar", "Det kan vara vätska", "Hur är andningen", "Mycket sämre",
                  "Rosslig andning", "Ring Vårdcentralen Norr"):
        assert words in page
    assert heart.open_reasons() == ["weight_gain"]


def test_a_gain_since_yesterday_is_not_counted_in_days(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - DAY)
    assert "Du har gått upp 2,4 kg sedan i går." in told(phone_of(heart), "weight", value_1="82,4")


def test_a_signed_instruction_stands_word_for_word_with_who_signed_it(heart: SeriesMeasurer) -> None:
    own = {"text": "Ta 1 extra tablett <Furix> på morgonen i 3 dagar.", "signed_by": "Karin Lind",
           "role": "sjuksköterska", "signed_on": str(TODAY - 3 * DAY), "valid_to": str(TODAY + 9 * DAY), "max_days": 3}
    heart.change(Series.WEIGHT, instructions={"W1": own})
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    page = told(phone_of(heart), "weight", value_1="82,4")
    assert "Enligt din plan (Karin Lind, sjuksköterska" in page
    assert "Ta 1 extra tablett &lt;Furix&gt; på morgonen i 3 dagar." in page


def test_an_instruction_that_is_out_of_date_leaves_only_ring(heart: SeriesMeasurer) -> None:
    own = {"text": "Ta 1 extra tablett.", "signed_by": "Karin Lind", "role": "sjuksköterska",
           "signed_on": str(TODAY - 200 * DAY), "valid_to": str(TODAY - DAY), "max_days": 3}
    heart.change(Series.WEIGHT, instructions={"W1": own})
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    page = told(phone_of(heart), "weight", value_1="82,4")
    assert "extra tablett" not in page
    assert "Ring Vårdcentralen Norr" in page


def test_worse_breathing_makes_a_week_of_gain_red(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "79.0", heart.cast.now - 6 * DAY)
    phone = phone_of(heart)
    place = send(phone, "/values/new/weight", value_1="81,1").location
    assert heart.open_reasons() == ["weight_week"]
    unanswered = send(phone, f"{place}/symptoms", answer="none", breath="bit")
    assert unanswered.status_code == 422
    assert "Välj ett svar" in unanswered.text
    answered = send(phone, f"{place}/symptoms", answer="none", breath="bit", swollen="yes")
    assert "Rött" in phone.get(answered.location).text
    assert "weight_worse" in heart.open_reasons()


def test_an_alarm_symptom_beside_a_weight_shows_112_first(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    phone = phone_of(heart)
    place = send(phone, "/values/new/weight", value_1="82,4").location
    page = phone.get(send(phone, f"{place}/symptoms", answer="some", symptoms="froth").location).text
    assert page.index("Ring 112 nu") < page.index("82,4")
    assert "series_emergency" in heart.open_reasons()


def test_the_next_morning_asks_how_the_instruction_went(heart: SeriesMeasurer) -> None:
    own = {"text": "Ta 1 extra tablett.", "signed_by": "Karin Lind", "role": "sjuksköterska",
           "signed_on": str(TODAY - 9 * DAY), "valid_to": str(TODAY + 9 * DAY), "max_days": 3}
    heart.change(Series.WEIGHT, instructions={"W1": own})
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 3 * DAY)
    heart.send(Series.WEIGHT, "82.4", heart.cast.now - DAY)
    assert "Följde du i går det som står i din plan" in told(phone_of(heart), "weight", value_1="82,0")


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("weight", "19,9", "kan inte stämma"), ("weight", "8o", "Skriv bara siffror"),
        ("weight", "", "Skriv ett tal, till exempel 83,2"), ("weight", "81,45", "Menade du 81,5"),
    ],
)
def test_what_cannot_be_true_is_refused_kindly_and_kept(
    heart: SeriesMeasurer, kind: str, typed: str, words: str
) -> None:
    answer = send(phone_of(heart), f"/values/new/{kind}", value_1=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed}"' in answer.text
    assert heart.reports() == []


@pytest.mark.parametrize(
    ("typed", "words", "offer"), [("183 lb", "Det är 83 kg", "83"), ("83200", "Menade du 83200 gram", "83,2")]
)
def test_another_unit_is_only_converted_after_a_question(
    heart: SeriesMeasurer, typed: str, words: str, offer: str
) -> None:
    phone = phone_of(heart)
    asked = send(phone, "/values/new/weight", value_1=typed)
    assert asked.status_code == 422
    assert words in asked.text.replace("\u00a0", " ")
    assert heart.reports() == []
    assert send(phone, "/values/new/weight", value_1=typed, offer=offer).status_code == 302
    assert heart.reports()[0].value == Decimal(offer.replace(",", "."))


@pytest.mark.parametrize(
    ("template", "kind", "typed", "offer"),
    [("diabetes", "glucose", "112", "6,2"), ("diabetes", "glucose", "112 mg/dl", "6,2"),
     ("diabetes", "hba1c", "6,5", "48"),
     ("copd", "temperature", "99,7", "37,6")],
)
def test_each_foreign_unit_is_offered(care_cast: CareCast, template: str, kind: str, typed: str, offer: str) -> None:
    anna = make_series(care_cast, template)
    asked = send(phone_of(anna), f"/values/new/{kind}", value_1=typed, context="fasting")
    assert asked.status_code == 422
    assert f'name="offer" value="{offer}"' in asked.text


def test_a_weight_far_from_the_last_is_asked_about_twice(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - DAY)
    phone = phone_of(heart)
    asked = send(phone, "/values/new/weight", value_1="92")
    assert 'name="confirm" value="92|1"' in asked.text
    again = send(phone, "/values/new/weight", value_1="92", confirm="92|1")
    assert again.status_code == 422
    assert 'name="confirm" value="92|2"' in again.text
    changed = send(phone, "/values/new/weight", value_1="93", confirm="92|2")
    assert changed.status_code == 422
    assert send(phone, "/values/new/weight", value_1="92", confirm="92|2").status_code == 302


def test_an_implausible_sugar_is_asked_back_and_a_yes_keeps_it(sugar: SeriesMeasurer) -> None:
    phone = phone_of(sugar)
    assert "ovanligt högt värde" in send(phone, "/values/new/glucose", value_1="31", context="fasting").text
    assert "Rött" in told(phone, "glucose", value_1="31", context="fasting", confirm="31|1")


def test_a_sugar_needs_its_context(sugar: SeriesMeasurer) -> None:
    answer = send(phone_of(sugar), "/values/new/glucose", value_1="6,8")
    assert answer.status_code == 422
    assert "Välj när du mätte" in answer.text
    page = told(phone_of(sugar), "glucose", **SUGAR)
    assert "inom ditt mål" in page
    assert "Fastande, före frukost" in page


def test_a_low_sugar_says_take_sugar_now_and_asks_again_after_15_minutes(sugar: SeriesMeasurer) -> None:
    phone = phone_of(sugar)
    page = told(phone, "glucose", value_1="2,9", context="before_meal")
    for words in ("4 till 6 druvsockertabletter", "Kör inte bil", "Är du ensam", "Svårt att svälja", "Mät igen klockan",
                  "/values/new/glucose?again="):
        assert words in page
    assert sugar.open_reasons() == ["glucose_low"]
    sugar.cast.clock.instant += 15 * MINUTE
    page = told(phone_of(sugar), "glucose", value_1="4,3", context="before_meal")
    assert "Bra. Blodsockret har stigit till 4,3" in page
    assert "Kör inte bil" in page


def test_a_low_sugar_that_nobody_measured_again_goes_to_care(sugar: SeriesMeasurer) -> None:
    sugar.send(Series.GLUCOSE, "3.6", context="bedtime")
    assert sugar.open_reasons() == []
    assert settle_provisional(sugar.cast.database, sugar.cast.now + 31 * MINUTE) == 1
    assert settle_provisional(sugar.cast.database, sugar.cast.now + 60 * MINUTE) == 0
    assert sugar.open_reasons() == ["glucose_no_recheck"]


def test_the_meters_words_are_taken(sugar: SeriesMeasurer) -> None:
    assert "HI är ett mycket högt värde" in told(phone_of(sugar), "glucose", value_1="hi", context="after_meal")
    assert sugar.reports()[0].word == "HI"
    assert sugar.open_reasons() == ["glucose_very_high"]


def test_a_low_saturation_is_rested_and_measured_again_before_it_is_red(lungs: SeriesMeasurer) -> None:
    phone = phone_of(lungs)
    page = told(phone, "spo2", value_1="89", context="air")
    assert "Sitt stilla i 10 minuter" in page
    assert lungs.open_reasons() == []
    again = told(phone, "spo2", value_1="88", context="air")
    assert "också efter vila" in again
    assert lungs.open_reasons() == ["spo2_low"]


@pytest.mark.parametrize(("kind", "good", "bad"), [("hk6", "0", "2"), ("kk6", "0", "2")])
def test_a_symptom_check_gives_its_level_and_misses_no_question(
    care_cast: CareCast, kind: str, good: str, bad: str
) -> None:
    anna = make_series(care_cast, "heart_failure" if kind == "hk6" else "copd")
    phone = phone_of(anna)
    usual = {f"q{n}": good for n in range(1, 7)}
    missing = send(phone, f"/values/new/{kind}", **{name: value for name, value in usual.items() if name != "q3"})
    assert missing.status_code == 422
    assert "Välj ett svar" in missing.text
    assert "Du mår ungefär som vanligt" in told(phone, kind, **usual)
    assert "klart sämre" in told(phone, kind, **(usual | {"q1": bad, "q2": bad, "q3": bad}))
    assert anna.open_reasons() == ["check_red"]


def test_a_correction_keeps_the_old_value_and_takes_a_wrong_alarm_back(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    phone = phone_of(heart)
    place = send(phone, "/values/new/weight", value_1="82,4").location
    assert heart.open_reasons() == ["weight_gain"]
    assert 'value="82,4"' in phone.get(f"{place}/correct").text
    fresh = send(phone, f"{place}/correct", value_1="80,4", reason="Skrev fel")
    assert "80,4" in phone.get(fresh.location).text
    assert heart.open_reasons() == []
    assert [(str(one.value), one.corrected_by_id is not None) for one in heart.reports()][1:] == [
        ("82.40", True), ("80.40", False),
    ]  # fmt: skip
    assert "Det här värdet gäller inte längre" in phone.get(place).text


def test_an_undo_within_a_minute_takes_the_alarm_along(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    phone = phone_of(heart)
    place = send(phone, "/values/new/weight", value_1="82,4").location
    assert send(phone, f"{place}/undo").location.endswith("/values?kind=weight")
    assert heart.open_reasons() == []


def test_the_same_form_sent_again_is_one_report_and_the_same_value_is_asked_about(heart: SeriesMeasurer) -> None:
    phone, key = phone_of(heart), new_public_id()
    places = {send(phone, "/values/new/weight", key=key, value_1="80,4").location for _ in range(3)}
    assert len(places) == len(heart.reports()) == 1
    asked = send(phone, "/values/new/weight", value_1="80,4")
    assert asked.status_code == 422
    assert "samma värde" in asked.text
    assert send(phone, "/values/new/weight", value_1="80,4", confirm_same="yes").status_code == 302


def test_a_series_that_is_not_in_the_plan_does_not_exist(heart: SeriesMeasurer) -> None:
    phone = phone_of(heart)
    assert phone.get("/values/new/glucose").status_code == 404
    assert phone.get("/values/new/pillows").status_code == 404
    assert send(phone, "/values/new/glucose", **SUGAR).status_code == 404


def test_an_ended_program_takes_no_new_values_but_shows_the_old_ones(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure", status=EnrollmentStatus.ENDED)
    anna.send(Series.WEIGHT, "80.0")
    phone = phone_of(anna)
    assert send(phone, "/values/new/weight", value_1="81").location.endswith("/values?kind=weight")
    assert "80 kg" in phone.get("/values?kind=weight").text
    assert len(anna.reports()) == 1


@pytest.mark.parametrize("series", [one for one in Series if one is not Series.PRESSURE])
def test_every_series_has_a_page_that_takes_a_value(care_cast: CareCast, series: Series) -> None:
    anna = make_series(care_cast, "heart_failure")
    if series is not Series.HEART_CHECK:
        anna.change(Series.WEIGHT, kind=series.value, limits=_own(series))
    phone = phone_of(anna)
    assert FACTS[series].measuring in phone.get(f"/values/new/{series}").text
    fields = {"value_1": {"spo2": "95", "hba1c": "50", "ketones": "0,3", "temperature": "37,1", "pef": "380",
                          "respiratory_rate": "16", "steps": "4200", "nrs": "3", "glucose": "6,1"}.get(series, "80")}
    fields |= {"context": "air" if series is Series.SPO2 else "fasting", **{f"q{n}": "0" for n in range(1, 7)}}
    assert "fb-word" in told(phone, series, **fields)
    assert phone.get(f"/values?kind={series}").status_code == 200


def _own(series: Series) -> dict[str, object] | None:
    if series not in OWN:
        return None
    return LIMITS[series].model_validate(WHO | OWN[series]).model_dump(mode="json")


def test_the_best_of_three_blows_counts(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure")
    anna.change(Series.WEIGHT, kind="pef", limits=_own(Series.PEF))
    page = told(phone_of(anna), "pef", value_1="310", value_2="330", value_3="320")
    assert "330" in page
    assert "82 procent av ditt bästa" in page


def test_no_page_takes_more_than_six_statements_and_a_value_eight(heart: SeriesMeasurer) -> None:
    own = {"text": "Ta 1 extra tablett.", "signed_by": "Karin Lind", "role": "sjuksköterska",
           "signed_on": str(TODAY - 9 * DAY), "valid_to": str(TODAY + 9 * DAY), "max_days": 3}
    heart.change(Series.WEIGHT, instructions={"W1": own})
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - 2 * DAY)
    phone = phone_of(heart)
    with count_statements(heart.cast.database) as statements:
        place = send(phone, "/values/new/weight", value_1="82,4").location
    assert len(statements) <= 10, statements
    for page in ("/values?kind=weight", "/values/new/weight", place, f"{place}/correct", "/values"):
        with count_statements(heart.cast.database) as statements:
            assert phone.get(page).status_code in (200, 302)
        assert len(statements) <= 6, (page, statements)
