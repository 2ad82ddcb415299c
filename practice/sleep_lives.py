"""The lives of the sleep program's patients: weeks of nights, exercises and answers, through the real rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from messaging.conversations import get_conversation, reply, send_from_patient, settle_messages
from messaging.threads import mark_seen
from people.models import CareUnit, User
from people.viewer import Viewer
from practice.answers import exercise_steps, fill_step
from practice.nights import days_between, make_night
from practice.stories import Story
from programs.diary import list_days, record_night
from programs.models import Enrollment, ModuleUnlock, SleepWindow, WindowStatus
from programs.progress import complete_step, get_place, look_again, save_answers
from programs.rating_calendar import askable, rating_step
from programs.schema import StepKind
from programs.sending_in import submit_module
from programs.sleep_window import decide_window, find_window, propose, propose_window
from programs.unlocking import review_module, unlock_next
from ratings.instruments import get_instrument
from ratings.records import begin_rating, complete_rating, save_answer
from ratings.risks import note_card_read, note_card_shown

ZONE = "Europe/Stockholm"
FEEDBACK = (
    "Hej {name}! Tack för att du har fyllt i dagboken så noga. Du gick upp på natten fast det var motigt, och det "
    "är just det som vänder sömnen på sikt. Hur kändes det att sitta i soffan mitt i natten? Jag har öppnat nästa "
    "vecka. Läs den i lugn och ro.",
    "Hej {name}! Jag ser att du har prövat, också de kvällar när det tog emot. Din dagbok visar att du somnar lite "
    "fortare än förra veckan. Fortsätt med samma tid upp på morgonen. Nästa vecka är öppen nu.",
    "Hej {name}! Du skriver att söndagen var svårast. Det är den för många. Tänk ut i förväg vad du gör mellan nio "
    "och halv tolv. Nästa vecka är öppen.",
)
QUESTIONS = (
    ("Jag vaknade klockan tre igen och kunde inte somna om. Ska jag gå upp varje gång?",
     "Ja, om du känner dig vaken och det har gått en stund. Titta inte på klockan, gå på känslan. Det blir glesare."),
    ("Hej! Jag reser bort i helgen. Hur gör jag med tiderna då?",
     "Ha gärna samma tid upp också där. Blir det en timme fel är det ingen fara, ta igen rytmen på måndag."),
)


@dataclass(frozen=True)
class Life:
    """Whose life, and who takes part in it."""

    story: Story
    patient: User
    enrollment: Enrollment
    unit: CareUnit
    clinician: Viewer
    random: Random
    now: datetime

    @property
    def today(self) -> date:
        """The local date of the present."""
        return local_date(self.now, ZONE)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return an instant of a day, never later than a minute ago."""
        return min(at_wall_clock(day, hour, minute, ZONE), self.now - timedelta(minutes=1))


def live_sleep(session: Session, life: Life) -> None:
    """Live from the start of the treatment until now."""
    for number in range(1, life.story.week + 1):
        first = life.enrollment.starts_on + timedelta(weeks=number - 1)
        _write_nights(session, life, first, first + timedelta(days=6), number)
        if number == 2:
            _talk(session, life, first + timedelta(days=2))
        _do_module(session, life, number, first + timedelta(days=4))
        _answer_module(session, life, number, first + timedelta(days=6))
    _live_this_week(session, life, life.story.week + 1)


def _live_this_week(session: Session, life: Life, number: int) -> None:
    first = life.enrollment.starts_on + timedelta(weeks=number - 1)
    course = life.story.course
    if course != "silent":
        _write_nights(session, life, first, life.today - timedelta(days=1), number)
    if course in ("waiting", "risk"):
        _do_module(session, life, number, life.today - timedelta(days=1))
    elif course != "silent":
        _do_some_steps(session, life, number, 2)


def _write_nights(session: Session, life: Life, first: date, last: date, week: int) -> None:
    window = find_window(session, life.enrollment.id, WindowStatus.APPROVED)
    for day in days_between(first, min(last, life.today)):
        if life.random.random() < 0.07:
            continue
        night = make_night(life.random, week, life.story.course, window)
        record_night(session, life.enrollment, day, night, life.at(day, 7, life.random.randrange(5, 50)))


def _do_some_steps(session: Session, life: Life, number: int, count: int) -> None:
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    for step in place.module.steps[:count]:
        complete_step(session, place, step.id, life.at(life.today, 6, 30))


