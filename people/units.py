"""Care providers and units: made by system admins, described by the unit's own admins."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from core.language import _l
from people.identity import find_phone, show_phone
from people.models import CareProvider, CareUnit, Role
from people.viewer import Viewer

USUAL_HOURS = {str(day): ["08:00", "16:00"] for day in range(5)}
LONGEST_PROMISE = 10
"""Working days; a longer wait must be agreed with the patient in words."""

WRITE_UNIT_NAME = _l("Skriv enhetens namn, högst 120 tecken.")
WRITE_PROVIDER_NAME = _l("Skriv vårdgivarens namn, högst 120 tecken.")
WRITE_PHONE = _l("Skriv telefonnumret med riktnummer, till exempel 08-465 004 10.")
WRITE_HOURS = _l("Skriv när enheten öppnar och stänger, till exempel 08:00 och 16:00, eller lämna båda tomma.")
HOURS_ORDER = _l("Enheten måste stänga senare än den öppnar.")
NEVER_OPEN = _l("Skriv öppettider för minst en dag. Annars kan ingen få veta när någon läser.")
WRITE_DAYS = _l("Skriv ett helt antal vardagar från 0 till 10.")
CHANGED_MEANWHILE = _l("Någon annan ändrade enheten medan du skrev. Öppna sidan på nytt och gör din ändring igen.")


@dataclass(frozen=True)
class UnitDetails:
    """What a unit says about itself."""

    name: str
    phone: str
    answer_days: int
    hours: dict[str, list[str]]
    answers_by_sms: bool = False


@dataclass
class UnitForm:
    """A unit's details as they were typed: nothing in it is sure yet."""

    name: str = ""
    phone: str = ""
    answer_days: str = ""
    hours: dict[str, tuple[str, str]] = field(default_factory=dict)
    answers_by_sms: bool = False

    @classmethod
    def of(cls, unit: CareUnit) -> "UnitForm":
        """Return the form filled with what a unit says today."""
        hours = {day: (spans[0], spans[1]) for day, spans in unit.opening_hours.items() if len(spans) > 1}
        return cls(unit.name, show_phone(find_phone(unit.phone)) or unit.phone, str(unit.answer_days), hours,
                   unit.answers_by_sms)

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> "UnitForm":
        """Return the form as it was sent: name, phone, answer_days, answers_by_sms, opens_0 to closes_6."""
        days = [str(day) for day in range(7)]
        hours = {day: (fields.get(f"opens_{day}", "").strip(), fields.get(f"closes_{day}", "").strip()) for day in days}
        return cls(fields.get("name", ""), fields.get("phone", ""), fields.get("answer_days", ""), hours,
                   fields.get("answers_by_sms") == "yes")


def check_unit(form: UnitForm) -> tuple[UnitDetails | None, dict[str, str]]:
    """Return the details when all can be accepted, and else the field names with what to write instead."""
    errors: dict[str, str] = {}
    name, phone = " ".join(form.name.split()), find_phone(form.phone)
    if not 1 <= len(name) <= 120:
        errors["name"] = WRITE_UNIT_NAME
    if phone is None or len(show_phone(phone)) > 20:
        errors["phone"] = WRITE_PHONE
    days = form.answer_days.strip()
    if not re.fullmatch(r"[0-9]{1,2}", days) or int(days) > LONGEST_PROMISE:
        errors["answer_days"] = WRITE_DAYS
    hours, wrong = _check_hours(form.hours)
    errors |= wrong
    if errors:
        return None, errors
    return UnitDetails(name, show_phone(phone), int(days), hours, form.answers_by_sms), {}


def _check_hours(typed: dict[str, tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, str]]:
    hours: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    for day, (opens, closes) in sorted(typed.items()):
        if not opens and not closes:
            continue
        first, last = _tidy_time(opens), _tidy_time(closes)
        if first is None or last is None:
            errors[f"opens_{day}"] = WRITE_HOURS
        elif first >= last:
            errors[f"opens_{day}"] = HOURS_ORDER
        else:
            hours[day] = [first, last]
    if not hours and not errors:
        errors["opens_0"] = NEVER_OPEN
    return hours, errors


