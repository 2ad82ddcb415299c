"""Holds that a module is answered once, that the next opens only by a clinician, and that nothing typed is lost."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.audit import AuditEvent
from core.ids import new_public_id
from messaging.models import Conversation, Message, MessageDraft
from messaging.sms_models import Sms, SmsStatus
from programs.models import ExerciseComment, ModuleStatus, ModuleUnlock
from tests.clinician.test_patient import text_of
from tests.clinician.treatment_ground import Treatment, open_module, rate, start_treatment, submit
from tests.plugins.cast import CareCast, count_statements, send
from worklist.models import ItemStatus, WorkItem

ANSWER = "Hej Anna! Sju morgnar i rad i dagboken, det är mycket gjort på en vecka."
EXERCISE = "somnhistoria"
STATEMENTS = 13
"""Who is signed in, and twelve for the page, however much was written."""


def ready(treatment: Treatment) -> FlaskClient:
    """Let Anna send in module 1, with her ratings, and return Karin's browser."""
    rate(treatment, "phq9", number=1)
    rate(treatment, "sk3", number=1)
    submit(treatment, 1)
    return treatment.cast.browser(treatment.cast.karin)


def answer(treatment: Treatment, browser: FlaskClient, act: str, **fields: Any) -> TestResponse:
    """Send the form of module 1 as the page shows it."""
    typed = {"text": ANSWER, "seen": "submitted", "last_id": "0", **fields}
    return send(browser, treatment.page(1), act=act, **typed)


def status_of(treatment: Treatment, number: int) -> ModuleStatus | None:
    """Return where a module stands; None while it is locked."""
    with treatment.cast.database.transaction() as session:
        return session.scalar(
            select(ModuleUnlock.status).where(
                ModuleUnlock.enrollment_id == treatment.enrollment.id, ModuleUnlock.module == number
            )
        )


def count(treatment: Treatment, model: Any, *conditions: Any) -> int:
    """Count rows."""
    with treatment.cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_the_page_shows_what_was_sent_in_as_it_was_then(treatment: Treatment) -> None:
    browser = ready(treatment)
    page = browser.get(treatment.page(1)).get_data(as_text=True)
    said = text_of(page)
    assert "Vad är du rädd ska hända?" in said
    assert "Det gick bättre än jag trodde." in said
    assert "6 av 10" in said
    assert "av 3 rätt" in said
    assert "WHO-5" in said
    assert "inte ifylld" in said
    assert "lagom är 60–140" in said


def test_what_the_patient_wrote_is_never_markup(treatment: Treatment) -> None:
    with treatment.cast.database.transaction() as session:
        open_module(session, treatment, 3, treatment.cast.now, ModuleStatus.UNLOCKED)
    submit(treatment, 3)
    page = treatment.cast.browser(treatment.cast.karin).get(treatment.page(3)).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_answer_and_open_is_one_act(treatment: Treatment) -> None:
    reply = answer(treatment, ready(treatment), "open")
    assert reply.status_code == 302, reply.get_data(as_text=True)
    assert (status_of(treatment, 1), status_of(treatment, 2)) == (ModuleStatus.REVIEWED, ModuleStatus.UNLOCKED)
    with treatment.cast.database.transaction() as session:
        message = session.scalars(select(Message)).one()
        assert message.body == ANSWER
        assert message.about == f"module:{treatment.public_id}:1"
    module_item = WorkItem.subject == f"module:{treatment.public_id}:1"
    assert count(treatment, WorkItem, WorkItem.status != ItemStatus.CLOSED, module_item) == 0


def test_the_patient_gets_one_sms_for_one_act(treatment: Treatment) -> None:
    answer(treatment, ready(treatment), "open")
    with treatment.cast.database.transaction() as session:
        planned = session.scalars(select(Sms).where(Sms.status == SmsStatus.PLANNED)).all()
    assert [one.dedupe_key for one in planned] == [f"notice:module_unlocked:{treatment.public_id}:2"]
    assert "sömn" not in planned[0].body.lower()


