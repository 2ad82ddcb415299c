"""The steps of a module: reading, exercises that save themselves, quick questions, the sleep window and ratings."""

from collections.abc import Callable
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale

from core import web
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import clock_text
from patient import film
from patient.diary import diary_week
from patient.exercise_forms import rows_after, say_answers, say_errors, view_fields
from patient.guard import pages, viewer
from patient.places import open_place
from patient.times import today
from patient.window import FIELDS as WINDOW_FIELDS
from patient.window import show_window, take_window
from patient.written import read_step
from programs.fields import Filled, read_form
from programs.library import text_html
from programs.progress import Place, complete_step, find_answer, get_step, look_again, save_answers
from programs.rating_calendar import askable
from programs.schema import FieldDef, FieldKind, Question, Step, StepKind, Words
from programs.unlocking import list_comments
from ratings.instruments import get_instrument
from ratings.records import list_for_subject

WRITTEN = (StepKind.EXERCISE, StepKind.QUIZ)


@pages.route("/program/<public:enrollment>/<small:number>/<step>", methods=["GET", "POST"])
@once
def step(enrollment: str, number: int, step: str) -> Any:
    """Show a step of an open module, and take what the patient did in it."""
    is_post = request.method == "POST"
    place = open_place(enrollment, number, writing=is_post)
    found = get_step(place, step)
    return (TAKE if is_post else SHOW)[found.kind](place, found)


@pages.post("/program/<public:enrollment>/<small:number>/<step>/draft")
def draft(enrollment: str, number: int, step: str) -> Any:
    """Keep what is typed so far, while it is typed; saving twice changes nothing more."""
    place = open_place(enrollment, number, writing=True)
    found = get_step(place, step)
    if found.kind not in WRITTEN:
        raise NotFoundError
    filled = read_form(fields_of(found), request.form, final=False)
    save_answers(web.session(), place, found.id, filled.answers, web.now())
    return jsonify(saved=clock_text(web.now()))


def next_address(place: Place, step: Step) -> str:
    """Return where a finished step leads: the next step, or the module's page after the last."""
    _before, after = place.module.neighbours(step.id)
    return _address(place, after)


def _address(place: Place, step: Step | None) -> str:
    names: dict[str, Any] = {"enrollment": place.enrollment.public_id, "number": place.module.number}
    return url_for("patient.step", step=step.id, **names) if step else url_for("patient.module", **names)


def step_page(template: str, place: Place, step: Step, **more: Any) -> str:
    """Draw a step with the way back and on."""
    before, after = place.module.neighbours(step.id)
    return render_template(
        f"patient/{template}", place=place, enrollment=place.enrollment.public_id, module=place.module, step=step,
        at=place.module.steps.index(step), before=_address(place, before), after=_address(place, after), **more,
    )


def _finish(place: Place, step: Step) -> Any:
    """Note a step as done and lead on; what was answered in it may have brought steps or taken them away."""
    complete_step(web.session(), place, step.id, web.now())
    return redirect(next_address(look_again(place), step))


def _show_text(place: Place, step: Step) -> str:
    html = text_html(place.enrollment.program, place.enrollment.program_version, place.module.number, step.id,
                     str(get_locale()))
    return step_page("step_text.html", place, step, html=html)


def fields_of(step: Step) -> tuple[FieldDef, ...]:
    """Return the fields that are filled in; a quiz is answered with yes and no."""
    return tuple(_yes_no(one) for one in step.questions) if step.kind is StepKind.QUIZ else step.fields


def _yes_no(question: Question) -> FieldDef:
    return FieldDef(id=question.id, kind=FieldKind.YESNO, label=question.text, required=True)


def _show_exercise(place: Place, step: Step, filled: Filled | None = None) -> str:
    answer = find_answer(web.session(), place, step.id) if filled is None else None
    answers = filled.answers if filled else answer.answers if answer else {}
    errors = say_errors(filled) if filled else {}
    return step_page(
        "step_exercise.html", place, step, errors=errors, fields=view_fields(step.fields, answers, errors),
        pairs=say_answers(step.fields, answers), saved_at=clock_text(answer.saved_at) if answer else "",
        comments=list_comments(web.session(), place.enrollment.id, place.module.number).get(step.id, []),
        week=diary_week(place.enrollment, today()) if step.diary else None,
    )


