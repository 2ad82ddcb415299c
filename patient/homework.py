"""The homework of a module as a list: the patient says of each task whether it is done, partly done or not yet."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from core import web
from core.web_forms import once
from core.web_language import clock_text, in_language
from patient.guard import pages
from patient.places import open_place
from programs.homework import NAMES, HomeworkState, states_of, write_states
from programs.progress import Place

TASK = "task."


@pages.post("/program/<public:enrollment>/<small:number>/homework")
@once
def homework(enrollment: str, number: int) -> Any:
    """Keep how far the tasks have come, sent with the button."""
    write_states(web.session(), open_place(enrollment, number, writing=True), _read())
    flash(_("Sparat."), "ok")
    return redirect(url_for("patient.module", enrollment=enrollment, number=number, _anchor="homework"))


@pages.post("/program/<public:enrollment>/<small:number>/homework/draft")
def homework_draft(enrollment: str, number: int) -> Any:
    """Keep the same at once when something is chosen; saving twice changes nothing more."""
    write_states(web.session(), open_place(enrollment, number, writing=True), _read())
    return jsonify(saved=clock_text(web.now()))


def _read() -> dict[int, str]:
    """Return what the form says: the number of each task and the word of its state."""
    numbers = {name.removeprefix(TASK): word for name, word in request.form.items() if name.startswith(TASK)}
    return {int(number): word for number, word in numbers.items() if number.isascii() and number.isdigit()}


def view_tasks(place: Place) -> list[dict[str, Any]]:
    """Return the tasks as the page draws them: form name, words, and how far each has come."""
    states = states_of(place.module, place.unlock.homework)
    return [
        {"name": f"{TASK}{number}", "label": in_language(task), "state": state.value, "state_name": _(NAMES[state])}
        for number, (task, state) in enumerate(zip(place.module.homework, states, strict=True))
    ]


def state_options() -> list[tuple[str, str]]:
    """Return the states as choices."""
    return [(state.value, _(NAMES[state])) for state in HomeworkState]
