"""Makes a run of thousands of applications quick: addresses are compiled once, rubbish is looked for rarely."""

import gc
from collections.abc import Callable
from typing import Any

from werkzeug.routing.rules import Rule

Builder = Callable[..., tuple[str, str]]
_compiled: dict[tuple[Any, ...], Builder] = {}
_compile: Callable[[Rule, bool], Builder] = Rule._compile_builder


def _compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
    """Return what builds an address; it takes the rule itself as its first argument, so that one serves them all."""
    key = (rule.rule, append_unknown, tuple(rule._trace), repr(rule.defaults))
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


Rule._compile_builder = _compile_once  # type: ignore[assignment,method-assign]
gc.set_threshold(50_000, 50, 50)
