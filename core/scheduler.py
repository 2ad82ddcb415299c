"""The clock that ticks the jobs, in one process of an installation; the ones that serve pages do without it."""

from collections.abc import Sequence

from apscheduler.schedulers.background import BackgroundScheduler

from core.clock import Clock
from core.db import Database
from core.jobs import Job, run_job


def start_scheduler(jobs: Sequence[Job], database: Database, clock: Clock) -> BackgroundScheduler:
    """Start the clock that ticks the jobs in this process.

    Jobs live in memory only: the rows in the database are the only truth (reliability.md section 0).
    """
    scheduler = BackgroundScheduler(timezone="UTC")
    for job in jobs:
        scheduler.add_job(
            lambda job=job: run_job(job, database, clock.now()),
            "interval",
            seconds=job.every.total_seconds(),
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler
