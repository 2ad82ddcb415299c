"""A locked instrument is asked where a unit has stated its right and entered the wording, and only while it holds."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import AuditEvent
from core.errors import ConflictError
from people.models import Role
from programs.added_ratings import AddedRating, add_rating, list_added, remove_rating
from programs.models import Enrollment
from ratings.instruments import get_instrument
from ratings.models import Risk, SelfRating
from ratings.wording_form import CheckedWording, WordingForm, check_wording
from ratings.wording_models import InstrumentWording
from ratings.wordings import unlock_instrument
from ratings.wordings_known import is_askable, look_for_wordings
from tests.clinician.test_patient import text_of
from tests.clinician.treatment_ground import Treatment
from tests.plugins.cast import CareCast, count_statements, make_staff, send
from worklist.models import WorkItem

SHELF = "/desk/unit/instruments"
TODAY = date(2026, 11, 23)


def form_for(name: str, **changes: Any) -> dict[str, Any]:
    """Return a filled-in form with made-up words of our own, never the owner's."""
    instrument = get_instrument(name)
    values = instrument.values_of(instrument.items[0])
    fields = {
        "holder": "Ägaren", "kind": "licence", "reference": "AB-123", "valid_to": "2027-06-30", "confirm": "yes",
        "notice": "© Ägaren 1999", "title_sv": "Påhittat formulär", "instruction_sv": "Påhittad instruktion",
        "answers_sv": "\n".join(f"Svar {value}" for value in values),
    }  # fmt: skip
    fields |= {f"item_sv_{n}": f"Påhittad fråga {n}" for n in range(1, len(instrument.items) + 1)}
    return fields | changes


def check(name: str, sent: dict[str, Any]) -> tuple[CheckedWording | None, dict[str, str]]:
    """Check a form as it is sent."""
    marked = sent.pop("reversed", [])
    return check_wording(WordingForm.read(sent, marked), get_instrument(name), TODAY)


@pytest.fixture
def ulla(care_cast: CareCast) -> FlaskClient:
    """The browser of the unit's admin."""
    with care_cast.database.transaction() as session:
        ulla = make_staff(session, care_cast.unit, "Ulla Ros", "chef", Role.UNIT_ADMIN)
    return care_cast.browser(ulla)


def unlock(cast: CareCast, name: str, **changes: Any) -> None:
    """Unlock an instrument in Anna's unit."""
    sent = form_for(name, **changes)
    checked, errors = check(name, sent)
    assert checked is not None, errors
    with cast.database.transaction() as session:
        unlock_instrument(session, cast.unit.id, name, checked, seen=0, actor_id=cast.karin.id, now=cast.now)
    look_for_wordings()


def add(treatment: Treatment, name: str, weeks: int = 1) -> None:
    """Add an instrument to Anna's calendar."""
    with treatment.cast.database.transaction() as session:
        mine = session.get_one(Enrollment, treatment.enrollment.id)
        add_rating(session, mine, name, weeks, actor_id=treatment.cast.karin.id, now=treatment.cast.now)


def answer(treatment: Treatment, name: str, values: list[int]) -> str:
    """Answer an instrument of the week in Anna's browser; returns the last address."""
    browser = treatment.cast.browser(treatment.cast.anna)
    address = f"/ratings/{treatment.public_id}/week/{name}/1"
    for number, value in enumerate(values, 1):
        where = f"/ratings/{treatment.public_id}/week/{name}/{number}"
        sent = send(browser, where, answer=str(value))
        assert sent.status_code == 302, (number, sent.get_data(as_text=True))
        address = sent.headers["Location"]
    return address


def test_every_class_b_instrument_is_locked_at_first(care_cast: CareCast, ulla: FlaskClient) -> None:
    said = text_of(ulla.get(SHELF).get_data(as_text=True))
    assert said.count("Ingen rätt är angiven") == 12
    assert not is_askable("isi", care_cast.unit.id, TODAY)
    assert ulla.get(f"{SHELF}/phq9").status_code == 404


