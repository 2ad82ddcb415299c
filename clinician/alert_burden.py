"""How often the limits of the unit's patients call, and how often nothing needed to be done; sums, no people."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from clinician.guard import clinician, unit_admin, viewer
from core import web
from core.language import write_number
from core.web_language import chosen_language
from monitoring.burden import LEAST, WEEKS
from monitoring.models import AlertBurden
from monitoring.series import Series
from monitoring.value_texts import series_name
from people.models import CareUnit, Role
from people.units import get_admin_unit

RECENT = 4
BAR_HEIGHT = 36


@dataclass(frozen=True)
class BurdenRow:
    """What the limits of one series cost a unit.

    :ivar bars: for each of thirteen weeks its calls and the height of its bar.
    :ivar idle: share of the handled calls that ended without action, in words.
    """

    name: str
    patients: int
    a_week: str
    urgent: int
    yellow: int
    idle: str
    bars: list[tuple[int, float]]


@dataclass(frozen=True)
class UnitBurden:
    """What the limits cost one unit; ``counted_at`` None while the first count is under way."""

    unit: CareUnit
    counted_at: Any
    sentence: str
    rows: list[BurdenRow]


@clinician.get("/alerts")
def alerts() -> str:
    """Show a clinician what limits cost in his units."""
    return _page(viewer().unit_ids(Role.CLINICIAN))


@unit_admin.get("/unit/alerts")
def unit_alerts() -> str:
    """Show an admin what limits cost in the unit."""
    return _page([get_admin_unit(web.session(), viewer(), request.args.get("unit") or None).id])


def _page(units: Iterable[int]) -> str:
    rows = web.session().execute(
        select(CareUnit, AlertBurden)
        .outerjoin(AlertBurden, AlertBurden.unit_id == CareUnit.id)
        .where(CareUnit.id.in_(list(units)))
        .order_by(CareUnit.name)
    )
    shown = [_unit(row[0], row[1]) for row in rows]
    return render_template("desk/alerts.html", shown=shown, least=LEAST)


def _unit(unit: CareUnit, burden: AlertBurden | None) -> UnitBurden:
    figures = burden.figures if burden is not None else {}
    rows = [_row(series, figures[series.value]) for series in Series if series.value in figures]
    return UnitBurden(unit, burden.counted_at if burden else None, _sentence(figures), rows)


def _sentence(figures: dict[str, Any]) -> str:
    """Return what thirteen weeks say: how often somebody is called, and how often for nothing."""
    calls = sum(sum(one["weeks"]) for one in figures.values())
    acted, idle = (sum(one[name] for one in figures.values()) for name in ("acted", "no_action"))
    words = str(ngettext("Gränserna larmar %(num)d gång i veckan.", "Gränserna larmar %(num)d gånger i veckan.",
                         round(calls / WEEKS)))  # fmt: skip
    if acted + idle:
        share = round(100 * idle / (acted + idle))
        words += " " + str(_("%(share)s procent av det som hanterats behövde ingen åtgärd.", share=share))
    return words


def _row(series: Series, one: dict[str, Any]) -> BurdenRow:
    language, handled = chosen_language(), one["acted"] + one["no_action"]
    most = max(one["weeks"]) or 1
    share = round(100 * one["no_action"] / handled) if handled else 0
    idle = _("%(share)s procent av %(num)s", share=share, num=handled)
    return BurdenRow(
        name=series_name(series, language), patients=one["patients"],
        a_week=str(write_number(language, Decimal(sum(one["weeks"][-RECENT:])) / RECENT)),
        urgent=one["red"] + one["emergency"], yellow=one["yellow"], idle=str(idle) if handled else "–",
        bars=[(number, round(BAR_HEIGHT * number / most, 1)) for number in one["weeks"]],
    )
