"""The clinician of a rehearsal: reads the list twice a working day and does what each item asks for."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import at_wall_clock
from core.language import _l
from messaging.conversations import get_conversation, reply, settle_messages
from messaging.notices import NoticeKind, queue_notice
from messaging.outbox import cancel_sms
from monitoring.models import MeasurementPlan
from monitoring.plans import change_plan
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from people.identity import age_on
from people.models import User
from people.opening_hours import is_open
from programs.course import StillWaitingError, end_enrollment
from programs.enrollment import ZONE
from programs.models import EndReason, Enrollment, EnrollmentStatus, ModuleStatus, WindowStatus
from programs.sleep_window import decide_window, find_window, floor_minutes
from programs.unlocking import RISK, find_blocks, list_unlocks, review_module, unlock_next
from ratings.models import Risk, SelfRating
from ratings.records import review_rating
from ratings.risks import questions_of, sign_risk
from rehearsal.enrolling import find_enrollment
from rehearsal.timeline import EventKind, Sentence
from rehearsal.world import Person, World
from worklist.items import close
from worklist.models import ItemKind, ItemStatus, Outcome, WorkItem

VISITS = ((10, 15), (14, 45))
FEEDBACK, SIGNING, CALL, MESSAGE, READING, LIMITS_SET, ENDING = 12, 15, 10, 5, 2, 8, 10
"""Minutes, so that a usual week takes the 10 to 15 of programs.md A3."""
TEXT = "Tack för att du har skickat in veckan. Jag ser att du har prövat. Fortsätt i din egen takt."
REASON = "Bedömt tillsammans med patienten."

READ = _l("Behandlaren läser modul %(number)s och svarar")
OPENED = _l("Modul %(number)s öppnas: %(title)s")
OPENED_ANYWAY = _l("Modul %(number)s öppnas: %(title)s. Skäl skrivs: %(why)s")
BLOCKED = _l("Nästa modul är spärrad: %(why)s")
SIGNED = _l("Risken bedöms och signeras efter samtal")
WROTE = _l("Behandlaren skriver och frågar hur det går")
CALLED = _l("Behandlaren ringer")
ENDED = _l("Behandlingen avslutas: %(why)s")
GOAL_MET, STOPPED, TIME_OUT = _l("målet är nått"), _l("patienten slutar"), _l("tiden är slut")
LEARNT = _l("patienten har lärt sig nog")
WINDOW = _l("Sömnfönstret godkänns: %(time)s minuter")
LIMITED = _l("Personliga gränser sätts: %(series)s")
LOOKED = _l("Ärendet läses och avslutas")


def plan_visits(world: World, day: date) -> None:
    """Plan the clinician's two rounds through the list on a day."""
    for hour, minute in VISITS:
        world.clockwork.plan(at_wall_clock(day, hour, minute, ZONE), "clinic", lambda now: _visit(world, now))


def _visit(world: World, now: datetime) -> None:
    if not is_open(world.unit, now):
        return
    with world.database.open_session(reading=True) as session:
        query = select(WorkItem.id).where(WorkItem.unit_id == world.unit.id, WorkItem.status == ItemStatus.OPEN)
        ids = session.scalars(query.order_by(WorkItem.rank, WorkItem.due_at, WorkItem.id)).all()
    for item_id in ids:
        with world.database.transaction() as session:
            item = session.get_one(WorkItem, item_id)
            if item.status is ItemStatus.OPEN:
                person = world.person_of(item.patient_id)
                HANDLERS.get(item.kind, _look)(session, world, person, item, now)


