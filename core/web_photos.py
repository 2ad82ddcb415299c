"""Sends a photo as what it is and nothing else: a JPEG of ours, never kept by the browser, under a neutral name."""

from datetime import datetime

from flask import Response

from core.clock import local_date
from core.web_language import chosen_zone


def send_photo(content: bytes, now: datetime) -> Response:
    """Answer with a photo; its name says nothing about whose it is or what it shows (F12, ASVS 3.2.1)."""
    return Response(content, mimetype="image/jpeg", headers={
        "Content-Disposition": f'inline; filename="bild-{local_date(now, chosen_zone())}.jpg"',
        "Cross-Origin-Resource-Policy": "same-origin",
    })  # fmt: skip
