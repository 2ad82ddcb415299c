"""Reads what the patient has sent in: who writes of not wanting to live sees whom to call at once (S1, K1)."""

from datetime import date
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from assistant.written import WrittenAlarm, WrittenIn, raise_drowsy, raise_written
from core import web
from core.web_language import in_language
from patient.guard import viewer
from patient.times import first_name
from people.models import CareUnit, User
from programs.models import Enrollment
from programs.progress import Place
from programs.schema import FieldDef, Step


def read_step(place: Place, step: Step, fields: tuple[FieldDef, ...], answers: dict[str, Any]) -> Any:
    """Read an exercise that is done; returns the way to the crisis card, or None when nothing cannot wait."""
    number = place.module.number
    title = _("Modul %(number)s: %(title)s", number=number, title=in_language(step.title))
    written_in = WrittenIn(f"{place.enrollment.public_id}:{number}:{step.id}:", title)
    _read_traffic(place, fields, answers, written_in)
    return _to_card(_read(place.unit, answers, written_in))


def read_module(place: Place, frozen: list[dict[str, Any]]) -> Any:
    """Read a module that was sent in, for what was changed after its step was done; words read before are not new."""
    number = place.module.number
    title = _("Modul %(number)s: %(title)s", number=number, title=in_language(place.module.title))
    written_in = WrittenIn(f"{place.enrollment.public_id}:{number}:", title)
    fields = tuple(field for step in place.module.steps for field in step.fields)
    for answers in frozen:
        _read_traffic(place, fields, answers, written_in)
    found = _read(place.unit, frozen, written_in)
    return _to_card(found) if found and found.is_new else None


def read_goal(enrollment: Enrollment, words: str) -> Any:
    """Read a goal; returns the way to the crisis card, or None."""
    unit = web.session().get_one(CareUnit, enrollment.unit_id)
    return read_words(unit, words, f"{enrollment.public_id}:goal:", _("Målet med egna ord"))


def read_diary(enrollment: Enrollment, unit: CareUnit, day: date, answers: dict[str, Any]) -> Any:
    """Read a day's row of a diary; returns the way to the crisis card, or None."""
    title = _("Dagboken %(day)s", day=day.isoformat())
    return _to_card(_read(unit, answers, WrittenIn(f"{enrollment.public_id}:diary:{day.isoformat()}:", title)))


def read_words(unit: CareUnit, words: str, place: str, title: str) -> Any:
    """Read a text of another form; returns the way to the crisis card, or None."""
    return _to_card(_read(unit, words, WrittenIn(place, title)))


def _read(unit: CareUnit, answers: Any, written_in: WrittenIn) -> WrittenAlarm | None:
    return raise_written(web.session(), viewer().id, unit, answers, written_in, web.now())


def _to_card(found: WrittenAlarm | None) -> Any:
    return redirect(url_for("patient.help_card", risk=found.risk.public_id)) if found else None


def _read_traffic(place: Place, fields: tuple[FieldDef, ...], answers: dict[str, Any], written_in: WrittenIn) -> None:
    """Raise a yes to having nearly fallen asleep in traffic, and say at once not to drive (instruments.md 3.2)."""
    for field in fields:
        if field.raises is None or answers.get(field.id) != "yes":
            continue
        if raise_drowsy(web.session(), viewer().id, place.unit, field.label.sv, written_in, web.now()):
            _tell_not_to_drive(place.clinician)


def _tell_not_to_drive(clinician: User) -> None:
    more = _("Det gäller också cykel och maskiner. %(name)s hör av sig, och ditt sömnfönster kortas inte.",
             name=first_name(clinician.name))  # fmt: skip
    flash(f"{_('Kör inte bil när du är så här sömnig')}. {more}", "warn")
