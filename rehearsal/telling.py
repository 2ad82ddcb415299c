"""Reads what happened out of the throw-away database: the rows are the truth, not what the cast meant to do."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.language import _l
from messaging.outbox import AWAITED
from messaging.sms_models import Sms, SmsStatus
from monitoring.models import Report
from monitoring.series import FACTS, Series
from programs.models import Enrollment, Letter, ModuleUnlock, StepCompletion
from ratings.models import Risk, SelfRating
from ratings.records import short_name
from ratings.risk_rules import REASON_TITLES, RiskReason
from rehearsal.timeline import ZONE, Character, Event, EventKind, Sentence, SentText, Timeline
from rehearsal.world import Person, World
from worklist.causes import causes_of
from worklist.models import ItemKind, WorkItem
from worklist.reasons import ACUTE_WORDS, REASONS

LEFT = (SmsStatus.ACCEPTED, SmsStatus.QUEUED, SmsStatus.SENT, SmsStatus.DELIVERED)
OPENED = _l("Modul %(number)s öppnas av sig själv: %(title)s")
SENT_IN = _l("Modul %(number)s skickas in")
RATED = _l("Skattar %(name)s: %(total)s")
RATED_ONLY = _l("Skattar %(name)s")
FLAG = _l("Till arbetslistan: %(reason)s")
RISK = _l("Risk: %(reason)s")
LETTER = _l("Brevet till sig själv kommer tillbaka")
REPORTED = _l("Skickar %(series)s: %(value)s")
SMS = _l("Sms: %(body)s")
_MET = select(StepCompletion.module, StepCompletion.step).distinct()
LIFE = (ItemKind.MODULE, ItemKind.RISK, ItemKind.MESSAGE)
"""Kinds of items that say again what another line says."""


def tell(world: World) -> Timeline:
    """Return the timeline of a world that has been lived in."""
    by_id = {person.user.id: person for person in world.persons}
    with world.database.open_session(reading=True) as session:
        texts = tuple(_texts(session, by_id))
        events = [
            *world.events, *_modules(session, world, by_id), *_ratings(session, by_id), *_flags(session, by_id),
            *_reports(session, by_id), *(_of_text(one) for one in texts),
        ]
        met = frozenset((number, step) for number, step in session.execute(_MET).all())
        characters = tuple(_character(session, world, person) for person in world.persons)
    return Timeline(
        characters=characters, events=tuple(sorted(events, key=lambda one: one.at)), texts=texts,
        safety=tuple(world.safety), risks=tuple(world.risks),
        met=met,
        unsent=tuple(sorted({series for person in world.persons for series in person.unsent})),
        faults=tuple(dict.fromkeys(world.faults)),
    )


def _character(session: Session, world: World, person: Person) -> Character:
    enrollment = session.get_one(Enrollment, person.enrollment.id)
    ended_on: date | None = local_date(enrollment.ended_at, ZONE) if enrollment.ended_at else None
    opened = session.scalars(select(ModuleUnlock.module).where(ModuleUnlock.enrollment_id == enrollment.id)).all()
    has_all = set(opened) == {module.number for module in world.program.modules}
    return Character(
        person.key, person.part.name, person.starts_on, ended_on, person.part.way.words,
        finishes=_should_finish(world, person), by_web=person.part.traits.by_web,
        has_finished=has_all and ended_on is not None,
    )


def _should_finish(world: World, person: Person) -> bool:
    """Tell whether somebody is to come to the end: who does everything in time, and in a KBT program on the web."""
    can_do_it = person.part.traits.by_web or world.program.kind != "kbt"
    leaves_early = person.part.traits.learns_in is not None and world.program.kind != "kbt"
    return person.part.traits.finishes and person.is_enrolled and can_do_it and not leaves_early


def _modules(session: Session, world: World, by_id: dict[int, Person]) -> Iterator[Event]:
    rows = session.execute(
        select(ModuleUnlock, Enrollment.patient_id).join(Enrollment, Enrollment.id == ModuleUnlock.enrollment_id)
    ).all()
    for unlock, patient_id in rows:
        key, number = by_id[patient_id].key, {"number": unlock.module}
        if unlock.unlocked_by is None:
            title = world.program.get_module(unlock.module).title
            yield Event(unlock.unlocked_at, key, EventKind.MODULE, OPENED, {**number, "title": title})
        if unlock.submitted_at is not None:
            yield Event(unlock.submitted_at, key, EventKind.MODULE, SENT_IN, number)
    letters = select(Letter, Enrollment.patient_id).join(Enrollment, Enrollment.id == Letter.enrollment_id)
    for letter, patient_id in session.execute(letters).all():
        yield Event(letter.came_at, by_id[patient_id].key, EventKind.MODULE, LETTER)


def _ratings(session: Session, by_id: dict[int, Person]) -> Iterator[Event]:
    rows = session.scalars(select(SelfRating).where(SelfRating.completed_at.is_not(None)).order_by(SelfRating.id))
    for one in rows:
        places = {"name": short_name(one.instrument), "total": "" if one.total is None else f"{one.total:g}"}
        sentence = RATED_ONLY if one.total is None else RATED
        yield Event(one.completed_at or one.started_at, by_id[one.patient_id].key, EventKind.RATING, sentence, places)


def _flags(session: Session, by_id: dict[int, Person]) -> Iterator[Event]:
    for item in session.scalars(select(WorkItem).where(WorkItem.kind.not_in(LIFE)).order_by(WorkItem.id)):
        for cause in causes_of(item):
            places = dict(cause.places)
            if "what" in places:
                places["what"] = Sentence(ACUTE_WORDS.get(str(places["what"]), str(places["what"])))
            reason = Sentence(REASONS[cause.reason], places)
            yield Event(item.occurred_at, by_id[item.patient_id].key, EventKind.FLAG, FLAG, {"reason": reason})
    for risk in session.scalars(select(Risk).order_by(Risk.id)):
        reason = Sentence(REASON_TITLES[RiskReason(risk.reason)])
        yield Event(risk.raised_at, by_id[risk.patient_id].key, EventKind.RISK, RISK, {"reason": reason})


def _reports(session: Session, by_id: dict[int, Person]) -> Iterator[Event]:
    for one in session.scalars(select(Report).order_by(Report.id)):
        series = Series(one.kind)
        value = f"{one.systolic}/{one.diastolic}" if series is Series.PRESSURE else one.word or one.value
        places = {"series": Sentence(FACTS[series].name), "value": "" if value is None else value}
        yield Event(one.received_at, by_id[one.patient_id].key, EventKind.REPORT, REPORTED, places)


def _texts(session: Session, by_id: dict[int, Person]) -> Iterator[SentText]:
    """Return every SMS that left; one to a number without a user belongs to whose number it is."""
    by_number = {person.user.phone_hash: person for person in by_id.values()}
    rows = session.scalars(select(Sms).where(Sms.status.in_(LEFT)).order_by(Sms.started_at, Sms.id)).all()
    for sms in rows:
        person = by_id.get(sms.user_id or 0) or by_number.get(sms.number_hash)
        if person is not None and sms.started_at is not None:
            at = sms.started_at.replace(second=0, microsecond=0)
            yield SentText(at, person.key, sms.kind.value, sms.dedupe_key, sms.body, sms.kind in AWAITED)


def _of_text(text: SentText) -> Event:
    return Event(text.at, text.patient, EventKind.SMS, SMS, {"body": text.body})

