"""What the tests that send bad input share: who knocks on which door, with which form, and what an answer holds."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.ids import new_public_id
from core.web import MACHINERY, SECRETS
from tests.form_reader import Form, read_forms
from tests.test_access import CELLS, CONSTANTS
from tests.whole_ground import World

ACTORS = {"patient": "anna", "clinician": "karin", "desk": "karin", "coordination": "lena", "authoring": "albert",
          "writing": "albert", "unit_admin": "ulla", "system_admin": "sixten"}  # fmt: skip
"""Whose browser knocks on the doors of a blueprint; nobody's on the open ones."""
ROOT = Path(__file__).resolve().parent.parent
FACES = ("patient", "clinician", "api", "core")
LONG = "Lång text. " * 9_000
NASTY = (
    "a\x00b", "\u0000", "\ud800 text \udfff", LONG, "👩‍👩‍👧‍👦 och 🇸🇪", "abc \u202e 1177", "", "   ", "²", "%00",
    str(2**31), str(2**63), "-1", "1" + "0" * 40, "9" * 5_000, "NaN", "Infinity", "1e400", "1_0", "٣٤", "12,5", "12.5",
    "2026-02-30", "2027-02-29", "0000-01-01", "0001-01-01", "99999-01-01", "9999-12-31", "24:61", "1_0:30",
    "{{7*7}}", "{0.__class__}", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd",
    "x\r\nSet-Cookie: evil=1", "//evil.example/x", "https://evil.example/", "/\\evil.example",
)  # fmt: skip
"""What is typed into a field, a query or an address (reliability.md F4, F6-F10)."""


UNSEEN = ("body", "note", "text")
"""Fields tried at a door that no page leads to."""


@dataclass
class Door:
    """One address that takes a form.

    :param form: what the page that leads there sends; made up where no page has it.
    """

    rule: Rule
    actor: str
    path: str
    form: Form


@dataclass
class Doors:
    """Every door of the application with browsers that have already seen the pages."""

    world: World
    cookies: dict[str, list[Any]] = field(default_factory=dict)
    posts: list[Door] = field(default_factory=list)
    pages: list[Door] = field(default_factory=list)
    cases: int = 0

    def browser(self, actor: str) -> FlaskClient:
        """Return a browser like the one that saw the pages, with the same cookies; counts how often one was used."""
        self.cases += 1
        client = self.world.cast.app.test_client()
        for cookie in self.cookies.get(actor, ()):
            client.set_cookie(cookie.key, cookie.value, path=cookie.path)
        return client


def actor_of(rule: Rule) -> str:
    """Return who may go through the doors of a rule's blueprint."""
    return ACTORS.get(rule.endpoint.partition(".")[0], "nobody")


def fill_path(rule: str, ids: dict[str, str]) -> str:
    """Return an address with ids in the place of its words; a word nobody knows becomes a random id."""
    cell = next((one for one in CELLS if one.rule == rule), None)
    words = ids | {name: ids.get(value, value) for name, value in (cell.fill if cell else {}).items()}
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: quote(words.get(found[1], new_public_id())), rule)


def open_doors(world: World) -> Doors:
    """See every page as whoever may, and collect the forms that lead on from there."""
    doors, forms, tokens = Doors(world), dict[str, Form](), dict[str, str]()
    rules = [rule for rule in world.cast.app.url_map.iter_rules() if rule.endpoint != "static"]
    adapter = world.cast.app.url_map.bind("localhost")
    clients = {actor: _first_browser(world, actor) for actor in {actor_of(rule) for rule in rules}}
    for rule in rules:
        if "GET" not in (rule.methods or ()):
            continue
        actor, path = actor_of(rule), fill_path(rule.rule, world.ids["anna"])
        doors.pages.append(Door(rule, actor, path, Form(path, "get")))
        page = clients[actor].get(path)
        for form in read_forms(page.get_data().decode("utf-8", "replace")):
            target = urlsplit(form.action or path).path
            tokens[actor] = form.fields.get("csrf_token") or tokens.get(actor, "")
            if form.method == "post" and target.startswith("/"):
                forms.setdefault(f"{adapter.match(target, method='POST')[0]} {actor}", form)
    for rule in rules:
        if "POST" in (rule.methods or ()):
            door = _door(world, rule, forms.get(f"{rule.endpoint} {actor_of(rule)}"))
            door.form.fields["csrf_token"] = tokens.get(door.actor, "")
            doors.posts.append(door)
    doors.cookies = {actor: list(client._cookies.values()) for actor, client in clients.items() if client._cookies}
    return doors


