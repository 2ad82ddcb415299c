"""Holds the patient's pages of measuring: typed, asked back, told, corrected, once however often sent (M1, M2, M5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import func, select

from core.ids import new_public_id
from monitoring.models import Reading, Report
from programs.models import Enrollment, EnrollmentStatus, StepCompletion
from tests.monitoring.ground import Measurer, make_measurer
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, count_statements, make_care_cast, send
from tests.plugins.serving import Serve

ONE = {"step": "1", "systolic_1": "134", "diastolic_1": "84", "pulse_1": "72"}
BOTH = {**ONE, "step": "2", "systolic_2": "128", "diastolic_2": "82", "pulse_2": "70"}


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with limits."""
    return make_measurer(care_cast)


@pytest.fixture
def phone(anna: Measurer) -> FlaskClient:
    """Anna's signed-in browser."""
    return anna.cast.browser(anna.cast.anna)


def count_reports(anna: Measurer) -> int:
    """Return how many reports are stored."""
    with anna.cast.database.transaction() as session:
        return session.scalar(select(func.count(Report.id))) or 0


def test_two_readings_become_one_report_with_its_feedback(anna: Measurer, phone: FlaskClient) -> None:
    first = send(phone, "/values/new", **ONE)
    assert first.status_code == 200
    assert "Mätning 2 av 2" in first.text
    assert count_reports(anna) == 0
    answer = send(phone, "/values/new", **BOTH)
    page = phone.get(answer.location).text
    shown = '131<span class="slash">/</span>83'
    for words in ("Grönt: som det ska", shown, "Medel av 2 mätningar. Puls 71", "135/85", "Karin Lind"):
        assert words in page
    assert anna.items() == []


def test_the_same_form_sent_again_is_one_report(anna: Measurer, phone: FlaskClient) -> None:
    key = new_public_id()
    places = {send(phone, "/values/new", key=key, **BOTH).location for _ in range(3)}
    assert len(places) == 1
    assert count_reports(anna) == 1


def test_one_reading_is_enough_when_the_patient_says_so(anna: Measurer, phone: FlaskClient) -> None:
    fields = {**ONE, "step": "2", "systolic_2": "", "diastolic_2": "", "pulse_2": ""}
    assert send(phone, "/values/new", **fields).status_code == 422
    assert send(phone, "/values/new", only_one="1", **fields).status_code == 302
    assert count_reports(anna) == 1


def test_a_swapped_pair_is_refused_with_an_offer_and_keeps_what_was_typed(anna: Measurer, phone: FlaskClient) -> None:
    fields = {"step": "1", "systolic_1": "84", "diastolic_1": "134", "pulse_1": ""}
    answer = send(phone, "/values/new", **fields)
    assert answer.status_code == 422
    assert 'name="offer" value="1:134/84"' in answer.text
    assert 'value="84"' in answer.text
    taken = send(phone, "/values/new", offer="1:134/84", **fields)
    assert taken.status_code == 200
    assert "134 / 84" in taken.text


def test_an_implausible_value_is_asked_back_and_a_yes_is_for_that_number_only(
    anna: Measurer, phone: FlaskClient
) -> None:
    odd = {"step": "1", "systolic_1": "234", "diastolic_1": "84", "pulse_1": ""}
    asked = send(phone, "/values/new", **odd)
    assert asked.status_code == 422
    assert "Stämmer det?" in asked.text
    assert send(phone, "/values/new", confirm_1="234/84/", **odd).status_code == 200
    assert send(phone, "/values/new", confirm_1="235/84/", **odd).status_code == 422


@pytest.mark.parametrize(
    ("systolic", "words"), [("", "Skriv det övre talet."), ("1450", "kan inte stämma"), ("12x", "Skriv bara siffror")]
)
def test_what_cannot_be_true_is_refused_with_words(
    anna: Measurer, phone: FlaskClient, systolic: str, words: str
) -> None:
    answer = send(phone, "/values/new", step="1", systolic_1=systolic, diastolic_1="84", pulse_1="")
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [("2026-11-10", "07:00", "senaste 7 dagarna"), ("2026-11-24", "07:00", "framtiden"), ("", "9x", "Skriv dag")],
)
def test_a_time_that_cannot_be_is_refused(
    anna: Measurer, phone: FlaskClient, day: str, clock: str, words: str
) -> None:
    answer = send(phone, "/values/new", taken_day=day, taken_time=clock, **ONE)
    assert answer.status_code == 422
    assert words in answer.text


def test_an_earlier_time_is_kept(anna: Measurer, phone: FlaskClient) -> None:
    send(phone, "/values/new", taken_day="2026-11-22", taken_time="19.15", **BOTH)
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report)).one()
    assert report.taken_at.isoformat() == "2026-11-22T18:15:00+00:00"


