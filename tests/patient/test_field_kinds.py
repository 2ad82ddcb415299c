"""Every kind of field in every place it is shown: the form, the draft, the form again, the print and the answer."""

from typing import Any

import pytest
from sqlalchemy import select

from programs.models import ExerciseAnswer
from programs.schema import Program
from tests.plugins.cast import CareCast, send
from tests.plugins.walk_program import enroll_walk

FORM: dict[str, Any] = {
    "f.line": "Slingan", "f.story": "Förbi sjön\noch hem", "f.km": "3,5", "f.sure": "8", "f.first": "2026-11-24",
    "f.clock": "7.30", "f.alone": "no", "f.kind": "wood", "f.with": ["water", "fruit"],
    "f.steps.0.name": "Backen", "f.steps.0.slope": "9", "f.steps.0.bring": ["stick", "map"], "rows.steps": "2",
    "f.steps.1.name": "Bron",
    "f.plan.0.activity": "Promenad", "f.plan.0.day": "2026-11-25", "f.plan.0.time": "17:00",
    "f.plan.0.place": "Parken", "f.plan.0.expected": "6", "f.plan.0.done": "yes",
}  # fmt: skip
KEPT: dict[str, Any] = {
    "line": "Slingan", "story": "Förbi sjön\noch hem", "km": 3.5, "sure": 8, "first": "2026-11-24", "clock": "07:30",
    "alone": "no", "kind": "wood", "with": ["water", "fruit"],
    "steps": [{"name": "Backen", "slope": 9, "bring": ["stick", "map"]},
              {"name": "Bron", "slope": None, "bring": []}],
    "plan": [{"activity": "Promenad", "day": "2026-11-25", "time": "17:00", "place": "Parken", "expected": 6,
              "done": "yes"}],
}  # fmt: skip
SHOWN = ('value="Slingan"', "Förbi sjön\noch hem</textarea>", 'value="3,5"', 'value="2026-11-24"', 'value="07:30"',
         'value="Backen"', 'value="Bron"', 'value="Promenad"', 'value="Parken"')  # fmt: skip
CHOSEN = (("f.sure", "8"), ("f.alone", "no"), ("f.kind", "wood"), ("f.with", "fruit"), ("f.steps.0.slope", "9"),
          ("f.steps.0.bring", "map"), ("f.plan.0.expected", "6"), ("f.plan.0.done", "yes"))  # fmt: skip
SAID = ("Slingan", "3,5 km", "8 av 10", "07:30", "Nej", "Skog", "Vatten, Frukt", "<td>Backen</td>",
        "<td>9 av 10</td>", "<td>Stav, Karta</td>", "<td>Promenad</td>", "<td>6 av 10</td>", "<td>Ja</td>")  # fmt: skip


def is_chosen(page: str, name: str, value: str) -> bool:
    """Tell whether a radio or check box of a page is chosen."""
    inputs = [part.split(">")[0] for part in page.split("<input ") if f'name="{name}"' in part.split(">")[0]]
    return any(f'value="{value}"' in one and " checked" in one for one in inputs)


def answers(cast: CareCast) -> dict[str, Any]:
    """Return what is kept of the exercise."""
    with cast.database.transaction() as session:
        return session.scalars(select(ExerciseAnswer.answers)).one()


@pytest.mark.parametrize("way", ["", "/draft"])
def test_every_kind_is_kept_and_shown_again(care_cast: CareCast, walk: Program, way: str) -> None:
    enrollment = enroll_walk(care_cast, opened=2)
    browser, step = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/2/everything"
    assert send(browser, f"{step}{way}", **FORM | {"then": "done"}).status_code == (200 if way else 302)
    assert answers(care_cast) == KEPT
    page = browser.get(step).get_data(as_text=True)
    for piece in SHOWN:
        assert piece in page, piece
    for name, value in CHOSEN:
        assert is_chosen(page, name, value), name
    printed = browser.get(f"/program/{enrollment.public_id}/2/print").get_data(as_text=True)
    for words in SAID:
        assert words in printed, words


def test_a_decimal_number_has_a_keyboard_with_a_comma(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast, opened=2)
    page = sqlite_cast.browser(sqlite_cast.anna).get(f"/program/{enrollment.public_id}/2/everything")
    field = page.get_data(as_text=True).split('name="f.km"')[1].split(">")[0]
    assert 'inputmode="decimal"' in field


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"f.steps.1.name": "", "f.steps.1.slope": "3"}, "f.steps.1.name"),
        ({"f.plan.0.expected": "11"}, "f.plan.0.expected"),
        ({"f.plan.0.day": "i morgon"}, "f.plan.0.day"), ({"f.km": "21"}, "f.km"), ({"f.kind": "sea"}, "f.kind"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_pointed_out_where_it_stands(
    sqlite_cast: CareCast, walk: Program, change: dict[str, str], name: str
) -> None:
    enrollment = enroll_walk(sqlite_cast, opened=2)
    step = f"/program/{enrollment.public_id}/2/everything"
    answer = send(sqlite_cast.browser(sqlite_cast.anna), step, **FORM | change | {"then": "done"})
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.get_data(as_text=True)
    assert 'value="Slingan"' in answer.get_data(as_text=True)
