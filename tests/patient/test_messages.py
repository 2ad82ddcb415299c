"""The patient's messages: who answers and before when, honest voices, nothing lost, and help at once in a crisis."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from messaging.conversations import get_conversation, send_automatic
from messaging.models import Message, MessageDraft, Sender
from messaging.threads import mark_seen
from people.models import CareRelation, User
from programs.models import Enrollment, EnrollmentStatus
from ratings.models import Risk
from tests.messaging.test_conversations import answer, ask
from tests.plugins.cast import CareCast, count_statements, send
from worklist.models import ItemKind, Level, WorkItem


def page(cast: CareCast, target: str = "/messages", user: User | None = None) -> str:
    response = cast.browser(user or cast.anna).get(target)
    assert response.status_code == 200, response.get_data(as_text=True)[:2000]
    return response.get_data(as_text=True)


def write(cast: CareCast, body: str, key: str = "") -> object:
    return send(cast.browser(cast.anna), "/messages", key, body=body, unit=cast.unit.public_id)


def enroll(cast: CareCast) -> None:
    with cast.database.transaction() as session:
        session.add(
            Enrollment(
                patient_id=cast.anna.id, unit_id=cast.unit.id, clinician_id=cast.karin.id, program="sleep",
                program_version="1", status=EnrollmentStatus.ACTIVE, starts_on=cast.now.date(),
                ends_on=cast.now.date() + timedelta(days=70), gate={}, wish="Sova", ordered_by=cast.karin.id,
                ordered_at=cast.now,
            )
        )  # fmt: skip


def test_the_box_says_who_answers_before_when_and_that_it_is_not_for_emergencies(care_cast: CareCast) -> None:
    assert "Någon i teamet svarar före tisdag 16:00." in page(care_cast)
    enroll(care_cast)
    html = page(care_cast)
    assert "Karin eller en kollega svarar före tisdag 16:00." in html
    assert "Inte för akuta ärenden." in html
    assert "Mottagningen har öppet till 16:00." in html


@pytest.mark.parametrize(
    ("now", "promise"),
    [
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "före tisdag 16:00"),
        (datetime(2026, 12, 23, 17, 0, tzinfo=UTC), "före tisdag 16:00"),
        (datetime(2026, 6, 18, 9, 0, tzinfo=UTC), "före måndag 16:00"),
    ],
)
def test_the_promise_leaps_over_weekends_and_holidays(care_cast: CareCast, now: datetime, promise: str) -> None:
    care_cast.clock.instant = now
    assert promise in page(care_cast)


def test_a_closed_unit_says_that_nobody_reads(care_cast: CareCast) -> None:
    care_cast.clock.instant = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    assert "stängd och öppnar tisdag 08:00. Ingen läser det du skriver just nu." in page(care_cast)


def test_what_was_sent_is_confirmed_with_what_happens_next(care_cast: CareCast) -> None:
    assert write(care_cast, "Jag vaknade klockan tre igen.").status_code == 302  # type: ignore[attr-defined]
    client = care_cast.browser(care_cast.anna)
    sent = send(client, "/messages", body="Hej", unit=care_cast.unit.public_id)
    html = client.get(sent.location).get_data(as_text=True)
    assert "Skickat. Du får svar före tisdag 16:00." in html
    assert "Jag vaknade klockan tre igen." in html


def test_a_form_sent_twice_is_one_message(care_cast: CareCast) -> None:
    answers = [write(care_cast, "En gång.", "f" * 22) for _ in range(3)]
    assert {one.status_code for one in answers} == {302}  # type: ignore[attr-defined]
    with care_cast.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 1
        assert session.scalar(select(func.count()).select_from(WorkItem)) == 1


@pytest.mark.parametrize("body", [" ", "å" * 5001])
def test_a_text_that_cannot_be_sent_stays_in_the_box(care_cast: CareCast, body: str) -> None:
    refused = write(care_cast, body)
    html = refused.get_data(as_text=True)  # type: ignore[attr-defined]
    assert refused.status_code == 400  # type: ignore[attr-defined]
    assert 'aria-invalid="true"' in html
    assert f"{body}</textarea>" in html


def test_people_and_programs_never_look_alike(care_cast: CareCast) -> None:
    """Scenario 10."""
    answer(care_cast, ask(care_cast), "Hälsningar Karin")
    with care_cast.database.transaction() as session:
        send_automatic(session, get_conversation(session, care_cast.anna.id, care_cast.unit.id), "Tack för ditt värde.",
                       "", care_cast.now)  # fmt: skip
    html = page(care_cast)
    voices = re.findall(r'<article class="(msg[^"]*)".*?</article>', html, re.DOTALL)
    assert voices == ["msg msg-me", "msg", "msg msg-auto"]
    assert html.count("Ett program, ingen människa") == 1
    assert "Sjuksköterska, 10:00" in html


def test_the_sender_sees_who_has_read(care_cast: CareCast) -> None:
    ask(care_cast)
    assert "Läst av" not in page(care_cast)
    with care_cast.database.transaction() as session:
        conversation = get_conversation(session, care_cast.anna.id, care_cast.unit.id)
        mark_seen(session, conversation.id, care_cast.erik.id, conversation.last_message_id, care_cast.now)
    assert "Läst av Erik" in page(care_cast)


def test_what_is_new_is_marked_once(care_cast: CareCast) -> None:
    answer(care_cast, ask(care_cast))
    assert "day-new" in page(care_cast)
    assert "day-new" not in page(care_cast)


def test_polling_is_silent_until_something_comes_and_costs_one_read(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    with care_cast.database.transaction() as session:
        last = session.get_one(Message, asked).public_id
    client, url = care_cast.browser(care_cast.anna), f"/messages/new?unit={care_cast.unit.public_id}&after={last}"
    with count_statements(care_cast.database) as seen:
        assert client.get(url, headers={"X-Egenvag-Poll": "1"}).status_code == 204
    assert len([one for one in seen if one != "COMMIT"]) == 2
    answer(care_cast, asked, "Nytt svar")
    fresh = client.get(url, headers={"X-Egenvag-Poll": "1"}).get_data(as_text=True)
    assert "Nytt svar" in fresh
    assert "<html" not in fresh
    assert "Hur många kuddar" not in fresh


def test_a_stranger_polls_nothing_of_another_patient(care_cast: CareCast) -> None:
    ask(care_cast, "Hemligt")
    client = care_cast.browser(care_cast.other_patient)
    assert client.get(f"/messages/new?unit={care_cast.unit.public_id}").status_code == 204
    assert client.get(f"/messages?unit={care_cast.unit.public_id}").status_code == 404
    assert send(client, "/messages", body="x", unit=care_cast.unit.public_id).status_code == 404


def test_what_is_typed_is_kept_and_gone_when_sent(care_cast: CareCast) -> None:
    client = care_cast.browser(care_cast.anna)
    saved = send(client, "/messages/draft", body="Jag undrar", unit=care_cast.unit.public_id)
    assert saved.status_code == 204
    assert "Jag undrar</textarea>" in page(care_cast)
    write(care_cast, "Jag undrar över kuddar.")
    with care_cast.database.transaction() as session:
        assert session.scalars(select(MessageDraft)).all() == []


def test_words_of_crisis_show_help_at_once_and_raise_a_red_item_in_the_same_act(care_cast: CareCast) -> None:
    care_cast.clock.instant = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    sent = write(care_cast, "jag vill inte leva längre")
    html = care_cast.browser(care_cast.anna).get(sent.location).get_data(as_text=True)  # type: ignore[attr-defined]
    for number in ("tel:112", "tel:90101", "tel:1177"):
        assert number in html
    assert "Det läses tidigast när mottagningen öppnar i dag 08:00." in html
    with care_cast.database.transaction() as session:
        items = {item.kind: item for item in session.scalars(select(WorkItem))}
        risk = session.scalars(select(Risk)).one()
        assert session.scalars(select(Message)).one().sender is Sender.PATIENT
    assert (items[ItemKind.RISK].level, items[ItemKind.RISK].reason) == (Level.NOW, "crisis_words")
    assert items[ItemKind.RISK].subject == f"risk:{risk.public_id}"
    assert items[ItemKind.MESSAGE].level is Level.NOW


def test_crisis_words_again_wait_for_the_same_signature(care_cast: CareCast) -> None:
    for _ in range(2):
        write(care_cast, "jag vill inte leva längre")
    with care_cast.database.transaction() as session:
        assert len(session.scalars(select(Risk)).all()) == 1


def test_acute_words_show_112_and_come_first(care_cast: CareCast) -> None:
    sent = write(care_cast, "Jag har så ont i bröstet och det strålar ut i armen")
    html = care_cast.browser(care_cast.anna).get(sent.location).get_data(as_text=True)  # type: ignore[attr-defined]
    assert "tel:112" in html
    assert "Det du skriver kan vara akut" in html
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
        assert session.scalars(select(Risk)).all() == []
    assert (item.level, item.reason) == (Level.NOW, "acute_words")


def test_the_help_after_a_message_is_only_for_who_wrote_it(care_cast: CareCast) -> None:
    ask(care_cast, "jag vill inte leva längre")
    with care_cast.database.transaction() as session:
        message = session.scalars(select(Message)).one().public_id
    assert care_cast.browser(care_cast.other_patient).get(f"/messages/{message}/help").status_code == 404


def test_after_the_care_relation_the_thread_can_be_read_but_not_written_in(care_cast: CareCast) -> None:
    ask(care_cast)
    with care_cast.database.transaction() as session:
        session.scalars(select(CareRelation).where(CareRelation.patient_id == care_cast.anna.id)).one().ended_at = (
            care_cast.now
        )
    html = page(care_cast)
    assert "Hur många kuddar" in html
    assert "<textarea" not in html
    assert write(care_cast, "Hej").status_code == 404  # type: ignore[attr-defined]


def test_a_patient_of_several_units_chooses_first(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        session.add(CareRelation(patient_id=care_cast.anna.id, unit_id=care_cast.sister_unit.id, since=care_cast.now))
    assert len(set(re.findall(r'href="/messages\?unit=([\w-]{22})"', page(care_cast)))) == 2


def test_the_thread_costs_at_most_six_statements_and_sending_eight(care_cast: CareCast) -> None:
    answer(care_cast, ask(care_cast))
    ask(care_cast, "En till")
    client = care_cast.browser(care_cast.anna)
    with count_statements(care_cast.database) as seen:
        assert client.get("/messages").status_code == 200
    assert len([one for one in seen if one != "COMMIT"]) <= 6
    with count_statements(care_cast.database) as seen:
        assert write(care_cast, "Hej igen").status_code == 302  # type: ignore[attr-defined]
    assert len([one for one in seen if one != "COMMIT"]) == 8
    assert seen.count("COMMIT") == 1


def test_older_messages_are_reached_page_by_page(care_cast: CareCast) -> None:
    for number in range(60):
        ask(care_cast, f"Rad {number:03d}")
    html = page(care_cast)
    assert "Rad 059" in html
    assert "Rad 009" not in html
    older = re.search(r'href="(/messages\?[^"]*before=[^"]+)"', html)
    assert older is not None
    assert "Rad 009" in page(care_cast, older[1].replace("&amp;", "&"))
