"""What a weakly measured value may not do by itself: it is measured again before it calls anybody; pure."""

from dataclasses import replace

from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.reading_quality import Grade
from monitoring.taken import Taken

MAY_WAIT = frozenset({
    Rule.BP_HIGH_OFTEN, Rule.PULSE_OFTEN, Rule.WEIGHT_W2, Rule.WEIGHT_W3, Rule.WEIGHT_W4, Rule.WEIGHT_W5,
    Rule.WEIGHT_TREND, Rule.GLUCOSE_HIGH, Rule.GLUCOSE_FASTING_OFTEN, Rule.SPO2_LOWER, Rule.PEF_LOWER,
})  # fmt: skip
"""Yellow rules about a number alone, which care has a working day or more for.

Every rule of the same day, every rule with a symptom, a low sugar and a sign of the meter goes to care at once; the
red numbers that clinical/vitals.md lets be repeated first wait for everybody, however well they were measured.
"""


def let_wait(judgement: Judgement, taken: Taken) -> Judgement:
    """Return a finding that awaits a better measurement, when it rests on a weak one and the patient is well.

    It becomes an item when the value is measured again and is the same, or is not measured again in time
    (clinical/vitals.md 0.3 and 2: a number in a well patient is re-measured first).
    """
    if not _may_wait(judgement, taken):
        return judgement
    return replace(judgement, provisional=True, next_step=NextStep.REPEAT)


def _may_wait(judgement: Judgement, taken: Taken) -> bool:
    if judgement.rule not in MAY_WAIT or judgement.level is not Level.YELLOW or judgement.provisional:
        return False
    if taken.repeats or taken.confirms or taken.final or taken.symptoms or taken.dizzy:
        return False
    return taken.grade == Grade.WEAK and judgement.due_working_days is not None


def is_held(judgement: Judgement) -> bool:
    """Tell whether a finding waits only because it was weakly measured."""
    return judgement.provisional and judgement.rule in MAY_WAIT
