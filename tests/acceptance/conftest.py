"""One server for each database, shared by all scenarios; every scenario begins on the same Monday morning."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

import demo
from core.crypto import install_keyring
from core.settings import Settings
from tests.plugins.cast import MONDAY_MORNING, CareCast, make_care_cast
from tests.plugins.databases import ENGINES, SchemaBuilder
from tests.plugins.postgres import PostgresServer
from tests.plugins.serving import serving
from tests.story.ground import Town

Standing = tuple[CareCast, str]


@pytest.fixture(scope="session", params=ENGINES)
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, schema_builder: SchemaBuilder
) -> Iterator[Standing]:
    """The cast in a database of its own, and the address where it is served; once on each engine."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("acceptance") / "egenvag.sqlite"
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copyfile(template, path)
        url = f"sqlite:///{path}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url(server.create_database(server.ensure_template("egenvag", schema_builder)))
    cast = make_care_cast(url)
    demo.register(cast.app)
    cast.app.config["WTF_CSRF_ENABLED"] = True
    with serving(cast.app) as base:
        yield cast, base
    cast.database.engine.dispose()


@pytest.fixture
def town(standing: Standing, new_context: Callable[..., BrowserContext]) -> Town:
    """The town at ten on a Monday morning; what earlier scenarios left in it is about other patients."""
    cast, base = standing
    settings: Settings = cast.app.extensions["settings"]
    install_keyring(settings.keyring())  # another test may have installed other keys in between
    cast.clock.instant = MONDAY_MORNING
    return Town(cast, base, new_context)
