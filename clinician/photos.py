"""Photos that a patient has sent: one large, and the files; every opening is in the log (scenario 20)."""

from typing import Any

from flask import Response, render_template

from clinician.guard import clinician, viewer
from clinician.reads import my_units
from core import web
from core.web_photos import send_photo
from messaging.photos import Opened, Size, get_photo
from people.access import get_patient
from people.models import User


@clinician.get("/patients/<public:patient>/photos/<public:photo>")
def patient_photo(patient: str, photo: str) -> Any:
    """Show one photo by itself, with what was written beside it."""
    person = _open(patient, photo)
    return render_template("desk/photo.html", active_nav="clinician.patients", patient=person,
                           found=_photo(person, photo, Size.SMALL))  # fmt: skip


@clinician.get("/patients/<public:patient>/photos/<public:photo>/<any(full, small):size>")
def patient_photo_file(patient: str, photo: str, size: str) -> Response:
    """Send the picture itself; the read is logged in the same transaction, or it is not sent."""
    return send_photo(_photo(_open(patient, photo), photo, Size(size)).content, web.now())


def _open(patient: str, photo: str) -> User:
    return get_patient(web.session(), viewer(), patient, web.now(), action="message.photo", object_kind="photo",
                       object_id=photo)  # fmt: skip


def _photo(person: User, photo: str, size: Size) -> Opened:
    return get_photo(web.session(), person.id, photo, size, my_units())
