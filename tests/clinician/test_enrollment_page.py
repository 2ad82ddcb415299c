"""One enrolment on the desk: who may see it, how it goes on, and what stops it."""

import re

from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from core.audit import AuditEvent
from messaging.conversations import send_from_patient
from messaging.sms_models import Sms, SmsStatus
from people.models import User
from programs.models import EnrollmentStatus
from tests.clinician.enrollment_ground import BOARD, NEW, TAGE, how_many, kept, only, page_of, screen, start, text_of
from tests.plugins.cast import CareCast, send
from worklist.models import ItemStatus, WorkItem

S = EnrollmentStatus
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
    """Scenario 2."""
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
    """Scenario 12."""
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
