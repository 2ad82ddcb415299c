"""The desk's door: user name and password, then the authenticator's code; and the first visit by invitation."""

from typing import Any

import segno
from flask import flash, redirect, render_template, request
from flask import session as browser_session
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from clinician.guard import STAFF, door
from core import web
from core.errors import InvalidError, NotFoundError
from core.web_session import clear_token, read_token, set_token
from core.web_sign_in import (
    answer_evenly,
    asked_next,
    clear_step_token,
    client_address,
    device_name,
    door_url,
    read_step_token,
    set_preferences,
    set_step_token,
    started_at,
)
from people.models import User
from people.passwords import totp_link
from people.session_models import Face, SignInStep
from people.sign_in import (
    START_AGAIN,
    WRONG_PASSWORD,
    check_password,
    check_totp,
    close_login,
    find_step,
    open_login,
)
from people.staff import accept_invitation, find_invitation
from people.staff_secrets import WRONG_TOTP

FACE, HOME = "desk", "/desk/"
LONGEST_FIELD = 400


@door.context_processor
def door_links() -> dict[str, Any]:
    """Give the pages at the door where they lead."""
    return {"door_url": lambda endpoint: door_url(endpoint, FACE), "next_url": asked_next(FACE, "")}


def qr_code(secret: str, username: str) -> Markup:
    """Return the picture an authenticator app reads: black on white in both themes, without inline style."""
    code = segno.make(totp_link(secret, username), error="m")
    picture = code.svg_inline(scale=4, border=3, light="#ffffff", dark="#000000", svgclass="qr", lineclass=None)
    return Markup(picture)  # noqa: S704 - made of modules only, nothing typed is in it


def grouped(secret: str) -> str:
    """Return a secret in groups of four, to be typed by hand."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@door.get("/sign-in")
def sign_in() -> Any:
    """Ask for user name and password."""
    if current_user.is_authenticated and current_user.has_role(*STAFF):
        return redirect(asked_next(FACE, HOME))
    return _password_page()


def _password_page(username: str = "", error: str = "") -> str:
    return render_template("desk/sign_in.html", username=username, error=error)


@door.post("/sign-in")
def begin_sign_in() -> Any:
    """Check name and password; what is wrong is never told apart."""
    begun, username = started_at(), request.form.get("username", "")[:80]
    password = request.form.get("password", "")[:LONGEST_FIELD]
    try:
        started = check_password(web.session(), username, password, client_address(), web.now())
    except InvalidError as problem:
        answer_evenly(begun)
        return _password_page(username, _(problem.reason)), 422
    answer_evenly(begun)
    if started is None:
        return _password_page(username, _(WRONG_PASSWORD)), 422
    response = redirect(door_url("desk_door.sign_in_code", FACE))
    set_step_token(response, FACE, started.token)
    return response


def _step() -> SignInStep | None:
    return find_step(web.session(), read_step_token(FACE), Face.DESK, web.now())


def _begin_again() -> Any:
    flash(_(START_AGAIN), "info")
    return redirect(door_url("desk_door.sign_in", FACE))


@door.get("/sign-in/code")
def sign_in_code() -> Any:
    """Ask for the authenticator's code."""
    return _begin_again() if _step() is None else render_template("desk/sign_in_code.html", error="")


@door.post("/sign-in/code")
def prove_code() -> Any:
    """Check the code, and sign the browser in."""
    step = _step()
    if step is None:
        return _begin_again()
    try:
        user = check_totp(web.session(), step, request.form.get("code", "")[:20], web.now())
        reason = WRONG_TOTP
    except InvalidError as problem:
        user, reason = None, problem.reason
    if user is None:
        web.commit()
        return render_template("desk/sign_in_code.html", error=_(reason)), 422
    return _let_in(user)


def _let_in(user: User) -> Any:
    """Sign the browser in under a new token; whoever was signed in here before is signed out (D5)."""
    close_login(web.session(), read_token(FACE), web.now())
    token = open_login(web.session(), user, Face.DESK, device_name(), web.now())
    response = redirect(asked_next(FACE, HOME))
    set_token(response, FACE, token)
    clear_step_token(response, FACE)
    set_preferences(response, user.language, user.theme)
    return response


@door.route("/welcome/<token>", methods=["GET", "POST"])
def welcome(token: str) -> Any:
    """Let an invited colleague choose a password and fit an authenticator app; opening the page uses nothing up."""
    found = find_invitation(web.session(), token[:128], web.now())
    if found is None:
        return render_template("desk/welcome_gone.html"), 404
    if request.method == "GET":
        return _welcome_page(token)
    form = request.form
    try:
        user = accept_invitation(
            web.session(), token[:128], form.get("password", "")[:LONGEST_FIELD], form.get("again", "")[:LONGEST_FIELD],
            form.get("code", "")[:20], web.now(),
        )
    except InvalidError as problem:
        return _welcome_page(token, {problem.field: _(problem.reason)}), 422
    except NotFoundError:
        return render_template("desk/welcome_gone.html"), 404
    return _let_in(user)


def _welcome_page(token: str, errors: dict[str, str] | None = None) -> str:
    found = find_invitation(web.session(), token[:128], web.now())
    if found is None:
        raise NotFoundError
    invitation, user = found
    return render_template(
        "desk/welcome.html", user=user, qr=qr_code(invitation.totp_secret, user.username or ""),
        secret=grouped(invitation.totp_secret), errors=errors or {},
    )


@door.post("/sign-out")
def sign_out() -> Any:
    """Sign this browser out: the token is dead at once, and the browser is asked to forget the pages."""
    close_login(web.session(), read_token(FACE), web.now())
    browser_session.clear()
    flash(_("Du är utloggad."), "ok")
    response = redirect("/desk/sign-in")
    clear_token(response, FACE)
    clear_step_token(response, FACE)
    return response
