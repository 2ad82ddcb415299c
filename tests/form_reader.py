"""Reads the forms of a page as a browser would: where they are sent, and which fields somebody types in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "search", "tel", "number", "date", "time", "email", "url", "textarea")
"""Kinds of fields that a person writes in; others are chosen or come with the page."""
SAMPLES = {"date": "2026-11-24", "time": "07:30", "number": "5", "tel": "070-174 06 20", "password": "fel-losenord"}

NAMED = {"systolic": "131", "diastolic": "82", "pulse": "70", "taken_time": "07:30", "taken_day": "2026-11-23",
         "opens": "", "closes": "", "username": "nina.ny"}  # fmt: skip


@dataclass
class Form:
    """One form of a page.

    :param fields: what a person who fills in everything would send: name to value.
    :param typed: names of the fields he writes in.
    """

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a field of the one that is open."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "option" and self._select:
            if said.get("value") and not self._open.fields[self._select]:
                self._open.fields[self._select] = said["value"]
        elif said.get("name"):
            self._take(tag, said["name"], said, self._open)

    def _take(self, tag: str, name: str, said: dict[str, str], form: Form) -> None:
        kind = tag if tag in ("textarea", "select", "button") else said.get("type", "text")
        if kind == "button" or kind == "submit":
            form.fields.setdefault(name, said.get("value", ""))
        elif kind in ("radio", "checkbox"):
            form.fields.setdefault(name, said.get("value", "on"))
        else:
            form.fields[name] = said.get("value") or ("" if tag == "select" else _sample(name, kind, said))
        if kind == "hidden":
            form.fields[name] = said.get("value", "")
        if kind in TYPED:
            form.typed.add(name)
        self._area = name if tag == "textarea" else self._area
        self._select = name if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        """Note what already stands in an area."""
        if self._area and self._open is not None and data.strip():
            self._open.fields[self._area] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        self._open = None if tag == "form" else self._open
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select


def _sample(name: str, kind: str, said: dict[str, str]) -> str:
    """Return what somebody might type who means well."""
    for part, value in NAMED.items():
        if name.startswith(part):
            return value
    return SAMPLES.get("number" if said.get("inputmode") in ("numeric", "decimal") else kind, "Hej hej")


def read_forms(page: str) -> list[Form]:
    """Return the forms of a page, in order."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms
