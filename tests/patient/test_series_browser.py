"""Holds the pages of weight, sugar and the checks in a browser: the pad with a comma, no script, axe, 360 px."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from monitoring.series import Series
from tests.monitoring.series_cases import TODAY
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.browser import Axe
from tests.plugins.cast import make_care_cast, send
from tests.plugins.serving import Serve

DAY = timedelta(days=1)
OWN = {"text": "Ta 1 extra tablett på morgonen i 3 dagar.", "signed_by": "Karin Lind", "role": "sjuksköterska",
       "signed_on": str(TODAY - 9 * DAY), "valid_to": str(TODAY + 90 * DAY), "max_days": 3}  # fmt: skip
WEIGHTS = ((13, "80.1"), (12, "80.3"), (11, "80.0"), (9, "79.8"), (8, "80.4"), (6, "80.2"), (5, "80.6"), (2, "80.0"))

pytestmark = pytest.mark.browser


@pytest.fixture
def heart(sqlite_url: str) -> Iterator[SeriesMeasurer]:
    """Anna with two weeks of weights and a signed instruction."""
    anna = make_series(make_care_cast(sqlite_url), "heart_failure")
    anna.change(Series.WEIGHT, instructions={"W1": OWN})
    for ago, value in WEIGHTS:
        anna.send(Series.WEIGHT, value, anna.cast.now - ago * DAY)
    yield anna
    anna.cast.database.engine.dispose()


@pytest.fixture
def sugar(sqlite_url: str) -> Iterator[SeriesMeasurer]:
    """Anna with the plans of diabetes."""
    anna = make_series(make_care_cast(sqlite_url), "diabetes")
    yield anna
    anna.cast.database.engine.dispose()


def open_as(page: Page, anna: SeriesMeasurer, address: str, *, staff: bool = False) -> None:
    """Sign Anna or Karin in."""
    user = anna.cast.karin if staff else anna.cast.anna
    anna.cast.browser(user)
    name = "egenvag_desk" if staff else "egenvag_patient"
    page.context.add_cookies([{"name": name, "value": anna.cast.tokens[user.id], "url": address}])


def look(page: Page, axe: Axe, shot: Path) -> None:
    """Ask axe, see that nothing runs out to the right, and take a picture."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=shot, full_page=True)


def test_a_thumb_types_a_weight_and_answers_what_is_asked(
    heart: SeriesMeasurer, serve: Serve, page_360: Page, axe: Axe, tmp_path: Path
) -> None:
    address = serve(heart.cast.app.wsgi_app)
    page = page_360
    open_as(page, heart, address)
    page.goto(f"{address}/values/new/weight")
    for key in ("8", "2", "Komma", "4"):
        page.get_by_role("button", name=key, exact=True).click()
    assert page.locator("#value_1").input_value() == "82,4"
    look(page, axe, tmp_path / "weight_new.png")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_text("Enligt din plan (Karin Lind, sjuksköterska").wait_for()
    look(page, axe, tmp_path / "weight_told.png")
    page.get_by_label("Lite sämre").check()
    page.locator("#swollen-2").check()
    page.get_by_role("button", name="Nej, inget av det").click()
    page.get_by_role("heading", name="Rött: läs det här").wait_for()
    page.goto(f"{address}/values?kind=weight")
    look(page, axe, tmp_path / "weight_values.png")


def test_a_low_sugar_is_reported_without_javascript(
    sugar: SeriesMeasurer, serve: Serve, page_without_script: Page
) -> None:
    address = serve(sugar.cast.app.wsgi_app)
    page = page_without_script
    open_as(page, sugar, address)
    page.goto(f"{address}/values/new/glucose")
    page.fill("#value_1", "2,9")
    page.get_by_label("Före måltid").check()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_text("4 till 6 druvsockertabletter").wait_for()
    page.get_by_label("Svårt att svälja").check()
    page.get_by_role("button", name="Ja, något av det").click()
    page.get_by_role("heading", name="Ring 112 nu").first.wait_for()
    assert "series_emergency" in sugar.open_reasons()


def test_the_pages_of_sugar_and_of_a_check_are_accessible(
    sugar: SeriesMeasurer, serve: Serve, page_360: Page, axe: Axe, tmp_path: Path
) -> None:
    address = serve(sugar.cast.app.wsgi_app)
    page = page_360
    open_as(page, sugar, address)
    sugar.change(Series.KETONES, kind="kk6")
    phone = sugar.cast.browser(sugar.cast.anna)
    for hours, value, around in ((50, "6.2", "fasting"), (26, "9.1", "after_meal"), (3, "7.9", "fasting")):
        sugar.send(Series.GLUCOSE, value, sugar.cast.now - timedelta(hours=hours), context=around)
    page.goto(f"{address}/values/new/glucose")
    look(page, axe, tmp_path / "sugar_new.png")
    page.goto(address + send(phone, "/values/new/glucose", value_1="2,9", context="fasting").location)
    look(page, axe, tmp_path / "sugar_low.png")
    page.goto(f"{address}/values?kind=glucose")
    look(page, axe, tmp_path / "sugar_values.png")
    page.goto(f"{address}/values/new/kk6")
    look(page, axe, tmp_path / "check_new.png")


def test_the_desk_shows_and_plans_a_series(
    heart: SeriesMeasurer, serve: Serve, page_1280: Page, axe: Axe, tmp_path: Path
) -> None:
    address = serve(heart.cast.app.wsgi_app)
    page = page_1280
    open_as(page, heart, address, staff=True)
    for name in ("values", "plan"):
        page.goto(f"{address}/desk/patients/{heart.cast.anna.public_id}/{name}?kind=weight")
        look(page, axe, tmp_path / f"desk_{name}.png")
