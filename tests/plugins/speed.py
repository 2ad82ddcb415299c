"""Makes a run of thousands of applications quick: what each would work out anew for itself is worked out once.

Addresses, catalogues and SQL are compiled once a process, files lie in memory, rubbish is looked for rarely.
"""

import gc
from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any

from babel.support import NullTranslations, Translations
from sqlalchemy import Engine
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.util import LRUCache
from werkzeug.routing.rules import Rule

from core import db

_rules: dict[tuple[Any, ...], Rule] = {}
_compile: Callable[[Rule], None] = Rule.compile


def _compile_once(rule: Rule) -> None:
    """Compile an address; what is known of the same one in another application is taken over."""
    assert rule.map is not None
    key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults), rule.map.host_matching,
           *rule.map.converters.items())  # fmt: skip
    known = _rules.get(key)
    if known is None:
        _compile(rule)
        _rules[key] = rule
        return
    rule._parts, rule._trace, rule._converters = known._parts, known._trace, known._converters
    rule.arguments = set(known.arguments)
    # What builds an address takes the rule itself as its first argument, so that one serves them all.
    rule._build, rule._build_unknown = _rebind(known._build, rule), _rebind(known._build_unknown, rule)


def _rebind(build: Callable[..., tuple[str, str]], rule: Rule) -> Callable[..., tuple[str, str]]:
    assert isinstance(build, MethodType)
    return MethodType(build.__func__, rule)


STATEMENTS_KEPT = 5_000
_statements: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)
_dialects: dict[str, Dialect] = {}
_make_engine: Callable[[str], Engine] = db._make_engine


def make_engine_that_knows(url: str) -> Engine:
    """Return an engine that shares its dialect, and so the compiled statements, with the others of the process."""
    engine = _make_engine(url)
    own = engine.dialect
    engine._compiled_cache = _statements
    shared = _dialects.get(own.name)
    if shared is None:
        _dialects[own.name] = _meet_once(own)
    else:
        engine.dialect = engine.pool._dialect = shared
        own.initialize = shared.initialize  # type: ignore[method-assign]
    return engine


def _meet_once(dialect: Dialect) -> Dialect:
    """Let a dialect ask the server who it is at the first connection of all, and never again."""
    initialize = dialect.initialize
    met: list[bool] = []

    def meet(connection: Connection) -> None:
        if not met:
            initialize(connection)
            met.append(True)

    dialect.initialize = meet  # type: ignore[method-assign]
    return dialect


@cache
def _load_once(folder: str, locale: str, domain: str) -> NullTranslations:
    return _load(folder, [locale], domain)


_load = Translations.load
Rule.compile = _compile_once  # type: ignore[assignment,method-assign]
Translations.load = lambda folder, locales, domain: _load_once(str(folder), str(locales[0]), domain)  # type: ignore[assignment,method-assign,misc]
db._make_engine = make_engine_that_knows
gc.set_threshold(50_000, 50, 50)
