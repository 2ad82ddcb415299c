"""Doors for machines: provider webhooks and health checks."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Add the doors for machines to an application."""
    for module in iter_modules(__path__):
        if not module.name.endswith(("command", "commands")):  # these are the operator's, see app.py
            import_module(f"api.{module.name}")
    from api import guard

    app.register_blueprint(guard.health)
    app.register_blueprint(guard.twilio)
