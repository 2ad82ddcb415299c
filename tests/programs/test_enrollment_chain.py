"""From order to end: who may be enrolled, what must be there, what moves it on, and what stops it from ending."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.audit import AuditEvent
from core.errors import ConflictError, InvalidError, NotFoundError
from messaging.sms_models import Sms, SmsKind
from people.identity import age_on
from people.models import CareRelation
from people.patients import Person
from programs.course import (
    activate,
    end_enrollment,
    resume_treatment,
)
from programs.enrollment import (
    NotReadyError,
    change_clinician,
    confirm_phone,
)
from programs.invitations import invite_again, invite_patient, list_door_sms
from programs.models import EndReason, Enrollment, EnrollmentStatus, ModuleUnlock
from programs.orders import change_order, lock_order, order_enrollment, order_version
from programs.treatment import activate_due
from tests.clinician.enrollment_ground import GATE, LINK, PHONE, TAGE, begin, invited, make_order, order
from tests.plugins.cast import CareCast

TODAY = date(2026, 11, 23)
S = EnrollmentStatus


def test_a_patient_of_92_years_is_enrolled_like_anyone(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = begin(session, care_cast)
        assert age_on(patient.birth_date, TODAY) == 92
        assert enrollment.status is S.ACTIVE
        assert session.scalars(select(ModuleUnlock.module)).all() == [1]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"gate": {key: answer for key, answer in GATE.items() if key != "fits"}}, "Lämplighetsbedömningen"),
        ({"wish": "   "}, "önskan"),
        ({"care_consent": False}, "vårdöverenskommelsen"),
        ({"self_care_decision": False}, "egenvård"),
        ({"gate": GATE | {"bipolar": "yes"}}, "talar emot"),
    ],
)
def test_activation_is_refused_without_each_part(care_cast: CareCast, changes: dict[str, Any], word: str) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast, **changes)
        with pytest.raises(InvalidError):
            invite_patient(session, enrollment, patient, care_cast.unit, LINK, care_cast.now, care_cast.lena.id)
        session.execute(update(Enrollment).values(status=S.TESTED))
        session.refresh(enrollment)
        with pytest.raises(NotReadyError) as refused:
            activate(session, enrollment, patient, care_cast.unit, care_cast.now, care_cast.lena.id)
        assert [word in sentence for sentence in refused.value.missing] == [True]
    assert activate_due(care_cast.database, care_cast.now) == 0


def test_the_refusal_names_everything_that_is_missing(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(
            session, care_cast, gate={}, wish="", care_consent=False, self_care_decision=False
        )
        with pytest.raises(NotReadyError) as refused:
            activate(session, enrollment, patient, care_cast.unit, care_cast.now, care_cast.lena.id)
        assert len(refused.value.missing) == 5


def test_answers_other_than_yes_and_no_are_no_answers(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast, gate=GATE | {"fits": "maybe"})
        with pytest.raises(NotReadyError):
            activate(session, enrollment, patient, care_cast.unit, care_cast.now, care_cast.lena.id)


def test_the_chain_goes_from_ordered_to_active_with_a_log_line_each(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast, starts_on=TODAY + timedelta(days=3))
        assert enrollment.status is S.ORDERED
        sms = invite_patient(session, enrollment, patient, care_cast.unit, LINK, care_cast.now, care_cast.lena.id)
        assert sms is not None
        assert "egenvag.example" in sms.body
        assert enrollment.status is S.INVITED
        assert confirm_phone(session, patient, care_cast.now) == 1
        assert enrollment.status is S.VERIFIED
        assert confirm_phone(session, patient, care_cast.now) == 0
    assert activate_due(care_cast.database, care_cast.now + timedelta(days=2)) == 0
    assert activate_due(care_cast.database, care_cast.now + timedelta(days=3)) == 1
    assert activate_due(care_cast.database, care_cast.now + timedelta(days=3)) == 0
    with care_cast.database.transaction() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert actions == ["enrollment.order", "enrollment.invite", "enrollment.test", "enrollment.activate"]


def test_an_incomplete_order_stays_tested_until_it_is_completed(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = invited(session, care_cast)
        enrollment.care_consent_at = None
        session.flush()
        confirm_phone(session, patient, care_cast.now)
        assert enrollment.status is S.TESTED
        viewer = care_cast.viewer(care_cast.lena)
        change_order(session, viewer, enrollment, patient, make_order(care_cast), care_cast.now)
        assert enrollment.status is S.VERIFIED


def test_a_phone_that_is_known_to_work_needs_no_new_test(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        first, patient = begin(session, care_cast)
        end_enrollment(session, first, EndReason.TIME_OUT, "", care_cast.now, care_cast.karin.id)
        second, _same = invited(session, care_cast)
        assert second.status is S.VERIFIED
        assert second.patient_id == patient.id


def test_a_start_is_counted_from_the_day_it_happens(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, _patient = begin(session, care_cast, starts_on=TODAY + timedelta(days=5))
        assert enrollment.starts_on == TODAY
        assert enrollment.ends_on == TODAY + timedelta(weeks=11)


def test_a_treatment_begins_once(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = begin(session, care_cast)
        for at in (S.ACTIVE, S.PAUSED, S.ENDED):
            session.execute(update(Enrollment).values(status=at))
            session.refresh(enrollment)
            with pytest.raises(ConflictError):
                activate(session, enrollment, patient, care_cast.unit, care_cast.now, None)
        assert len(session.scalars(select(ModuleUnlock)).all()) == 1


def test_a_verified_one_does_not_begin_by_resuming(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = invited(session, care_cast)
        confirm_phone(session, patient, care_cast.now)
        with pytest.raises(ConflictError):
            resume_treatment(session, enrollment, care_cast.now, care_cast.karin.id)


def test_enrolment_after_two_years_is_a_new_episode(care_cast: CareCast) -> None:
    """Scenario 13."""
    with care_cast.database.transaction() as session:
        first, patient = begin(session, care_cast)
        with pytest.raises(ConflictError):
            order(session, care_cast)
        end_enrollment(session, first, EndReason.GOAL_MET, "", care_cast.now, care_cast.karin.id)
    care_cast.clock.instant += timedelta(days=730)
    with care_cast.database.transaction() as session:
        second, same = order(session, care_cast, starts_on=TODAY + timedelta(days=730))
        assert (first.episode, second.episode) == (1, 2)
        assert same.id == patient.id
        assert len(session.scalars(select(CareRelation).where(CareRelation.patient_id == patient.id)).all()) == 1


def test_episodes_at_another_provider_are_not_counted(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        _first, patient = begin(session, care_cast)
        theirs = make_order(care_cast, clinician_id=care_cast.stranger.id)
        viewer = care_cast.viewer(care_cast.stranger, unit=care_cast.other_unit)
        second = order_enrollment(session, viewer, care_cast.other_unit, patient, theirs, care_cast.now)
        assert second.episode == 1


def test_a_clinician_of_another_unit_cannot_be_responsible(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        for other in (care_cast.sister_clinician, care_cast.stranger, care_cast.lena):
            with pytest.raises(InvalidError):
                order(session, care_cast, clinician_id=other.id)
        enrollment, _patient = order(session, care_cast)
        with pytest.raises(InvalidError):
            change_clinician(session, enrollment, care_cast.stranger.id, care_cast.now, care_cast.lena.id)
        change_clinician(session, enrollment, care_cast.erik.id, care_cast.now, care_cast.lena.id)
        assert enrollment.clinician_id == care_cast.erik.id


def test_an_unknown_program_is_not_found(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session, pytest.raises(NotFoundError):
        order(session, care_cast, program="../sleep")


def test_a_stale_order_is_refused(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast)
        seen = order_version(enrollment, patient)
        lock_order(session, enrollment, patient, seen)
        change_order(
            session, care_cast.viewer(care_cast.lena), enrollment, patient, make_order(care_cast, wish="Annat"),
            care_cast.now,
        )
        session.flush()
        with pytest.raises(ConflictError):
            lock_order(session, enrollment, patient, seen)


def test_the_program_is_fixed_after_the_invitation(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = invited(session, care_cast)
        other = make_order(care_cast, program="hypertension")
        with pytest.raises(InvalidError):
            change_order(session, care_cast.viewer(care_cast.lena), enrollment, patient, other, care_cast.now)


def test_a_button_phone_gets_the_test_instead_of_a_link(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast, Person(TAGE, "Tage Holmgren", PHONE, by_web=False))
        sms = invite_patient(session, enrollment, patient, care_cast.unit, LINK, care_cast.now, care_cast.lena.id)
        assert sms is not None
        assert sms.kind is SmsKind.TEST


def test_without_a_yes_to_sms_no_invitation_is_sent(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast, sms_consent=False)
        assert invite_patient(session, enrollment, patient, care_cast.unit, LINK, care_cast.now, 1) is None
        assert enrollment.status is S.INVITED


def test_the_invitation_can_be_sent_again(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = invited(session, care_cast)
        for _time in range(2):
            assert invite_again(session, enrollment, patient, care_cast.unit, LINK, care_cast.now, care_cast.lena.id)
        assert len(list_door_sms(session, enrollment)) == 3
        assert {sms.user_id for sms in session.scalars(select(Sms))} == {patient.id}


def test_staff_confirm_the_phone_for_their_own_provider_only(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        mine, patient = invited(session, care_cast)
        viewer = care_cast.viewer(care_cast.stranger, unit=care_cast.other_unit)
        theirs = order_enrollment(
            session, viewer, care_cast.other_unit, patient,
            make_order(care_cast, clinician_id=care_cast.stranger.id), care_cast.now,
        )
        invite_patient(session, theirs, patient, care_cast.other_unit, LINK, care_cast.now, care_cast.stranger.id)
        confirm_phone(session, patient, care_cast.now, actor_id=care_cast.lena.id,
                      provider_id=care_cast.unit.provider_id)
        assert (mine.status, theirs.status) == (S.VERIFIED, S.INVITED)
        confirm_phone(session, patient, care_cast.now)
        assert theirs.status is S.VERIFIED


