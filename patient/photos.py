"""A patient's own photos: one large, to read, print and describe, and the files themselves."""

from typing import Any

from flask import Response, render_template

from core import web
from core.web_photos import send_photo
from messaging.photos import Opened, Size, get_photo
from messaging.threads import get_own_message
from patient.guard import pages, viewer


@pages.get("/messages/photos/<public:photo>")
def message_photo(photo: str) -> Any:
    """Show one of the patient's photos by itself."""
    found = _own(photo, Size.SMALL)
    _message, unit = get_own_message(web.session(), viewer().id, found.message.public_id)
    return render_template("patient/message_photo.html", active_tab="messages", found=found, unit=unit)


@pages.get("/messages/photos/<public:photo>/<any(full, small):size>")
def message_photo_file(photo: str, size: str) -> Response:
    """Send the picture itself; for anybody else it does not exist."""
    return send_photo(_own(photo, Size(size)).content, web.now())


def _own(photo: str, size: Size) -> Opened:
    return get_photo(web.session(), viewer().id, photo, size)
