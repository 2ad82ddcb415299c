"""The board of enrolments, the log of reading, and the pages in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.audit import AuditEvent
from people.patients import Person
from programs.models import Enrollment, EnrollmentStatus
from tests.clinician.enrollment_ground import BOARD, NEW, PHONE, fill_board, invited, kept, order, start, text_of
from tests.plugins.cast import CareCast, count_statements, make_care_cast
from tests.plugins.serving import Serve

S = EnrollmentStatus


def test_the_board_shows_where_each_stands_in_six_statements(care_cast: CareCast, lena: FlaskClient) -> None:
    empty = text_of(lena.get(BOARD).get_data(as_text=True))
    assert "Ingen är inskriven ännu." in empty
    fill_board(care_cast, 15)
    with care_cast.database.transaction() as session:
        invited(session, care_cast)
    lena.get(BOARD)
    with count_statements(care_cast.database) as seen:
        page = text_of(lena.get(BOARD).get_data(as_text=True))
    assert len([one for one in seen if one != "COMMIT"]) == 5
    assert seen.count("COMMIT") == 1
    assert "Beställd 15" in page
    assert "3 till" in page
    assert "15 kort har stannat" in page
    assert "Har inte loggat in ännu" in page


def test_a_state_is_read_a_page_at_a_time(care_cast: CareCast, lena: FlaskClient) -> None:
    fill_board(care_cast, 60)
    first = lena.get(f"{BOARD}?state=ordered").get_data(as_text=True)
    names = re.findall(r"Person \d\d", first)
    assert (names[0], len(names)) == ("Person 00", 50)
    more = re.search(r'href="([^"]+after=[^"]+)"', first)
    assert more is not None
    second = lena.get(more[1].replace("&amp;", "&")).get_data(as_text=True)
    assert re.findall(r"Person \d\d", second) == [f"Person {number}" for number in range(50, 60)]
    assert "after=" not in second


def test_the_filters_choose_mine_and_what_has_stopped(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        invited(session, care_cast)
        other, _patient = order(session, care_cast, Person("19550417-1298", "Siv Berg", "070-174 06 24"),
                                clinician_id=care_cast.erik.id)
        other.moved_at = care_cast.now - timedelta(days=4)
    karin = care_cast.browser(care_cast.karin)
    for show, names in (("mine", {"Tage Holmgren"}), ("stuck", {"Siv Berg"}), ("all", {"Tage Holmgren", "Siv Berg"})):
        page = karin.get(f"{BOARD}?show={show}").get_data(as_text=True)
        assert {name for name in ("Tage Holmgren", "Siv Berg") if name in page} == names


def test_another_unit_sees_an_empty_board(care_cast: CareCast, tage: str) -> None:
    page = care_cast.browser(care_cast.sister_clinician).get(BOARD).get_data(as_text=True)
    assert "Tage" not in page
    assert kept(care_cast).public_id not in page


def test_every_reading_is_in_the_log(care_cast: CareCast, lena: FlaskClient, tage: str) -> None:
    for path in (tage, f"{tage}/edit"):
        lena.get(path)
    lena.get(BOARD)
    with care_cast.database.transaction() as session:
        logged = session.scalars(
            select(AuditEvent.action).where(AuditEvent.actor_id == care_cast.lena.id).order_by(AuditEvent.id)
        ).all()
    assert logged[-3:] == ["enrollment.read", "enrollment.read", "enrollments.read"]


@pytest.mark.parametrize("state", [S.INVITED, S.ACTIVE])
def test_an_enrolment_is_read_in_six_statements(care_cast: CareCast, lena: FlaskClient, tage: str, state: S) -> None:
    if state is S.ACTIVE:
        start(care_cast)
    lena.get(tage)
    with count_statements(care_cast.database) as seen:
        assert lena.get(tage).status_code == 200
    assert len([one for one in seen if one != "COMMIT"]) == 6


Open = Callable[[str, Page], None]


@pytest.fixture
def shown(sqlite_url: str, serve: Serve) -> tuple[CareCast, str]:
    """The cast with a filled board, and the address of its served application."""
    cast = make_care_cast(sqlite_url)
    fill_board(cast, 3)
    with cast.database.transaction() as session:
        invited(session, cast)
    return cast, serve(cast.app)


def sign_in(page: Page, cast: CareCast, address: str) -> None:
    """Let the coordinator be signed in in a page's browser."""
    cast.browser(cast.lena)
    page.context.add_cookies([{"name": "egenvag_desk", "value": cast.tokens[cast.lena.id], "url": address}])


@pytest.mark.browser
def test_the_pages_are_accessible_on_a_desk_and_a_phone(
    shown: tuple[CareCast, str], page_1280: Page, page_360: Page, axe: Callable[[Page], None]
) -> None:
    cast, address = shown
    with cast.database.transaction() as session:
        tage = session.scalars(select(Enrollment.public_id).where(Enrollment.status == S.INVITED)).one()
        draft = session.scalars(select(Enrollment.public_id).where(Enrollment.status == S.ORDERED)).first()
    for page in (page_1280, page_360):
        sign_in(page, cast, address)
        for path in (BOARD, NEW, f"{BOARD}/{tage}", f"{BOARD}/{draft}/edit", f"{BOARD}?state=ordered"):
            page.goto(f"{address}{path}")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.mark.browser
@pytest.mark.allows_console("422")
def test_the_screen_follows_the_program_and_keeps_the_answers(
    shown: tuple[CareCast, str], page_1280: Page, axe: Callable[[Page], None]
) -> None:
    cast, address = shown
    page = page_1280
    sign_in(page, cast, address)
    page.goto(f"{address}{NEW}")
    expect(page.get_by_role("button", name="Visa frågor")).to_be_hidden()
    page.get_by_label("Sov som du behöver").check()
    bipolar = page.locator("#q-bipolar")
    expect(bipolar.locator(".why")).to_be_hidden()
    bipolar.get_by_label("Ja").check()
    expect(bipolar.locator(".why")).to_be_visible()
    page.get_by_label("Blodtryck hemma").check()
    expect(bipolar).to_have_count(0)
    page.get_by_label("Sov som du behöver").check()
    expect(bipolar.get_by_label("Ja")).to_be_checked()
    page.get_by_label("Engelska").check()
    expect(page.locator("[data-preview=en]")).to_be_visible()
    page.get_by_label("Namn").fill("Tage Holmgren")
    page.get_by_label("Mobil").fill(PHONE)
    page.get_by_role("button", name="Skriv in och skicka SMS").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Namn")).to_have_value("Tage Holmgren")
    expect(page.locator("fieldset.yn.miss").first).to_be_visible()
    axe(page)
