"""Photos in the patient's thread: kept encrypted and bare, opened by the few who may, and no bad file loses a word."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import request
from PIL import Image
from sqlalchemy import func, select, text

from core import web
from core.audit import AuditEvent
from messaging.models import Message, MessagePhoto, Sender
from messaging.photos import MOST_A_DAY
from monitoring.models import Report
from patient.messages import MOST_SENT
from ratings.models import Risk
from tests.monitoring.series_ground import make_series
from tests.patient.photo_ground import make_moving, make_phone_photo, make_photo, make_vast, send_photos
from tests.plugins.cast import CareCast, count_statements, make_care_cast
from worklist.models import ItemKind, WorkItem

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def the_message(cast: CareCast) -> Message:
    with cast.database.transaction() as session:
        return session.scalars(select(Message).order_by(Message.id)).all()[0]


def count(cast: CareCast, what: type) -> int:
    with cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def photo_id(cast: CareCast) -> str:
    photos = the_message(cast).photos
    assert photos
    return str(photos[0]["id"])


def test_a_photo_comes_into_the_thread_with_its_words_and_lies_before_the_unit(care_cast: CareCast) -> None:
    sent = send_photos(care_cast, make_phone_photo(), body="Så här ser det ut.", caption="Utslag på armen")
    assert sent.status_code == 302
    client = care_cast.browser(care_cast.anna)
    html = client.get("/messages").get_data(as_text=True)
    assert f'src="/messages/photos/{photo_id(care_cast)}/small"' in html
    assert 'alt="Utslag på armen"' in html
    assert 'width="60" height="80"' in html
    with care_cast.database.transaction() as session:
        assert session.scalars(select(WorkItem)).one().kind is ItemKind.MESSAGE


def test_a_photo_alone_is_a_message(care_cast: CareCast) -> None:
    assert send_photos(care_cast, make_photo()).status_code == 302
    assert the_message(care_cast).body == ""
    assert "utan beskrivning" in care_cast.browser(care_cast.anna).get("/messages").get_data(as_text=True)


def test_what_is_kept_is_encrypted_and_what_is_sent_is_bare_and_never_cached(care_cast: CareCast) -> None:
    send_photos(care_cast, make_phone_photo(), caption="Utslag")
    with care_cast.database.transaction() as session:
        row = session.execute(text("select picture, thumbnail from message_photo")).one()
        listed = session.execute(text("select photos from message")).scalar_one()
    assert all(bytes(one).startswith(b"k1$") and b"JFIF" not in bytes(one) for one in row)
    assert "Utslag" not in listed
    client = care_cast.browser(care_cast.anna)
    for size, side in (("full", 80), ("small", 80)):
        answer = client.get(f"/messages/photos/{photo_id(care_cast)}/{size}")
        picture = Image.open(BytesIO(answer.data))
        assert (answer.mimetype, picture.format, max(picture.size)) == ("image/jpeg", "JPEG", side)
        assert b"Telefonfabriken" not in answer.data
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == 'inline; filename="bild-2026-11-23.jpg"'


def test_a_photo_has_a_page_of_its_own_to_read_and_print(care_cast: CareCast) -> None:
    send_photos(care_cast, make_photo(), caption="Förpackningen")
    html = care_cast.browser(care_cast.anna).get(f"/messages/photos/{photo_id(care_cast)}").get_data(as_text=True)
    assert "<figcaption>Förpackningen</figcaption>" in html
    assert "data-print" in html


@pytest.mark.parametrize("place", ["", "/full", "/small"])
def test_for_anybody_else_the_photo_does_not_exist(care_cast: CareCast, place: str) -> None:
    send_photos(care_cast, make_photo())
    assert care_cast.browser(care_cast.other_patient).get(
        f"/messages/photos/{photo_id(care_cast)}{place}"
    ).status_code == 404  # fmt: skip
    assert care_cast.app.test_client().get(f"/messages/photos/{photo_id(care_cast)}{place}").status_code == 302


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b"", "Bilden är tom"),
        (HEIC, "skärmbild"),
        (make_vast(), "för många bildpunkter"),
        (make_moving("PNG"), "Bara stillbilder"),
        (make_photo()[:500], "trasig"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG eller WebP"),
    ],
    ids=["empty", "heic", "vast", "moving", "cut", "svg"],
)
def test_a_file_that_cannot_be_taken_is_explained_and_no_word_is_lost(
    sqlite_cast: CareCast, bad: bytes, words: str
) -> None:
    refused = send_photos(sqlite_cast, make_photo(), bad, body="Jag undrar över det här.", caption="Armen")
    html = refused.get_data(as_text=True)
    assert refused.status_code == 400
    assert words in html
    assert "Jag undrar över det här.</textarea>" in html
    assert 'value="Armen"' in html
    assert count(sqlite_cast, Message) == count(sqlite_cast, MessagePhoto) == 0


def test_words_of_crisis_are_never_held_back_by_a_bad_photo(care_cast: CareCast) -> None:
    sent = send_photos(care_cast, HEIC, body="jag vill inte leva längre")
    assert sent.location.endswith("/help")
    assert count(care_cast, Risk) == 1
    assert count(care_cast, MessagePhoto) == 0


def test_words_of_crisis_in_a_caption_show_help_too(care_cast: CareCast) -> None:
    sent = send_photos(care_cast, make_photo(), caption="jag vill inte leva längre")
    html = care_cast.browser(care_cast.anna).get(sent.location).get_data(as_text=True)
    assert "tel:90101" in html
    assert count(care_cast, Risk) == 1


def test_at_most_three_photos_go_with_a_message(sqlite_cast: CareCast) -> None:
    refused = send_photos(sqlite_cast, *[make_photo()] * 4, body="Fyra")
    assert refused.status_code == 400
    assert "Högst tre bilder" in refused.get_data(as_text=True)
    assert send_photos(sqlite_cast, *[make_photo()] * 3, body="Tre").status_code == 302
    assert count(sqlite_cast, MessagePhoto) == 3


def test_a_day_and_night_holds_a_number_of_photos(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        message = Message(conversation_id=_conversation(care_cast), sender="patient", body="x", sent_at=care_cast.now)
        session.add(message)
        session.flush()
        session.add_all(
            MessagePhoto(message_id=message.id, patient_id=care_cast.anna.id, kept_at=care_cast.now, picture=b"1",
                         thumbnail=b"1") for _ in range(MOST_A_DAY)
        )  # fmt: skip
    refused = send_photos(care_cast, make_photo(), body="En till")
    assert refused.status_code == 400
    assert "Vänta till i morgon" in refused.get_data(as_text=True)
    assert "En till</textarea>" in refused.get_data(as_text=True)


def _conversation(cast: CareCast) -> int:
    send_photos(cast, body="Hej")
    with cast.database.transaction() as session:
        return session.scalars(select(Message.conversation_id)).one()


def test_a_message_with_photos_sent_twice_is_one(care_cast: CareCast) -> None:
    answers = [send_photos(care_cast, make_photo(), body="En gång", key="f" * 22) for _ in range(2)]
    assert {one.status_code for one in answers} == {302}
    assert count(care_cast, MessagePhoto) == 1


def test_only_who_is_signed_in_may_send_more_than_usual_and_too_much_is_refused_unread(
    sqlite_cast: CareCast
) -> None:
    sqlite_cast.browser(sqlite_cast.anna)
    mine = {"HTTP_COOKIE": f"egenvag_patient={sqlite_cast.tokens[sqlite_cast.anna.id]}"}
    limits = []
    for path, cookies in (("/messages", mine), ("/messages", {}), ("/messages/draft", mine)):
        with sqlite_cast.app.test_request_context(path, method="POST", environ_overrides=cookies):
            limits.append(request.max_content_length)
    assert limits == [MOST_SENT, web.MAX_BODY_BYTES, web.MAX_BODY_BYTES]
    endless = {"CONTENT_LENGTH": str(10**10), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert sqlite_cast.browser(sqlite_cast.anna).post("/messages", environ_overrides=endless).status_code == 413


def test_the_thread_never_loads_the_bytes_of_photos(care_cast: CareCast) -> None:
    send_photos(care_cast, make_photo(), make_photo(), body="Två")
    with count_statements(care_cast.database) as seen:
        assert care_cast.browser(care_cast.anna).get("/messages").status_code == 200
    assert not any("message_photo" in one for one in seen)
    assert len([one for one in seen if one != "COMMIT"]) <= 6


def test_the_unit_sees_the_photo_and_each_opening_is_in_the_log(database_url: str) -> None:
    cast = make_care_cast(database_url)
    send_photos(cast, make_photo(), body="Så här", caption="Armen")
    desk, photo = cast.browser(cast.karin), photo_id(cast)
    conversation = desk.get(f"/desk/patients/{cast.anna.public_id}/conversation").get_data(as_text=True)
    assert f'src="/desk/patients/{cast.anna.public_id}/photos/{photo}/small"' in conversation
    for place in ("", "/small", "/full"):
        assert desk.get(f"/desk/patients/{cast.anna.public_id}/photos/{photo}{place}").status_code == 200
    stranger = cast.browser(cast.stranger)
    assert stranger.get(f"/desk/patients/{cast.anna.public_id}/photos/{photo}/full").status_code == 404
    with cast.database.transaction() as session:
        log = session.scalars(select(AuditEvent).where(AuditEvent.object_id == photo)).all()
        denied = session.scalars(select(AuditEvent).where(AuditEvent.action == "denied.message.photo")).all()
    assert [(one.actor_id, one.action) for one in log] == [(cast.karin.id, "message.photo")] * 3
    assert [one.actor_id for one in denied] == [cast.stranger.id]
    cast.database.engine.dispose()


def test_a_value_beside_a_photo_is_stored_and_nothing_else_is_answered_automatically(care_cast: CareCast) -> None:
    make_series(care_cast, "heart_failure")
    send_photos(care_cast, make_photo(), body="hur mäter jag blodtrycket rätt")
    send_photos(care_cast, make_photo(), body="vikt 83,2")
    with care_cast.database.transaction() as session:
        said = session.scalars(select(Message.body).where(Message.sender == Sender.AUTOMATIC)).all()
        assert [one.kind for one in session.scalars(select(Report))] == ["weight"]
    assert not any("Källa" in one for one in said)
    assert any("Jag har sparat vikt: 83,2 kg." in one for one in said)


def test_a_value_that_waited_for_the_net_was_measured_when_it_was_written(care_cast: CareCast) -> None:
    make_series(care_cast, "heart_failure")
    before = care_cast.now - timedelta(hours=2)
    send_photos(care_cast, body="vikt 83,2", written_at=before.isoformat())
    with care_cast.database.transaction() as session:
        report = session.scalars(select(Report)).one()
    assert (report.taken_at, report.received_at) == (before, care_cast.now)
