"""Holds that crisis help is there for everybody, also when everything else is down."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from core import crisis_lines
from core.clock import FixedClock
from core.crisis_page import TARGET, crisis_page
from core.db import Database
from patient import help_now
from tests.people.cast import NOW, make_app, make_patient, make_unit, sign_in_patient

DEAD = {"sqlite": "sqlite:////nowhere/at/all.sqlite", "postgresql": "postgresql://127.0.0.1:1/none"}
NUMBERS = ("tel:112", "tel:90101", "tel:1177", "tel:087021680", "tel:116111")


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    found: Database = app.extensions["database"]
    with found.transaction() as session:
        make_patient(session, make_unit(session))
    yield app
    found.engine.dispose()


def test_every_number_is_there_without_sign_in(app: Flask) -> None:
    page = app.test_client().get("/help-now").get_data(as_text=True)
    for number in NUMBERS:
        assert f'href="{number}"' in page
    assert "läses bara när din mottagning har öppet" in page
    assert "<form" not in page


def test_without_sign_in_no_session_is_opened(app: Flask) -> None:
    with app.test_client() as client:
        client.get("/help-now")
        assert "session" not in g


@pytest.mark.parametrize("engine", DEAD)
@pytest.mark.parametrize("cookie", ["", "some-token"])
def test_it_works_when_the_database_is_down(engine: str, cookie: str) -> None:
    client = make_app(DEAD[engine]).test_client()
    if cookie:
        client.set_cookie("egenvag_patient", cookie)
    answer = client.get("/help-now")
    assert answer.status_code == 200
    assert 'href="tel:112"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/settings", "/sign-in", "/desk/settings", "/desk/sign-in"])
def test_other_pages_say_so_when_the_database_is_down(path: str) -> None:
    client = make_app(DEAD["sqlite"]).test_client()
    client.set_cookie("egenvag_patient", "some-token")
    client.set_cookie("egenvag_desk", "some-token")
    answer = client.get(path)
    assert answer.status_code == 503
    assert 'href="/help-now"' in answer.get_data(as_text=True)


def test_a_slow_database_is_not_waited_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    sign_in_patient(app, client)
    monkeypatch.setattr(help_now, "PATIENCE_SECONDS", 0.0)
    page = client.get("/help-now").get_data(as_text=True)
    assert 'href="tel:112"' in page


def test_signed_in_the_own_unit_is_told_and_when_somebody_reads(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_now, "PATIENCE_SECONDS", 30.0)
    client = app.test_client()
    sign_in_patient(app, client)
    page = client.get("/help-now").get_data(as_text=True)
    assert 'href="tel:0846500410"' in page
    assert "Din mottagning har öppet nu." in page
    clock: FixedClock = app.extensions["clock"]
    clock.instant = NOW + timedelta(hours=11)
    client2: FlaskClient = app.test_client()
    sign_in_patient(app, client2)
    page = client2.get("/help-now").get_data(as_text=True)
    assert "Ingen läser det du skriver i appen just nu." in page
    assert "Psykiatri Norr läser före onsdag 25 november klockan 16:00." in page


def test_the_static_copy_is_the_same_as_its_data() -> None:
    assert TARGET.read_text(encoding="utf-8") == crisis_page()
    for number in NUMBERS:
        assert f'href="{number}"' in crisis_page()


def test_numbers_are_checked_every_six_months() -> None:
    first = min(line.verified for line in crisis_lines.LINES)
    assert crisis_lines.list_unchecked_lines(first + timedelta(days=183)) == []
    assert len(crisis_lines.list_unchecked_lines(first + timedelta(days=400))) == len(crisis_lines.LINES)
