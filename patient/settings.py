"""The patient's own settings: language, theme, SMS, where one is signed in, PIN, and who has read."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import web
from core.errors import InvalidError, NotFoundError
from core.language import LANGUAGES
from core.web_forms import once
from core.web_language import THEMES
from core.web_session import clear_token
from core.web_sign_in import set_preferences
from messaging.sms_models import StopReason
from messaging.stops import find_stop, start_number
from patient.guard import pages, viewer
from people.identity import show_phone
from people.own_log import LARGEST_ID, list_own_log
from people.pins import change_pin
from people.sign_in import close_all_logins, close_one_login, list_logins
from programs.measuring import list_measuring


@pages.before_request
def keep_name() -> None:
    """Remember the name while the database answers, so that no page asks for it later."""
    g.viewer_name = viewer().user.name


@pages.context_processor
def frame() -> dict[str, Any]:
    """Give every patient page who is signed in and how to sign out; pages of errors ask nobody."""
    if "viewer_name" not in g:
        return {}
    return {"viewer_name": g.viewer_name, "sign_out_url": url_for("patient_door.sign_out")}


@pages.get("/settings")
def settings() -> Any:
    """Show the settings."""
    return _settings_page()


def _settings_page(errors: dict[str, str] | None = None) -> str:
    user, session = viewer().user, web.session()
    stop = find_stop(session, user.phone_hash) if user.phone_hash else None
    return render_template(
        "patient/settings.html",
        user=user,
        phone=show_phone(user.phone),
        wants_sms=user.sms_consent_at is not None and stop is not StopReason.STOP,
        wrong_number=stop is not None and stop is not StopReason.STOP,
        logins=list_logins(session, user.id, web.now()),
        measures=bool(list_measuring(session, user.id)),
        this_login=viewer().session_public_id,
        errors=errors or {},
    )


@pages.post("/settings/look")
@once
def change_look() -> Any:
    """Keep the chosen language and theme."""
    user, language, theme = viewer().user, request.form.get("language"), request.form.get("theme")
    user.language = language if language in LANGUAGES else user.language
    user.theme = theme if theme in THEMES else user.theme
    response = redirect(url_for("patient.settings"))
    set_preferences(response, user.language, user.theme)
    flash(_("Sparat."), "ok")
    return response


@pages.post("/settings/sms")
@once
def change_sms() -> Any:
    """Say yes or no to SMS; a yes also lifts an earlier STOPP from the same phone."""
    user, answer = viewer().user, request.form.get("sms")
    if answer not in ("yes", "no"):
        return _settings_page({"sms": _("Välj ja eller nej.")}), 422
    user.sms_consent_at = web.now() if answer == "yes" else None
    user.week_sms = answer == "yes" and request.form.get("week_sms") == "yes"
    if answer == "yes" and user.phone_hash:
        start_number(web.session(), user.phone_hash, web.now())
    chosen = {"yes": _("Du får sms från oss."), "no": _("Du får inga fler sms, utom koden när du loggar in.")}
    flash(chosen[answer], "ok")
    return redirect(url_for("patient.settings"))


@pages.post("/settings/sign-ins/<public:login_id>/close")
@once
def close_own_login(login_id: str) -> Any:
    """Sign one of the patient's own browsers out."""
    if login_id == viewer().session_public_id:
        return redirect(url_for("patient.settings"))
    if not close_one_login(web.session(), viewer().id, login_id, web.now()):
        raise NotFoundError
    flash(_("Enheten är utloggad."), "ok")
    return redirect(url_for("patient.settings"))


@pages.post("/settings/sign-ins/close-all")
def close_own_logins() -> Any:
    """Sign the patient out everywhere, here too."""
    close_all_logins(web.session(), viewer().id, web.now(), actor_id=viewer().id)
    flash(_("Du är utloggad överallt."), "ok")
    response = redirect("/sign-in")
    clear_token(response, "patient")
    return response


@pages.get("/settings/pin")
def pin_settings() -> Any:
    """Show the form for a new PIN."""
    return render_template("patient/settings_pin.html", errors={})


@pages.post("/settings/pin")
def change_own_pin() -> Any:
    """Change the PIN; a wrong present one is counted, also when the form is shown again."""
    form = request.form
    try:
        change_pin(
            web.session(), viewer().user, form.get("pin", "")[:20], form.get("new_pin", ""), form.get("again", ""),
            web.now(), keep=viewer().session_public_id,
        )
    except InvalidError as problem:
        web.commit()
        return render_template("patient/settings_pin.html", errors={problem.field: _(problem.reason)}), 422
    flash(_("Din nya PIN gäller nu. Andra enheter är utloggade."), "ok")
    return redirect(url_for("patient.settings"))


@pages.get("/settings/readers")
def readers() -> Any:
    """Show who has read or changed something about the patient, newest first."""
    before = request.args.get("before", "")
    known = before.isascii() and before.isdigit() and len(before) < 20
    entries, older = list_own_log(
        web.session(), viewer().id, viewer().user.zone, min(int(before), LARGEST_ID) if known else None
    )
    return render_template("patient/readers.html", entries=entries, older=older, is_first=not known)
