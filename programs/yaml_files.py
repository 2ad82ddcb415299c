"""Reads the YAML of a program's files, and finds the line of a value in it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from core.language import _l
from programs.problems import Loc, Problem

NOT_YAML = _l("Filen går inte att läsa här: %(what)s. Titta på indrag, kolon och citattecken på raden och den före.")
TWICE = _l("Samma namn står två gånger. Behåll den ena raden.")
NO_NAMES = _l("Filen ska börja med namn och värden. Skriv till exempel: number: 1")
REFERENCE = _l("Hänvisningar med * följs inte. Skriv ut texten, eller sätt citattecken om den.")
TOO_DEEP = _l("Filen har för många nivåer inuti varandra. Skriv som i docs/authoring.md.")
MAYBE_ALIAS = re.compile(r"(?:^|[\s,\[{:-])\*\w", re.MULTILINE)


class YamlProblem(Exception):
    """A file that cannot be read: what is wrong and on which line."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.line)


def read_yaml(path: str, text: str, *, is_ours: bool = False) -> dict[str, Any]:
    """Return what a YAML file says; raises YamlProblem with the line where it cannot be read.

    :param is_ours: a file of the installation, read by the quick parser in C; what somebody uploaded could go so
        deep that it kills the process (libyaml has no limit), and is read by the one in Python.
    """
    try:
        loaded = (_load_quickly if is_ours else _load)(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        is_twice = type(problem).__name__ == "DuplicateKeyError"
        sentence, places = (TWICE, {}) if is_twice else (NOT_YAML, {"what": _first_line(problem.problem)})
        raise YamlProblem(Problem(path, sentence, (mark.line + 1) if mark else 0, places)) from problem
    except (YAMLError, ValueError) as problem:
        raise YamlProblem(Problem(path, NOT_YAML, _odd_row(text), {"what": _first_line(str(problem))})) from problem
    except RecursionError as problem:
        raise YamlProblem(Problem(path, TOO_DEEP)) from problem
    if not isinstance(loaded, dict):
        raise YamlProblem(Problem(path, NO_NAMES, 1))
    if row := _alias_row(text):
        raise YamlProblem(Problem(path, REFERENCE, row))
    return dict(loaded)


def _first_line(said: object) -> str:
    return str(said or "").strip().split("\n")[0][:120]


def _odd_row(text: str) -> int:
    """Return the line of the first sign that no text has, or 0."""
    rows = text.split("\n")
    return next((number for number, row in enumerate(rows, 1) if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", row)), 0)


@lru_cache(maxsize=128)
def _load(text: str) -> Any:
    """Read a text once, however often a draft is checked; the caller must not change what it gets."""
    return YAML(typ="safe", pure=True).load(text)


def _load_quickly(text: str) -> Any:
    """Read by libyaml, five times as fast; what it refuses is read again for the same words about what is wrong."""
    try:
        return YAML(typ="safe").load(text)
    except (YAMLError, ValueError, RecursionError):
        return _load(text)


def _alias_row(text: str) -> int:
    if not MAYBE_ALIAS.search(text):
        return 0
    found = (event for event in YAML(typ="safe", pure=True).parse(text) if isinstance(event, AliasEvent))
    return next((int(event.start_mark.line) + 1 for event in found), 0)


@lru_cache(maxsize=64)
def _compose(text: str) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError, RecursionError):
        return None
    return node


def find_row(text: str, loc: Loc) -> int:
    """Return the line, counted from 1, of the value a way leads to, or of the nearest thing on that way."""
    node, row = _compose(text), 1
    for part in loc:
        found = _follow(node, part)
        if found is None:
            continue
        node, row = found
    return row


def _follow(node: Node | None, part: str | int) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        pairs: Iterator[tuple[Node, Node]] = iter(node.value)
        return next(((value, key.start_mark.line + 1) for key, value in pairs if key.value == str(part)), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        item: Node = node.value[part]
        return item, item.start_mark.line + 1
    return None
