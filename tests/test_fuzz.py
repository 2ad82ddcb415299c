"""Sends bad input to every door on both databases: nothing breaks, is lost, or changes what is another's (V6, F5-F12).

The cases are the same in every run: hypothesis is derandomized, the rest is counted through.
"""

import logging
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from core.ids import new_public_id
from core.web import MAX_BODY_BYTES, error_page
from tests.fuzz_ground import NASTY, Door, Doors, asked_names, faults, open_doors
from tests.plugins.databases import ENGINES
from tests.plugins.postgres import PostgresServer
from tests.test_access import name_places
from tests.whole_ground import World, count_rows, make_world, read_owned, undone

POSTS_EACH, PAGES_EACH, MIXED = 8, 4, 220
"""Cases for every form, for every page, and mixed ones, on each database."""
SLOW = ("/pdf", "/rehearsal")
"""Pages that take seconds, whatever is asked: one case for each."""
ON_ITS_OWN = ("audit_event", "submitted_form", "attempt", "login_session")
"""Tables that note a knock itself."""


@pytest.fixture(scope="module", params=ENGINES)
def whole_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database that all tests of this file share on an engine: each takes back what it does."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("fuzz") / "egenvag.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(server.ensure_template("egenvag", request.getfixturevalue("schema_builder")))
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture(scope="module")
def doors(whole_url: str) -> Iterator[Doors]:
    """Every door of the whole world, on one database."""
    logging.disable(logging.ERROR)
    world = make_world(whole_url, csrf=True)
    name_places(world)
    with undone(world.database):
        found = open_doors(world)
    yield found
    print(f" [{found.cases} cases of bad input on {world.database.engine.name}]", file=sys.__stderr__)
    world.database.engine.dispose()
    logging.disable(logging.NOTSET)


def post(doors: Doors, door: Door, fields: dict[str, str], **more: Any) -> TestResponse:
    """Send a form as bytes, so that half characters come through as a hostile browser sends them."""
    raw = "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields.items())
    sent = {"data": raw, "content_type": "application/x-www-form-urlencoded", **more}
    with undone(doors.world.database):
        return doors.browser(door.actor).post(door.path, **sent)


def fillable(door: Door) -> list[str]:
    """Return the fields of a door that are not the form's own machinery."""
    return [name for name in door.form.fields if name not in ("csrf_token", "form_key")] or ["body"]


def test_every_form_takes_bad_input(doors: Doors) -> None:
    """One field at a time is wrong while the others are right, so that every check is reached."""
    wrong, turn = [], count(0 if doors.world.database.is_sqlite else len(NASTY) // 2)
    for door in doors.posts:
        names = fillable(door)
        for place in range(POSTS_EACH):
            name, value = names[place % len(names)], NASTY[next(turn) % len(NASTY)]
            fields = door.form.fields | {name: value}
            found = faults(post(doors, door, fields), fields, door.form.typed)
            wrong += [f"{door.path} {name}={value[:24]!r} {fault}" for fault in found]
    assert wrong == []


def test_every_page_takes_any_question(doors: Doors) -> None:
    """Whatever stands in the query, in the fields any page asks for, also as parts of the address."""
    wrong, names, turn = [], asked_names(), count(0 if doors.world.database.is_sqlite else 5)
    for door in doors.pages:
        for place in range(1 if any(slow in door.rule.rule for slow in SLOW) else PAGES_EACH):
            value = NASTY[next(turn) * 3 % len(NASTY)]
            raw = quote(value.encode("utf-8", "surrogatepass"))[:3_000]
            path = door.path
            if place == 0 and "<" in door.rule.rule:
                path = path.rpartition("/")[0] + "/" + (raw or "%00")
            with undone(doors.world.database):
                answer = doors.browser(door.actor).get(f"{path}?" + "&".join(f"{name}={raw}" for name in names))
            wrong += [f"{path[:60]} {value[:24]!r} {fault}" for fault in faults(answer, {}, set())]
    assert wrong == []


def test_mixed_bad_input(doors: Doors) -> None:
    """Any mixture of wrong fields, missing ones and unknown ones, as hypothesis thinks it out."""

    @settings(max_examples=MIXED, derandomize=True, database=None, deadline=timedelta(seconds=20),
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data())
    def mixed(data: st.DataObject) -> None:
        door = data.draw(st.sampled_from(doors.posts))
        values = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str))
        wrong = data.draw(st.dictionaries(st.sampled_from([*fillable(door), "role", "patient_id"]), values, max_size=4))
        dropped = data.draw(st.sets(st.sampled_from([*door.form.fields]), max_size=2))
        fields = {name: value for name, value in (door.form.fields | wrong).items() if name not in dropped}
        assert faults(post(doors, door, fields), fields, door.form.typed) == [], door.path

    mixed()


