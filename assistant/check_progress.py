"""The answers of a check that is not finished, for the web's one page: begun anywhere, gone on with anywhere."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.dialogues import end_dialogue, holder_of, list_open
from assistant.forms import Form, begin_check
from assistant.models import Dialogue, Ending, Slot
from monitoring.series import Series
from people.models import User
from programs.measuring import Measuring


def find_started(session: Session, patient_id: int, series: Series, now: datetime) -> Dialogue | None:
    """Return the check of a series that waits for the rest of its answers today, or None; one statement."""
    form = list_open(session, holder_of(patient_id), now, held=False).get(Slot.FORM)
    return form if form is not None and (form.kind, form.subject) == (Form.CHECK, series) else None


def keep_started(
    session: Session, patient: User, measuring: Measuring, answers: Mapping[str, int], now: datetime
) -> None:
    """Keep the answers so far, so that the rest can be given here, in the thread or by SMS."""
    begin_check(session, patient, measuring, "web", now, answers)


def finish_started(session: Session, patient_id: int, series: Series, now: datetime) -> None:
    """End a check that has been sent as a whole."""
    form = find_started(session, patient_id, series, now)
    if form is not None:
        end_dialogue(form, Ending.ANSWERED)