def _first_browser(world: World, actor: str) -> FlaskClient:
    user = world.people[actor]
    client = world.cast.app.test_client() if user is None else world.cast.browser(user)
    if user is None:  # in the middle of signing in, so that the page of the code is there
        page = client.get("/sign-in").get_data(as_text=True)
        client.post("/sign-in", data=read_forms(page)[0].fields | {"identity": "070-174 06 05"})
    return client


def _door(world: World, rule: Rule, form: Form | None) -> Door:
    actor, ids = actor_of(rule), CONSTANTS | world.ids["anna"]
    path = fill_path(rule.rule, world.ids["anna"])
    found = form or Form(path, "post", {name: "Hej hej" for name in UNSEEN})
    cell = next((one for one in CELLS if one.rule == rule.rule and one.method == "POST"), None)
    extra = {name: ids.get(value, value) for name, value in (cell.fields if cell else {}).items()}
    found.fields = {"form_key": new_public_id(), **found.fields, **extra}
    return Door(rule, actor, urlsplit(form.action).path if form and form.action else path, found)


def asked_names() -> list[str]:
    """Return the names of everything any page reads from its query, found in the code itself."""
    pattern = re.compile(r'request\.(?:args|values)(?:\.get(?:list)?\(|\[)"(\w+)"')
    texts = (path.read_text() for face in FACES for path in sorted((ROOT / face).glob("*.py")))
    return sorted({name for text in texts for name in pattern.findall(text)} | {"next", "back", "page", "id"})


def cleaned(text: str) -> str:
    """Return a text as it may be shown again: without what no database keeps, blanks as one."""
    kept = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    return " ".join(kept.split())


def faults(answer: TestResponse, sent: dict[str, str], typed: set[str]) -> list[str]:
    """Return what is wrong with an answer: its status, its headers, where it leads, or what it has lost."""
    headers, found = answer.headers, []
    if answer.status_code >= 500:
        found.append(f"answers {answer.status_code}")
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        found.append("has no policy")
    if headers.get("X-Content-Type-Options") != "nosniff" or "no-store" not in headers.get("Cache-Control", ""):
        found.append("may be sniffed or cached")
    location = urlsplit(headers.get("Location", ""))
    if location.netloc not in ("", "localhost") or location.scheme not in ("", "http") or location.path[:2] == "//":
        found.append(f"leads to {headers['Location'][:60]}")
    if any("evil" in cookie.partition("=")[0] for cookie in headers.getlist("Set-Cookie")):
        found.append("sets a cookie that was typed")
    if 400 <= answer.status_code < 500 and answer.status_code != 413 and answer.mimetype == "text/html":
        found += lost(answer.get_data(as_text=True), sent, typed)
    return found


def lost(page: str, sent: dict[str, str], typed: set[str]) -> list[str]:
    """Return the fields whose text does not stand on a page that refuses a form."""
    shown = cleaned(unescape(page))
    missing = []
    for name in sorted(typed & sent.keys() - SECRETS - MACHINERY):
        text = cleaned(sent[name])[:40]
        if len(text) > 2 and text not in shown and text.replace(".", ",") not in shown:
            missing.append(f"has lost {name}={text[:20]!r}")
    return missing
