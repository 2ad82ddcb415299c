"""The patient's door: number, code by SMS, PIN; the same words whether an account exists or not."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask import session as browser_session
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from core import web
from core.clock import local_date
from core.errors import InvalidError
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
from messaging.notices import queue_code
from patient.guard import door
from people.identity import is_identity
from people.models import CareUnit, Role, User
from people.pins import choose_first_pin
from people.session_models import Face, SignInStep
from people.sign_in import (
    CODE_TRIES,
    START_AGAIN,
    WRONG_CODE,
    WRONG_PIN,
    Started,
    begin_patient_sign_in,
    check_code,
    check_pin,
    close_login,
    find_proved_user,
    find_step,
    give_back_codes,
    open_login,
    send_new_code,
)
from programs.enrollment import confirm_phone

FACE, HOME = "patient", "/home"
LISTED_UNITS = 50


@door.context_processor
def door_links() -> dict[str, Any]:
    """Give the pages at the door where they lead."""
    return {"door_url": lambda endpoint: door_url(endpoint, FACE), "next_url": asked_next(FACE, "")}


@door.get("/sign-in")
def sign_in() -> Any:
    """Ask for a personnummer or phone number."""
    if current_user.is_authenticated and current_user.has_role(Role.PATIENT):
        return redirect(asked_next(FACE, HOME))
    return _number_page()


def _number_page(identity: str = "", error: str = "") -> str:
    return render_template("patient/sign_in.html", identity=identity, error=error)


@door.post("/sign-in")
def begin_sign_in() -> Any:
    """Begin; the answer and the time it takes are the same for known and unknown numbers."""
    begun, identity = started_at(), request.form.get("identity", "")[:60]
    today = local_date(web.now(), "Europe/Stockholm")
    if not is_identity(identity, today):
        return _number_page(identity, _("Skriv tolv siffror, till exempel 19121212-1212, eller ett mobilnummer.")), 422
    try:
        started = begin_patient_sign_in(web.session(), identity, client_address(), web.now())
    except InvalidError as problem:
        web.commit()
        return _number_page(identity, _(problem.reason)), 422
    _send_code(started)
    answer_evenly(begun)
    response = redirect(door_url("patient_door.sign_in_code", FACE))
    set_step_token(response, FACE, started.token)
    return response


def _send_code(started: Started) -> None:
    if started.user is not None and started.code is not None:
        queue_code(web.session(), started.user, started.code, web.now())


def _step() -> SignInStep | None:
    return find_step(web.session(), read_step_token(FACE), Face.PATIENT, web.now())


def _begin_again() -> Any:
    flash(_(START_AGAIN), "info")
    return redirect(door_url("patient_door.sign_in", FACE))


@door.get("/sign-in/code")
def sign_in_code() -> Any:
    """Ask for the six digits."""
    step = _step()
    if step is None:
        return _begin_again()
    if step.proved_at is not None:
        return redirect(door_url("patient_door.sign_in_pin", FACE))
    return _code_page()


def _code_page(error: str = "") -> str:
    return render_template("patient/sign_in_code.html", error=error)


@door.post("/sign-in/code")
def prove_code() -> Any:
    """Check the six digits; a wrong try is counted."""
    begun, step = started_at(), _step()
    if step is None:
        return _begin_again()
    if not check_code(web.session(), step, read_step_token(FACE), request.form.get("code", "")[:20], web.now()):
        used_up = step.tries >= CODE_TRIES
        answer_evenly(begun)
        return _code_page(_("Nu är koden förbrukad. Be om en ny kod här nedanför.") if used_up else _(WRONG_CODE)), 422
    return redirect(door_url("patient_door.sign_in_pin", FACE))


@door.post("/sign-in/code/new")
def new_code() -> Any:
    """Send a new code, if there is somebody to send it to."""
    begun, step = started_at(), _step()
    if step is None:
        return _begin_again()
    try:
        started = send_new_code(web.session(), step, read_step_token(FACE), client_address(), web.now())
    except InvalidError as problem:
        web.commit()
        return _code_page(_(problem.reason)), 422
    _send_code(started)
    answer_evenly(begun)
    flash(_("Finns numret hos oss är en ny kod på väg. Den förra gäller inte längre."), "info")
    return redirect(door_url("patient_door.sign_in_code", FACE))


@door.get("/sign-in/pin")
def sign_in_pin() -> Any:
    """Ask for the PIN, or let a patient without one choose it."""
    step = _step()
    user = find_proved_user(web.session(), step) if step is not None else None
    return _begin_again() if user is None else _pin_page(user)


def _pin_page(user: User, errors: dict[str, str] | None = None) -> str:
    page = "patient/sign_in_pin.html" if user.pin_hash else "patient/choose_pin.html"
    return render_template(page, errors=errors or {})


@door.post("/sign-in/pin")
def prove_pin() -> Any:
    """Check the PIN, or keep the first one; then the patient is signed in."""
    step = _step()
    user = find_proved_user(web.session(), step) if step is not None else None
    if step is None or user is None:
        return _begin_again()
    try:
        proved = _check_or_choose(step, user)
    except InvalidError as problem:
        web.commit()
        return _pin_page(user, {problem.field: _(problem.reason)}), 422
    if proved is None:
        web.commit()
        return _pin_page(user, {"pin": _(WRONG_PIN)}), 422
    return _let_in(proved)


def _check_or_choose(step: SignInStep, user: User) -> User | None:
    form = request.form
    if user.pin_hash is None:
        return choose_first_pin(web.session(), step, form.get("new_pin", ""), form.get("again", ""), web.now())
    return check_pin(web.session(), step, form.get("pin", "")[:20].strip(), web.now())


def _let_in(user: User) -> Any:
    """Sign the browser in under a new token; whoever was signed in here before is signed out (D5)."""
    close_login(web.session(), read_token(FACE), web.now())
    token = open_login(web.session(), user, Face.PATIENT, device_name(), web.now())
    give_back_codes(web.session(), user, client_address())
    confirm_phone(web.session(), user, web.now())
    response = redirect(asked_next(FACE, HOME))
    set_token(response, FACE, token)
    clear_step_token(response, FACE)
    set_preferences(response, user.language, user.theme)
    return response


@door.get("/sign-in/help")
def sign_in_help() -> Any:
    """Say what to do when signing in does not work, with every unit's telephone."""
    units = web.session().scalars(select(CareUnit).order_by(CareUnit.name, CareUnit.id).limit(LISTED_UNITS)).all()
    return render_template("patient/sign_in_help.html", units=units)


@door.post("/sign-out")
def sign_out() -> Any:
    """Sign this browser out: the token is dead at once, and the browser is asked to forget the pages."""
    close_login(web.session(), read_token(FACE), web.now())
    browser_session.clear()
    flash(_("Du är utloggad."), "ok")
    response = redirect("/sign-in")
    clear_token(response, FACE)
    clear_step_token(response, FACE)
    return response
