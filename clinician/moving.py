"""Moving one's own patients to another version of their program: who, why, and taking it back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from clinician.guard import clinician, viewer
from core import web
from core.audit import record_event
from core.errors import ConflictError, InvalidError, NotFoundError
from core.web_forms import once
from programs.library import get_program
from programs.moving import MOST_AT_ONCE, list_movable, list_moves, move_enrollments, undo_move, versions_to


@clinician.route("/library/<program>/move", methods=["GET", "POST"])
@once
def program_move(program: str) -> Any:
    """Show who has another version than the chosen one (``?to=2``), and move those who are ticked."""
    versions = versions_to(program)
    to_version = request.values.get("to") or versions[0]
    if to_version not in versions:
        raise NotFoundError
    if request.method == "GET":
        return _page(program, versions, to_version, {})
    chosen, reason = request.form.getlist("chosen"), request.form.get("reason", "")
    try:
        count = move_enrollments(web.session(), viewer(), program, to_version, chosen, reason, web.now())
    except InvalidError as problem:
        return _page(program, versions, to_version, {problem.field: _(problem.reason)}, chosen, reason), 422
    flash(ngettext("%(num)d patient är flyttad till version %(version)s.",
                   "%(num)d patienter är flyttade till version %(version)s.", count, version=to_version), "ok")
    return redirect(url_for("clinician.program_move", program=program, to=to_version))


@clinician.post("/library/moves/<public:move>/undo")
@once
def program_move_undo(move: str) -> Any:
    """Take a move back."""
    try:
        program = undo_move(web.session(), viewer(), move, web.now())
    except ConflictError as problem:
        return web.error_page(409, reason=problem.reason)
    flash(_("Flytten är tillbakatagen. Allt är som det var."), "ok")
    return redirect(url_for("clinician.program_move", program=program))


def _page(
    program: str, versions: list[str], to_version: str, errors: dict[str, str], chosen: list[str] | None = None,
    reason: str = "",
) -> str:
    typed = request.args.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    movable = list_movable(web.session(), viewer(), program, to_version, after=after, limit=MOST_AT_ONCE + 1)
    record_event(web.session(), web.now(), "enrollment.list", actor_id=viewer().id, actor_role="clinician",
                 object_kind="program", object_id=program[:40])  # fmt: skip
    return render_template(
        "clinician/move.html", program=get_program(program, to_version), versions=versions, to_version=to_version,
        movable=movable[:MOST_AT_ONCE], next_after=movable[MOST_AT_ONCE - 1].enrollment.id
        if len(movable) > MOST_AT_ONCE else 0, moves=list_moves(web.session(), viewer(), program, web.now()),
        errors=errors, chosen=chosen or [], reason=reason,
    )
