"""Reads what the patient typed from the meter: numbers, plausibility asked back, and when it was measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.clock import at_wall_clock, local_date
from monitoring.kinds import ValueKind
from monitoring.models import Report
from monitoring.moments import check_duplicate, check_moment
from monitoring.numbers import NUMBER_TEXTS, NumberProblem, parse_number
from monitoring.occasions import Measure
from monitoring.outcomes import Confirm, Refuse, say_outcome
from monitoring.plausibility import CheckContext, check_value
from monitoring.pressure_pair import check_pressure
from programs.fields import find_date, find_time

PARTS = ("systolic", "diastolic", "pulse")
TYPED_MAX = 200
"""How much of a field is read and shown again: far more than any number, so that nothing is cut into one."""
DAYS_READ = 400
"""A day further away than this is a slip of the finger; nearer ones are judged by monitoring.moments."""


@dataclass
class Typed:
    """One measurement as it was typed, with what is asked back about it.

    :ivar number: 1 for the first measurement.
    :ivar question: something to say yes or no to; ``offer`` is what may have been meant, such as "142/86".
    """

    number: int
    texts: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    question: str = ""
    offer: str = ""
    measure: Measure | None = None

    @property
    def sign(self) -> str:
        """What a yes is about, so that a changed number is asked about anew."""
        return "/".join(self.texts[part] for part in PARTS)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not any(self.texts.values())


def read_measure(form: MultiDict[str, str], number: int, language: str) -> Typed:
    """Read one measurement of a form; ``measure`` is set when it may be stored."""
    typed = Typed(number, {part: form.get(f"{part}_{number}", "").strip()[:TYPED_MAX] for part in PARTS})
    offered = form.get("offer", "").partition(":")
    if offered[0] == str(number) and offered[2].count("/") == 1:
        typed.texts["systolic"], typed.texts["diastolic"] = offered[2][:9].split("/")
    numbers = {part: parse_number(typed.texts[part]) for part in PARTS if part != "pulse" or typed.texts[part]}
    for part, value in numbers.items():
        if isinstance(value, NumberProblem):
            is_missing = value is NumberProblem.EMPTY
            typed.errors[f"{part}_{number}"] = _missing(part) if is_missing else _(NUMBER_TEXTS[value])
    if not typed.errors:
        clean = {part: value for part, value in numbers.items() if isinstance(value, Decimal)}
        _check(typed, clean, form.get(f"confirm_{number}") == typed.sign, language)
    return typed


def _missing(part: str) -> str:
    return str(_("Skriv det övre talet.") if part == "systolic" else _("Skriv det undre talet."))


def _check(typed: Typed, numbers: dict[str, Decimal], said_yes: bool, language: str) -> None:
    context = CheckContext(confirmations=1 if said_yes else 0)
    pair = check_pressure(numbers["systolic"], numbers["diastolic"], context)
    pulse = check_value(ValueKind.PULSE, numbers["pulse"], context) if "pulse" in numbers else None
    refused = next((one for one in (pair, pulse) if isinstance(one, Refuse)), None)
    asked = next((one for one in (pair, pulse) if isinstance(one, Confirm)), None)
    if refused is not None:
        place = "pulse" if refused is pulse else "systolic"
        typed.errors[f"{place}_{typed.number}"] = say_outcome(language, refused)
        typed.offer = _offer(refused)
    elif asked is not None:
        typed.question = say_outcome(language, asked)
    else:
        pulse_value = int(numbers["pulse"]) if "pulse" in numbers else None
        typed.measure = Measure(int(numbers["systolic"]), int(numbers["diastolic"]), pulse_value)


def _offer(refused: Refuse) -> str:
    values = refused.offer.values if refused.offer else {}
    upper, lower = values.get(ValueKind.BP_SYSTOLIC), values.get(ValueKind.BP_DIASTOLIC)
    return f"{upper}/{lower}" if upper is not None and lower is not None else ""


@dataclass
class TypedTime:
    """When it was measured, as typed; both fields empty mean now."""

    day: str
    clock: str
    instant: datetime
    error: str = ""


def read_time(form: MultiDict[str, str], zone: str, now: datetime, language: str) -> TypedTime:
    """Read when a value was measured in the patient's own time: at most 7 days back (clinical/vitals.md 1)."""
    written = [form.get(name, "").strip()[:TYPED_MAX] for name in ("taken_day", "taken_time")]
    typed = TypedTime(written[0], written[1], now)
    if not typed.day and not typed.clock:
        return typed
    day = find_date(typed.day) if typed.day else local_date(now, zone)
    clock = find_time(typed.clock)
    if day is None or clock is None or abs((day - local_date(now, zone)).days) > DAYS_READ:
        typed.error = _("Skriv dag och klockslag, till exempel 07:30.")
        return typed
    typed.instant = at_wall_clock(day, int(clock[:2]), int(clock[3:]), zone)
    outcome = check_moment(typed.instant, now)
    typed.error = say_outcome(language, outcome) if isinstance(outcome, Refuse) else ""
    typed.instant = min(typed.instant, now)
    return typed


def ask_duplicate(
    recent: Sequence[Report], measures: Sequence[Measure], taken_at: datetime, said_yes: bool, language: str
) -> str:
    """Return the question about the same value sent twice within two minutes, or ""."""
    if not recent or len(measures) != 1:
        return ""
    one = measures[0]
    last = recent[-1]
    before = (f"{last.systolic}/{last.diastolic}", last.taken_at)
    outcome = check_duplicate(f"{one.systolic}/{one.diastolic}", taken_at, before, 1 if said_yes else 0)
    return say_outcome(language, outcome) if isinstance(outcome, Confirm) else ""
