"""What the patient is told at once about a judgement: what it means, what to do, and who sees it when."""

from dataclasses import dataclass

from core.language import _l, say, write_number
from monitoring.feedback_texts import ACTIONS, ASK_DIZZY, HELD_ACTIONS, MEANINGS, NONE_FOR_MEAN
from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.series_texts import SINCE_YESTERDAY
from monitoring.weak_readings import is_held

SEEN_WITHOUT_ALARM = _l("%(nurse)s kan se dina värden, men får inget larm.")
SEEN_WITHIN_DAYS = _l("%(nurse)s tittar på det inom %(due)s vardagar. Mottagningen läser %(opening_hours)s.")
SEEN_WITHIN_A_DAY = _l("%(nurse)s tittar på det inom en vardag. Mottagningen läser %(opening_hours)s.")
SEEN_TODAY = _l("Mottagningen har fått ditt värde och är öppen nu. Vänta inte på svar här, utan ring.")
SEEN_LATER = _l("Mottagningen har fått ditt värde, men ingen läser det förrän %(read_from)s.")
SEEN_AFTER_112 = _l("Ring först. Mottagningen har fått ditt värde, men ingen läser det förrän %(read_from)s.")
SEEN_AFTER_112_OPEN = _l("Ring först. Mottagningen har också fått ditt värde.")
REPEAT_FIRST = _l("Om du inte mäter igen får mottagningen det här värdet.")
REPEAT_WEAK = _l("Mätningen blev lite osäker. Mät gärna igen inom en halvtimme, så vet vi mer.")


@dataclass(frozen=True)
class CareWords:
    """Who and when, in the words the patient reads; every text about time comes from here.

    :ivar nurse: the named nurse, or the name of the clinic.
    :ivar clinic: the name of the clinic; ``phone`` its number as dialled.
    :ivar opening_hours: such as "vardagar 08:00 till 16:00".
    :ivar open_now: whether somebody reads at this moment.
    :ivar read_from: when the clinic reads next, such as "måndag 08:00".
    """

    nurse: str
    clinic: str
    phone: str
    opening_hours: str
    open_now: bool
    read_from: str


@dataclass(frozen=True)
class Feedback:
    """Three short texts in the reader's language; ``to_do`` may be empty."""

    meaning: str
    to_do: str
    who_sees: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts that are not empty, in reading order."""
        return tuple(line for line in (self.meaning, self.to_do, self.who_sees) if line)


def say_feedback(language: str, judgement: Judgement, care: CareWords) -> Feedback:
    """Return what to show for a judgement.

    :param language: "sv" or "en".
    """
    places = {
        **{name: write_number(language, value) for name, value in judgement.places.items()},
        "nurse": care.nurse,
        "clinic": care.clinic,
        "phone": care.phone,
        "opening_hours": care.opening_hours,
        "read_from": care.read_from,
        "due": judgement.due_working_days or 0,
    }
    texts = {**ACTIONS, **HELD_ACTIONS} if is_held(judgement) else ACTIONS
    actions = [texts[judgement.rule]] if judgement.rule in texts else []
    if judgement.next_step is NextStep.ASK_DIZZY:
        actions.insert(0, ASK_DIZZY)
    if is_held(judgement):
        actions.insert(0, REPEAT_WEAK)
    return Feedback(
        meaning=say(language, _meaning(judgement), **places),
        to_do=" ".join(say(language, action, **places) for action in actions),
        who_sees=say(language, _who_sees(judgement, care), **places),
    )


def _meaning(judgement: Judgement) -> str:
    """Return the sentence of a rule; nobody has gained weight "in 1 days", or measured "0 times in 0 days"."""
    if judgement.rule is Rule.BP_MEAN_TOO_FEW and not judgement.places.get("readings"):
        return NONE_FOR_MEAN
    if judgement.places.get("days") == 1 and judgement.rule in SINCE_YESTERDAY:
        return SINCE_YESTERDAY[judgement.rule]
    return MEANINGS[judgement.rule]


def _who_sees(judgement: Judgement, care: CareWords) -> str:
    if judgement.level is Level.EMERGENCY:
        return SEEN_AFTER_112_OPEN if care.open_now else SEEN_AFTER_112
    if judgement.provisional:
        return REPEAT_FIRST
    if judgement.due_working_days is None:
        return SEEN_WITHOUT_ALARM
    if judgement.due_working_days == 0:
        return SEEN_TODAY if care.open_now else SEEN_LATER
    return SEEN_WITHIN_A_DAY if judgement.due_working_days == 1 else SEEN_WITHIN_DAYS
