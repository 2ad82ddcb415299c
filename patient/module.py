"""One module: its steps with progress, the clinician's answer, and sending it in."""

from typing import Any

from flask import redirect, render_template, url_for

from core import web
from core.web_forms import once
from messaging.unread import list_written_about
from patient.guard import pages, viewer
from patient.home import module_states
from patient.homework import state_options, view_tasks
from patient.places import open_place
from patient.written import read_module
from programs.homework import can_tell
from programs.models import ModuleStatus
from programs.progress import Place, load_progress
from programs.rating_calendar import rating_step
from programs.sending_in import pass_on, read_before, take_in
from programs.unlocking import list_comments

ANSWERED = (ModuleStatus.REVIEWED, ModuleStatus.RETURNED)


@pages.get("/program/<public:enrollment>/<small:number>")
def module(enrollment: str, number: int) -> Any:
    """Show a module's steps, what is left and what the clinician has written."""
    place = open_place(enrollment, number)
    return _module_page(place)


def _module_page(place: Place) -> str:
    session, enrollment, number = web.session(), place.enrollment, place.module.number
    is_answered = place.unlock.status in ANSWERED
    rating = rating_step(place.module)
    return render_template(
        "patient/module.html", place=place, enrollment=enrollment.public_id, module=place.module,
        answers=list_written_about(session, viewer().id, enrollment.unit_id, f"module:{enrollment.public_id}:{number}")
        if is_answered else [],
        comments=list_comments(session, enrollment.id, number) if is_answered else {},
        tasks=view_tasks(place), task_states=state_options(), can_tell=can_tell(place),
        rating_left=rating if rating and rating.id not in place.done else None,
        sent_before=read_before(place, place.unlock.submitted_at) if place.unlock.submitted_at else None,
    )


@pages.post("/program/<public:enrollment>/<small:number>/submit")
@once
def submit(enrollment: str, number: int) -> Any:
    """Send a module in."""
    place = open_place(enrollment, number, writing=True)
    if place.can_write and place.missing_steps():
        return _module_page(place), 422
    sent = take_in(web.session(), place, web.now())
    card = read_module(place, sent.answers)
    pass_on(web.session(), place, sent, web.now(), has_alarm=card is not None)
    return card or redirect(url_for("patient.module_done", enrollment=enrollment, number=number))


@pages.get("/program/<public:enrollment>/<small:number>/done")
def module_done(enrollment: str, number: int) -> Any:
    """Say that a module has been sent, who reads it and before when."""
    place = open_place(enrollment, number)
    if place.unlock.submitted_at is None or place.can_write:
        return redirect(url_for("patient.module", enrollment=enrollment, number=number))
    progress = load_progress(web.session(), [place.enrollment])[0]
    return render_template(
        "patient/module_done.html", place=place, enrollment=enrollment, module=place.module,
        states=module_states(progress), before=read_before(place, place.unlock.submitted_at),
        done=[step for step in place.module.steps if step.id in place.done], last=len(progress.program.modules),
    )
