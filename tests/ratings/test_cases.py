"""The public reference cases and the runner that any other file of cases goes through."""

import json
from pathlib import Path

import pytest

from ratings.evaluate import UnreadableCases, evaluate_file, is_same

CASES = Path(__file__).parent / "cases.json"


def write(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "cases.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def one_case(name: str, case: object) -> dict[str, object]:
    return {"instruments": {name: {"cases": [case]}}}


def test_every_public_case_comes_out_as_expected() -> None:
    report = evaluate_file(CASES)
    assert report.failed == ()
    assert report.is_passed
    assert report.lines[-1] == "all: 247 of 247"


def test_every_group_of_cases_is_counted() -> None:
    groups = json.loads(CASES.read_text(encoding="utf-8"))["instruments"]
    report = evaluate_file(CASES)
    assert {name: len(group["cases"]) for name, group in groups.items()} == report.totals


def test_a_changed_expectation_is_found_with_its_field(tmp_path: Path) -> None:
    document = json.loads(CASES.read_text(encoding="utf-8"))
    document["instruments"]["phq9"]["cases"][0]["expected"]["total"] = 1
    report = evaluate_file(write(tmp_path, document))
    assert [(c.case_id, [d.field for d in c.differences]) for c in report.failed] == [("phq9-01", ["total"])]
    assert report.passed_of("phq9") == (12, 13)
    assert not report.is_passed
    assert "FAILED phq9-01 total: expected 1, got 0" in report.lines


def test_flags_may_stand_in_any_order_but_none_may_be_missing_or_doubled() -> None:
    assert is_same(["a", "b"], ["b", "a"])
    assert not is_same(["a"], ["a", "b"])
    assert not is_same(["a"], ["a", "a"])


def test_true_is_not_one_and_null_is_not_zero() -> None:
    assert not is_same(True, 1)
    assert not is_same(0, False)
    assert not is_same(None, 0)


@pytest.mark.parametrize(
    "case",
    [
        {"id": "x", "answers": [9] * 7, "expected": {"total": 63}},
        {"id": "x", "answers": [True] * 7, "expected": {"total": 7}},
        {"id": "x", "answers": "0000000", "expected": {"total": 0}},
        {"id": "x", "answers": None, "expected": {"total": None}},
        {"id": "x", "expected": {"total": 0}},
        {"id": "x", "answers": [0] * 7},
        {"answers": [0] * 7, "expected": {"no_such_field": None}},
        "not a case",
    ],
)
def test_a_case_that_cannot_run_is_a_failed_case(tmp_path: Path, case: dict[str, object]) -> None:
    report = evaluate_file(write(tmp_path, one_case("gad7", case)))
    assert len(report.failed) == 1


def test_a_case_may_expect_a_rejection(tmp_path: Path) -> None:
    case = {"id": "x", "answers": [9] * 7, "expected": {"rejected": True}}
    assert evaluate_file(write(tmp_path, one_case("gad7", case))).is_passed


@pytest.mark.parametrize("name", ["nothing", "../core", "PHQ9", "hads"])
def test_an_unknown_instrument_is_a_failed_case(tmp_path: Path, name: str) -> None:
    case = {"id": "x", "answers": [0], "expected": {"total": 0}}
    assert not evaluate_file(write(tmp_path, one_case(name, case))).is_passed


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("sleep_diary_night", {"t1": "25:00", "sol": 1, "waso": 1, "t2": "06:00", "t3": "07:00"}),
        ("sleep_diary_night", {"t1": "23:00", "sol": 1.5, "waso": 1, "t2": "06:00", "t3": "07:00"}),
        ("sleep_diary_night", {"t1": "23:00"}),
        ("change", {"instrument": "phq9", "pre": "16", "post": 9}),
        ("change", {"instrument": "none", "pre": 16, "post": 9}),
        ("rf1_group", {"answers": [11]}),
        ("rf1_group", {"answers": None}),
        ("mmrc", {"grade": 2, "previous": "1"}),
    ],
)
def test_bad_input_to_a_rule_is_a_failed_case(tmp_path: Path, name: str, case: dict[str, object]) -> None:
    document = one_case(name, {**case, "expected": {"valid": True}})
    assert not evaluate_file(write(tmp_path, document)).is_passed


def test_a_night_with_an_unanswered_field_is_invalid(tmp_path: Path) -> None:
    case = {"t1": "23:00", "sol": None, "waso": 1, "t2": "06:00", "t3": "07:00", "expected": {"valid": False}}
    assert evaluate_file(write(tmp_path, one_case("sleep_diary_night", case))).is_passed


@pytest.mark.parametrize("text", ["", "{", "[]", '{"instruments": []}', '{"instruments": {"phq9": []}}'])
def test_a_file_of_another_form_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableCases, match=r"cases\.json"):
        evaluate_file(write(tmp_path, text))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(UnreadableCases):
        evaluate_file(path)


def test_a_file_without_cases_has_not_passed(tmp_path: Path) -> None:
    assert not evaluate_file(write(tmp_path, {"instruments": {}})).is_passed
