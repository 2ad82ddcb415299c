"""Conversations: nothing is lost, nothing is answered twice, and each voice is told from the others."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import InvalidError
from messaging.conversations import (
    AlarmFinding,
    ReplyConflictError,
    get_conversation,
    reply,
    send_automatic,
    send_from_patient,
    settle_messages,
    write_note,
)
from messaging.drafts import drop_draft, find_draft, save_draft
from messaging.models import Conversation, Message, Sender
from messaging.sms_models import Sms
from messaging.threads import list_messages, list_own_threads, mark_seen, unread_count_for_patient
from tests.plugins.cast import CareCast
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

RACES = 100


def ask(cast: CareCast, body: str = "Hur många kuddar ska jag ha?", alarm: AlarmFinding | None = None) -> int:
    """Let Anna write; returns the message's id."""
    with cast.database.transaction() as session:
        return send_from_patient(session, cast.anna, cast.unit, body, cast.now, alarm=alarm).id


def thread_of(session: Session, cast: CareCast) -> Conversation:
    return get_conversation(session, cast.anna.id, cast.unit.id)


def answer(cast: CareCast, last: int, body: str = "En räcker.", seen: bool = False) -> int:
    """Let Karin answer; returns the message's id."""
    with cast.database.transaction() as session:
        sent = reply(session, cast.viewer(cast.karin), thread_of(session, cast), cast.anna, cast.unit, body, last,
                     cast.now, seen=seen)  # fmt: skip
        return sent.id


def test_there_is_one_thread_between_a_patient_and_a_unit(care_cast: CareCast) -> None:
    for _ in range(2):
        with care_cast.database.transaction() as session:
            thread_of(session, care_cast)
    with care_cast.database.transaction() as session:
        assert len(session.scalars(select(Conversation)).all()) == 1


def test_a_question_becomes_one_item_that_the_whole_unit_sees(care_cast: CareCast) -> None:
    ask(care_cast)
    ask(care_cast, "Och en sak till.")
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
    assert (item.unit_id, item.kind, item.level) == (care_cast.unit.id, ItemKind.MESSAGE, Level.TODAY)
    assert item.claimed_by is None
    assert item.due_at == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_an_alarm_puts_the_message_on_top(care_cast: CareCast) -> None:
    ask(care_cast)
    ask(care_cast, "Ont i bröstet", AlarmFinding("acute_words", {"what": "ont i bröstet"}))
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
    assert (item.level, item.reason) == (Level.NOW, "acute_words")
    assert item.due_at == care_cast.now + timedelta(hours=4)


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 5001])
def test_an_empty_or_too_long_text_is_refused_and_changes_nothing(care_cast: CareCast, body: str) -> None:
    with pytest.raises(InvalidError):
        ask(care_cast, body)
    with care_cast.database.transaction() as session:
        assert session.scalars(select(Message)).all() == []
        assert session.scalars(select(WorkItem)).all() == []


def test_an_answer_is_told_by_sms_without_its_words(care_cast: CareCast) -> None:
    answer(care_cast, ask(care_cast), "Ta en kudde.")
    with care_cast.database.transaction() as session:
        sms = session.scalars(select(Sms)).one()
    assert "kudde" not in sms.body


def test_an_answer_closes_nothing_until_it_is_chosen(care_cast: CareCast) -> None:
    answer(care_cast, ask(care_cast))
    with care_cast.database.transaction() as session:
        assert session.scalars(select(WorkItem)).one().status is ItemStatus.OPEN
        settle_messages(session, thread_of(session, care_cast), care_cast.viewer(care_cast.karin), care_cast.now)
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
    assert (item.status, item.outcome, item.closed_by) == (ItemStatus.CLOSED, Outcome.ANSWERED, care_cast.karin.id)


