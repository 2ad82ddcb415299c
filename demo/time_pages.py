"""The demo's time control: goes to this evening, next morning or next week, living through what comes between."""

from typing import Any, cast

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _

from app import list_jobs
from core import web, web_session
from core.clock import MovedClock
from core.web_language import clock_text, long_day_text
from demo.guard import pages
from demo.time_travel import targets, travel


@pages.get("/demo/time")
def time() -> str:
    """Show what time it is in the demo and where one may go."""
    return render_template("demo/time.html", targets=targets(web.now()))


@pages.post("/demo/time")
def go() -> Any:
    """Go to a chosen instant; every job runs on the way."""
    clock = cast(MovedClock, web.clock())
    target = targets(clock.now()).get(request.form.get("to", ""))
    if target is None or not hasattr(clock, "move_to"):
        abort(400)
    web.commit()
    travel(web.database(), clock, list_jobs(web.current_application()), target)
    flash(_("Klockan är nu %(time)s, %(day)s.", time=clock_text(target), day=long_day_text(target)), "ok")
    return redirect(web_session.safe_next(request.form.get("next"), "/demo/time"))
