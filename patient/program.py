"""The patient's programs: the list, the path through one with who opens what, and the goal in own words."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import web
from core.errors import InvalidError, NotFoundError
from core.web_forms import once
from core.web_language import day_text, in_language
from patient.guard import pages, viewer
from patient.times import first_name, today
from patient.written import read_goal
from programs.day_diary import diary_of
from programs.enrollment import get_own_enrollment, is_readable
from programs.goals import LONGEST, asks_for_goal, shows_goal_again, write_goal
from programs.letters import list_letters
from programs.models import EnrollmentStatus, Letter, ModuleStatus
from programs.schema import Module, Step
from programs.today import Treatment, list_treatments, stands_at


@pages.get("/program")
def program_index() -> Any:
    """Show the patient's one program, or the list of several."""
    treatments = list_treatments(web.session(), viewer().id, today())
    if len(treatments) == 1:
        return _program_page(treatments[0])
    return render_template("patient/program_list.html", treatments=treatments, stands_at=stands_at,
                           active_tab="program")


@pages.get("/program/<public:enrollment>")
def program(enrollment: str) -> Any:
    """Show the path through one of the patient's own programs."""
    return _program_page(_get_treatment(enrollment))


def _get_treatment(public_id: str) -> Treatment:
    for treatment in list_treatments(web.session(), viewer().id, today()):
        if treatment.enrollment.public_id == public_id:
            return treatment
    raise NotFoundError


def _program_page(treatment: Treatment) -> str:
    return render_template(
        "patient/program.html", one=treatment, enrollment=treatment.enrollment, program=treatment.progress.program,
        stones=[_stone(treatment, module) for module in treatment.progress.program.modules],
        letters=_letters(treatment), diary=diary_of(treatment.enrollment),
        at=stands_at(treatment), asks_goal=asks_for_goal(treatment.progress),
        goal_first=shows_goal_again(treatment.progress), active_tab="program",
    )


def _letters(one: Treatment) -> list[tuple[Letter, Step]]:
    """Return the letters that have come back, without asking in a program where nobody writes any."""
    has_any = any(step.again_days for module in one.progress.program.modules for step in module.steps)
    return list_letters(web.session(), one.enrollment) if has_any else []


def _stone(one: Treatment, module: Module) -> dict[str, Any]:
    """Return a module as the trail draws it: state, the whole line in words, where it leads."""
    unlock = one.progress.unlocks.get(module.number)
    stone: dict[str, Any] = {"number": module.number, "title": in_language(module.title)}
    if unlock is None:
        return stone | {"state": "locked", "status": _locked_text(one, module)}
    href = _module_href(one, module)
    current = one.progress.current_module()
    if current is not None and current.number == module.number and one.enrollment.status is EnrollmentStatus.ACTIVE:
        done = one.progress.done[module.number]
        eyebrow = _("Vecka %(number)s, öppen nu", number=module.number)
        if unlock.status is ModuleStatus.RETURNED:
            eyebrow = _("Vecka %(number)s, att komplettera", number=module.number)
        return stone | {"state": "now", "eyebrow": eyebrow, "href": href, "steps_total": len(module.steps),
                        "steps_done": len(done), "action": _("Fortsätt") if done else _("Börja")}
    if unlock.status is ModuleStatus.SUBMITTED:
        status = _("Vecka %(number)s, inskickad. %(name)s läser den", number=module.number,
                   name=first_name(one.clinician.name))
        return stone | {"state": "sent", "href": href, "status": status}
    if not one.progress.is_done(module):
        return stone | {"state": "sent", "href": href, "status": _("Vecka %(number)s, öppen", number=module.number)}
    finished = unlock.reviewed_at or unlock.submitted_at
    status = _("Vecka %(number)s, klar", number=module.number)
    if finished:
        status = _("Vecka %(number)s, klar %(day)s", number=module.number, day=day_text(finished))
    return stone | {"state": "done", "href": href, "status": status}


def _module_href(one: Treatment, module: Module) -> str:
    """Return a module's address, or "" when the texts are no longer shown (programs.md A2)."""
    if not is_readable(one.enrollment, web.now()):
        return ""
    return url_for("patient.module", enrollment=one.enrollment.public_id, number=module.number)


def _locked_text(one: Treatment, module: Module) -> str:
    opened = max(one.progress.unlocks, default=0)
    if module.number != opened + 1:
        return str(_("Vecka %(number)s, låst", number=module.number))
    if one.progress.program.unlock == "weekly":
        return str(_("Vecka %(number)s, låst. Den öppnar när veckan börjar", number=module.number))
    if opened and not one.progress.program.get_module(opened).feedback:
        return str(_("Vecka %(number)s, låst. Den öppnar när vecka %(before)s är inskickad", number=module.number,
                     before=opened))
    return str(_("Vecka %(number)s, låst. %(name)s öppnar den efter vecka %(before)s", number=module.number,
                 name=first_name(one.clinician.name), before=module.number - 1))


@pages.route("/program/<public:enrollment>/goal", methods=["GET", "POST"])
@once
def goal(enrollment: str) -> Any:
    """Ask for the goal in the patient's own words, and keep it."""
    found = get_own_enrollment(web.session(), viewer().id, enrollment)
    if request.method == "GET":
        return _goal_page(enrollment, found.goal or "")
    words = request.form.get("goal", "")
    try:
        write_goal(web.session(), found, words, web.now())
    except InvalidError as problem:
        return _goal_page(enrollment, words, {problem.field: _(problem.reason)}), 422
    card = read_goal(found, words)
    if card:
        return card
    flash(_("Ditt mål är sparat."), "ok")
    return redirect(url_for("patient.program", enrollment=enrollment))


def _goal_page(enrollment: str, words: str, errors: dict[str, str] | None = None) -> str:
    return render_template("patient/goal.html", enrollment=enrollment, words=words, errors=errors or {},
                           longest=LONGEST)