def test_a_second_answer_is_refused_and_carries_the_first(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    answer(care_cast, asked, "Karins svar")
    with pytest.raises(ReplyConflictError) as refused:
        answer(care_cast, asked, "Eriks svar", seen=True)
    assert refused.value.by_colleague
    assert [one.body for one in refused.value.newer] == ["Karins svar"]


def test_what_the_patient_wrote_meanwhile_is_shown_before_the_answer_is_sent(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    ask(care_cast, "Glöm det.")
    with pytest.raises(ReplyConflictError) as refused:
        answer(care_cast, asked)
    assert not refused.value.by_colleague
    assert [one.body for one in refused.value.newer] == ["Glöm det."]
    assert answer(care_cast, asked, seen=True) > asked


def test_automatic_messages_do_not_stand_in_the_way_of_an_answer(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    with care_cast.database.transaction() as session:
        send_automatic(session, thread_of(session, care_cast), "Tack.", "", care_cast.now)
    assert answer(care_cast, asked) > asked


@pytest.mark.slow
def test_of_two_who_answer_at_once_exactly_one_is_heard(care_cast: CareCast) -> None:
    outcomes = [race(care_cast, number) for number in range(RACES)]
    assert outcomes == [["refused", "sent"]] * RACES
    with care_cast.database.transaction() as session:
        staff = session.scalars(select(Message).where(Message.sender == Sender.STAFF)).all()
    assert len(staff) == RACES


def race(cast: CareCast, number: int) -> list[str]:
    """Let Karin and Erik answer the same message at the same moment; returns how it went for them, sorted."""
    asked = ask(cast, f"Fråga {number}")
    barrier, results = threading.Barrier(2), []

    def one(user_name: str) -> None:
        user = getattr(cast, user_name)
        with cast.database.open_session() as session:
            conversation = thread_of_unheld(session, cast)
            session.commit()
            barrier.wait(20)
            try:
                reply(session, cast.viewer(user), conversation, cast.anna, cast.unit, f"{user_name} {number}", asked,
                      cast.now)  # fmt: skip
                session.commit()
                results.append("sent")
            except ReplyConflictError as conflict:
                session.rollback()
                results.append("refused" if conflict.newer[-1].body.endswith(f" {number}") else "refused blindly")

    workers = [threading.Thread(target=one, args=(name,)) for name in ("karin", "erik")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    return sorted(results)


def thread_of_unheld(session: Session, cast: CareCast) -> Conversation:
    return session.scalars(select(Conversation).where(Conversation.patient_id == cast.anna.id)).one()


def test_an_internal_note_is_never_shown_to_the_patient_and_answers_nothing(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    with care_cast.database.transaction() as session:
        conversation = thread_of(session, care_cast)
        write_note(session, care_cast.viewer(care_cast.erik), conversation, "Ringde, inget svar.", care_cast.now)
        shown = list_messages(session, conversation.id)
        all_of_it = list_messages(session, conversation.id, with_notes=True)
        assert unread_count_for_patient(session, care_cast.anna.id) == 0
    assert [one.message.sender for one in shown] == [Sender.PATIENT]
    assert [one.message.sender for one in all_of_it] == [Sender.PATIENT, Sender.NOTE]
    assert answer(care_cast, asked) > asked


def test_messages_come_page_by_page_in_their_order(care_cast: CareCast) -> None:
    ids = [ask(care_cast, f"Rad {number}") for number in range(7)]
    with care_cast.database.transaction() as session:
        conversation = thread_of(session, care_cast).id
        newest = [one.message.id for one in list_messages(session, conversation, limit=3)]
        older = [one.message.id for one in list_messages(session, conversation, before_id=newest[0], limit=3)]
        later = [one.message.id for one in list_messages(session, conversation, after_id=ids[4])]
    assert (newest, older, later) == (ids[4:], ids[1:4], ids[5:])


def test_unread_messages_are_counted_until_they_are_read_and_never_come_back(care_cast: CareCast) -> None:
    first = answer(care_cast, ask(care_cast))
    with care_cast.database.transaction() as session:
        conversation = thread_of(session, care_cast)
        send_automatic(session, conversation, "Tack.", "", care_cast.now)
        newest = conversation.last_message_id
        assert unread_count_for_patient(session, care_cast.anna.id) == 2
        mark_seen(session, conversation.id, care_cast.anna.id, newest, care_cast.now)
        mark_seen(session, conversation.id, care_cast.anna.id, first, care_cast.now)
        assert unread_count_for_patient(session, care_cast.anna.id) == 0


def test_a_draft_is_kept_per_person_and_gone_when_emptied(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        conversation = thread_of(session, care_cast).id
        save_draft(session, conversation, care_cast.karin.id, "Hej An", care_cast.now)
        save_draft(session, conversation, care_cast.karin.id, "Hej Anna", care_cast.now)
        save_draft(session, conversation, care_cast.karin.id, "Ringde", care_cast.now, "note")
        kept = find_draft(session, conversation, care_cast.karin.id)
        assert kept is not None
        assert kept.body == "Hej Anna"
        assert find_draft(session, conversation, care_cast.erik.id) is None
        save_draft(session, conversation, care_cast.karin.id, " ", care_cast.now)
        assert find_draft(session, conversation, care_cast.karin.id) is None
        drop_draft(session, conversation, care_cast.karin.id, "note")


def test_the_promise_counts_working_days_over_holidays(care_cast: CareCast) -> None:
    friday_evening_before_christmas = datetime(2026, 12, 23, 17, 0, tzinfo=UTC)
    with care_cast.database.transaction() as session:
        send_from_patient(session, care_cast.anna, care_cast.unit, "Hej", friday_evening_before_christmas)
    with care_cast.database.transaction() as session:
        due = session.scalars(select(WorkItem)).one().due_at
    assert due == datetime(2026, 12, 29, 15, 0, tzinfo=UTC)  # 24-27 are closed; Monday counts, Tuesday is the day


def test_a_patient_has_a_thread_with_each_unit_of_his_and_no_other(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        mine = list_own_threads(session, care_cast.anna.id)
    assert [(one.unit.id, one.is_open, one.conversation) for one in mine] == [(care_cast.unit.id, True, None)]