def test_only_an_answer_leaves_the_next_module_locked(treatment: Treatment) -> None:
    assert answer(treatment, ready(treatment), "answer").status_code == 302
    assert (status_of(treatment, 1), status_of(treatment, 2)) == (ModuleStatus.REVIEWED, None)


def test_a_module_sent_back_may_be_written_in_again(treatment: Treatment) -> None:
    assert answer(treatment, ready(treatment), "return").status_code == 302
    assert status_of(treatment, 1) is ModuleStatus.RETURNED
    submit(treatment, 1)
    assert status_of(treatment, 1) is ModuleStatus.SUBMITTED


def test_the_same_form_sent_twice_answers_once(treatment: Treatment) -> None:
    browser, key = ready(treatment), new_public_id()
    first, second = answer(treatment, browser, "open", key=key), answer(treatment, browser, "open", key=key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert count(treatment, Message) == 1


def test_of_two_clinicians_the_second_gets_409_with_the_text_kept(treatment: Treatment) -> None:
    karin, erik = ready(treatment), treatment.cast.browser(treatment.cast.erik)
    assert answer(treatment, karin, "open").status_code == 302
    second = answer(treatment, erik, "open", text="Mitt eget svar, som tog en kvart att skriva.")
    page = second.get_data(as_text=True)
    assert second.status_code == 409
    assert "Mitt eget svar, som tog en kvart att skriva." in page
    assert ANSWER in page
    assert count(treatment, Message) == 1
    assert status_of(treatment, 3) is None


def test_a_new_letter_must_be_seen_before_the_answer_is_sent(treatment: Treatment) -> None:
    browser, cast = ready(treatment), treatment.cast
    with cast.database.transaction() as session:
        thread = Conversation(patient_id=cast.anna.id, unit_id=cast.unit.id)
        session.add(thread)
        session.flush()
        letter = Message(conversation_id=thread.id, sender="patient", author_id=cast.anna.id,
                         body="Vänta med fönstret, jag är sjuk.", sent_at=cast.now)  # fmt: skip
        session.add(letter)
        session.flush()
        thread.last_message_id = thread.last_patient_id = letter.id
    refused = answer(treatment, browser, "answer")
    assert refused.status_code == 409
    assert "Vänta med fönstret, jag är sjuk." in refused.get_data(as_text=True)
    assert status_of(treatment, 1) is ModuleStatus.SUBMITTED
    assert answer(treatment, browser, "answer", last_id=str(letter.id)).status_code == 302


def test_an_empty_answer_is_refused_and_the_comments_are_kept(treatment: Treatment) -> None:
    refused = answer(treatment, ready(treatment), "open", text="  ", **{"comment.radslor": "Bra att du skrev."})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Skriv ett svar till patienten." in page
    assert "Bra att du skrev." in page
    assert status_of(treatment, 1) is ModuleStatus.SUBMITTED
    assert count(treatment, ExerciseComment) == 0


def test_a_refused_form_that_shows_the_patient_is_in_the_log(treatment: Treatment) -> None:
    from tests.clinician.test_patient import logged

    browser = ready(treatment)
    answer(treatment, browser, "open", text="")
    assert len(logged(treatment.cast, "patient.read")) == 1


def test_a_comment_is_saved_and_the_answer_stays_as_a_draft(treatment: Treatment) -> None:
    browser = ready(treatment)
    saved = answer(treatment, browser, "comment", text="Halva svaret", **{"comment.radslor": "Bra att du skrev."})
    assert saved.status_code == 302
    page = browser.get(saved.location).get_data(as_text=True)
    assert "Bra att du skrev." in page
    assert "Halva svaret</textarea>" in page
    assert count(treatment, Message) == 0


def test_a_comment_on_a_step_that_is_not_there_is_refused(treatment: Treatment) -> None:
    refused = answer(treatment, ready(treatment), "comment", **{"comment.finns_inte": "Hej"})
    assert refused.status_code == 422
    assert count(treatment, ExerciseComment) == 0


def test_what_is_typed_is_kept_by_itself_and_only_for_oneself(treatment: Treatment) -> None:
    karin, erik = ready(treatment), treatment.cast.browser(treatment.cast.erik)
    assert karin.post(f"{treatment.page(1)}/draft", data={"text": "Nästan klar"}).status_code == 204
    assert "Nästan klar</textarea>" in karin.get(treatment.page(1)).get_data(as_text=True)
    assert "Nästan klar" not in erik.get(treatment.page(1)).get_data(as_text=True)
    answer(treatment, karin, "answer")
    assert count(treatment, MessageDraft) == 0


def test_a_red_risk_blocks_the_next_module_until_it_is_signed(treatment: Treatment) -> None:
    _rating, completed = rate(treatment, "phq9", [1, 1, 2, 1, 0, 0, 1, 0, 2, 1], number=1)
    submit(treatment, 1)
    browser = treatment.cast.browser(treatment.cast.karin)
    assert completed.risk is not None
    risk = f"/desk/risks/{completed.risk.public_id}"
    page = browser.get(treatment.page(1)).get_data(as_text=True)
    assert 'value="open"' not in page
    assert f'href="{risk}"' in page
    refused = answer(treatment, browser, "open")
    assert refused.status_code == 422
    assert "En öppen risk ska bedömas och signeras först." in refused.get_data(as_text=True)
    assert (status_of(treatment, 1), status_of(treatment, 2)) == (ModuleStatus.SUBMITTED, None)
    assert count(treatment, Message) == 0
    signed = send(browser, risk, level="low", thoughts="yes", plan="no", intent="no", attempt="not_asked",
                  support="yes", action="called", note="Talade 20 minuter.")  # fmt: skip
    assert signed.status_code == 302
    assert answer(treatment, browser, "open").status_code == 302
    assert status_of(treatment, 2) is ModuleStatus.UNLOCKED


def test_a_reason_does_not_open_past_a_red_risk(treatment: Treatment) -> None:
    rate(treatment, "phq9", [1, 1, 2, 1, 0, 0, 1, 0, 3, 1], number=1)
    browser = treatment.cast.browser(treatment.cast.karin)
    refused = send(browser, f"{treatment.page(2)}/unlock", reason="Patienten vill gärna fortsätta.")
    assert refused.status_code == 422
    assert status_of(treatment, 2) is None


def test_an_unlock_before_the_module_is_sent_in_needs_a_reason(treatment: Treatment) -> None:
    rate(treatment, "vk5")
    browser = treatment.cast.browser(treatment.cast.karin)
    refused = send(browser, f"{treatment.page(2)}/unlock", reason=" ")
    assert refused.status_code == 422
    assert "Skriv varför du öppnar modulen ändå." in refused.get_data(as_text=True)
    reason = "Har varit sjuk, vi gick igenom modulen i telefon."
    assert send(browser, f"{treatment.page(2)}/unlock", reason=reason).status_code == 302
    with treatment.cast.database.transaction() as session:
        assert session.scalar(select(ModuleUnlock.reason).where(ModuleUnlock.module == 2)) == reason


def test_only_the_next_module_can_be_opened(treatment: Treatment) -> None:
    rate(treatment, "vk5")
    browser = treatment.cast.browser(treatment.cast.karin)
    for number in (1, 3, 4, 9, 999):
        refused = send(browser, f"{treatment.page(number)}/unlock", reason="Vi hoppar över en modul.")
        assert refused.status_code == 409, number
    assert [status_of(treatment, number) for number in (2, 3, 4)] == [None, None, None]


def test_two_who_open_at_once_open_it_once(treatment: Treatment) -> None:
    rate(treatment, "vk5")
    karin, erik = treatment.cast.browser(treatment.cast.karin), treatment.cast.browser(treatment.cast.erik)
    assert send(karin, f"{treatment.page(2)}/unlock", reason="Enligt samtal.").status_code == 302
    second = send(erik, f"{treatment.page(2)}/unlock", reason="Enligt plan, skrivet av Erik.")
    assert second.status_code == 409
    assert status_of(treatment, 3) is None


def test_a_locked_module_by_its_address_is_not_found(treatment: Treatment) -> None:
    browser = treatment.cast.browser(treatment.cast.karin)
    assert browser.get(treatment.page(4)).status_code == 404
    assert send(browser, treatment.page(4), act="open", text=ANSWER, seen="submitted").status_code == 404
    assert browser.post(f"{treatment.page(4)}/draft", data={"text": "x"}).status_code == 404


def test_a_stranger_can_neither_answer_nor_open(treatment: Treatment) -> None:
    ready(treatment)
    stranger = treatment.cast.browser(treatment.cast.stranger)
    assert answer(treatment, stranger, "open").status_code == 404
    assert send(stranger, f"{treatment.page(2)}/unlock", reason="x").status_code == 404
    assert stranger.post(f"{treatment.page(1)}/draft", data={"text": "x"}).status_code == 404
    assert status_of(treatment, 1) is ModuleStatus.SUBMITTED


def test_a_module_page_costs_the_same_however_much_was_written(treatment: Treatment) -> None:
    browser, cast = ready(treatment), treatment.cast
    for week in range(6):
        rate(treatment, "vk5", at=cast.now - timedelta(days=week))
    browser.get(treatment.page(1))
    with count_statements(cast.database) as seen:
        assert browser.get(treatment.page(1)).status_code == 200
    statements = [one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]
    assert len(statements) == STATEMENTS, "\n".join(statements)
    assert seen.count("COMMIT") == 1


def test_what_was_sent_in_is_printed_and_comes_as_a_pdf(sqlite_cast: CareCast) -> None:
    treatment = start_treatment(sqlite_cast)
    browser = ready(treatment)
    page = browser.get(f"{treatment.page(1)}/print").get_data(as_text=True)
    assert "Det gick bättre än jag trodde." in page
    assert "Ring 112" in page
    answer = browser.get(f"{treatment.page(1)}/pdf")
    assert answer.data.startswith(b"%PDF")
    said = " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(answer.data)).pages).split())
    assert "Det gick bättre än jag trodde." in said
    assert treatment.cast.anna.name in said
    assert treatment.cast.anna.name.split()[0].lower() not in answer.headers["Content-Disposition"].lower()
    assert browser.get(f"{treatment.page(1)}/pdf/drivkrafter").status_code == 404
    assert browser.get(f"{treatment.page(1)}/pdf/{EXERCISE}").data.startswith(b"%PDF")


def test_a_pdf_is_logged_and_kept_from_other_units(treatment: Treatment) -> None:
    browser = ready(treatment)
    browser.get(f"{treatment.page(1)}/pdf")
    about = (AuditEvent.action == "module.pdf", AuditEvent.patient_id == treatment.cast.anna.id)
    assert count(treatment, AuditEvent, *about) == 1
    stranger = treatment.cast.browser(treatment.cast.stranger)
    for more in ("print", "pdf", f"pdf/{EXERCISE}"):
        assert stranger.get(f"{treatment.page(1)}/{more}").status_code == 404


def test_a_module_not_sent_in_prints_without_what_is_only_typed(treatment: Treatment) -> None:
    browser = treatment.cast.browser(treatment.cast.karin)
    assert "Inget svar" in browser.get(f"{treatment.page(1)}/print").get_data(as_text=True)
    assert browser.get(f"{treatment.page(1)}/pdf/{EXERCISE}").status_code == 404