def _tidy_time(text: str) -> str | None:
    """Return 8, 8.30, 0830 or 08:30 as 08:30, or None when it is no time of day."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])(?:[:.]?([0-5][0-9]))?", text)
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else None


def version_of(unit: CareUnit) -> str:
    """Return a short sign of what a unit says now; a form carries it, so that two edits collide (H4)."""
    about = [unit.name, unit.phone, unit.answer_days, unit.opening_hours, unit.answers_by_sms]
    said = json.dumps(about, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def change_unit(
    session: Session, unit: CareUnit, details: UnitDetails, *, seen: str, actor_id: int, now: datetime
) -> None:
    """Let a unit say something else about itself.

    :param seen: the version the form was filled in from.
    :raises ConflictError: when somebody else changed it in between.
    """
    session.refresh(unit, with_for_update=True)
    if seen != version_of(unit):
        raise ConflictError(CHANGED_MEANWHILE)
    unit.name, unit.phone, unit.answer_days = details.name, details.phone, details.answer_days
    unit.opening_hours, unit.answers_by_sms = details.hours, details.answers_by_sms
    record_event(session, now, "unit.change", actor_id=actor_id, actor_role="unit_admin", unit_id=unit.id)


def list_admin_units(session: Session, viewer: Viewer) -> list[CareUnit]:
    """Return the units somebody administers, by name."""
    ids = viewer.unit_ids(Role.UNIT_ADMIN)
    return list(session.scalars(select(CareUnit).where(CareUnit.id.in_(ids)).order_by(CareUnit.name, CareUnit.id)))


def get_admin_unit(session: Session, viewer: Viewer, public_id: str | None = None) -> CareUnit:
    """Return the unit somebody administers: the named one, or the first.

    :raises NotFoundError: when it is another's unit.
    :raises ForbiddenError: when the person administers none.
    """
    units = list_admin_units(session, viewer)
    if not units:
        raise ForbiddenError
    found = [unit for unit in units if public_id in (None, unit.public_id)]
    if not found:
        raise NotFoundError
    return found[0]


def create_provider(session: Session, name: str, *, actor_id: int, now: datetime) -> CareProvider:
    """Make a care provider; raises InvalidError for a name that will not do."""
    tidy = " ".join(name.split())
    if not 1 <= len(tidy) <= 120:
        raise InvalidError("provider_name", WRITE_PROVIDER_NAME)
    provider = CareProvider(name=tidy)
    session.add(provider)
    session.flush()
    record_event(session, now, "provider.create", actor_id=actor_id, actor_role="system_admin",
                 object_kind="care_provider", object_id=provider.public_id)
    return provider


def create_unit(
    session: Session, provider_public_id: str, name: str, phone: str, *, actor_id: int, now: datetime
) -> CareUnit:
    """Make a care unit with the usual opening hours, which its own admins then correct.

    :raises InvalidError: when a field cannot be accepted or the provider does not exist.
    """
    provider = session.scalar(select(CareProvider).where(CareProvider.public_id == provider_public_id))
    if provider is None:
        raise InvalidError("provider", _l("Välj vårdgivare i listan."))
    details, errors = check_unit(UnitForm(name, phone, "1", {day: (a, b) for day, (a, b) in USUAL_HOURS.items()}))
    if details is None:
        raise InvalidError(*next(iter(errors.items())))
    unit = CareUnit(
        provider_id=provider.id, name=details.name, phone=details.phone, answer_days=details.answer_days,
        opening_hours=details.hours,
    )
    session.add(unit)
    session.flush()
    record_event(session, now, "unit.create", actor_id=actor_id, actor_role="system_admin", unit_id=unit.id)
    return unit
