"""Holds the pages of time in a browser: away, the week in short, daily for a time, and fifteen minutes that are up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from monitoring.series import Series
from programs.models import WeekSummary
from programs.weeks_told import tell_weeks
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, send
from tests.plugins.serving import Serve

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TWO_SIGNS = {"q1": 1, "q2": 1, "q3": 0, "q4": 0, "q5": 0, "q6": 0}

pytestmark = pytest.mark.browser


def look_at(page: Page, axe: Axe, *paths: str) -> None:
    """Open pages on a phone and on a wide screen; axe is content and nothing runs out to the right."""
    for path in paths:
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(path)
        axe(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)


def open_as_anna(page: Page, anna: SeriesMeasurer, address: str) -> None:
    """Sign Anna in."""
    anna.cast.browser(anna.cast.anna)
    token = anna.cast.tokens[anna.cast.anna.id]
    page.context.add_cookies([{"name": "egenvag_patient", "value": token, "url": address}])


def test_the_pages_of_being_away_and_of_the_week_are_whole(
    sqlite_cast: CareCast, serve: Serve, page_360: Page, axe: Axe
) -> None:
    anna = make_series(sqlite_cast, "heart_failure")
    for day in range(6):
        anna.send(Series.WEIGHT, "80.4", sqlite_cast.now + day * DAY)
    sqlite_cast.clock.instant += 6 * DAY + 9 * HOUR
    tell_weeks(sqlite_cast.database, sqlite_cast.now)
    address, day = serve(sqlite_cast.app), sqlite_cast.now.date()
    open_as_anna(page_360, anna, address)
    send(sqlite_cast.browser(sqlite_cast.anna), "/away", first_day=str(day), last_day=str(day + 3 * DAY))
    with sqlite_cast.database.transaction() as session:
        week = session.scalars(select(WeekSummary.public_id)).one()
    look_at(page_360, axe, *(f"{address}{path}" for path in ("/away", "/home", "/weeks", f"/weeks/{week}")))
    expect(page_360.get_by_role("button", name="Skriv ut")).to_be_visible()


def test_the_page_says_when_the_fifteen_minutes_are_up(
    sqlite_cast: CareCast, serve: Serve, new_context: Callable[..., BrowserContext], axe: Axe
) -> None:
    anna = make_series(sqlite_cast, "diabetes_insulin")
    report = anna.send(Series.GLUCOSE, "3.4")
    sqlite_cast.clock.instant += timedelta(minutes=14, seconds=58)
    address = serve(sqlite_cast.app)
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    open_as_anna(page, anna, address)
    page.goto(f"{address}/values/{report}")
    expect(page.get_by_text("15 minuter har gått. Mät igen nu.")).to_be_visible()
    axe(page)


def test_the_answer_of_who_got_worse_tells_until_when_it_is_asked_daily(
    sqlite_cast: CareCast, serve: Serve, page_360: Page, axe: Axe
) -> None:
    anna = make_series(sqlite_cast, "copd", starts_on=sqlite_cast.now.date() - 43 * DAY)
    report = anna.send(Series.LUNG_CHECK, answers=TWO_SIGNS)
    address = serve(sqlite_cast.app)
    open_as_anna(page_360, anna, address)
    look_at(page_360, axe, f"{address}/values/{report}", f"{address}/values?kind=kk6")
    expect(page_360.get_by_text("Vi frågar varje dag till och med måndag 21 december")).to_be_visible()
