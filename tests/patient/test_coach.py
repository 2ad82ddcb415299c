"""Holds the coach: rest by the server's clock, a pause, two measurements, nothing lost, danger told at once."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from monitoring.models import MeasuringSitting, Report
from monitoring.reading_quality import POSTURE, How
from monitoring.series import Series
from tests.monitoring.ground import Measurer, make_measurer
from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast, count_statements, send

COACH = "/values/measure/blood_pressure"
FIRST = {"do": "first", "systolic_1": "134", "diastolic_1": "84", "pulse_1": "72"}
SECOND = {"do": "second", "systolic_2": "128", "diastolic_2": "82", "pulse_2": "70"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with limits, at eight in the morning."""
    care_cast.clock.instant -= 120 * MINUTE
    return make_measurer(care_cast)


@pytest.fixture
def phone(anna: Measurer) -> FlaskClient:
    """Anna's signed-in browser."""
    return anna.cast.browser(anna.cast.anna)


def wait(anna: Measurer, **span: float) -> None:
    """Let time go by."""
    anna.cast.clock.instant += timedelta(**span)


def sign_in_again(anna: Measurer) -> FlaskClient:
    """Return a new browser; a sign-in does not last that long."""
    anna.cast.tokens.clear()
    return anna.cast.browser(anna.cast.anna)


def reports(anna: Measurer) -> list[Report]:
    """Return every report."""
    with anna.cast.database.transaction() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def rest(anna: Measurer, phone: FlaskClient, seconds: float = 300, **ticks: object) -> None:
    """Go through the list and the rest."""
    send(phone, COACH, **{"do": "rest", "posture": list(POSTURE), **ticks})
    wait(anna, seconds=seconds)
    send(phone, COACH, do="go")


def test_the_whole_way_gives_one_well_measured_report(anna: Measurer, phone: FlaskClient) -> None:
    assert "Kryssa i det som stämmer" in phone.get(COACH).text
    rest(anna, phone)
    assert "Mätning 1 av 2" in phone.get(COACH).text
    assert send(phone, COACH, **FIRST).location == COACH
    assert "Vänta en minut" in phone.get(COACH).text
    wait(anna, seconds=80)
    assert "Mätning 2 av 2" in phone.get(COACH).text
    page = phone.get(send(phone, COACH, **SECOND).location).text
    (report,) = reports(anna)
    assert (report.grade, report.lacks, report.systolic) == ("well", [], 131)
    assert (report.measured["rested"], report.measured["apart"]) == (300, 80)
    assert "Bra mätt" in page
    assert "Kryssa i det som stämmer" in phone.get(COACH).text


def test_the_clock_goes_on_while_the_phone_is_closed(anna: Measurer, phone: FlaskClient) -> None:
    send(phone, COACH, do="knows")
    wait(anna, seconds=100)
    page = anna.cast.browser(anna.cast.anna).get(COACH).text
    assert 'data-left="200"' in page
    assert "Vila till klockan 08:05." in page
    wait(anna, minutes=4)
    assert "Nu kan du mäta" in phone.get(COACH).text


@pytest.mark.parametrize(("seconds", "grade"), [(60, "weak"), (300, "well")])
def test_how_long_the_rest_was_decides_the_grade(
    anna: Measurer, phone: FlaskClient, seconds: int, grade: str
) -> None:
    rest(anna, phone, seconds)
    send(phone, COACH, **FIRST)
    wait(anna, seconds=70)
    page = phone.get(send(phone, COACH, **SECOND).location).text
    assert reports(anna)[0].grade == grade
    assert ("Lite osäkert värde" in page) is (grade == "weak")


def test_who_has_rested_already_goes_straight_to_measuring(anna: Measurer, phone: FlaskClient) -> None:
    send(phone, COACH, do="rested", posture=list(POSTURE))
    assert "Mätning 1 av 2" in phone.get(COACH).text


def test_the_first_measurement_can_be_changed_and_keeps_its_time(anna: Measurer, phone: FlaskClient) -> None:
    rest(anna, phone)
    send(phone, COACH, **FIRST)
    wait(anna, seconds=30)
    assert 'value="134"' in phone.get(f"{COACH}?step=first").text
    send(phone, COACH, **{**FIRST, "systolic_1": "130"})
    wait(anna, seconds=31)
    assert "130 / 84" in phone.get(COACH).text
    send(phone, COACH, **SECOND)
    assert (reports(anna)[0].systolic, reports(anna)[0].measured["apart"]) == (129, 61)


