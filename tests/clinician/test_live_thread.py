"""An open conversation at the desk: asking for news costs one read, shows only one's own patients, and is logged."""

from sqlalchemy import func, select

from core.audit import AuditEvent
from messaging.conversations import get_conversation, write_note
from messaging.models import Message, MessageSeen
from people.models import CareRelation
from tests.messaging.test_conversations import ask
from tests.plugins.cast import CareCast, count_statements

POLL = {"X-Egenvag-Poll": "1"}


def news(cast: CareCast, after: str = "") -> str:
    return f"/desk/patients/{cast.anna.public_id}/conversation/new?after={after}"


def newest(cast: CareCast) -> str:
    with cast.database.transaction() as session:
        return session.scalars(select(Message.public_id).order_by(Message.id.desc())).all()[0]


def reads(cast: CareCast) -> int:
    with cast.database.transaction() as session:
        return session.scalar(select(func.count()).where(AuditEvent.action == "patient.read")) or 0


def test_asking_is_silent_until_something_comes_and_costs_one_read(care_cast: CareCast) -> None:
    ask(care_cast, "Först")
    last, desk = newest(care_cast), care_cast.browser(care_cast.karin)
    with count_statements(care_cast.database) as seen:
        assert desk.get(news(care_cast, last), headers=POLL).status_code == 204
    assert len([one for one in seen if one != "COMMIT"]) == 2
    assert reads(care_cast) == 0
    ask(care_cast, "Sedan")
    html = desk.get(news(care_cast, last), headers=POLL).get_data(as_text=True)
    assert "Sedan" in html
    assert "Först" not in html
    assert "<html" not in html
    assert reads(care_cast) == 1
    with care_cast.database.transaction() as session:
        assert session.scalars(select(MessageSeen.user_id)).all() == [care_cast.karin.id]


def test_a_colleagues_note_comes_too(care_cast: CareCast) -> None:
    ask(care_cast)
    last = newest(care_cast)
    with care_cast.database.transaction() as session:
        thread = get_conversation(session, care_cast.anna.id, care_cast.unit.id)
        write_note(session, care_cast.viewer(care_cast.erik), thread, "Jag ringer henne.", care_cast.now)
    html = care_cast.browser(care_cast.karin).get(news(care_cast, last), headers=POLL).get_data(as_text=True)
    assert "Jag ringer henne." in html


def test_only_the_thread_that_is_open_is_asked_about(care_cast: CareCast) -> None:
    """Somebody who works in two units of a patient sees in each thread what belongs there."""
    ask(care_cast, "Här")
    last = newest(care_cast)
    with care_cast.database.transaction() as session:
        session.add(CareRelation(patient_id=care_cast.anna.id, unit_id=care_cast.sister_unit.id, since=care_cast.now))
        elsewhere = get_conversation(session, care_cast.anna.id, care_cast.sister_unit.id)
        session.add(Message(conversation_id=elsewhere.id, sender="patient", body="Där", sent_at=care_cast.now))
    sister = care_cast.browser(care_cast.sister_clinician)
    assert "Där" in sister.get(news(care_cast), headers=POLL).get_data(as_text=True)
    assert sister.get(news(care_cast, last), headers=POLL).status_code == 204
    assert care_cast.browser(care_cast.karin).get(news(care_cast, last), headers=POLL).status_code == 204


def test_a_stranger_is_told_that_there_is_no_such_patient_and_the_try_is_logged(care_cast: CareCast) -> None:
    ask(care_cast, "Hemligt")
    assert care_cast.browser(care_cast.stranger).get(news(care_cast), headers=POLL).status_code == 404
    with care_cast.database.transaction() as session:
        assert session.scalars(select(AuditEvent.action)).all()[-1] == "denied.patient.read"
