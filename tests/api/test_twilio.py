"""Twilio's doors: only what Twilio signed comes in, each thing counts once, and a dead database says try again."""

import base64
import hashlib
import hmac
import threading
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from core.db import Database
from messaging.sending import send_due
from messaging.sms_models import SmsAttempt, SmsEvent, SmsInbound, SmsStatus
from tests.fake_twilio import ACCOUNT, TOKEN
from tests.sms_ground import NOON, PHONE, Cast, Counting, plan, read

BASE = "https://egenvag.example"
INBOUND = {"MessageSid": "SM" + "a" * 32, "AccountSid": ACCOUNT, "From": PHONE, "To": "+46700000000", "Body": "128/82"}
PATH = "/twilio/inbound"


def sign(url: str, fields: dict[str, str], token: str = TOKEN, algorithm: str = "sha1") -> str:
    """Sign as Twilio's documentation says, without the product's library."""
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), algorithm).digest()).decode()


def post(
    app: Flask, path: str, fields: dict[str, str], signature: str | None = None, **options: object
) -> TestResponse:
    """Post a form to a door, rightly signed unless told otherwise."""
    headers = {"X-Twilio-Signature": sign(BASE + path, fields) if signature is None else signature}
    headers |= options.pop("headers", {})  # type: ignore[arg-type]
    body = options.pop("body", urlencode(fields))
    kind = options.pop("content_type", "application/x-www-form-urlencoded")
    return app.test_client().post(path, data=body, headers=headers, content_type=kind)  # type: ignore[arg-type]


def count_inbound(database: Database) -> int:
    """Return how many SMS were stored."""
    with database.transaction() as session:
        return session.scalar(select(func.count(SmsInbound.id))) or 0


@pytest.mark.usefixtures("database_url")
def test_an_sms_that_comes_in_is_stored_and_answered_with_nothing(
    app: Flask, cast: Cast, database: Database
) -> None:
    answer = post(app, PATH, INBOUND)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert answer.text.endswith("<Response></Response>")
    with database.transaction() as session:
        inbound = session.scalars(select(SmsInbound)).one()
    assert (inbound.body, inbound.user_id) == ("128/82", cast.patient.id)


@pytest.mark.parametrize("body", ["åäö é €", "a\r\nb\nc", "🌻 +%&=", "", " lead and trail ", "x" * 1600, "\x00nul"])
def test_any_text_is_accepted_as_twilio_signed_it(app: Flask, cast: Cast, database: Database, body: str) -> None:
    assert post(app, PATH, INBOUND | {"Body": body}).status_code == 200
    assert count_inbound(database) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text("ABCDEFabcdef", min_size=8, max_size=12), st.text("xyz åä&=", max_size=9), max_size=20))
def test_unknown_new_fields_are_accepted(app: Flask, cast: Cast, fields: dict[str, str]) -> None:
    assert post(app, PATH, INBOUND | fields).status_code == 200


def test_a_shared_key_signature_is_accepted(app: Flask, cast: Cast) -> None:
    header = {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}
    signature = sign(BASE + PATH, INBOUND, algorithm="sha256")
    assert post(app, PATH, INBOUND, signature, headers=header).status_code == 200
    assert post(app, PATH, INBOUND, signature).status_code == 403


def test_a_query_string_is_part_of_what_is_signed(app: Flask, cast: Cast) -> None:
    assert post(app, f"{PATH}?a=%C3%A5&b=1", INBOUND).status_code == 200
    assert post(app, f"{PATH}?a=1", INBOUND, sign(BASE + PATH, INBOUND)).status_code == 403


@pytest.mark.parametrize(
    "signature",
    [
        "", "x", "Å" * 28, sign(BASE + PATH, INBOUND, token="another"), sign(BASE + PATH, {}),
        sign("http://egenvag.example" + PATH, INBOUND), sign("https://evil.example" + PATH, INBOUND),
        sign("https://egenvag.example:8443" + PATH, INBOUND), sign(BASE + PATH + "/", INBOUND),
        sign(BASE + "/twilio/status", INBOUND), sign("http://localhost" + PATH, INBOUND),
        sign(BASE + PATH, INBOUND | {"Body": "128/83"}), sign(BASE + PATH, INBOUND).lower(),
        hashlib.sha256(b"").hexdigest(),
    ],
)  # fmt: skip
def test_what_twilio_did_not_sign_is_refused_and_not_stored(
    app: Flask, cast: Cast, database: Database, signature: str
) -> None:
    answer = post(app, PATH, INBOUND, signature.encode("utf-8").decode("latin-1"))
    assert (answer.status_code, answer.data) == (403, b"")
    assert count_inbound(database) == 0