def _take_exercise(place: Place, step: Step) -> Any:
    then = request.form.get("then", "done")
    filled = read_form(step.fields, request.form, final=then == "done")
    if then == "done" and filled.errors:
        return _show_exercise(place, step, filled), 422
    save_answers(web.session(), place, step.id, filled.answers, web.now())
    if then == "later":
        return redirect(_address(place, None))
    if then.startswith("add."):
        return redirect(_grown(place, step, then.removeprefix("add.")))
    finished = _finish(place, step)
    return read_step(place, step, step.fields, filled.answers) or finished


def _grown(place: Place, step: Step, field_id: str) -> str:
    """Return the address of the same step with one row more of a field, at that row."""
    asked, anchor = rows_after(step.fields, field_id)
    return url_for("patient.step", enrollment=place.enrollment.public_id, number=place.module.number, step=step.id,
                   _anchor=anchor, **asked)  # fmt: skip


def _show_quiz(place: Place, step: Step, filled: Filled | None = None) -> str:
    answer = find_answer(web.session(), place, step.id) if filled is None else None
    answers = filled.answers if filled else answer.answers if answer else {}
    errors = say_errors(filled) if filled else {}
    told = {one.id: _feedback(one, answers.get(one.id)) for one in step.questions} if step.id in place.done else {}
    return step_page("step_quiz.html", place, step, errors=errors, told=told,
                     fields=view_fields(fields_of(step), answers, errors))


def _feedback(question: Question, answer: Any) -> tuple[bool, Words] | None:
    if answer not in ("yes", "no"):
        return None
    is_right = (answer == "yes") == question.answer
    return is_right, question.right if is_right else question.wrong


def _take_quiz(place: Place, step: Step) -> Any:
    filled = read_form(fields_of(step), request.form, final=True)
    if filled.errors:
        return _show_quiz(place, step, filled), 422
    save_answers(web.session(), place, step.id, filled.answers, web.now())
    complete_step(web.session(), place, step.id, web.now())
    return redirect(_address(place, step))


def _show_rating(place: Place, step: Step) -> str:
    subject = f"module:{place.enrollment.public_id}:{place.module.number}"
    ratings = list_for_subject(web.session(), viewer().id, subject)
    asked = [(get_instrument(name), ratings.get(name)) for name in askable(step.instruments, place.unit.id, today())]
    return step_page("step_rating.html", place, step, asked=asked, word=f"m{place.module.number}")


def _show_film(place: Place, step: Step) -> str:
    return film.show(place, step, step_page)


def _show_window(place: Place, step: Step) -> Any:
    return show_window(place, step, step_page)


def _take_window(place: Place, step: Step) -> Any:
    refused = take_window(place, step, step_page)
    if refused:
        return refused
    finished, answers = _finish(place, step), read_form(WINDOW_FIELDS, request.form, final=True).answers
    return read_step(place, step, WINDOW_FIELDS, answers) or finished


def _pass_rating(place: Place, step: Step) -> Any:
    return redirect(next_address(place, step))


Handler = Callable[[Place, Step], Any]
SHOW: dict[StepKind, Handler] = {
    StepKind.TEXT: _show_text, StepKind.EXERCISE: _show_exercise, StepKind.QUIZ: _show_quiz,
    StepKind.RATING: _show_rating, StepKind.WINDOW: _show_window,
    StepKind.FILM: _show_film,
}  # fmt: skip
TAKE: dict[StepKind, Handler] = {
    StepKind.TEXT: _finish, StepKind.EXERCISE: _take_exercise, StepKind.QUIZ: _take_quiz,
    StepKind.RATING: _pass_rating, StepKind.WINDOW: _take_window, StepKind.FILM: _finish,
}  # fmt: skip
