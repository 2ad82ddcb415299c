"""Which instruments are due: a module's ratings and the weekly check, never seven days without a safety question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from core.clock import local_date
from programs.added_ratings import list_due_added
from programs.models import Enrollment, EnrollmentStatus
from programs.progress import Progress
from programs.schema import Module, Program, Step, StepKind
from ratings.instruments import get_instrument
from ratings.models import SelfRating
from ratings.records import SAFETY_INSTRUMENTS
from ratings.wordings_known import is_askable

SAFETY_CHECK = "vk5"
DAYS_BETWEEN = 6
"""Asked on the sixth day after the last answer, so that seven days are never passed (instruments.md 0.2)."""
WINDOW_OPENS = 5
"""Days after a module opened when its ratings are due: two days before the week is over (programs.md A5)."""

Last = Mapping[str, datetime]


@dataclass(frozen=True)
class Due:
    """Questions to answer now.

    :param module: number of the module they belong to, or None for the weekly check.
    :param step: the module's rating step, or "".
    """

    module: int | None
    step: str
    instruments: tuple[str, ...]

    @property
    def questions(self) -> int:
        """How many questions these are in all."""
        return sum(len(get_instrument(name).items) for name in self.instruments)


def list_last_answered(session: Session, patient_id: int) -> dict[str, datetime]:
    """Return when the patient last finished each instrument; one statement."""
    rows = session.execute(_last_answered_query(), {"patient": patient_id})
    return {name: at for name, at in rows if at is not None}


@cache
def _last_answered_query() -> Any:
    """Return the statement, put together once (performance.md G1)."""
    return (
        select(SelfRating.instrument, func.max(SelfRating.completed_at, type_=SelfRating.completed_at.type))
        .where(SelfRating.patient_id == bindparam("patient"), SelfRating.completed_at.is_not(None))
        .group_by(SelfRating.instrument)
    )


def askable(
    instruments: tuple[str, ...], unit_id: int | None = None, day: date | None = None
) -> tuple[str, ...]:
    """Return the instruments that may be asked, in their order; without unit and day only those that are free."""
    return tuple(name for name in instruments if is_askable(name, unit_id, day))


def rating_step(module: Module) -> Step | None:
    """Return a module's rating step, or None."""
    return next((step for step in module.steps if step.kind is StepKind.RATING), None)


def weekly_instruments(
    program: Program, unit_id: int | None = None, day: date | None = None
) -> tuple[str, ...]:
    """Return what a program asks every week: what the ratings of all its modules share, without the safety check."""
    if not program.ratings:
        return ()
    every = set.intersection(*(set(time.instruments) for time in program.ratings)) - {SAFETY_CHECK}
    return askable(tuple(name for name in program.ratings[0].instruments if name in every), unit_id, day)


def find_due(progress: Progress, last: Last, today: date, zone: str) -> Due | None:
    """Return the questions that are due today, or None; in a KBT program a module's own ratings come first.

    :param last: instrument to when it was last finished, from list_last_answered.
    :param zone: the patient's time zone; days are counted on his calendar.
    """
    if progress.enrollment.status is not EnrollmentStatus.ACTIVE:
        return None
    due, unsafe = None, is_safety_due(last, today, zone)
    if progress.program.kind == "kbt":
        due = _module_due(progress, last, today, zone, unsafe=unsafe)
    if due is not None and (not unsafe or _has_safety(due.instruments)):
        return due
    weekly = due_this_week(progress.program, progress.enrollment, last, today, zone)
    return Due(None, "", weekly) if weekly else due


def is_safety_due(last: Last, today: date, zone: str) -> bool:
    """Tell whether a safety question must be asked again today."""
    return all(_is_old(last.get(name), today, zone) for name in SAFETY_INSTRUMENTS)


def _is_old(at: datetime | None, today: date, zone: str) -> bool:
    return at is None or (today - local_date(at, zone)).days >= DAYS_BETWEEN


def _has_safety(instruments: tuple[str, ...]) -> bool:
    return not set(SAFETY_INSTRUMENTS).isdisjoint(instruments)


def _module_due(progress: Progress, last: Last, today: date, zone: str, *, unsafe: bool) -> Due | None:
    module = progress.current_module()
    step = rating_step(module) if module else None
    if module is None or step is None or step.id in progress.done[module.number]:
        return None
    opened = progress.unlocks[module.number].unlocked_at
    is_time = module.number == 1 or unsafe or (today - local_date(opened, zone)).days >= WINDOW_OPENS
    asked = askable(step.instruments, progress.enrollment.unit_id, today)
    left = tuple(name for name in asked if name not in last or last[name] < opened)
    return Due(module.number, step.id, left) if is_time and left else None


def due_this_week(
    program: Program, enrollment: Enrollment, last: Last, today: date, zone: str
) -> tuple[str, ...]:
    """Return the instruments of the weekly check that are due, whatever the modules ask; added ones among them."""
    added = list_due_added(enrollment, last, today, zone)
    weekly = weekly_instruments(program, enrollment.unit_id, today) if program.kind == "kbt" else ()
    names = tuple(dict.fromkeys((*(one for one in weekly if _is_old(last.get(one), today, zone)), *added)))
    if program.kind == "kbt" and is_safety_due(last, today, zone) and not _has_safety(names):
        names += (SAFETY_CHECK,)
    return names
