"""The guards of the desk: a signed-in member of staff, and the roles each part of the desk needs."""

from typing import Any, cast
from urllib.parse import quote

from flask import Blueprint, g, redirect, request
from flask_login import current_user

from core import web
from core.errors import ForbiddenError
from people.models import Role
from people.viewer import Viewer

STAFF = (Role.CLINICIAN, Role.COORDINATOR, Role.AUTHOR, Role.UNIT_ADMIN, Role.SYSTEM_ADMIN)


def viewer() -> Viewer:
    """Return the signed-in member of staff."""
    return cast(Viewer, current_user._get_current_object())


def require_staff(*roles: Role) -> Any:
    """Let a signed-in member of staff with one of the roles through."""
    if not current_user.is_authenticated or not viewer().has_role(*STAFF):
        if request.method in ("GET", "HEAD"):
            return redirect(f"/desk/sign-in?next={quote(request.full_path.rstrip('?'))}")
        return web.error_page(401, sign_in="/desk/sign-in")
    user = viewer().user
    g.viewer_id, g.language, g.zone, g.theme = user.id, user.language, user.zone, user.theme
    g.is_training = viewer().is_training
    if roles and not viewer().has_role(*roles):
        raise ForbiddenError
    return None


def _blueprint(name: str, *roles: Role) -> Blueprint:
    blueprint = Blueprint(name, __name__, url_prefix="/desk", template_folder="templates")
    return web.guarded(blueprint, lambda: require_staff(*roles))


desk = _blueprint("desk")
"""Pages every member of staff has: own sessions, own settings."""
clinician = _blueprint("clinician", Role.CLINICIAN)
"""Pages with clinical content."""
coordination = _blueprint("coordination", Role.CLINICIAN, Role.COORDINATOR)
"""Enrolment: without treatment content."""
authoring = _blueprint("authoring", Role.AUTHOR, Role.CLINICIAN)
"""The program library."""
writing = _blueprint("writing", Role.AUTHOR)
"""Drafts of programs and their publication."""
unit_admin = _blueprint("unit_admin", Role.UNIT_ADMIN)
system_admin = _blueprint("system_admin", Role.SYSTEM_ADMIN)
door = web.guarded(
    Blueprint("desk_door", __name__, url_prefix="/desk", template_folder="templates"), web.open_to_all
)
