"""A unit for training is made with one button, is marked everywhere, and keeps to itself."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.errors import InvalidError
from messaging.sms_models import SimulatedDelivery, Sms, SmsInbound, SmsStatus
from people.identity import show_phone
from people.models import CareProvider, CareRelation, CareUnit, Role, User, UserRole
from people.patients import FICTION_PHONE, Person, find_or_create_patient
from practice.stories import personnummer, phone
from practice.training import STORIES
from programs.models import Enrollment, EnrollmentStatus
from tests.plugins.cast import CareCast, make_care_cast, make_staff, send
from worklist.models import WorkItem

MARK = "Övning – inga riktiga patienter"


@pytest.fixture
def cast(database_url: str) -> Any:
    """The cast, with a system admin."""
    made = make_care_cast(database_url)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def root(cast: CareCast) -> FlaskClient:
    """The system admin's browser."""
    with cast.database.transaction() as session:
        root = make_staff(session, cast.unit, "Sixten Rot", "systemansvarig")
        session.query(UserRole).filter_by(user_id=root.id).update({"role": Role.SYSTEM_ADMIN, "unit_id": None})
    return cast.browser(root)


def make(cast: CareCast, root: FlaskClient) -> CareUnit:
    """Press the button and return the unit."""
    with cast.database.transaction() as session:
        provider = session.scalars(select(CareProvider.public_id).where(CareProvider.name == "Region Ett")).one()
    assert send(root, "/desk/system/training", provider=provider).status_code == 302
    with cast.database.transaction() as session:
        return session.scalars(select(CareUnit).where(CareUnit.is_training)).one()


def people_of(cast: CareCast, unit: CareUnit) -> tuple[list[User], list[User]]:
    """Return a unit's patients and staff, by name."""
    with cast.database.transaction() as session:
        related = select(CareRelation.patient_id).where(CareRelation.unit_id == unit.id)
        works = select(UserRole.user_id).where(UserRole.unit_id == unit.id)
        return (
            list(session.scalars(select(User).where(User.id.in_(related)).order_by(User.name))),
            list(session.scalars(select(User).where(User.id.in_(works)).order_by(User.name))),
        )


def test_one_button_makes_a_unit_with_people_in_different_states(cast: CareCast, root: FlaskClient) -> None:
    before = root.get("/desk/system").get_data(as_text=True)
    unit = make(cast, root)
    patients, staff = people_of(cast, unit)
    assert (len(patients), len(staff)) == (len(STORIES), 3)
    assert all(one.phone and FICTION_PHONE.fullmatch(one.phone) for one in patients)
    assert all(one.password_hash is None and one.pin_hash is None for one in (*staff, *patients))
    with cast.database.transaction() as session:
        states = set(session.scalars(select(Enrollment.status)))
        assert {EnrollmentStatus.ACTIVE, EnrollmentStatus.INVITED} <= states
        assert session.scalar(select(func.count()).where(WorkItem.unit_id == unit.id))
        assert not session.scalar(select(func.count()).where(Sms.sid.is_(None), Sms.status == SmsStatus.SENDING))
    after = root.get("/desk/system").get_data(as_text=True)
    for word in ("Patienter", "Öppna ärenden", "Medarbetare"):
        assert before.split(f"<dt>{word}</dt>")[1][:40] == after.split(f"<dt>{word}</dt>")[1][:40]


def test_every_page_of_the_unit_says_that_it_is_training(cast: CareCast, root: FlaskClient) -> None:
    patients, staff = people_of(cast, make(cast, root))
    psychologist = next(one for one in staff if one.title == "psykolog")
    desk = cast.browser(psychologist)
    moa = next(one for one in patients if one.name.startswith("Moa"))
    for address in ("/desk/worklist", "/desk/patients", f"/desk/patients/{moa.public_id}", "/desk/training/phones"):
        assert MARK in desk.get(address).get_data(as_text=True), address
    for address in ("/home", "/messages", "/settings"):
        assert MARK in cast.browser(moa).get(address).get_data(as_text=True), address
    assert MARK not in cast.browser(cast.karin).get("/desk/worklist").get_data(as_text=True)
    assert MARK not in cast.browser(cast.anna).get("/home").get_data(as_text=True)


