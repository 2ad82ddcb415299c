"""What the tests of the patient's pages share."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.clinician.enrollment_ground import BOARD, invited
from tests.clinician.treatment_ground import Treatment, start_treatment
from tests.plugins.cast import CareCast, make_care_cast


@pytest.fixture
def treatment(care_cast: CareCast) -> Treatment:
    """Anna in the sleep program since two weeks, with module 1 open."""
    return start_treatment(care_cast)


@pytest.fixture
def lena(care_cast: CareCast) -> FlaskClient:
    """The coordinator's browser."""
    return care_cast.browser(care_cast.lena)


@pytest.fixture
def tage(care_cast: CareCast) -> str:
    """Tage is invited; the address of his enrolment."""
    with care_cast.database.transaction() as session:
        enrollment, _patient = invited(session, care_cast)
        return f"{BOARD}/{enrollment.public_id}"


@pytest.fixture
def sqlite_cast(sqlite_url: str) -> Iterator[CareCast]:
    """The cast on SQLite, for what does not depend on the database."""
    cast = make_care_cast(sqlite_url)
    yield cast
    cast.database.engine.dispose()
