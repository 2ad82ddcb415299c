"""The last page before a program is published: what differs, which rules, how it reads, and whom it concerns."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from clinician.drafts import said, say_problems
from clinician.guard import viewer, writing
from core import web
from core.errors import ConflictError, InvalidError
from core.web_forms import once
from programs import drafts
from programs.publishing import Outlook, look_at, publish
from programs.reading import MOST_LIX
from programs.release_models import DraftStatus, ProgramDraft
from programs.under_way import Migration, changed_steps, count_standings, foresee


@writing.route("/drafts/<public:draft>/publish", methods=["GET", "POST"])
@once
def draft_publish(draft: str) -> Any:
    """Show what publishing would do, and publish."""
    is_post = request.method == "POST"
    found = drafts.get_draft(web.session(), draft, writing=is_post)
    outlook = look_at(web.session(), found)
    return _publish(found, outlook) if is_post else _page(found, outlook)


def _publish(found: ProgramDraft, outlook: Outlook) -> Any:
    note = request.form.get("note", "")
    try:
        release = publish(web.session(), viewer(), outlook, request.form.get("seen", ""), note, web.now())
    except InvalidError as problem:
        return _page(found, outlook, note, {problem.field or "note": said(problem)}), 422
    except ConflictError as problem:
        return _page(found, outlook, note, {"note": _(problem.reason)}), 409
    number = f"{release.major}.{release.minor}"
    flash(_("Version %(number)s är publicerad.", number=number), "ok")
    return redirect(url_for("authoring.library_program", program=found.program))


def _page(found: ProgramDraft, outlook: Outlook, note: str = "", errors: dict[str, str] | None = None) -> str:
    language = str(get_locale())
    rules = outlook.change.rules if outlook.change else ()
    return render_template(
        "clinician/publish.html", draft=found, outlook=outlook, note=note, errors=errors or {}, most_lix=MOST_LIX,
        problems=say_problems(outlook.looked), rules=[(one, one.said(language)) for one in rules],
        overtaken=bool(found.base and outlook.base and outlook.base.number != found.base),
        migration=_migration(outlook), is_open=found.status is DraftStatus.OPEN,
    )


def _migration(outlook: Outlook) -> Migration | None:
    """Return whom it concerns; one statement, whoever is enrolled."""
    program, base = outlook.looked.program, outlook.base
    if program is None or base is None or outlook.change is None:
        return None
    standings, is_capped = count_standings(web.session(), program.id)
    paths = [one.path for one in outlook.change.files]
    changed = changed_steps(base.program, program, paths, outlook.looked.loaded.folders)
    return foresee(standings, base.program, program, changed, is_capped=is_capped)
