"""The first pages of a measuring program: read once, the last of them with a promise to know when to call 112."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import web
from core.db import insert_into
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import in_language
from monitoring.plans import PRESSURE, any_limits_of, limits_of
from monitoring.rhythm import RHYTHM_WORDS, Rhythm
from monitoring.series import FACTS, Series
from monitoring.series_summary import zone_of
from patient.guard import pages, viewer
from patient.zone_words import zone_words
from people.identity import show_phone
from programs.enrollment import get_own_enrollment
from programs.library import get_program, render
from programs.measuring import Measuring, list_measuring
from programs.models import Enrollment, EnrollmentStatus, StepCompletion
from programs.schema import Onboarding, Program

START_MODULE = 0
"""Under which module number the first pages are kept as done."""
RED_FLAGS = "red_flags"


@dataclass(frozen=True)
class StartPage:
    """The first page that is left, and whether any has been read."""

    href: str
    title: str
    left: int
    any_done: bool


def next_start_page(session: Session, enrollment: Enrollment | None) -> StartPage | None:
    """Return the first page the patient has not read, or None when all are read; one statement."""
    if enrollment is None or enrollment.status is EnrollmentStatus.ENDED:
        return None
    wanted = get_program(enrollment.program, enrollment.program_version).onboarding
    done = list_done(session, enrollment)
    left = [one for one in wanted if one.id not in done]
    if not left:
        return None
    href = url_for("patient.start_page", enrollment=enrollment.public_id, page=left[0].id)
    return StartPage(href, in_language(left[0].title), len(left), bool(done))


def list_done(session: Session, enrollment: Enrollment) -> set[str]:
    """Return the ids of the pages that are read."""
    return set(
        session.scalars(
            select(StepCompletion.step).where(
                StepCompletion.enrollment_id == enrollment.id, StepCompletion.module == START_MODULE
            )
        )
    )


@pages.route("/program/<public:enrollment>/start/<page>", methods=["GET", "POST"])
@once
def start_page(enrollment: str, page: str) -> Any:
    """Show one of the first pages, and keep that it was read."""
    found = get_own_enrollment(web.session(), viewer().id, enrollment)
    program = get_program(found.program, found.program_version)
    here = next((one for one in program.onboarding if one.id == page), None)
    if here is None:
        raise NotFoundError
    if request.method == "GET":
        return _show(found, program, here)
    if here.id == RED_FLAGS and request.form.get("know") != "yes":
        problem = _("Kryssa i rutan när du har läst.")
        return _show(found, program, here, {"know": problem}), 422
    row = {"enrollment_id": found.id, "module": START_MODULE, "step": here.id, "completed_at": web.now()}
    web.session().execute(insert_into(web.session(), StepCompletion).values(row).on_conflict_do_nothing())
    return redirect(_after(found, program, here))


def _after(enrollment: Enrollment, program: Program, here: Onboarding) -> str:
    place = program.onboarding.index(here) + 1
    if place == len(program.onboarding):
        return url_for("patient.values")
    return url_for("patient.start_page", enrollment=enrollment.public_id, page=program.onboarding[place].id)


def _show(enrollment: Enrollment, program: Program, here: Onboarding, errors: dict[str, str] | None = None) -> str:
    plans = list_measuring(web.session(), viewer().id) if here.id in ("limits", "plan") else []
    plans = [one for one in plans if one.plan.enrollment_public_id == enrollment.public_id]
    measuring = next((one for one in plans if one.plan.kind == PRESSURE), None)
    place = program.onboarding.index(here)
    before = program.onboarding[place - 1].id if place else ""
    return render_template(
        "patient/start_page.html", enrollment=enrollment.public_id, program=program, step=here, place=place,
        before=before, errors=errors or {}, text=Markup(render(in_language(here.text))),  # noqa: S704 - cleaned by nh3
        phone=show_phone(viewer().user.phone), plan=measuring.plan if measuring else None,
        limits=limits_of(measuring.plan) if measuring else None, nurse=plans[0].nurse_name if plans else "",
        series=[_series_line(one, here.id) for one in plans if one.plan.kind != PRESSURE], has_plans=bool(plans),
    )


def _series_line(one: Measuring, page: str) -> str:
    """Return what one series' plan says, in a line: how often, or the patient's own zone."""
    name = _(FACTS[Series(one.plan.kind)].name)
    if page == "plan":
        return str(_("%(name)s: %(rhythm)s, gärna klockan %(time)s.", name=name,
                     rhythm=str(_(RHYTHM_WORDS[Rhythm(one.plan.rhythm)])).lower(),
                     time=f"{one.plan.morning_hour:02d}:00"))  # fmt: skip
    words = zone_words(Series(one.plan.kind), zone_of(any_limits_of(one.plan)))
    return f"{name}: {words}" if words else str(_("%(name)s: inget eget mål än.", name=name))
