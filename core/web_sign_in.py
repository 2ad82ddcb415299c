"""What both faces' doors share: the sign-in under way, where it leads, what the browser is called, even answers."""

import time

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from core import web
from core.language import LANGUAGES
from core.web_language import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from core.web_session import face_of_path, is_https, safe_next

STEP_COOKIES = {"patient": "egenvag_step_patient", "desk": "egenvag_step_desk"}
STEP_SECONDS = 30 * 60
PREFERENCE_SECONDS = 365 * 24 * 60 * 60
EVEN_SECONDS = 0.25
"""An answer at the door takes at least this long, whether the number is known or not (reliability.md D3)."""
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung Internet"),
            ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("CrOS", "Chromebook"), ("Linux", "Linux"))


def client_address() -> str:
    """Return the browser's address, for limits; behind proxies the trusted one."""
    return (request.remote_addr or "")[:45]


def read_step_token(face: str) -> str:
    """Return the token of the sign-in this browser is in the middle of, or ""."""
    return request.cookies.get(STEP_COOKIES[face], "")[:128]


def set_step_token(response: Response, face: str, token: str) -> None:
    """Give the browser the token of its sign-in; it is worth nothing without the code and the PIN."""
    response.set_cookie(STEP_COOKIES[face], token, max_age=STEP_SECONDS, httponly=True, secure=is_https(),
                        samesite="Lax", path=_door_path(face))


def clear_step_token(response: Response, face: str) -> None:
    """Take the token of a finished sign-in back."""
    response.delete_cookie(STEP_COOKIES[face], path=_door_path(face))


def _door_path(face: str) -> str:
    return "/desk" if face == "desk" else "/"


def asked_next(face: str, default: str) -> str:
    """Return where the sign-in leads: a page of the same face, else the default (reliability.md D13)."""
    try:
        asked = request.values.get("next")
    except HTTPException:  # the form is too large to be read: the page that says so is shown all the same
        asked = request.args.get("next")
    target = safe_next(asked, default)
    return target if face_of_path(target.partition("?")[0]) == face else default


def door_url(endpoint: str, face: str) -> str:
    """Return the address of another page at the door, which goes on leading where this one leads."""
    target = asked_next(face, "")
    return url_for(endpoint, next=target) if target else url_for(endpoint)


def device_name() -> str:
    """Return what the browser calls itself, in short: "Chrome, Android"."""
    said = request.user_agent.string
    names = (next((name for sign, name in known if sign in said), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in names if name)


def started_at() -> float:
    """Return when this answer was begun, for answer_evenly."""
    return time.monotonic()


def answer_evenly(started: float) -> None:
    """Commit, and then wait until the answer has taken as long as it does for anybody."""
    web.commit()
    wanted = float(current_app.config.get("EVEN_SECONDS", EVEN_SECONDS))
    time.sleep(max(0.0, wanted - (time.monotonic() - started)))


def set_preferences(response: Response, language: str | None, theme: str | None) -> None:
    """Let the browser remember language and theme, also when nobody is signed in."""
    if language in LANGUAGES:
        _remember(response, LANGUAGE_COOKIE, str(language))
    if theme in THEMES:
        _remember(response, THEME_COOKIE, str(theme))


def _remember(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=PREFERENCE_SECONDS, secure=is_https(), httponly=True, samesite="Lax",
                        path="/")
