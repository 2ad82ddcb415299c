"""Holds what the page of blood pressures says in words: nothing about a change, or a mean, that is not there."""

from datetime import timedelta

from monitoring.models import MeasurementPlan
from tests.monitoring.ground import MONDAY, make_measurer
from tests.patient.test_values import BOTH
from tests.plugins.cast import CareCast, send


def test_a_few_values_are_counted_and_not_called_a_change(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast)
    phone = care_cast.browser(care_cast.anna)
    for upper in (156, 150, 161, 140, 141):
        anna.report((upper, 90), now=anna.cast.now)
    assert "Du har 5 värden från den här tiden." in phone.get("/values").text
    anna.report((139, 90), now=anna.cast.now)
    assert "Ditt blodtryck har sjunkit lite." in phone.get("/values").text


def test_after_the_first_week_no_first_mean_is_promised(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast)
    phone = care_cast.browser(care_cast.anna)
    send(phone, "/values/new", **BOTH)
    assert "Det första medelvärdet kommer när du har mätt i en vecka." in phone.get("/values").text
    with anna.cast.database.transaction() as session:
        session.get_one(MeasurementPlan, anna.plan_id).starts_on -= timedelta(days=30)
    assert "Det finns inget medelvärde från den här tiden." in phone.get("/values").text


def test_an_empty_fortnight_says_where_the_older_values_are(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast, starts_on=MONDAY - timedelta(days=60))
    phone = care_cast.browser(care_cast.anna)
    anna.report((131, 82), now=care_cast.now - timedelta(days=30))
    assert "Välj en längre tid här ovanför." in phone.get("/values?period=14").text
    assert "Välj en längre tid" not in phone.get("/values?period=90").text
