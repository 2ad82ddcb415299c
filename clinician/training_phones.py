"""The simulated phones of a unit for training: every SMS to its made-up people, and answering as they would."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import desk, viewer
from core import web
from core.errors import ConflictError
from core.language import _l
from core.web_forms import once
from messaging.simulated import list_latest, list_simulated, reply_simulated
from messaging.training import is_only_training
from people.identity import show_phone
from people.models import User
from people.training import get_trainee, list_trainees

LONGEST_SMS = 1600
SHARED_NUMBER = _l("Numret används också av någon utanför övningen. Ge den påhittade personen ett annat nummer.")


@desk.get("/training/phones")
def training_phones() -> str:
    """Show whose phones there are, and the latest SMS on each."""
    people = list_trainees(web.session(), viewer())
    latest = list_latest(web.session(), [one.phone_hash for one in people if one.phone_hash])
    rows = [(one, show_phone(one.phone), latest.get(one.phone_hash or "")) for one in people]
    return render_template("desk/training_phones.html", rows=rows)


@desk.get("/training/phones/<public:user>")
def training_phone(user: str) -> str:
    """Show one phone."""
    owner = get_trainee(web.session(), viewer(), user)
    _refuse_shared(owner)
    deliveries = list_simulated(web.session(), str(owner.phone))
    return render_template(
        "desk/training_phone.html", owner=owner, deliveries=deliveries, number=show_phone(owner.phone)
    )


@desk.post("/training/phones/<public:user>")
@once
def answer_training_phone(user: str) -> Any:
    """Send an SMS from the phone; it comes in as a real one would."""
    owner = get_trainee(web.session(), viewer(), user)
    _refuse_shared(owner)
    body = request.form.get("body", "").strip()
    if body:
        reply_simulated(web.session(), str(owner.phone), body[:LONGEST_SMS], web.now())
    else:
        flash(_("Skriv något att skicka."), "warn")
    return redirect(url_for("desk.training_phone", user=user))


def _refuse_shared(owner: User) -> None:
    """Refuse a number that a real person has too: his SMS are not shown, and no STOPP is sent in his name."""
    if not is_only_training(web.session(), User.phone_hash == owner.phone_hash):
        raise ConflictError(SHARED_NUMBER)