def test_what_cannot_be_true_is_asked_back_and_kept(anna: Measurer, phone: FlaskClient) -> None:
    rest(anna, phone)
    answer = send(phone, COACH, **{**FIRST, "systolic_1": "84", "diastolic_1": "134"})
    assert answer.status_code == 422
    assert 'name="offer" value="1:134/84"' in answer.text
    send(phone, COACH, **FIRST)
    answer = send(phone, COACH, **{**SECOND, "systolic_2": "12x"})
    assert (answer.status_code, 'value="12x"' in answer.text) == (422, True)
    assert reports(anna) == []


@pytest.mark.parametrize("numbers", [("188", "84", "72"), ("150", "112", ""), ("88", "60", ""), ("128", "80", "130")])
def test_a_dangerous_first_measurement_is_told_at_once(
    anna: Measurer, phone: FlaskClient, numbers: tuple[str, str, str]
) -> None:
    rest(anna, phone)
    place = send(phone, COACH, do="first", systolic_1=numbers[0], diastolic_1=numbers[1], pulse_1=numbers[2]).location
    assert reports(anna)[0].provisional
    assert "Vila och mät igen" in (page := phone.get(place).text)
    assert f'href="{COACH}?again=' in page


def test_an_extreme_pulse_is_measured_again_after_ten_minutes(anna: Measurer, phone: FlaskClient) -> None:
    first = anna.report((128, 80, 132), (126, 80, 131))
    assert phone.get(f"{COACH}?again=nobodys").status_code == 404
    page = phone.get(f"{COACH}?again={first}").text
    assert "Vila i 10 minuter först." in page
    send(phone, COACH, do="knows", again=first)
    wait(anna, minutes=6)
    assert 'data-left="240" data-total="600"' in phone.get(COACH).text
    stranger = anna.cast.browser(anna.cast.other_patient)
    assert stranger.get(f"{COACH}?again={first}").status_code == 404


def test_a_measurement_without_its_second_is_offered_and_can_be_kept_or_dropped(
    anna: Measurer, phone: FlaskClient
) -> None:
    rest(anna, phone)
    send(phone, COACH, **FIRST)
    began = anna.cast.now
    wait(anna, hours=20)
    phone = sign_in_again(anna)
    page = phone.get(COACH).text
    assert "Du har en mätning kvar" in page
    assert "134 / 84" in page
    send(phone, COACH, do="only_one")
    (report,) = reports(anna)
    assert (report.taken_at, report.grade, report.lacks[0]) == (began, "weak", "one_reading")
    assert "Kryssa i det som stämmer" in phone.get(COACH).text


def test_a_dropped_measurement_is_gone(anna: Measurer, phone: FlaskClient) -> None:
    rest(anna, phone)
    send(phone, COACH, **FIRST)
    send(phone, COACH, do="drop")
    with anna.cast.database.transaction() as session:
        assert session.scalars(select(MeasuringSitting)).all() == []
    assert reports(anna) == []


def test_a_rest_of_long_ago_does_not_count_but_nothing_typed_is_lost(anna: Measurer, phone: FlaskClient) -> None:
    rest(anna, phone)
    wait(anna, minutes=45)
    phone = sign_in_again(anna)
    assert "Kryssa i det som stämmer" in phone.get(COACH).text
    send(phone, COACH, **FIRST)
    wait(anna, seconds=90)
    send(phone, COACH, **SECOND)
    assert (reports(anna)[0].grade, reports(anna)[0].lacks) == ("fair", ["rest_unknown"])


def test_a_page_of_a_sitting_that_is_over_keeps_what_was_typed(anna: Measurer, phone: FlaskClient) -> None:
    rest(anna, phone)
    send(phone, COACH, **FIRST)
    wait(anna, seconds=90)
    send(phone, COACH, **SECOND)
    for fields in (FIRST, SECOND):
        answer = send(phone, COACH, **fields)
        assert answer.status_code == 409
        assert 'action="/values/new"' in answer.text
        assert f'value="{fields.get("systolic_1") or fields["systolic_2"]}"' in answer.text
    assert len(reports(anna)) == 1


