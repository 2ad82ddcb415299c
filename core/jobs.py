"""Jobs: what is done again and again, and its heartbeat; each may run twice at once and must be harmless."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Database, UtcDateTime

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something done again and again.

    :param function: takes the database and now, opens its own transactions, returns how many it handled.
    :param looks_back: it only counts what has been, so that a clock that is moved need not run it on the way.
    """

    name: str
    function: Callable[[Database, datetime], int]
    every: timedelta
    looks_back: bool = False


class JobRun(Base):
    """The heartbeat of a job: when it last finished, by which /readyz sees a dead clock (reliability.md C7)."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handled: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")


def run_job(job: Job, database: Database, now: datetime) -> int:
    """Run a job once and note that it ran; an error is noted and logged, never raised."""
    handled, error = 0, ""
    try:
        handled = job.function(database, now)
    except Exception as problem:
        log.exception("job %s failed", job.name)
        error = type(problem).__name__
    try:
        with database.transaction() as session:
            session.merge(JobRun(name=job.name, finished_at=now, handled=handled, error=error))
    except Exception:
        log.exception("heartbeat of job %s not written", job.name)
    return handled


def run_all(jobs: Sequence[Job], database: Database, now: datetime) -> dict[str, int]:
    """Run every job once, in order; the demo's time control and tests use it."""
    return {job.name: run_job(job, database, now) for job in jobs}
