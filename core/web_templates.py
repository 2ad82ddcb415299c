"""What makes templates quick: an environment without stacked globals, and a `_()` that keeps each sentence ready."""

import logging
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask.templating import Environment
from flask_babel import get_locale, get_translations
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from markupsafe import Markup

log = logging.getLogger(__name__)
MOST_KEPT = 5000
"""More than all sentences of a language; what templates translate are never texts that people wrote."""
_ready: dict[str, dict[str, Markup]] = {}


class QuickEnvironment(Environment):
    """Flask's environment; a template without globals of its own shares the environment's.

    Jinja stacks an empty dict on them for every template, and then each import compares them key by key.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template that is loaded."""
        return super().make_globals(d) if d else self.globals


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory, so that several applications in a process compile each of them once."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same source, when there is such."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled = CompiledTemplates()


def install(app: Flask) -> None:
    """Give the templates of an application the quick `_()` in place of the general one, which asks anew each time."""
    _ready.clear()
    folder = app.extensions["settings"].template_cache
    app.jinja_env.bytecode_cache = open_cache(folder) if folder else _compiled
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = translate


class TemplatesOnDisk(FileSystemBytecodeCache):
    """Keeps compiled templates in a folder; one that cannot be read or written keeps no page from being shown."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same source, when it can be read."""
        try:
            super().load_bytecode(bucket)
        except OSError as problem:
            log.warning("a compiled template cannot be read: %s", type(problem).__name__)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, when there is room for it."""
        try:
            super().dump_bytecode(bucket)
        except OSError as problem:
            log.warning("a compiled template is not kept: %s", type(problem).__name__)


def open_cache(folder: str) -> BytecodeCache:
    """Return a cache on disk: what was compiled once is not compiled in every worker, nor kept twice in its memory."""
    try:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        log.warning("there is no folder for compiled templates: %s", type(problem).__name__)
    return TemplatesOnDisk(folder)


def compile_all(app: Flask) -> int:
    """Compile every template into the application's cache and return how many there are; raises for a broken one."""
    names = app.jinja_env.list_templates(extensions=["html", "txt", "svg", "xml"])
    for name in names:
        app.jinja_env.get_template(name)
    return len(names)


def translate(sentence: str, **places: Any) -> Markup:
    """Return a sentence in the reader's language with its named places filled in and escaped.

    As in Jinja's own, a percent sign is written %% in every sentence, with places or without.
    """
    kept = _sentences()
    if places:
        key = f"\0{sentence}"
        pattern = kept.get(key)
        if pattern is None:
            pattern = _keep(kept, key, Markup(get_translations().ugettext(sentence)))  # noqa: S704 - our own sentence
        return pattern % places
    found = kept.get(sentence)
    if found is None:
        found = _keep(kept, sentence, Markup(get_translations().ugettext(sentence)) % {})  # noqa: S704 - the same
    return found


def _sentences() -> dict[str, Markup]:
    """Return what is kept in the reader's language; flask_babel has noted it in the request, once it was asked."""
    noted = getattr(getattr(g, "_flask_babel", None), "babel_locale", None) if g else None
    locale = noted or get_locale()
    return _ready.setdefault(locale.language if locale is not None else "", {})


def _keep(kept: dict[str, Markup], key: str, text: Markup) -> Markup:
    if len(kept) < MOST_KEPT:
        kept[key] = text
    return text
