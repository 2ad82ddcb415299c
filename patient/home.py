"""The patient's first page: where he is, the one thing to do next, and what else there is today."""

from datetime import date
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core import web
from core.web_language import when_text
from messaging.unread import Unread, find_unread
from patient.guard import pages, viewer
from patient.times import first_name, today
from patient.today import TodayRow, list_today_rows
from programs.goals import asks_for_goal
from programs.models import EnrollmentStatus
from programs.progress import Progress
from programs.rating_calendar import Due, Last, find_due, list_last_answered
from programs.today import Treatment, list_treatments, stands_at

SECONDS_A_QUESTION = 15


@pages.get("/home")
def home() -> Any:
    """Show the first page; a crisis card that is not read comes before it."""
    session, now, me = web.session(), web.now(), viewer()
    treatments = list_treatments(session, me.id, today())
    card = next((one.unread_card for one in treatments if one.unread_card), None)
    if card:
        return redirect(url_for("patient.help_card", risk=card))
    unread = find_unread(session, me.id)
    last = list_last_answered(session, me.id) if _asks_anything(treatments) else {}
    rows = [*_rows(treatments, last, unread), *list_today_rows(session, me, now)]
    rows.sort(key=lambda row: row.place)
    main = treatments[0] if treatments else None
    main_row = rows.pop(0) if main and rows and has_rest(main) else None
    return render_template(
        "patient/home.html", me=me.user, main=main, module=stands_at(main) if main else None, today=today(),
        rows_today=rows, main_row=main_row, unread=unread.count, active_tab="home",
        states=module_states(main.progress) if main else [],
    )


def has_rest(treatment: Treatment) -> bool:
    """Tell whether nothing in the program's modules waits for the patient, so that another thing may come first."""
    return treatment.enrollment.status is EnrollmentStatus.ACTIVE and treatment.progress.current_module() is None


def _asks_anything(treatments: list[Treatment]) -> bool:
    return any(one.progress.program.kind == "kbt" or one.enrollment.added_ratings for one in treatments)


def module_states(progress: Progress) -> list[str]:
    """Return "done", "now" or "locked" for each module, as the landscape draws them."""
    current = progress.current_module()
    states = []
    for module in progress.program.modules:
        is_now = current is not None and module.number == current.number
        states.append("now" if is_now else "done" if progress.is_done(module) else "locked")
    return states


def _rows(treatments: list[Treatment], last: Last, unread: Unread) -> list[TodayRow]:
    rows = [row for one in treatments for row in _program_rows(one, last, today())]
    if unread.count:
        name = first_name(unread.sender)
        title = _("Nytt från %(name)s", name=name) if name else _("Nytt meddelande")
        rows.append(TodayRow(url_for("patient.messages"), "chat", title, _sent_text(unread), "apricot", 20))
    return rows


def _sent_text(unread: Unread) -> str:
    return str(_("Skickat %(when)s", when=when_text(unread.newest_at)))


def _program_rows(one: Treatment, last: Last, day: date) -> list[TodayRow]:
    rows = []
    public_id = one.enrollment.public_id
    if one.misses_row:
        rows.append(_diary_row(one, day))
    if one.letter:
        href = url_for("patient.letter", letter=one.letter)
        rows.append(TodayRow(href, "doc", _("Ett brev från dig till dig"), _("Du skrev det själv"), "", 40))
    due = find_due(one.progress, last, day, viewer().user.zone)
    if due is not None:
        rows.append(TodayRow(_due_href(one, due), "form", _("Veckans frågor"), _due_fact(due), "sky", 30))
    if asks_for_goal(one.progress):
        href = url_for("patient.goal", enrollment=public_id)
        rows.append(TodayRow(href, "walk", _("Skriv ditt mål"), _("Med egna ord, några rader räcker"), "", 60))
    return rows


def _diary_row(one: Treatment, day: date) -> TodayRow:
    href = url_for("patient.diary_day", enrollment=one.enrollment.public_id, day=day.isoformat())
    if one.has_sleep_diary:
        return TodayRow(href, "moon", _("Skriv nattens rad"), _("Tar ungefär en minut"), "", 10)
    return TodayRow(href, "pen", _("Skriv dagens rad"), _("Tar några minuter"), "", 10)


def _due_href(one: Treatment, due: Due) -> str:
    if due.module is None:
        return url_for("patient.rating_occasion", enrollment=one.enrollment.public_id, word="week")
    return url_for("patient.step", enrollment=one.enrollment.public_id, number=due.module, step=due.step)


def _due_fact(due: Due) -> str:
    questions = ngettext("%(num)d fråga", "%(num)d frågor", due.questions)
    minutes = max(1, round(due.questions * SECONDS_A_QUESTION / 60))
    return str(ngettext("%(questions)s, cirka %(num)d minut", "%(questions)s, cirka %(num)d minuter", minutes,
                        questions=questions))

