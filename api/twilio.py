"""Twilio's two doors: what became of an SMS, and SMS that come in; both answer fast and take each thing once."""

from flask import Response, request
from sqlalchemy.exc import SQLAlchemyError

from api.guard import twilio
from assistant.inbound import handle_urgent
from core import web
from messaging.callbacks import record_status
from messaging.inbound import record_inbound

SID_MAX = 40
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


@twilio.post("/status/<public:token>")
def status(token: str) -> Response:
    """Take a status of an SMS we sent; repeated, late and unknown ones are answered alike (B4-B7)."""
    sid, word = request.form.get("MessageSid", ""), request.form.get("MessageStatus", "")
    if not _is_sid(sid) or not word:
        return Response(status=400)
    record_status(web.session(), token, sid, word, request.form.get("ErrorCode", ""), web.now())
    web.commit()
    return Response(status=204)


@twilio.post("/inbound")
def inbound() -> Response:
    """Store an SMS that came in; pictures are not fetched (B12) and what it means is worked out later (B9).

    What cannot wait is put before the unit at once, when it is safely stored (K1).
    """
    sid, number = request.form.get("MessageSid", ""), request.form.get("From", "")
    if not _is_sid(sid) or not number:
        return Response(status=400)
    stored = record_inbound(web.session(), sid, number, request.form.get("Body", ""), web.now())
    web.commit()
    if stored is not None:
        handle_urgent(web.database(), stored.id, stored.body, web.now())
    return Response(EMPTY_TWIML, status=200, mimetype="text/xml")


def _is_sid(sid: str) -> bool:
    return 0 < len(sid) <= SID_MAX and sid.isascii() and sid.isalnum()


@twilio.errorhandler(SQLAlchemyError)
def say_try_again(_problem: SQLAlchemyError) -> Response:
    """Answer 503 when the database cannot take it, so that Twilio tries again or goes to the second host (B8)."""
    web.rollback()
    return Response(status=503, headers={"Retry-After": "60"})
