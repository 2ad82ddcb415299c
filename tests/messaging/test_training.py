"""Nothing that is sent from a unit for training leaves the house, whatever gateway is configured."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import Database
from messaging.outbox import queue_sms
from messaging.sending import LEASE, send_due
from messaging.settling import GRACE, settle_unknown
from messaging.simulated import deliver_simulated
from messaging.sms_models import SimulatedDelivery, Sms, SmsKind, SmsStatus
from messaging.training import is_only_training
from people.identity import phone_hash
from people.models import CareUnit, Role, User, UserRole
from tests.fake_twilio import Twilio
from tests.sms_ground import NOON, OTHER_PHONE, PHONE, Cast, make_patient, plan, read, twilio_gateway


@pytest.fixture
def trained(database: Database, cast: Cast) -> Cast:
    """The cast in a unit for training, and a real unit beside it."""
    with database.transaction() as session:
        unit = session.get_one(CareUnit, cast.unit.id)
        unit.is_training = True
        hours = unit.opening_hours
        real = CareUnit(provider_id=unit.provider_id, name="Södra", phone="+4690123457", opening_hours=hours)
        session.add(real)
        session.flush()
        make_patient(session, real, "+46701740699", "Rut Real")
    return cast


def simulated(database: Database) -> list[str]:
    """Return the texts on the simulated phones."""
    with database.transaction() as session:
        return list(session.scalars(select(SimulatedDelivery.body).order_by(SimulatedDelivery.id)))


@pytest.mark.parametrize("kind", SmsKind)
def test_no_kind_of_sms_reaches_twilio(database: Database, trained: Cast, twilio: Twilio, kind: SmsKind) -> None:
    sms_id = plan(database, trained, kind=kind, at_night=True)
    send_due(database, twilio_gateway(twilio), NOON)
    assert twilio.taken == []
    assert simulated(database) == ["text k"]
    assert read(database, sms_id).status is SmsStatus.QUEUED


@pytest.mark.parametrize("whose", ["person", "number"])
def test_without_a_unit_the_person_or_the_number_tells(
    database: Database, trained: Cast, twilio: Twilio, whose: str
) -> None:
    with database.transaction() as session:
        user = session.get_one(User, trained.patient.id) if whose == "person" else None
        queue_sms(session, SmsKind.CODE, user=user, unit=None, body="Kod 1", dedupe_key="c", now=NOON, number=PHONE)
    send_due(database, twilio_gateway(twilio), NOON)
    assert twilio.taken == []
    assert simulated(database) == ["Kod 1"]


def test_a_member_of_staff_in_training_is_reached_on_the_simulated_phone(
    database: Database, trained: Cast, twilio: Twilio
) -> None:
    with database.transaction() as session:
        nurse = User(name="Kim", phone="+46701740650", phone_hash=phone_hash("+46701740650"), created_at=NOON)
        session.add(nurse)
        session.flush()
        session.add(UserRole(user_id=nurse.id, role=Role.CLINICIAN, unit_id=trained.unit.id))
        queue_sms(session, SmsKind.TEST, user=nurse, unit=None, body="Prov", dedupe_key="a", now=NOON, at_night=True)
    send_due(database, twilio_gateway(twilio), NOON)
    assert twilio.taken == []
    assert simulated(database) == ["Prov"]


def test_a_real_patient_is_still_sent_to_by_twilio(database: Database, trained: Cast, twilio: Twilio) -> None:
    with database.transaction() as session:
        rut = session.scalars(select(User).where(User.name == "Rut Real")).one()
        queue_sms(session, SmsKind.CODE, user=rut, unit=None, body="Kod 2", dedupe_key="r", now=NOON)
    send_due(database, twilio_gateway(twilio), NOON)
    assert twilio.delivered() == {("+46701740699", "Kod 2"): 1}
    assert simulated(database) == []


def test_a_number_that_a_real_person_shares_is_not_the_trainings(database: Database, trained: Cast) -> None:
    with database.transaction() as session:
        real = session.scalars(select(CareUnit).where(CareUnit.name == "Södra")).one()
        make_patient(session, real, OTHER_PHONE, "Rita Real")
        hashes = {one.name: one.phone_hash for one in session.scalars(select(User))}
        assert is_only_training(session, User.phone_hash == hashes["Anna Ek"])
        assert not is_only_training(session, User.phone_hash == hashes["Bo Alm"])
        assert not is_only_training(session, User.phone_hash == "nobody")


def test_doubt_about_a_training_sms_is_settled_without_asking_twilio(
    database: Database, trained: Cast, twilio: Twilio
) -> None:
    sms_id = plan(database, trained, lifetime=timedelta(days=2))
    send_due(database, twilio_gateway(twilio), NOON)
    with database.transaction() as session:
        sms = session.get_one(Sms, sms_id)
        sms.status, sms.sid, sms.lease_until = SmsStatus.SENDING, None, NOON
    settle_unknown(database, twilio_gateway(twilio), NOON + LEASE + GRACE + timedelta(minutes=1))
    assert read(database, sms_id).status in (SmsStatus.QUEUED, SmsStatus.SENT, SmsStatus.DELIVERED)
    assert (twilio.calls, twilio.lists) == (0, 0)


def test_the_simulated_phone_runs_beside_twilio_and_tells_of_delivery(
    database: Database, trained: Cast, twilio: Twilio
) -> None:
    sms_id = plan(database, trained)
    send_due(database, twilio_gateway(twilio), NOON)
    assert [deliver_simulated(database, NOON + timedelta(seconds=n)) for n in (1, 2, 3)] == [1, 1, 0]
    assert read(database, sms_id).status is SmsStatus.DELIVERED