def test_real_and_training_see_nothing_of_each_other(cast: CareCast, root: FlaskClient) -> None:
    patients, staff = people_of(cast, make(cast, root))
    psychologist = next(one for one in staff if one.title == "psykolog")
    assert "Moa Granlid" in cast.browser(psychologist).get("/desk/worklist").get_data(as_text=True)
    assert "Moa Granlid" not in cast.browser(cast.karin).get("/desk/worklist").get_data(as_text=True)
    assert cast.browser(cast.karin).get(f"/desk/patients/{patients[0].public_id}").status_code == 404
    assert cast.browser(psychologist).get(f"/desk/patients/{cast.anna.public_id}").status_code == 404


def test_staff_of_the_unit_read_and_answer_on_the_simulated_phone(cast: CareCast, root: FlaskClient) -> None:
    patients, staff = people_of(cast, make(cast, root))
    desk, tyra = cast.browser(staff[0]), next(one for one in patients if one.name.startswith("Tyra"))
    assert show_phone(tyra.phone) in desk.get("/desk/training/phones").get_data(as_text=True)
    address = f"/desk/training/phones/{tyra.public_id}"
    assert "Till telefonen" in desk.get(address).get_data(as_text=True)
    assert send(desk, address, body="JA").status_code == 302
    assert send(desk, address, body="  ").status_code == 302
    with cast.database.transaction() as session:
        assert session.scalars(select(SmsInbound.user_id)).one() == tyra.id
    for stranger in (cast.karin, cast.lena):
        assert cast.browser(stranger).get("/desk/training/phones").status_code == 404
        assert cast.browser(stranger).get(address).status_code == 404
    assert desk.get(f"/desk/training/phones/{cast.anna.public_id}").status_code == 404


def test_a_number_that_a_real_person_has_too_is_not_shown(cast: CareCast, root: FlaskClient) -> None:
    unit = make(cast, root)
    patients, staff = people_of(cast, unit)
    with cast.database.transaction() as session:
        mine, anna = session.get_one(User, patients[0].id), session.get_one(User, cast.anna.id)
        mine.phone, mine.phone_hash = anna.phone, anna.phone_hash
    address = f"/desk/training/phones/{patients[0].public_id}"
    assert cast.browser(staff[0]).get(address).status_code == 409
    assert send(cast.browser(staff[0]), address, body="STOPP").status_code == 409
    with cast.database.transaction() as session:
        assert session.scalars(select(SmsInbound)).all() == []
        assert session.scalar(select(func.count()).where(SimulatedDelivery.inbound)) == 0


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (Person(personnummer("19700101", 5), "Pia Påhitt", "070-123 45 67"), "phone"),
        (Person("19121212-1212", "Tolvan Tolvansson"), "personnummer"),
    ],
)
def test_only_made_up_people_are_enrolled_in_training(
    cast: CareCast, root: FlaskClient, person: Person, field: str
) -> None:
    unit = make(cast, root)
    with cast.database.transaction() as session, pytest.raises(InvalidError) as refusal:
        find_or_create_patient(session, session.get_one(CareUnit, unit.id), person, cast.now, cast.karin.id)
    assert refusal.value.field == field


def test_nobody_is_in_training_and_care_at_once(cast: CareCast, root: FlaskClient) -> None:
    training = make(cast, root)
    person = Person(personnummer("19700101", 5), "Pia Påhitt", phone(90))
    with cast.database.transaction() as session:
        find_or_create_patient(session, session.get_one(CareUnit, cast.unit.id), person, cast.now, cast.karin.id)
    with cast.database.transaction() as session, pytest.raises(InvalidError) as refusal:
        find_or_create_patient(session, session.get_one(CareUnit, training.id), person, cast.now, cast.karin.id)
    assert refusal.value.field == "personnummer"


def test_a_second_training_unit_shares_no_number_with_the_first(cast: CareCast, root: FlaskClient) -> None:
    make(cast, root)
    with cast.database.transaction() as session:
        provider = session.scalars(select(CareProvider.public_id).where(CareProvider.name == "Region Två")).one()
    assert send(root, "/desk/system/training", provider=provider).status_code == 302
    with cast.database.transaction() as session:
        phones = session.scalars(select(User.phone_hash).where(User.phone_hash.is_not(None))).all()
    assert len(phones) == len(set(phones))
    assert send(root, "/desk/system/training", provider="x").status_code == 422
