"""Builds the program of docs/authoring.md from the document itself, and holds that the document tells everything."""

import re
from pathlib import Path

import pytest

from programs.chosen_steps import Choices, choose
from programs.film_schema import Film
from programs.library import open_edition
from programs.lint import look_over
from programs.schema import (
    Condition,
    DiaryForm,
    FieldDef,
    FieldKind,
    Figure,
    Frozen,
    GateQuestion,
    Guide,
    Module,
    Part,
    Program,
    Question,
    Step,
    StepKind,
    Track,
)
from programs.shelf import MemoryShelf
from programs.yaml_files import read_yaml

DOC = (Path(__file__).resolve().parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
FILE = re.compile(r"<!-- file: (\S+) -->\n```(?:yaml|markdown)\n(.*?)```", re.DOTALL)
FILES = {path: text for path, text in FILE.findall(DOC)}
TOLD_ELSEWHERE = {"diary_form"}
"""What the schema keeps that no author writes: the file diary.yaml itself."""


def test_the_tutorial_builds_a_program_of_three_modules_with_nothing_wrong() -> None:
    looked = look_over(MemoryShelf(FILES))
    assert [problem.line for problem in looked.problems] == []
    assert looked.program is not None
    assert [module.number for module in looked.program.modules] == [1, 2, 3]


def test_every_yaml_block_of_the_document_is_used_or_is_a_piece_that_can_be_read() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)
    pieces = [text for text in blocks if text not in FILES.values()]
    one, several, film = (read_yaml("", text) for text in pieces)
    assert Condition.model_validate(one["show_if"]).field == "children"
    assert [Condition.model_validate(each).field for each in several["show_if_all"]] == ["children", "tense"]
    assert Film.model_validate(film).video


def test_the_tutorial_uses_every_kind_of_step_and_field_but_the_sleep_window() -> None:
    program = open_edition(MemoryShelf(FILES), "1.0").program
    steps = [step for module in program.modules for step in module.steps]
    assert {step.kind for step in steps} == set(StepKind) - {StepKind.WINDOW}
    fields = [field for step in steps for field in step.fields]
    assert {field.kind for field in [*fields, *(one for field in fields for one in field.columns)]} == set(FieldKind)


def test_the_tutorials_conditions_tracks_and_parts_decide_what_is_met() -> None:
    program = open_edition(MemoryShelf(FILES), "1.0").program
    plain = {step.id for step in choose(program, Choices()).get_module(2).steps}
    assert not plain & {"nar_barnen_somnat", "dela_kvallen", "andas"}
    all_of_it = Choices("parents", {"body": True}, {"1.mina_kvallar": {"children": "yes"}})
    assert len(choose(program, all_of_it).get_module(2).steps) == len(program.get_module(2).steps)


@pytest.mark.parametrize(
    "model", [Program, Module, Step, FieldDef, Question, Condition, Track, Part, Guide, GateQuestion, Figure, DiaryForm]
)
def test_every_key_of_the_schema_stands_in_the_reference(model: type[Frozen]) -> None:
    reference = DOC[DOC.index("## Reference") :]
    keys = {field.alias or name for name, field in model.model_fields.items()} - TOLD_ELSEWHERE
    assert {key for key in keys if not re.search(rf"`{key}\b", reference)} == set()


def test_a_mistake_in_the_tutorial_would_be_found() -> None:
    broken = {path: text.replace("field: children", "field: kids") for path, text in FILES.items()}
    assert look_over(MemoryShelf(broken)).problems != ()
