"""The demo: role doors, a simulated phone, a movable clock and seeded people; never in production."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from core import web


def register(app: Flask) -> None:
    """Add the demo's doors to an application.

    :raises RuntimeError: outside the demo and tests; production has no such doors (reliability.md M11).
    """
    if app.extensions["settings"].mode not in ("demo", "test"):
        raise RuntimeError("the demo's doors cannot be opened in production")
    app.config["DEMO_FRONT"] = "/demo"
    for module in iter_modules(__path__, prefix="demo."):
        if module.name.endswith("_pages"):
            import_module(module.name)
    from demo.guard import pages

    app.register_blueprint(pages)
    app.jinja_env.globals["demo_now"] = web.now
