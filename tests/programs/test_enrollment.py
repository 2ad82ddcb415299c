"""An enrolment takes only the steps of its chain, and nothing begins before everything is there."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import ConflictError, InvalidError, NotFoundError
from programs.enrollment import (
    STEPS,
    check_activation,
    get_own_enrollment,
    list_own_enrollments,
    move,
    pause,
    week_of,
)
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus
from programs.suitability import SUITABILITY, missing_parts
from tests.patient.sleep_ground import START, enroll_sleep
from tests.plugins.cast import CareCast, make_care_cast

PROGRAM = get_program("sleep", "1")
WHOLE = dict.fromkeys(SUITABILITY, "yes") | {question.id: question.expect for question in PROGRAM.gate}


def mine(session: Session, enrollment: Enrollment) -> Enrollment:
    """Return the enrolment in this session."""
    return session.get_one(Enrollment, enrollment.id)


@pytest.mark.parametrize(("source", "target"), list(product(EnrollmentStatus, EnrollmentStatus)))
def test_only_the_steps_of_the_table_are_taken(
    sqlite_url: str, source: EnrollmentStatus, target: EnrollmentStatus
) -> None:
    cast = make_care_cast(sqlite_url, faces="patient")
    enrollment = enroll_sleep(cast, status=source)
    with cast.database.transaction() as session:
        found = mine(session, enrollment)
        if target in STEPS[source]:
            move(session, found, target, cast.now)
            assert found.status is target
        else:
            with pytest.raises(ConflictError):
                move(session, found, target, cast.now)
            assert found.status is source
    cast.database.engine.dispose()


@pytest.mark.parametrize(
    ("values", "gate", "words"),
    [
        ({}, {}, []),
        ({"wish": "  "}, {}, ["önskan"]),
        ({"care_consent_at": None}, {}, ["vårdöverenskommelsen"]),
        ({"self_care_decision_at": None}, {}, ["egenvård"]),
        ({}, {"bipolar": "yes"}, ["talar emot"]),
        ({}, {"adult": None}, ["inte klar"]),
    ],
)
def test_activation_needs_suitability_wish_consent_and_decision(
    care_cast: CareCast, values: dict[str, Any], gate: dict[str, Any], words: list[str]
) -> None:
    answers = {key: value for key, value in (WHOLE | gate).items() if value is not None}
    given = {"care_consent_at": care_cast.now, "self_care_decision_at": care_cast.now} | values
    enrollment = enroll_sleep(care_cast, status=EnrollmentStatus.VERIFIED)
    with care_cast.database.transaction() as session:
        found = mine(session, enrollment)
        found.gate = {"answers": answers, "notes": {}}
        for name, value in given.items():
            setattr(found, name, value)
        missing = missing_parts(found, PROGRAM)
        assert len(missing) == len(words)
        assert all(word in sentence for word, sentence in zip(words, missing, strict=True))
        if words:
            with pytest.raises(InvalidError):
                check_activation(found)
        else:
            check_activation(found)


def test_an_unexpected_answer_needs_a_note_and_then_passes(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    enrollment.gate = {"answers": WHOLE | {"bipolar": "yes"}, "notes": {"bipolar": "Stabil, i samråd med psykiater"}}
    enrollment.care_consent_at = enrollment.self_care_decision_at = care_cast.now
    assert missing_parts(enrollment, PROGRAM) == []


def test_a_week_begins_on_the_weekday_of_the_start() -> None:
    enrollment = Enrollment(starts_on=START)
    days = [(-3, 1), (0, 1), (6, 1), (7, 2), (13, 2), (14, 3)]
    assert [(step, week_of(enrollment, START + timedelta(days=step))) for step, _week in days] == days


def test_a_pause_is_one_to_fourteen_days(care_cast: CareCast) -> None:
    enrollment, karin = enroll_sleep(care_cast), care_cast.karin.id
    with care_cast.database.transaction() as session:
        for days in (0, -1, 15):
            with pytest.raises(InvalidError):
                pause(session, mine(session, enrollment), START + timedelta(days=days), care_cast.now, karin)
        pause(session, mine(session, enrollment), START + timedelta(days=14), care_cast.now, karin)
        assert mine(session, enrollment).status is EnrollmentStatus.PAUSED


def test_a_patient_sees_only_what_has_begun_and_is_his(care_cast: CareCast) -> None:
    ordered = enroll_sleep(care_cast, status=EnrollmentStatus.ORDERED)
    begun = enroll_sleep(care_cast)
    with care_cast.database.transaction() as session:
        mine(session, ordered).activated_at = None
        session.flush()
        assert [one.id for one in list_own_enrollments(session, care_cast.anna.id)] == [begun.id]
        assert get_own_enrollment(session, care_cast.anna.id, begun.public_id).id == begun.id
        for patient, public_id in ((care_cast.anna, ordered.public_id), (care_cast.other_patient, begun.public_id)):
            with pytest.raises(NotFoundError):
                get_own_enrollment(session, patient.id, public_id)
        assert len(session.scalars(select(Enrollment)).all()) == 2
