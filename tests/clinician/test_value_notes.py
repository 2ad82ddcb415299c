"""Holds the notes of staff in the curves: who sees which, numbered marks with words, the old kept, nothing lost."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import AuditEvent
from monitoring.models import ValueNote
from monitoring.series import Series
from tests.monitoring.series_cases import TODAY
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, count_statements, send

DAY = timedelta(days=1)
WORDS = "Ny blodtrycksmedicin <b>"


@pytest.fixture
def anna(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure and two weights."""
    anna = make_series(care_cast, "heart_failure")
    anna.send(Series.WEIGHT, "80.0", anna.cast.now - 6 * DAY)
    anna.send(Series.WEIGHT, "80.2", anna.cast.now - 2 * DAY)
    return anna


@pytest.fixture
def desk(anna: SeriesMeasurer) -> FlaskClient:
    """Karin's signed-in browser."""
    return anna.cast.browser(anna.cast.karin)


def notes_of(anna: SeriesMeasurer) -> str:
    """Return the address of the page of notes."""
    return f"/desk/patients/{anna.cast.anna.public_id}/notes"


def write(desk: FlaskClient, anna: SeriesMeasurer, body: str = WORDS, ago: int = 0, **more: str) -> int:
    """Write a note on a day; returns the status."""
    fields = {"body": body, "on_day": str(TODAY - ago * DAY), "kind": "weight", **more}
    return send(desk, notes_of(anna), **fields).status_code


def rows(anna: SeriesMeasurer) -> list[ValueNote]:
    """Return every note, oldest first."""
    with anna.cast.database.transaction() as session:
        return list(session.scalars(select(ValueNote).order_by(ValueNote.id)))


def pages(anna: SeriesMeasurer, desk: FlaskClient) -> tuple[str, str]:
    """Return the page of weight as the patient and as the desk see it."""
    phone = anna.cast.browser(anna.cast.anna)
    desk_page = desk.get(f"/desk/patients/{anna.cast.anna.public_id}/values?kind=weight").text
    return phone.get("/values?kind=weight").text, desk_page


def test_a_note_is_a_mark_with_words_in_curve_and_table_for_both(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    """Also a note of a day after the last value has its place on the axis of time."""
    assert write(desk, anna) == 302
    for page in pages(anna, desk):
        assert page.count('class="ev-dot"') == 1
        assert page.count("Ny blodtrycksmedicin &lt;b&gt;") == 2  # below the curve and in the table
        assert "Karin Lind" in page
        assert "<b>Ny blodtrycksmedicin <b>" not in page


def test_what_is_for_care_alone_is_never_shown_to_the_patient(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    write(desk, anna, "Tveksam till tabletterna", for_care="yes")
    own, care = pages(anna, desk)
    assert "Tveksam" not in own
    assert "ev-dot" not in own
    assert "Tveksam till tabletterna (Karin Lind, bara för vården)." in care


def test_a_changed_note_takes_the_place_of_the_old_which_is_kept(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    write(desk, anna, "Ny mediccin", 3)
    (old,) = rows(anna)
    place = f"{notes_of(anna)}/{old.public_id}"
    assert "Ny mediccin" in desk.get(place).text
    assert send(desk, place, body="Ny medicin", on_day=str(TODAY - 4 * DAY)).status_code == 302
    own, _care = pages(anna, desk)
    assert "Ny medicin (" in own
    assert "mediccin" not in own
    listed = desk.get(notes_of(anna)).text
    assert "<s>Ny mediccin</s>" in listed
    assert desk.get(place).status_code == 404
    late = send(desk, place, body="Ny medicin igen", on_day=str(TODAY))
    assert (late.status_code, "Ny medicin igen" in late.text) == (409, True)
    assert [one.replaced_by_id for one in rows(anna)] == [rows(anna)[1].id, None]


def test_a_note_taken_away_leaves_the_curve_and_stays_in_the_list(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    write(desk, anna, "Resa")
    place = f"{notes_of(anna)}/{rows(anna)[0].public_id}/withdraw"
    assert send(desk, place).status_code == 302
    assert all("Resa" not in page for page in pages(anna, desk))
    assert "<s>Resa</s>" in desk.get(notes_of(anna)).text
    assert send(desk, place).status_code == 409
    with anna.cast.database.transaction() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.object_kind == "value_note")).all()
    assert actions == ["value_note.write", "value_note.withdraw"]


def test_a_refused_note_keeps_what_was_typed(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    for fields, said in (
        ({"body": " "}, "Skriv några ord"), ({"body": "å" * 121}, "Skriv högst 120 tecken"),
        ({"on_day": str(TODAY + DAY)}, "Välj en dag"), ({"on_day": "i går"}, "Välj en dag"),
    ):  # fmt: skip
        sent = {"body": "Influensavaccin", "on_day": str(TODAY), **fields}
        answer = send(desk, notes_of(anna), **sent)
        assert (answer.status_code, said in answer.text) == (422, True)
        assert f'value="{sent["body"]}"' in answer.text
    assert rows(anna) == []


def test_another_unit_neither_sees_nor_changes_a_note(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    write(desk, anna)
    stranger = anna.cast.browser(anna.cast.stranger)
    place = f"{notes_of(anna)}/{rows(anna)[0].public_id}"
    assert stranger.get(notes_of(anna)).status_code == 404
    assert send(stranger, place, body="Fel", on_day=str(TODAY)).status_code == 404
    assert send(stranger, f"{place}/withdraw").status_code == 404


def test_the_page_of_notes_takes_at_most_six_statements(anna: SeriesMeasurer, desk: FlaskClient) -> None:
    write(desk, anna)
    with count_statements(anna.cast.database) as seen:
        desk.get(notes_of(anna))
    assert len([one for one in seen if one != "COMMIT"]) <= 6
    assert seen.count("COMMIT") == 1
