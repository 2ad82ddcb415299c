"""The unit's own page: what it says about itself, who works there, inviting colleagues and closing accounts."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import unit_admin, viewer
from core import web
from core.errors import ConflictError, InvalidError
from core.web_forms import once
from people.models import CareUnit, Role
from people.staff import (
    UNIT_ROLES,
    StaffMember,
    disable_colleague,
    enable_colleague,
    get_colleague,
    invite_colleague,
    list_staff,
    renew_invitation,
    set_roles,
)
from people.units import UnitForm, change_unit, check_unit, get_admin_unit, list_admin_units, version_of


def role_names() -> dict[str, str]:
    """Return what the roles of a unit are called."""
    return {
        Role.CLINICIAN: _("Behandlare"),
        Role.COORDINATOR: _("Koordinator"),
        Role.AUTHOR: _("Programförfattare"),
        Role.UNIT_ADMIN: _("Enhetsadministratör"),
    }


def weekday_names() -> list[str]:
    """Return the days of the week, Monday first."""
    return [_("Måndag"), _("Tisdag"), _("Onsdag"), _("Torsdag"), _("Fredag"), _("Lördag"), _("Söndag")]


def _asked_unit() -> CareUnit:
    return get_admin_unit(web.session(), viewer(), request.values.get("unit") or None)


def _unit_url(unit: CareUnit) -> str:
    return url_for("unit_admin.unit", unit=unit.public_id)


@unit_admin.get("/unit")
def unit() -> Any:
    """Show the unit."""
    return _unit_page(_asked_unit())


def _unit_page(unit: CareUnit, **shown: Any) -> str:
    asked: dict[str, Any] = {"form": UnitForm.of(unit), "errors": {}, "seen": version_of(unit), "invite": {}} | shown
    return render_template(
        "desk/unit.html", unit=unit, units=list_admin_units(web.session(), viewer()),
        staff=list_staff(web.session(), unit.id), roles=role_names(), days=weekday_names(), **asked,
    )


@unit_admin.post("/unit")
@once
def save_unit() -> Any:
    """Keep what the unit says about itself."""
    unit = _asked_unit()
    form, seen = UnitForm.read(request.form), request.form.get("seen", "")
    details, errors = check_unit(form)
    if details is None:
        said = {name: _(reason) for name, reason in errors.items()}
        return _unit_page(unit, form=form, errors=said, seen=seen), 422
    try:
        change_unit(web.session(), unit, details, seen=seen, actor_id=viewer().id, now=web.now())
    except ConflictError as problem:
        return _unit_page(unit, form=form, errors={"name": _(problem.reason)}, seen=seen), 409
    flash(_("Sparat."), "ok")
    return redirect(_unit_url(unit))


@unit_admin.post("/unit/staff")
def invite() -> Any:
    """Make an account for a colleague and show the link, this one time."""
    unit, typed = _asked_unit(), request.form.to_dict()
    roles = [Role(word) for word in request.form.getlist("roles") if word in {str(role) for role in UNIT_ROLES}]
    try:
        user, token = invite_colleague(
            web.session(), unit.id, name=typed.get("name", ""), title=typed.get("title", ""),
            username=typed.get("username", ""), roles=roles, actor_id=viewer().id, now=web.now(),
        )
    except InvalidError as problem:
        web.rollback()
        invite = typed | {"roles": [str(role) for role in roles]}
        return _unit_page(_asked_unit(), invite=invite, errors={f"invite-{problem.field}": _(problem.reason)}), 422
    return invitation_page(user.name, token, _unit_url(unit))


def invitation_page(name: str, token: str, back: str) -> str:
    """Return the page that shows a one-time link, the only time it is shown."""
    link = web.settings().base_url.rstrip("/") + url_for("desk_door.welcome", token=token)
    return render_template("desk/invitation.html", name=name, link=link, back=back)


def _colleague(unit: CareUnit, user_id: str) -> StaffMember:
    return get_colleague(web.session(), unit.id, user_id)


@unit_admin.get("/unit/staff/<public:user_id>")
def colleague(user_id: str) -> Any:
    """Show a colleague's roles and account."""
    return _colleague_page(_asked_unit(), user_id)


def _colleague_page(unit: CareUnit, user_id: str, error: str = "") -> str:
    member = _colleague(unit, user_id)
    return render_template(
        "desk/colleague.html", unit=unit, member=member, roles=role_names(), error=error, me=viewer().user.id
    )


@unit_admin.post("/unit/staff/<public:user_id>/<any(roles, disable, enable):act>")
@once
def change_colleague(user_id: str, act: str) -> Any:
    """Change a colleague's roles, or close or open the account."""
    unit = _asked_unit()
    member, session, me, now = _colleague(unit, user_id), web.session(), viewer().id, web.now()
    try:
        if act == "roles":
            wanted = [role for role in UNIT_ROLES if str(role) in request.form.getlist("roles")]
            set_roles(session, member, unit.id, wanted, actor_id=me, now=now)
        elif act == "disable":
            disable_colleague(session, member, unit.id, actor_id=me, now=now)
        else:
            enable_colleague(session, member, unit.id, actor_id=me, now=now)
    except ConflictError as problem:
        return _colleague_page(unit, user_id, _(problem.reason)), 409
    flash(_("Sparat. Ändringen gäller genast."), "ok")
    return redirect(_unit_url(unit))


@unit_admin.post("/unit/staff/<public:user_id>/renew")
def renew(user_id: str) -> Any:
    """Give a colleague who lost password or phone a new link, shown this one time."""
    unit = _asked_unit()
    member = _colleague(unit, user_id)
    try:
        token = renew_invitation(web.session(), member, unit.id, actor_id=viewer().id, now=web.now())
    except ConflictError as problem:
        return _colleague_page(unit, user_id, _(problem.reason)), 409
    return invitation_page(member.user.name, token, _unit_url(unit))
