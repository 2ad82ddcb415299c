"""Looks at what staff read about a value in a browser: notes in the curve, and the pane of an item; axe and 360 px."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from monitoring.series import Series
from tests.monitoring.series_cases import TODAY
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.browser import Axe
from tests.plugins.cast import make_care_cast, send
from tests.plugins.serving import Serve
from worklist.models import WorkItem

DAY = timedelta(days=1)
WEIGHTS = ((13, "80.1"), (12, "80.3"), (11, "80.0"), (9, "79.8"), (8, "80.4"), (6, "80.2"), (5, "80.6"), (2, "80.0"))
NOTES = ((12, "Influensavaccin", ""), (8, "Ny vätskedrivande medicin", ""), (0, "Ringde, orolig för resan", "yes"))

pytestmark = pytest.mark.browser


@pytest.fixture
def heart(sqlite_url: str) -> Iterator[SeriesMeasurer]:
    """Anna with two weeks of weights and three notes."""
    anna = make_series(make_care_cast(sqlite_url), "heart_failure")
    for ago, value in WEIGHTS:
        anna.send(Series.WEIGHT, value, anna.cast.now - ago * DAY)
    desk = anna.cast.browser(anna.cast.karin)
    for ago, body, for_care in NOTES:
        fields = {"body": body, "on_day": str(TODAY - ago * DAY), "for_care": for_care}
        send(desk, f"/desk/patients/{anna.cast.anna.public_id}/notes", **fields)
    yield anna
    anna.cast.database.engine.dispose()


@pytest.mark.parametrize("width", [1280, 360])
def test_what_staff_read_about_values_is_accessible(
    heart: SeriesMeasurer, serve: Serve, request: pytest.FixtureRequest, axe: Axe, width: int, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    address, cast = serve(heart.cast.app.wsgi_app), heart.cast
    cast.browser(cast.anna)
    for user, name in ((cast.karin, "egenvag_desk"), (cast.anna, "egenvag_patient")):
        page.context.add_cookies([{"name": name, "value": cast.tokens[user.id], "url": address}])
    desk = f"/desk/patients/{cast.anna.public_id}"
    heart.send(Series.WEIGHT, "82.4", cast.now - 1 * DAY)
    heart.send(Series.WEIGHT, "83.0", cast.now, answers={"breath": "much", "swollen": "no"})
    with cast.database.transaction() as session:
        query = select(WorkItem.public_id).where(WorkItem.reason.startswith("weight")).order_by(WorkItem.rank)
        item = session.scalars(query).first()
    for name, target in (
        ("desk", f"{desk}/values?kind=weight"), ("notes", f"{desk}/notes?kind=weight"), ("own", "/values?kind=weight"),
        ("item", f"/desk/items/{item}"),
    ):  # fmt: skip
        page.goto(address + target)
        for fold in page.query_selector_all("main details.fold > summary"):
            fold.click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), target
        page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
