"""Holds the desk's pages of values: curve, rules in words, corrections, and plans changed with who, when and why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import func, select

from core.audit import AuditEvent
from monitoring.corrections import correct_report
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import Measure
from monitoring.reading_quality import POSTURE, How
from tests.monitoring.ground import Measurer, make_measurer
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, count_statements, make_care_cast, send
from tests.plugins.serving import Serve


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna without limits yet."""
    return make_measurer(care_cast, limits=False)


@pytest.fixture
def desk(anna: Measurer) -> FlaskClient:
    """Karin's signed-in browser."""
    return anna.cast.browser(anna.cast.karin)


def values_of(anna: Measurer) -> str:
    """Return the address of Anna's values."""
    return f"/desk/patients/{anna.cast.anna.public_id}/values"


def plan_of(anna: Measurer) -> str:
    """Return the address of Anna's plan."""
    return f"/desk/patients/{anna.cast.anna.public_id}/plan"


def form_of(anna: Measurer, **changed: str) -> dict[str, str]:
    """Return a filled plan form."""
    with anna.cast.database.transaction() as session:
        plan = session.scalars(select(MeasurementPlan).where(MeasurementPlan.current.is_(True))).one()
    fields = {"goal_systolic": "130", "goal_diastolic": "80", "low_systolic": "100", "morning_hour": "7",
              "evening_hour": "19", "reason": "Överenskommet vid besök", "plan": plan.public_id}  # fmt: skip
    return fields | changed


def test_a_value_without_limits_is_visible_to_staff_and_the_read_is_logged(anna: Measurer, desk: FlaskClient) -> None:
    anna.report((148, 91, 70))
    page = desk.get(values_of(anna)).text
    assert "148/91" in page
    assert "Patientens egna gränser saknas" in page
    with anna.cast.database.transaction() as session:
        query = select(func.count(AuditEvent.id)).where(AuditEvent.action == "patient.read")
        assert session.scalar(query) == 1


def test_the_rule_that_fired_stands_in_words_and_a_correction_keeps_the_old(
    anna: Measurer, desk: FlaskClient
) -> None:
    anna.report((188, 112, 80))
    wrong = anna.report((186, 112, 80), at=anna.cast.now + timedelta(minutes=9))
    assert "180/110 eller mer, också efter vila" in desk.get(values_of(anna)).text
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == wrong)).one()
        correct_report(session, anna.around(session), report, [Measure(136, 82)], "Läste fel", anna.cast.now)
    page = desk.get(values_of(anna)).text
    assert "<s>186/112</s>" in page
    assert "Rättat till 136/82: Läste fel" in page


def test_new_limits_are_a_new_version_with_who_and_why(anna: Measurer, desk: FlaskClient) -> None:
    assert send(desk, plan_of(anna), **form_of(anna)).location == values_of(anna)
    page = desk.get(values_of(anna)).text
    for words in ("mål under 130/80", "rött från 155/95", "Överenskommet vid besök", "Karin Lind", "version 2"):
        assert words in page
    assert anna.read(anna.report((128, 78, 70))).rule == "bp_inside"


def test_limits_may_be_taken_away_again(anna: Measurer, desk: FlaskClient) -> None:
    send(desk, plan_of(anna), **form_of(anna))
    send(desk, plan_of(anna), **form_of(anna, no_limits="yes", reason="Nytt läge"))
    assert anna.read(anna.report((128, 78, 70))).rule == "bp_noted"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"goal_systolic": "300"}, "110 till 160"), ({"goal_diastolic": "20"}, "60 till 100"),
        ({"low_systolic": "120", "goal_systolic": "115"}, "ligga under målet"),
        ({"goal_systolic": "x"}, "Skriv ett helt tal"), ({"reason": " "}, "Skriv varför planen ändras"),
        ({"morning_hour": "20"}, "före kvällens"),
    ],
)
def test_a_wrong_plan_is_refused_in_words_and_keeps_what_was_typed(
    anna: Measurer, desk: FlaskClient, changed: dict[str, str], words: str
) -> None:
    answer = send(desk, plan_of(anna), **form_of(anna, evening_hour="18", **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="18"' in answer.text


def test_who_comes_second_gets_a_conflict_with_his_text_and_may_send_again(anna: Measurer, desk: FlaskClient) -> None:
    stale = form_of(anna, reason="Min ändring")
    send(anna.cast.browser(anna.cast.erik), plan_of(anna), **form_of(anna, reason="Eriks ändring"))
    answer = send(desk, plan_of(anna), key="samma-nyckel", **stale)
    assert answer.status_code == 409
    assert "Min ändring" in answer.text
    fresh = form_of(anna, reason="Min ändring")
    assert send(desk, plan_of(anna), key="samma-nyckel", **fresh).status_code == 302


def test_strangers_and_coordinators_see_no_values(anna: Measurer) -> None:
    for user, status in ((anna.cast.stranger, 404), (anna.cast.sister_clinician, 404), (anna.cast.lena, 403)):
        client = anna.cast.browser(user)
        assert client.get(values_of(anna)).status_code == status
        assert send(client, plan_of(anna), **form_of(anna)).status_code == status


def test_the_page_tells_how_values_were_measured_and_that_somebody_rounds(anna: Measurer, desk: FlaskClient) -> None:
    coached = How("coach", rested=300, apart=90, ticks=POSTURE)
    for number in range(6):
        anna.report((140, 90), (140, 90), at=anna.cast.now + timedelta(hours=number), how=coached)
    anna.report((141, 91), at=anna.cast.now + timedelta(hours=7), how=replace(coached, rested=30))
    anna.report((141, 91), at=anna.cast.now + timedelta(hours=8), channel="sms")
    page = desk.get(values_of(anna)).text
    for words in ("Svagt: kort vila, en mätning", "Ej bedömd", "Bra", "av 7 bedömda", "24 av 28 tal slutar på noll"):
        assert words in page, words


def test_the_page_keeps_within_its_statements(anna: Measurer, desk: FlaskClient) -> None:
    for number in range(10):
        anna.report((148, 91, 70), at=anna.cast.now + timedelta(hours=number))
    with count_statements(anna.cast.database) as seen:
        desk.get(values_of(anna))
    assert len([one for one in seen if one != "COMMIT"]) == 7


@pytest.fixture
def ground(sqlite_url: str) -> Iterator[Measurer]:
    """Anna with sixty days of values, on SQLite for the browser."""
    cast = make_care_cast(sqlite_url)
    measurer = make_measurer(cast, starts_on=(cast.now - timedelta(days=59)).date())
    for number in range(40):
        at = cast.now - timedelta(days=58 - number * 1.4)
        how = How("coach", rested=300 - number % 3 * 100, apart=90, knows=True)
        pair = (134 + number * 7 % 19, 80 + number * 5 % 11, 70)
        measurer.report(pair, pair, at=at, how=how)
    yield measurer
    cast.database.engine.dispose()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_are_accessible(
    ground: Measurer, serve: Serve, request: pytest.FixtureRequest, axe: Axe, width: int, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    address = serve(ground.cast.app.wsgi_app)
    ground.cast.browser(ground.cast.karin)
    token = ground.cast.tokens[ground.cast.karin.id]
    page.context.add_cookies([{"name": "egenvag_desk", "value": token, "url": address}])
    for name, target in (("values", values_of(ground)), ("plan", plan_of(ground))):
        page.goto(address + target)
        axe(page)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
