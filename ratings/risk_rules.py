"""Finds the risk in raw answers: which level, why, and what the patient must see at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import InvalidError
from core.language import _l
from ratings.answers import Answers, check_answers
from ratings.instruments import Instrument
from ratings.scores import Score, ScoreContext
from ratings.scoring import NO_CONTEXT, score
from ratings.symptom_checks import judge_heart_so_far, judge_lungs_so_far

CAT_YELLOW_RISE = 4
SAFETY_QUESTIONS = 5


class RiskLevel(StrEnum):
    """How soon the care team must act (clinical/instruments.md 4.1)."""

    NONE = "none"
    YELLOW = "yellow"
    RED = "red"


class PatientHelp(StrEnum):
    """What the patient sees at once; the last is the most urgent."""

    NONE = "none"
    CALM_TEXT = "calm_text"
    CRISIS_CARD = "crisis_card"
    EMERGENCY = "emergency"


class RiskReason(StrEnum):
    """Why there is a risk; the code stored with it."""

    SELF_HARM_ACUTE = "self_harm_acute"
    SELF_HARM_RED = "self_harm_red"
    SELF_HARM_YELLOW = "self_harm_yellow"
    SELF_HARM_RISE = "self_harm_rise"
    RISK_UNANSWERED = "risk_unanswered"
    SAFETY_PLAN_OR_INTENT = "safety_plan_or_intent"
    SAFETY_THOUGHTS_OR_ATTEMPT = "safety_thoughts_or_attempt"
    SAFETY_ALL_NO = "safety_all_no"
    EMERGENCY_SYMPTOM = "emergency_symptom"
    SYMPTOMS_RED = "symptoms_red"
    SYMPTOMS_YELLOW = "symptoms_yellow"
    DROWSY_DRIVING = "drowsy_driving"
    DAYTIME_SLEEPINESS = "daytime_sleepiness"
    MUCH_WORSE_AFTER = "much_worse_after_treatment"
    WORSE_AFTER = "worse_after_treatment"
    BREATHLESS_RED = "breathless_red"
    BREATHLESS_YELLOW = "breathless_yellow"
    COPD_IMPACT_RISE = "copd_impact_rise"
    SEVERE_ANXIETY = "severe_anxiety"
    ALCOHOL = "alcohol"
    EXHAUSTION = "exhaustion"
    DIABETES_DISTRESS = "diabetes_distress"
    DETERIORATION = "deterioration"


REASON_TITLES: Mapping[RiskReason, str] = {
    RiskReason.SELF_HARM_ACUTE: _l("Rädd att skada sig, ring nu"),
    RiskReason.SELF_HARM_RED: _l("Tankar på död eller självskada, kontakt i dag"),
    RiskReason.SELF_HARM_YELLOW: _l("Tankar på död eller självskada, läs inom en arbetsdag"),
    RiskReason.SELF_HARM_RISE: _l("Tankar på död eller självskada som inte fanns förra gången"),
    RiskReason.RISK_UNANSWERED: _l("Svarade inte på säkerhetsfrågan"),
    RiskReason.SAFETY_PLAN_OR_INTENT: _l("Svar som tyder på plan eller avsikt, ring nu"),
    RiskReason.SAFETY_THOUGHTS_OR_ATTEMPT: _l("Tankar på att ta sitt liv nu eller ett tidigare försök"),
    RiskReason.SAFETY_ALL_NO: _l("Nej på säkerhetsfrågorna, läs inom en arbetsdag"),
    RiskReason.EMERGENCY_SYMPTOM: _l("Akut symtom, patienten har fått rådet att ringa 112"),
    RiskReason.SYMPTOMS_RED: _l("Klart sämre symtom, röd nivå"),
    RiskReason.SYMPTOMS_YELLOW: _l("Lite sämre symtom, gul nivå"),
    RiskReason.DROWSY_DRIVING: _l("Sömnighet i trafik, korta inte sömnfönstret"),
    RiskReason.DAYTIME_SLEEPINESS: _l("Mycket sömnig på dagen, ingen sömnrestriktion före kontakt"),
    RiskReason.MUCH_WORSE_AFTER: _l("Mycket sämre efter behandling"),
    RiskReason.WORSE_AFTER: _l("Lite sämre efter behandling"),
    RiskReason.BREATHLESS_RED: _l("Andfåddheten är minst två grader sämre"),
    RiskReason.BREATHLESS_YELLOW: _l("Andfåddheten är sämre eller svår"),
    RiskReason.COPD_IMPACT_RISE: _l("KOL påverkar vardagen mer än förra gången"),
    RiskReason.SEVERE_ANXIETY: _l("Svår ångest enligt skattningen"),
    RiskReason.ALCOHOL: _l("Alkoholvanor att ta upp med patienten"),
    RiskReason.EXHAUSTION: _l("Hög stress två veckor i rad, bedöm utmattning"),
    RiskReason.DIABETES_DISTRESS: _l("Diabetesen tar mycket kraft, erbjud samtal"),
    RiskReason.DETERIORATION: _l("Försämring sedan starten"),
}
"""What the care team reads, to be rendered with ``say``."""

FLAG_REASONS: Mapping[str, RiskReason] = {
    "risk_red": RiskReason.SELF_HARM_RED,
    "risk_yellow": RiskReason.SELF_HARM_YELLOW,
    "risk_unanswered": RiskReason.RISK_UNANSWERED,
    "emergency_text": RiskReason.SELF_HARM_ACUTE,
    "emergency": RiskReason.EMERGENCY_SYMPTOM,
    "drowsy_driving_red_task": RiskReason.DROWSY_DRIVING,
    "no_sleep_restriction_before_contact": RiskReason.DAYTIME_SLEEPINESS,
    "red_task_worse": RiskReason.MUCH_WORSE_AFTER,
    "yellow_worse": RiskReason.WORSE_AFTER,
    "rise_red_task": RiskReason.BREATHLESS_RED,
    "yellow": RiskReason.BREATHLESS_YELLOW,
    "severe_yellow": RiskReason.SEVERE_ANXIETY,
    "clinician_yellow": RiskReason.ALCOHOL,
}

HELP: Mapping[RiskReason, PatientHelp] = {
    RiskReason.SELF_HARM_ACUTE: PatientHelp.EMERGENCY,
    RiskReason.SAFETY_PLAN_OR_INTENT: PatientHelp.EMERGENCY,
    RiskReason.EMERGENCY_SYMPTOM: PatientHelp.EMERGENCY,
    RiskReason.SELF_HARM_RED: PatientHelp.CRISIS_CARD,
    RiskReason.SAFETY_THOUGHTS_OR_ATTEMPT: PatientHelp.CRISIS_CARD,
    RiskReason.SELF_HARM_YELLOW: PatientHelp.CALM_TEXT,
    RiskReason.SELF_HARM_RISE: PatientHelp.CALM_TEXT,
    RiskReason.SAFETY_ALL_NO: PatientHelp.CALM_TEXT,
    RiskReason.RISK_UNANSWERED: PatientHelp.CALM_TEXT,
    RiskReason.DETERIORATION: PatientHelp.CALM_TEXT,
}

ASKS_MORE = frozenset(
    {
        RiskReason.SELF_HARM_ACUTE,
        RiskReason.SELF_HARM_RED,
        RiskReason.SELF_HARM_YELLOW,
        RiskReason.SELF_HARM_RISE,
    }
)

Finding = tuple[RiskLevel, RiskReason]


@dataclass(frozen=True)
class RiskJudgement:
    """The highest level found and every reason, the most urgent first."""

    level: RiskLevel
    reasons: tuple[RiskReason, ...]

    @property
    def reason(self) -> RiskReason | None:
        """The most urgent reason, or None without risk."""
        return self.reasons[0] if self.reasons else None

    @property
    def help(self) -> PatientHelp:
        """What the patient must see: the most urgent help of all reasons."""
        order = list(PatientHelp)
        return max((HELP.get(r, PatientHelp.NONE) for r in self.reasons), key=order.index, default=order[0])

    @property
    def asks_safety_questions(self) -> bool:
        """Whether the five own questions follow (clinical/instruments.md 4.2)."""
        return not ASKS_MORE.isdisjoint(self.reasons)


NO_RISK = RiskJudgement(RiskLevel.NONE, ())


def judge_risk(
    instrument: Instrument,
    answers: Sequence[int | None],
    previous: Sequence[int | None] | None = None,
    context: ScoreContext = NO_CONTEXT,
) -> RiskJudgement:
    """Return the risk in one filled-in instrument (clinical/instruments.md 4.1 and each Risk item).

    :param previous: the answers of the patient's previous rating with the same instrument version.
    :param context: as for ``score``; the previous grade of mMRC is read from ``previous`` when not given.
    :raises InvalidAnswers: when an answer is not one that the item offers.
    """
    now = check_answers(instrument, answers)
    before = None if previous is None else check_answers(instrument, previous)
    if instrument.id == "mmrc" and before and context.previous_grade is None:
        context = replace(context, previous_grade=before[0])
    result = score(instrument, now, context)
    found = [
        *_from_flags(instrument, result),
        *_from_symptoms(instrument, now, result),
        *_from_total(instrument, result),
        *_from_previous(instrument, now, before, result),
    ]
    return _judgement(found)


def _judgement(found: Sequence[Finding]) -> RiskJudgement:
    """Order by level first, then by the order of the reasons above, which is by urgency."""
    levels, reasons = list(RiskLevel), list(RiskReason)
    ordered = sorted(set(found), key=lambda one: (-levels.index(one[0]), reasons.index(one[1])))
    if not ordered:
        return NO_RISK
    return RiskJudgement(ordered[0][0], tuple(dict.fromkeys(reason for _, reason in ordered)))


def _from_flags(instrument: Instrument, result: Score) -> Iterator[Finding]:
    for flag in instrument.flags:
        if flag.id in result.flags and flag.level != "none":
            yield RiskLevel(flag.level), FLAG_REASONS[flag.id]


def _from_symptoms(instrument: Instrument, now: Answers, result: Score) -> Iterator[Finding]:
    """Judge HK-6 and KK-6; an incomplete form by what its raw answers already say (0.3 rule 3)."""
    level = result.level
    if level == "incomplete":
        level = judge_heart_so_far(now) if instrument.id == "hk6" else judge_lungs_so_far(now).level
    if level == "emergency":
        yield RiskLevel.RED, RiskReason.EMERGENCY_SYMPTOM
    elif level == "red":
        yield RiskLevel.RED, RiskReason.SYMPTOMS_RED
    elif level == "yellow":
        yield RiskLevel.YELLOW, RiskReason.SYMPTOMS_YELLOW


def _from_total(instrument: Instrument, result: Score) -> Iterator[Finding]:
    """PAID-5 of 8 or more asks for a talk (2.14)."""
    if instrument.id == "paid5" and result.band == "distress":
        yield RiskLevel.YELLOW, RiskReason.DIABETES_DISTRESS


def _from_previous(
    instrument: Instrument, now: Answers, before: Answers | None, result: Score
) -> Iterator[Finding]:
    """PHQ-9 item 9 risen from 0 (1.1), ST-6 high two weeks (3.4), CAT risen by 4 or more (2.11)."""
    if before is None:
        return
    if instrument.id == "phq9" and before[8] == 0 and (now[8] or 0) >= 1:
        yield RiskLevel.YELLOW, RiskReason.SELF_HARM_RISE
    earlier = score(instrument, before)
    if instrument.id == "st6" and "exhaustion_check" in result.flags and "exhaustion_check" in earlier.flags:
        yield RiskLevel.YELLOW, RiskReason.EXHAUSTION
    if instrument.id == "cat" and _rise(result, earlier) >= CAT_YELLOW_RISE:
        yield RiskLevel.YELLOW, RiskReason.COPD_IMPACT_RISE


def _rise(now: Score, before: Score) -> int:
    """Return the rise of the total, 0 when one of them is missing."""
    return 0 if now.total is None or before.total is None else now.total - before.total


def judge_safety_answers(answers: Sequence[bool | None]) -> RiskJudgement:
    """Return the risk in the five own safety questions (clinical/instruments.md 4.2).

    Question 2 or 3 yes, or 1 yes without a yes to 5: red with 112. Question 1 or 4 yes: red. Otherwise
    yellow. An unanswered question never lowers the level: 5 unanswered reads as nobody there.

    :param answers: yes (True), no (False) or unanswered (None), in the order of the questions.
    :raises InvalidError: for another number of answers or another kind of answer.
    """
    if len(answers) != SAFETY_QUESTIONS or any(not isinstance(a, bool) and a is not None for a in answers):
        raise InvalidError("", _l("Svara ja eller nej på de fem frågorna, eller hoppa över."))
    thoughts, way, soon, attempt, somebody = answers
    if way or soon or (thoughts and not somebody):
        return RiskJudgement(RiskLevel.RED, (RiskReason.SAFETY_PLAN_OR_INTENT,))
    if thoughts or attempt:
        return RiskJudgement(RiskLevel.RED, (RiskReason.SAFETY_THOUGHTS_OR_ATTEMPT,))
    if None in answers[:4]:
        return RiskJudgement(RiskLevel.YELLOW, (RiskReason.RISK_UNANSWERED,))
    return RiskJudgement(RiskLevel.YELLOW, (RiskReason.SAFETY_ALL_NO,))
