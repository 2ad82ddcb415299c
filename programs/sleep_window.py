"""The sleep window: proposed by a rule, shown to the clinician, never in force by itself (programs.md B3)."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.identity import age_on
from people.models import CareUnit, User
from people.opening_hours import answer_before
from people.viewer import Viewer
from programs.diary import list_days
from programs.models import Enrollment, SleepWindow, WindowStatus
from ratings.models import Risk, RiskStatus
from ratings.risk_rules import RiskReason
from ratings.sleep_diary import Night, find_week
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

STEP = 15
FLOOR, FLOOR_FROM_65 = 300, 330
LONGEST = 9 * 60
NIGHTS_TO_BEGIN = 7
WIDEN_FROM, KEEP_FROM, NARROW_BELOW = 90.0, 85.0, 80.0
OLD_AGE = 65


@dataclass(frozen=True)
class Proposal:
    """What the rule proposes.

    :param minutes: time in bed.
    :param rule: ``first``, ``widen``, ``keep``, ``narrow`` or ``drowsy``.
    """

    minutes: int
    rule: str
    nights: int
    mean_sleep: int
    efficiency: float


RULES = {
    "first": _l("Medelsömnen under de senaste nätterna, avrundad uppåt till en kvart."),
    "widen": _l("Sömneffektiviteten är 90 procent eller mer: 15 minuter längre."),
    "keep": _l("Sömneffektiviteten ligger mellan 80 och 90 procent: behåll fönstret."),
    "narrow": _l("Sömneffektiviteten är under 80 procent: 15 minuter kortare."),
    "drowsy": _l("Nära att somna i trafiken: fönstret får inte kortas."),
}


def floor_minutes(age: int | None) -> int:
    """Return the shortest window allowed: 5 hours, 5 and a half from 65 years (or unknown age)."""
    return FLOOR if age is not None and age < OLD_AGE else FLOOR_FROM_65


def propose(nights: list[Night], present: int | None, age: int | None, *, drowsy: bool) -> Proposal | None:
    """Return the proposed window, or None while there are too few nights.

    The first window needs seven valid nights: mean sleep rounded up to a quarter, never under the floor. A later
    one follows the week's efficiency: from 90 % fifteen minutes more, under 80 % fifteen less, else the same;
    a person who nearly fell asleep in traffic never gets a shorter one (standard CBT-I titration, programs.md B3).

    :param present: the window in force in minutes, or None before the first.
    """
    week = find_week(nights)
    if week is None or (present is None and len(nights) < NIGHTS_TO_BEGIN):
        return None
    least = floor_minutes(age)
    if present is None:
        minutes, rule = max(least, math.ceil(week.mean_tst / STEP) * STEP), "first"
    elif week.se >= WIDEN_FROM:
        minutes, rule = present + STEP, "widen"
    elif week.se < NARROW_BELOW and not drowsy:
        minutes, rule = max(least, present - STEP), "narrow"
    else:
        minutes, rule = present, "drowsy" if week.se < NARROW_BELOW else "keep"
    return Proposal(min(minutes, LONGEST), rule, week.nights, week.mean_tst, week.se)


def bedtime(rise_time: str, minutes: int) -> str:
    """Return when to go to bed: rising time less the window, as "23:45"."""
    hour, minute = (int(part) for part in rise_time.split(":"))
    start = (hour * 60 + minute - minutes) % (24 * 60)
    return f"{start // 60:02d}:{start % 60:02d}"


def is_drowsy(session: Session, patient_id: int) -> bool:
    """Tell whether the patient has said that he nearly fell asleep in traffic and nobody has assessed it."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Risk.patient_id == patient_id,
                    Risk.status == RiskStatus.OPEN,
                    Risk.reason.in_((RiskReason.DROWSY_DRIVING.value, RiskReason.DAYTIME_SLEEPINESS.value)),
                )
            )
        )
    )


def find_window(session: Session, enrollment_id: int, status: WindowStatus) -> SleepWindow | None:
    """Return the newest window with a status: the approved one is in force."""
    return session.scalar(
        select(SleepWindow)
        .where(SleepWindow.enrollment_id == enrollment_id, SleepWindow.status == status)
        .order_by(SleepWindow.id.desc())
        .limit(1)
    )


def propose_window(
    session: Session, enrollment: Enrollment, unit: CareUnit, proposal: Proposal, rise_time: str,
    patient_says: dict[str, Any], now: datetime,
) -> SleepWindow:
    """Put a proposed window with the patient's own view before the clinician; a former proposal is replaced."""
    session.execute(
        update(SleepWindow)
        .where(SleepWindow.enrollment_id == enrollment.id, SleepWindow.status == WindowStatus.PROPOSED)
        .values(status=WindowStatus.DECLINED, decided_at=now)
        .execution_options(synchronize_session=False)
    )
    window = SleepWindow(
        enrollment_id=enrollment.id, minutes=proposal.minutes, rise_time=rise_time, proposed_at=now,
        basis={"rule": proposal.rule, "nights": proposal.nights, "mean_sleep": proposal.mean_sleep,
               "efficiency": proposal.efficiency, "patient": patient_says},
    )
    session.add(window)
    session.flush()
    raise_item(
        session, unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, kind=ItemKind.WINDOW,
        level=Level.TODAY, reason="window_proposed", places={"time": show_minutes(proposal.minutes)},
        subject=f"window:{window.public_id}", dedupe_key=f"window:{enrollment.public_id}", occurred_at=now,
        due_at=answer_before(unit, now, 1),
    )
    return window


