"""Turns each kind of worked case into a call of its rule, and the answer into the words of the case."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import time
from typing import Any

from ratings.change import judge_change
from ratings.instruments import get_instrument
from ratings.recommendation import judge_recommendations
from ratings.scores import ScoreContext
from ratings.scoring import score
from ratings.sleep_diary import DiaryNight, find_night

Case = Mapping[str, Any]
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
INVALID_NIGHT: Mapping[str, Any] = {"valid": False, "tib": None, "tst": None, "se": None, "band": None}


def answer_case(name: str, case: Case) -> Mapping[str, Any]:
    """Return what the rules make of a case of an instrument or rule.

    :raises UnknownInstrument: when there is neither an instrument nor a rule by that name.
    :raises InvalidAnswers: when the answers are not possible.
    """
    return RULES.get(name, answer_score)({**case, "_instrument": name})


def answer_score(case: Case) -> Mapping[str, Any]:
    """Score a form; the one grade of mMRC may stand as ``grade`` with ``previous`` beside it."""
    instrument = get_instrument(case["_instrument"])
    answers = [case["grade"]] if "grade" in case else case["answers"]
    context = ScoreContext(
        sex=case.get("sex"), previous_grade=case.get("previous"), yesterday=case.get("yesterday")
    )
    return score(instrument, answers, context).as_record()


def answer_change(case: Case) -> Mapping[str, Any]:
    """Judge the change between two totals."""
    instrument = get_instrument(case["instrument"])
    change = judge_change(instrument, _whole(case["pre"]), _whole(case["post"]))
    return {**asdict(change), "response50": change.response}


def answer_night(case: Case) -> Mapping[str, Any]:
    """Compute a night of the sleep diary; an unanswered field makes it invalid."""
    if any(case[field] is None for field in ("t1", "sol", "waso", "t2", "t3")):
        return INVALID_NIGHT
    diary = DiaryNight(
        lights_out=_clock(case["t1"]),
        minutes_to_sleep=_minutes(case["sol"]),
        minutes_awake=_minutes(case["waso"]),
        final_awakening=_clock(case["t2"]),
        out_of_bed=_clock(case["t3"]),
    )
    night = find_night(diary)
    return INVALID_NIGHT if night is None else {"valid": True, **asdict(night)}


def answer_group(case: Case) -> Mapping[str, Any]:
    """Compute the statistic of the recommendation question for a group."""
    return asdict(judge_recommendations(case["answers"]))


def _whole(value: object) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(f"not a whole number: {value!r}")
    return value


def _minutes(value: object) -> int:
    minutes = _whole(value)
    if minutes is None:
        raise TypeError("minutes are missing")
    return minutes


def _clock(value: object) -> time:
    found = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"not a time of day: {value!r}")
    return time(int(found[1]), int(found[2]))


RULES: Mapping[str, Callable[[Case], Mapping[str, Any]]] = {
    "change": answer_change,
    "sleep_diary_night": answer_night,
    "rf1_group": answer_group,
}
