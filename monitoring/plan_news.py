"""Tells a patient that his measuring has changed: what is measured now and when, in the thread; by SMS only that."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from core.language import _l, say
from messaging.conversations import get_conversation, send_automatic
from messaging.notices import NoticeKind, queue_notice
from monitoring.models import MeasurementPlan
from monitoring.rhythm import RHYTHM_WORDS, Rhythm
from monitoring.value_texts import series_name
from people.models import CareUnit, User

CHANGED = _l("%(name)s har ändrat din mätplan.")
ADDED = _l("%(name)s har lagt till något att mäta.")
ENDED = _l("Du behöver inte mäta det här längre: %(what)s. Dina värden finns kvar att läsa.")
NOW_HOLDS = _l("Det här gäller nu:")
AT_HOUR = _l("%(what)s: %(rhythm)s, gärna vid klockan %(hour)s.")
AT_HOURS = _l("%(what)s: %(rhythm)s, gärna vid klockan %(morning)s och %(evening)s.")
WHEN_NEEDED = _l("%(what)s: %(rhythm)s.")
LIMITS = _l("Dina egna gränser är nya. Du ser dem under Mätvärden, och svaren du får följer dem.")
ADVICE = _l("Råden i din plan är ändrade. Du får dem när ett värde gör att de behövs.")
ASK = _l("Undrar du över något, skriv här.")


class Change(StrEnum):
    """What of a plan a patient notices."""

    NEW = "new"
    RHYTHM = "rhythm"
    HOURS = "hours"
    LIMITS = "limits"
    ADVICE = "advice"


def changes_of(before: MeasurementPlan, fresh: MeasurementPlan) -> list[Change]:
    """Return what a patient notices of a new version; the first limits and advice are how a plan begins. Pure."""
    if before.set_by is not None and not before.reason:  # somebody added it by hand just now
        return [Change.NEW]
    began = before.set_by is None
    found = {
        Change.RHYTHM: before.rhythm != fresh.rhythm,
        Change.HOURS: _hours(before) != _hours(fresh),
        Change.LIMITS: not began and _own(before) != _own(fresh),
        Change.ADVICE: not began and (before.instructions or {}) != (fresh.instructions or {}),
    }
    return [change for change, is_so in found.items() if is_so]


def _hours(plan: MeasurementPlan) -> tuple[int, ...]:
    """Return at which hours the patient is asked to measure; the evening counts only where he does so then."""
    if plan.rhythm == Rhythm.ON_DEMAND:
        return ()
    return (plan.morning_hour, plan.evening_hour) if plan.rhythm == Rhythm.BLOCKS else (plan.morning_hour,)


def _own(plan: MeasurementPlan) -> dict[str, object]:
    """Return a plan's limits without who set them and when."""
    return {name: value for name, value in (plan.limits or {}).items() if not name.startswith("set_")}


def plan_words(plan: MeasurementPlan, language: str) -> str:
    """Return what is measured by a plan and when, in a sentence."""
    rhythm = say(language, RHYTHM_WORDS[Rhythm(plan.rhythm)])
    places = {"what": series_name(plan.kind, language), "rhythm": rhythm[:1].lower() + rhythm[1:]}
    hours = _hours(plan)
    if len(hours) == 2:
        return say(language, AT_HOURS, morning=hours[0], evening=hours[1], **places)
    return say(language, AT_HOUR, hour=hours[0], **places) if hours else say(language, WHEN_NEEDED, **places)


def news_text(plan: MeasurementPlan, changes: list[Change], name: str, language: str) -> str:
    """Return the message about a new version of a plan.

    :param name: who changed it.
    """
    lines = [say(language, ADDED if Change.NEW in changes else CHANGED, name=name),
             say(language, NOW_HOLDS), plan_words(plan, language)]  # fmt: skip
    lines += [say(language, text) for change, text in ((Change.LIMITS, LIMITS), (Change.ADVICE, ADVICE))
              if change in changes]  # fmt: skip
    return " ".join([*lines, say(language, ASK)])


def tell_plan(session: Session, before: MeasurementPlan, fresh: MeasurementPlan, name: str, now: datetime) -> None:
    """Write down what has changed for the patient, and tell him when something has."""
    changes = changes_of(before, fresh)
    fresh.changed = [one.value for one in changes]
    if changes:
        patient = session.get_one(User, fresh.patient_id)
        _send(session, patient, fresh, news_text(fresh, changes, name, patient.language), now)


def tell_end(session: Session, plan: MeasurementPlan, name: str, now: datetime) -> None:
    """Tell the patient that something is not measured any more."""
    patient = session.get_one(User, plan.patient_id)
    words = say(patient.language, ENDED, what=series_name(plan.kind, patient.language))
    _send(session, patient, plan, f"{say(patient.language, CHANGED, name=name)} {words}", now)


def _send(session: Session, patient: User, plan: MeasurementPlan, words: str, now: datetime) -> None:
    unit = session.get_one(CareUnit, plan.unit_id)
    conversation = get_conversation(session, patient.id, unit.id)
    message = send_automatic(session, conversation, words, f"plan:{plan.public_id}", now)
    queue_notice(session, patient, unit, NoticeKind.MESSAGE, message.public_id, now)
