"""The program library on the desk: what each program is and for whom, and every step as the patient meets it."""

from typing import Any

from flask import Response, render_template, send_file
from flask_babel import get_locale

from clinician.guard import authoring, viewer
from core import web
from core.errors import NotFoundError
from core.language import LANGUAGES
from core.web_files import send_parts
from people.models import Role
from programs.library import Edition, get_edition, latest_version, list_programs
from programs.media import Media, StoredFile
from programs.schema import Module, Program, Step, StepKind
from programs.step_marks import say_marks
from ratings.instruments import get_instrument


@authoring.get("/library")
def library() -> str:
    """Show the catalogue of programs."""
    return render_template("clinician/library.html", programs=list_programs(), may_write=viewer().has_role(Role.AUTHOR))


@authoring.get("/library/<program>")
def library_program(program: str) -> str:
    """Show one program with its modules and their steps."""
    edition = get_edition(program, latest_version(program))
    return render_template(
        "clinician/library_program.html", program=edition.program, number=edition.number,
        may_move=viewer().has_role(Role.CLINICIAN), marks=marks_of(edition.program),
    )


@authoring.get("/library/<program>/<small:number>/<step>")
def library_step(program: str, number: int, step: str) -> str:
    """Show one step as the patient sees it, in both languages beside each other."""
    edition = get_edition(program, latest_version(program))
    found = edition.program
    module, shown = find_step(found, number, step)
    before, after = module.neighbours(shown.id)
    return render_template(
        "clinician/library_step.html", program=found, module=module, step=shown, before=before, after=after,
        marks=say_marks(found, module, shown, str(get_locale())),
        sides=[side(edition, module, shown, language) for language in own_language_first()],
    )


@authoring.get("/library/<program>/<small:number>/<step>/film/<file>")
def library_film_file(program: str, number: int, step: str, file: str) -> Response:
    """Send a video of a step or the captions of its film, in parts when the player asks for parts."""
    return film_file(get_edition(program, latest_version(program)), number, step, file)


def film_file(edition: Edition, number: int, step: str, file: str) -> Response:
    """Send a file of a step's film; raises NotFoundError for one that it has not."""
    _module, found = find_step(edition.program, number, step)
    if found.film is None:
        raise NotFoundError
    content, kind = edition.films.open_file(found.film, file)
    if isinstance(content, Media):
        return send_parts(StoredFile(web.database(), content), content.size, kind, content.sha256)
    return send_file(content, mimetype=kind, conditional=True)


def marks_of(program: Program) -> dict[tuple[int, str], list[str]]:
    """Return for whom each step is, for those that are not for everybody."""
    language = str(get_locale())
    return {
        (module.number, step.id): say_marks(program, module, step, language)
        for module in program.modules for step in module.steps if not step.is_for_all
    }


def find_step(program: Program, number: int, step_id: str) -> tuple[Module, Step]:
    """Return a module and a step of it; raises NotFoundError when there are none by those names."""
    module = next((one for one in program.modules if one.number == number), None)
    step = module.find_step(step_id) if module else None
    if module is None or step is None:
        raise NotFoundError
    return module, step


def own_language_first() -> list[str]:
    """Return the languages of the product, the reader's own first."""
    return sorted(LANGUAGES, key=lambda language: language != str(get_locale()))


def side(edition: Edition, module: Module, step: Step, language: str) -> dict[str, Any]:
    """Return what a step shows in one language."""
    is_text = step.kind is StepKind.TEXT
    return {
        "language": language,
        "html": edition.step_html(module.number, step.id, language) if is_text else "",
        "film": edition.films.show(step.film, language) if step.film else None,
        "instruments": [get_instrument(name) for name in step.instruments],
    }
