"""Holds the plan's page: what limits would have done, in force and as they are typed; trying saves nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.audit import AuditEvent
from monitoring.models import MeasurementPlan
from monitoring.series import Series
from monitoring.weeks import judge_finished_weeks
from tests.monitoring.ground import Measurer, make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, count_statements, make_care_cast
from tests.plugins.serving import Serve
from worklist.items import settle_items
from worklist.models import Outcome

DAY = timedelta(days=1)
WEIGHTS = ("81.5", "81.8", "82.1", "82.3", "82.4", "81.9", "81.0")
TYPED = {"kind": "weight", "target": "80,0", "limit_up": "3,0", "limit_down": "2,0", "fluid": "yes",
         "rhythm": "daily", "hour": "7", "reason": "Ska inte försvinna", "plan": "x"}  # fmt: skip


@pytest.fixture
def anna(care_cast: CareCast) -> SeriesMeasurer:
    """Anna, whose weight was over the limit of 82.0 kg on three mornings, and whom somebody rang about it."""
    start = care_cast.now - 10 * DAY
    anna = make_series(care_cast, "heart_failure", starts_on=start.date())
    for number, value in enumerate(WEIGHTS):
        anna.send(Series.WEIGHT, value, at=start + number * DAY)
    with care_cast.database.transaction() as session:
        key = f"values:weight:{care_cast.anna.public_id}:{care_cast.unit.id}"
        settle_items(session, key, Outcome.CALLED, start + 5 * DAY, care_cast.karin.id)
    return anna


@pytest.fixture
def desk(anna: SeriesMeasurer) -> FlaskClient:
    """Karin's signed-in browser."""
    return anna.cast.browser(anna.cast.karin)


def page_of(anna: Measurer, name: str = "plan") -> str:
    """Return an address about Anna."""
    return f"/desk/patients/{anna.cast.anna.public_id}/{name}"


def try_out(browser: FlaskClient, anna: Measurer, fields: dict[str, str]) -> TestResponse:
    """Press the button that tries what is typed; it needs no key, since it saves nothing."""
    return browser.post(page_of(anna, "plan/try"), data=fields)


def test_beside_each_limit_stands_how_often_it_would_have_called(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    page = desk.get(page_of(anna) + "?kind=weight").text
    assert "Gränserna som gäller hade larmat 2 gånger på 90 dagar: 2 gula." in page
    assert "Hade larmat 2 gånger på 90 dagar, senast 17 november." in page
    assert "Hade inte larmat på 90 dagar." in page
    assert "Prova på de senaste 90 dagarna" in page


def test_typed_limits_are_tried_and_what_was_typed_stays(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    answer = try_out(desk, anna, TYPED)
    assert answer.status_code == 200
    assert "De du provar hade inte larmat någon gång, mot 2 nu." in answer.text
    assert "Med det du provar: 0." in answer.text
    assert "Ni gjorde något: ringde" in answer.text
    assert 'value="3,0"' in answer.text
    assert "Ska inte försvinna" in answer.text
    assert "någon gång på 90 dagar" not in answer.text


def test_trying_saves_nothing_but_that_the_page_was_read(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    with count_statements(anna.cast.database) as seen:
        try_out(desk, anna, TYPED)
    assert len([one for one in seen if one != "COMMIT"]) <= 8, seen
    assert seen.count("COMMIT") == 1
    with anna.cast.database.transaction() as session:
        versions = session.scalars(select(MeasurementPlan.version)).all()
        assert set(versions) == {1}
        assert session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.action == "plan.change")) == 0
        assert session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.action == "patient.read")) == 1


def test_a_limit_that_cannot_be_is_told_and_the_rest_stays(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    answer = try_out(desk, anna, TYPED | {"limit_up": "99"})
    assert answer.status_code == 422
    assert "Skriv ett tal från 0,5 till 10" in answer.text
    assert 'value="99"' in answer.text


def test_a_plan_without_limits_is_tried_as_that(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    answer = try_out(desk, anna, TYPED | {"no_limits": "yes"})
    assert "De du provar hade inte larmat" in answer.text


def test_a_stranger_tries_nothing(anna: SeriesMeasurer) -> None:
    stranger = anna.cast.browser(anna.cast.stranger)
    assert try_out(stranger, anna, TYPED).status_code == 404


@pytest.fixture
def pressed(sqlite_url: str) -> Iterator[Measurer]:
    """Anna with seven weeks of blood pressure, on SQLite for the browser."""
    cast = make_care_cast(sqlite_url)
    now, cast.clock.instant = cast.now, cast.now - 49 * DAY
    anna = make_measurer(cast, starts_on=cast.now.date())
    for number in range(96):
        at = cast.now + number * timedelta(hours=12)
        upper = 126 + number * 7 % 19 + number // 8
        anna.report((upper, upper // 2 + 16, 70), at=at)
        anna.report((upper + 1, upper // 2 + 16, 70), at=at + timedelta(minutes=2))
        if number % 14 == 13:
            judge_finished_weeks(cast.database, at + DAY)
    cast.clock.instant = now
    yield anna
    cast.database.engine.dispose()


GOALS = {"goal_systolic": "150", "goal_diastolic": "95", "low_systolic": "100", "morning_hour": "7",
         "evening_hour": "19", "reason": "", "plan": ""}  # fmt: skip


def test_goals_of_pressure_are_tried_on_the_means_of_weeks(pressed: Measurer) -> None:
    desk = pressed.cast.browser(pressed.cast.karin)
    with count_statements(pressed.cast.database) as seen:
        page = desk.get(page_of(pressed)).text
    assert len([one for one in seen if one != "COMMIT"]) <= 7, seen
    assert "Gränserna som gäller hade larmat" in page
    with count_statements(pressed.cast.database) as seen:
        answer = try_out(desk, pressed, GOALS)
    assert len([one for one in seen if one != "COMMIT"]) <= 8, seen
    assert answer.status_code == 200
    assert "Veckan från" in answer.text
    assert 'value="150"' in answer.text
    assert try_out(desk, pressed, GOALS | {"goal_systolic": "1"}).status_code == 422


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_limits_are_tried_without_leaving_the_form(
    pressed: Measurer, serve: Serve, request: pytest.FixtureRequest, axe: Axe, width: int, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    address = serve(pressed.cast.app.wsgi_app)
    pressed.cast.browser(pressed.cast.karin)
    token = pressed.cast.tokens[pressed.cast.karin.id]
    page.context.add_cookies([{"name": "egenvag_desk", "value": token, "url": address}])
    page.goto(address + page_of(pressed))
    page.fill("#goal_systolic", "150")
    page.fill("#goal_diastolic", "95")
    page.fill("#reason", "Halvskrivet")
    page.click("text=Prova på de senaste 90 dagarna")
    page.wait_for_selector("text=De du provar hade")
    assert page.input_value("#reason") == "Halvskrivet"
    assert "Med det du provar" in page.inner_text("#called-goal_systolic")
    axe(page)
    page.screenshot(path=tmp_path / "trial.png", full_page=True)
