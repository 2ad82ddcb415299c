"""Drafts of programs on the desk: begin one, see its files and what is wrong, take it home as a zip and back."""

from collections.abc import Callable, Iterator
from functools import wraps
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from clinician.guard import viewer, writing
from clinician.library import marks_of
from core import web
from core.errors import InvalidError
from core.web_files import PART
from core.web_forms import once
from core.web_uploads import takes_films
from programs import drafts
from programs.containers import look_into
from programs.films import list_own_films
from programs.library import get_program, list_programs, list_versions
from programs.lint import Looked
from programs.media import Media, StoredFile, store
from programs.packages import MOST_BYTES, pack, unpack
from programs.problems import Problem
from programs.publishing import look_at
from programs.release_models import DraftStatus, ProgramDraft
from programs.schema import Program
from programs.shelf import MemoryShelf

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
        marks=marks_of(outlook.looked.program) if outlook.looked.program else {}, own=_own_of(outlook.shelf),
        most_zip=MOST_BYTES // 1024 // 1024,
    )


def _own_of(shelf: MemoryShelf) -> dict[str, Any]:
    """Return the draft's own films and drawings by name, and whether any of them is stored as bytes."""
    paths = shelf.paths()
    return {
        "films": list_own_films(shelf), "has_media": any(drafts.MEDIA_PATH.fullmatch(path) for path in paths),
        "pictures": [path[9:-4] for path in paths if path.startswith("pictures/") and path.endswith(".svg")],
    }


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
    """Send the whole draft as a zip, with its films or, by ``?films=no``, with the lines that point at them."""
    found = drafts.get_draft(web.session(), draft)
    files = drafts.read_files(web.session(), found)
    database = web.database()
    fetch = None if request.args.get("films") == "no" else lambda media: StoredFile(database, media)
    web.end_transaction()
    room: Any = TemporaryFile()  # noqa: SIM115 - the answer closes it
    pack(files, room, fetch)
    length, name = room.seek(0, 2), f"{found.program}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(length)}
    return Response(_read_on(room), mimetype="application/zip", headers=headers)


def _read_on(room: BinaryIO) -> Iterator[bytes]:
    """Yield a file part by part and close it at the end."""
    with room:
        room.seek(0)
        while part := room.read(PART):
            yield part


def _unpacked(view: Callable[..., Any]) -> Callable[..., Any]:
    """Unpack the zip and store its films before the form's own transaction begins."""

    @wraps(view)
    def unpacked_view(*args: Any, **kwargs: Any) -> Any:
        package = request.files.get("package")
        stream: Any = package.stream if package else b""
        database, now = web.database(), web.now()

        def keep(file: BinaryIO) -> Media:
            found = look_into(file)
            return store(database, file, found.kind, found.seconds, now)

        try:
            g.unpacked = unpack(stream, keep)
        except InvalidError as problem:
            g.unpacked = problem
        return view(*args, **kwargs)

    return unpacked_view


@writing.post("/drafts/<public:draft>/zip")
@takes_films(MOST_BYTES + 1024 * 1024)
@_unpacked
@once
def draft_upload(draft: str) -> Any:
    """Put an uploaded zip in the place of the draft's files."""
    found = drafts.get_draft(web.session(), draft, writing=True)
    try:
        if isinstance(g.unpacked, InvalidError):
            raise g.unpacked
        changed = drafts.replace_files(web.session(), viewer(), found, g.unpacked, web.now())
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
