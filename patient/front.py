"""The front page: the way in, or home for who is signed in; the demo has a front of its own."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, redirect
from flask_login import current_user

from patient.guard import door
from people.models import Role


@door.get("/")
def front() -> Any:
    """Lead home or to the door; in the demo (config ``DEMO_FRONT``) the demo's own view of "/" answers."""
    if current_app.config.get("DEMO_FRONT"):
        return _other_front()()
    signed_in = current_user.is_authenticated and current_user.has_role(Role.PATIENT)
    return redirect("/home" if signed_in else "/sign-in")


def _other_front() -> Callable[[], Any]:
    """Return the view that another face has put on "/"."""
    rules = current_app.url_map.iter_rules()
    endpoints = [rule.endpoint for rule in rules if rule.rule == "/" and rule.endpoint != "patient_door.front"]
    if not endpoints:
        abort(404)
    return current_app.view_functions[endpoints[0]]