def show_minutes(minutes: int) -> str:
    """Write a length of time as "6 h 15 min"."""
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"


def get_window(session: Session, enrollment: Enrollment, public_id: str) -> SleepWindow:
    """Return a window of an enrolment; raises NotFoundError for any other."""
    found = session.scalar(
        select(SleepWindow).where(SleepWindow.public_id == public_id, SleepWindow.enrollment_id == enrollment.id)
    )
    if found is None:
        raise NotFoundError
    return found


def decide_window(
    session: Session, viewer: Viewer, enrollment: Enrollment, patient: User, window: SleepWindow, *, approve: bool,
    minutes: int, note: str, now: datetime,
) -> None:
    """Approve a proposed window, changed or not, or decline it; decided once, by a clinician.

    :raises InvalidError: for a window under the floor, or a first or shorter one for somebody drowsy in traffic
        (programs.md B3: no restriction before contact).
    :raises ConflictError: when it was decided already.
    """
    if approve:
        _check_minutes(session, enrollment, patient, minutes, now.date())
    done = session.execute(
        update(SleepWindow)
        .where(SleepWindow.id == window.id, SleepWindow.status == WindowStatus.PROPOSED)
        .values(
            status=WindowStatus.APPROVED if approve else WindowStatus.DECLINED,
            minutes=minutes if approve else window.minutes, decided_by=viewer.id, decided_at=now,
            note=note.strip() or None,
        )
        .returning(SleepWindow.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(_l("Sömnfönstret är redan avgjort. Läs om sidan."))
    session.refresh(window)
    settle_items(session, f"window:{enrollment.public_id}", Outcome.PLAN_CHANGED, now, viewer.id)
    record_event(session, now, "window.approve" if approve else "window.decline", actor_id=viewer.id,
                 actor_role="clinician", unit_id=enrollment.unit_id, patient_id=enrollment.patient_id,
                 object_kind="window", object_id=window.public_id)


def _check_minutes(session: Session, enrollment: Enrollment, patient: User, minutes: int, today: date) -> None:
    least = floor_minutes(age_on(patient.birth_date, today))
    if not least <= minutes <= LONGEST:
        raise InvalidError("minutes", _l("Fönstret får inte vara kortare än 5 timmar, 5,5 timmar från 65 år."))
    if minutes % STEP:
        raise InvalidError("minutes", _l("Välj en längd i hela kvartar."))
    present = find_window(session, enrollment.id, WindowStatus.APPROVED)
    is_shorter = present is None or minutes < present.minutes
    if is_shorter and is_drowsy(session, patient.id):
        raise InvalidError("minutes", _l("Patienten har varit nära att somna i trafiken. Bedöm det först."))


@dataclass(frozen=True)
class Outlook:
    """What a patient sees about his window: the one in force, what is proposed, or why nothing is.

    :param nights: how many valid nights there are to count on.
    :param waits: True when somebody drowsy in traffic must be talked with before a first window.
    """

    present: SleepWindow | None
    waiting: SleepWindow | None
    proposal: Proposal | None
    nights: int
    waits: bool
    usual_rise: str


def find_outlook(session: Session, enrollment: Enrollment, patient: User, today: date) -> Outlook:
    """Return what the rule proposes for a patient today (programs.md B3).

    A first window is counted on the seven newest nights of the last fortnight, a later one on the week's. Somebody
    who has nearly fallen asleep in traffic gets no first window before somebody has talked with him.
    """
    windows = _list_windows(session, enrollment.id)
    present = next((one for one in windows if one.status is WindowStatus.APPROVED), None)
    days = list_days(session, enrollment.id, *nights_since(today, first=present is None))
    nights = [day for day in days if day.night is not None][-NIGHTS_TO_BEGIN:]
    drowsy = is_drowsy(session, patient.id)
    waits = drowsy and present is None
    proposal = propose(
        [day.night for day in nights if day.night], present.minutes if present else None,
        age_on(patient.birth_date, today), drowsy=drowsy,
    )  # fmt: skip
    waiting = windows[0] if windows and windows[0].status is WindowStatus.PROPOSED else None
    rises = [str(day.entry.answers["rose"]) for day in nights if day.entry]
    usual = present.rise_time if present else max(set(rises), key=rises.count, default="")
    return Outlook(present, waiting, None if waits else proposal, len(nights), waits, usual)


def _list_windows(session: Session, enrollment_id: int) -> list[SleepWindow]:
    query = select(SleepWindow).where(SleepWindow.enrollment_id == enrollment_id).order_by(SleepWindow.id.desc())
    return list(session.scalars(query.limit(20)))


def nights_since(today: date, *, first: bool = False) -> tuple[date, date]:
    """Return the first and last morning a window is proposed from: a week, or a fortnight for the first window."""
    return today - timedelta(days=(2 if first else 1) * NIGHTS_TO_BEGIN - 1), today
