"""The cookie that carries a signed-in browser's token: one per face, so that the faces never mix."""

from flask import current_app, request
from werkzeug.wrappers import Response

from core import web

COOKIES = {"patient": "egenvag_patient", "desk": "egenvag_desk"}
TOKEN_MAX = 128


def face_of_path(path: str) -> str:
    """Return the face a path belongs to."""
    return "desk" if path == "/desk" or path.startswith("/desk/") else "patient"


def read_token(face: str) -> str:
    """Return the browser's token for a face, or "" when it has none."""
    token = request.cookies.get(COOKIES[face], "")
    return token if 0 < len(token) <= TOKEN_MAX else ""


def set_token(response: Response, face: str, token: str) -> None:
    """Give the browser its token; unreadable for scripts and not sent from other sites."""
    response.set_cookie(COOKIES[face], token, httponly=True, secure=is_https(), samesite="Lax", path="/")


def clear_token(response: Response, face: str) -> None:
    """Take the token back and ask the browser to forget what it has cached.

    A patient's browser also forgets what any of its tabs has kept: an unsent message is no one else's to read.
    """
    response.delete_cookie(COOKIES[face], path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if face == "patient" else '"cache"'


def is_https() -> bool:
    """Tell whether the installation is served over https."""
    return web.settings().base_url.startswith("https://")


def is_polling() -> bool:
    """Tell whether the request is a page asking by itself for news, which keeps no session alive."""
    return request.headers.get("X-Egenvag-Poll") == "1" and current_app is not None


def safe_next(target: str | None, default: str) -> str:
    """Return a path of our own to go on to; anything else becomes the default (reliability.md D13)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 33 or character == "\\" for character in target):
        return default
    return target[:500]
