"""Holds the pages of the coach in a browser: axe at both widths, a silent clock, and the whole way without a script."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.monitoring.ground import Measurer, make_measurer
from tests.plugins.browser import Axe
from tests.plugins.cast import make_care_cast
from tests.plugins.serving import Serve

COACH = "/values/measure/blood_pressure"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ground(sqlite_url: str) -> Iterator[Measurer]:
    """Anna on SQLite, for the browser."""
    cast = make_care_cast(sqlite_url)
    cast.clock.instant -= 120 * MINUTE
    yield make_measurer(cast)
    cast.database.engine.dispose()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_coach_are_accessible_and_the_clock_is_silent(
    ground: Measurer, serve: Serve, request: pytest.FixtureRequest, axe: Axe, width: int, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    address = serve(ground.cast.app.wsgi_app)
    ground.cast.browser(ground.cast.anna)
    page.context.add_cookies([
        {"name": "egenvag_patient", "value": ground.cast.tokens[ground.cast.anna.id], "url": address}
    ])  # fmt: skip

    def look(name: str) -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.screenshot(path=tmp_path / f"{width}_{name}.png", full_page=True)

    page.goto(address + COACH)
    look("1prepare")
    page.get_by_role("button", name="Börja vila", exact=True).click()
    page.locator("[data-timer-shown]").filter(has_text="4:5").wait_for()
    assert page.locator("[data-timer-live]").text_content() == ""
    look("2rest")
    ground.cast.clock.instant += 6 * MINUTE
    page.reload()
    page.get_by_role("heading", name="Nu kan du mäta").wait_for()
    look("2rested")
    page.get_by_role("button", name="Mät nu", exact=True).click()
    for digit in "13484" + "72":
        page.get_by_role("button", name=digit, exact=True).click()
    look("3first")
    page.get_by_role("button", name="Nästa").last.click()
    page.get_by_role("heading", name="Vänta en minut").wait_for()
    look("4pause")
    page.get_by_role("link", name="Mät en gång till").click()
    page.get_by_role("heading", name="Mätning 2 av 2").wait_for()
    for digit in "12882" + "70":
        page.get_by_role("button", name=digit, exact=True).click()
    look("5second")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("heading", name="Tack, det är sparat").wait_for()
    look("6told")


@pytest.mark.browser
def test_the_coach_is_followed_without_javascript(ground: Measurer, serve: Serve, page_without_script: Page) -> None:
    address = serve(ground.cast.app.wsgi_app)
    page = page_without_script
    ground.cast.browser(ground.cast.anna)
    page.context.add_cookies([
        {"name": "egenvag_patient", "value": ground.cast.tokens[ground.cast.anna.id], "url": address}
    ])  # fmt: skip
    page.goto(address + COACH)
    page.get_by_role("button", name="Jag vet hur").click()
    page.get_by_text("Vila till klockan 08:05.").wait_for()
    ground.cast.clock.instant += 5 * MINUTE
    page.get_by_role("button", name="Mät nu").click()
    page.fill("#systolic_1", "134")
    page.fill("#diastolic_1", "84")
    page.get_by_role("button", name="Nästa").click()
    page.get_by_text("Vänta till klockan 08:06.").wait_for()
    ground.cast.clock.instant += 1.5 * MINUTE
    page.get_by_role("link", name="Mät en gång till").click()
    page.fill("#systolic_2", "130")
    page.fill("#diastolic_2", "82")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_text("Bra mätt").wait_for()
