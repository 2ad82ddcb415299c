"""Drafts of programs on the desk: begin one, see its files and what is wrong, take it home as a zip and back."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from clinician.guard import viewer, writing
from core import web
from core.errors import InvalidError
from core.web_forms import once
from programs import drafts
from programs.library import get_program, list_programs, list_versions
from programs.lint import Looked
from programs.packages import pack, unpack
from programs.problems import Problem
from programs.publishing import look_at
from programs.release_models import DraftStatus, ProgramDraft
from programs.schema import Program

MOST_SHOWN = 60
"""Problems on a page; the first ones are mended first."""


def said(problem: InvalidError) -> str:
    """Return why something was refused, in the reader's language."""
    return str(_(problem.reason, **getattr(problem, "places", {})))


def say_problems(looked: Looked) -> list[tuple[Problem, str]]:
    """Return what is wrong, each with its sentence in the reader's language."""
    language = str(get_locale())
    return [(one, one.said(language)) for one in looked.problems[:MOST_SHOWN]]


@writing.get("/drafts")
def draft_list() -> str:
    """Show the open drafts and how to begin one."""
    return _list_page({}, {})


def _list_page(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "clinician/drafts.html", drafts=drafts.list_drafts(web.session()), sources=_sources(), typed=typed,
        errors=errors, titles={program.id: program.title for program in list_programs()},
    )


def _sources() -> list[tuple[Program, str]]:
    """Return every version one may begin from, the newest of each program first."""
    return [
        (get_program(program.id, version), version)
        for program in list_programs() for version in reversed(list_versions(program.id))
    ]  # fmt: skip


@writing.post("/drafts")
@once
def draft_start() -> Any:
    """Begin a draft from a version, or from nothing."""
    form, session, now = request.form, web.session(), web.now()
    try:
        if form.get("from") == "nothing":
            draft = drafts.start_empty(session, viewer(), form.get("program", ""), form.get("title", ""), now)
        else:
            program, _space, version = form.get("from", "").partition(" ")
            draft = drafts.start_from(session, viewer(), program, version, now)
    except InvalidError as problem:
        return _list_page(form.to_dict(), {problem.field or "program": said(problem)}), 422
    return redirect(url_for("writing.draft", draft=draft.public_id))


@writing.get("/drafts/<public:draft>")
def draft(draft: str) -> str:
    """Show a draft: its files, what is wrong with them, and every step to look at."""
    return draft_page(drafts.get_draft(web.session(), draft), {}, {})


def draft_page(found: ProgramDraft, typed: dict[str, str], errors: dict[str, str]) -> str:
    """Draw a draft with what was typed and what was wrong with it."""
    outlook = look_at(web.session(), found)
    wrong: dict[str, int] = {}
    for problem in outlook.looked.problems:
        wrong[problem.place] = wrong.get(problem.place, 0) + 1
    return render_template(
        "clinician/draft.html", draft=found, outlook=outlook, program=outlook.looked.program, wrong=wrong,
        folders=_by_folder(outlook.shelf.paths()), problems=say_problems(outlook.looked), typed=typed, errors=errors,
        left=len(outlook.looked.problems) - MOST_SHOWN, is_open=found.status is DraftStatus.OPEN,
    )


def _by_folder(paths: list[str]) -> dict[str, list[str]]:
    """Return the paths by their folder, the program's own files first."""
    folders: dict[str, list[str]] = {"": []}
    for path in paths:
        folders.setdefault(path.split("/")[0] if "/" in path else "", []).append(path)
    return folders


@writing.post("/drafts/<public:draft>/add")
@once
def draft_add(draft: str) -> Any:
    """Add a module, or a file by its name."""
    found, session = drafts.get_draft(web.session(), draft, writing=True), web.session()
    if request.form.get("what") == "module":
        folder = drafts.add_module(session, viewer(), found, web.now())
        flash(_("Modulen %(name)s är tillagd.", name=folder), "ok")
        return redirect(url_for("writing.draft_file", draft=draft, path=f"{folder}/module.yaml"))
    path = request.form.get("path", "").strip()
    try:
        drafts.add_file(session, viewer(), found, path, "", web.now())
    except InvalidError as problem:
        return draft_page(found, request.form.to_dict(), {"path": said(problem)}), 422
    return redirect(url_for("writing.draft_file", draft=draft, path=path))


@writing.post("/drafts/<public:draft>/remove")
@once
def draft_remove(draft: str) -> Any:
    """Remove a file, or a module with all that is in it."""
    found = drafts.get_draft(web.session(), draft, writing=True)
    try:
        drafts.remove_files(web.session(), viewer(), found, request.form.get("path", ""), web.now())
    except InvalidError as problem:
        return draft_page(found, {}, {"path": said(problem)}), 422
    flash(_("Borttaget. Ta också bort raden om det ur den fil som nämner det."), "ok")
    return redirect(url_for("writing.draft", draft=draft))


@writing.get("/drafts/<public:draft>/zip")
def draft_zip(draft: str) -> Response:
    """Send the whole draft as a zip."""
    found = drafts.get_draft(web.session(), draft)
    name = f"{found.program}.zip"
    return Response(
        pack(drafts.read_files(web.session(), found)), mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@writing.post("/drafts/<public:draft>/zip")
@once
def draft_upload(draft: str) -> Any:
    """Put an uploaded zip in the place of the draft's files."""
    found = drafts.get_draft(web.session(), draft, writing=True)
    package = request.files.get("package")
    try:
        files = unpack(package.read() if package else b"")
        changed = drafts.replace_files(web.session(), viewer(), found, files, web.now())
    except InvalidError as problem:
        return draft_page(found, {}, {"package": said(problem)}), 422
    flash(_("Zipfilen är inläst. %(count)s filer ändrades.", count=len(changed)), "ok")
    return redirect(url_for("writing.draft", draft=draft))


@writing.post("/drafts/<public:draft>/discard")
@once
def draft_discard(draft: str) -> BaseResponse:
    """Put a draft away."""
    drafts.discard(web.session(), viewer(), drafts.get_draft(web.session(), draft, writing=True), web.now())
    flash(_("Utkastet är borttaget."), "ok")
    return redirect(url_for("writing.draft_list"))
