"""Holds the house to its plan: arrows only fall, faces keep apart, files are small and say what they are for.

The floors and the rules are those of ARCHITECTURE.md. A second half proves on a tiny made-up house that every
rule can fail.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = (
    {"core"},
    {"people"},
    {"worklist"},
    {"messaging", "ratings"},
    {"monitoring"},
    {"programs"},
    {"assistant"},
    {"practice", "rehearsal"},
    {"patient", "clinician", "api"},
    {"app"},
    {"demo"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
OTHER_FOLDERS = {"translations", "migrations", "tests", "docs"}
FOLDERS = {room for room in FLOOR_OF if room != "app"} | OTHER_FOLDERS
MADE_FOLDERS = {"build", "var", "instance", "htmlcov"}  # never kept, see .gitignore
WEB_ROOMS = {"patient", "clinician", "api", "demo", "app"}
WEB_PACKAGES = {"flask", "flask_babel", "flask_login", "flask_wtf", "wtforms", "werkzeug"}
TWILIO_DOORS = {"messaging/gateways.py", "messaging/twilio_gateway.py"}
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"}
MAX_FUNCTION_LINES = 50
MAX_FILE_LINES = 350


@dataclass(frozen=True)
class Import:
    """One arrow: a file needs a module, by its whole dotted name."""

    line: int
    module: str

    @property
    def top(self) -> str:
        """The package or room that the module is in."""
        return self.module.split(".")[0]


@dataclass(frozen=True)
class SourceFile:
    """A Python file of the house."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        """The path from the root, with slashes."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def room(self) -> str:
        """The top folder, or the file's own name for one that lies outside a room."""
        return self.path.relative_to(self.root).with_suffix("").parts[0]

    @cached_property
    def text(self) -> str:
        """What is written in the file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.name)

    @cached_property
    def imports(self) -> list[Import]:
        """All imports, also those inside functions and under TYPE_CHECKING."""
        return [found for node in ast.walk(self.tree) for found in self._arrows(node)]

    def _arrows(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(self.path.relative_to(self.root).parts[: -node.level]) if node.level else ""
            module = ".".join(part for part in (package, node.module) if part)
            # "from core import db" needs core.db; a name that is no module does no harm here
            yield from (Import(node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names = [word.value for word in node.args[:1] if isinstance(word, ast.Constant)]
            yield from (Import(node.lineno, str(name)) for name in names)


def read_house(root: Path) -> list[SourceFile]:
    """Return the Python files of the rooms, the other folders and the root."""
    folders = [root / folder for folder in sorted(FOLDERS) if (root / folder).is_dir()]
    paths = [*root.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))]
    return [SourceFile(root, path) for path in sorted(paths)]


def list_rising_arrows(house: list[SourceFile]) -> list[str]:
    """Name the imports that go up, or across to a neighbour on the same floor (the faces among them)."""
    return [
        f"{file.name}:{arrow.line} ({file.room}) may not import {arrow.module}"
        for file in house
        if file.room in FLOOR_OF
        for arrow in file.imports
        if arrow.top in FLOOR_OF and arrow.top != file.room
        if FLOOR_OF[arrow.top] >= FLOOR_OF[file.room]
    ]


def list_imported_tests(house: list[SourceFile]) -> list[str]:
    """Name the imports by which the product would lean on its tests, or a migration on the product's code."""
    return [
        f"{file.name}:{arrow.line} may not import {arrow.module}"
        for file in house
        for arrow in file.imports
        if (file.room != "tests" and arrow.top == "tests")
        or (file.name.startswith("migrations/versions/") and arrow.top in FLOOR_OF)
    ]


def list_cycles(house: list[SourceFile]) -> list[str]:
    """Name the rings of files that need each other at import time, each once."""
    needs = _needs(house)
    cycles: set[str] = set()
    finished: set[str] = set()

    def walk(module: str, trail: list[str]) -> None:
        if module in trail:
            ring = trail[trail.index(module) :]
            first = ring.index(min(ring))
            cycles.add(" -> ".join([*ring[first:], *ring[:first], min(ring)]))
        elif module not in finished:
            for needed in sorted(needs[module]):
                walk(needed, [*trail, module])
            finished.add(module)

    for module in sorted(needs):
        walk(module, [])
    return sorted(cycles)


def _needs(house: list[SourceFile]) -> dict[str, set[str]]:
    """Return which module of the house needs which, leaving a package's own folder file aside."""
    files = {
        ".".join(file.path.relative_to(file.root).with_suffix("").parts).removesuffix(".__init__"): file
        for file in house
    }
    needs: dict[str, set[str]] = {}
    for module, file in files.items():
        wanted = (arrow.module for arrow in file.imports)
        known = (name if name in files else name.rpartition(".")[0] for name in wanted)
        needs[module] = {name for name in known if name in files and name != module}
    return needs


def list_web_below_faces(house: list[SourceFile]) -> list[str]:
    """Name the imports of Flask and its family outside the faces, app.py and core/web*.py."""
    return [
        f"{file.name}:{arrow.line} may not import {arrow.top}"
        for file in house
        if file.room in FLOOR_OF and file.room not in WEB_ROOMS and not file.name.startswith("core/web")
        for arrow in file.imports
        if arrow.top in WEB_PACKAGES
    ]


def list_stray_twilio(house: list[SourceFile]) -> list[str]:
    """Name the imports of Twilio outside its two doors: the signature and the one who sends."""
    return [
        f"{file.name}:{arrow.line} may not import twilio"
        for file in house
        if file.room != "tests" and file.name not in TWILIO_DOORS
        for arrow in file.imports
        if arrow.top == "twilio"
    ]