def test_a_value_from_another_way_ends_the_sitting(anna: Measurer, phone: FlaskClient) -> None:
    rest(anna, phone)
    send(phone, COACH, **FIRST)
    wait(anna, minutes=3)
    anna.report((132, 82, 70), at=anna.cast.now, channel="sms")
    assert "Kryssa i det som stämmer" in phone.get(COACH).text


def test_the_direct_form_stays_and_says_whether_there_was_a_rest(anna: Measurer, phone: FlaskClient) -> None:
    pair = {"systolic_1": "134", "diastolic_1": "84", "systolic_2": "129", "diastolic_2": "82"}
    assert "skriv in direkt" in phone.get(COACH).text
    send(phone, "/values/new", step="2", **pair)
    wait(anna, minutes=10)
    send(phone, "/values/new", step="2", rested="yes", **pair)
    assert [one.grade for one in reports(anna)] == ["fair", "well"]


def test_the_patient_reads_how_much_is_well_measured_and_a_tip_when_rounding(
    anna: Measurer, phone: FlaskClient
) -> None:
    for number in range(5):
        anna.report((130, 80), (130, 80), at=anna.cast.now - number * 60 * MINUTE, now=anna.cast.now,
                    how=How("coach", rested=300, apart=90))  # fmt: skip
    page = phone.get("/values").text
    assert " av 5 mätningar är bra mätta." in page
    assert "utan att avrunda" in page


def test_only_series_that_need_a_rest_have_a_coach_and_strangers_have_none(anna: Measurer, phone: FlaskClient) -> None:
    stranger = anna.cast.browser(anna.cast.other_patient)
    assert stranger.get(COACH).status_code == 404
    assert send(stranger, COACH, do="rest").status_code == 404
    assert phone.get("/values/measure/weight").status_code == 404
    assert send(phone, COACH, do="dance").status_code == 404


def test_the_coach_keeps_within_its_statements(anna: Measurer, phone: FlaskClient) -> None:
    counts = []
    for fields in ({"do": "rest"}, {"do": "go"}, FIRST, SECOND):
        with count_statements(anna.cast.database) as seen:
            phone.get(COACH)
        assert len([one for one in seen if one != "COMMIT"]) <= 3
        with count_statements(anna.cast.database) as seen:
            send(phone, COACH, **fields)
        counts.append((len([one for one in seen if one != "COMMIT"]), seen.count("COMMIT")))
        wait(anna, minutes=2)
    assert counts == [(5, 1), (5, 1), (5, 1), (8, 1)]


def test_saturation_is_rested_by_the_clock_and_typed_where_it_always_is(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "copd")
    phone = anna.cast.browser(anna.cast.anna)
    assert "/values/measure/spo2" in phone.get("/values/new/spo2").text
    assert "Handen är varm" in phone.get("/values/measure/spo2").text
    send(phone, "/values/measure/spo2", do="rest")
    wait(anna, minutes=5)
    place = send(phone, "/values/measure/spo2", do="go").location
    page = phone.get(place).text
    assert 'value="yes" checked' in page
    send(phone, "/values/new/spo2", value_1="95", context="air", as_usual="yes")
    assert reports(anna)[0].grade == "well"


@pytest.mark.parametrize(("answer", "grade"), [("yes", "well"), ("no", "weak"), ("", "")])
def test_a_weight_is_graded_by_one_question_that_may_be_left_out(care_cast: CareCast, answer: str, grade: str) -> None:
    anna = make_series(care_cast, "heart_failure")
    phone = anna.cast.browser(anna.cast.anna)
    place = send(phone, "/values/new/weight", value_1="80,4", as_usual=answer).location
    assert anna.reports()[0].grade == grade
    assert ("Väg dig gärna som du brukar" in phone.get(place).text) is (grade == "weak")


def test_two_blows_are_too_few(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "copd")
    anna.change(Series.TEMPERATURE, kind="pef", limits=None)
    phone = anna.cast.browser(anna.cast.anna)
    send(phone, "/values/new/pef", value_1="400", value_2="410")
    assert anna.reports()[0].lacks == ["few_blows"]
