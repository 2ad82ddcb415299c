"""A treatment rests, goes on, ends, and is asked about, once and by its rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.errors import ConflictError
from messaging.conversations import send_from_patient
from messaging.reminders import list_reminders, set_reminder
from messaging.sms_models import ReminderKind
from people.models import CareRelation
from people.patients import Person
from programs.course import (
    StillWaitingError,
    end_enrollment,
    list_waiting,
    pause_treatment,
)
from programs.enrollment import (
    get_own_enrollment,
    is_readable,
)
from programs.models import EndReason, Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.treatment import activate_due, ask_about_ends, find_inactive, resume_due
from tests.clinician.enrollment_ground import begin, order
from tests.plugins.cast import CareCast
from worklist.items import raise_item
from worklist.models import ItemKind, ItemStatus, Level, WorkItem

TODAY = date(2026, 11, 23)
S = EnrollmentStatus


def test_a_pause_moves_the_end_and_keeps_the_patients_own_hours(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = begin(session, care_cast)
        planned = enrollment.ends_on
        set_reminder(session, user=patient, unit=care_cast.unit, kind=ReminderKind.DIARY, hour=6, by_patient=True,
                     subject=f"enrollment:{enrollment.public_id}", starts_on=TODAY, ends_on=planned)
        hours = [one.hour for one in list_reminders(session, patient.id)]
        pause_treatment(session, enrollment, TODAY + timedelta(days=10), care_cast.now, care_cast.karin.id)
        for one in list_reminders(session, patient.id):
            session.refresh(one)
            assert one.starts_on == TODAY + timedelta(days=10)
    assert resume_due(care_cast.database, care_cast.now + timedelta(days=9)) == 0
    assert resume_due(care_cast.database, care_cast.now + timedelta(days=10)) == 1
    with care_cast.database.transaction() as session:
        enrollment = session.get_one(Enrollment, enrollment.id)
        assert enrollment.status is S.ACTIVE
        assert enrollment.ends_on == planned + timedelta(days=10)
        reminders = list_reminders(session, patient.id)
        assert [one.hour for one in reminders] == hours
        assert {(one.starts_on, one.ends_on) for one in reminders} == {
            (TODAY + timedelta(days=10), planned + timedelta(days=10))
        }


def test_nothing_ends_while_a_risk_a_message_or_a_module_waits(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = begin(session, care_cast)
        send_from_patient(session, patient, care_cast.unit, "Hej", care_cast.now)
        for kind, level, subject in (
            (ItemKind.RISK, Level.NOW, "risk:x"), (ItemKind.MODULE, Level.TODAY, f"module:{enrollment.public_id}:1"),
            (ItemKind.MODULE, Level.TODAY, "module:another:1"), (ItemKind.RATING, Level.WEEK, "rating:x"),
        ):
            raise_item(session, unit_id=care_cast.unit.id, patient_id=patient.id, kind=kind, level=level,
                       reason="message", subject=subject, dedupe_key=subject, occurred_at=care_cast.now,
                       due_at=care_cast.now)
        with pytest.raises(StillWaitingError) as refused:
            end_enrollment(session, enrollment, EndReason.GOAL_MET, "", care_cast.now, care_cast.karin.id)
        assert [item.kind for item in refused.value.waiting] == [ItemKind.RISK, ItemKind.MODULE, ItemKind.MESSAGE]
        session.execute(update(WorkItem).values(status=ItemStatus.CLOSED))
        assert list_waiting(session, enrollment) == []
        end_enrollment(session, enrollment, EndReason.GOAL_MET, " Bra. ", care_cast.now, care_cast.karin.id)
        assert (enrollment.status, enrollment.end_reason, enrollment.end_note) == (S.ENDED, EndReason.GOAL_MET, "Bra.")


def test_after_the_end_the_reminders_stop_and_the_history_stays(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = begin(session, care_cast)
        assert list_reminders(session, patient.id)
        end_enrollment(session, enrollment, EndReason.PATIENT_STOPPED, "", care_cast.now, care_cast.karin.id)
        assert not list_reminders(session, patient.id)
        assert get_own_enrollment(session, patient.id, enrollment.public_id) is enrollment
        relation = session.scalars(select(CareRelation).where(CareRelation.patient_id == patient.id)).one()
        assert relation.ended_at is None
        assert is_readable(enrollment, care_cast.now + timedelta(days=364))
        assert not is_readable(enrollment, care_cast.now + timedelta(days=365))
        with pytest.raises(ConflictError):
            end_enrollment(session, enrollment, EndReason.TIME_OUT, "", care_cast.now, care_cast.karin.id)


def test_one_that_never_began_may_be_ended_whatever_waits(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        enrollment, patient = order(session, care_cast)
        send_from_patient(session, patient, care_cast.unit, "Hej", care_cast.now)
        end_enrollment(session, enrollment, EndReason.PATIENT_STOPPED, "", care_cast.now, care_cast.lena.id)
        assert enrollment.status is S.ENDED


def test_a_question_that_was_put_away_is_not_asked_again_by_the_job(care_cast: CareCast) -> None:
    """Scenario 12."""
    with care_cast.database.transaction() as session:
        enrollment, _patient = begin(session, care_cast)
        enrollment.ends_on = TODAY + timedelta(days=7)
    assert ask_about_ends(care_cast.database, care_cast.now) == 1
    later = care_cast.now + timedelta(days=3)
    with care_cast.database.transaction() as session:
        session.execute(
            update(WorkItem).where(WorkItem.kind == ItemKind.TRIAL_END)
            .values(status=ItemStatus.SNOOZED, snoozed_until=later)
        )
    assert ask_about_ends(care_cast.database, care_cast.now + timedelta(hours=1)) == 0
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.TRIAL_END)).one()
        assert (item.status, item.snoozed_until) == (ItemStatus.SNOOZED, later)
        session.execute(update(WorkItem).values(status=ItemStatus.CLOSED, closed_at=care_cast.now))
    assert ask_about_ends(care_cast.database, care_cast.now + timedelta(days=6)) == 0
    assert ask_about_ends(care_cast.database, care_cast.now + timedelta(days=8)) == 1


def test_silence_is_told_once_after_five_days(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        begin(session, care_cast)
    assert find_inactive(care_cast.database, care_cast.now + timedelta(days=4)) == 0
    assert find_inactive(care_cast.database, care_cast.now + timedelta(days=5, hours=1)) == 1
    assert find_inactive(care_cast.database, care_cast.now + timedelta(days=5, hours=2)) == 0
    with care_cast.database.transaction() as session:
        session.execute(update(ModuleUnlock).values(status=ModuleStatus.SUBMITTED))
        session.execute(update(WorkItem).values(status=ItemStatus.CLOSED, closed_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert find_inactive(care_cast.database, care_cast.now + timedelta(days=30)) == 0


def test_one_that_cannot_begin_stops_no_other(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        broken, _patient = order(session, care_cast, wish="")
        whole, _other = order(session, care_cast, Person("19550417-1298", "Siv Berg", "070-174 06 24"))
        session.execute(update(Enrollment).values(status=S.VERIFIED))
    assert activate_due(care_cast.database, care_cast.now) == 1
    with care_cast.database.transaction() as session:
        assert session.get_one(Enrollment, broken.id).status is S.VERIFIED
        assert session.get_one(Enrollment, whole.id).status is S.ACTIVE
