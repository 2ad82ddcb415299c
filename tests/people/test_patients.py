"""One person is one account, and no care provider shows or changes what another keeps."""


import pytest
from sqlalchemy import select

from core.audit import AuditEvent
from people.models import CareRelation
from people.patients import IdentityRefusedError, Person, change_person, find_or_create_patient
from tests.clinician.enrollment_ground import PHONE, TAGE, begin
from tests.plugins.cast import CareCast


def test_the_same_personnummer_is_the_same_person_however_it_is_written(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        made = [
            find_or_create_patient(session, care_cast.unit, Person(text, "Tage Holmgren", PHONE), care_cast.now, 1).id
            for text in (TAGE, "193402011294", "340201-1294", "19340201 – 1294")
        ]
        assert len(set(made)) == 1


def test_what_another_provider_keeps_is_neither_shown_nor_changed(care_cast: CareCast) -> None:
    theirs = Person(TAGE, "Tage Holm", "070-174 06 22")
    with care_cast.database.transaction() as session:
        patient = find_or_create_patient(session, care_cast.other_unit, theirs, care_cast.now, care_cast.stranger.id)
        for person in (
            Person(TAGE, "Tage Holmgren", "070-174 06 22", replace=True),
            Person(TAGE, "Tage Holm", PHONE, replace=True),
        ):
            with pytest.raises(IdentityRefusedError) as refused:
                find_or_create_patient(session, care_cast.unit, person, care_cast.now, care_cast.lena.id)
            assert "Tage Holm" not in refused.value.reason
            assert "070" not in refused.value.reason
        same = find_or_create_patient(session, care_cast.unit, Person(TAGE, "tage  holm"), care_cast.now, 1)
        assert same.id == patient.id
        assert (same.name, same.phone) == ("Tage Holm", "+46701740622")
        with pytest.raises(IdentityRefusedError):
            change_person(session, care_cast.unit, same, Person("", "Tage Holm", PHONE), care_cast.now, 1)
        units = set(session.scalars(select(CareRelation.unit_id).where(CareRelation.patient_id == same.id)))
        assert units == {care_cast.unit.id, care_cast.other_unit.id}


def test_a_known_patients_details_are_changed_only_on_purpose(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        _enrollment, patient = begin(session, care_cast)
        wrong = Person(TAGE, "Tage Holmgren", "070-174 06 29")
        with pytest.raises(IdentityRefusedError) as refused:
            find_or_create_patient(session, care_cast.sister_unit, wrong, care_cast.now, 1)
        assert refused.value.field == "replace"
        meant = Person(TAGE, "Tage Holmgren", "070-174 06 29", replace=True)
        find_or_create_patient(session, care_cast.sister_unit, meant, care_cast.now, care_cast.lena.id)
        assert patient.phone == "+46701740629"
        assert patient.phone_verified_at is None
        logged = select(AuditEvent.object_id).where(AuditEvent.action == "patient.change")
        assert session.scalars(logged).all() == ["phone"]


