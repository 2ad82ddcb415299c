"""What the pages of a patient's values stand on: every version of every plan, and the notes that stand."""

from datetime import timedelta

from sqlalchemy import and_, func, literal, select

from clinician.patient_head import today
from clinician.reads import my_units
from clinician.value_events import DAYS
from core import web
from monitoring.models import MeasurementPlan, ValueNote
from monitoring.value_notes import SignedNote, is_current
from people.models import User

MOST = 400
PlanRow = tuple[MeasurementPlan, str | None]


def list_plans_and_notes(patient: User) -> tuple[list[PlanRow], list[SignedNote]]:
    """Return all versions of every plan, newest first, and the notes of sixty days, oldest first; one statement.

    Each with who set or wrote it. Two rows that hold nothing are joined with the plans and with the notes.
    """
    both = select(literal(0).label("side")).union_all(select(literal(1))).subquery()
    since = today() - timedelta(days=DAYS)
    rows = web.session().execute(
        select(MeasurementPlan, ValueNote, User.name)
        .select_from(both)
        .outerjoin(MeasurementPlan, and_(both.c.side == 0, MeasurementPlan.patient_id == patient.id,
                                         MeasurementPlan.unit_id.in_(my_units())))
        .outerjoin(ValueNote, and_(both.c.side == 1, ValueNote.patient_id == patient.id,
                                   ValueNote.unit_id.in_(my_units()), ValueNote.on_day >= since, is_current()))
        .outerjoin(User, User.id == func.coalesce(MeasurementPlan.set_by, ValueNote.written_by))
        .order_by(MeasurementPlan.id.desc(), ValueNote.on_day, ValueNote.id)
        .limit(MOST)
    ).all()  # fmt: skip
    plans: list[PlanRow] = [(plan, name) for plan, _note, name in rows if plan is not None]
    return plans, [SignedNote(note, name) for _plan, note, name in rows if note is not None]
