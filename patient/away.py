"""When the patient is away: told in two dates, taken back with one button; nothing reminds meanwhile."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import web
from core.errors import InvalidError
from core.web_forms import once
from core.web_language import long_day_text
from patient.guard import pages, viewer
from patient.times import today
from programs.absences import FURTHEST, end_absence, list_absences, tell_absence


@pages.route("/away", methods=["GET", "POST"])
@once
def away() -> Any:
    """Show when the patient is away, and keep more days."""
    if request.method == "GET":
        return _away_page()
    typed = {name: request.form.get(name, "")[:200] for name in ("first_day", "last_day")}
    days = {name: _read_day(text) for name, text in typed.items()}
    first, last = days["first_day"], days["last_day"]
    if first is None or last is None:
        missing = [name for name, day in days.items() if day is None]
        return _away_page(typed, {name: _("Välj en dag.") for name in missing}), 422
    try:
        tell_absence(web.session(), viewer().user, first, last, web.now())
    except InvalidError as problem:
        return _away_page(typed, {problem.field: _(problem.reason)}), 422
    flash(_("Sparat. Vi påminner inte till och med %(day)s.", day=long_day_text(last)), "ok")
    return redirect(url_for("patient.away"))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _away_page(typed: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "patient/away.html", absences=list_absences(web.session(), viewer().id, today()), typed=typed or {},
        errors=errors or {}, today=today(), furthest=today() + FURTHEST,
    )


@pages.post("/away/<public:absence>/end")
@once
def come_home(absence: str) -> Any:
    """Take back days that have not come, or come home earlier."""
    end_absence(web.session(), viewer().user, absence, web.now())
    flash(_("Borttaget. Nu är allt som vanligt igen."), "ok")
    return redirect(url_for("patient.away"))
