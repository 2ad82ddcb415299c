"""Every blueprint has a guard, the public ones too, and the open doors are the ones we mean to leave open."""

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask

from app import create_app
from core import web
from core.settings import Settings
from tests.plugins.cast import KEY

OPEN_BLUEPRINTS = {"patient_door", "desk_door", "health"}
"""Blueprints that anybody may call; a new one needs a reason in ARCHITECTURE.md."""


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(
        Settings(mode="test", database_url="sqlite://", secret_key="s" * 40, data_keys=f"k1:{KEY}", lookup_key=KEY)
    )


def list_unguarded(app: Flask) -> list[str]:
    """Return the blueprints that nobody has put a guard on."""
    return [name for name, blueprint in app.blueprints.items() if not hasattr(blueprint, "guard")]


def test_every_blueprint_has_a_guard(app: Flask) -> None:
    assert list_unguarded(app) == []


def test_only_the_known_doors_are_open(app: Flask) -> None:
    open_ones = {name for name, blueprint in app.blueprints.items() if blueprint.guard is web.open_to_all}  # type: ignore[attr-defined]

    assert open_ones == OPEN_BLUEPRINTS


def test_every_route_belongs_to_a_blueprint(app: Flask) -> None:
    strays = [rule.endpoint for rule in app.url_map.iter_rules() if "." not in rule.endpoint]

    assert strays == ["static"]


def test_a_blueprint_without_a_guard_is_found() -> None:
    app = Flask("made_up")
    app.register_blueprint(Blueprint("forgotten", "made_up"))

    assert list_unguarded(app) == ["forgotten"]


@pytest.mark.parametrize("guard", [web.open_to_all])
def test_a_guard_is_kept_on_its_blueprint(guard: Callable[[], object]) -> None:
    blueprint = web.guarded(Blueprint("named", "made_up"), guard)

    assert blueprint.guard is guard  # type: ignore[attr-defined]