def test_a_unit_unlocks_with_right_and_wording_for_itself_alone(care_cast: CareCast, ulla: FlaskClient) -> None:
    assert send(ulla, f"{SHELF}/isi", seen="0", **form_for("isi")).status_code == 302
    assert "Upplåst" in ulla.get(SHELF).get_data(as_text=True)
    assert is_askable("isi", care_cast.unit.id, date(2027, 6, 30))
    assert not is_askable("isi", care_cast.unit.id, date(2027, 7, 1))
    assert not is_askable("isi", care_cast.sister_unit.id, TODAY)
    with care_cast.database.transaction() as session:
        actions = set(session.scalars(select(AuditEvent.action)))
        kept = session.scalars(select(InstrumentWording)).one()
    assert "instrument.unlock" in actions
    assert (kept.number, kept.holder, kept.valid_to) == (1, "Ägaren", date(2027, 6, 30))


def test_two_admins_who_write_at_once_do_not_overwrite_each_other(care_cast: CareCast, ulla: FlaskClient) -> None:
    assert send(ulla, f"{SHELF}/isi", seen="0", **form_for("isi")).status_code == 302
    refused = send(ulla, f"{SHELF}/isi", seen="0", **form_for("isi", holder="En annan ägare"))
    assert refused.status_code == 409
    assert "En annan ägare" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "changes", "field"),
    [
        ("isi", {"confirm": ""}, "confirm"), ("isi", {"holder": " "}, "holder"), ("isi", {"kind": "own"}, "kind"),
        ("isi", {"reference": ""}, "reference"), ("isi", {"notice": ""}, "notice"),
        ("isi", {"title_sv": ""}, "title_sv"),
        ("isi", {"valid_to": "2026-11-22"}, "valid_to"), ("isi", {"valid_to": "2026-13-40"}, "valid_to"),
        ("isi", {"item_sv_3": ""}, "item_sv_3"), ("isi", {"answers_sv": "a\nb"}, "answers_sv"),
        ("isi", {"answers_sv": ""}, "answers_sv"), ("isi", {"answers_sv": "-\n-\n-\n-\n-"}, "answers_sv"),
        ("isi", {"own_sv_2": "bara ett"}, "own_sv_2"), ("isi", {"item_en_1": "One"}, "title_en"),
        ("smbq", {}, "reversed"), ("smbq", {"reversed": ["1", "2", "3", "4", "99"]}, "reversed"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(name: str, changes: dict[str, Any], field: str) -> None:
    sent = form_for(name, **changes)
    checked, errors = check(name, sent)
    assert checked is None
    assert field in errors


def test_a_form_without_words_at_all_is_refused_and_keeps_the_right(care_cast: CareCast, ulla: FlaskClient) -> None:
    right = {name: form_for("isi")[name] for name in ("holder", "kind", "reference", "notice", "confirm")}
    refused = send(ulla, f"{SHELF}/isi", seen="0", **right)
    assert refused.status_code == 422
    assert "AB-123" in refused.get_data(as_text=True)
    assert "minst ett språk" in refused.get_data(as_text=True)


def test_an_added_instrument_is_asked_in_the_units_words_with_its_notice(treatment: Treatment) -> None:
    cast = treatment.cast
    unlock(cast, "isi")
    karin = cast.browser(cast.karin)
    page = f"{treatment.patient_page}/ratings"
    fields = {"instrument": "isi", "weeks": "1"}
    assert send(karin, f"/desk/enrollments/{treatment.public_id}/ratings/add", **fields).status_code == 302
    assert "ISI, varje vecka" in text_of(karin.get(page).get_data(as_text=True))
    anna = cast.browser(cast.anna)
    question = text_of(anna.get(f"/ratings/{treatment.public_id}/week/isi/1").get_data(as_text=True))
    assert "Påhittad fråga 1" in question
    assert "Svar 4" in question
    assert "© Ägaren 1999" in question
    shown = text_of(anna.get(answer(treatment, "isi", [3] * 7)).get_data(as_text=True))
    assert "Måttliga sömnbesvär" in shown
    assert "21 av 28" in shown


def test_answers_keep_their_words_when_the_instrument_is_locked_again(treatment: Treatment, ulla: FlaskClient) -> None:
    cast = treatment.cast
    unlock(cast, "isi")
    add(treatment, "isi")
    result = answer(treatment, "isi", [2] * 7)
    assert send(ulla, f"{SHELF}/isi/lock").status_code == 302
    assert ulla.get(SHELF).status_code == 200
    assert not is_askable("isi", cast.unit.id, TODAY)
    assert send(ulla, f"{SHELF}/isi/lock").status_code == 409
    with cast.database.transaction() as session:
        rating = session.scalars(select(SelfRating)).one()
    read = text_of(cast.browser(cast.karin).get(f"/desk/ratings/{rating.public_id}").get_data(as_text=True))
    assert "Påhittad fråga 7" in read
    assert "Svar 2" in read
    assert "14 av 28" in text_of(cast.browser(cast.anna).get(result).get_data(as_text=True))
    assert "låst på enheten" in cast.browser(cast.karin).get(f"{treatment.patient_page}/ratings").get_data(as_text=True)


def test_a_right_that_runs_out_locks_the_questions_on_the_next_day(treatment: Treatment) -> None:
    cast = treatment.cast
    unlock(cast, "isi", valid_to="2026-11-23")
    add(treatment, "isi")
    address = f"/ratings/{treatment.public_id}/week/isi/1"
    browser = cast.browser(cast.anna)
    assert browser.get(address).status_code == 200
    assert send(browser, address, answer="1").status_code == 302
    cast.clock.instant += timedelta(days=1)
    cast.tokens.clear()
    assert cast.browser(cast.anna).get(address).status_code == 404


def test_a_locked_instrument_cannot_be_added_and_none_twice(treatment: Treatment) -> None:
    cast = treatment.cast
    karin, page = cast.browser(cast.karin), f"{treatment.patient_page}/ratings"
    fields = {"instrument": "isi", "weeks": "1"}
    send(karin, f"/desk/enrollments/{treatment.public_id}/ratings/add", **fields)
    assert "Frågorna är låsta på enheten" in karin.get(page).get_data(as_text=True)
    add(treatment, "gad7", 4)
    with pytest.raises(ConflictError):
        add(treatment, "gad7", 2)
    with cast.database.transaction() as session:
        mine = session.get_one(Enrollment, treatment.enrollment.id)
        assert [(one.instrument, one.weeks) for one in list_added(mine)] == [("gad7", 4)]
        remove_rating(session, mine, "gad7", actor_id=cast.karin.id, now=cast.now)
        assert list_added(mine) == []


@pytest.mark.parametrize(
    ("weeks", "days_ago", "is_due"),
    [(0, None, True), (0, 1, False), (0, 400, False), (1, 5, False), (1, 6, True), (4, 26, False), (4, 27, True)],
)
def test_an_added_instrument_comes_back_in_its_rhythm(weeks: int, days_ago: int | None, is_due: bool) -> None:
    now = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
    added = AddedRating("isi", weeks, now - timedelta(days=500))
    last = None if days_ago is None else now - timedelta(days=days_ago)
    assert added.is_due(last, TODAY, "Europe/Stockholm") is is_due


def test_the_safety_item_of_an_unlocked_instrument_raises_red_at_once(treatment: Treatment) -> None:
    cast = treatment.cast
    unlock(cast, "madrs_s", own_sv_9="lugn\n-\nmatt\n-\nsvår\n-\nvärst")
    add(treatment, "madrs_s")
    assert "/help-card/" in answer(treatment, "madrs_s", [0, 0, 0, 0, 0, 0, 0, 0, 4])
    with cast.database.transaction() as session:
        assert session.scalars(select(Risk.level)).one() == "red"
        item = session.scalars(select(WorkItem)).one()
    assert (item.reason, item.places["number"], item.places["answer"]) == ("safety_item", "9", 4)
    risk = cast.browser(cast.karin).get(item_risk(cast))
    assert "Påhittad fråga 9" in text_of(risk.get_data(as_text=True))


def item_risk(cast: CareCast) -> str:
    """Return the address of the only risk."""
    with cast.database.transaction() as session:
        return f"/desk/risks/{session.scalars(select(Risk.public_id)).one()}"


def test_the_items_that_the_unit_marks_count_the_other_way(treatment: Treatment) -> None:
    unlock(treatment.cast, "smbq", reversed=["18", "19", "20", "21", "22"])
    add(treatment, "smbq", 0)
    answer(treatment, "smbq", [1] * 17 + [7] * 5)
    with treatment.cast.database.transaction() as session:
        assert session.scalars(select(SelfRating.total)).one() == 22


def test_the_pages_of_the_patient_pay_nothing_for_a_unit_with_wordings(treatment: Treatment) -> None:
    cast = treatment.cast
    anna = cast.browser(cast.anna)
    anna.get("/home")
    with count_statements(cast.database) as before:
        anna.get("/home")
    unlock(cast, "isi")
    add(treatment, "isi")
    anna.get("/home")
    with count_statements(cast.database) as after:
        anna.get("/home")
    assert len(after) == len(before)
