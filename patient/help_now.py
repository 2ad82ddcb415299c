"""Crisis help: numbers to call, without sign-in and without the database; with it, also the own unit."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from sqlalchemy import select

from core import crisis_lines, web
from core.clock import local_date
from core.db import Database
from core.web_session import read_token
from patient.guard import door, pages
from people.models import CareRelation, CareUnit
from people.opening_hours import answer_before, hours_of, is_open
from people.session_models import Face
from people.viewer import find_viewer

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""How long the page waits for the database: somebody in crisis must not."""
ASKERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="help-now")
UNITS_SHOWN = 3

# Pages inside the patient's frame name it as one of theirs; the door answers.
pages.add_url_rule("/help-now", endpoint="help_now", build_only=True)


@dataclass(frozen=True)
class OwnUnit:
    """What the crisis page says about a unit of the patient's own."""

    name: str
    phone: str
    is_open: bool
    closes_at: datetime | None
    answers_before: datetime


@door.get("/help-now")
def help_now() -> Any:
    """Show whom to call; never fails and never waits for long."""
    token = read_token("patient")
    units = _own_units(token) if token else []
    return render_template("patient/help_now.html", lines=crisis_lines, units=units, signed_in=bool(token))


def _own_units(token: str) -> list[OwnUnit]:
    """Return the signed-in patient's units, or none when the database does not answer in time."""
    asked: Future[list[OwnUnit]] = ASKERS.submit(find_own_units, web.database(), token, web.now())
    try:
        return asked.result(timeout=PATIENCE_SECONDS)
    except Exception:
        asked.cancel()
        log.exception("the crisis page is shown without the patient's own unit")
        return []


def find_own_units(database: Database, token: str, now: datetime) -> list[OwnUnit]:
    """Return the units of whoever holds a browser token; in a session of its own, which only reads."""
    session = database.open_session(reading=True)
    try:
        viewer = find_viewer(session, token, Face.PATIENT, now, touch=False)
        if viewer is None:
            return []
        query = (
            select(CareUnit)
            .join(CareRelation, CareRelation.unit_id == CareUnit.id)
            .where(CareRelation.patient_id == viewer.id, CareRelation.ended_at.is_(None))
            .order_by(CareRelation.id)
            .limit(UNITS_SHOWN)
        )
        return [_own_unit(unit, now) for unit in session.scalars(query)]
    finally:
        session.close()


def _own_unit(unit: CareUnit, now: datetime) -> OwnUnit:
    hours = hours_of(unit, local_date(now, unit.zone)) if is_open(unit, now) else None
    return OwnUnit(unit.name, unit.phone, is_open(unit, now), hours[1] if hours else None, answer_before(unit, now))
