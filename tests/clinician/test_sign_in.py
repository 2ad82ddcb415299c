"""Holds the desk's door: password and authenticator, invitations, own settings, and the pages of admins."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.clock import FixedClock
from core.db import Database
from people.models import CareProvider, CareUnit, Role, User, UserState
from people.session_models import StaffInvitation
from tests.people.cast import (
    NOW,
    PASSWORD,
    make_app,
    make_patient,
    make_staff,
    make_unit,
    post,
    sign_in_staff,
    totp_at,
)

NEW_PASSWORD = "fyra ord i rad sex"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    with database(app).transaction() as session:
        unit = make_unit(session)
        make_patient(session, unit)
        make_staff(session, unit, Role.CLINICIAN, Role.UNIT_ADMIN)
        make_staff(session, unit, Role.COORDINATOR, username="lina").name = "Lina Åberg"
        make_staff(session, None, Role.SYSTEM_ADMIN, username="root")
    yield app
    database(app).engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


def colleague(app: Flask, username: str) -> User:
    with database(app).transaction() as session:
        return session.scalars(select(User).where(User.username == username)).one()


def test_staff_sign_in_with_password_and_code(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    page = client.get("/desk/settings")
    assert page.status_code == 200
    assert client.get("/desk/sign-in").status_code == 302
    assert client.get("/settings").status_code == 302


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(app: Flask) -> None:
    said = []
    for username in ("maja.sandell", "nobody.here"):
        answer = post(app.test_client(), "/desk/sign-in", username=username, password="fel lösenord")
        text = re.sub(r'value="[\w.\-]{20,}"', "", answer.get_data(as_text=True)).replace(username, "")
        said.append((answer.status_code, sorted(set(answer.headers.keys())), text))
    assert said[0] == said[1]
    assert said[0][0] == 422


def test_the_user_name_is_kept_and_the_password_is_not(client: FlaskClient) -> None:
    page = post(client, "/desk/sign-in", username="maja", password="hemligt ord").get_data(as_text=True)
    assert 'value="maja"' in page
    assert "hemligt ord" not in page


def test_the_password_alone_opens_nothing(client: FlaskClient) -> None:
    post(client, "/desk/sign-in", username="maja.sandell", password=PASSWORD)
    assert client.get("/desk/settings").status_code == 302
    assert post(client, "/desk/sign-in/code", code="000000").status_code == 422
    assert client.get("/desk/settings").status_code == 302


def test_an_authenticators_code_works_once(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    other = app.test_client()
    post(other, "/desk/sign-in", username="maja.sandell", password=PASSWORD)
    assert post(other, "/desk/sign-in/code", code=totp_at(NOW)).status_code == 422


def test_wrong_passwords_stay_counted(client: FlaskClient) -> None:
    for _n in range(10):
        assert post(client, "/desk/sign-in", username="maja.sandell", password="gissning").status_code == 422
    answer = post(client, "/desk/sign-in", username="maja.sandell", password=PASSWORD)
    assert "För många försök" in answer.get_data(as_text=True)


def test_a_signed_out_token_is_dead(client: FlaskClient) -> None:
    sign_in_staff(client)
    cookie = client.get_cookie("egenvag_desk")
    assert cookie is not None
    assert post(client, "/desk/settings", target="/desk/sign-out").headers["Location"] == "/desk/sign-in"
    client.set_cookie("egenvag_desk", cookie.value)
    assert client.get("/desk/settings").status_code == 302


def test_the_navigation_follows_the_roles(client: FlaskClient) -> None:
    sign_in_staff(client)
    page = client.get("/desk/settings").get_data(as_text=True)
    assert 'href="/desk/unit"' in page
    assert 'href="/desk/system"' not in page


@pytest.mark.parametrize(("username", "unit", "system"), [("maja.sandell", 200, 403), ("lina", 403, 403),
                                                          ("root", 403, 200)])
def test_admin_pages_are_for_their_admins(client: FlaskClient, username: str, unit: int, system: int) -> None:
    sign_in_staff(client, username)
    assert client.get("/desk/unit").status_code == unit
    assert client.get("/desk/system").status_code == system


def test_a_unit_chooses_to_answer_practical_questions_by_sms(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    page = client.get("/desk/unit").get_data(as_text=True)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    fields = {"name": "Norr", "phone": "08-465 004 10", "answer_days": "1", "opens_0": "8", "closes_0": "16"}
    saved = post(client, "/desk/unit", target="/desk/unit", seen=seen[1], answers_by_sms="yes", **fields)
    assert saved.status_code == 302
    with database(app).transaction() as session:
        assert [one.answers_by_sms for one in session.scalars(select(CareUnit)) if one.name == "Norr"] == [True]
    assert re.search(r'name="answers_by_sms"[^>]* checked', client.get("/desk/unit").get_data(as_text=True))


def test_an_invited_colleague_gets_going_by_the_link(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    shown = post(client, "/desk/unit", target="/desk/unit/staff", name="Tomas Ek", title="läkare",
                 username="tomas.ek", roles="clinician").get_data(as_text=True)
    found = re.search(r"/desk/welcome/[\w-]+", shown)
    assert found
    fresh = app.test_client()
    page = fresh.get(found[0]).get_data(as_text=True)
    assert "<svg" in page
    assert " style=" not in page
    with database(app).transaction() as session:
        secret = session.scalars(select(StaffInvitation)).one().totp_secret
    refused = post(fresh, found[0], password="kort", again="kort", code=totp_at(NOW, secret))
    assert refused.status_code == 422
    let_in = post(fresh, found[0], password=NEW_PASSWORD, again=NEW_PASSWORD, code=totp_at(NOW, secret))
    assert let_in.status_code == 302
    assert fresh.get("/desk/settings").status_code == 200
    assert app.test_client().get(found[0]).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 2000, "%00", "åäö"])
def test_a_link_that_never_was_says_so(client: FlaskClient, token: str) -> None:
    assert client.get(f"/desk/welcome/{token}").status_code == 404


def test_a_refused_invitation_keeps_what_was_typed(client: FlaskClient) -> None:
    sign_in_staff(client)
    answer = post(client, "/desk/unit", target="/desk/unit/staff", name="Tomas Ek", username="lina", roles="clinician")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="Tomas Ek"' in page
    assert "Användarnamnet finns redan" in page


def test_a_disabled_colleague_is_out_at_the_next_click(app: Flask, client: FlaskClient) -> None:
    other = app.test_client()
    sign_in_staff(other, "lina")
    assert other.get("/desk/settings").status_code == 200
    sign_in_staff(client)
    page = f"/desk/unit/staff/{colleague(app, 'lina').public_id}"
    assert post(client, page, target=f"{page}/disable").status_code == 302
    assert other.get("/desk/settings").status_code == 302
    assert colleague(app, "lina").state is UserState.DISABLED


def test_an_admin_of_one_unit_does_not_see_the_staff_of_another(app: Flask, client: FlaskClient) -> None:
    with database(app).transaction() as session:
        stranger = make_staff(session, make_unit(session, "Medicin 4"), Role.CLINICIAN, username="stranger")
    sign_in_staff(client)
    page = f"/desk/unit/staff/{stranger.public_id}"
    assert client.get(page).status_code == 404
    for act in ("roles", "disable", "enable", "renew"):
        assert post(client, "/desk/unit", target=f"{page}/{act}").status_code == 404


def test_the_unit_says_something_else(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    fields = {"name": "Psykiatri Syd", "phone": "08-465 004 12", "answer_days": "2", "opens_0": "9", "closes_0": "15"}
    assert post(client, "/desk/unit", **fields).status_code == 302
    with database(app).transaction() as session:
        unit = session.scalars(select(CareUnit)).one()
        assert (unit.name, unit.answer_days, unit.opening_hours) == ("Psykiatri Syd", 2, {"0": ["09:00", "15:00"]})


def test_a_wrong_opening_hour_is_explained_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    sign_in_staff(client)
    answer = post(client, "/desk/unit", name="Nytt namn", phone="08-465 004 12", answer_days="2", opens_0="sent")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="sent"' in page
    assert 'value="Nytt namn"' in page


def test_an_edit_of_an_old_page_collides(client: FlaskClient) -> None:
    sign_in_staff(client)
    answer = post(client, "/desk/unit", name="A", phone="08-465 004 12", answer_days="2", opens_0="8", closes_0="16",
                  seen="old")
    assert answer.status_code == 409
    assert "Någon annan ändrade enheten" in answer.get_data(as_text=True)


def test_the_system_gets_providers_units_and_their_admins(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client, "root")
    assert post(client, "/desk/system", target="/desk/system/providers", provider_name="Region Norr").status_code == 302
    with database(app).transaction() as session:
        provider = session.scalars(select(CareProvider).where(CareProvider.name == "Region Norr")).one()
    made = post(client, "/desk/system", target="/desk/system/units", provider=provider.public_id, name="Medicin 4",
                phone="08-465 004 11")
    assert made.status_code == 302
    with database(app).transaction() as session:
        unit = session.scalars(select(CareUnit).where(CareUnit.name == "Medicin 4")).one()
    shown = post(client, "/desk/system", target="/desk/system/admins", unit=unit.public_id, name="Eva", username="eva")
    assert "/desk/welcome/" in shown.get_data(as_text=True)
    refused = post(client, "/desk/system", target="/desk/system/admins", unit="", name="Eva", username="e")
    assert refused.status_code == 422


def test_the_system_page_names_no_patient(client: FlaskClient) -> None:
    sign_in_staff(client, "root")
    assert "Anna Berg" not in client.get("/desk/system").get_data(as_text=True)


def test_a_new_password_is_asked_for_next_time(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    for old, status in (("fel", 422), (PASSWORD, 302)):
        answer = post(client, "/desk/settings", target="/desk/settings/password", current_password=old,
                      password=NEW_PASSWORD, again=NEW_PASSWORD)
        assert answer.status_code == status
    other = app.test_client()
    assert post(other, "/desk/sign-in", username="maja.sandell", password=PASSWORD).status_code == 422
    assert post(other, "/desk/sign-in", username="maja.sandell", password=NEW_PASSWORD).status_code == 302


def test_a_new_authenticator_replaces_the_old(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    begin = "/desk/settings/authenticator/begin"
    assert client.get("/desk/settings/authenticator").status_code == 302
    assert post(client, "/desk/settings", target=begin, current_password="fel").status_code == 422
    assert post(client, "/desk/settings", target=begin, current_password=PASSWORD).status_code == 302
    page = "/desk/settings/authenticator"
    assert post(client, page, code="000000").status_code == 422
    secret = colleague(app, "maja.sandell").totp_pending
    assert post(client, page, code=totp_at(NOW, str(secret))).status_code == 302
    assert colleague(app, "maja.sandell").totp_secret == secret


def test_staff_are_out_after_half_an_hour_of_silence(app: Flask, client: FlaskClient) -> None:
    sign_in_staff(client)
    clock: FixedClock = app.extensions["clock"]
    clock.instant = NOW + timedelta(minutes=29)
    assert client.get("/desk/settings").status_code == 200
    clock.instant = NOW + timedelta(minutes=60)
    assert client.get("/desk/settings").status_code == 302
