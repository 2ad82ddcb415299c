"""Whose life is lived, with the little that every life has: instants, messages and answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from messaging.conversations import Attached, get_conversation, reply, send_from_patient, settle_messages
from messaging.models import Channel
from messaging.threads import mark_seen
from people.models import CareUnit, User
from people.viewer import Viewer
from practice.stories import Story
from programs.models import Enrollment

ZONE = "Europe/Stockholm"
Talk = tuple[str, str]
"""What a patient writes, and what is answered."""


@dataclass(frozen=True)
class Life:
    """Whose life, and who takes part in it.

    :ivar doctor: who signs instructions.
    :ivar writes: whether the patient writes to care; somebody in two programs does so in the first one only, since
        the lives are lived one after the other and a thread stands in the order in which it was written.
    """

    story: Story
    patient: User
    enrollment: Enrollment
    unit: CareUnit
    clinician: Viewer
    doctor: User
    random: Random
    now: datetime
    writes: bool = True

    @property
    def today(self) -> date:
        """The local date of the present."""
        return local_date(self.now, ZONE)

    @property
    def first_name(self) -> str:
        """How staff address the patient."""
        return self.patient.name.split()[0]

    @property
    def voice(self) -> int:
        """Which of the written voices is the patient's."""
        return self.patient.id if self.story.voice is None else self.story.voice

    @property
    def channel(self) -> str:
        """How the patient sends values."""
        return "web" if self.story.web else "sms"

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return an instant of a day, never later than a minute ago."""
        return min(at_wall_clock(day, hour, minute, ZONE), self.now - timedelta(minutes=1))

    def workday(self, day: date) -> date:
        """Return the same day or, at a weekend, the Monday after it, never later than today."""
        return min(day + timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0), self.today)


def talk(session: Session, life: Life, words: Talk, day: date, attached: Attached | None = None) -> None:
    """Let a patient ask something on an evening and get an answer on the working day after, which he reads.

    :param attached: photos that he shows with it, if he writes on the web.
    """
    if not life.writes:
        return
    question, answer = words
    channel = Channel.WEB if life.story.web else Channel.SMS
    send_from_patient(session, life.patient, life.unit, question, life.at(day, 18, 40), channel, attached=attached)
    tell(session, life, answer, life.workday(day + timedelta(days=1)))


def tell(
    session: Session, life: Life, words: str, day: date, about: str = "", *, is_read: bool = True
) -> datetime:  # fmt: skip
    """Let the clinician write to the patient in the morning of a day; what waited is answered. Returns when."""
    when = life.at(day, 9, life.random.randrange(5, 55))
    conversation = get_conversation(session, life.patient.id, life.unit.id)
    reply(session, life.clinician, conversation, life.patient, life.unit, words, conversation.last_message_id, when,
          about, seen=True)
    settle_messages(session, conversation, life.clinician, when)
    if is_read:
        mark_seen(session, conversation.id, life.patient.id, conversation.last_message_id, when + timedelta(hours=2))
    return when


def ask(session: Session, life: Life, words: str, when: datetime) -> None:
    """Let a patient ask something that nobody has answered yet."""
    channel = Channel.WEB if life.story.web else Channel.SMS
    send_from_patient(session, life.patient, life.unit, words, when, channel)
