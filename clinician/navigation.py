"""The desk's places: which of them a member of staff has, and what the frame of every desk page needs."""

from typing import Any

from flask import current_app, g, redirect, url_for
from flask_babel import gettext as _

from clinician import guard
from clinician.guard import viewer
from people.models import Role

CARE = (Role.CLINICIAN, Role.COORDINATOR)


def desk_nav() -> list[dict[str, Any]]:
    """Return the places for the signed-in person's roles; a place that does not exist is left out."""
    entries: list[tuple[str, str, str, tuple[Role, ...]]] = [
        ("clinician.worklist", _("Arbetslista"), "list", (Role.CLINICIAN,)),
        ("clinician.patients", _("Patienter"), "people", (Role.CLINICIAN,)),
        ("coordination.enrollments", _("Inskrivning"), "enrol", CARE),
        ("authoring.library", _("Program"), "doc", (Role.AUTHOR, Role.CLINICIAN)),
        ("unit_admin.unit", _("Enheten"), "gear", (Role.UNIT_ADMIN,)),
        ("system_admin.system", _("Systemet"), "shield", (Role.SYSTEM_ADMIN,)),
    ]
    places = [
        {"endpoint": endpoint, "label": label, "icon": icon, "count": None}
        for endpoint, label, icon, roles in entries
        if endpoint in current_app.view_functions and viewer().has_role(*roles)
    ]
    if viewer().is_training:
        phones = {"endpoint": "desk.training_phones", "label": _("Telefoner"), "icon": "phone", "count": None}
        places.append(phones)
    settings = {"endpoint": "desk.own_settings", "label": _("Inställningar"), "icon": "gear", "count": None}
    return places or [settings]


def first_place() -> str:
    """Return the address of the first place of the signed-in person: where a sign-in leads."""
    return url_for(desk_nav()[0]["endpoint"])


def keep_name() -> None:
    """Remember the name while the database answers, so that no page asks for it later."""
    g.viewer_name = viewer().user.name


def frame() -> dict[str, Any]:
    """Give every desk page its places, who is signed in and how to sign out; pages of errors ask nobody."""
    if "viewer_name" not in g:
        return {}
    return {
        "desk_nav": desk_nav(),
        "viewer_name": g.viewer_name,
        "sign_out_url": url_for("desk_door.sign_out"),
        "own_settings_url": url_for("desk.own_settings"),
    }


for blueprint in (
    guard.desk, guard.clinician, guard.coordination, guard.authoring, guard.writing, guard.unit_admin,
    guard.system_admin,
):
    blueprint.before_request(keep_name)
    blueprint.context_processor(frame)


@guard.desk.get("/")
def front() -> Any:
    """Lead to the first place the person has."""
    return redirect(first_place())