def _look(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    close(session, item, world.viewer, Outcome.ADVICE, "", now)
    world.note(now, person, EventKind.CLINIC, LOOKED, minutes=READING)


def _sign(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """Talk with the patient and sign; what the risk stopped meanwhile is written down."""
    enrollment = find_enrollment(session, person)
    if RISK in find_blocks(session, enrollment, list_unlocks(session, enrollment), now):
        world.note(now, person, EventKind.RISK, BLOCKED, {"why": Sentence(RISK.sentence)})
    for risk in session.scalars(select(Risk).where(Risk.public_id == item.subject.partition(":")[2])):
        sign_risk(session, world.viewer, risk, assessment_of(risk), REASON, now)
        world.note(now, person, EventKind.RISK, SIGNED, minutes=SIGNING)


def assessment_of(risk: Risk) -> dict[str, str]:
    """Return an assessment that is complete."""
    return {"level": "low", "action": "called", **dict.fromkeys(questions_of(risk.reason), "no")}


def _answer_module(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """Do what the form of a module's page does: the answer, the review, the next module and one notice."""
    enrollment, number = find_enrollment(session, person), int(item.subject.rpartition(":")[2])
    unlock = list_unlocks(session, enrollment)[number]
    if unlock.status is not ModuleStatus.SUBMITTED:
        return
    blocks = find_blocks(session, enrollment, list_unlocks(session, enrollment), now)
    if any(not block.may_override for block in blocks):
        world.note(now, person, EventKind.RISK, BLOCKED, {"why": Sentence(blocks[0].sentence)})
        return
    review_module(session, world.viewer, enrollment, unlock, now)
    message_id = _write(session, world, person, TEXT, now, f"module:{enrollment.public_id}:{number}")
    world.note(now, person, EventKind.CLINIC, READ, {"number": number}, FEEDBACK)
    if number == len(world.program.modules):
        _end(session, world, person, enrollment, EndReason.GOAL_MET, GOAL_MET, now)
    else:
        _open_next(session, world, person, enrollment, number + 1, message_id, now)


def _write(session: Session, world: World, person: Person, text: str, now: datetime, about: str = "") -> str:
    patient = session.get_one(User, person.user.id)
    conversation = get_conversation(session, patient.id, world.unit.id)
    message = reply(session, world.viewer, conversation, patient, world.unit, text, conversation.last_message_id, now,
                    about, seen=True)
    return message.public_id


def _open_next(
    session: Session, world: World, person: Person, enrollment: Enrollment, number: int, message_id: str, now: datetime
) -> None:
    blocks = find_blocks(session, enrollment, list_unlocks(session, enrollment), now)
    unlock_next(session, world.viewer, enrollment, number, REASON if blocks else "", now)
    patient = session.get_one(User, person.user.id)
    told = queue_notice(session, patient, world.unit, NoticeKind.MODULE_UNLOCKED,
                        f"{enrollment.public_id}:{number}", now)
    if told is not None:
        cancel_sms(session, f"notice:{NoticeKind.MESSAGE}:{message_id}", now)
    places: dict[str, object] = {"number": number, "title": world.program.get_module(number).title}
    if blocks:
        places["why"] = Sentence(blocks[0].sentence)
    world.note(now, person, EventKind.MODULE, OPENED_ANYWAY if blocks else OPENED, places)


def _end(
    session: Session, world: World, person: Person, enrollment: Enrollment, reason: EndReason, words: str, now: datetime
) -> None:
    """End the treatment; while something waits it is left for the next round."""
    try:
        end_enrollment(session, enrollment, reason, "", now, world.viewer.id)
    except StillWaitingError:
        return
    world.note(now, person, EventKind.ENDED, ENDED, {"why": Sentence(words)}, ENDING)


def end_learnt(world: World, person: Person, now: datetime) -> None:
    """End for who has learnt enough, unless something waits or it has ended."""
    with world.database.transaction() as session:
        enrollment = find_enrollment(session, person)
        if enrollment.status is EnrollmentStatus.ACTIVE:
            _end(session, world, person, enrollment, EndReason.LEARNED_ENOUGH, LEARNT, now)


def _ask_about_end(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """Ask in the last days; who has come to the end has met the goal, for the others time is out."""
    enrollment = find_enrollment(session, person)
    unlocks = list_unlocks(session, enrollment)
    has_all = len(unlocks) == len(world.program.modules)
    is_met = has_all and person.part.traits.silent_from is None
    _end(session, world, person, enrollment, EndReason.GOAL_MET if is_met else EndReason.TIME_OUT,
         GOAL_MET if is_met else TIME_OUT, now)


def _reach_out(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """A message first, then a call; who has decided not to go on ends at the third time (programs.md A3)."""
    person.calls += 1
    if person.calls == 1:
        _write(session, world, person, "Hur går det? Skriv gärna en rad.", now)
        close(session, item, world.viewer, Outcome.ANSWERED, "", now)
        world.note(now, person, EventKind.CLINIC, WROTE, minutes=MESSAGE)
        return
    close(session, item, world.viewer, Outcome.CALLED, "", now)
    world.note(now, person, EventKind.CLINIC, CALLED, minutes=CALL)
    if person.part.traits.silent_from is not None and person.calls > 2:
        enrollment = find_enrollment(session, person)
        _end(session, world, person, enrollment, EndReason.PATIENT_STOPPED, STOPPED, now)


def _ask_why(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """Call who sends no values; who has decided not to go on ends there (programs.md C0)."""
    close(session, item, world.viewer, Outcome.CALLED, "", now)
    world.note(now, person, EventKind.CLINIC, CALLED, minutes=CALL)
    if person.part.traits.silent_from is not None:
        enrollment = find_enrollment(session, person)
        _end(session, world, person, enrollment, EndReason.PATIENT_STOPPED, STOPPED, now)


def _read_rating(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """Read a rating; when it has worsened the clinician calls (programs.md A3, week 4)."""
    rating = session.scalar(select(SelfRating).where(SelfRating.public_id == item.subject.partition(":")[2]))
    is_worse = item.reason == "deterioration"
    if rating is not None:
        review_rating(session, world.viewer, rating, now)
    session.refresh(item)
    if item.status is ItemStatus.OPEN:
        close(session, item, world.viewer, Outcome.CALLED if is_worse else Outcome.NO_ACTION, "", now)
    world.note(now, person, EventKind.CLINIC, CALLED if is_worse else LOOKED, minutes=CALL if is_worse else READING)


def _answer_message(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    _write(session, world, person, "Tack, jag har läst det.", now)
    settle_messages(session, get_conversation(session, person.user.id, world.unit.id), world.viewer, now)
    world.note(now, person, EventKind.CLINIC, WROTE, minutes=MESSAGE)


def _decide_window(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    enrollment = find_enrollment(session, person)
    window = find_window(session, enrollment.id, WindowStatus.PROPOSED)
    if window is None:
        _look(session, world, person, item, now)
        return
    patient = session.get_one(User, person.user.id)
    minutes = max(window.minutes, floor_minutes(age_on(patient.birth_date, now.date())))
    decide_window(session, world.viewer, enrollment, patient, window, approve=True, minutes=minutes, note="", now=now)
    world.note(now, person, EventKind.CLINIC, WINDOW, {"time": minutes}, READING)


def _read_value(session: Session, world: World, person: Person, item: WorkItem, now: datetime) -> None:
    """Set the limits that are missing; other values are read, and a red one is called about."""
    if item.reason == "limits_missing":
        _set_limits(session, world, person, now)
        return
    is_urgent = item.rank < 2
    close(session, item, world.viewer, Outcome.CALLED if is_urgent else Outcome.ADVICE, "", now)
    world.note(now, person, EventKind.CLINIC, CALLED if is_urgent else LOOKED, minutes=CALL if is_urgent else READING)


def _set_limits(session: Session, world: World, person: Person, now: datetime) -> None:
    plans = session.scalars(
        select(MeasurementPlan).where(
            MeasurementPlan.patient_id == person.user.id, MeasurementPlan.current.is_(True),
            MeasurementPlan.kind.in_([one.value for one in LIMITS]),
        )
    ).all()
    for plan in plans:
        limits = LIMITS[Series(plan.kind)].model_validate(
            {"set_by": world.viewer.user.name, "set_by_role": world.viewer.user.title or "", "set_on": now.date()}
        )
        change_plan(session, world.viewer, plan, limits=limits, morning_hour=plan.morning_hour,
                    evening_hour=plan.evening_hour, reason=REASON, now=now)
        world.note(now, person, EventKind.CLINIC, LIMITED, {"series": plan.kind}, LIMITS_SET // len(plans) or 1)


Handler = Callable[[Session, World, Person, WorkItem, datetime], None]
HANDLERS: dict[ItemKind, Handler] = {
    ItemKind.RISK: _sign, ItemKind.MODULE: _answer_module, ItemKind.INACTIVE: _reach_out,
    ItemKind.TRIAL_END: _ask_about_end, ItemKind.RATING: _read_rating, ItemKind.MESSAGE: _answer_message,
    ItemKind.WINDOW: _decide_window, ItemKind.VALUE: _read_value, ItemKind.MISSED: _ask_why,
}  # fmt: skip
