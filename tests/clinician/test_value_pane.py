"""Holds what stands beside an item about a value: the values that made it, what was answered, a curve in words too."""

import re
from datetime import timedelta

from sqlalchemy import select

from monitoring.models import Report
from monitoring.reports import answer_symptoms
from monitoring.series import Series
from tests.monitoring.ground import make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, count_statements
from worklist.models import ItemKind, WorkItem

DAY = timedelta(days=1)


def gained(cast: CareCast) -> SeriesMeasurer:
    """Anna has gained three kilos in three days."""
    anna = make_series(cast, "heart_failure")
    for value, ago in (("79.8", 20), ("80.0", 3), ("80.4", 2), ("81", 1), ("83", 0)):
        anna.send(Series.WEIGHT, value, anna.cast.now - ago * DAY)
    return anna


def value_item(cast: CareCast) -> str:
    """Return the address of the gravest item about a value."""
    with cast.database.transaction() as session:
        query = select(WorkItem.public_id).where(WorkItem.kind == ItemKind.VALUE, WorkItem.reason != "limits_missing")
        return f"/desk/items/{session.scalars(query.order_by(WorkItem.rank)).first()}"


def words(page: str) -> str:
    """Return a page as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_pane_tells_value_rule_values_before_limits_and_curve(care_cast: CareCast) -> None:
    gained(care_cast)
    page = care_cast.browser(care_cast.karin).get(value_item(care_cast)).text
    for text in ("83 kg, 10:00", "W1: upp 3 kg på 3 dagar", "Innan: 80 kg", "14 dagar, 4 värden, från 80 till 83 kg.",
                 "Målvikt 80 kg, gräns uppåt 2 kg"):  # fmt: skip
        assert text in words(page), text
    assert '<svg class="ch"' in page
    assert "79,8" not in page  # older than fourteen days


def test_the_pane_tells_what_was_answered_beside_the_value(care_cast: CareCast) -> None:
    anna = gained(care_cast)
    address = value_item(care_cast)
    karin = care_cast.browser(care_cast.karin)
    assert "Svarade:" not in words(karin.get(address).text)
    with care_cast.database.transaction() as session:
        report = session.scalars(select(Report).order_by(Report.id.desc())).first()
        assert report is not None
        answer_symptoms(session, anna.around_series(session, Series.WEIGHT), report, [], True, care_cast.now)
    assert "Svarade: Yr." in words(karin.get(address).text)


def test_the_pane_costs_no_statement_of_its_own(care_cast: CareCast) -> None:
    gained(care_cast)
    karin, address = care_cast.browser(care_cast.karin), value_item(care_cast)
    karin.get(address)
    with count_statements(care_cast.database) as seen:
        assert karin.get(address).status_code == 200
    assert len([one for one in seen if one != "COMMIT"]) <= 6, seen
    assert seen.count("COMMIT") == 1


def test_a_pressure_has_its_curve_too_and_no_other_unit_sees_it(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast)
    anna.report((184, 112, 70), at=care_cast.now - timedelta(minutes=20))
    anna.report((186, 114, 70), at=care_cast.now)
    address = value_item(care_cast)
    page = words(care_cast.browser(care_cast.karin).get(address).text)
    assert "186/114, 10:00" in page
    assert "184/112" in page
    assert care_cast.browser(care_cast.stranger).get(address).status_code == 404
