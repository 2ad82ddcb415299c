"""The figures of a program's own diary, and that a row, its corrections and its draft are kept apart."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import ConflictError
from programs.day_diary import compute_figure, compute_figures, record_day
from programs.diary import find_rows, list_days, save_draft_row
from programs.models import DiaryEntry, EnrollmentStatus
from programs.schema import Figure, Program, Words
from tests.plugins.cast import CareCast
from tests.plugins.walk_program import enroll_walk

DAY = date(2026, 11, 23)
ROWS = [{"where": "Skogen", "minutes": 20}, {"where": "Torget", "minutes": 15}, {"where": "Hemma", "minutes": None}]


def figure(how: str, of: str = "walks.minutes") -> Figure:
    """Return a figure with two decimals."""
    return Figure.model_validate({"id": "x", "label": Words(sv="x", en="x"), "of": of, "how": how, "decimals": 2})


@pytest.mark.parametrize(
    ("how", "value"), [("value", 20), ("mean", 17.5), ("sum", 35), ("count", 2), ("highest", 20), ("lowest", 15)]
)
def test_a_figure_is_computed_from_a_column_of_rows(how: str, value: float) -> None:
    assert compute_figure(figure(how), {"walks": ROWS}) == value


@pytest.mark.parametrize(
    ("how", "of", "answers", "value"),
    [
        ("value", "mood", {"mood": 7}, 7), ("value", "mood", {"mood": None}, None), ("value", "mood", {}, None),
        ("value", "dog", {"dog": "yes"}, 1), ("mean", "dog", {"dog": "no"}, 0),
        ("count", "walks", {"walks": ROWS}, 3), ("count", "walks", {"walks": [{"where": None}]}, 0),
        ("count", "with", {"with": ["water", "fruit"]}, 2), ("count", "note", {"note": "Fint"}, 1),
        ("sum", "note", {"note": "Fint"}, None), ("mean", "walks.minutes", {"walks": "odd"}, None),
    ],
)  # fmt: skip
def test_a_figure_of_other_answers(how: str, of: str, answers: dict[str, Any], value: float | None) -> None:
    assert compute_figure(figure(how, of), answers) == value


def test_figures_are_rounded_as_they_say_and_left_out_without_anything_to_compute(walk: Program) -> None:
    assert walk.diary_form is not None
    rows = [{"minutes": 10}, {"minutes": 20}, {"minutes": 11}]
    assert compute_figures(walk.diary_form, {"mood": 4, "walks": rows}) == {
        "mood": 4, "minutes": 41, "mean": 13.7, "count": 3,
    }  # fmt: skip
    assert compute_figures(walk.diary_form, {"mood": 4, "walks": []}) == {"mood": 4, "count": 0}


def test_a_correction_keeps_the_old_row_and_the_draft_goes(care_cast: CareCast, walk: Program) -> None:
    assert walk.diary_form is not None
    enrollment = enroll_walk(care_cast)
    for mood in (3, 8):
        with care_cast.database.transaction() as session:
            save_draft_row(session, enrollment, "walk_day", DAY, {"mood": "tre"}, care_cast.now)
            save_draft_row(session, enrollment, "walk_day", DAY, {"mood": mood}, care_cast.now)
            assert find_rows(session, enrollment.id, "walk_day", DAY).answers == {"mood": mood}
        with care_cast.database.transaction() as session:
            record_day(session, enrollment, walk.diary_form, DAY, {"mood": mood}, care_cast.now)
    with care_cast.database.transaction() as session:
        rows = session.scalars(select(DiaryEntry).order_by(DiaryEntry.revision)).all()
        assert [(row.revision, row.current, row.answers, row.figures["mood"]) for row in rows] == [
            (1, False, {"mood": 3}, 3), (2, True, {"mood": 8}, 8),
        ]  # fmt: skip


def test_a_draft_is_no_row_of_the_diary(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    with care_cast.database.transaction() as session:
        save_draft_row(session, enrollment, "walk_day", DAY, {"mood": 3}, care_cast.now)
    with care_cast.database.transaction() as session:
        assert list_days(session, enrollment.id, DAY, DAY, "walk_day")[0].entry is None


def test_an_ended_treatment_takes_no_row_and_no_draft(care_cast: CareCast, walk: Program) -> None:
    assert walk.diary_form is not None
    enrollment = enroll_walk(care_cast, status=EnrollmentStatus.ENDED)
    with care_cast.database.transaction() as session:
        with pytest.raises(ConflictError):
            record_day(session, enrollment, walk.diary_form, DAY, {"mood": 3}, care_cast.now)
        with pytest.raises(ConflictError):
            save_draft_row(session, enrollment, "walk_day", DAY, {"mood": 3}, care_cast.now)
