"""Reads the form of a plan of any series but pressure: limits, rhythm, hour, and instructions that are signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from annotated_types import Ge, Le
from flask_babel import gettext as _
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from clinician.series_words import INSTRUCTION_KEYS
from core.language import write_number
from core.web_language import chosen_language
from monitoring.instructions import DAYS, LONGEST, MOST_DAYS, Instruction, latest_end, read_instructions
from monitoring.limits import SetBySomeone
from monitoring.models import MeasurementPlan
from monitoring.numbers import NumberProblem, parse_number
from monitoring.rhythm import OF_SERIES, Rhythm
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from programs.fields import find_date

SIGNED = ("set_by", "set_by_role", "set_on")


@dataclass(frozen=True)
class Signer:
    """Who signs, in which role and when."""

    name: str
    role: str
    on: date


@dataclass
class PlanForm:
    """A plan's form as typed, and as read when nothing is wrong with it."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    limits: SetBySomeone | None = None
    rhythm: Rhythm | None = None
    hour: int = 7
    instructions: dict[str, Any] = field(default_factory=dict)


def number_fields(series: Series) -> dict[str, FieldInfo]:
    """Return the limits of a series that are numbers, in order."""
    return {name: info for name, info in _fields(series).items() if info.annotation is not bool}


def tick_fields(series: Series) -> list[str]:
    """Return the limits of a series that are yes or no."""
    return [name for name, info in _fields(series).items() if info.annotation is bool]


def _fields(series: Series) -> dict[str, FieldInfo]:
    model = LIMITS.get(series)
    return {name: info for name, info in model.model_fields.items() if name not in SIGNED} if model else {}


def typed_of(plan: MeasurementPlan | None, series: Series, limits: SetBySomeone | None, today: date) -> dict[str, str]:
    """Return the form filled with a plan; without limits the common ones are offered, not set (vitals.md 0)."""
    language = chosen_language()
    typed = {"rhythm": plan.rhythm if plan else Rhythm.ON_DEMAND.value, "hour": str(plan.morning_hour if plan else 7),
             "plan": plan.public_id if plan else "", "reason": "", "no_limits": "", "sign": ""}  # fmt: skip
    for name, info in _fields(series).items():
        value = getattr(limits, name) if limits is not None else info.default
        if isinstance(value, bool):
            typed[name] = "yes" if value else ""
        else:
            typed[name] = str(write_number(language, value)) if value is not None else ""
    own = read_instructions(plan.instructions if plan else None)
    for key in INSTRUCTION_KEYS.get(series, ()):
        one = own.get(key)
        typed[f"text_{key}"] = one.text if one else ""
        typed[f"to_{key}"] = str(one.valid_to if one else latest_end(today))
        typed[f"days_{key}"] = str(one.max_days if one else DAYS)
    return typed


def read_form(
    form: Mapping[str, str], series: Series, plan: MeasurementPlan | None, signer: Signer
) -> PlanForm:
    """Read a form. Limits always carry who set them; instructions carry who signed them and until when."""
    names = typed_of(plan, series, None, signer.on)
    read = PlanForm({name: form.get(name, "").strip()[: LONGEST + 200] for name in names})
    _read_rhythm(read)
    if read.typed["no_limits"] != "yes" and series in LIMITS:
        _read_limits(read, series, signer)
    _read_instructions(read, series, plan, signer)
    return read


def _read_rhythm(read: PlanForm) -> None:
    read.rhythm = next((one for one in OF_SERIES if one.value == read.typed["rhythm"]), None)
    if read.rhythm is None:
        read.errors["rhythm"] = _("Välj hur ofta.")
    hour = read.typed["hour"]
    if hour.isascii() and hour.isdigit() and 4 <= int(hour[:3]) <= 22:
        read.hour = int(hour)
    else:
        read.errors["hour"] = _("Skriv en timme från 4 till 22.")


def _read_limits(read: PlanForm, series: Series, signer: Signer) -> None:
    values: dict[str, Any] = {name: read.typed[name] == "yes" for name in tick_fields(series)}
    for name, info in number_fields(series).items():
        number = parse_number(read.typed[name])
        if number is NumberProblem.EMPTY and info.default is None:
            values[name] = None
        elif isinstance(number, Decimal):
            values[name] = int(number) if _is_whole(info) and number == number.to_integral_value() else number
        else:
            read.errors[name] = range_words(info)
    if read.errors:
        return
    who = {"set_by": signer.name, "set_by_role": signer.role, "set_on": signer.on}
    try:
        read.limits = LIMITS[series].model_validate(who | values)
    except ValidationError as problem:
        for one in problem.errors():
            name = str(one["loc"][0]) if one["loc"] else "red_from"
            read.errors[name] = range_words(_fields(series)[name]) if one["loc"] else _("Rött ska börja över målet.")


def _is_whole(info: FieldInfo) -> bool:
    return info.annotation in (int, int | None)


def range_words(info: FieldInfo) -> str:
    """Return which numbers a field takes."""
    ends = [getattr(one, "ge", getattr(one, "le", None)) for one in info.metadata if isinstance(one, Ge | Le)]
    if len(ends) != 2:
        return str(_("Skriv ett tal."))
    low, high = (write_number(chosen_language(), end) for end in ends)
    return str(_("Skriv ett tal från %(low)s till %(high)s.", low=low, high=high))


def _read_instructions(read: PlanForm, series: Series, plan: MeasurementPlan | None, signer: Signer) -> None:
    """Keep texts that are as they were with their signature; a new or changed one is signed now, or refused."""
    own = read_instructions(plan.instructions if plan else None)
    for key in INSTRUCTION_KEYS.get(series, ()):
        text = read.typed[f"text_{key}"].replace("\r\n", "\n")
        if not text:
            continue
        last, days = find_date(read.typed[f"to_{key}"]), read.typed[f"days_{key}"]
        before = own.get(key)
        if before and (before.text, before.valid_to, str(before.max_days)) == (text, last, days):
            read.instructions[key] = before.model_dump(mode="json")
            continue
        if len(text) > LONGEST:
            read.errors[f"text_{key}"] = _("Texten är för lång. Skriv högst %(num)s tecken.", num=LONGEST)
        if last is None or not signer.on <= last <= latest_end(signer.on):
            read.errors[f"to_{key}"] = _("En text gäller högst sex månader. Välj en dag till och med %(day)s.",
                                         day=latest_end(signer.on))  # fmt: skip
        if not (days.isascii() and days.isdigit() and 1 <= int(days[:3]) <= MOST_DAYS):
            read.errors[f"days_{key}"] = _("Skriv ett antal dagar från 1 till %(most)s.", most=MOST_DAYS)
        if read.typed["sign"] != "yes":
            read.errors["sign"] = _("Signera texterna: patienten läser dem ord för ord.")
        if not read.errors and last is not None:
            one = Instruction(text=text, signed_by=signer.name, role=signer.role, signed_on=signer.on, valid_to=last,
                              max_days=int(days))  # fmt: skip
            read.instructions[key] = one.model_dump(mode="json")
