"""What the tests of messaging stand on: installed keys, the cast, and a fake provider."""

from collections.abc import Iterator

import pytest

from core.db import Database
from tests.fake_twilio import Twilio, fake_twilio, set_clock
from tests.sms_ground import NOON, Cast, install_keys, make_cast


@pytest.fixture(autouse=True, scope="session")
def keys() -> None:
    """Install the keys that encrypted columns need."""
    install_keys()


@pytest.fixture
def cast(database: Database) -> Cast:
    """A unit and its patients."""
    return make_cast(database)


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    """A provider that speaks like Twilio, with its clock at noon."""
    with fake_twilio() as running:
        set_clock(running, NOON)
        yield running
