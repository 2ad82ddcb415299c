"""The log tells what happened and where, and nothing that a person is, has or wrote (reliability.md M5)."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import select, text

from core import web
from core.logs import TALKATIVE, install_log
from people.models import CareUnit, Role
from tests.patient.sleep_ground import enroll_sleep
from tests.people.cast import (
    PASSWORD,
    PHONE,
    PIN,
    make_app,
    make_patient,
    make_staff,
    make_unit,
    post,
    sign_in_patient,
    sign_in_staff,
)
from tests.plugins.cast import CareCast, send

WRITTEN, NAMED, ASKED = "kanariefågelmeddelande", "Kanariesson", "kanariefråga"
NUMBERS = ("0701740605", "+46701740605", "1740605", "174 06 05")
CANARIES = (WRITTEN, NAMED, ASKED, PIN, PASSWORD, "maja.sandell", "Anna Berg", *NUMBERS)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level."""
    root = logging.getLogger()
    before = root.level, {name: logging.getLogger(name).level for name in TALKATIVE}
    stream = io.StringIO()
    handler = install_log("DEBUG", stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0])
    for name, level in before[1].items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    """An application with a patient, a clinician, and two pages that break while they hold what was typed."""
    app = make_app(sqlite_url)
    with app.extensions["database"].transaction() as session:
        unit = make_unit(session)
        make_patient(session, unit).name = f"Anna {NAMED}"
        make_staff(session, unit, Role.CLINICIAN)
    add_breaking_pages(app)
    yield app
    app.extensions["database"].engine.dispose()


def add_breaking_pages(app: Flask) -> None:
    """Add pages whose exceptions quote what was typed, as int(), KeyError and database errors do."""

    def broken(kind: str) -> Any:
        typed = request.values["typed"]
        if kind == "database":
            web.session().execute(text("select * from nothing where word = :word"), {"word": typed})
        try:
            return str(int(typed))
        except ValueError as problem:
            raise KeyError(typed) from problem

    app.add_url_rule("/broken/<kind>", view_func=broken, methods=["GET", "POST"])


def unit_word(app: Flask) -> str:
    """Return the unit's word in addresses."""
    with app.extensions["database"].transaction() as session:
        return str(session.scalars(select(CareUnit.public_id)).one())


def written(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the log's lines; each is one JSON object."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def assert_no_canary(stream: io.StringIO) -> None:
    """Fail when anything personal stands in the log."""
    found = [word for word in CANARIES if word.casefold() in stream.getvalue().casefold()]
    assert found == []


def test_signing_in_and_writing_leave_no_trace_in_the_log(app: Flask, lines: io.StringIO) -> None:
    client = app.test_client()
    sign_in_patient(app, client)
    client.get(f"/messages?words={ASKED}")
    answer = post(client, "/messages", body=WRITTEN, unit=unit_word(app))
    assert answer.status_code == 302
    client.post("/sign-in", data={"identity": PHONE})
    assert {"/sign-in", "/sign-in/pin", "/messages"} <= {line.get("route") for line in written(lines)}
    assert_no_canary(lines)


def test_wrong_secrets_and_searches_at_the_desk_leave_no_trace(app: Flask, lines: io.StringIO) -> None:
    client = app.test_client()
    post(client, "/desk/sign-in", username="maja.sandell", password=WRITTEN)
    sign_in_staff(client)
    client.get(f"/desk/worklist?q={NAMED}")
    client.get(f"/desk/welcome/{ASKED}")
    assert "/desk/welcome/<token>" in {line.get("route") for line in written(lines)}
    assert_no_canary(lines)


@pytest.mark.parametrize("kind", ["value", "database"])
def test_an_error_that_quotes_what_was_typed_is_logged_by_kind_and_place(
    app: Flask, lines: io.StringIO, kind: str
) -> None:
    answer = app.test_client().get(f"/broken/{kind}?typed={WRITTEN}")
    assert answer.status_code in (500, 503)
    error = next(line for line in written(lines) if line["level"] == "error")
    assert error["error"][0] in ("builtins.KeyError", "sqlalchemy.exc.OperationalError")
    assert any("test_logs.py" in place for place in error["places"])
    assert_no_canary(lines)


def test_a_failed_job_is_logged_without_what_it_held(app: Flask, lines: io.StringIO) -> None:
    from datetime import timedelta

    from core.jobs import Job, run_job

    def fail(_database: object, _now: object) -> int:
        raise ValueError(WRITTEN)

    run_job(Job("fails", fail, timedelta(1)), app.extensions["database"], app.extensions["clock"].now())
    assert [line["error"] for line in written(lines)] == [["builtins.ValueError"]]
    assert_no_canary(lines)


def test_values_leave_no_trace_in_the_log(sqlite_url: str, lines: io.StringIO) -> None:
    from tests.plugins.cast import make_care_cast

    cast: CareCast = make_care_cast(sqlite_url, faces="patient")
    if "patient.values" not in cast.app.view_functions:
        cast.app.add_url_rule("/values", endpoint="patient.values", build_only=True)
    enrollment = enroll_sleep(cast)
    browser: FlaskClient = cast.browser(cast.anna)
    night = {"f.lights_out": "23:47", "f.sol": "33", "f.awakenings": "2", "f.waso": "777", "f.woke": "06:31"}
    send(browser, f"/diary/{enrollment.public_id}/2026-11-23", **night)
    send(browser, f"/program/{enrollment.public_id}/1/somnhistoria", **{"f.since": WRITTEN, "f.started": NAMED})
    cast.database.engine.dispose()
    logged = [line for line in written(lines) if line["event"] == "request"]
    assert len(logged) == 2
    assert all(enrollment.public_id not in str(line) for line in logged)
    assert "777" not in lines.getvalue()
    assert_no_canary(lines)


def test_the_canaries_would_be_seen(app: Flask, lines: io.StringIO) -> None:
    logging.getLogger("somewhere").info("the patient wrote %s", WRITTEN)
    with pytest.raises(AssertionError):
        assert_no_canary(lines)


def test_files_and_health_checks_are_not_logged(app: Flask, lines: io.StringIO) -> None:
    with app.test_client().get("/static/css/tokens.css") as answer:
        assert answer.status_code == 200
    assert written(lines) == []
