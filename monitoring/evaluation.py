"""The one door to the rules: a plan, what was measured and the time in; everything that was found out. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitoring import check_rules, glucose_rules, lung_rules, weight_rules
from monitoring.blood_pressure import Occasion
from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.limits import BpLimits, PulseLimits
from monitoring.moments import is_backdated
from monitoring.pressure_rules import Own, judge_report, without_alarm
from monitoring.pressure_rules import Past as PastPressure
from monitoring.series import Series
from monitoring.stored import headline_first
from monitoring.taken import OwnPlan, Past, Taken
from monitoring.weak_readings import let_wait

RULES_VERSION = "vitals-2"
"""Which version of the rules of clinical/vitals.md this is; stored with every report that it judged."""

RULES: Mapping[Series, Callable[[OwnPlan, Taken, Past], list[Judgement]]] = {
    Series.WEIGHT: weight_rules.judge,
    Series.GLUCOSE: glucose_rules.judge,
    Series.KETONES: glucose_rules.judge_ketones,
    Series.HBA1C: glucose_rules.judge_hba1c,
    Series.SPO2: lung_rules.judge_saturation,
    Series.TEMPERATURE: lung_rules.judge_temperature,
    Series.PEF: lung_rules.judge_peak_flow,
    Series.RATE: lung_rules.judge_rate,
    Series.STEPS: check_rules.judge_steps,
    Series.NRS: check_rules.judge_trouble,
    Series.HEART_CHECK: check_rules.judge_check,
    Series.LUNG_CHECK: check_rules.judge_check,
}
OWN_SYMPTOMS = frozenset({Series.PRESSURE, Series.GLUCOSE, Series.KETONES})
"""Series whose own rules say what a symptom beside the number means."""

INSTRUCTED: Mapping[Rule, str] = {
    Rule.WEIGHT_W1: "W1", Rule.WEIGHT_W2: "W2", Rule.WEIGHT_W2_WORSE: "W2", Rule.WEIGHT_W3: "W3",
    Rule.WEIGHT_W4: "W4", Rule.WEIGHT_W5: "W5", Rule.WEIGHT_W5_DIZZY: "W5", Rule.GLUCOSE_HIGH: "high",
    Rule.GLUCOSE_HIGH_SICK: "high", Rule.GLUCOSE_VERY_HIGH: "high", Rule.GLUCOSE_KETONES: "high",
    Rule.GLUCOSE_FASTING_OFTEN: "high", Rule.KETONES_HIGH: "high", Rule.SPO2_LOWER: "yellow", Rule.SPO2_LOW: "red",
    Rule.TEMPERATURE_FEVER: "yellow", Rule.TEMPERATURE_HIGH: "red", Rule.TEMPERATURE_LONG: "red",
    Rule.PEF_LOWER: "yellow", Rule.PEF_LOW: "red", Rule.RATE_FAST: "yellow", Rule.RATE_VERY_FAST: "red",
    Rule.CHECK_YELLOW: "yellow", Rule.CHECK_RED: "red", Rule.CHECK_YELLOW_TWICE: "red",
}  # fmt: skip
"""Which signed instruction of the plan belongs to a rule."""


@dataclass(frozen=True)
class Evaluation:
    """Everything that was found, the most urgent first, and by which version of rules and plan."""

    findings: tuple[Judgement, ...]
    rules_version: str
    plan_version: int

    @property
    def headline(self) -> Judgement:
        """The finding that decides what the patient is told first."""
        return self.findings[0]

    @property
    def level(self) -> Level:
        """How much it needs somebody."""
        return self.headline.level


def evaluate(plan: OwnPlan, readings: Sequence[Taken], now: datetime) -> Evaluation:
    """Judge the last reading with those before it (clinical/vitals.md 2 to 6).

    The same for every way in and for a replay: nothing is read, written or remembered here.

    :param readings: oldest first; the last is judged, the earlier ones are those that still count.
    :param now: aware instant; an old number raises no alarm, and an instruction holds until its day.
    :raises ValueError: without any reading, or with another series than the plan's.
    """
    if not readings or readings[-1].series is not plan.series:
        raise ValueError("evaluate needs readings, the last of them of the plan's own series")
    taken, past = readings[-1], readings[:-1]
    if plan.series is Series.PRESSURE:
        found = _judge_pressure(plan, taken, past, is_old=is_backdated(taken.at, now))
    else:
        found = _judge_series(plan, taken, past)
        if is_backdated(taken.at, now):
            found = [without_alarm(one) for one in found]
    if not is_backdated(taken.at, now):
        found = [let_wait(one, taken) for one in found]
    today = max(taken.on, now.date())
    found = [_with_instruction(one, plan, taken, past, today) for one in headline_first(found)]
    return Evaluation(tuple(found), RULES_VERSION, plan.version)


def _judge_series(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    found = RULES[plan.series](plan, taken, past)
    if not taken.symptoms or plan.series in OWN_SYMPTOMS:
        return found
    places = {"value": taken.shown}
    return [Judgement(Level.EMERGENCY, Rule.SERIES_SYMPTOMS, places, 0, NextStep.CALL_112), *found]


def _judge_pressure(plan: OwnPlan, taken: Taken, past: Past, *, is_old: bool) -> list[Judgement]:
    earlier = [
        PastPressure(_occasion(one), one.sitting)
        for one in past if one.series is Series.PRESSURE and not one.gave_way
    ]
    limits = plan.limits if isinstance(plan.limits, BpLimits) else None
    own = Own(limits, _pulse_limits(limits, plan) if limits else None)
    return judge_report(_occasion(taken), taken.sitting, earlier, own, taken.on, is_old=is_old)


def _pulse_limits(limits: BpLimits, plan: OwnPlan) -> PulseLimits:
    return PulseLimits(
        set_by=limits.set_by, set_by_role=limits.set_by_role, set_on=limits.set_on,
        low_resting_pulse_known=plan.low_pulse_known,
    )


def _occasion(taken: Taken) -> Occasion:
    """Return a pressure as its own rules read it; what was not asked is None."""
    pulse = taken.numbers.get("pulse")
    return Occasion(
        int(taken.numbers.get("bp_systolic", 0)), int(taken.numbers.get("bp_diastolic", 0)), taken.on,
        taken.repeats or taken.final, symptoms=bool(taken.symptoms - {"fainted"}) if taken.answered else None,
        dizzy=taken.dizzy, fainted_now="fainted" in taken.symptoms, irregular=taken.irregular,
        pulse=None if pulse is None else int(pulse),
    )


def _with_instruction(judgement: Judgement, plan: OwnPlan, taken: Taken, past: Past, today: date) -> Judgement:
    """Add the signed instruction of a rule, while it holds and was not shown for its number of days (vitals.md 3)."""
    key = INSTRUCTED.get(judgement.rule, "")
    own = plan.instructions.get(key)
    if own is None or not own.holds(today) or _days_told(past, plan.series, key, taken.on) >= own.max_days:
        return judgement
    return replace(judgement, instruction=key)


def _days_told(past: Past, series: Series, key: str, today: date) -> int:
    """Return on how many days in a row before today an instruction was shown."""
    days = {one.on for one in past if one.series is series and key in one.told}
    count = 0
    while today - timedelta(days=count + 1) in days:
        count += 1
    return count
