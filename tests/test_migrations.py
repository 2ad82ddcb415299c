"""The migrations: one head, up to just what the models say, down to nothing, also with data, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from core.crypto import Keyring, install_keyring
from core.db import Base, Database
from core.migrations import alembic_config, downgrade, upgrade
from demo.seed import is_seeded, seed
from people.models import User
from tests.plugins.databases import import_tables

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    import_tables()
    install_keyring(Keyring({"k1": bytes(32)}, bytes(32)))
    database = Database(empty_database_url)
    yield database
    database.engine.dispose()


def list_differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "target_metadata": Base.metadata})
        return list(compare_metadata(context, Base.metadata))


def list_tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_head(empty: Database) -> None:
    assert len(ScriptDirectory.from_config(alembic_config(empty)).get_heads()) == 1


def test_up_gives_what_the_models_say(empty: Database) -> None:
    upgrade(empty)

    assert list_differences(empty) == []


def test_a_missing_column_would_be_found(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("alter table message_draft drop column saved_at")

    assert list_differences(empty) != []


def test_the_checks_of_statuses_are_there(empty: Database) -> None:
    upgrade(empty)
    found = {
        check["name"] for table in list_tables(empty) for check in inspect(empty.engine).get_check_constraints(table)
    }
    wanted = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }

    assert wanted - found == set()


def test_down_leaves_nothing_and_up_again_gives_the_same(empty: Database) -> None:
    upgrade(empty)
    downgrade(empty, "base")
    assert list_tables(empty) == set()

    upgrade(empty)
    assert list_differences(empty) == []


def test_every_step_goes_down_and_up_with_data(empty: Database) -> None:
    upgrade(empty)
    seed(empty, NOW)
    with empty.transaction() as session:
        people = session.scalar(select(func.count()).select_from(User))

    upgrade(empty)
    with empty.transaction() as session:
        assert session.scalar(select(func.count()).select_from(User)) == people
    revisions = [script.revision for script in ScriptDirectory.from_config(alembic_config(empty)).walk_revisions()]
    for revision in [*revisions[1:], "base"]:
        downgrade(empty, revision)
    upgrade(empty)
    assert not is_seeded(empty)
