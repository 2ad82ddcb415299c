"""/readyz is green while every job keeps its own rhythm, and red when a job's clock has stopped."""

from datetime import timedelta

import pytest

from core.jobs import JobRun
from tests.plugins.cast import make_care_cast


@pytest.mark.parametrize(
    ("job", "minutes", "status"),
    [
        ("sms are sent", 9, 200),
        ("sms are sent", 12, 503),
        ("ends are reviewed", 59, 200),
        ("ends are reviewed", 75, 503),
        ("a job of an older version", 9, 200),
        ("a job of an older version", 600, 200),
    ],
)
def test_a_job_is_late_by_its_own_rhythm(database_url: str, job: str, minutes: int, status: int) -> None:
    cast = make_care_cast(database_url, faces="patient,clinician,api")
    with cast.database.transaction() as session:
        session.add(JobRun(name=job, finished_at=cast.now - timedelta(minutes=minutes)))

    answer = cast.app.test_client().get("/readyz")
    cast.database.engine.dispose()

    assert answer.status_code == status
