"""The levels of the symptom checks HK-6 (heart) and KK-6 (lungs), from today's answers."""

from collections.abc import Sequence
from dataclasses import dataclass

BREATHLESS, PILLOWS, DIZZY, CHEST_PAIN = 0, 2, 4, 5
HEART_RED_SUM = 5
HEART_YELLOW_SUM = 2
COLOUR, FEVER, AT_REST = 2, 4, 5
REST_EMERGENCY = 8
REST_RED = 5
REST_YELLOW = 4


def judge_heart(answers: Sequence[int | None]) -> str:
    """Return the HK-6 level: green, yellow, red, emergency, or incomplete (clinical/instruments.md 3.6).

    An incomplete form has no level; its raw answers are still judged by ``judge_heart_so_far``.
    """
    if any(answer is None for answer in answers):
        return "incomplete"
    return judge_heart_so_far(answers)


def judge_heart_so_far(answers: Sequence[int | None]) -> str:
    """Return the HK-6 level that the given answers already reach, unanswered items read as usual."""
    known = [answer or 0 for answer in answers]
    symptoms = known[:CHEST_PAIN]
    if known[CHEST_PAIN] == 1:
        return "emergency"
    is_congested = known[BREATHLESS] == 2 and known[PILLOWS] >= 1
    if sum(symptoms) >= HEART_RED_SUM or is_congested or known[DIZZY] == 2:
        return "red"
    return "yellow" if sum(symptoms) >= HEART_YELLOW_SUM or 2 in symptoms else "green"


@dataclass(frozen=True)
class LungState:
    """What KK-6 found: level, warning signs (0-3), and the two notes to the clinician."""

    level: str
    cardinal: int | None
    is_probably_bacterial: bool = False
    is_second_yellow_day: bool = False


def judge_lungs(answers: Sequence[int | None], yesterday: str | None) -> LungState:
    """Return the KK-6 state; a yellow day after a yellow day is red (clinical/instruments.md 3.6).

    Breathlessness at rest of 8 or more is an emergency also when the form is incomplete.

    :param yesterday: the level of the day before, or None when there was no report.
    """
    if any(answer is None for answer in answers):
        is_emergency = (answers[AT_REST] or 0) >= REST_EMERGENCY
        return LungState("emergency" if is_emergency else "incomplete", None)
    found = judge_lungs_so_far(answers)
    if found.level == "yellow" and yesterday == "yellow":
        return LungState("red", found.cardinal, is_second_yellow_day=True)
    return found


def judge_lungs_so_far(answers: Sequence[int | None]) -> LungState:
    """Return the KK-6 state that the given answers already reach, unanswered items read as usual."""
    known = [answer or 0 for answer in answers]
    cardinal = sum(known[place] >= 1 for place in range(COLOUR + 1))
    is_bacterial = cardinal >= 2 and known[COLOUR] >= 1
    return LungState(_lung_level(known, cardinal), cardinal, is_bacterial)


def _lung_level(known: Sequence[int], cardinal: int) -> str:
    if known[AT_REST] >= REST_EMERGENCY:
        return "emergency"
    if cardinal >= 2 or known[AT_REST] >= REST_RED:
        return "red"
    is_yellow = cardinal == 1 or known[FEVER] == 1 or known[AT_REST] == REST_YELLOW
    return "yellow" if is_yellow else "green"
