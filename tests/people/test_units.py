"""Holds what a unit may say about itself, and what a patient may see of the log."""

from datetime import timedelta

import pytest

from core.audit import record_event
from core.db import Database
from core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from people import own_log
from people.models import Role
from people.own_log import list_own_log, words_for
from people.session_models import Face
from people.sign_in import open_login
from people.units import (
    UnitForm,
    change_unit,
    check_unit,
    create_provider,
    create_unit,
    get_admin_unit,
    version_of,
)
from people.viewer import find_viewer
from tests.people.cast import NOW, make_patient, make_staff, make_unit

OPEN = {"0": ("8", "16.30")}


def test_a_good_form_is_tidied() -> None:
    details, errors = check_unit(UnitForm("  Psykiatri   Norr ", "+46 8 46500410", " 2 ", OPEN))
    assert errors == {}
    assert details is not None
    assert (details.name, details.phone, details.answer_days) == ("Psykiatri Norr", "08-465 004 10", 2)
    assert details.hours == {"0": ["08:00", "16:30"]}


@pytest.mark.parametrize(("form", "field"), [
    (UnitForm("", "08-465 004 10", "1", OPEN), "name"),
    (UnitForm("x" * 121, "08-465 004 10", "1", OPEN), "name"),
    (UnitForm("A", "ring oss", "1", OPEN), "phone"),
    (UnitForm("A", "08-465 004 10", "11", OPEN), "answer_days"),
    (UnitForm("A", "08-465 004 10", "٣", OPEN), "answer_days"),
    (UnitForm("A", "08-465 004 10", "1", {"0": ("08:00", "")}), "opens_0"),
    (UnitForm("A", "08-465 004 10", "1", {"3": ("16:00", "08:00")}), "opens_3"),
    (UnitForm("A", "08-465 004 10", "1", {"3": ("25:00", "26:00")}), "opens_3"),
    (UnitForm("A", "08-465 004 10", "1", {}), "opens_0"),
])
def test_a_form_that_cannot_be_says_where(form: UnitForm, field: str) -> None:
    details, errors = check_unit(form)
    assert details is None
    assert list(errors) == [field]


def test_two_edits_of_a_unit_collide(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        seen = version_of(unit)
        details, _errors = check_unit(UnitForm("Nytt namn", "08-465 004 10", "1", OPEN))
        assert details is not None
        change_unit(session, unit, details, seen=seen, actor_id=make_staff(session, unit).id, now=NOW)
        session.flush()
        with pytest.raises(ConflictError):
            change_unit(session, unit, details, seen=seen, actor_id=unit.id, now=NOW)


def test_an_admin_has_only_his_own_units(database: Database) -> None:
    with database.transaction() as session:
        unit, other = make_unit(session), make_unit(session, "Medicin 4")
        for user, allowed in ((make_staff(session, unit, Role.UNIT_ADMIN), True),
                              (make_staff(session, unit, Role.CLINICIAN, username="b"), False)):
            token = open_login(session, user, Face.DESK, "", NOW)
            session.flush()
            viewer = find_viewer(session, token, Face.DESK, NOW)
            assert viewer is not None
            if allowed:
                assert get_admin_unit(session, viewer) is unit
                with pytest.raises(NotFoundError):
                    get_admin_unit(session, viewer, other.public_id)
            else:
                with pytest.raises(ForbiddenError):
                    get_admin_unit(session, viewer)


def test_a_new_unit_has_a_provider_and_the_usual_hours(database: Database) -> None:
    with database.transaction() as session:
        admin = make_staff(session, None, Role.SYSTEM_ADMIN)
        provider = create_provider(session, " Region  Norr ", actor_id=admin.id, now=NOW)
        unit = create_unit(session, provider.public_id, "Medicin 4", "08-465 004 11", actor_id=admin.id, now=NOW)
        assert (provider.name, unit.provider_id, len(unit.opening_hours)) == ("Region Norr", provider.id, 5)
        with pytest.raises(InvalidError):
            create_unit(session, "nobody", "Medicin 5", "08-465 004 11", actor_id=admin.id, now=NOW)
        with pytest.raises(InvalidError):
            create_provider(session, " ", actor_id=admin.id, now=NOW)


def test_the_log_shows_others_by_person_and_day_and_leaves_one_self_out(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        patient, staff = make_patient(session, unit), make_staff(session, unit, Role.CLINICIAN)
        acts = ((0, "patient.read"), (1, "patient.read"), (2, "module.unlock"), (30, "denied.patient.read"))
        for hours, action in acts:
            record_event(session, NOW + timedelta(hours=hours), action, actor_id=staff.id, actor_role="clinician",
                         unit_id=unit.id, patient_id=patient.id)
        record_event(session, NOW, "sign_in", actor_id=patient.id, actor_role="patient", patient_id=patient.id)
        session.flush()
        entries, older = list_own_log(session, patient.id, "Europe/Stockholm")
        assert older is None
        assert [entry.day.day for entry in entries] == [24, 23]
        assert entries[1].words == [words_for("module.unlock"), words_for("patient.read")]
        assert (entries[1].name, entries[1].unit, entries[1].times) == ("Maja Sandell", "Psykiatri Norr", 3)


def test_the_log_is_paged_by_key_and_loses_no_line(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_log, "PAGE", 3)
    with database.transaction() as session:
        unit = make_unit(session)
        patient, staff = make_patient(session, unit), make_staff(session, unit, Role.CLINICIAN)
        for day in range(8):
            record_event(session, NOW + timedelta(days=day), "patient.read", actor_id=staff.id, actor_role="clinician",
                         patient_id=patient.id)
        session.flush()
        seen, key = [], None
        for _page in range(3):
            entries, key = list_own_log(session, patient.id, "Europe/Stockholm", key)
            seen += [entry.day for entry in entries]
        assert key is None
        assert len(set(seen)) == 8


def test_an_unknown_action_is_still_told() -> None:
    assert words_for("something.new") == own_log.OTHER
