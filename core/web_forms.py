"""Forms at the edge: cross-site protection, form keys, and refusals that keep what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, g, get_flashed_messages, jsonify, redirect, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from core import web
from core.form_keys import claim_form, find_location, note_location
from core.ids import new_public_id

csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Require a token on every unsafe request; it lives as long as the browser session."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    csrf.init_app(app)
    app.register_error_handler(CSRFError, lambda _problem: web.error_page(400, stale=True))
    app.after_request(_answer_outbox)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    app.jinja_env.globals["form_key"] = _form_key


def _form_key() -> str:
    """Return the key of the form being shown: the submitted one when it is shown again, else a new one."""
    return request.form.get("form_key") or new_public_id()


def _answer_outbox(response: Response) -> Response:
    """Tell a script that sent a form where it led and what would have been said there, instead of leading it on.

    A form that was accepted before is answered the same way, so that an answer lost on the way does no harm (H5).
    """
    if request.headers.get("X-Egenvag-Outbox") != "1" or not is_redirect(response):
        return response
    said = " ".join(str(text) for text in get_flashed_messages())
    return jsonify(location=response.location, said=said, again="form_repeated" in g)


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a form's POST take effect once per form key; a repeat is led where the first one led.

    The view answers with a redirect when it accepted the form; any other answer leaves the key free.
    """

    @wraps(view)
    def guarded_view(*args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(*args, **kwargs)
        key = request.form.get("form_key", "")
        if not 8 <= len(key) <= 64:
            return web.error_page(400, stale=True)
        return _submit_once(key, view, args, kwargs)

    return guarded_view


def _submit_once(key: str, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    user_id = web.viewer_id()
    if not claim_form(web.session(), key, user_id, web.now()):
        location, g.form_repeated = find_location(web.session(), key, user_id), True
        return redirect(location) if location else web.error_page(409, reason="")
    answer = view(*args, **kwargs)
    if is_redirect(answer):
        note_location(web.session(), key, answer.location)
    else:
        web.rollback()
    return answer


def is_redirect(answer: Any) -> bool:
    """Tell whether a view's answer leads on, which means that the form was accepted."""
    return isinstance(answer, Response | BaseResponse) and 300 <= answer.status_code < 400