def test_the_same_value_within_two_minutes_is_asked_about(anna: Measurer, phone: FlaskClient) -> None:
    single = {**ONE, "step": "2", "systolic_2": "", "diastolic_2": "", "pulse_2": "", "only_one": "1"}
    send(phone, "/values/new", **single)
    assert "Är det en ny mätning?" in send(phone, "/values/new", **single).text
    assert send(phone, "/values/new", confirm_same="yes", **single).status_code == 302
    assert count_reports(anna) == 2


HIGH = {**ONE, "step": "2", "systolic_1": "188", "diastolic_1": "112", "systolic_2": "188", "diastolic_2": "112",
        "pulse_2": ""}  # fmt: skip


def test_a_dangerous_value_asks_for_symptoms_and_any_yes_shows_112_first(anna: Measurer, phone: FlaskClient) -> None:
    place = send(phone, "/values/new", **HIGH).location
    page = phone.get(place).text
    assert "Har du något av det här nu?" in page
    assert "Mät igen" in page
    send(phone, f"{place}/symptoms", answer="some", symptoms="chest_pain")
    page = phone.get(place).text
    assert page.index("Ring 112 nu") < page.index("188")
    assert 'href="tel:112"' in page
    assert anna.open_reasons() == ["value_emergency"]


def test_a_yes_without_naming_the_symptom_is_an_emergency_too(anna: Measurer, phone: FlaskClient) -> None:
    place = send(phone, "/values/new", **HIGH).location
    send(phone, f"{place}/symptoms", answer="some")
    assert anna.open_reasons() == ["value_emergency"]


def test_a_no_with_a_tick_is_asked_again(anna: Measurer, phone: FlaskClient) -> None:
    place = send(phone, "/values/new", **HIGH).location
    assert send(phone, f"{place}/symptoms", answer="none", symptoms="sight").status_code == 422
    assert anna.items() == []


def test_a_still_high_value_names_the_nurse_and_the_number_to_call(anna: Measurer, phone: FlaskClient) -> None:
    send(phone, "/values/new", **HIGH)
    place = send(phone, "/values/new", **{**HIGH, "systolic_2": "190"}).location
    page = phone.get(place).text
    for words in ("Rött", "Karin Lind", "08-465", "Vårdcentralen Norr", 'href="tel:1177"'):
        assert words in page
    assert anna.open_reasons() == ["value_crisis"]


def test_a_plan_without_limits_answers_neutrally(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast, limits=False)
    phone = anna.cast.browser(anna.cast.anna)
    page = phone.get(send(phone, "/values/new", **BOTH).location).text
    assert "Värdet är sparat" in page
    assert "Grönt" not in page


def test_a_correction_and_an_undo_by_the_forms(anna: Measurer, phone: FlaskClient) -> None:
    place = send(phone, "/values/new", **BOTH).location
    assert 'value="134"' in phone.get(f"{place}/correct").text
    fields = {"systolic_1": "124", "diastolic_1": "84", "pulse_1": "72", "systolic_2": "128", "diastolic_2": "82"}
    fresh = send(phone, f"{place}/correct", reason="Läste fel", **fields).location
    assert "126<span" in phone.get(fresh).text
    assert "gäller inte längre" in phone.get(place).text
    assert send(phone, f"{place}/correct", **fields).status_code == 409
    assert send(phone, f"{fresh}/undo").status_code == 302
    assert "gäller inte längre" not in phone.get(place).text


def test_own_values_are_readable_after_the_end_and_new_ones_are_not_taken(
    anna: Measurer, phone: FlaskClient
) -> None:
    send(phone, "/values/new", **BOTH)
    with anna.cast.database.transaction() as session:
        session.get_one(Enrollment, anna.enrollment_id).status = EnrollmentStatus.ENDED
    page = phone.get("/values").text
    assert "131/83" in page
    assert "Programmet är avslutat" in page
    assert send(phone, "/values/new", **BOTH).location == "/values?kind=blood_pressure"
    assert count_reports(anna) == 1


def test_the_file_holds_every_reading_and_no_formula(anna: Measurer, phone: FlaskClient) -> None:
    place = send(phone, "/values/new", **BOTH).location
    send(phone, f"{place}/correct", systolic_1="124", diastolic_1="84", systolic_2="128", diastolic_2="82")
    answer = phone.get("/values/export.csv")
    lines = answer.text.strip().splitlines()
    assert answer.mimetype == "text/csv"
    assert len(lines) == 1 + 6 + 4
    assert sum("nej, rättat" in line for line in lines) == 6
    assert not any(cell[:1] in "=+@" for line in lines for cell in line.split(";") if cell)


def test_a_stranger_sees_nothing(anna: Measurer, phone: FlaskClient) -> None:
    place = send(phone, "/values/new", **BOTH).location
    stranger = anna.cast.browser(anna.cast.other_patient)
    assert stranger.get(place).status_code == 404
    assert send(stranger, f"{place}/undo").status_code == 404
    assert stranger.get("/values/new").status_code == 404
    assert stranger.get("/values").status_code == 200


