"""What differs between two versions of a program: whether only words do, which rules, and the text line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from programs.reading import reading_level
from programs.rule_changes import Sentence, list_rule_changes
from programs.schema import FieldDef, Frozen, Guide, Program, Words
from programs.shelf import Shelf

AROUND = 2
"""Unchanged lines shown before and after a change."""
NOT_RULES = {"minutes", "version"}
"""Fields that decide nothing about what a patient meets or has answered."""
MOST_LINES = 4000


@dataclass(frozen=True)
class Line:
    """One line of a text with what happened to it: same, added, removed or left out (gap)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FileChange:
    """What happened to one file.

    :param before: LIX of the Swedish before, or None where it is not judged; likewise after.
    """

    path: str
    kind: str
    lines: tuple[Line, ...]
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Change:
    """What a new version changes.

    :param is_minor: only words differ, so that patients under way may see the new ones.
    :param rules: the rules that differ, in words; those about safety first.
    """

    is_minor: bool
    rules: tuple[Sentence, ...]
    files: tuple[FileChange, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs at all."""
        return not self.files


def compare(old: Program, old_shelf: Shelf, new: Program, new_shelf: Shelf) -> Change:
    """Return what differs between two versions."""
    paths = sorted({*old_shelf.paths(), *new_shelf.paths()})
    files = [_compare_file(path, old_shelf.read(path), new_shelf.read(path)) for path in paths]
    changed = tuple(one for one in files if one is not None)
    return Change(only_words_differ(old, new), tuple(list_rule_changes(old, new)), changed)


def only_words_differ(old: Program, new: Program) -> bool:
    """Tell whether ids, kinds, order, what is required, choices and rules are the same in both."""
    return bool(bare(old) == bare(new))


def bare(value: Any) -> Any:
    """Return content without its words: what is left decides which steps, fields and choices there are."""
    if isinstance(value, Guide):
        return None
    if isinstance(value, Words):
        return "…"
    if isinstance(value, tuple):
        return tuple(bare(one) for one in value)
    if isinstance(value, Frozen):
        names = [name for name in type(value).model_fields if name not in NOT_RULES]
        return {name: _bare_field(value, name) for name in names if not _is_free_words(value, name)}
    return value


def _bare_field(value: Frozen, name: str) -> Any:
    inner = getattr(value, name)
    if isinstance(value, FieldDef) and name == "unit":
        return inner.sv if isinstance(inner, Words) else inner
    return bare(inner)


def _is_free_words(value: Frozen, name: str) -> bool:
    """Tell whether a text may come, go or change: all but the ends of a scale, which decide how it is drawn."""
    annotation = str(type(value).model_fields[name].annotation)
    is_words = "Words" in annotation and "tuple" not in annotation
    return is_words and name not in ("low", "high", "unit")


def _compare_file(path: str, old: str | None, new: str | None) -> FileChange | None:
    if old == new:
        return None
    kind = "added" if old is None else "removed" if new is None else "changed"
    lines = tuple(compare_lines((old or "").splitlines(), (new or "").splitlines()))
    judged = "/sv/" in path or path.startswith("sv/")
    return FileChange(
        path, kind, lines, reading_level(old) if judged and old is not None else None,
        reading_level(new) if judged and new is not None else None,
    )  # fmt: skip


def compare_lines(old: list[str], new: list[str]) -> Iterator[Line]:
    """Yield the lines of two texts with what happened to each, and a gap where many are the same."""
    matcher = SequenceMatcher(None, old[:MOST_LINES], new[:MOST_LINES], autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number or group[0][1]:
            yield Line("gap", "")
        for word, from_old, to_old, from_new, to_new in group:
            if word == "equal":
                yield from (Line("same", line) for line in old[from_old:to_old])
                continue
            yield from (Line("removed", line) for line in old[from_old:to_old])
            yield from (Line("added", line) for line in new[from_new:to_new])
