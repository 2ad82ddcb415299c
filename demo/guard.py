"""The guard of the demo's doors: open, but only where the settings say that this is a demo."""

from flask import Blueprint, abort

from core import web


def require_demo() -> None:
    """Answer as if there were no such page unless this is a demo."""
    if web.settings().mode not in ("demo", "test"):
        abort(404)


pages = web.guarded(
    Blueprint("demo", __name__, template_folder="templates", static_folder="static", static_url_path="/demo/static"),
    require_demo,
)
