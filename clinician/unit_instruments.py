"""The unit's licensed instruments: which are locked, stating a right with the wording, and locking again."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import unit_admin, viewer
from core import web
from core.clock import local_date
from core.errors import ConflictError
from core.web_forms import once
from people.models import CareUnit
from people.units import get_admin_unit, list_admin_units
from ratings.instruments import Instrument
from ratings.records import short_name
from ratings.wording_form import LANGUAGES, WordingForm, check_wording
from ratings.wording_models import InstrumentWording, RightKind
from ratings.wordings import (
    get_locked_instrument,
    list_locked_instruments,
    list_newest,
    list_versions,
    lock_instrument,
    unlock_instrument,
)


def kind_names() -> dict[str, str]:
    """Return what the kinds of right are called."""
    return {
        RightKind.LICENCE: _("Licens som enheten har köpt"),
        RightKind.PERMISSION: _("Skriftligt tillstånd från ägaren"),
        RightKind.TERMS: _("Ägarens villkor, som enheten uppfyller"),
        RightKind.REGIONAL: _("Regionens eller landets gemensamma avtal"),
    }


def _unit_and_day() -> tuple[CareUnit, date]:
    unit = get_admin_unit(web.session(), viewer(), request.values.get("unit") or None)
    return unit, local_date(web.now(), unit.zone)


def state_of(wording: InstrumentWording | None, today: date) -> str:
    """Return how an instrument stands in a unit: locked, withdrawn, expired or open."""
    if wording is None:
        return "locked"
    if wording.withdrawn_at is not None:
        return "withdrawn"
    return "expired" if wording.valid_to is not None and wording.valid_to < today else "open"


@unit_admin.get("/unit/instruments")
def instruments() -> str:
    """Show the licensed instruments and how each stands in the unit."""
    unit, today = _unit_and_day()
    newest = list_newest(web.session(), unit.id)
    rows = [
        (one, short_name(one.id), newest.get(one.id), state_of(newest.get(one.id), today))
        for one in list_locked_instruments()
    ]
    units = list_admin_units(web.session(), viewer())
    return render_template("desk/unit_instruments.html", unit=unit, units=units, rows=rows)


@unit_admin.get("/unit/instruments/<instrument>")
def instrument(instrument: str) -> str:
    """Show the form where the unit states its right and enters the wording."""
    unit, today = _unit_and_day()
    return _form_page(unit, get_locked_instrument(instrument), today)


def _form_page(unit: CareUnit, found: Instrument, today: date, **shown: Any) -> str:
    versions = list_versions(web.session(), unit.id, found.id)
    newest = versions[0] if versions else None
    asked: dict[str, Any] = {
        "form": WordingForm.of(newest, found), "errors": {}, "seen": newest.number if newest else 0,
    } | shown  # fmt: skip
    values = found.values_of(found.items[0])
    return render_template(
        "desk/unit_instrument.html", unit=unit, instrument=found, name=short_name(found.id), versions=versions,
        state=state_of(newest, today), newest=newest, kinds=kind_names(), languages=_language_names(),
        low=values[0], high=values[-1], today=today, **asked,
    )


def _language_names() -> list[tuple[str, str]]:
    names = {"sv": _("Svenska"), "en": _("Engelska")}
    return [(language, names[language]) for language in LANGUAGES]


@unit_admin.post("/unit/instruments/<instrument>")
@once
def save_instrument(instrument: str) -> Any:
    """Keep the unit's right and wording as a new version; from now on the instrument may be asked."""
    unit, today = _unit_and_day()
    found = get_locked_instrument(instrument)
    form, typed = WordingForm.read(request.form, request.form.getlist("reversed")), request.form.get("seen", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    checked, errors = check_wording(form, found, today)
    if checked is None:
        said = {name: _(reason) for name, reason in errors.items()}
        return _form_page(unit, found, today, form=form, errors=said, seen=seen), 422
    try:
        unlock_instrument(web.session(), unit.id, found.id, checked, seen=seen, actor_id=viewer().id, now=web.now())
    except ConflictError as problem:
        web.rollback()
        unit, today = _unit_and_day()
        return _form_page(unit, found, today, form=form, errors={"holder": _(problem.reason)}, seen=seen), 409
    flash(_("%(instrument)s är upplåst på %(unit)s.", instrument=short_name(found.id), unit=unit.name), "ok")
    return redirect(url_for("unit_admin.instruments", unit=unit.public_id))


@unit_admin.post("/unit/instruments/<instrument>/lock")
@once
def lock(instrument: str) -> Any:
    """Lock an instrument again; the answers that are there keep their words."""
    unit, _today = _unit_and_day()
    found = get_locked_instrument(instrument)
    lock_instrument(web.session(), unit.id, found.id, actor_id=viewer().id, now=web.now())
    name = short_name(found.id)
    flash(_("%(instrument)s är låst. Svaren som finns går fortfarande att läsa.", instrument=name), "ok")
    return redirect(url_for("unit_admin.instruments", unit=unit.public_id))
