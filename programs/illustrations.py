"""Small drawings in the texts: a line ``![what it shows](name)`` becomes the drawing, in the text's language.

A drawing is ``programs/pictures/<name>.svg``, let through by programs/drawings.py; its words are in words.yaml there.
"""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

from core.errors import NotFoundError
from programs.drawings import fill_words, read_drawing, to_html
from programs.yaml_files import read_yaml

PICTURES = Path(__file__).resolve().parent / "pictures"
WORDS = "words.yaml"
A_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)\)")
ALONE = re.compile(rf"^{A_PICTURE.pattern}\s*$", re.MULTILINE)
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


def take_out(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a text with a mark for every drawing that is known, and the drawings; the unknown become their words."""
    taken: list[tuple[str, str]] = []

    def mark(found: re.Match[str]) -> str:
        if found[2] not in list_illustrations():
            return found[1]
        taken.append((found[1].strip(), found[2]))
        return f"\n{MARK}{len(taken) - 1}{MARK}\n"

    return ALONE.sub(mark, text.replace(MARK, "")), taken


def put_back(html: str, taken: list[tuple[str, str]], language: str) -> str:
    """Return cleaned HTML with the drawings in the places of their marks."""
    for number, (alt, name) in enumerate(taken):
        figure = Markup('<figure class="drawing">%s</figure>') % name_drawing(draw_illustration(name, language), alt)
        html = html.replace(f"<p>{MARK}{number}{MARK}</p>", str(figure))
    return html.replace(MARK, "")


def name_drawing(drawing: Markup, name: str) -> Markup:
    """Return a drawing that says what it shows, to those who do not see it and to PDF."""
    head, sign, rest = drawing.partition(">")
    named = "%s role=\"img\"%s<title>%s</title>%s"
    return Markup(named) % (Markup(head), Markup(sign), name, Markup(rest))  # noqa: S704 - only read drawings
