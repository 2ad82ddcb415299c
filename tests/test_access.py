"""Holds who may do what: every address, method and relation, in one table that misses nothing (reliability.md E, V7).

A rule that is not in the table fails, and so does a line of the table without a rule.
"""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from clinician.guard import require_staff
from core.audit import AuditEvent
from core.ids import new_public_id
from programs.library import get_program
from programs.schema import StepKind
from tests.access_table import TABLE
from tests.whole_ground import MARK, World, make_world, name_mark, read_owned, undone

PATIENTS, CLINICIANS = ("anna", "olle"), ("karin", "sara", "tomas")
STAFF = (*CLINICIANS, "lena", "lisa", "ulla", "olga", "sixten", "albert")
EVERYBODY = ("nobody", *PATIENTS, *STAFF)
CONSTANTS = {"number": "1", "program": "sleep", "instrument": "phq9", "word": "m1", "page": "welcome", "step": "text",
             "day": "2026-11-23", "language": "sv", "act": "roles", "filename": "icon.svg",
             "file": "sv.vtt", "film": "film_drivkrafter"}  # fmt: skip
UNRELATED = tuple(one for one in EVERYBODY if one not in ("anna", "karin"))
"""Who is never to see a word of Anna's care: coordinators and admins of her unit too (E10, E11)."""
MAY_NAME = ("lena", "ulla")
"""Who of these works in Anna's unit and may know that she is there."""


REFUSED = ("401", "403", "404")
FEWEST_TRIES = 20
"""How many tries of strangers the log holds at least when the table has been gone through."""


@dataclass(frozen=True)
class Cell:
    """One line of the table for one method."""

    policy: str
    rule: str
    method: str
    ok: str
    fill: dict[str, str]
    fields: dict[str, str]


def read_table(table: str) -> list[Cell]:
    """Return the lines of the table, one for each method."""
    cells, policy = [], ""
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.startswith("["):
            policy = line[1 : line.index("]")]
            continue
        rule, rest = re.split(r"\s{2,}", line, maxsplit=1)
        pairs = dict(word.split("=") for word in rest.split() if "=" in word)
        fill = {name: value for name, value in pairs.items() if not name.startswith("+")}
        fields = {name[1:]: value for name, value in pairs.items() if name.startswith("+")}
        for method, ok in re.findall(r"\b(GET|POST) (\w+)", rest):
            cells.append(Cell(policy, rule, method, ok, fill, fields))
    return cells


CELLS = read_table(TABLE)


def expected(cell: Cell, who: str) -> str:
    """Return the status that somebody gets: the cell's own, 404 for what is not his, 403, or the door."""
    get = cell.method == "GET"
    at_home = PATIENTS if cell.rule == "/sign-in" else STAFF
    policies: dict[str, dict[tuple[str, ...], str]] = {
        "open": {EVERYBODY: cell.ok}, "signed": {EVERYBODY: cell.ok},
        "door": {at_home: "302" if get else cell.ok, EVERYBODY: cell.ok},
        "patients": {PATIENTS: cell.ok}, "own": {("anna",): cell.ok, ("olle",): "404"},
        "staff": {STAFF: cell.ok}, "own login": {("karin",): cell.ok, STAFF: "404"},
        "clinicians": {CLINICIANS: cell.ok, STAFF: "403"},
        "care": {("karin",): cell.ok, CLINICIANS: "404", STAFF: "403"},
        "coordination": {("karin", "lena"): cell.ok, (*CLINICIANS, "lisa"): "404", STAFF: "403"},
        "care givers": {(*CLINICIANS, "lena", "lisa"): cell.ok, STAFF: "403"},
        "authors": {(*CLINICIANS, "albert"): cell.ok, STAFF: "403"},
        "writers": {("albert",): cell.ok, STAFF: "403"},
        "unit": {("ulla",): cell.ok, ("olga",): "404", STAFF: "403"},
        "system": {("sixten",): cell.ok, STAFF: "403"},
    }  # fmt: skip
    theirs = policies[cell.policy].items()
    return next((status for group, status in theirs if who in group), "302" if get else "401")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """The whole world on SQLite: who may do what is decided before any engine is asked in its own way."""
    made = make_world(sqlite_url)
    name_places(made)
    yield made
    made.database.engine.dispose()


def name_places(made: World) -> None:
    """Give the words of the table that are no records of a patient what they stand for."""
    steps = get_program("sleep", "1").get_module(2).steps
    words = {kind: next(step.id for step in steps if step.kind is kind) for kind in (StepKind.TEXT, StepKind.EXERCISE)}
    for name in made.ids:
        made.ids[name] = CONSTANTS | made.ids[name] | {
            "text": words[StepKind.TEXT], "step": words[StepKind.TEXT], "exercise": words[StepKind.EXERCISE],
            "first": get_program("sleep", "1").get_module(1).steps[0].id, "erik": made.cast.erik.public_id,
            "unit": (made.cast.unit if name == "anna" else made.cast.other_unit).public_id,
        }


def call(world: World, who: str, cell: Cell, ids: dict[str, str]) -> TestResponse:
    """Ask for a cell as somebody; POST sends a form key and the cell's own fields."""
    fields = {name: ids.get(value, value) for name, value in cell.fields.items()}
    form = {"form_key": new_public_id(), **fields}
    sent: dict[str, Any] = {"query_string": fields} if cell.method == "GET" else {"data": form}
    answer = browser(world, who).open(address(cell, ids), method=cell.method, **sent)
    answer.get_data()
    answer.close()
    return answer


