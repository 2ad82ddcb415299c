"""Films: a page that says so takes far more than others, from those who may send it and from nobody else.

Everything is decided before the first byte is read: who it is, in a transaction of its own that is over before the
slow part begins, and by its length. A film holds nobody's health, so it lies on disk meanwhile and not in memory.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from core import web

View = TypeVar("View", bound=Callable[..., Any])


def takes_films(most_bytes: int) -> Callable[[View], View]:
    """Let a view's POST be so many bytes; its blueprint's guard is asked before anything is read."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        view.files_on_disk = True  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Look at large uploads before anything else does."""
    app.before_request(_look_at_length)


def _look_at_length() -> Any:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(view, "files_on_disk", False):
        return None
    guard = getattr(current_app.blueprints[request.blueprint or ""], "guard")  # noqa: B009 - set by web.guarded
    refused = guard()
    if refused is not None:
        return refused
    web.end_transaction()
    most: int = getattr(view, "most_bytes", 0)
    return web.error_page(413, most=most // 1024 // 1024) if (request.content_length or 0) > most else None
