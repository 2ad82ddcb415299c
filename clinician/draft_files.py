"""One file of a draft: written in the browser, with what is wrong beside it, and never over somebody else's words."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.drafts import said, say_problems
from clinician.guard import viewer, writing
from core import web
from core.errors import InvalidError
from core.web_forms import once
from programs import drafts
from programs.comparing import compare_lines
from programs.loading import MODULE
from programs.publishing import look_at
from programs.reading import MOST_LIX, reading_level, words_of
from programs.release_models import DraftStatus, ProgramDraft
from programs.schema import Program, StepKind


@writing.route("/drafts/<public:draft>/file", methods=["GET", "POST"])
@once
def draft_file(draft: str) -> Any:
    """Show a file (``?path=m1/sv/hej.md``) and take what was written in it."""
    path, is_post = request.values.get("path", ""), request.method == "POST"
    found = drafts.get_draft(web.session(), draft, writing=is_post)
    return _save(found, path) if is_post else _page(found, path)


def _save(found: ProgramDraft, path: str) -> Any:
    text, seen = request.form.get("text", ""), request.form.get("seen", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    try:
        collision = drafts.save_file(web.session(), viewer(), found, path, text, revision, web.now())
    except InvalidError as problem:
        return _page(found, path, typed=text, seen=revision, errors={"text": said(problem)}), 422
    if collision is not None:
        lines = list(compare_lines(collision.file.text.splitlines(), text.splitlines()))
        return _page(found, path, typed=text, seen=collision.file.revision, collision=collision, lines=lines), 409
    flash(_("Sparat."), "ok")
    return redirect(url_for("writing.draft_file", draft=found.public_id, path=path))


def _page(found: ProgramDraft, path: str, *, typed: str | None = None, seen: int = 0, **shown: Any) -> str:
    file = drafts.get_file(web.session(), found, path)
    text = file.text if typed is None else typed
    outlook = look_at(web.session(), found)
    mine = [(problem, sentence) for problem, sentence in say_problems(outlook.looked) if problem.place == path]
    is_judged = "/sv/" in path and words_of(text)
    asked: dict[str, Any] = {"errors": {}, "collision": None, "lines": []} | shown
    return render_template(
        "clinician/draft_file.html", draft=found, path=path, text=text, seen=seen or file.revision, file=file,
        problems=mine, others=len(outlook.looked.problems) - len(mine), lix=reading_level(text) if is_judged else None,
        most_lix=MOST_LIX, look=_step_of(outlook.looked.program, outlook.looked.loaded.folders, path),
        sister=_sister(path, outlook.shelf.paths()), **asked,
        is_open=found.status is DraftStatus.OPEN and not drafts.MEDIA_PATH.fullmatch(path),
    )


def _step_of(program: Program | None, folders: dict[int, str], path: str) -> tuple[int, str] | None:
    """Return the module and the step to look at for a file, when the program can be read."""
    if program is None:
        return None
    number = next((one for one, folder in folders.items() if path.startswith(f"{folder}/")), None)
    if number is None:
        return None
    steps = program.get_module(number).steps
    if path.endswith(MODULE):
        return number, steps[0].id
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    return next(((number, step.id) for step in steps if step.id == name and step.kind is StepKind.TEXT), None)


def _sister(path: str, paths: list[str]) -> str:
    """Return the same text in the other language, or ""."""
    for here, there in (("/sv/", "/en/"), ("/en/", "/sv/")):
        if here in path and (other := path.replace(here, there)) in paths:
            return other
    return ""
