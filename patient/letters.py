"""A letter the patient wrote to himself, when it has come back."""

from flask import render_template

from core import web
from patient.exercise_forms import say_answers
from patient.guard import pages, viewer
from programs.letters import open_letter


@pages.get("/letters/<public:letter>")
def letter(letter: str) -> str:
    """Show a letter with the words that were written then."""
    opened = open_letter(web.session(), viewer().id, letter, web.now())
    return render_template("patient/letter.html", opened=opened,
                           pairs=say_answers(opened.step.fields, opened.answers))
