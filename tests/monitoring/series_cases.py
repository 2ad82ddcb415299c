"""Worked cases of every series: what was measured with what around it, and what the rules must find first."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from monitoring.evaluation import Evaluation, evaluate
from monitoring.instructions import Instruction
from monitoring.judgement import Judgement
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from monitoring.taken import OwnPlan, Taken

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
WHO = {"set_by": "Karin Lind", "set_by_role": "clinician", "set_on": TODAY.isoformat()}
OWN: dict[Series, dict[str, Any]] = {
    Series.WEIGHT: {"target": "80.0"}, Series.GLUCOSE: {}, Series.HBA1C: {}, Series.SPO2: {"baseline": 96},
    Series.TEMPERATURE: {}, Series.PEF: {"best": 400}, Series.RATE: {},
}


def plan_of(
    series: Series, *, limits: bool = True, instructions: dict[str, Instruction] | None = None, **changed: Any
) -> OwnPlan:
    """Return a plan with the ordinary limits of a series, some of them changed."""
    own = None
    if limits and series in OWN:
        own = LIMITS[series].model_validate(WHO | OWN[series] | changed)
    return OwnPlan(series, 3, own, instructions or {})


def taken(series: Series, value: object = None, ago: int = 0, **around: Any) -> Taken:
    """Return what was taken so many days ago; a word such as "HI" instead of a number is kept as a word."""
    at = around.pop("at", NOW - timedelta(days=ago))
    numbers, word = {}, ""
    if isinstance(value, str) and value in ("HI", "LO"):
        word = value
    elif value is not None:
        numbers = {series.value: Decimal(str(value))}
    symptoms = frozenset(around.pop("symptoms", ()))
    return Taken(series, at, TODAY - timedelta(days=ago), numbers, word, symptoms=symptoms, **around)


@dataclass(frozen=True)
class Case:
    """One case: the plan, what was taken with the last one judged, and the headline's level and rule."""

    id: str
    plan: OwnPlan
    readings: tuple[Taken, ...]
    level: str
    rule: str
    also: tuple[str, ...] = field(default=())

    def run(self) -> Evaluation:
        """Judge the case."""
        return evaluate(self.plan, self.readings, NOW)


def case(
    name: str, series: Series, value: object, level: str, rule: str, *before: Taken, plan: OwnPlan | None = None,
    also: tuple[str, ...] = (), **around: Any,
) -> Case:  # fmt: skip
    """Return a case about one value today with what was taken before."""
    return Case(name, plan or plan_of(series), (*before, taken(series, value, **around)), level, rule, also)


