"""Holds docs/acceptance.md to the tests: every scenario has a line, every test that a line names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = (ROOT / "docs/acceptance.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", TABLE, re.MULTILINE)
SCENARIOS = 25


def test_every_scenario_has_one_line_with_a_test_or_with_what_is_missing() -> None:
    assert [int(number) for number, _held in LINES] == list(range(1, SCENARIOS + 1))
    assert [number for number, held in LINES if "::" not in held and not held.startswith("missing: ")] == []


def test_every_test_that_is_named_is_there() -> None:
    named = [found for _number, held in LINES for found in re.findall(r"`([^`]+)::(\w+)`", held)]
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file, _name in named}
    assert [f"{file}::{name}" for file, name in named if f"def {name}(" not in texts[file]] == []


def test_the_lived_scenarios_say_their_number() -> None:
    files = (ROOT / "tests/acceptance").glob("test_*.py")
    texts = [text for one in files for text in re.findall(r'"""Scenario (\d+)', one.read_text(encoding="utf-8"))]
    lived = [number for number, held in LINES if "tests/acceptance/" in held]
    assert sorted(texts, key=int) == lived
