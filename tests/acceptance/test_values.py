"""Scenarios 3 to 8 and 22: what a patient measures at home, on the patient's own phone and on the nurse's desk."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from monitoring.taken import plain
from programs.models import Enrollment, EnrollmentStatus
from tests.acceptance.ground import answered, card, later, measure, phone_of, rows_of, weigh
from tests.monitoring.series_ground import SeriesMeasurer
from tests.story.ground import Town, choose

pytestmark = pytest.mark.browser


def desk_values(town: Town, who: SeriesMeasurer) -> Page:
    """Open the page of somebody's weights on the nurse's desk."""
    page = town.desk(town.cast.karin)
    page.goto(f"{town.base}/desk/patients/{who.cast.anna.public_id}/values?kind=weight")
    return page


def values_of(who: SeriesMeasurer) -> list[str]:
    """Return every value that is kept of somebody, oldest first, also those that were corrected."""
    return [str(plain(one.value)) for one in who.reports() if one.patient_id == who.cast.anna.id and one.value]


def test_inside_the_limits_is_green_and_a_gain_over_the_limit_names_the_nurse_and_lies_red(town: Town) -> None:
    """Scenario 3."""
    harald = measure(town, "Harald Ek")
    phone = phone_of(town, harald.cast.anna)
    weigh(phone, town, "80,0")
    answered(phone, "Grönt: som det ska", "80 kg")
    expect(rows_of(town, "Harald Ek")).to_have_count(0)
    later(town, phone, harald.cast.anna, 2)
    weigh(phone, town, "82,4")
    answered(phone, "Rött: läs det här", "Du har gått upp 2,4 kg på 2 dagar.", "Karin Lind")
    assert card(phone).get_by_role("link", name="Ring Vårdcentralen Norr").get_attribute("href") == "tel:+46846500410"
    expect(rows_of(town, "Harald Ek").first).to_contain_text("Nu")


def test_a_loss_over_the_limit_is_told_and_with_dizziness_it_is_red(town: Town) -> None:
    """Scenario 4: yellow by itself, and red with dizziness (clinical/vitals.md 3, W5)."""
    hilda = measure(town, "Hilda Ek")
    phone = phone_of(town, hilda.cast.anna)
    weigh(phone, town, "80,0")
    later(town, phone, hilda.cast.anna, 2)
    weigh(phone, town, "77,6")
    answered(phone, "Gult: vi tittar på det", "Vikten har gått ner.", "Karin Lind tittar på det")
    expect(rows_of(town, "Hilda Ek")).to_contain_text("I dag")
    phone.get_by_role("radio", name="Ja").check(force=True)
    phone.get_by_role("button", name="Nej, inget av det").click()
    answered(phone, "Rött: läs det här", "Karin Lind")
    expect(rows_of(town, "Hilda Ek").first).to_contain_text("Nu")


def test_a_rapid_gain_inside_the_limits_fires_the_rule_of_change(town: Town) -> None:
    """Scenario 5."""
    hugo = measure(town, "Hugo Ek")
    phone = phone_of(town, hugo.cast.anna)
    weigh(phone, town, "78,5")
    answered(phone, "Grönt: som det ska")
    later(town, phone, hugo.cast.anna, 2)
    weigh(phone, town, "80,8")
    answered(phone, "Rött: läs det här", "Du har gått upp 2,3 kg på 2 dagar.")
    expect(rows_of(town, "Hugo Ek")).to_have_count(1)


def test_a_plan_without_limits_answers_neutrally_and_staff_see_the_value(town: Town) -> None:
    """Scenario 6."""
    nils = measure(town, "Nils Ek", limits=False)
    phone = phone_of(town, nils.cast.anna)
    weigh(phone, town, "92,5")
    answered(phone, "Värdet är sparat", "Du har inga egna gränser än.")
    expect(card(phone)).not_to_contain_text(re.compile("Grönt|Gult|Rött"))
    expect(desk_values(town, nils).get_by_role("cell", name="92,5").first).to_be_visible()


@pytest.mark.allows_console("422")
def test_a_comma_is_read_a_slip_is_asked_back_and_a_correction_keeps_the_old_value(town: Town) -> None:
    """Scenario 7."""
    vera = measure(town, "Vera Ek")
    phone = phone_of(town, vera.cast.anna)
    weigh(phone, town, "814")
    expect(phone.get_by_text("814 kg kan inte stämma. Menade du 81,4 kg?").first).to_be_visible()
    assert values_of(vera) == []
    phone.get_by_role("button", name="Ja, 81,4").click()
    expect(card(phone)).to_contain_text("81,4 kg")
    phone.get_by_role("link", name="Rätta värdet").click()
    choose(phone, "value_1", "80,4")
    phone.get_by_role("button", name="Spara rättelsen").click()
    expect(card(phone)).to_contain_text("80,4 kg")
    desk = desk_values(town, vera)
    expect(desk.get_by_role("cell", name="80,4").first).to_be_visible()
    expect(desk.get_by_text("81,4").first).to_be_visible()
    assert values_of(vera) == ["81.4", "80.4"]


def test_values_and_answers_are_readable_after_the_end(town: Town) -> None:
    """Scenario 8."""
    olga = measure(town, "Olga Ek")
    phone = phone_of(town, olga.cast.anna)
    weigh(phone, town, "80,6")
    with town.cast.database.transaction() as session:
        session.get_one(Enrollment, olga.enrollment_id).status = EnrollmentStatus.ENDED
    later(town, phone, olga.cast.anna, 300)
    phone.goto(f"{town.base}/values?kind=weight&period=365")
    expect(phone.get_by_text("Programmet är avslutat.")).to_be_visible()
    phone.get_by_role("link", name="80,6 kg").click()
    answered(phone, "Grönt: som det ska")


@pytest.mark.allows_console("ERR_FAILED|422")
def test_an_answer_lost_on_the_way_and_a_form_sent_again_are_one_value(town: Town) -> None:
    """Scenario 22: the value had come, the phone heard nothing, and the patient sends again, twice."""
    ivar = measure(town, "Ivar Ek")
    phone = phone_of(town, ivar.cast.anna)
    phone.goto(f"{town.base}/values/new/weight")
    choose(phone, "value_1", "80,2")
    phone.route("**/values/new/weight", lose_answer)
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="Spara", exact=True).click()
    assert values_of(ivar) == ["80.2"]
    phone.unroute("**/values/new/weight")
    phone.reload()
    answered(phone, "Grönt: som det ska", "80,2 kg")
    assert values_of(ivar) == ["80.2"]
    weigh(phone, town, "80,2")
    expect(phone.get_by_text("Är det en ny mätning?")).to_be_visible()
    assert values_of(ivar) == ["80.2"]


def lose_answer(route: Route) -> None:
    """Let what is sent reach the server, and break the line before the answer comes back."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort()
    else:
        route.continue_()
