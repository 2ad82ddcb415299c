"""The simulated phone: shows every SMS the system sends, with its delivery marks, and can answer."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app import list_jobs
from core import web, web_forms
from core.jobs import run_all
from demo.guard import pages
from messaging.simulated import list_simulated, reply_simulated
from messaging.sms_models import SimulatedDelivery
from people.identity import show_phone
from people.models import User

NEWEST = 60


@pages.get("/demo/phone")
def phones() -> str:
    """Show the phones that have got an SMS, the latest first."""
    newest = web.session().scalars(select(SimulatedDelivery).order_by(SimulatedDelivery.id.desc()).limit(NEWEST * 4))
    latest: dict[str, SimulatedDelivery] = {}
    for delivery in newest:
        latest.setdefault(delivery.number_hash, delivery)
    owners = _owners(list(latest))
    return render_template("demo/phones.html", latest=list(latest.values()), owners=owners, show_phone=show_phone)


def _owners(hashes: list[str]) -> dict[str, list[User]]:
    owners: dict[str, list[User]] = {}
    for user in web.session().scalars(select(User).where(User.phone_hash.in_(hashes))):
        owners.setdefault(str(user.phone_hash), []).append(user)
    return owners


def _owner(key: str) -> User:
    """Return whose phone an address means: a user name or a public id."""
    query = select(User).where((User.username == key) | (User.public_id == key), User.phone.is_not(None))
    found = web.session().scalar(query)
    if found is None:
        abort(404)
    return found


@pages.get("/demo/phone/<key>")
def phone(key: str) -> str:
    """Show one phone."""
    owner = _owner(key)
    deliveries = list_simulated(web.session(), str(owner.phone), NEWEST)
    number = show_phone(owner.phone)
    return render_template("demo/phone.html", owner=owner, key=key, deliveries=deliveries, number=number)


@pages.post("/demo/phone/<key>")
@web_forms.once
def answer(key: str) -> Any:
    """Send an SMS from the phone."""
    owner = _owner(key)
    body = request.form.get("body", "").strip()
    if not body:
        flash(_("Skriv något att skicka."), "warn")
        return redirect(url_for("demo.phone", key=key))
    reply_simulated(web.session(), str(owner.phone), body[:1600], web.now())
    return redirect(url_for("demo.arrive", key=key))


@pages.get("/demo/phone/<key>/arrive")
def arrive(key: str) -> Any:
    """Let what was sent arrive at once instead of at the next tick, and go back to the phone."""
    web.commit()
    current = web.current_application()
    run_all(list_jobs(current), web.database(), web.now())
    return redirect(url_for("demo.phone", key=key))
