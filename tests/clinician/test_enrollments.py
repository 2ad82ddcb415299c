"""The desk's pages of enrolment: the board, the one screen, and one enrolment with what can be done."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from core.audit import AuditEvent
from messaging.conversations import send_from_patient
from messaging.sms_models import Sms, SmsStatus
from people.models import User
from people.patients import Person, find_or_create_patient
from programs.course import activate
from programs.enrollment import confirm_phone
from programs.models import Enrollment, EnrollmentStatus
from tests.clinician.enrollment_ground import GATE, PHONE, TAGE, invited, only, order, screen
from tests.plugins.cast import CareCast, count_statements, make_care_cast, send
from tests.plugins.serving import Serve
from worklist.models import ItemStatus, WorkItem

NEW = "/desk/enrollments/new"
BOARD = "/desk/enrollments"
S = EnrollmentStatus


def text_of(html: str) -> str:
    """Return what a page says, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def kept(cast: CareCast) -> Enrollment:
    """Return the one enrolment as it is kept."""
    with cast.database.transaction() as session:
        return only(session)


def how_many(cast: CareCast, model: Any = Enrollment) -> int:
    """Return how many rows there are."""
    with cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def page_of(cast: CareCast) -> str:
    """Return the address of the one enrolment."""
    return f"{BOARD}/{kept(cast).public_id}"


@pytest.fixture
def lena(care_cast: CareCast) -> FlaskClient:
    """The coordinator's browser."""
    return care_cast.browser(care_cast.lena)


@pytest.fixture
def tage(care_cast: CareCast) -> str:
    """Tage is invited; the address of his enrolment."""
    with care_cast.database.transaction() as session:
        enrollment, _patient = invited(session, care_cast)
        return f"{BOARD}/{enrollment.public_id}"


def start(cast: CareCast) -> None:
    """Let Tage's treatment begin."""
    with cast.database.transaction() as session:
        enrollment = only(session)
        patient = session.get_one(User, enrollment.patient_id)
        confirm_phone(session, patient, cast.now)
        activate(session, enrollment, patient, cast.unit, cast.now, cast.lena.id)


def test_one_screen_enrols_and_sends_the_sms(care_cast: CareCast, lena: FlaskClient) -> None:
    answer = send(lena, NEW, **screen(care_cast))
    assert answer.status_code == 302
    enrollment = kept(care_cast)
    assert answer.location == f"{BOARD}/{enrollment.public_id}"
    assert (enrollment.status, enrollment.clinician_id) == (S.INVITED, care_cast.karin.id)
    with care_cast.database.transaction() as session:
        patient = session.get_one(User, enrollment.patient_id)
        assert (patient.name, patient.phone) == ("Tage Holmgren", "+46701740621")
        assert session.scalars(select(Sms.user_id)).all() == [patient.id]
    page = text_of(lena.get(answer.location).get_data(as_text=True))
    assert "92 år" in page
    assert "väntar på att skickas" in page


def test_nothing_is_chosen_beforehand(care_cast: CareCast, lena: FlaskClient) -> None:
    page = lena.get(NEW).get_data(as_text=True)
    assert not re.search(r'name="q_\w+"[^>]*checked', page)
    assert not re.search(r'name="(care_consent|sms_consent|self_care|program)"[^>]*checked', page)
    assert "tecken, ett SMS" in text_of(page)


def test_a_draft_may_lack_everything_but_who_what_and_when(care_cast: CareCast, lena: FlaskClient) -> None:
    bare = {f"q_{key}": None for key in GATE}
    answer = send(lena, NEW, **screen(care_cast, **bare, phone=None, wish=None, care_consent=None, self_care=None,
                                      action="draft"))
    assert answer.status_code == 302
    assert kept(care_cast).status is S.ORDERED
    assert how_many(care_cast, Sms) == 0
    page = text_of(lena.get(answer.location).get_data(as_text=True))
    for sentence in ("Lämplighetsbedömningen är inte klar.", "Mobilnummer saknas.", "Beslut om egenvård saknas."):
        assert sentence in page


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"q_fits": None}, "#q-fits"), ({"q_bipolar": "yes"}, "#why-bipolar"), ({"wish": " "}, "#wish"),
        ({"care_consent": None}, "#care_consent"), ({"self_care": None}, "#self_care"), ({"phone": ""}, "#phone"),
        ({"personnummer": "19340201-1295"}, "#personnummer"), ({"name": ""}, "#name"), ({"program": None}, "#program"),
        ({"clinician": None}, "#clinician"), ({"starts_on": "2026-11-22"}, "#starts_on"),
        ({"starts_on": "i morgon"}, "#starts_on"), ({"language": "xx"}, "#language"),
    ],
)
def test_a_missing_part_is_pointed_out_and_nothing_typed_is_lost(
    care_cast: CareCast, lena: FlaskClient, changes: dict[str, Any], place: str
) -> None:
    answer = send(lena, NEW, **screen(care_cast, **{"wish": "Min önskan & <b>"} | changes))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="{place}"' in page
    assert f'id="{place[1:]}"' in page
    if "wish" not in changes:
        assert "Min önskan &amp; &lt;b&gt;" in page
    assert (how_many(care_cast), how_many(care_cast, Sms)) == (0, 0)


