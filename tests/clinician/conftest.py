"""What the tests of the patient's pages share."""

import pytest

from tests.clinician.treatment_ground import Treatment, start_treatment
from tests.plugins.cast import CareCast


@pytest.fixture
def treatment(care_cast: CareCast) -> Treatment:
    """Anna in the sleep program since two weeks, with module 1 open."""
    return start_treatment(care_cast)
