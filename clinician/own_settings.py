"""A member of staff's own settings: language, theme, where one is signed in, password, authenticator app."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import desk, door, viewer
from clinician.sign_in import LONGEST_FIELD, grouped, qr_code
from core import web
from core.audit import record_event
from core.errors import InvalidError, NotFoundError
from core.language import LANGUAGES, _l
from core.web_forms import once
from core.web_language import THEMES
from core.web_session import clear_token, safe_next
from core.web_sign_in import set_preferences
from messaging.alarms import is_reachable
from people.identity import set_phone, show_phone
from people.sign_in import close_all_logins, close_one_login, list_logins
from people.staff_secrets import begin_authenticator, change_password, confirm_authenticator

WRITE_PHONE = _l("Skriv ditt mobilnummer. Larmet skickas dit.")


@desk.get("/settings")
def own_settings() -> Any:
    """Show the settings."""
    return _settings_page()


def _settings_page(errors: dict[str, str] | None = None) -> str:
    user = viewer().user
    return render_template(
        "desk/own_settings.html", user=user, logins=list_logins(web.session(), user.id, web.now()),
        this_login=viewer().session_public_id, errors=errors or {},
        phone=request.form.get("phone", show_phone(user.phone)),
        is_stopped=user.alarm_sms and not is_reachable(web.session(), user),
    )


@desk.post("/settings/look")
@once
def change_look() -> Any:
    """Keep the chosen language and theme."""
    user, language, theme = viewer().user, request.form.get("language"), request.form.get("theme")
    user.language = language if language in LANGUAGES else user.language
    user.theme = theme if theme in THEMES else user.theme
    response = redirect(url_for("desk.own_settings"))
    set_preferences(response, user.language, user.theme)
    flash(_("Sparat."), "ok")
    return response


@desk.post("/settings/alarm")
@once
def change_alarm() -> Any:
    """Keep the own phone and whether a red risk is told there; without a number nothing can be told."""
    user, typed, wanted = viewer().user, request.form.get("phone", "").strip(), request.form.get("alarm") == "yes"
    try:
        if typed:
            set_phone(user, typed)
        elif wanted:
            raise InvalidError("phone", WRITE_PHONE)
        else:
            user.phone = user.phone_hash = user.phone_verified_at = None
    except InvalidError as problem:
        return _settings_page({problem.field: _(problem.reason)}), 422
    user.alarm_sms = wanted
    record_event(web.session(), web.now(), "staff.alarm", actor_id=user.id, actor_role="clinician",
                 object_kind="user", object_id=user.public_id)
    flash(_("Sparat."), "ok")
    return redirect(url_for("desk.own_settings"))


@door.post("/preferences")
def choose_preferences() -> Any:
    """Remember language or theme in the browser before sign-in."""
    response = redirect(safe_next(request.form.get("back"), "/desk/sign-in"))
    set_preferences(response, request.form.get("language"), request.form.get("theme"))
    return response


@desk.post("/settings/sign-ins/<public:login_id>/close")
@once
def close_own_login(login_id: str) -> Any:
    """Sign one of the person's own browsers out."""
    if login_id == viewer().session_public_id:
        return redirect(url_for("desk.own_settings"))
    if not close_one_login(web.session(), viewer().id, login_id, web.now()):
        raise NotFoundError
    flash(_("Enheten är utloggad."), "ok")
    return redirect(url_for("desk.own_settings"))


@desk.post("/settings/sign-ins/close-all")
def close_own_logins() -> Any:
    """Sign the person out everywhere, here too."""
    close_all_logins(web.session(), viewer().id, web.now(), actor_id=viewer().id)
    flash(_("Du är utloggad överallt."), "ok")
    response = redirect("/desk/sign-in")
    clear_token(response, "desk")
    return response


@desk.post("/settings/password")
def change_own_password() -> Any:
    """Change the password; a wrong present one is counted."""
    old, new, again = (request.form.get(name, "")[:LONGEST_FIELD] for name in ("current_password", "password", "again"))
    try:
        change_password(
            web.session(), viewer().user, old, new, again, web.now(), keep=viewer().session_public_id
        )
    except InvalidError as problem:
        web.commit()
        return _settings_page({problem.field: _(problem.reason)}), 422
    flash(_("Ditt nya lösenord gäller nu. Andra enheter är utloggade."), "ok")
    return redirect(url_for("desk.own_settings"))


@desk.post("/settings/authenticator/begin")
def begin_new_authenticator() -> Any:
    """Make the secret of a new authenticator app, after the password."""
    try:
        password = request.form.get("current_password", "")[:LONGEST_FIELD]
        begin_authenticator(web.session(), viewer().user, password, web.now())
    except InvalidError as problem:
        web.commit()
        return _settings_page({"authenticator_password": _(problem.reason)}), 422
    return redirect(url_for("desk.new_authenticator"))


@desk.get("/settings/authenticator")
def new_authenticator() -> Any:
    """Show the picture the new app reads."""
    return _authenticator_page()


def _authenticator_page(error: str = "") -> Any:
    user = viewer().user
    if user.totp_pending is None:
        return redirect(url_for("desk.own_settings"))
    return render_template(
        "desk/authenticator.html", qr=qr_code(user.totp_pending, user.username or ""),
        secret=grouped(user.totp_pending), error=error,
    )


@desk.post("/settings/authenticator")
def confirm_new_authenticator() -> Any:
    """Let the new app take over once its code is right."""
    try:
        confirm_authenticator(
            web.session(), viewer().user, request.form.get("code", "")[:20], web.now(),
            keep=viewer().session_public_id,
        )
    except InvalidError as problem:
        web.commit()
        page = _authenticator_page(_(problem.reason))
        return (page, 422) if isinstance(page, str) else page
    flash(_("Den nya appen gäller nu. Andra enheter är utloggade."), "ok")
    return redirect(url_for("desk.own_settings"))