def test_an_odd_answer_with_its_reason_is_accepted(care_cast: CareCast, lena: FlaskClient) -> None:
    answer = send(lena, NEW, **screen(care_cast, q_bipolar="yes", why_bipolar="Stabil sedan tio år."))
    assert answer.status_code == 302
    assert kept(care_cast).gate["notes"] == {"bipolar": "Stabil sedan tio år."}


def test_without_script_a_button_shows_the_programs_questions(care_cast: CareCast, lena: FlaskClient) -> None:
    before = lena.get(NEW).get_data(as_text=True)
    assert "Visa frågor" in before
    shown = send(lena, NEW, **screen(care_cast, program="hypertension", action="questions")).get_data(as_text=True)
    assert 'name="q_meter"' in re.sub(r"<template.*?</template>", "", shown, flags=re.DOTALL)
    assert 'value="Tage Holmgren"' in shown
    assert how_many(care_cast) == 0


def test_a_double_submit_is_one_enrolment_and_one_sms(care_cast: CareCast, lena: FlaskClient) -> None:
    first = send(lena, NEW, key="k" * 22, **screen(care_cast))
    again = send(lena, NEW, key="k" * 22, **screen(care_cast))
    assert (first.status_code, again.location) == (302, first.location)
    assert (how_many(care_cast), how_many(care_cast, Sms)) == (1, 1)


def test_the_same_person_twice_in_a_program_is_refused(care_cast: CareCast, lena: FlaskClient) -> None:
    send(lena, NEW, **screen(care_cast))
    again = send(lena, NEW, **screen(care_cast))
    assert again.status_code == 409
    assert "redan inskriven" in text_of(again.get_data(as_text=True))
    assert how_many(care_cast) == 1


