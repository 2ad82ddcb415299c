"""Small drawings in the texts: a line ``![what it shows](name)`` becomes the drawing, in the text's language.

A drawing is ``programs/pictures/<name>.svg``, or ``pictures/<name>.svg`` in the program itself, let through by
programs/drawings.py; its words are in words.yaml beside it. A program's own drawing stands before one of the house.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from core.errors import NotFoundError
from core.language import LANGUAGES, _l
from programs.drawings import MOVES, DrawingError, fill_words, name_of, read_drawing, to_html
from programs.problems import Problem
from programs.shelf import Shelf
from programs.yaml_files import YamlProblem, read_yaml

PICTURES = Path(__file__).resolve().parent / "pictures"
WORDS = "words.yaml"
A_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)\)")
A_FILE = re.compile(r"pictures/[a-z][a-z0-9_-]{0,59}\.svg")
ALONE = re.compile(rf"^{A_PICTURE.pattern}\s*$", re.MULTILINE)
OWN = "pictures"
BAD_WORDS = _l('Orden till bilden %(name)s ska stå på båda språken. Skriv: %(name)s: {ett_ord: {sv: "…", en: "…"}}')
NO_PICTURE = _l("Det finns ingen bild som heter %(name)s. Ta bort raderna, eller lägg till bilden.")
MOVING = _l("En bild i en text står stilla. Ta bort animate, animateTransform och set.")
MARK = "\ue000"
"""Stands for a drawing while Markdown is turned into HTML; a sign of no alphabet, taken out of what people write."""


def list_illustrations() -> list[str]:
    """Return the names of all drawings."""
    return sorted(path.stem for path in PICTURES.glob("*.svg"))


@cache
def draw_illustration(name: str, language: str) -> Markup:
    """Return a drawing with its words in a language; raises NotFoundError for an unknown one.

    :raises DrawingError: for one that holds what it may not, or words that words.yaml lacks.
    """
    if name not in list_illustrations():
        raise NotFoundError
    words = {word: said[language] for word, said in _words().get(name, {}).items()}
    root = read_drawing((PICTURES / f"{name}.svg").read_text(encoding="utf-8"), words)
    return to_html(fill_words(root, words, f"{name}-{language}"))


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return read_yaml(WORDS, (PICTURES / WORDS).read_text(encoding="utf-8"))


def list_pictures(text: str) -> list[tuple[str, str]]:
    """Return the drawings of a text in order: what each shows, and its name."""
    return [(alt.strip(), name) for alt, name in A_PICTURE.findall(text)]


class Pictures:
    """The drawings that one program's texts may show: its own first, then those of the house."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._own = {path[len(OWN) + 1 : -4] for path in shelf.paths() if A_FILE.fullmatch(path)}
        self._drawn: dict[tuple[str, str], Markup] = {}

    def names(self) -> list[str]:
        """Return the names of all drawings."""
        return sorted(self._own | set(list_illustrations()))

    def draw(self, name: str, language: str) -> Markup:
        """Return a drawing in a language; raises NotFoundError for one that is unknown or cannot be drawn."""
        if name not in self._own:
            return draw_illustration(name, language)
        if (name, language) not in self._drawn:
            try:
                words = _words_of(_read_words(self._shelf), name)
                root = read_drawing(self._shelf.read(f"{OWN}/{name}.svg") or "", words)
            except (DrawingError, YamlProblem, KeyError) as problem:
                raise NotFoundError from problem
            said = {word: pair[language] for word, pair in words.items()}
            self._drawn[name, language] = to_html(fill_words(root, said, f"own-{name.replace('_', '-')}-{language}"))
        return self._drawn[name, language]


def check_pictures(shelf: Shelf) -> Iterator[Problem]:
    """Yield what is wrong with a program's own drawings and their words."""
    place = f"{OWN}/{WORDS}"
    try:
        words = _read_words(shelf)
    except YamlProblem as problem:
        yield problem.problem
        return
    names = sorted(path[len(OWN) + 1 : -4] for path in shelf.paths() if A_FILE.fullmatch(path))
    for name in sorted(words.keys() - set(names)):
        yield Problem(place, NO_PICTURE, 0, {"name": str(name)[:60]})
    for name in names:
        try:
            root = read_drawing(shelf.read(f"{OWN}/{name}.svg") or "", _words_of(words, name))
        except KeyError:
            yield Problem(place, BAD_WORDS, 0, {"name": name})
        except DrawingError as problem:
            yield Problem(f"{OWN}/{name}.svg", problem.sentence, 0, problem.places)
        else:
            if any(name_of(one) in MOVES for one in root.iter()):
                yield Problem(f"{OWN}/{name}.svg", MOVING)


def _read_words(shelf: Shelf) -> dict[str, Any]:
    text = shelf.read(f"{OWN}/{WORDS}")
    return read_yaml(f"{OWN}/{WORDS}", text) if text is not None else {}


def _words_of(words: dict[str, Any], name: str) -> dict[str, dict[str, str]]:
    """Return the words of a drawing by name and language; raises KeyError when they are not in both languages."""
    found = words.get(name, {})
    if not isinstance(found, dict):
        raise KeyError(name)
    for pair in found.values():
        if not isinstance(pair, dict) or not all(str(pair.get(one) or "").strip() for one in LANGUAGES):
            raise KeyError(name)
    return {word: {one: str(pair[one]) for one in LANGUAGES} for word, pair in found.items()}


def take_out(text: str, pictures: Pictures | None = None) -> tuple[str, list[tuple[str, str]]]:
    """Return a text with a mark for every drawing that is known, and the drawings; the unknown become their words."""
    taken: list[tuple[str, str]] = []
    known = pictures.names() if pictures else list_illustrations()

    def mark(found: re.Match[str]) -> str:
        if found[2] not in known:
            return found[1]
        taken.append((found[1].strip(), found[2]))
        return f"\n{MARK}{len(taken) - 1}{MARK}\n"

    return ALONE.sub(mark, text.replace(MARK, "")), taken


def put_back(html: str, taken: list[tuple[str, str]], language: str, pictures: Pictures | None = None) -> str:
    """Return cleaned HTML with the drawings in the places of their marks; one that cannot be drawn is its words."""
    draw = pictures.draw if pictures else draw_illustration
    for number, (alt, name) in enumerate(taken):
        try:
            figure = Markup('<figure class="drawing">%s</figure>') % name_drawing(draw(name, language), alt)
        except NotFoundError:
            figure = Markup("<p>%s</p>") % alt
        html = html.replace(f"<p>{MARK}{number}{MARK}</p>", str(figure))
    return html.replace(MARK, "")


def name_drawing(drawing: Markup, name: str) -> Markup:
    """Return a drawing that says what it shows, to those who do not see it and to PDF."""
    head, sign, rest = drawing.partition(">")
    named = "%s role=\"img\"%s<title>%s</title>%s"
    return Markup(named) % (Markup(head), Markup(sign), name, Markup(rest))  # noqa: S704 - only read drawings
