"""What a rehearsal gives: everything that happened to each made-up patient, every SMS, and what was found wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.clock import local_date
from core.language import say, write_number
from programs.schema import Words

ZONE = "Europe/Stockholm"


class EventKind(StrEnum):
    """What sort of thing happened."""

    ENROLLED = "enrolled"
    MODULE = "module"
    RATING = "rating"
    REPORT = "report"
    SMS = "sms"
    SMS_IN = "sms_in"
    FLAG = "flag"
    RISK = "risk"
    CLINIC = "clinic"
    ENDED = "ended"


@dataclass(frozen=True)
class Sentence:
    """A marked sentence with its places, to stand inside another one."""

    text: str
    places: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    :param patient: key of the made-up patient.
    :param sentence: a marked sentence; places may hold Words and Sentences, which are said in the reader's language.
    :param minutes: how long it took the therapist.
    """

    at: datetime
    patient: str
    kind: EventKind
    sentence: str
    places: Mapping[str, object] = field(default_factory=dict)
    minutes: int = 0

    @property
    def day(self) -> date:
        """The local date."""
        return local_date(self.at, ZONE)

    def said(self, language: str) -> str:
        """Return the sentence in a language."""
        return say(language, self.sentence, **{name: _said(part, language) for name, part in self.places.items()})


def _said(part: object, language: str) -> object:
    if isinstance(part, Sentence):
        return say(language, part.text, **{name: _said(one, language) for name, one in part.places.items()})
    return part.of(language) if isinstance(part, Words) else write_number(language, part)


@dataclass(frozen=True)
class SentText:
    """One SMS that left.

    :param kind: as in the outbox, such as "notice" and "reminder".
    :param reason: what it was sent for, as the outbox names it.
    :param is_awaited: an answer or a code that the person waits for.
    """

    at: datetime
    patient: str
    kind: str
    reason: str
    body: str
    is_awaited: bool

    @property
    def day(self) -> date:
        """The local date."""
        return local_date(self.at, ZONE)


@dataclass(frozen=True)
class SafetyDay:
    """How it stood with the safety question on one evening of an active KBT patient.

    :param days: since the last answer, or since the start before the first.
    :param is_offered: the patient's first page asked one.
    """

    patient: str
    day: date
    days: int
    is_offered: bool


@dataclass(frozen=True)
class RiskWay:
    """What followed when one risk answer was given: everything must have an exit.

    :param answer: which answer, in words for the author, such as "phq9 q9 = 2".
    :param place: the file that asks.
    :param reason: the rule's word for it; "" when the answer raised nothing.
    """

    answer: str
    place: str
    reason: str = ""
    needs_card: bool = False
    has_card: bool = False
    has_item: bool = False
    needs_block: bool = False
    has_block: bool = False
    is_signed: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Character:
    """A made-up patient as the page names him.

    :param name: a marked sentence that says who it is.
    :param way: which track, parts and answers were his, in words; "" for the usual ones.
    """

    key: str
    name: str
    starts_on: date
    ended_on: date | None
    way: str
    finishes: bool
    by_web: bool
    has_finished: bool

    def week_of(self, day: date) -> int:
        """Return the week of the treatment a day is in; 0 before the start."""
        return max(0, (day - self.starts_on).days // 7 + 1)


@dataclass(frozen=True)
class Timeline:
    """Everything that happened, in order.

    :param met: the steps that somebody met and did, as module number and step id.
    :param faults: what a rule or job broke on, as place and words.
    """

    characters: tuple[Character, ...] = ()
    events: tuple[Event, ...] = ()
    texts: tuple[SentText, ...] = ()
    safety: tuple[SafetyDay, ...] = ()
    risks: tuple[RiskWay, ...] = ()
    met: frozenset[tuple[int, str]] = frozenset()
    unsent: tuple[str, ...] = ()
    """Series that the button-phone patient could not report by SMS."""
    faults: tuple[tuple[str, str], ...] = ()

    def of(self, key: str) -> list[Event]:
        """Return one patient's events."""
        return [event for event in self.events if event.patient == key]

    def minutes_of(self, key: str) -> int:
        """Return how many minutes a patient took of the therapist's time."""
        return sum(event.minutes for event in self.of(key))

    @property
    def last_week(self) -> int:
        """The last week in which something happened to somebody."""
        starts = {one.key: one for one in self.characters}
        return max((starts[event.patient].week_of(event.day) for event in self.events), default=0)


class FindingKind(StrEnum):
    """What may be wrong."""

    UNREACHABLE_STEP = "unreachable_step"
    SMS_TOO_CLOSE = "sms_too_close"
    SMS_TOO_LONG = "sms_too_long"
    SMS_HEALTH_WORD = "sms_health_word"
    SMS_AFTER_END = "sms_after_end"
    SMS_ASKS_TO_LOG_IN = "sms_asks_to_log_in"
    HARD_TEXT = "hard_text"
    MISSING_LANGUAGE = "missing_language"
    NEEDS_WEB = "needs_web"
    RISK_WITHOUT_EXIT = "risk_without_exit"
    WEEK_WITHOUT_SAFETY = "week_without_safety"
    NEVER_FINISHED = "never_finished"
    BROKEN = "broken"
    LINT = "lint"


@dataclass(frozen=True)
class Finding:
    """Something to mend.

    :param place: the file, with its line when there is one, or the patient and the day.
    :param sentence: a marked sentence, with its places.
    :param file: the file of the program to open; "" when it is none.
    :param row: the line in it, from 1; 0 for the whole file.
    """

    kind: FindingKind
    place: str
    sentence: str
    places: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    row: int = 0

    @property
    def text(self) -> str:
        """The sentence in Swedish."""
        return self.said("sv")

    def said(self, language: str) -> str:
        """Return the sentence in a language."""
        return say(language, self.sentence, **{name: _said(part, language) for name, part in self.places.items()})


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsed program.

    :param title: None when its files do not make a program.
    :param seconds: how long it took.
    """

    program: str
    version: str
    title: Words | None
    timeline: Timeline
    findings: tuple[Finding, ...]
    seconds: float