def test_the_first_pages_are_shown_first_and_the_last_needs_a_tick(anna: Measurer, phone: FlaskClient) -> None:
    place = phone.get("/values").location
    assert place.endswith("/start/welcome")
    for _page in range(5):
        place = send(phone, place).location
    assert place.endswith("/start/red_flags")
    assert send(phone, place).status_code == 422
    place = send(phone, place, know="yes").location
    assert send(phone, place).location == "/values"
    assert phone.get("/values").status_code == 200
    with anna.cast.database.transaction() as session:
        rows = session.scalars(select(StepCompletion)).all()
    assert {row.module for row in rows} == {0}
    assert len(rows) == 7


def test_home_asks_for_the_value_of_the_sitting_until_it_is_there(anna: Measurer, phone: FlaskClient) -> None:
    assert "Mät blodtrycket" in phone.get("/home").text
    send(phone, "/values/new", **BOTH)
    assert "Mät blodtrycket" not in phone.get("/home").text


def test_the_pages_keep_within_their_statements(anna: Measurer, phone: FlaskClient) -> None:
    with count_statements(anna.cast.database) as seen:
        place = send(phone, "/values/new", **BOTH).location
    assert (len([one for one in seen if one != "COMMIT"]), seen.count("COMMIT")) == (8, 1)
    for target, most in ((place, 4), ("/values", 6), ("/values/new", 2)):
        with count_statements(anna.cast.database) as seen:
            assert phone.get(target).status_code == 200
        assert len([one for one in seen if one != "COMMIT"]) == most, target
    with anna.cast.database.transaction() as session:
        assert session.scalar(select(func.count(Reading.id))) == 6


@pytest.fixture
def ground(sqlite_url: str) -> Iterator[Measurer]:
    """Anna on SQLite, for the browser."""
    cast = make_care_cast(sqlite_url)
    yield make_measurer(cast)
    cast.database.engine.dispose()


def open_page(page: Page, ground: Measurer, address: str) -> None:
    """Sign Anna in."""
    ground.cast.browser(ground.cast.anna)
    token = ground.cast.tokens[ground.cast.anna.id]
    page.context.add_cookies([{"name": "egenvag_patient", "value": token, "url": address}])


@pytest.mark.browser
def test_a_thumb_types_two_readings_and_reads_the_answer(
    ground: Measurer, serve: Serve, page_360: Page, axe: Axe, tmp_path: Path
) -> None:
    address = serve(ground.cast.app.wsgi_app)
    page = page_360
    open_page(page, ground, address)
    page.goto(f"{address}/values/new")
    axe(page)
    for digit in "13484" + "72":
        page.get_by_role("button", name=digit, exact=True).click()
    page.screenshot(path=tmp_path / "new1.png", full_page=True)
    assert page.locator("#systolic_1").input_value() == "134"
    assert page.locator("#pulse_1").input_value() == "72"
    page.locator(".stepbar .btn-primary").click()
    page.get_by_role("heading", name="Mätning 2 av 2").wait_for()
    axe(page)
    page.screenshot(path=tmp_path / "new2.png", full_page=True)
    for digit in "12882" + "70":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("heading", name="Tack, det är sparat").wait_for()
    axe(page)
    page.screenshot(path=tmp_path / "fb.png", full_page=True)
    page.goto(f"{address}/values")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=tmp_path / "values.png", full_page=True)


@pytest.mark.browser
def test_a_measurement_is_taken_without_javascript(ground: Measurer, serve: Serve, page_without_script: Page) -> None:
    address = serve(ground.cast.app.wsgi_app)
    page = page_without_script
    open_page(page, ground, address)
    page.goto(f"{address}/values/new")
    page.fill("#systolic_1", "188")
    page.fill("#diastolic_1", "112")
    page.get_by_role("button", name="Nästa").click()
    page.fill("#systolic_2", "186")
    page.fill("#diastolic_2", "111")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.check("#symptoms")
    page.get_by_role("button", name="Ja, något av det").click()
    page.get_by_role("heading", name="Ring 112 nu").first.wait_for()
    assert ground.open_reasons() == ["value_emergency"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_danger_and_the_first_pages_are_accessible(
    ground: Measurer, serve: Serve, request: pytest.FixtureRequest, axe: Axe, width: int, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    address = serve(ground.cast.app.wsgi_app)
    open_page(page, ground, address)
    phone = ground.cast.browser(ground.cast.anna)
    start = phone.get("/values").location
    place = send(phone, "/values/new", **HIGH).location
    page.goto(address + place)
    axe(page)
    page.screenshot(path=tmp_path / "first.png", full_page=True)
    send(phone, f"{place}/symptoms", answer="some", symptoms="chest_pain")
    for name, target in (
        ("sos", place), ("start", start.replace("welcome", "red_flags")), ("values", "/values?period=365"),
        ("correct", f"{place}/correct"),
    ):
        page.goto(address + target)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
