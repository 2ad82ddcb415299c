"""What stands behind a curve of values on the desk: new plans, signed instructions, weeks of the program, ratings."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select

from clinician.patient_head import Head, today
from clinician.reads import my_units
from core import web
from core.web_language import short_date_text
from monitoring.instructions import read_instructions
from monitoring.models import MeasurementPlan, Report
from monitoring.value_notes import SignedNote
from people.models import User
from ratings.models import RatingStatus, SelfRating
from ratings.records import short_name

DAYS = 60
MOST_RATINGS = 12
Event = tuple[date, str]


def are_ratings_shown() -> bool:
    """Tell whether the viewer wants ratings in the curve as well."""
    return request.args.get("with") == "ratings"


def plan_events(plans: Sequence[tuple[MeasurementPlan, str | None]]) -> list[Event]:
    """Return when a plan was changed and when an instruction was signed, with by whom."""
    events: list[Event] = []
    for plan, name in plans:
        if name:  # without one it is the first version, which began with the program
            day = short_date_text(plan.set_at)
            said = _("%(day)s: mätplan version %(version)s, %(name)s.", day=day, version=plan.version, name=name)
            events.append((plan.set_at, str(said)))
        events += [
            (one.signed_on, str(_("%(day)s: instruktion av %(name)s.", day=short_date_text(one.signed_on),
                                  name=one.signed_by)))
            for one in read_instructions(plan.instructions).values()
        ]  # fmt: skip
    return list(dict.fromkeys(events))


def note_events(notes: Sequence[SignedNote]) -> list[Event]:
    """Return the notes that staff have written, each with by whom and whether the patient sees it."""
    return [(one.note.on_day, _note_words(one)) for one in notes]


def _note_words(one: SignedNote) -> str:
    places = {"day": short_date_text(one.note.on_day), "text": one.note.body.rstrip("."), "name": one.name}
    if one.note.for_care:
        return str(_("%(day)s: %(text)s (%(name)s, bara för vården).", **places))
    return str(_("%(day)s: %(text)s (%(name)s).", **places))


def note_days(notes: Sequence[SignedNote]) -> list[date]:
    """Return the days that the axis of time reaches, so that a note after the last value has its place."""
    return [one.note.on_day for one in notes]


def with_notes(reports: Sequence[Report], notes: Sequence[SignedNote]) -> list[Report | SignedNote]:
    """Return occasions and notes as one table, the newest first; a note comes after the values of its day."""
    rows: list[tuple[date, int, Report | SignedNote]] = [(one.session_date, 0, one) for one in reports]
    rows += [(one.note.on_day, 1, one) for one in notes]
    return [row for _day, _order, row in sorted(rows, key=lambda one: (-one[0].toordinal(), one[1]))]


def program_weeks(head: Head, plan: MeasurementPlan | None) -> list[Event]:
    """Return the days on which a week of the plan's program began, in the time that is shown."""
    wanted = plan.enrollment_public_id if plan else ""
    found = next((one for one in head.enrollments if one.public_id == wanted), None)
    if found is None:
        return []
    first = today() - timedelta(days=DAYS)
    weeks = ((found.starts_on + timedelta(weeks=number), number + 1) for number in range(52))
    return [(day, str(_("vecka %(week)s", week=week))) for day, week in weeks if first <= day <= today()]


def rating_events(patient: User) -> list[Event]:
    """Return the ratings of the time that is shown, each with its sum, when they are asked for; one statement."""
    if not are_ratings_shown():
        return []
    rows = web.session().execute(
        select(SelfRating.instrument, SelfRating.total, SelfRating.completed_at)
        .where(SelfRating.patient_id == patient.id, SelfRating.unit_id.in_(my_units()))
        .where(SelfRating.status != RatingStatus.DRAFT, SelfRating.total.is_not(None))
        .where(SelfRating.completed_at >= web.now() - timedelta(days=DAYS))
        .order_by(SelfRating.completed_at.desc())
        .limit(MOST_RATINGS)
    ).all()
    return [
        (at, str(_("%(day)s: %(name)s %(total)s.", day=short_date_text(at), name=short_name(instrument),
                   total=f"{total:g}")))
        for instrument, total, at in rows if at is not None
    ]  # fmt: skip