def test_another_providers_patient_is_not_shown_and_the_try_is_logged(care_cast: CareCast, lena: FlaskClient) -> None:
    with care_cast.database.transaction() as session:
        theirs = Person(TAGE, "Tage Holm", "070-174 06 22")
        find_or_create_patient(session, care_cast.other_unit, theirs, care_cast.now, care_cast.stranger.id)
    answer = send(lena, NEW, **screen(care_cast))
    page = text_of(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "kan inte ändras härifrån" in page
    assert "070-174 06 22" not in page
    assert how_many(care_cast) == 0
    with care_cast.database.transaction() as session:
        assert session.scalar(select(AuditEvent.id).where(AuditEvent.action == "patient.identity_refused"))


def test_a_known_patients_number_is_changed_when_ticked(care_cast: CareCast, lena: FlaskClient) -> None:
    with care_cast.database.transaction() as session:
        find_or_create_patient(session, care_cast.sister_unit, Person(TAGE, "Tage Holmgren", "070-174 06 22"),
                               care_cast.now, care_cast.sister_clinician.id)
    asked = send(lena, NEW, **screen(care_cast))
    assert asked.status_code == 422
    assert 'name="replace"' in asked.get_data(as_text=True)
    assert send(lena, NEW, **screen(care_cast, replace="yes")).status_code == 302


@pytest.mark.parametrize("who", ["sister_clinician", "stranger"])
def test_a_clinician_of_another_unit_is_not_found(care_cast: CareCast, lena: FlaskClient, who: str) -> None:
    other = getattr(care_cast, who)
    assert send(lena, NEW, **screen(care_cast, clinician=other.public_id)).status_code == 404
    assert send(lena, NEW, **screen(care_cast, program="unknown")).status_code == 404
    assert lena.get(f"{NEW}?unit={care_cast.sister_unit.public_id}").status_code == 404


PATHS = ("", "/edit", "/invitation", "/test-sms", "/phone", "/activate", "/clinician", "/pause", "/resume", "/end")


def test_another_units_enrolment_is_not_found_and_the_try_is_logged(care_cast: CareCast, tage: str) -> None:
    for user in (care_cast.sister_clinician, care_cast.stranger):
        browser = care_cast.browser(user)
        for path in PATHS:
            answer = browser.get(f"{tage}{path}") if path in ("", "/edit") else send(browser, f"{tage}{path}")
            assert answer.status_code == 404, path
    with care_cast.database.transaction() as session:
        denied = select(func.count()).where(AuditEvent.action == "denied.enrollment.read")
        assert session.scalar(denied) == 2 * len(PATHS)
    assert care_cast.browser(care_cast.lena).get(f"{BOARD}/{'x' * 22}").status_code == 404


def test_a_coordinator_cannot_open_treatment_content(care_cast: CareCast, lena: FlaskClient, tage: str) -> None:
    start(care_cast)
    patient = kept(care_cast).patient_id
    with care_cast.database.transaction() as session:
        public_id = session.get_one(User, patient).public_id
    patient_page = f"/desk/patients/{public_id}"
    for path in (f"{tage}/modules/1", f"{tage}/sleep", patient_page, "/desk/worklist", "/desk/patients"):
        assert lena.get(path).status_code in (403, 404), path
    page = lena.get(tage).get_data(as_text=True)
    assert f"/desk/patients/{public_id}" not in page
    assert f"/desk/patients/{public_id}" in care_cast.browser(care_cast.karin).get(tage).get_data(as_text=True)


def test_a_stale_edit_is_refused_with_its_text_kept(care_cast: CareCast, lena: FlaskClient, tage: str) -> None:
    seen = re.search(r'name="seen" value="(\w+)"', lena.get(f"{tage}/edit").get_data(as_text=True))
    assert seen is not None
    fields = screen(care_cast, seen=seen[1], action="draft")
    assert send(lena, f"{tage}/edit", **fields | {"wish": "Den första"}).status_code == 302
    late = send(lena, f"{tage}/edit", **fields | {"wish": "Den andra"})
    assert late.status_code == 409
    assert "Den andra" in late.get_data(as_text=True)
    assert kept(care_cast).wish == "Den första"


def test_a_draft_is_completed_and_sent_from_its_edit_page(care_cast: CareCast, lena: FlaskClient) -> None:
    send(lena, NEW, **screen(care_cast, q_fits=None, action="draft"))
    edit = f"{page_of(care_cast)}/edit"
    page = lena.get(edit).get_data(as_text=True)
    assert "1 svar saknas" in text_of(page)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    assert send(lena, edit, **screen(care_cast, seen=seen[1])).status_code == 302
    assert kept(care_cast).status is S.INVITED


def test_the_chain_goes_on_by_the_tick_and_starts_by_the_button(
    care_cast: CareCast, lena: FlaskClient, tage: str
) -> None:
    assert send(lena, f"{tage}/test-sms").status_code == 302
    refused = send(lena, f"{tage}/activate")
    assert refused.status_code == 422
    assert "Telefonen är inte prövad" in text_of(refused.get_data(as_text=True))
    assert send(lena, f"{tage}/phone").status_code == 422
    assert send(lena, f"{tage}/phone", got_it="yes").status_code == 302
    assert kept(care_cast).status is S.VERIFIED
    assert send(lena, f"{tage}/activate").status_code == 302
    assert kept(care_cast).status is S.ACTIVE


def test_the_chain_goes_on_by_the_first_sign_in(care_cast: CareCast, tage: str) -> None:
    browser = care_cast.app.test_client()
    browser.post("/sign-in", data={"identity": TAGE})
    with care_cast.database.transaction() as session:
        bodies = [sms.body for sms in session.scalars(select(Sms))]
    code = next(found[1] for body in bodies if (found := re.search(r"kod är (\d{6})", body)))
    assert browser.post("/sign-in/code", data={"code": code}).status_code == 302
    assert kept(care_cast).status is S.INVITED
    assert browser.post("/sign-in/pin", data={"new_pin": "471925", "again": "471925"}).status_code == 302
    assert kept(care_cast).status is S.VERIFIED


def test_activation_is_refused_with_all_that_is_missing(care_cast: CareCast, lena: FlaskClient) -> None:
    send(lena, NEW, **screen(care_cast, wish=None, care_consent=None, self_care=None, q_fits=None, action="draft"))
    refused = send(lena, f"{page_of(care_cast)}/activate")
    said = text_of(refused.get_data(as_text=True))
    assert refused.status_code == 422
    for sentence in ("Lämplighetsbedömningen", "önskan saknas", "vårdöverenskommelsen saknas", "egenvård saknas"):
        assert sentence in said


def test_the_failed_sms_is_told_in_words_and_can_be_sent_again(
    care_cast: CareCast, lena: FlaskClient, tage: str
) -> None:
    with care_cast.database.transaction() as session:
        session.execute(update(Sms).values(status=SmsStatus.UNDELIVERED))
    assert "kom inte fram" in text_of(lena.get(tage).get_data(as_text=True))
    assert "SMS: kom inte fram" in text_of(lena.get(BOARD).get_data(as_text=True))
    assert send(lena, f"{tage}/invitation").status_code == 302
    assert how_many(care_cast, Sms) == 2


def test_pause_resume_and_another_clinician(care_cast: CareCast, lena: FlaskClient, tage: str) -> None:
    start(care_cast)
    for until in ("", "2026-11-23", "2026-12-08"):
        assert send(lena, f"{tage}/pause", until=until).status_code == 422
    assert send(lena, f"{tage}/pause", until="2026-12-07").status_code == 302
    assert kept(care_cast).status is S.PAUSED
    assert "måndag 7 december" in text_of(lena.get(tage).get_data(as_text=True))
    assert send(lena, f"{tage}/resume").status_code == 302
    assert kept(care_cast).status is S.ACTIVE
    stale = {"clinician": care_cast.erik.public_id, "seen": care_cast.erik.id}
    assert send(lena, f"{tage}/clinician", **stale).status_code == 409
    assert send(lena, f"{tage}/clinician", **stale | {"seen": care_cast.karin.id}).status_code == 302
    assert kept(care_cast).clinician_id == care_cast.erik.id
    stranger = {"clinician": care_cast.stranger.public_id, "seen": care_cast.erik.id}
    assert send(lena, f"{tage}/clinician", **stranger).status_code == 404


def test_the_end_needs_a_reason_and_that_nothing_waits(care_cast: CareCast, lena: FlaskClient, tage: str) -> None:
    start(care_cast)
    assert send(lena, f"{tage}/end", note="Slut").status_code == 422
    with care_cast.database.transaction() as session:
        patient = session.get_one(User, only(session).patient_id)
        send_from_patient(session, patient, care_cast.unit, "Hemligt innehåll", care_cast.now)
    refused = send(lena, f"{tage}/end", reason="goal_met")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Ett meddelande väntar på svar." in page
    assert "Hemligt" not in page
    assert "/desk/items/" not in page
    assert "/desk/items/" in care_cast.browser(care_cast.karin).get(tage).get_data(as_text=True)
    with care_cast.database.transaction() as session:
        session.execute(update(WorkItem).values(status=ItemStatus.CLOSED))
    assert send(lena, f"{tage}/end", reason="goal_met", note="Sover bättre.").status_code == 302
    assert kept(care_cast).status is S.ENDED
    assert "Målet är nått" in text_of(lena.get(tage).get_data(as_text=True))


def fill_board(cast: CareCast, count: int) -> None:
    """Invite a number of people, one minute apart."""
    with cast.database.transaction() as session:
        for number in range(count):
            phone = f"070-174 06 {30 + number}"
            born = f"1950010{number % 9 + 1}{100 + number}"
            person = Person(with_check_digit(born), f"Person {number:02d}", phone)
            enrollment, _patient = order(session, cast, person)
            enrollment.moved_at = cast.now - timedelta(days=10) + timedelta(minutes=number)


def with_check_digit(digits: str) -> str:
    """Return eleven digits with the control digit of a personnummer."""
    sums = [int(sign) * (2 - place % 2) for place, sign in enumerate(digits[2:])]
    return digits + str(-sum(number // 10 + number % 10 for number in sums) % 10)


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
