"""Holds what stands beside an item about a value: the values that made it, what was answered, a curve in words too."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from messaging.alarms import send_alarms
from monitoring.corrections import correct_series
from monitoring.models import Report
from monitoring.occasions import get_own_report
from monitoring.reports import answer_symptoms
from monitoring.series import Series
from people.identity import set_phone
from people.models import User
from tests.monitoring.ground import make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series, sent_of
from tests.plugins.cast import CareCast, count_statements, send
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def gained(cast: CareCast) -> SeriesMeasurer:
    """Anna has gained three kilos in three days."""
    anna = make_series(cast, "heart_failure")
    for value, ago in (("79.8", 20), ("80.0", 3), ("80.4", 2), ("81", 1), ("83", 0)):
        anna.send(Series.WEIGHT, value, anna.cast.now - ago * DAY)
    return anna


def value_item(cast: CareCast) -> str:
    """Return the address of the gravest item about a value."""
    with cast.database.transaction() as session:
        query = select(WorkItem.public_id).where(WorkItem.kind == ItemKind.VALUE, WorkItem.status != ItemStatus.CLOSED)
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


def weighed_over(cast: CareCast) -> tuple[SeriesMeasurer, str]:
    """Anna has gained since three days and is over her target for the second day; returns the last report."""
    anna = make_series(cast, "heart_failure")
    for value, ago in (("81.0", 3), ("82.3", 1)):
        anna.send(Series.WEIGHT, value, anna.cast.now - ago * DAY)
    return anna, anna.send(Series.WEIGHT, "83.4")


def open_rows(anna: SeriesMeasurer) -> list[WorkItem]:
    """Return the open rows about Anna's values."""
    return [one for one in anna.items() if one.status is not ItemStatus.CLOSED]


def test_one_report_is_one_row_with_every_rule_in_it(care_cast: CareCast) -> None:
    anna, _report = weighed_over(care_cast)
    (row,) = open_rows(anna)
    assert (row.level, anna.open_reasons()) == (Level.NOW, ["weight_gain", "weight_over"])
    text = "Vikten upp 2,4 kg på 3 dagar, nu 83,4 kg · Vikt 83,4 kg, över målvikten minst två dagar"
    page = care_cast.browser(care_cast.karin).get("/desk/worklist").text
    assert page.count("data-row") == 1
    assert text in page
    item = words(care_cast.browser(care_cast.karin).get(value_item(care_cast)).text)
    assert all(one in item for one in text.split(" · "))


def test_a_correction_takes_its_own_reason_away_and_the_last_one_closes_the_row(care_cast: CareCast) -> None:
    anna, report = weighed_over(care_cast)
    with care_cast.database.transaction() as session:
        found = get_own_report(session, care_cast.anna.id, report)
        around = anna.around_series(session, Series.WEIGHT)
        fresh = correct_series(session, around, found, sent_of(Series.WEIGHT, "82.6"), "Fel", care_cast.now + HOUR)
        assert fresh.report.level == "yellow"
    (row,) = open_rows(anna)
    assert (row.level, row.reason, row.places["value"]) == (Level.TODAY, "weight_over", "82.6")
    page = care_cast.browser(care_cast.karin).get(value_item(care_cast)).text
    assert "Patienten rättade värdet 83,4 till 82,6." in page
    with care_cast.database.transaction() as session:
        again = get_own_report(session, care_cast.anna.id, fresh.report.public_id)
        around = anna.around_series(session, Series.WEIGHT)
        correct_series(session, around, again, sent_of(Series.WEIGHT, "81.6"), "Fel", care_cast.now + 2 * HOUR)
    assert open_rows(anna) == []
    assert anna.items()[-1].outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize("act", ["close", "snooze"])
def test_a_row_is_not_put_away_before_what_came_meanwhile_is_read(care_cast: CareCast, act: str) -> None:
    anna = make_series(care_cast, "heart_failure")
    for ago in (49, 25):
        anna.send(Series.WEIGHT, "82.3", anna.cast.now - ago * HOUR)
    karin, address = care_cast.browser(care_cast.karin), value_item(care_cast)
    form = {"outcome": "advice", "until": "tomorrow"}
    form["shown"] = re.findall(r'name="shown" value="(\d+)"', karin.get(address).text)[0]
    anna.send(Series.WEIGHT, "84.9")
    answer = send(karin, f"{address}/{act}", **form)
    assert (answer.status_code, "Läs det nya först" in answer.text) == (409, True)
    (row,) = open_rows(anna)
    assert (row.status, row.level) == (ItemStatus.OPEN, Level.NOW)
    form["shown"] = re.findall(r'name="shown" value="(\d+)"', karin.get(address).text)[0]
    assert send(karin, f"{address}/{act}", **form).status_code == 302


def test_another_red_reason_in_the_same_row_is_told_staff_by_sms_again(care_cast: CareCast) -> None:
    anna, report = weighed_over(care_cast)
    with care_cast.database.transaction() as session:
        karin = session.get_one(User, care_cast.karin.id)
        set_phone(karin, "+46701740699")
        karin.alarm_sms = True
    assert [send_alarms(care_cast.database, care_cast.now) for _time in range(2)] == [1, 0]
    with care_cast.database.transaction() as session:
        found = get_own_report(session, care_cast.anna.id, report)
        answer_symptoms(session, anna.around_series(session, Series.WEIGHT), found, ["chest_pain"], None, care_cast.now)
    assert len(open_rows(anna)) == 1
    assert [send_alarms(care_cast.database, care_cast.now) for _time in range(2)] == [1, 0]
