"""How hard a Swedish text is to read (LIX), for single texts and for what stands in a program's YAML files."""

import re
from collections.abc import Iterator

from programs.schema import Frozen, Module, Program, Words

MOST_LIX = 40
"""Newspapers lie between 40 and 50; what patients read should be easier (mockups/patient.md, Voice and tone)."""
LONG_WORD = 7
FEWEST_WORDS = 40
"""A shorter text has too few sentences for the figure to mean anything; it is judged with the rest of its module."""
THERAPIST_ONLY = ("guide", "gate")


def reading_level(text: str) -> float:
    """Return the LIX of a Swedish text: words per sentence plus the share of words over six letters, in percent.

    A heading, a list item and a line of a table count as sentences (Björnsson 1968: a sentence ends with a full
    stop, a colon, or a new heading).
    """
    words = words_of(text)
    if not words:
        return 0.0
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return len(words) / max(1, _count_sentences(text)) + 100 * long_words / len(words)


def words_of(text: str) -> list[str]:
    """Return the words of a text, without addresses and marks."""
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", re.sub(r"\{#?[^}]*\}|https?://\S+", " ", text))


def _count_sentences(text: str) -> int:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+|#>]|\d+\.|!!!)\s?)|\|", text)
    pieces = (piece for block in blocks for piece in re.split(r"[.!?:]+(?=\s|$|[*_”\")])", block))
    return sum(bool(words_of(piece)) for piece in pieces)


def is_hard(text: str) -> bool:
    """Tell whether a text that is long enough to be judged is too hard for patients."""
    return len(words_of(text)) >= FEWEST_WORDS and reading_level(text) >= MOST_LIX


def swedish_of_program(program: Program) -> str:
    """Return what patients and referrers read of a program's own file, in Swedish."""
    return _swedish_of(program, without=("modules", "diary_form", *THERAPIST_ONLY))


def swedish_of_module(module: Module) -> str:
    """Return what patients read of a module's own file, in Swedish."""
    return _swedish_of(module, without=THERAPIST_ONLY)


def swedish_of_diary(form: Frozen) -> str:
    """Return what patients read of a diary's file, in Swedish."""
    return _swedish_of(form, without=())


def _swedish_of(content: Frozen, without: tuple[str, ...]) -> str:
    names = (name for name in type(content).model_fields if name not in without)
    return "\n\n".join(text for name in names for text in _walk(getattr(content, name)))


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, Words):
        yield value.sv
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _walk(part)
