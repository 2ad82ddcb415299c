"""The guard of the patient's pages: a signed-in patient, or the way to sign in."""

from typing import Any, cast
from urllib.parse import quote

from flask import Blueprint, g, redirect, request
from flask_login import current_user

from core import web
from people.models import Role
from people.viewer import Viewer


def viewer() -> Viewer:
    """Return the signed-in patient."""
    return cast(Viewer, current_user._get_current_object())


def require_patient() -> Any:
    """Let a signed-in patient through; keep what was typed when the session has ended."""
    if not current_user.is_authenticated or not viewer().has_role(Role.PATIENT):
        return _sign_in_first()
    user = viewer().user
    g.viewer_id, g.language, g.zone, g.theme = user.id, user.language, user.zone, user.theme
    g.is_training = viewer().is_training
    return None


def _sign_in_first() -> Any:
    if request.method in ("GET", "HEAD"):
        return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}")
    reads_too = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    back = f"?next={quote(request.path)}" if reads_too else ""
    return web.error_page(401, sign_in=f"/sign-in{back}")


pages = web.guarded(Blueprint("patient", __name__, template_folder="templates"), require_patient)
door = web.guarded(Blueprint("patient_door", __name__, template_folder="templates"), web.open_to_all)