def list_silent_files(house: list[SourceFile]) -> list[str]:
    """Name the files that do not begin by saying what they are for."""
    return [file.name for file in house if not ast.get_docstring(file.tree)]


def list_long_files(house: list[SourceFile]) -> list[str]:
    """Name the files that hold too much."""
    counted = ((file.name, len(file.text.splitlines())) for file in house)
    return [f"{name} has {lines} lines" for name, lines in counted if lines > MAX_FILE_LINES]


def list_long_functions(house: list[SourceFile]) -> list[str]:
    """Name the functions that hold too much, counted from def to the last line; a migration's table is as it is."""
    return [
        f"{file.name}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for file in house
        if not file.name.startswith("migrations/versions/")
        for node in ast.walk(file.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
        if node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]


def list_empty_names(house: list[SourceFile]) -> list[str]:
    """Name the files and folders whose name tells nothing; `reminder_helpers.py` counts too."""
    return [
        file.name
        for file in house
        for part in file.path.relative_to(file.root).with_suffix("").parts
        if EMPTY_NAMES & set(part.lower().split("_"))
    ]


def list_strange_folders(root: Path) -> list[str]:
    """Name the top folders that are not in the plan, and those of the plan that are missing."""
    there = {path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    return sorted((there - MADE_FOLDERS) ^ FOLDERS)


Rule = Callable[[list[SourceFile]], list[str]]
RULES: tuple[Rule, ...] = (
    list_rising_arrows,
    list_imported_tests,
    list_cycles,
    list_web_below_faces,
    list_stray_twilio,
    list_silent_files,
    list_long_files,
    list_long_functions,
    list_empty_names,
)


@pytest.fixture(scope="module")
def house() -> list[SourceFile]:
    """The house as it stands."""
    return read_house(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_to_its_plan(rule: Rule, house: list[SourceFile]) -> None:
    assert rule(house) == []


def test_the_top_folders_are_the_planned_ones() -> None:
    assert list_strange_folders(ROOT) == []


# --- proof that each rule can fail -----------------------------------------------------------------

LONG_FUNCTION = '"""x"""\ndef f():\n' + "    x = 1\n" * 50
BAD: dict[Rule, list[dict[str, str]]] = {
    list_rising_arrows: [
        {"core/a.py": "from people.users import User"},
        {"people/a.py": "def f():\n    import worklist.items"},
        {"messaging/a.py": "from ratings import scoring"},
        {"patient/a.py": "from clinician.inbox import page"},
        {"api/a.py": "import demo"},
        {"app.py": "import demo"},
        {"core/a.py": "import importlib\nimportlib.import_module('people')"},
    ],
    list_imported_tests: [
        {"core/a.py": "import tests.plugins"},
        {"migrations/versions/0001_start.py": "from core.db import Base"},
    ],
    list_cycles: [
        {"core/a.py": "from core import b", "core/b.py": "from core.a import x"},
        {"core/a.py": "from . import b", "core/b.py": "from .c import x", "core/c.py": "import core.a"},
    ],
    list_web_below_faces: [
        {"people/a.py": "from flask import request"},
        {"core/settings.py": "import flask_login"},
    ],
    list_stray_twilio: [
        {"messaging/outbox.py": "from twilio.rest import Client"},
        {"api/a.py": "import twilio"},
    ],
    list_silent_files: [{"core/a.py": "x = 1"}, {"tests/core/test_a.py": ""}],
    list_long_files: [{"core/a.py": "#\n" * 351}],
    list_long_functions: [{"core/a.py": LONG_FUNCTION}],
    list_empty_names: [
        {"core/utils.py": ""},
        {"core/helpers/text.py": ""},
        {"api/sms_manager.py": ""},
        {"tests/misc.py": ""},
    ],
}
GOOD = {
    "core/db.py": '"""x"""',
    "core/web.py": '"""x"""\nfrom flask import g\nfrom . import db',
    "messaging/gateways.py": '"""x"""\nfrom twilio.rest import Client',
    "ratings/scoring.py": '"""x"""\nfrom core.db import Base\nimport worklist.items',
    "worklist/items.py": '"""x"""\nfrom people import users',
    "people/users.py": '"""x"""\ndef f():\n' + "    x = 1\n" * 49,
    "patient/home.py": '"""x"""\nfrom flask import request\nfrom ratings.scoring import score',
    "migrations/versions/0001_start.py": '"""x"""\nimport sqlalchemy',
    "app.py": '"""x"""\nimport patient.home',
    "demo/serve.py": '"""x"""\nfrom app import create_app',
    "tests/test_all.py": '"""x"""\nimport app, twilio',
}


def build_house(root: Path, files: dict[str, str]) -> list[SourceFile]:
    """Write a small house and read it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_house(root)


@pytest.mark.parametrize(
    ("rule", "files"),
    [pytest.param(rule, files, id=rule.__name__) for rule, houses in BAD.items() for files in houses],
)
def test_a_rule_sees_what_breaks_it(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert len(rule(build_house(tmp_path, files))) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_house_breaks_no_rule(rule: Rule, tmp_path: Path) -> None:
    assert rule(build_house(tmp_path, GOOD)) == []


def test_every_rule_is_proved() -> None:
    assert set(BAD) == set(RULES)


def test_a_strange_or_missing_folder_is_seen(tmp_path: Path) -> None:
    for folder in (FOLDERS - {"docs"}) | {"services", "build", ".git", "__pycache__"}:
        (tmp_path / folder).mkdir()
    assert list_strange_folders(tmp_path) == ["docs", "services"]
