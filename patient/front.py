"""The front page: the way in, home for who is signed in, or the demo's own front."""

from typing import Any

from flask import current_app, redirect
from flask_login import current_user

from patient.guard import door
from people.models import Role


@door.get("/")
def front() -> Any:
    """Lead home or to the door; where the demo has put its own front (config ``DEMO_FRONT``), lead there."""
    own_front = current_app.config.get("DEMO_FRONT")
    if own_front:
        return redirect(own_front)
    signed_in = current_user.is_authenticated and current_user.has_role(Role.PATIENT)
    return redirect("/home" if signed_in else "/sign-in")
