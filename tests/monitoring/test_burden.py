"""Holds the count of what limits cost a unit: in batches, once a day, harmless twice, and without small groups."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from monitoring import burden
from monitoring.burden import count_burden
from monitoring.models import AlertBurden, MeasurementPlan
from monitoring.reports import Around, report_series
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from people.models import CareUnit
from tests.monitoring.series_cases import WHO
from tests.monitoring.series_ground import sent_of
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, make_care_cast, make_patient
from tests.plugins.serving import Serve
from worklist.items import settle_items
from worklist.models import Outcome

DAY = timedelta(days=1)
PATIENTS = 6
FEVERS = ("38.4", "36.8", "39.9")


@pytest.fixture
def fevers(care_cast: CareCast) -> CareCast:
    """A unit with six patients who each had fever twice; the first call was handled, the second needed nothing."""
    first = care_cast.now - 5 * DAY
    with care_cast.database.transaction() as session:
        unit = session.get_one(CareUnit, care_cast.unit.id)
        for number in range(PATIENTS):
            patient = make_patient(session, unit, f"Patient {number}")
            plan = MeasurementPlan(
                patient_id=patient.id, unit_id=unit.id, kind="temperature", starts_on=first.date(), set_at=first,
                ends_on=(first + 90 * DAY).date(), limits=LIMITS[Series.TEMPERATURE].model_validate(WHO).model_dump(
                    mode="json"),
            )  # fmt: skip
            session.add(plan)
            session.flush()
            for day, value in enumerate(FEVERS):
                at = first + 2 * day * DAY
                report_series(session, Around(patient, unit, plan), sent_of(Series.TEMPERATURE, value), taken_at=at,
                              channel="web", now=at)  # fmt: skip
                outcome = Outcome.CALLED if day == 0 else Outcome.NO_ACTION
                key = f"values:temperature:{patient.public_id}:{care_cast.unit.id}"
                settle_items(session, key, outcome, at + DAY / 2, care_cast.karin.id)
    return care_cast


def counted(cast: CareCast) -> AlertBurden:
    """Return what stands about the unit."""
    with cast.database.transaction() as session:
        return session.scalars(select(AlertBurden).where(AlertBurden.unit_id == cast.unit.id)).one()


def test_a_unit_is_counted_in_batches_and_shown_when_the_count_is_whole(
    fevers: CareCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(burden, "BATCH", 4)
    assert count_burden(fevers.database, fevers.now) == 4
    assert counted(fevers).figures == {}
    assert count_burden(fevers.database, fevers.now + timedelta(minutes=1)) == 2
    figures = counted(fevers).figures["temperature"]
    assert (figures["patients"], figures["yellow"], figures["red"]) == (6, 6, 6)
    assert (figures["acted"], figures["no_action"], figures["withdrawn"], figures["open"]) == (6, 6, 0, 0)
    assert (len(figures["weeks"]), figures["weeks"][-1]) == (13, 12)
    assert counted(fevers).counted_at == fevers.now + timedelta(minutes=1)


def test_a_unit_is_counted_again_after_a_day(fevers: CareCast) -> None:
    assert count_burden(fevers.database, fevers.now) == PATIENTS
    assert count_burden(fevers.database, fevers.now + DAY / 2) == 0
    assert count_burden(fevers.database, fevers.now + DAY) == PATIENTS
    assert counted(fevers).figures["temperature"]["patients"] == PATIENTS


def test_a_count_that_comes_second_is_thrown_away(fevers: CareCast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burden, "BATCH", 4)
    with fevers.database.open_session() as session:
        turn = burden._next_turn(session, fevers.now)
        assert turn is not None
        ids = burden._patients_after(session, turn)
    count_burden(fevers.database, fevers.now)
    with fevers.database.transaction() as session:
        burden._keep(session, turn, {"temperature": {"patients": 99}}, ids, fevers.now)
    assert counted(fevers).working["temperature"]["patients"] == 4


def test_a_group_of_few_patients_leaves_no_figures(fevers: CareCast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burden, "LEAST", PATIENTS + 1)
    count_burden(fevers.database, fevers.now)
    stored = counted(fevers)
    assert (stored.figures, stored.working) == ({}, {})


def test_clinicians_and_admins_see_sums_of_their_own_units(fevers: CareCast) -> None:
    count_burden(fevers.database, fevers.now)
    page = fevers.browser(fevers.karin).get("/desk/alerts").text
    assert "Gränserna larmar 1 gång i veckan." in page
    assert "50 procent av det som hanterats behövde ingen åtgärd." in page
    assert "Patient 0" not in page
    assert "50 procent av 12" in page
    stranger = fevers.browser(fevers.stranger).get("/desk/alerts").text
    assert "50 procent" not in stranger
    assert "Ingenting är räknat än" in stranger


@pytest.fixture
def shown(sqlite_url: str) -> Iterator[CareCast]:
    """A unit whose limits have been counted, on SQLite for the browser."""
    cast = make_care_cast(sqlite_url)
    weeks = [4, 6, 3, 8, 5, 9, 7, 4, 6, 11, 3, 5, 6]
    one = {"patients": 23, "weeks": weeks, "yellow": 61, "red": 14, "emergency": 2, "acted": 31, "no_action": 27,
           "withdrawn": 3, "open": 4}  # fmt: skip
    figures = {"blood_pressure": one, "weight": {**one, "patients": 9, "weeks": weeks[::-1]}}
    with cast.database.transaction() as session:
        session.add(AlertBurden(unit_id=cast.unit.id, figures=figures, counted_at=cast.now, until=cast.now))
    yield cast
    cast.database.engine.dispose()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_of_a_units_limits_is_accessible(
    shown: CareCast, serve: Serve, request: pytest.FixtureRequest, axe: Axe, width: int, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    address = serve(shown.app.wsgi_app)
    shown.browser(shown.karin)
    page.context.add_cookies([{"name": "egenvag_desk", "value": shown.tokens[shown.karin.id], "url": address}])
    page.goto(address + "/desk/alerts")
    axe(page)
    page.screenshot(path=tmp_path / "alerts.png", full_page=True)
