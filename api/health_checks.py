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
    """Answer 200 when the database answers and no job's clock has stopped (reliability.md C7)."""
    session = web.session()
    session.execute(text("select 1"))
    late = session.scalars(select(JobRun.name).where(JobRun.finished_at < web.now() - STALE_AFTER)).all()
    return jsonify(ready=not late, late_jobs=sorted(late)), 503 if late else 200