def _do_module(session: Session, life: Life, number: int, day: date) -> None:
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    when = life.at(day, 19, life.random.randrange(60))
    written: set[str] = set()
    while left := [step for step in exercise_steps(place.module) if step.id not in written]:
        save_answers(session, place, left[0].id, fill_step(life.random, left[0], day), when)
        written.add(left[0].id)
        place = look_again(place)
    for step in place.module.steps:
        if step.kind is StepKind.WINDOW:
            _propose(session, life, day, when)
        if step.kind is not StepKind.RATING:
            complete_step(session, place, step.id, when)
    _rate(session, life, number, when)
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    submit_module(session, place, when + timedelta(minutes=20))


def _propose(session: Session, life: Life, day: date, when: datetime) -> None:
    days = list_days(session, life.enrollment.id, day - timedelta(days=9), day)
    nights = [one.night for one in days if one.night is not None]
    proposal = propose(nights, None, 40, drowsy=False)
    if proposal is None:
        return
    says = {"agree": "yes", "comment": "Det känns kort men jag vill pröva."}
    window = propose_window(session, life.enrollment, life.unit, proposal, "06:30", says, when)
    _decide(session, life, window, when)


def _decide(session: Session, life: Life, window: SleepWindow, when: datetime) -> None:
    if life.story.course == "waiting":
        return
    minutes = max(window.minutes, 330)
    decide_window(session, life.clinician, life.enrollment, life.patient, window, approve=True, minutes=minutes,
                  note="Vi börjar så och ser efter en vecka.", now=when + timedelta(hours=14))


def _rate(session: Session, life: Life, number: int, when: datetime) -> None:
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    step = rating_step(place.module)
    for name in askable(step.instruments) if step else ():
        subject = f"module:{life.enrollment.public_id}:{number}"
        rating = begin_rating(session, life.patient.id, life.unit.id, subject, name, "sv", when)
        for item in get_instrument(name).items:
            if not item.optional:
                save_answer(session, rating, item.id, _value(life, name, item.id, number))
        done = complete_rating(session, rating, life.unit, when + timedelta(minutes=5))
        if done.risk is not None:
            note_card_shown(session, done.risk, when + timedelta(minutes=5))
            note_card_read(session, done.risk, when + timedelta(minutes=6))
    if step is not None:
        complete_step(session, place, step.id, when + timedelta(minutes=5))


def _value(life: Life, name: str, item_id: str, number: int) -> int:
    instrument = get_instrument(name)
    item = next(one for one in instrument.items if one.id == item_id)
    values = instrument.values_of(item)
    if item.safety:
        at_risk = life.story.course == "risk" and number > life.story.week and name in ("vk5", "phq9")
        return values[min(2, len(values) - 1)] if at_risk else values[0]
    good = name == "who5" or item.reverse
    level = 0.62 - (0.07 if life.story.course == "better" else 0.04) * number
    share = min(1.0, max(0.0, life.random.gauss(1 - level if good else level, 0.12)))
    if name == "audit":
        share = life.random.choice((0.0, 0.25, 0.0))
    if name in ("pgic", "rf1"):
        share = 0.2 if name == "pgic" else 0.85
    return values[round(share * (len(values) - 1))]


def _answer_module(session: Session, life: Life, number: int, day: date) -> None:
    when = life.at(day, 10, life.random.randrange(10, 55))
    unlocks = {row.module: row for row in session.scalars(
        select(ModuleUnlock).where(ModuleUnlock.enrollment_id == life.enrollment.id))}
    conversation = get_conversation(session, life.patient.id, life.unit.id)
    text = life.random.choice(FEEDBACK).format(name=life.patient.name.split()[0])
    reply(session, life.clinician, conversation, life.patient, life.unit, text, conversation.last_message_id, when,
          f"module:{life.enrollment.public_id}:{number}")
    review_module(session, life.clinician, life.enrollment, unlocks[number], when)
    if number < life.story.week:
        _read_it(session, life, when + timedelta(hours=3))
    if number < 8:
        unlock_next(session, life.clinician, life.enrollment, number + 1, "", when)


def _talk(session: Session, life: Life, day: date) -> None:
    question, answer = QUESTIONS[life.patient.id % len(QUESTIONS)]
    send_from_patient(session, life.patient, life.unit, question, life.at(day, 3, 12))
    conversation = get_conversation(session, life.patient.id, life.unit.id)
    answered = life.at(day + timedelta(days=1), 9, 40)
    reply(session, life.clinician, conversation, life.patient, life.unit, answer, conversation.last_message_id,
          answered, seen=True)
    settle_messages(session, conversation, life.clinician, answered)
    _read_it(session, life, answered + timedelta(hours=2))


def _read_it(session: Session, life: Life, when: datetime) -> None:
    conversation = get_conversation(session, life.patient.id, life.unit.id)
    mark_seen(session, conversation.id, life.patient.id, conversation.last_message_id, when)
