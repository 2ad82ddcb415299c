"""The desk: pages of clinicians, coordinators, authors and admins."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Add the desk's pages to an application."""
    for module in iter_modules(__path__):
        import_module(f"clinician.{module.name}")
    from clinician import guard

    for blueprint in (
        guard.door, guard.desk, guard.clinician, guard.coordination, guard.authoring, guard.writing,
        guard.unit_admin, guard.system_admin,
    ):
        app.register_blueprint(blueprint)
