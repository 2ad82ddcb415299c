"""What is asked after a report besides alarm symptoms: breathing and swelling, dizziness, being alone, being sick."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.language import _l
from monitoring.judgement import Judgement, Rule
from monitoring.taken import Taken

NO_YES = (("no", _l("Nej")), ("yes", _l("Ja")))


@dataclass(frozen=True)
class Question:
    """One question with its answers, each a word that is kept and its text."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...] = NO_YES


BREATH = Question(
    "breath", _l("Hur är andningen, jämfört med vanligt?"),
    (("usual", _l("Som vanligt")), ("bit", _l("Lite sämre")), ("much", _l("Mycket sämre"))),
)
SWOLLEN = Question("swollen", _l("Har du svullna ben, eller behövt fler kuddar på natten?"))
DIZZY = Question("dizzy", _l("Är du yr, har du kräkts, haft diarré eller druckit lite?"))
ALONE = Question("alone", _l("Är du ensam?"))
SICK = Question("sick", _l("Är du sjuk eller har du feber?"))
TOOK_EXTRA = Question("took_extra", _l("Följde du i går det som står i din plan?"))
QUESTIONS: Mapping[str, Question] = {one.id: one for one in (BREATH, SWOLLEN, DIZZY, ALONE, SICK, TOOK_EXTRA)}

ASKED_BY: Mapping[Rule, tuple[Question, ...]] = {
    Rule.WEIGHT_W1: (BREATH, SWOLLEN),
    Rule.WEIGHT_W2: (BREATH, SWOLLEN),
    Rule.WEIGHT_W3: (BREATH, SWOLLEN),
    Rule.WEIGHT_W4: (BREATH, SWOLLEN),
    Rule.WEIGHT_W5: (DIZZY,),
    Rule.GLUCOSE_VERY_LOW: (ALONE,),
    Rule.GLUCOSE_STILL_LOW: (ALONE,),
    Rule.GLUCOSE_HIGH: (SICK,),
    Rule.GLUCOSE_VERY_HIGH: (SICK,),
    Rule.PEF_LOWER: (BREATH,),
    Rule.PEF_LOW: (BREATH,),
    Rule.SPO2_LOWER: (BREATH,),
    Rule.SPO2_LOW: (BREATH,),
}
"""Which questions a rule asks (clinical/vitals.md 3 to 5, clinical/programs.md C2 to C4)."""


def questions_to_ask(found: Iterable[Judgement], yesterday: Iterable[Taken] = ()) -> list[Question]:
    """Return the questions of a report, each once; after an instruction was shown yesterday, how it went (C3)."""
    wanted = [question for one in found for question in ASKED_BY.get(one.rule, ())]
    if any(one.told for one in yesterday):
        wanted.insert(0, TOOK_EXTRA)
    return list(dict.fromkeys(wanted))


def of_yesterday(past: Iterable[Taken], taken: Taken) -> list[Taken]:
    """Return what was taken of the same series the day before."""
    day = taken.on - timedelta(days=1)
    return [one for one in past if one.series is taken.series and one.on == day]


def read_answers(typed: Mapping[str, str], asked: Iterable[Question]) -> dict[str, str]:
    """Return the answers of a form that are answers to what was asked."""
    return {
        one.id: typed[one.id] for one in asked if typed.get(one.id) in {value for value, _text in one.options}
    }
