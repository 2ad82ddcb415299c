"""The sleep diary on the patient's pages: a night in a minute, corrected without losing, read as a curve."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from programs.models import DiaryEntry, EnrollmentStatus
from tests.patient.sleep_ground import NIGHT, START, enroll_sleep, write_nights
from tests.plugins.cast import CareCast, count_statements, send

FORM = {f"f.{name}": str(value) for name, value in NIGHT.items()}


def test_a_night_is_written_and_told_in_a_sentence(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    day = f"/diary/{enrollment.public_id}/{START}"
    assert "Skriv nattens rad" in browser.get("/home").get_data(as_text=True)
    assert "Natten till i dag" in browser.get(day).get_data(as_text=True)
    answer = send(browser, day, **FORM)
    assert answer.location == f"/diary/{enrollment.public_id}"
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Du sov ungefär 6 timmar av 6 timmar och 45 minuter i sängen." in page
    assert "Skriv nattens rad" not in browser.get("/home").get_data(as_text=True)


def test_a_correction_keeps_the_old_row(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    day = f"/diary/{enrollment.public_id}/{START}"
    for waso in ("15", "45"):
        assert send(browser, day, **FORM | {"f.waso": waso}).status_code == 302
    assert 'value="45"' in browser.get(day).get_data(as_text=True)
    with care_cast.database.transaction() as session:
        rows = session.scalars(select(DiaryEntry).order_by(DiaryEntry.id)).all()
        assert [(row.current, row.answers["waso"]) for row in rows] == [(False, 15), (True, 45)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"f.rose": ""}, "Svara på frågan."),
        ({"f.rose": "halv sju"}, "Skriv timme och minuter"),
        ({"f.sol": "tjugo"}, "Skriv ett tal med siffror"),
        ({"f.quality": "6"}, "Skriv ett tal mellan 1 och 5."),
        ({"f.woke": "08:00"}, "Tiderna går inte ihop."),
    ],
)
def test_what_does_not_fit_is_asked_again_and_nothing_typed_is_lost(
    sqlite_cast: CareCast, change: dict[str, str], words: str
) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    answer = send(sqlite_cast.browser(sqlite_cast.anna), f"/diary/{enrollment.public_id}/{START}", **FORM | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert 'value="23:45"' in page
    assert "data-error-summary" in page


def test_only_real_days_of_the_last_week_are_written(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    browser = sqlite_cast.browser(sqlite_cast.anna)
    base = f"/diary/{enrollment.public_id}"
    assert browser.get(f"{base}/2026-02-30").status_code == 404
    assert browser.get(f"{base}/i-gar").status_code == 404
    for day in (START + timedelta(days=1), START - timedelta(days=8)):
        assert "Du kan fylla i de senaste sju dagarna." in browser.get(f"{base}/{day}").get_data(as_text=True)
        assert send(browser, f"{base}/{day}", **FORM).status_code == 422


def test_the_curve_has_a_sentence_a_table_and_gaps(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    write_nights(sqlite_cast, enrollment, START, 3)
    write_nights(sqlite_cast, enrollment, START - timedelta(days=5), 3)
    browser = sqlite_cast.browser(sqlite_cast.anna)
    with count_statements(sqlite_cast.database) as seen:
        page = browser.get(f"/diary/{enrollment.public_id}").get_data(as_text=True)
    assert "De senaste sju dagarna sov du i snitt 6 timmar per natt." in page
    assert "88,9 procent av tiden i sängen" in page
    assert page.count('class="p1"') == 6
    assert 'class="l1 gap"' in page
    assert page.count("Ingen rad") >= 8
    assert len([one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]) <= 6


def test_an_ended_program_keeps_the_diary_to_read(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    write_nights(sqlite_cast, enrollment, START, 3)
    with sqlite_cast.database.transaction() as session:
        session.merge(enrollment).status = EnrollmentStatus.ENDED
    browser = sqlite_cast.browser(sqlite_cast.anna)
    assert browser.get(f"/diary/{enrollment.public_id}").status_code == 200
    assert send(browser, f"/diary/{enrollment.public_id}/{START}", **FORM).status_code == 409
