"""What the tests of the doors for machines stand on: an application that listens to Twilio."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from core.clock import FixedClock
from core.db import Database
from core.settings import Settings
from tests.fake_twilio import ACCOUNT, SERVICE, TOKEN
from tests.sms_ground import KEY, NOON, Cast, make_cast


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh SQLite database; a test that also asks for ``database_url`` runs on each engine."""
    name = "database_url" if "database_url" in request.fixturenames else "sqlite_url"
    opened = Database(str(request.getfixturevalue(name)))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def app(database: Database) -> Flask:
    """An application with the doors for machines only, behind a proxy that is known by another name."""
    settings = Settings(
        mode="test", database_url=database.url, secret_key="s" * 32, data_keys=f"1:{KEY}", lookup_key=KEY,
        base_url="https://egenvag.example", faces="api", sms_gateway="twilio", twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN, twilio_messaging_service_sid=SERVICE,
    )  # fmt: skip
    return create_app(settings, clock=FixedClock(NOON), database=database)


@pytest.fixture
def cast(app: Flask, database: Database) -> Cast:
    """A unit and its patients."""
    return make_cast(database)
