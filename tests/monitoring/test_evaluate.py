"""The worked cases of the clinical specification, and that a failing or unknown case is said to fail."""

import json
from pathlib import Path

import pytest

from monitoring.evaluate import evaluate_file, main

CASES = Path(__file__).with_name("vitals_cases.json")


def test_every_worked_case_passes() -> None:
    report = evaluate_file(CASES)
    assert report.failed == ()
    assert sum(report.totals.values()) == 78
    assert report.is_passed


def write(folder: Path, *cases: object) -> Path:
    path = folder / "cases.json"
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "case",
    [
        {"id": "a", "kind": "unheard_of", "input": {}, "expected": "green"},
        {"id": "b", "kind": "input", "input": {"t": "pulse", "v": 64}, "expected": "reject"},
        {"id": "c", "kind": "input", "input": {"t": "no_such_kind", "v": 64}, "expected": "accept"},
        {"id": "d", "kind": "input", "input": {"t": "pulse"}, "expected": "accept"},
        {"id": "e", "kind": "input", "input": {"t": "pulse", "v": True}, "expected": "accept"},
        {"id": "f", "kind": "bp_week", "input": {"readings": []}, "expected": {"valid": True}},
        {"id": "g", "kind": "spo2", "input": None, "expected": None},
        "no case",
    ],
)
def test_a_case_that_does_not_hold_is_reported_as_failed(case: object, tmp_path: Path) -> None:
    report = evaluate_file(write(tmp_path, case))
    assert len(report.failed) == 1
    assert not report.is_passed


def test_an_empty_file_is_not_a_pass(tmp_path: Path) -> None:
    assert not evaluate_file(write(tmp_path)).is_passed


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="no list of cases"):
        evaluate_file(path)


def test_the_command_answers_with_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CASES)]) == 0
    assert main([str(write(tmp_path, {"id": "x", "kind": "none"}))]) == 1
    assert main([]) == 1
    assert "FAILED x" in capsys.readouterr().out
