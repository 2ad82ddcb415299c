"""The blueprints of the doors for machines; each says how its caller is known."""

import logging
from urllib.parse import parse_qsl

from flask import Blueprint, Response, request

from core import web, web_forms
from messaging.gateways import is_signed_by_twilio

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"


def require_twilio_signature() -> Response | None:
    """Refuse whatever Twilio has not signed for our public address, before anything is read from it (B1, B2)."""
    if _is_from_twilio():
        return None
    log.warning("a webhook without Twilio's signature was refused")
    return Response(status=403)


def _is_from_twilio() -> bool:
    """Tell whether the request is signed; the form is taken raw, since cleaning it would change what was signed."""
    settings = web.settings()
    raw = request.get_data(cache=True).decode("utf-8", "replace")
    pairs = parse_qsl(raw, keep_blank_values=True)
    fields = dict(pairs)
    if request.mimetype != FORM or len(fields) != len(pairs):
        return False
    if fields.get("AccountSid", settings.twilio_account_sid) != settings.twilio_account_sid:
        return False
    query = request.query_string.decode("ascii", "replace")
    url = settings.base_url.rstrip("/") + request.path + (f"?{query}" if query else "")
    return is_signed_by_twilio(settings.twilio_auth_token, url, fields, dict(request.headers))


health = web.guarded(Blueprint("health", __name__), web.open_to_all)
"""Open: tells only whether the installation lives."""

twilio = web.guarded(Blueprint("twilio", __name__, url_prefix="/twilio"), require_twilio_signature)
"""Signed: only Twilio, for our own account; the signature stands in for the form token."""
web_forms.csrf.exempt(twilio)