def test_every_flipped_byte_is_refused(app: Flask, cast: Cast, database: Database) -> None:
    right, body = sign(BASE + PATH, INBOUND), urlencode(INBOUND)
    wrong = [
        body[:at] + chr(ord(sign_) ^ 1) + body[at + 1 :] for at, sign_ in enumerate(body) if sign_.isalnum()
    ]
    assert len(wrong) > 100
    for changed in wrong:
        assert post(app, PATH, INBOUND, right, body=changed).status_code == 403
    assert count_inbound(database) == 0


@pytest.mark.parametrize(
    "body",
    [
        urlencode({name: value for name, value in INBOUND.items() if name != "To"}),
        urlencode(INBOUND) + "&Body=128%2F82", urlencode(INBOUND) + "&Body=200%2F100", urlencode(INBOUND) + "&X=1", "",
    ],
)  # fmt: skip
def test_dropped_added_or_repeated_fields_are_refused(app: Flask, cast: Cast, body: str) -> None:
    assert post(app, PATH, INBOUND, body=body).status_code == 403


def test_another_account_is_refused_even_when_signed(app: Flask, cast: Cast) -> None:
    assert post(app, PATH, INBOUND | {"AccountSid": "AC" + "9" * 32}).status_code == 403


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_only_a_form_is_read(app: Flask, cast: Cast, content_type: str) -> None:
    assert post(app, PATH, INBOUND, content_type=content_type).status_code == 403


@pytest.mark.parametrize("fields", [{"MessageSid": ""}, {"From": ""}, {"MessageSid": "S" * 41}, {"MessageSid": "Så"}])
def test_a_signed_form_without_its_fields_is_a_clear_error(app: Flask, cast: Cast, fields: dict[str, str]) -> None:
    assert post(app, PATH, INBOUND | fields).status_code == 400


def test_nothing_but_post_is_answered(app: Flask, cast: Cast) -> None:
    assert app.test_client().get(PATH).status_code in (403, 405)


@pytest.mark.usefixtures("database_url")
def test_a_replayed_sms_counts_once_also_at_the_same_moment(app: Flask, cast: Cast, database: Database) -> None:
    answers: list[int] = []
    posts = [threading.Thread(target=lambda: answers.append(post(app, PATH, INBOUND).status_code)) for _ in range(12)]
    for each in posts:
        each.start()
    for each in posts:
        each.join()
    assert answers == [200] * 12
    assert count_inbound(database) == 1


@pytest.mark.usefixtures("database_url")
def test_a_status_moves_the_sms_and_a_late_one_does_not(app: Flask, cast: Cast, database: Database) -> None:
    sms_id = plan(database, cast)
    send_due(database, Counting(), NOON)
    with database.transaction() as session:
        token = session.scalars(select(SmsAttempt.token)).one()
    sid = read(database, sms_id).sid or ""
    path = f"/twilio/status/{token}"
    for word in ("delivered", "sent", "queued", "delivered"):
        assert post(app, path, {"MessageSid": sid, "MessageStatus": word}).status_code == 204
    assert read(database, sms_id).status is SmsStatus.DELIVERED
    with database.transaction() as session:
        assert session.scalar(select(func.count(SmsEvent.id))) == 4


def test_a_status_for_an_unknown_sms_is_kept_and_answered_alike(app: Flask, cast: Cast, database: Database) -> None:
    fields = {"MessageSid": "SM" + "b" * 32, "MessageStatus": "delivered"}
    assert post(app, "/twilio/status/" + "x" * 22, fields).status_code == 204
    with database.transaction() as session:
        assert session.scalars(select(SmsEvent.is_orphan)).all() == [True]
    assert post(app, "/twilio/status/short", fields).status_code in (403, 404)


@pytest.mark.usefixtures("database_url")
def test_a_dead_database_says_try_again(
    app: Flask, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_options: object) -> None:
        raise OperationalError("select 1", {}, Exception("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(database, "open_session", broken)
        answer = post(app, PATH, INBOUND)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert post(app, PATH, INBOUND).status_code == 200
    assert count_inbound(database) == 1


def test_without_twilio_the_doors_are_shut(app: Flask, cast: Cast) -> None:
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"twilio_auth_token": ""})
    assert post(app, PATH, INBOUND, sign(BASE + PATH, INBOUND, token="")).status_code == 403


def test_a_picture_is_not_fetched(app: Flask, cast: Cast, database: Database) -> None:
    fields = INBOUND | {"NumMedia": "1", "MediaUrl0": "http://169.254.169.254/latest", "Body": ""}
    assert post(app, PATH, fields).status_code == 200
    assert count_inbound(database) == 1


def test_the_signature_of_a_status_is_for_its_own_token(app: Flask, cast: Cast) -> None:
    fields = {"MessageSid": "SM" + "c" * 32, "MessageStatus": "sent"}
    signature = sign(f"{BASE}/twilio/status/{'x' * 22}", fields)
    assert post(app, f"/twilio/status/{'y' * 22}", fields, signature).status_code == 403