def address(cell: Cell, ids: dict[str, str]) -> str:
    """Return a cell's address with ids in the place of its words; a word that nobody knows fails."""
    words = ids | {name: ids.get(value, value) for name, value in cell.fill.items()}
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: words[found[1]], cell.rule)


def browser(world: World, who: str) -> FlaskClient:
    """Return somebody's browser; nobody's has no cookie."""
    user = world.people[who]
    return world.cast.app.test_client() if user is None else world.cast.browser(user)


def fits(status: str, wanted: str) -> bool:
    """Tell whether a status is the wanted one, or of the wanted kind such as 2xx."""
    return status == wanted or (wanted.endswith("xx") and status[0] == wanted[0])


def wrong_cells(world: World, cells: list[Cell]) -> list[str]:
    """Return what is wrong in a list of cells: another status than declared, or a word of Anna's in the wrong hands."""
    wrong = []
    for cell in cells:
        for who in EVERYBODY:
            wanted = expected(cell, who)
            with nullcontext() if wanted in REFUSED else undone(world.database):
                answer = call(world, who, cell, world.ids["anna"])
                text = unescape(answer.get_data().decode("utf-8", "replace"))
            if not fits(str(answer.status_code), wanted):
                wrong.append(f"{cell.method} {cell.rule} as {who}: {answer.status_code}, not {wanted}")
            leaks = who in UNRELATED and f"{MARK}anna" in text
            leaks |= who in UNRELATED and who not in MAY_NAME and name_mark("anna") in text
            if leaks:
                wrong.append(f"{cell.method} {cell.rule} as {who}: shows what is Anna's")
    return wrong


def undeclared(app: Flask, cells: list[Cell]) -> set[str]:
    """Return the rules and methods that are only in the application or only in the table."""
    rules = {f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    routes = {one for one in rules if not one.startswith(("HEAD ", "OPTIONS "))}
    return routes ^ {f"{cell.method} {cell.rule}" for cell in cells}


def test_every_route_is_in_the_table_and_every_line_has_a_route(world: World) -> None:
    assert undeclared(world.cast.app, CELLS) == set()


def test_everybody_gets_what_the_table_says_and_no_word_of_annas(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 19; what is refused also changes nothing of Anna's, and a stranger's try at a patient is in the log."""
    before = read_owned(world.database, world.cast.anna)
    assert wrong_cells(world, CELLS) == []
    assert read_owned(world.database, world.cast.anna) == before
    with world.database.transaction() as session:
        tries = select(func.count()).where(AuditEvent.action.startswith("denied."))
        assert (session.scalar(tries.where(AuditEvent.patient_id == world.cast.anna.id)) or 0) > FEWEST_TRIES
    with capsys.disabled():
        print(f" [{len(CELLS) * len(EVERYBODY)} cells of access, {len(CELLS)} doors]", end="")


def test_what_is_anothers_looks_like_what_does_not_exist(world: World) -> None:
    """Compare the pages byte for byte, but for the ids that were asked for (E1, E2)."""
    missing = {name: new_public_id() if len(value) == 22 else value for name, value in world.ids["anna"].items()}
    told = []
    for cell in CELLS:
        for who in ("olle", "sara", "tomas", "olga"):
            if expected(cell, who) == "404":
                pages = [call(world, who, cell, ids) for ids in (world.ids["anna"], missing)]
                if pages[0].data != pages[1].data or {page.status_code for page in pages} != {404}:
                    told.append(f"{cell.method} {cell.rule} as {who}")
    assert told == []


def test_no_other_method_is_answered(world: World) -> None:
    """An unknown method reaches no view: 405 before anything is read."""
    answered = []
    for cell in CELLS:
        for method in ("PUT", "DELETE", "PATCH"):
            path = address(cell, world.ids["anna"])
            if browser(world, "karin").open(path, method=method).status_code != 405:
                answered.append(f"{method} {cell.rule}")
    assert answered == []


def test_a_locked_module_is_locked_by_every_door(world: World) -> None:
    """Module 3 is not open: no address of it shows a word of its content (E4)."""
    module = get_program("sleep", "1").get_module(3)
    ids = world.ids["anna"] | {"number": "3", "word": "m3"}
    for step in module.steps:
        for cell in CELLS:
            if cell.policy != "own" or not cell.rule.startswith(("/program/<public:enrollment>/<small", "/ratings")):
                continue
            locked = Cell(cell.policy, cell.rule, cell.method, "404", {}, cell.fields)
            answer = call(world, "anna", locked, ids | {"step": step.id})
            assert answer.status_code == 404, (cell.method, cell.rule)


def test_a_route_without_a_guard_is_found(world: World) -> None:
    """The table test can fail: a page that shows an item to anybody is both undeclared and wrong."""
    app, rule = world.cast.app, "/desk/forgotten/<public:item>"
    app._got_first_request = False
    app.add_url_rule(rule, "forgotten", lambda item: f"{MARK}anna {item}")
    cells = [Cell("care", rule, "GET", "200", {}, {})]
    assert undeclared(app, CELLS) == {f"GET {rule}"}
    assert len(wrong_cells(world, cells)) == 2 * len(EVERYBODY) - 3


def test_a_page_without_its_guard_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table test can fail: without the guard of the clinicians' blueprint, coordinators get in."""
    guards = world.cast.app.before_request_funcs
    monkeypatch.setitem(guards, "clinician", [lambda: require_staff(), *guards["clinician"][1:]])
    cells = [cell for cell in CELLS if cell.rule == "/desk/worklist"]
    assert [line.partition(" as ")[2].split(":")[0] for line in wrong_cells(world, cells)] == [
        "lena", "lisa", "ulla", "olga", "sixten", "albert",
    ]
