"""The shared inbox at the desk (scenario 9): the order of need, who has what, answers that never collide, its cost."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit import AuditEvent
from messaging.models import Conversation, Message, MessageDraft, Sender
from people.models import CareRelation, User
from tests.messaging.test_conversations import answer, ask
from tests.plugins.cast import CareCast, count_statements, make_patient, send
from worklist.items import raise_item
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

MORE = timedelta(hours=6)


def the_item(cast: CareCast) -> WorkItem:
    with cast.database.transaction() as session:
        return session.scalars(select(WorkItem).order_by(WorkItem.id)).first() or pytest.fail("no item")


def page(cast: CareCast, user: User, target: str) -> str:
    answer = cast.browser(user).get(target)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def put(cast: CareCast, key: str, kind: ItemKind, level: Level, patient: User | None = None, **more: object) -> None:
    with cast.database.transaction() as session:
        raise_item(
            session, unit_id=cast.unit.id, patient_id=(patient or cast.anna).id, kind=kind, level=level,
            dedupe_key=key, occurred_at=cast.now, due_at=cast.now + MORE,
            **({"reason": "message"} | more),  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_question_shows_for_the_whole_unit_and_no_other(care_cast: CareCast) -> None:
    ask(care_cast)
    item = the_item(care_cast)
    for user in (care_cast.karin, care_cast.erik):
        assert "Anna Berg" in page(care_cast, user, "/desk/worklist")
    for user in (care_cast.sister_clinician, care_cast.stranger):
        assert "Anna Berg" not in page(care_cast, user, "/desk/worklist")
        assert care_cast.browser(user).get(f"/desk/items/{item.public_id}").status_code == 404
        assert send(care_cast.browser(user), f"/desk/items/{item.public_id}/claim").status_code == 404
    assert care_cast.browser(care_cast.lena).get("/desk/worklist").status_code == 403


def test_what_one_has_taken_shows_as_taken_and_the_answer_carries_name_and_role(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    item = the_item(care_cast)
    assert send(care_cast.browser(care_cast.karin), f"/desk/items/{item.public_id}/claim").status_code == 302
    assert "Karin" in page(care_cast, care_cast.erik, "/desk/worklist")
    assert "Karin Lind har det" in page(care_cast, care_cast.erik, f"/desk/items/{item.public_id}")
    answer(care_cast, asked, "En räcker.")
    shown = page(care_cast, care_cast.anna, "/messages")
    assert "Karin Lind" in shown
    assert "Sjuksköterska" in shown


def test_need_decides_the_order_and_each_row_says_why(care_cast: CareCast) -> None:
    put(care_cast, "a", ItemKind.INACTIVE, Level.WEEK, reason="inactive", places={"days": 6})
    put(care_cast, "b", ItemKind.MODULE, Level.TODAY, reason="module_submitted", places={"module": 3})
    put(care_cast, "c", ItemKind.RATING, Level.NOW, reason="risk_unanswered")
    put(care_cast, "d", ItemKind.MESSAGE, Level.TODAY)
    html = page(care_cast, care_cast.karin, "/desk/worklist")
    places = [html.index(words) for words in (
        "Ville inte svara", "Modul 3 inskickad", "Nytt meddelande", "Inget gjort på 6 dagar",
    )]  # fmt: skip
    assert places == sorted(places)
    assert re.search(r"<h2>I dag <span class=\"n\">2</span><span class=\"meta\">2 lediga", html)


def test_the_views_show_their_own_kinds(care_cast: CareCast) -> None:
    put(care_cast, "b", ItemKind.MODULE, Level.TODAY, reason="module_submitted", places={"module": 3})
    put(care_cast, "e", ItemKind.MISSED, Level.TODAY, reason="missed_reports", places={"days": 2})
    therapist = page(care_cast, care_cast.karin, "/desk/worklist?view=therapist")
    nurse = page(care_cast, care_cast.karin, "/desk/worklist?view=nurse")
    assert "Modul 3" in therapist
    assert "Inga mätvärden" not in therapist
    assert "Inga mätvärden" in nurse
    assert "Inget väntar på dig." in page(care_cast, care_cast.karin, "/desk/worklist?view=mine")


def test_a_name_that_fits_nobody_leads_to_all_patients(care_cast: CareCast) -> None:
    put(care_cast, "a", ItemKind.MESSAGE, Level.TODAY)
    assert "Nytt meddelande" in page(care_cast, care_cast.karin, "/desk/worklist?q=anna")
    html = page(care_cast, care_cast.karin, "/desk/worklist?q=lindqvst")
    assert "Ingen i listan heter" in html
    assert "/desk/patients?q=lindqvst" in html


def test_of_many_who_take_an_item_one_has_it_and_the_others_are_told_who(care_cast: CareCast) -> None:
    ask(care_cast)
    item = the_item(care_cast)
    browsers = [care_cast.browser(user) for user in (care_cast.karin, care_cast.erik) * 4]
    barrier, codes = threading.Barrier(8), []

    def take(client: object) -> None:
        barrier.wait(20)
        codes.append(send(client, f"/desk/items/{item.public_id}/claim").status_code)  # type: ignore[arg-type]

    workers = [threading.Thread(target=take, args=(client,)) for client in browsers]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(codes) == [302] + [409] * 7
    with care_cast.database.transaction() as session:
        claims = session.scalars(select(AuditEvent).where(AuditEvent.action == "item.claim")).all()
    assert len(claims) == 1
    assert claims[0].actor_id == the_item(care_cast).claimed_by


def test_an_item_is_handed_over_given_back_and_made_more_urgent(care_cast: CareCast) -> None:
    ask(care_cast)
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    assert "Erik Lund" in page(care_cast, care_cast.karin, f"/desk/items/{item.public_id}?do=hand-over")
    refused = send(karin, f"/desk/items/{item.public_id}/hand-over", colleague=care_cast.stranger.public_id)
    assert refused.status_code == 400
    assert "Välj vem som ska ta över" in refused.get_data(as_text=True)
    send(karin, f"/desk/items/{item.public_id}/hand-over", colleague=care_cast.erik.public_id)
    assert the_item(care_cast).claimed_by == care_cast.erik.id
    assert send(karin, f"/desk/items/{item.public_id}/release").status_code == 409
    send(care_cast.browser(care_cast.erik), f"/desk/items/{item.public_id}/release")
    send(karin, f"/desk/items/{item.public_id}/escalate")
    assert (the_item(care_cast).claimed_by, the_item(care_cast).level) == (None, Level.NOW)
    assert send(karin, f"/desk/items/{item.public_id}/escalate").status_code == 400


def test_a_postponed_item_is_away_until_the_unit_opens(care_cast: CareCast) -> None:
    ask(care_cast)
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    assert send(karin, f"/desk/items/{item.public_id}/snooze").status_code == 400
    assert send(karin, f"/desk/items/{item.public_id}/snooze", until="day", day="igår").status_code == 400
    assert send(karin, f"/desk/items/{item.public_id}/snooze", until="tomorrow").status_code == 302
    put_away = the_item(care_cast)
    assert put_away.status is ItemStatus.SNOOZED
    assert put_away.snoozed_until is not None
    assert put_away.snoozed_until.isoformat() == "2026-11-24T07:00:00+00:00"


def test_closing_needs_an_outcome_and_nothing_is_closed_unread(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    url = f"/desk/items/{item.public_id}/close"
    assert send(karin, url, last=asked).status_code == 400
    later = ask(care_cast, "En sak till.")
    assert send(karin, url, last=asked, outcome="called").status_code == 409
    assert send(karin, url, last=later, outcome="called", note="Pratade en stund.").status_code == 302
    closed = the_item(care_cast)
    assert (closed.status, closed.outcome, closed.note) == (ItemStatus.CLOSED, Outcome.CALLED, "Pratade en stund.")
    assert "Utfall: Ringde" in page(care_cast, care_cast.erik, f"/desk/items/{item.public_id}")


def test_a_risk_is_neither_postponed_nor_closed_from_the_list(care_cast: CareCast) -> None:
    put(care_cast, "risk:x", ItemKind.RISK, Level.NOW, reason="crisis_words")
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    assert "En risk avslutas genom" in page(care_cast, care_cast.karin, f"/desk/items/{item.public_id}")
    assert send(karin, f"/desk/items/{item.public_id}/close", outcome="called").status_code == 400
    assert send(karin, f"/desk/items/{item.public_id}/snooze", until="week").status_code == 400
    assert the_item(care_cast).status is ItemStatus.OPEN


def test_the_loser_of_a_race_sees_the_other_answer_and_keeps_the_text(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    item = the_item(care_cast)
    answer(care_cast, asked, "Karins svar till Anna")
    form = {"body": "Eriks långa svar", "last": asked, "patient": care_cast.anna.public_id}
    refused = send(care_cast.browser(care_cast.erik), f"/desk/items/{item.public_id}/reply", **form)
    html = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "Karins svar till Anna" in html
    assert "Eriks långa svar</textarea>" in html
    assert "Karin Lind svarade" in html
    with care_cast.database.transaction() as session:
        kept = session.scalars(select(MessageDraft)).one()
        assert (kept.user_id, kept.body) == (care_cast.erik.id, "Eriks långa svar")
        last = session.scalars(select(Conversation)).one().last_message_id
    again = send(care_cast.browser(care_cast.erik), f"/desk/items/{item.public_id}/reply", **form | {"last": last})
    assert again.status_code == 302
    with care_cast.database.transaction() as session:
        assert session.scalars(select(MessageDraft)).all() == []


def test_a_new_message_is_shown_before_the_answer_goes(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    ask(care_cast, "Glöm det jag skrev.")
    form = {"body": "Svar", "last": asked, "patient": care_cast.anna.public_id}
    refused = send(karin, f"/desk/items/{item.public_id}/reply", **form)
    assert refused.status_code == 409
    assert "Ett nytt meddelande kom" in refused.get_data(as_text=True)
    assert send(karin, f"/desk/items/{item.public_id}/reply", **form | {"seen": "yes"}).status_code == 302


def test_an_answer_meant_for_another_patient_is_refused(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    item = the_item(care_cast)
    form = {"body": "Svar", "last": asked, "patient": care_cast.other_patient.public_id}
    refused = send(care_cast.browser(care_cast.karin), f"/desk/items/{item.public_id}/reply", **form)
    assert refused.status_code == 409
    with care_cast.database.transaction() as session:
        assert session.scalar(select(func.count()).where(Message.sender == Sender.STAFF)) == 0


def test_answer_and_close_settles_the_question_and_a_repeated_form_does_nothing_more(care_cast: CareCast) -> None:
    asked = ask(care_cast)
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    form = {"body": "Svar", "last": asked, "patient": care_cast.anna.public_id, "close": "answered", "key": "k" * 22}
    first = send(karin, f"/desk/items/{item.public_id}/reply", **form)
    second = send(karin, f"/desk/items/{item.public_id}/reply", **form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    with care_cast.database.transaction() as session:
        assert session.scalar(select(func.count()).where(Message.sender == Sender.STAFF)) == 1
    assert the_item(care_cast).outcome is Outcome.ANSWERED


def test_notes_and_drafts_stay_with_staff(care_cast: CareCast) -> None:
    ask(care_cast)
    item, karin = the_item(care_cast), care_cast.browser(care_cast.karin)
    ground = {"patient": care_cast.anna.public_id}
    assert send(karin, f"/desk/items/{item.public_id}/draft", body="Hej An", **ground).status_code == 204
    assert "Hej An</textarea>" in page(care_cast, care_cast.karin, f"/desk/items/{item.public_id}")
    assert "Hej An" not in page(care_cast, care_cast.erik, f"/desk/items/{item.public_id}")
    assert send(karin, f"/desk/items/{item.public_id}/note", note="Ringde 08:35.", **ground).status_code == 302
    assert "Ringde 08:35." in page(care_cast, care_cast.erik, f"/desk/items/{item.public_id}")
    assert "Ringde 08:35." not in page(care_cast, care_cast.anna, "/messages")


def test_who_else_has_the_item_open_is_shown_for_two_minutes(care_cast: CareCast) -> None:
    ask(care_cast)
    url = f"/desk/items/{the_item(care_cast).public_id}"
    page(care_cast, care_cast.erik, url)
    assert "Erik läser också" in page(care_cast, care_cast.karin, url)
    care_cast.clock.instant += timedelta(minutes=3)
    assert "läser också" not in page(care_cast, care_cast.karin, url)


def test_every_look_at_an_item_is_in_the_log(care_cast: CareCast) -> None:
    ask(care_cast)
    item = the_item(care_cast)
    page(care_cast, care_cast.karin, f"/desk/items/{item.public_id}")
    with care_cast.database.transaction() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.action == "patient.read")).one()
    assert (read.actor_id, read.patient_id, read.unit_id) == (care_cast.karin.id, care_cast.anna.id, care_cast.unit.id)


def test_when_the_care_relation_has_ended_the_thread_is_not_shown(care_cast: CareCast) -> None:
    ask(care_cast, "Hemligt")
    with care_cast.database.transaction() as session:
        session.scalars(select(CareRelation).where(CareRelation.patient_id == care_cast.anna.id)).one().ended_at = (
            care_cast.now
        )
    html = page(care_cast, care_cast.karin, f"/desk/items/{the_item(care_cast).public_id}")
    assert "Hemligt" not in html
    assert "Vårdrelationen är avslutad" in html


def test_new_rows_are_told_in_one_line_and_never_inserted(care_cast: CareCast) -> None:
    put(care_cast, "a", ItemKind.MESSAGE, Level.TODAY)
    karin = care_cast.browser(care_cast.karin)
    url = re.search(r'data-news="([^"]+)"', page(care_cast, care_cast.karin, "/desk/worklist"))
    assert url is not None
    assert karin.get(url[1]).status_code == 204
    care_cast.clock.instant += timedelta(seconds=5)
    put(care_cast, "b", ItemKind.RATING, Level.NOW, reason="risk_unanswered")
    put(care_cast, "c", ItemKind.MODULE, Level.TODAY, reason="module_submitted", places={"module": 1})
    with count_statements(care_cast.database) as seen:
        news = karin.get(url[1], headers={"X-Egenvag-Poll": "1"})
    assert news.get_data(as_text=True) == "2 nya, 1 i Nu"
    assert news.mimetype == "text/plain"
    assert len([one for one in seen if one != "COMMIT"]) == 2
    assert "Ville inte svara" not in care_cast.browser(care_cast.stranger).get(url[1]).get_data(as_text=True)
    assert karin.get("/desk/worklist/new?since=¹x").status_code == 200


def test_the_list_costs_the_same_for_a_hundred_and_three_thousand(care_cast: CareCast) -> None:
    costs = [(cost := fill_and_count(care_cast, number))[0] for number in (100, 2900)]
    assert costs == [4, 4]
    assert cost[1] == 1


def fill_and_count(cast: CareCast, number: int) -> tuple[int, int]:
    """Add items, then open the list; returns its statements and commits."""
    with cast.database.transaction() as session:
        start = session.scalar(select(func.count()).select_from(WorkItem)) or 0
        patients = [make_patient(session, cast.unit, f"Patient {start + one}") for one in range(20)]
        session.add_all(
            WorkItem(
                unit_id=cast.unit.id, patient_id=patients[one % 20].id, kind=ItemKind.MESSAGE, level=Level.TODAY,
                rank=1, reason="message", dedupe_key=f"many:{start + one}", occurred_at=cast.now,
                due_at=cast.now + timedelta(minutes=one),
            )
            for one in range(number)
        )  # fmt: skip
    client = cast.browser(cast.karin)
    with count_statements(cast.database) as seen:
        assert client.get("/desk/worklist").status_code == 200
    return len([one for one in seen if one != "COMMIT"]), seen.count("COMMIT")


def test_an_item_beside_the_list_costs_six_statements_and_one_commit(care_cast: CareCast) -> None:
    ask(care_cast)
    url = f"/desk/items/{the_item(care_cast).public_id}"
    karin = care_cast.browser(care_cast.karin)
    karin.get(url)
    with count_statements(care_cast.database) as seen:
        assert karin.get(url).status_code == 200
    assert len([one for one in seen if one != "COMMIT"]) == 6
    assert seen.count("COMMIT") == 1


def test_all_rows_can_be_reached_page_by_page(care_cast: CareCast) -> None:
    fill_and_count(care_cast, 120)
    url, found = "/desk/worklist", []
    for _ in range(4):
        html = page(care_cast, care_cast.karin, url)
        found += re.findall(r'class="row [^>]+href="/desk/items/([\w-]{22})', html)
        more = re.search(r'rows-more"><a class="btn" href="([^"]+)"', html)
        if more is None:
            break
        url = more[1].replace("&amp;", "&")
    assert len(found) == len(set(found)) == 120


def test_patients_are_found_by_name_and_phone_and_only_ones_own(care_cast: CareCast) -> None:
    assert "Anna Berg" in page(care_cast, care_cast.karin, "/desk/patients")
    assert "Olle Sjöberg" not in page(care_cast, care_cast.karin, "/desk/patients")
    assert "Anna Berg" in page(care_cast, care_cast.karin, "/desk/patients?q=berg")
    assert "Anna Berg" in page(care_cast, care_cast.karin, "/desk/patients?q=070-1740605")
    assert "Ingen patient passar" in page(care_cast, care_cast.karin, "/desk/patients?q=070-1740610")


def test_a_patient_can_be_written_to_without_an_item(care_cast: CareCast) -> None:
    url = f"/desk/patients/{care_cast.anna.public_id}/conversation"
    assert "Inga meddelanden ännu." in page(care_cast, care_cast.karin, url)
    ground = {"patient": care_cast.anna.public_id, "last": 0}
    assert send(care_cast.browser(care_cast.karin), f"{url}/reply", body="Hej Anna", **ground).status_code == 302
    assert "Hej Anna" in page(care_cast, care_cast.anna, "/messages")
    assert care_cast.browser(care_cast.stranger).get(url).status_code == 404
    assert send(care_cast.browser(care_cast.stranger), f"{url}/reply", body="x", **ground).status_code == 404


