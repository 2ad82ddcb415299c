"""Holds how the catalogues are kept: Swedish fills itself, English is never guessed, a check sees faults."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """What translations/refresh.py defines."""
    return runpy.run_path(str(ROOT / "translations" / "refresh.py"), run_name="refresh")


@pytest.fixture
def template() -> Catalog:
    """The sentences of a small product."""
    found = Catalog()
    found.add("Hej %(name)s.", locations=[("patient/home.py", 7), ("patient/home.py", 9)])
    found.add(("%(num)d steg kvar", "%(num)d steg kvar"))
    return found


def test_swedish_fills_itself(script: dict[str, Any], template: Catalog) -> None:
    swedish = script["refresh"](Catalog(locale="sv"), template)
    assert swedish.get("Hej %(name)s.").string == "Hej %(name)s."
    assert swedish.get("%(num)d steg kvar").string == ("%(num)d steg kvar", "%(num)d steg kvar")
    assert script["list_problems"](swedish) == []


def test_a_changed_sentence_is_not_guessed_and_a_kept_one_is_not_lost(
    script: dict[str, Any], template: Catalog
) -> None:
    earlier = Catalog(locale="en")
    earlier.add("Hej %(name)s!", "Hello %(name)s!")
    earlier.add(("%(num)d steg kvar", "%(num)d steg kvar"), ("%(num)d step left", "%(num)d steps left"))
    english = script["refresh"](earlier, template)
    assert english.get("Hej %(name)s.").string == ""
    assert english.get("%(num)d steg kvar").string == ("%(num)d step left", "%(num)d steps left")
    assert english.get("Hej %(name)s!") is None
    assert script["list_problems"](english) == ["en: not translated: Hej %(name)s."]


@pytest.mark.parametrize("text", ["Hello.", "Hello %(nam)s.", "Hello %(name)s, %(age)d."])
def test_a_translation_with_other_places_is_seen(
    script: dict[str, Any], template: Catalog, text: str
) -> None:
    english = script["refresh"](Catalog(locale="en"), template)
    english["Hej %(name)s."].string = text
    assert "en: other places than in the original: Hej %(name)s." in script["list_problems"](english)


def test_a_catalogue_is_the_same_after_a_second_refresh(
    script: dict[str, Any], template: Catalog, tmp_path: Path
) -> None:
    file = tmp_path / "messages.po"
    file.write_bytes(script["render"](script["refresh"](Catalog(locale="sv"), template)))
    again = script["refresh"](script["read_catalogue"](file, "sv"), template)
    assert script["render"](again) == file.read_bytes()
    assert b"fuzzy" not in file.read_bytes()
