"""Patients as staff enrol them: found by personnummer, made when new, and never changed behind another's back."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import InvalidError
from core.language import LANGUAGES, _l
from people.access import open_care_relation
from people.identity import find_personnummer, find_phone, personnummer_hash, set_personnummer, set_phone
from people.models import CareRelation, CareUnit, Role, User, UserRole, UserState

ZONE = "Europe/Stockholm"
LONGEST_NAME = 120
TEST_PERSONNUMMER = re.compile(r"[0-9]{8}9[89][0-9]{2}")
"""Skatteverket keeps the birth numbers 980 to 999 for tests; nobody is born with them."""
FICTION_PHONE = re.compile(r"\+46701740(60[5-9]|6[1-9][0-9])")
"""Post- och telestyrelsen keeps 070-174 06 05 to 070-174 06 99 for fiction."""

WRITE_NAME = _l("Skriv patientens namn, högst 120 tecken.")
WRITE_PERSONNUMMER = _l("Skriv personnumret med tolv siffror, till exempel 19121212-1212.")
WRITE_PHONE = _l("Skriv ett mobilnummer, till exempel 070-174 06 05.")
CHOOSE_LANGUAGE = _l("Välj svenska eller engelska.")
KNOWN_ELSEWHERE = _l(
    "Personen har redan ett konto med ett annat namn eller mobilnummer. Det kan inte ändras härifrån. "
    "Fråga patienten vilka uppgifter som gäller och skriv dem."
)
KNOWN_HERE = _l(
    "Personen finns redan hos er med ett annat namn eller mobilnummer. Stämmer det du skrev? "
    "Kryssa då i att uppgifterna ska bytas."
)
TRAINING_PERSONNUMMER = _l(
    "På en övningsenhet skriver du bara påhittade personer. Använd ett testnummer, där födelsenumret är 980 till 999."
)
TRAINING_PHONE = _l("På en övningsenhet skriver du ett nummer som ingen har, 070-174 06 05 till 070-174 06 99.")
OTHER_WORLD = _l("Personen finns redan bland övningens eller vårdens patienter. De två blandas aldrig.")
CLOSED = _l("Kontot är stängt. Be systemadministratören om hjälp.")


@dataclass(frozen=True)
class Person:
    """What staff write about a patient.

    :param phone: "" when it is not known yet.
    :param by_web: False for a person with a button phone.
    :param replace: True when name and phone of a patient who is known here are to be changed to these.
    """

    personnummer: str
    name: str
    phone: str = ""
    language: str = "sv"
    by_web: bool = True
    replace: bool = False


@dataclass
class IdentityRefusedError(InvalidError):
    """A patient's name or phone differ from what is kept, and were not changed.

    :param patient_id: whose they are, for the log.
    """

    patient_id: int


def check_person(person: Person, today: date, *, needs_phone: bool = False) -> dict[str, str]:
    """Return what is wrong with what staff wrote, by field; an empty dict when nothing is."""
    errors = {}
    if find_personnummer(person.personnummer, today) is None:
        errors["personnummer"] = WRITE_PERSONNUMMER
    return errors | check_details(person, needs_phone=needs_phone)


def check_details(person: Person, *, needs_phone: bool = False) -> dict[str, str]:
    """Return what is wrong with name, phone and language, by field."""
    errors = {}
    if not 1 <= len(tidy_name(person.name)) <= LONGEST_NAME:
        errors["name"] = WRITE_NAME
    if (person.phone.strip() or needs_phone) and find_phone(person.phone) is None:
        errors["phone"] = WRITE_PHONE
    if person.language not in LANGUAGES:
        errors["language"] = CHOOSE_LANGUAGE
    return errors


def tidy_name(name: str) -> str:
    """Return a name without blanks around it or doubled in it."""
    return " ".join(name.split())


def find_or_create_patient(session: Session, unit: CareUnit, person: Person, now: datetime, actor_id: int) -> User:
    """Return the patient a personnummer belongs to, made when new, with an open care relation to the unit.

    One person has one account, since the personnummer is what he signs in with. What another care provider
    keeps about him is neither shown nor changed: the same name and phone must be written, or it is refused.

    :raises InvalidError: for what cannot be a personnummer, name, phone or language.
    :raises IdentityRefusedError: when name or phone differ from the account's and may not, or were not
        asked to, be changed.
    """
    for field, reason in check_person(person, local_date(now, ZONE)).items():
        raise InvalidError(field, reason)
    _keep_worlds_apart(session, unit, person, now)
    patient = _find(session, person, now)
    if patient is None:
        patient = _create(session, person, now)
    else:
        _match(session, unit, patient, person, now, actor_id)
    give_patient_role(session, patient)
    open_care_relation(session, patient.id, unit.id, now)
    return patient


def _keep_worlds_apart(session: Session, unit: CareUnit, person: Person, now: datetime) -> None:
    """Let only made-up people into a unit for training, and nobody into both training and care."""
    digits = find_personnummer(person.personnummer, local_date(now, ZONE)) or ""
    if unit.is_training and not TEST_PERSONNUMMER.fullmatch(digits):
        raise InvalidError("personnummer", TRAINING_PERSONNUMMER)
    _check_training_phone(unit, person)
    others = exists().where(
        User.personnummer_hash == personnummer_hash(digits), CareRelation.patient_id == User.id,
        CareUnit.id == CareRelation.unit_id, CareUnit.is_training.is_not(unit.is_training),
    )
    if session.scalar(select(others)):
        raise InvalidError("personnummer", OTHER_WORLD)


def _check_training_phone(unit: CareUnit, person: Person) -> None:
    number = find_phone(person.phone)
    if unit.is_training and number is not None and not FICTION_PHONE.fullmatch(number):
        raise InvalidError("phone", TRAINING_PHONE)


def _find(session: Session, person: Person, now: datetime) -> User | None:
    digits = find_personnummer(person.personnummer, local_date(now, ZONE))
    return session.scalar(select(User).where(User.personnummer_hash == personnummer_hash(digits or "")))


def _create(session: Session, person: Person, now: datetime) -> User:
    """Make the patient; when somebody makes the same at the same moment, theirs is the one."""
    patient = User(name=tidy_name(person.name), language=person.language, sms_by_web=person.by_web, created_at=now)
    set_personnummer(patient, person.personnummer, local_date(now, ZONE))
    if person.phone.strip():
        set_phone(patient, person.phone)
    try:
        with session.begin_nested():
            session.add(patient)
    except IntegrityError:
        found = _find(session, person, now)
        if found is None:
            raise
        return found
    return patient


def _match(session: Session, unit: CareUnit, patient: User, person: Person, now: datetime, actor_id: int) -> None:
    if patient.state is not UserState.ACTIVE:
        raise InvalidError("personnummer", CLOSED)
    is_other = bool(_differing(patient, person))
    if is_other and _is_known_elsewhere(session, patient.id, unit.provider_id):
        raise IdentityRefusedError("personnummer", KNOWN_ELSEWHERE, patient.id)
    if is_other and _is_known_here(session, patient.id) and not person.replace:
        raise IdentityRefusedError("replace", KNOWN_HERE, patient.id)
    _write(session, unit, patient, person, now, actor_id)


def _differing(patient: User, person: Person) -> list[str]:
    """Return which of name and phone are written otherwise than they are kept; an empty phone says nothing."""
    number = find_phone(person.phone)
    fields = []
    if tidy_name(person.name).casefold() != patient.name.casefold():
        fields.append("name")
    if number is not None and number != patient.phone:
        fields.append("phone")
    return fields


def _is_known_elsewhere(session: Session, patient_id: int, provider_id: int) -> bool:
    """Tell whether another care provider has, or has had, a care relation with the patient."""
    theirs = exists().where(
        CareRelation.patient_id == patient_id, CareRelation.unit_id == CareUnit.id,
        CareUnit.provider_id != provider_id,
    )
    return bool(session.scalar(select(theirs)))


def _is_known_here(session: Session, patient_id: int) -> bool:
    return bool(session.scalar(select(exists().where(CareRelation.patient_id == patient_id))))


def change_person(
    session: Session, unit: CareUnit, patient: User, person: Person, now: datetime, actor_id: int
) -> None:
    """Change name, phone, language and kind of phone of a patient of the unit; the personnummer stays.

    :raises InvalidError: for what cannot be a name, phone or language.
    :raises IdentityRefusedError: when another care provider knows the patient too, and name or phone differ.
    """
    for field, reason in check_details(person).items():
        raise InvalidError(field, reason)
    _check_training_phone(unit, person)
    elsewhere = _is_known_elsewhere(session, patient.id, unit.provider_id)
    differing = _differing(patient, person)
    if elsewhere and differing:
        raise IdentityRefusedError(differing[0], KNOWN_ELSEWHERE, patient.id)
    _write(session, unit, patient, person, now, actor_id)
    if not elsewhere:
        patient.language = person.language


def rename(session: Session, patient: User, name: str) -> None:
    """Give a patient another name, in the lists of the units too."""
    patient.name = name
    session.execute(
        update(CareRelation).where(CareRelation.patient_id == patient.id).values(patient_name=name)
        .execution_options(synchronize_session=False)
    )


def _write(session: Session, unit: CareUnit, patient: User, person: Person, now: datetime, actor_id: int) -> None:
    """Write what may be written; a new number has to be tried again, and old SMS go nowhere new."""
    if _is_known_elsewhere(session, patient.id, unit.provider_id):
        return
    changed = _differing(patient, person)
    if "name" in changed:
        rename(session, patient, tidy_name(person.name))
    if "phone" in changed:
        set_phone(patient, person.phone)
    patient.sms_by_web = person.by_web
    if changed:
        record_event(session, now, "patient.change", actor_id=actor_id, actor_role="staff", unit_id=unit.id,
                     patient_id=patient.id, object_kind="user", object_id=",".join(changed))  # fmt: skip


def give_patient_role(session: Session, patient: User) -> None:
    """Make somebody a patient unless he already is."""
    held = select(UserRole.id).where(UserRole.user_id == patient.id, UserRole.role == Role.PATIENT)
    if session.scalar(held) is None:
        session.add(UserRole(user_id=patient.id, role=Role.PATIENT, unit_id=None))
