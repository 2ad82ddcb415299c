"""Holds the patient's door: number, code, PIN; nothing told apart; sessions that can be ended."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.db import Database
from messaging.sms_models import Sms, SmsStop, StopReason
from people.models import User, UserRole
from people.session_models import LoginSession, SignInStep
from people.sign_in import CODE_TRIES, PIN_TRIES
from tests.people.cast import NOW, PHONE, PIN, make_app, make_patient, make_unit, post, sent_code, sign_in_patient

STRANGER = "070-174 06 99"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    with database(app).transaction() as session:
        make_patient(session, make_unit(session))
    yield app
    database(app).engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


def count(app: Flask, model: type) -> int:
    with database(app).transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def plain(html: str) -> str:
    """Return a page without what differs from one time to the next: form tokens."""
    return re.sub(r'value="[\w.\-]{20,}"', "", html)


def to_code_page(client: FlaskClient, identity: str = PHONE) -> None:
    assert post(client, "/sign-in", identity=identity).status_code == 302


def to_pin_page(app: Flask, client: FlaskClient) -> None:
    to_code_page(client)
    with database(app).transaction() as session:
        code = sent_code(session)
    answer = post(client, "/sign-in/code", code=code)
    assert answer.headers["Location"] == "/sign-in/pin"


def test_a_patient_signs_in_with_number_code_and_pin(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    page = client.get("/settings")
    assert page.status_code == 200
    assert "Anna Berg" in page.get_data(as_text=True)
    cookie = client.get_cookie("egenvag_patient")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert client.get_cookie("egenvag_step_patient") is None


def test_a_known_and_an_unknown_number_get_the_same_bytes(app: Flask) -> None:
    said = []
    for identity in (PHONE, STRANGER, "19900101-0017"):
        client = app.test_client()
        begun = post(client, "/sign-in", identity=identity)
        page = client.get("/sign-in/code")
        tries = [post(client, "/sign-in/code", code="000000") for _n in range(CODE_TRIES + 1)]
        new = post(client, "/sign-in/code", target="/sign-in/code/new")
        after = client.get("/sign-in/code")
        answers = [begun, page, *tries, new, after]
        said.append([
            (answer.status_code, sorted(set(answer.headers.keys())), plain(answer.get_data(as_text=True)))
            for answer in answers
        ])
    assert said[0] == said[1] == said[2]


def test_only_the_known_number_gets_an_sms(app: Flask, client: FlaskClient) -> None:
    to_code_page(client, STRANGER)
    assert count(app, Sms) == 0
    to_code_page(client, PHONE)
    assert count(app, Sms) == 1


@pytest.mark.parametrize("typed", ["", "hej", "123", "19121212-1213", "0" * 500])
def test_what_is_no_number_is_explained_and_kept(app: Flask, client: FlaskClient, typed: str) -> None:
    answer = post(client, "/sign-in", identity=typed)
    assert answer.status_code == 422
    assert "Skriv tolv siffror" in answer.get_data(as_text=True)
    assert typed[:60] in answer.get_data(as_text=True)
    assert count(app, SignInStep) == 0


def test_wrong_codes_stay_counted_although_the_page_is_shown_again(app: Flask, client: FlaskClient) -> None:
    to_code_page(client)
    with database(app).transaction() as session:
        code = sent_code(session)
    wrong = "000000" if code != "000000" else "000001"
    for _n in range(CODE_TRIES):
        answer = post(client, "/sign-in/code", code=wrong)
        assert answer.status_code == 422
        assert f'value="{wrong}"' not in answer.get_data(as_text=True)
    assert post(client, "/sign-in/code", code=code).status_code == 422


def test_wrong_pins_stay_counted_although_the_page_is_shown_again(app: Flask, client: FlaskClient) -> None:
    to_pin_page(app, client)
    for _n in range(PIN_TRIES):
        assert post(client, "/sign-in/pin", pin="111112").status_code == 422
    answer = post(client, "/sign-in/pin", pin=PIN)
    assert answer.status_code == 422
    assert "För många försök" in answer.get_data(as_text=True)


def test_a_code_may_be_typed_with_a_space(app: Flask, client: FlaskClient) -> None:
    to_code_page(client)
    with database(app).transaction() as session:
        code = sent_code(session)
    assert post(client, "/sign-in/code", code=f"{code[:3]} {code[3:]}").status_code == 302


def test_the_pin_page_is_closed_without_the_code(client: FlaskClient) -> None:
    assert client.get("/sign-in/pin").headers["Location"] == "/sign-in"
    to_code_page(client)
    assert client.get("/sign-in/pin").headers["Location"] == "/sign-in"


def test_a_new_code_replaces_the_old_one(app: Flask, client: FlaskClient) -> None:
    to_code_page(client)
    answer = post(client, "/sign-in/code", target="/sign-in/code/new")
    assert answer.headers["Location"] == "/sign-in/code"
    with database(app).transaction() as session:
        code = sent_code(session)
    assert post(client, "/sign-in/code", code=code).headers["Location"] == "/sign-in/pin"


def test_a_first_pin_is_chosen_twice(app: Flask, client: FlaskClient) -> None:
    with database(app).transaction() as session:
        session.scalars(select(User)).one().pin_hash = None
    to_pin_page(app, client)
    assert "Välj en PIN" in client.get("/sign-in/pin").get_data(as_text=True)
    refused = post(client, "/sign-in/pin", new_pin="684013", again="684014")
    assert refused.status_code == 422
    assert "684013" not in refused.get_data(as_text=True)
    assert post(client, "/sign-in/pin", new_pin="684013", again="684013").headers["Location"] == "/home"
    assert client.get("/settings").status_code == 200


def test_a_sign_in_leads_on_to_the_page_that_was_asked_for(app: Flask, client: FlaskClient) -> None:
    asked = client.get("/settings/readers?before=7")
    assert asked.headers["Location"] == "/sign-in?next=/settings/readers%3Fbefore%3D7"
    page = asked.headers["Location"]
    begun = post(client, page, target="/sign-in", identity=PHONE, next="/settings/readers?before=7")
    with database(app).transaction() as session:
        code = sent_code(session)
    assert 'name="next" value="/settings/readers?before=7"' in client.get(page).get_data(as_text=True)
    target = "/settings/readers?before=7"
    proved = post(client, begun.headers["Location"], target="/sign-in/code", code=code, next=target)
    let_in = post(client, proved.headers["Location"], target="/sign-in/pin", pin=PIN, next=target)
    assert let_in.headers["Location"] == target


def test_a_cookie_from_before_the_sign_in_is_worth_nothing_after_it(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("egenvag_patient", "attackers-own-token")
    sign_in_patient(app, client)
    cookie = client.get_cookie("egenvag_patient")
    assert cookie is not None
    assert cookie.value != "attackers-own-token"
    thief = app.test_client()
    thief.set_cookie("egenvag_patient", "attackers-own-token")
    assert thief.get("/settings").status_code == 302


def test_signing_in_anew_kills_this_browsers_old_token(app: Flask, client: FlaskClient) -> None:
    other = client
    sign_in_patient(app, other)
    old = other.get_cookie("egenvag_patient")
    assert old is not None
    other.set_cookie("egenvag_patient", "none")
    to_pin_page(app, other)
    other.set_cookie("egenvag_patient", old.value)
    assert post(other, "/sign-in/pin", pin=PIN).status_code == 302
    other.set_cookie("egenvag_patient", old.value)
    assert other.get("/settings").status_code == 302


def test_a_signed_out_token_is_refused_everywhere(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    cookie = client.get_cookie("egenvag_patient")
    assert cookie is not None
    answer = post(client, "/settings", target="/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.set_cookie("egenvag_patient", cookie.value)
    for path in ("/settings", "/settings/pin", "/settings/readers"):
        assert client.get(path).status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/code/new", "/sign-in/pin", "/sign-out",
                                  "/preferences", "/settings/sms", "/settings/sign-ins/close-all"])
def test_a_form_without_the_token_is_refused(app: Flask, client: FlaskClient, path: str) -> None:
    sign_in_patient(app, client)
    assert client.post(path, data={"identity": PHONE}).status_code == 400
    assert count(app, LoginSession) == 1


def test_the_patients_token_does_not_open_the_desk(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    cookie = client.get_cookie("egenvag_patient")
    assert cookie is not None
    client.set_cookie("egenvag_desk", cookie.value)
    assert client.get("/desk/settings").status_code == 302


def test_the_front_leads_to_the_door_or_home(app: Flask, client: FlaskClient) -> None:
    assert client.get("/").headers["Location"] == "/sign-in"
    sign_in_patient(app, client)
    assert client.get("/").headers["Location"] == "/home"
    assert client.get("/sign-in").headers["Location"] == "/home"


def test_the_demo_owns_the_front_when_it_is_open(app: Flask, client: FlaskClient) -> None:
    app.config["DEMO_FRONT"] = "/demo"
    assert client.get("/").headers["Location"] == "/demo"


def test_language_and_theme_can_be_chosen_before_the_sign_in(client: FlaskClient) -> None:
    answer = post(client, "/sign-in", target="/preferences", language="en", theme="dark", back="/sign-in")
    assert answer.headers["Location"] == "/sign-in"
    page = client.get("/sign-in").get_data(as_text=True)
    assert '<html lang="en" data-theme="dark">' in page
    assert post(client, "/sign-in", target="/preferences", back="//evil.example").headers["Location"] == "/"


def test_help_to_sign_in_gives_every_units_telephone(client: FlaskClient) -> None:
    page = client.get("/sign-in/help").get_data(as_text=True)
    assert 'href="tel:0846500410"' in page
    assert 'href="tel:1177"' in page


def test_a_patient_without_the_role_is_not_let_in(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    with database(app).transaction() as session:
        session.delete(session.scalars(select(UserRole)).one())
    assert client.get("/settings").status_code == 302


def test_sms_are_refused_and_wanted_again(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    post(client, "/settings", target="/settings/sms", sms="no")
    with database(app).transaction() as session:
        patient = session.scalars(select(User)).one()
        assert patient.sms_consent_at is None
        session.add(SmsStop(number_hash=patient.phone_hash, stopped_at=NOW, reason=StopReason.STOP))
    assert post(client, "/settings", target="/settings/sms", sms="maybe").status_code == 422
    post(client, "/settings", target="/settings/sms", sms="yes")
    with database(app).transaction() as session:
        assert session.scalars(select(User)).one().sms_consent_at == NOW
    assert count(app, SmsStop) == 0


def test_language_and_theme_follow_the_patient(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    post(client, "/settings", target="/settings/look", language="en", theme="dark")
    assert '<html lang="en" data-theme="dark">' in client.get("/settings").get_data(as_text=True)
    post(client, "/settings", target="/settings/look", language="xx", theme="pink")
    assert '<html lang="en" data-theme="dark">' in client.get("/settings").get_data(as_text=True)


def test_another_browser_is_signed_out_at_once(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    other = app.test_client()
    sign_in_patient(app, other)
    page = client.get("/settings").get_data(as_text=True)
    target = re.search(r'action="(/settings/sign-ins/[\w-]{22}/close)"', page)
    assert target
    post(client, "/settings", target=target[1])
    assert other.get("/settings").status_code == 302
    assert client.get("/settings").status_code == 200
    sign_in_patient(app, other)
    post(client, "/settings", target="/settings/sign-ins/close-all")
    assert client.get("/settings").status_code == 302
    assert other.get("/settings").status_code == 302


def test_a_changed_pin_is_asked_for_next_time(app: Flask, client: FlaskClient) -> None:
    sign_in_patient(app, client)
    assert post(client, "/settings/pin", pin="111112", new_pin="684013", again="684013").status_code == 422
    assert post(client, "/settings/pin", pin=PIN, new_pin="684013", again="684013").status_code == 302
    other = app.test_client()
    to_pin_page(app, other)
    assert post(other, "/sign-in/pin", pin=PIN).status_code == 422
    assert post(other, "/sign-in/pin", pin="684013").status_code == 302


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "9" * 19, "9" * 400, "٣", "1;drop"])
def test_the_log_bears_any_page_key(app: Flask, client: FlaskClient, before: str) -> None:
    sign_in_patient(app, client)
    assert client.get("/settings/readers", query_string={"before": before}).status_code == 200