W, G, K, H, S = Series.WEIGHT, Series.GLUCOSE, Series.KETONES, Series.HBA1C, Series.SPO2
T, P, R, N = Series.TEMPERATURE, Series.PEF, Series.RATE, Series.NRS
HEART, LUNGS = Series.HEART_CHECK, Series.LUNG_CHECK
WEIGHTS = [
    case("near the target", W, "80.4", "green", "weight_inside"),
    case("W1: 2.1 kg in 3 days", W, "81.1", "red", "W1", taken(W, "79.0", 3)),
    case("2.0 kg in 3 days is not more than 2", W, "81.0", "green", "weight_inside", taken(W, "79.0", 3)),
    case("W2: 2.1 kg in 7 days", W, "81.1", "yellow", "W2", taken(W, "79.0", 6)),
    case("2.1 kg in 8 days is no rule", W, "81.1", "green", "weight_inside", taken(W, "79.0", 8)),
    case("W2 with swollen legs", W, "81.1", "red", "W2_worse", taken(W, "79.0", 6), answers={"swollen": "yes"}),
    case("W2 with breath as usual", W, "81.1", "yellow", "W2", taken(W, "79.0", 6),
         answers={"breath": "usual", "swollen": "no"}),
    case("W3: 1.5 kg since yesterday", W, "81.0", "yellow", "W3", taken(W, "79.5", 1)),
    case("W4: over for a second day", W, "82.2", "yellow", "W4", taken(W, "82.1", 1)),
    case("over for one day only", W, "82.2", "neutral", "weight_above_once", taken(W, "81.9", 1)),
    case("just at the upper limit", W, "82.0", "green", "weight_inside", taken(W, "81.9", 1)),
    case("W5: under the limit", W, "77.9", "yellow", "W5"),
    case("W5 and dizzy", W, "77.9", "red", "W5_dizzy", answers={"dizzy": "yes"}),
    case("W5 and a low pressure", W, "77.9", "red", "W5_dizzy",
         Taken(Series.PRESSURE, NOW, TODAY, {"bp_systolic": Decimal(98), "bp_diastolic": Decimal(60)})),
    case("pink froth outranks the number", W, "80.4", "emergency", "series_symptoms", symptoms=["froth"]),
    case("no limits, neutral", W, "84.0", "neutral", "series_neutral", taken(W, "79.0", 2),
         plan=plan_of(W, limits=False)),
    case("slow change over 5 percent", W, "76.0", "yellow", "weight_trend", taken(W, "80.1", 60),
         plan=plan_of(W, fluid=False)),
    case("slow change of 5 percent", W, "76.0", "neutral", "series_noted", taken(W, "80.0", 60),
         plan=plan_of(W, fluid=False, target=None)),
]
SUGARS = [
    case("inside the fasting goal", G, "6.8", "green", "glucose_inside", context="fasting"),
    case("above the fasting goal", G, "7.1", "neutral", "glucose_above", context="fasting"),
    case("two hours after a meal", G, "9.9", "green", "glucose_inside", context="after_meal"),
    case("level 1", G, "3.9", "yellow", "glucose_low", also=("glucose_recheck",)),
    case("4.0 is not low", G, "4.0", "green", "glucose_inside"),
    case("level 2", G, "2.9", "red", "glucose_very_low", also=("glucose_recheck",)),
    case("3.0 is level 1", G, "3.0", "yellow", "glucose_low"),
    case("LO", G, "LO", "red", "glucose_very_low"),
    case("level 2 before limits too", G, "2.9", "red", "glucose_very_low", plan=plan_of(G, limits=False)),
    case("low and confused", G, "2.9", "emergency", "glucose_low_help", symptoms=["confusion"]),
    case("nobody measured again", G, "2.9", "red", "glucose_very_low", final=True, also=("glucose_no_recheck",)),
    case("still low", G, "3.4", "red", "glucose_still_low", taken(G, "2.9"), repeats=True),
    case("has risen", G, "4.3", "green", "glucose_risen", taken(G, "2.9"), repeats=True),
    case("twice in a week", G, "3.5", "yellow", "glucose_low", taken(G, "3.6", 5), also=("glucose_low_often",)),
    case("the repeat of a low one is the same one", G, "3.5", "yellow", "glucose_low",
         taken(G, "3.9", 5, repeats=True)),
    case("no medicine that lowers", G, "3.5", "yellow", "glucose_wash", plan=plan_of(G, hypo_risk=False)),
    case("15.0", G, "15.0", "yellow", "glucose_high"),
    case("14.9", G, "14.9", "neutral", "glucose_above"),
    case("15 and sick", G, "15.0", "red", "glucose_high_sick", answers={"sick": "yes"}),
    case("15 and vomiting", G, "15.0", "emergency", "glucose_high_help", symptoms=["vomiting"]),
    case("15 with ketones 1.5", G, "15.0", "red", "glucose_ketones", taken(K, "1.5", at=NOW - timedelta(hours=1))),
    case("15 with ketones 3.0", G, "15.0", "emergency", "glucose_high_help",
         taken(K, "3.0", at=NOW - timedelta(hours=1))),
    case("ketones of yesterday are not beside", G, "15.0", "yellow", "glucose_high", taken(K, "3.0", 1)),
    case("20.0", G, "20.0", "red", "glucose_very_high"),
    case("HI", G, "HI", "red", "glucose_very_high"),
    case("no limits", G, "8.0", "neutral", "series_neutral", plan=plan_of(G, limits=False)),
    case("fasting 10 on three days", G, "10.0", "yellow", "glucose_fasting_often",
         taken(G, "10.2", 2, context="fasting"), taken(G, "11.0", 4, context="fasting"), context="fasting"),
    case("fasting 10 on two days", G, "10.0", "neutral", "glucose_above", taken(G, "11.0", 4, context="fasting"),
         context="fasting"),
    case("ketones", K, "0.4", "neutral", "series_noted"),
    case("ketones 1.5", K, "1.5", "red", "ketones_high"),
    case("ketones 3.0", K, "3.0", "emergency", "ketones_very_high"),
    case("HbA1c inside", H, 52, "green", "hba1c_inside"),
    case("HbA1c above", H, 53, "yellow", "hba1c_above"),
    case("HbA1c high", H, 70, "red", "hba1c_high"),
    case("HbA1c low with lows", H, 41, "yellow", "hba1c_low", taken(G, "3.5", 20)),
    case("HbA1c low without lows", H, 41, "green", "hba1c_inside"),
    case("HbA1c without limits", H, 80, "neutral", "series_neutral", plan=plan_of(H, limits=False)),
]
LUNG_VALUES = [
    case("as usual", S, 94, "green", "spo2_inside"),
    case("4 under the usual", S, 92, "yellow", "spo2_lower"),
    case("low is measured again first", S, 89, "red", "spo2_low_first"),
    case("low after rest", S, 89, "red", "spo2_low", taken(S, 88), repeats=True),
    case("nobody measured again", S, 89, "red", "spo2_low", final=True),
    case("79 after rest", S, 79, "emergency", "spo2_very_low", repeats=True),
    case("own usual 90", S, 89, "green", "spo2_inside", plan=plan_of(S, baseline=90)),
    case("own usual 90, now 86", S, 86, "yellow", "spo2_lower", plan=plan_of(S, baseline=90)),
    case("goal 88 to 92, now 95 with oxygen", S, 95, "yellow", "spo2_high_on_oxygen", context="oxygen",
         plan=plan_of(S, baseline=90, goal_88_92=True)),
    case("blue lips", S, 95, "emergency", "series_symptoms", symptoms=["blue_lips"]),
    case("89 without limits", S, 89, "neutral", "series_neutral", plan=plan_of(S, limits=False)),
    case("85 without limits", S, 85, "red", "spo2_low_first", plan=plan_of(S, limits=False)),
    case("no fever", T, "37.9", "green", "temperature_normal"),
    case("fever", T, "38.0", "yellow", "temperature_fever"),
    case("high fever", T, "39.5", "red", "temperature_high"),
    case("fever for three days", T, "38.0", "red", "temperature_long", taken(T, "38.2", 1), taken(T, "38.4", 2)),
    case("fever with a day between", T, "38.0", "yellow", "temperature_fever", taken(T, "38.2", 2),
         taken(T, "38.4", 3)),
    case("low temperature", T, "34.9", "red", "temperature_low"),
    case("own best", P, 320, "green", "pef_inside"),
    case("79 percent", P, 319, "yellow", "pef_lower"),
    case("49 percent", P, 199, "red", "pef_low"),
    case("32 percent and breathless", P, 131, "emergency", "series_symptoms", answers={"breath": "much"}),
    case("PEF without limits", P, 100, "neutral", "series_neutral", plan=plan_of(P, limits=False)),
    case("breathing", R, 16, "green", "rate_inside"),
    case("24 breaths", R, 24, "yellow", "rate_fast"),
    case("26 breaths", R, 26, "red", "rate_very_fast"),
]
CHECKED = [
    case("heart as usual", HEART, None, "green", "check_green", answers={"q1": 1}),
    case("heart 2", HEART, None, "yellow", "check_yellow", answers={"q1": 1, "q2": 1}),
    case("heart 5", HEART, None, "red", "check_red", answers={"q1": 2, "q2": 2, "q4": 1}),
    case("chest pain", HEART, None, "emergency", "check_emergency", answers={"q6": 1}),
    case("one warning sign", LUNGS, None, "yellow", "check_yellow", answers={"q1": 1}),
    case("one sign, second day", LUNGS, None, "red", "check_yellow_twice", taken(LUNGS, None, 1, level="yellow"),
         answers={"q1": 1}),
    case("two warning signs", LUNGS, None, "red", "check_red", answers={"q1": 1, "q3": 2}),
    case("8 at rest", LUNGS, None, "emergency", "check_emergency", answers={"q6": 8}),
    case("trouble", N, 4, "neutral", "series_noted"),
    case("trouble risen on two days", N, 6, "yellow", "nrs_risen", taken(N, 2, 9), taken(N, 2, 8), taken(N, 2, 7),
         taken(N, 2, 6), taken(N, 6, 1)),
    case("trouble risen on one day", N, 6, "neutral", "series_noted", taken(N, 2, 9), taken(N, 2, 8), taken(N, 2, 7),
         taken(N, 2, 6)),
    case("steps never alarm", Series.STEPS, 12, "neutral", "series_noted"),
]
CASES = [*WEIGHTS, *SUGARS, *LUNG_VALUES, *CHECKED]
EVERY_FOUND: list[Judgement] = [found for one in CASES for found in one.run().findings]
