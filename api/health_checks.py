"""Whether the installation lives (/livez) and can serve (/readyz)."""

from datetime import timedelta

from flask import Response, jsonify
from sqlalchemy import select, text

from api.guard import health
from core import web
from core.jobs import JobRun

STALE_AFTER = timedelta(minutes=10)


@health.get("/livez")
def livez() -> Response:
    """Answer as long as the process runs."""
    return jsonify(alive=True)


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Answer 200 when the database answers and no job's clock has stopped (reliability.md C7).

    A job is late when it has not finished for ten minutes more than its own rhythm.
    """
    session = web.session()
    session.execute(text("select 1"))
    rhythm = {job.name: job.every for job in web.current_application().extensions["list_jobs"]()}
    runs = session.execute(select(JobRun.name, JobRun.finished_at)).all()
    late = sorted(name for name, at in runs if name in rhythm and at < web.now() - rhythm[name] - STALE_AFTER)
    return jsonify(ready=not late, late_jobs=late), 503 if late else 200