def test_every_form_is_refused_in_the_wrong_envelope(doors: Doors) -> None:
    """Without a token, with a key too short, twice the same field, as JSON, as text, with a broken body, too large."""
    wrong = []
    for door in doors.posts:
        fields, typed = door.form.fields, door.form.typed
        no_token = {name: value for name, value in fields.items() if name != "csrf_token"}
        bare = post(doors, door, no_token)
        short = post(doors, door, fields | {"form_key": "x"})
        doubled = "&".join(f"{quote(name)}={quote(value)}" for name, value in [*fields.items()] * 2)
        answers = {
            "no token": (bare, no_token), "short key": (short, fields),
            "doubled": (post(doors, door, {}, data=doubled), {}),
            "json": (post(doors, door, {}, data=b'{"a": NaN}', content_type="application/json"), {}),
            "text": (post(doors, door, {}, data=b"\xff\xfe", content_type="text/plain"), {}),
            "broken": (post(doors, door, {}, data=b"--x\r\n", content_type="multipart/form-data; boundary=x"), {}),
        }  # fmt: skip
        for name, (answer, sent) in answers.items():
            wrong += [f"{door.path} {name} {fault}" for fault in faults(answer, sent, typed)]
        if 200 <= bare.status_code < 400:
            wrong.append(f"{door.path} is taken without a token")
    assert wrong == []


def test_a_body_too_large_is_refused_at_every_door(doors: Doors) -> None:
    """Three megabytes are not read; the page says so instead of breaking."""
    wrong, body = [], b"body=" + b"x" * (MAX_BODY_BYTES * 3 // 2)
    for door in doors.posts:
        answer = post(doors, door, {}, data=body)
        found = faults(answer, {}, set())
        wrong += [f"{door.path} {fault}" for fault in found]
        if answer.status_code not in (400, 403, 413):
            wrong.append(f"{door.path} answers {answer.status_code}")
    assert wrong == []


def test_another_persons_ids_change_nothing_of_his(doors: Doors) -> None:
    """Every id of Anna's in the address and in the form is exchanged for Olle's (E3)."""
    world, changed = doors.world, []
    exchange = {mine: world.ids["olle"][name] for name, mine in world.ids["anna"].items() if len(mine) == 22}
    before = read_owned(world.database, world.cast.other_patient)
    for door in doors.posts:
        fields = {name: exchange.get(value, value) for name, value in door.form.fields.items()}
        path = "/".join(exchange.get(part, part) for part in door.path.split("/"))
        for target, sent in ((path, door.form.fields), (door.path, fields), (path, fields)):
            if (target, sent) == (door.path, door.form.fields):
                continue
            with undone(world.database):
                answer = doors.browser(door.actor).post(target, data=sent)
                found = [fault for fault in faults(answer, {}, set())]
                if read_owned(world.database, world.cast.other_patient) != before:
                    found.append("changes what is another's")
            changed += [f"{door.path} {fault}" for fault in found]
    assert changed == []


def test_a_form_sent_three_times_counts_once(doors: Doors) -> None:
    """A double click and a reload after it change nothing more, and lead where the first one led (H5)."""
    more, taken = [], 0
    for door in doors.posts:
        fields = door.form.fields | {"form_key": new_public_id()}
        with undone(doors.world.database):
            first = doors.browser(door.actor).post(door.path, data=fields)
            if first.status_code >= 400:
                continue
            taken += 1
            after = _effects(doors.world)
            again = [doors.browser(door.actor).post(door.path, data=fields) for _turn in range(2)]
            if _effects(doors.world) != after:
                more.append(f"{door.path} has another effect")
            if any(one.status_code >= 500 for one in again):
                more.append(f"{door.path} breaks when sent again")
    assert more == []
    assert taken > 30


def _effects(world: World) -> dict[str, int]:
    counts = count_rows(world.database)
    return {name: number for name, number in counts.items() if name not in ON_ITS_OWN}


def test_nothing_typed_becomes_a_line_of_the_log_or_a_header(
    doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    """Line breaks in a browser's name, an address and a query forge nothing (F10), and no text is logged (V20)."""
    logging.disable(logging.NOTSET)
    forged = "hemligt\r\nWARNING forged line"
    with caplog.at_level(logging.DEBUG):
        for path in (f"/home?x={quote(forged)}", f"/{quote(forged)}", f"/sign-in?next={quote('/home' + forged)}"):
            client = doors.browser("nobody")
            answer = client.get(path, environ_overrides={"HTTP_USER_AGENT": forged, "HTTP_REFERER": forged})
            assert "\n" not in "".join(value for _name, value in answer.headers)
        with undone(doors.world.database):
            doors.browser("anna").post("/messages", data={"body": forged})
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("sqlalchemy")]
    logging.disable(logging.ERROR)
    assert not [line for line in ours if "forged" in line or "hemligt" in line]


@pytest.mark.parametrize("status", [500, 200])
def test_a_broken_page_is_found(sqlite_url: str, status: int) -> None:
    """The tests above can fail: a page that breaks and one that keeps no text are both found."""
    world = make_world(sqlite_url)
    app = world.cast.app
    app._got_first_request = False
    app.add_url_rule("/broken", "broken", lambda: error_page(500) if status == 500 else ("tom", 422), methods=["POST"])
    answer = app.test_client().post("/broken", data={"text": "Det jag skrev"})
    assert faults(answer, {"text": "Det jag skrev"}, {"text"}) == [
        "answers 500" if status == 500 else "has lost text='Det jag skrev'"
    ]
    world.database.engine.dispose()
