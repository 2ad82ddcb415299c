"""Any step as the patient sees it, on a phone and on a computer, in both languages: released or only drafted."""

from collections.abc import Callable
from typing import Any

from flask import Response, g, render_template, request, url_for
from flask_babel import get_locale

from clinician.guard import authoring, writing
from clinician.library import film_file, find_step, own_language_first
from core import web
from core.errors import NotFoundError
from core.language import LANGUAGES
from programs import drafts
from programs.library import Edition, get_edition, latest_version
from programs.publishing import look_at
from programs.step_marks import say_marks


def released(program: str) -> Edition:
    """Return what is shown of the newest version of a program; raises NotFoundError for an unknown one."""
    return get_edition(program, latest_version(program))


def drafted(public_id: str) -> Edition:
    """Return a draft as an edition; raises NotFoundError for one whose files do not make a program."""
    outlook = look_at(web.session(), drafts.get_draft(web.session(), public_id))
    if outlook.looked.program is None:
        raise NotFoundError
    return Edition(outlook.looked.program, outlook.shelf, outlook.looked.loaded.folders, "")


@authoring.get("/library/<program>/look/<small:number>/<step>")
def library_look(program: str, number: int, step: str) -> str:
    """Show a step of a released version as the patient sees it."""
    return _look(released(program), number, step, url_for("authoring.library_program", program=program),
                 lambda **place: url_for("authoring.library_look", program=program, **place),
                 lambda **place: url_for("authoring.library_frame", program=program, **place))  # fmt: skip


@authoring.get("/library/<program>/frame/<any('sv', 'en'):language>/<small:number>/<step>")
def library_frame(program: str, language: str, number: int, step: str) -> str:
    """Draw what stands in the frame."""
    return _frame(released(program), number, step, language, f"/desk/library/{program}/frame")


@authoring.get("/library/<program>/frame/<any('sv', 'en'):language>/<small:number>/<step>/film/<file>")
def library_frame_file(program: str, language: str, number: int, step: str, file: str) -> Response:
    """Send a file of the film in the frame."""
    return film_file(released(program), number, step, file)


@writing.get("/drafts/<public:draft>/frame/<any('sv', 'en'):language>/<small:number>/<step>/film/<file>")
def draft_frame_file(draft: str, language: str, number: int, step: str, file: str) -> Response:
    """Send a file of a draft's film to those who write it."""
    return film_file(drafted(draft), number, step, file)


@writing.get("/drafts/<public:draft>/look/<small:number>/<step>")
def draft_look(draft: str, number: int, step: str) -> str:
    """Show a step of a draft as the patient would see it."""
    return _look(drafted(draft), number, step, url_for("writing.draft", draft=draft),
                 lambda **place: url_for("writing.draft_look", draft=draft, **place),
                 lambda **place: url_for("writing.draft_frame", draft=draft, **place))  # fmt: skip


@writing.get("/drafts/<public:draft>/frame/<any('sv', 'en'):language>/<small:number>/<step>")
def draft_frame(draft: str, language: str, number: int, step: str) -> str:
    """Draw what stands in the frame."""
    return _frame(drafted(draft), number, step, language, f"/desk/drafts/{draft}/frame")


def _look(
    edition: Edition, number: int, step: str, back: str, page: Callable[..., str], frame: Callable[..., str]
) -> str:
    module, shown = find_step(edition.program, number, step)
    asked = request.args.get("language", "")
    language = asked if asked in LANGUAGES else own_language_first()[0]
    before, after = module.neighbours(shown.id)
    g.frame = "around"
    return render_template(
        "clinician/step_look.html", marks=say_marks(edition.program, module, shown, str(get_locale())),
        program=edition.program, module=module, step=shown, back=back, language=language,
        source=frame(language=language, number=number, step=shown.id),
        before=page(number=number, step=before.id, language=language) if before else "",
        after=page(number=number, step=after.id, language=language) if after else "",
        languages=[(one, page(number=number, step=shown.id, language=one)) for one in LANGUAGES],
    )


def _frame(edition: Edition, number: int, step: str, language: str, frame: str) -> str:
    module, shown = find_step(edition.program, number, step)
    draw: Any = web.current_application().extensions["draw_step"]
    g.frame = "inside"
    return str(draw(edition, module, shown, language, frame))
