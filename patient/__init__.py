"""The patient's face: small pages for a phone."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Add the patient's pages to an application."""
    for module in iter_modules(__path__):
        import_module(f"patient.{module.name}")
    from patient.guard import door, pages
    from patient.phone_words import phone_text
    from patient.preview import draw_step

    app.jinja_env.filters["phone_text"] = phone_text
    app.extensions["draw_step"] = draw_step
    app.register_blueprint(door)
    app.register_blueprint(pages)
