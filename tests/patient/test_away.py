"""Holds the page where a patient says that he is away, and that he and his clinicians see it."""

from datetime import timedelta

from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast, count_statements, make_care_cast, send

DAY = timedelta(days=1)


def tell(cast: CareCast, first: int, last: int) -> int:
    """Send the form in Anna's browser; returns the status."""
    day = cast.now.date()
    sent = send(cast.browser(cast.anna), "/away", first_day=str(day + first * DAY), last_day=str(day + last * DAY))
    return sent.status_code


def test_who_says_that_he_is_away_sees_it_on_home_and_can_take_it_back(care_cast: CareCast) -> None:
    make_series(care_cast, "heart_failure")
    assert tell(care_cast, 0, 6) == 302
    browser = care_cast.browser(care_cast.anna)
    assert "Du är borta till och med söndag 29 november." in browser.get("/home").get_data(as_text=True)
    page = browser.get("/away").get_data(as_text=True)
    assert "Måndag 23 november till och med söndag 29 november" in page
    action = page.split('action="/away/')[1].split('"')[0]
    assert send(browser, f"/away/{action}").status_code == 302
    assert "Du är borta" not in browser.get("/home").get_data(as_text=True)


def test_wrong_days_are_told_by_their_field_and_kept(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.anna)
    answer = send(browser, "/away", first_day="2026-12-05", last_day="2026-12-01")
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Sista dagen kan inte komma före den första." in text
    assert "2026-12-05" in text
    assert send(browser, "/away", first_day="i morgon").status_code == 422


def test_the_page_costs_little(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.anna)
    browser.get("/away")
    with count_statements(care_cast.database) as seen:
        assert browser.get("/away").status_code == 200
    assert seen.count("COMMIT") <= 1
    assert len(seen) - seen.count("COMMIT") <= 3


def test_clinicians_see_that_the_patient_is_away(sqlite_url: str) -> None:
    cast = make_care_cast(sqlite_url)
    make_series(cast, "heart_failure")
    tell(cast, 0, 2)
    browser = cast.browser(cast.karin)
    page = browser.get(f"/desk/patients/{cast.anna.public_id}").get_data(as_text=True)
    assert "borta till och med 25 november" in page
    cast.database.engine.dispose()
