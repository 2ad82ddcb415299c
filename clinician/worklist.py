"""The shared inbox of a unit: what needs somebody, in the order of need, each with its reason (I1)."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from clinician.guard import clinician, viewer
from clinician.queue import parse_since, read_queue
from core import web
from core.audit import record_event
from people.models import Role
from worklist.listing import count_new


@clinician.get("/worklist")
def worklist() -> Any:
    """Show the list; on a wide screen an item opens beside it."""
    record_event(web.session(), web.now(), "worklist.read", actor_id=viewer().id, actor_role="clinician")
    return render_template("desk/worklist.html", queue=read_queue(), search_url=url_for("clinician.patients"))


@clinician.get("/worklist/new")
def worklist_news() -> Any:
    """Say what has come since the list was shown, in one line; nothing when nothing has (mockups/desk.md)."""
    units = viewer().unit_ids(Role.CLINICIAN)
    news = count_new(web.session(), units, parse_since(request.args.get("since", "")))
    if not news.all:
        return "", 204
    text = str(ngettext("%(num)d nytt", "%(num)d nya", news.all))
    if news.now:
        text = _("%(all)s, %(num)s i Nu", all=text, num=news.now)
    return text, 200, {"Content-Type": "text/plain; charset=utf-8"}
