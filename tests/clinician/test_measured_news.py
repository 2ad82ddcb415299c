"""Holds what the overview says about values at home, and which series the desk shows first."""

import re
from datetime import timedelta

import pytest

from monitoring.series import Series
from tests.clinician.test_patient import SIGNED_IN
from tests.monitoring.ground import make_measurer
from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast, count_statements

DAY = timedelta(days=1)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_overview_tells_the_newest_value_with_its_rule_and_the_gravest_before_it(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure")
    anna.send(Series.WEIGHT, "80.0", care_cast.now - 3 * DAY)
    anna.send(Series.WEIGHT, "82.4", care_cast.now - 2 * DAY)
    anna.send(Series.WEIGHT, "80.2", care_cast.now)
    page = words(care_cast.browser(care_cast.karin).get(f"/desk/patients/{care_cast.anna.public_id}").text)
    assert "Vikt: 3 nya värden, senast 80,2 kg" in page
    assert "Allvarligast är 82,4 kg lör. W1: upp 2,4 kg sedan i går." in page


def test_values_seen_at_the_last_visit_are_not_new(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure")
    anna.send(Series.WEIGHT, "80.0")
    karin, url = care_cast.browser(care_cast.karin), f"/desk/patients/{care_cast.anna.public_id}"
    assert "Vikt:" in karin.get(url).text
    care_cast.clock.instant += timedelta(hours=1)
    assert "Vikt:" not in karin.get(url).text


@pytest.mark.parametrize(("template", "main"), [("diabetes", "Blodsocker"), ("copd", "Syremättnad")])
def test_the_desk_shows_first_what_the_program_is_about(care_cast: CareCast, template: str, main: str) -> None:
    make_series(care_cast, template)
    page = care_cast.browser(care_cast.karin).get(f"/desk/patients/{care_cast.anna.public_id}/values").text
    assert re.findall(r'aria-current="page"[^>]*>\s*(\w+)', page[page.index("<main") :])[0] == main


def test_the_overview_of_somebody_who_measures_costs_no_more(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure")
    for ago in range(8):
        anna.send(Series.WEIGHT, "80.0", care_cast.now - ago * DAY)
    karin = care_cast.browser(care_cast.karin)
    url = f"/desk/patients/{care_cast.anna.public_id}"
    karin.get(url)
    with count_statements(care_cast.database) as seen:
        assert karin.get(url).status_code == 200
    assert len([one for one in seen if one != "COMMIT"]) <= SIGNED_IN + 10


def test_pressures_are_told_with_their_mean_and_a_check_without_a_number(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast)
    for ago, pair in ((2, (142, 90)), (1, (130, 80)), (0, (133, 82))):
        anna.report(pair, at=care_cast.now - ago * DAY)
    page = words(care_cast.browser(care_cast.karin).get(f"/desk/patients/{care_cast.anna.public_id}").text)
    assert "Blodtryck: 3 nya värden, senast 133/82" in page
    assert "Medel 135/84." in page
