"""Holds that every answer is protected and every text escaped, on every page of every role (F1, M7, M8)."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from markupsafe import Markup, escape

from tests.fuzz_ground import Doors, open_doors
from tests.test_access import CELLS, call, name_places
from tests.whole_ground import MARK, SIGNS, World, make_world, name_mark, undone

WANTED = {
    "Content-Security-Policy": r"default-src 'none'; script-src 'self';.*frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": r"nosniff", "X-Frame-Options": r"DENY", "Referrer-Policy": r"same-origin",
    "Cross-Origin-Opener-Policy": r"same-origin", "Permissions-Policy": r"camera=\(\)",
}  # fmt: skip
INSIDE_A_FRAME = {
    "Content-Security-Policy": r"default-src 'none'; script-src 'self';.*frame-ancestors 'self'; base-uri 'none'",
    "X-Frame-Options": r"SAMEORIGIN",
}
"""A preview of a patient's page, which a page of ours shows in a frame; nothing personal is in it."""
NOT_CACHED = {"Cache-Control": r"no-store, private", "Vary": r".*Cookie"}
ROLES = ("nobody", "anna", "karin", "lena", "ulla", "sixten", "albert")
"""One person of each role."""
INLINE = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|<script(?![^>]*\ssrc=)|<style|javascript:", re.IGNORECASE)
"""What the policy forbids: it would not work, and it would show that somebody got markup through."""


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """The whole world, with signs of markup in every text and name."""
    made = make_world(sqlite_url)
    name_places(made)
    yield made
    made.database.engine.dispose()


def missing_headers(answer_headers: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """Return the headers that are not as they should be."""
    return [name for name, value in wanted.items() if not re.match(value, answer_headers.get(name, ""))]


def test_every_answer_to_everybody_carries_every_header(world: World) -> None:
    """Also those that refuse, lead on, are no page or do not exist."""
    wrong = []
    for cell in CELLS:
        wanted = WANTED if cell.rule.startswith("/static") else WANTED | NOT_CACHED
        for who in ROLES if cell.method == "GET" else ("nobody", "olle"):
            with undone(world.database):
                answer = call(world, who, cell, world.ids["anna"])
            is_inside = "/frame/" in cell.rule and "/film/" not in cell.rule and answer.status_code == 200
            asked = wanted | INSIDE_A_FRAME if is_inside else wanted
            wrong += [f"{cell.method} {cell.rule} as {who}: {one}" for one in
                      missing_headers(dict(answer.headers), asked)]  # fmt: skip
    for path in ("/no-such-page", "/static/no-such-file.css", "/desk/no-such-page", "//evil.example", "/%00"):
        answer = world.cast.app.test_client().get(path)
        wrong += [f"{path}: {one}" for one in missing_headers(dict(answer.headers), WANTED)]
    assert wrong == []


def test_a_missing_header_is_found() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/", "front", lambda: "hej")
    headers = dict(bare.test_client().get("/").headers)
    assert missing_headers(headers, WANTED | NOT_CACHED) == [*WANTED, *NOT_CACHED]


def test_every_text_of_a_person_is_escaped_on_every_page_of_every_role(world: World) -> None:
    """Names, messages, notes, exercises, SMS and drafts hold markup; it is shown as the signs it is made of."""
    raw, texts, names = [], set(), 0
    for cell in CELLS:
        if cell.method == "POST":
            continue
        for who in ROLES:
            with undone(world.database):
                answer = call(world, who, cell, world.ids["anna"])
            if answer.mimetype != "text/html":
                continue
            page = answer.get_data(as_text=True)
            if "<b>x</b>" in page or "\"'&" in page or INLINE.search(page):
                raw.append(f"{cell.rule} as {who}")
            texts |= set(re.findall(rf"{MARK}anna-([a-z-]+) {re.escape(str(escape(SIGNS)))}", page))
            names += page.count(f"{name_mark('anna')} {escape(SIGNS)}")
    assert raw == []
    assert texts >= {"message", "reply", "note", "exercise", "comment", "goal", "draft", "own-draft"}
    assert names > len(texts)


def test_what_is_typed_is_escaped_when_it_is_shown_again(world: World) -> None:
    with undone(world.database):
        doors: Doors = open_doors(world)
    raw, shown = [], 0
    for door in doors.posts:
        fields = door.form.fields | dict.fromkeys(door.form.typed, f"skrivet {SIGNS}")
        with undone(world.database):
            page = doors.browser(door.actor).post(door.path, data=fields).get_data(as_text=True)
        if "<b>x</b>" in page or "\"'&" in page:
            raw.append(door.path)
        shown += f"skrivet {escape(SIGNS)}" in page
    assert raw == []
    assert shown > 5


def test_a_text_that_is_not_escaped_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a filter that trusts a text lets its markup through."""
    template = world.cast.app.jinja_env.from_string("<p>{{ text }}</p>")
    assert "<b>x</b>" not in template.render(text=SIGNS)
    assert "<b>x</b>" in template.render(text=Markup(SIGNS))  # noqa: S704 - what a careless template would do
    assert INLINE.search('<p onclick="x()">')
    assert not INLINE.search('<p class="on" data-send><script src="/static/js/forms.js"></script>')
