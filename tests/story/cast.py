"""Who looks at the seeded demo's pages, signed in by the rules, and what the pages' addresses are made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from flask import Flask
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database
from core.ids import new_public_id
from core.pictures import clean_picture
from core.web_session import COOKIES
from core.web_sign_in import STEP_COOKIES
from messaging.conversations import Attached, send_from_patient
from messaging.photos import photos_of
from monitoring.occasions import Measure
from monitoring.plan_templates import PlanPart
from monitoring.plans import find_plan, start_part
from monitoring.reports import Around, Sent, report_pressure, report_series
from monitoring.rhythm import Rhythm
from monitoring.series import Series
from monitoring.series_limits import WeightLimits
from monitoring.value_notes import Noted, write_note
from people.models import CareProvider, CareRelation, CareUnit, Role, User
from people.passwords import hash_secret, new_totp_secret
from people.session_models import Face
from people.sign_in import begin_patient_sign_in, check_code, check_password, find_step, open_login
from people.staff import invite_colleague
from people.viewer import Viewer
from programs.drafts import start_from
from programs.models import Enrollment, SleepWindow, WindowStatus
from ratings.models import RatingStatus, Risk, SelfRating
from tests.patient.photo_ground import make_photo
from tests.plugins.cast import make_patient, make_staff, make_unit
from tests.story.days import write_days
from tests.times_ground import keep_week
from worklist.models import ItemKind, ItemStatus, WorkItem

PASSWORD = "fyra ord i rad fem"
ADDRESS = "127.0.0.1"
PATIENTS = {
    "anna": "Anna Berg", "leo": "Leo Åkesson", "oskar": "Oskar Frisk", "hanna": "Hanna Ljung", "johanna": "Johanna Ek",
    "sofia": "Sofia Wendel", "kristina": "Kristina Lindqvist", "bertil": "Bertil Lund", "yusuf": "Yusuf Adan",
    "doris": "Doris Falk", "roland": "Roland Vik", "nadia": "Nadia Rahimi",
}  # fmt: skip
TRAINER = "tove"
STAFF = ("karin", "lena", "vera", "ulla", "sven")
Cookie = tuple[str, str]


@dataclass
class Looked:
    """What is needed to look: cookies by viewer, and the ids in the addresses."""

    cookies: dict[str, list[Cookie]]
    ids: dict[str, str]


def prepare(app: Flask, now: datetime) -> Looked:
    """Add the little that the seeded demo lacks, sign everybody in and read the ids."""
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        people = {key: _one(session, User.name == name) for key, name in PATIENTS.items()}
        people |= {key: _one(session, User.username == key) for key in STAFF}
        ids = _live_more(session, people, now) | _train(session, people)
        ids |= _read_ids(session, people, now)
        cookies = {key: [_cookie(session, user, now)] for key, user in people.items()}
        cookies |= _stand_at_the_doors(session, people, now)
    return Looked(cookies, ids)


def _one(session: Session, condition: ColumnElement[bool]) -> User:
    return session.scalars(select(User).where(condition)).one()


def _unit(session: Session, user: User) -> CareUnit:
    query = select(CareUnit).join(CareRelation, CareRelation.unit_id == CareUnit.id)
    return session.scalars(query.where(CareRelation.patient_id == user.id)).one()


def _cookie(session: Session, user: User, now: datetime) -> Cookie:
    face = Face.DESK if user.username in (*STAFF, TRAINER) else Face.PATIENT
    return COOKIES[face.value], open_login(session, user, face, "Chrome, Android", now)


def _live_more(session: Session, people: dict[str, User], now: datetime) -> dict[str, str]:
    """Let somebody write what cannot wait, measure high, and be invited."""
    anna = people["anna"]
    crisis = send_from_patient(session, anna, _unit(session, anna), "Jag orkar inte leva längre", now)
    unit = session.scalars(select(CareUnit).where(CareUnit.name.contains("Björken"))).one()
    newcomer, token = invite_colleague(
        session, unit.id, name="Nils Ny", title="psykolog", username="nils", roles=[Role.CLINICIAN],
        actor_id=people["ulla"].id, now=now,
    )  # fmt: skip
    people["sven"].totp_pending = new_totp_secret()
    bertils = session.scalars(select(Enrollment.id).where(Enrollment.patient_id == people["bertil"].id)).first()
    assert bertils is not None
    return {
        "week": keep_week(session, bertils, now),
        "draft": start_from(session, _author(people["vera"], unit), "sleep", "1", now).public_id,
        "crisis": crisis.public_id, "welcome": token, "colleague": newcomer.public_id,
        "red": _measure(session, people["yusuf"], 182, 104, now),
        "emergency": _measure(session, people["doris"], 196, 124, now),
        "green": _measure(session, people["bertil"], 131, 81, now),
        "note": _note(session, people["bertil"], people["karin"], now),
        "gain": _weigh(session, people["bertil"], now), "photo": _show_photo(session, people["sofia"], now),
    } | write_days(session, people["nadia"], unit, people["karin"], now)  # fmt: skip


def _show_photo(session: Session, patient: User, now: datetime) -> str:
    """Let somebody send a photo; returns its public id."""
    attached = Attached([clean_picture(make_photo(size=(400, 300)))], "Kartan med tabletter")
    message = send_from_patient(session, patient, _unit(session, patient), "", now, attached=attached)
    return photos_of(message)[0].public_id


def _train(session: Session, people: dict[str, User]) -> dict[str, str]:
    """Make a unit for training with somebody who practises and a patient."""
    unit = make_unit(session, session.scalars(select(CareProvider)).all()[0], "Övningen")
    unit.is_training = True
    people[TRAINER] = make_staff(session, unit, "Tove Lind", "sjuksköterska")
    people[TRAINER].username = TRAINER
    return {"trainee": make_patient(session, unit, "Ebbe Ek", "070-174 06 98").public_id}


def _author(vera: User, unit: CareUnit) -> Viewer:
    return Viewer(vera, new_public_id(), frozenset({(Role.AUTHOR, unit.id)}))


def _measure(session: Session, patient: User, upper: int, lower: int, now: datetime) -> str:
    plan = find_plan(session, patient.id)
    assert plan is not None
    reported = report_pressure(
        session, patient=patient, unit=_unit(session, patient), plan=plan, channel="web", now=now,
        measures=[Measure(upper, lower, 70), Measure(upper, lower, 71)], taken_at=now - timedelta(minutes=5),
    )  # fmt: skip
    return reported.report.public_id


def _note(session: Session, patient: User, writer: User, now: datetime) -> str:
    """Let somebody write in a patient's curves; returns the public id."""
    viewer = Viewer(writer, new_public_id(), frozenset({(Role.CLINICIAN, _unit(session, patient).id)}))
    said = Noted(now.date() - timedelta(days=4), "Ny blodtrycksmedicin", for_care=False)
    return write_note(session, viewer, patient, _unit(session, patient).id, said, now).public_id


def _weigh(session: Session, patient: User, now: datetime) -> str:
    """Let somebody with a target weight gain 2.4 kg in two days, and answer what is asked then."""
    plan, unit = find_plan(session, patient.id), _unit(session, patient)
    assert plan is not None
    own = WeightLimits(target=Decimal(80), set_by="Maja", set_by_role="sjuksköterska", set_on=now.date())
    weights = start_part(session, patient, unit, PlanPart(Series.WEIGHT, Rhythm.DAILY), "heart_failure", now=now,
                         enrollment_public_id=plan.enrollment_public_id, starts_on=plan.starts_on,
                         ends_on=plan.ends_on)  # fmt: skip
    weights.limits = own.model_dump(mode="json")
    around = Around(patient, unit, weights)
    for days, value in ((9, "79.8"), (6, "80.2"), (2, "80.0"), (0, "82.4")):
        at = now - timedelta(days=days, minutes=5)
        reported = report_series(session, around, Sent(Series.WEIGHT, (Decimal(value),)), taken_at=at, channel="web",
                                 now=at)  # fmt: skip
    return reported.report.public_id


def _read_ids(session: Session, people: dict[str, User], now: datetime) -> dict[str, str]:
    patients = {key: people[key] for key in PATIENTS}
    rows = session.execute(select(Enrollment.patient_id, Enrollment.public_id)).all()
    enrollments = {patient_id: public_id for patient_id, public_id in rows}
    ids = {key: enrollments[user.id] for key, user in patients.items()}
    ids |= {f"{key}_patient": user.public_id for key, user in patients.items()}
    ids["today"] = local_date(now, "Europe/Stockholm").isoformat()
    ids["risk"] = session.scalars(select(Risk.public_id).where(Risk.patient_id == people["kristina"].id)).one()
    ids["window"] = session.scalars(
        select(SleepWindow.public_id)
        .join(Enrollment, Enrollment.id == SleepWindow.enrollment_id)
        .where(Enrollment.patient_id == people["sofia"].id, SleepWindow.status == WindowStatus.PROPOSED)
    ).one()
    ids["rating"], ids["instrument"] = session.execute(
        select(SelfRating.public_id, SelfRating.instrument)
        .where(SelfRating.patient_id == people["sofia"].id, SelfRating.status == RatingStatus.COMPLETE)
        .order_by(SelfRating.id.desc())
        .limit(1)
    ).one()  # fmt: skip
    return ids | {f"{kind.value}_item": _item(session, kind, people) for kind in _SHOWN_KINDS}


_SHOWN_KINDS = (ItemKind.RISK, ItemKind.MODULE, ItemKind.MESSAGE, ItemKind.VALUE)


def _item(session: Session, kind: ItemKind, people: dict[str, User]) -> str:
    query = select(WorkItem.public_id).where(WorkItem.kind == kind, WorkItem.status != ItemStatus.CLOSED)
    unit = _unit(session, people["anna"])
    return session.scalars(query.where(WorkItem.unit_id == unit.id).order_by(WorkItem.id.desc()).limit(1)).one()


def _stand_at_the_doors(session: Session, people: dict[str, User], now: datetime) -> dict[str, list[Cookie]]:
    """Leave three patients and a member of staff in the middle of signing in."""
    people["oskar"].pin_hash = None
    karin = people["karin"]
    karin.password_hash, karin.totp_secret = hash_secret(PASSWORD), new_totp_secret()
    session.flush()
    totp = check_password(session, "karin", PASSWORD, ADDRESS, now)
    assert totp is not None
    return {
        "at_code": _begin(session, people["anna"], now, proved=False),
        "at_pin": _begin(session, people["bertil"], now, proved=True),
        "at_first_pin": _begin(session, people["oskar"], now, proved=True),
        "at_totp": [(STEP_COOKIES["desk"], totp.token)],
        "-": [],
    }  # fmt: skip


def _begin(session: Session, patient: User, now: datetime, *, proved: bool) -> list[Cookie]:
    started = begin_patient_sign_in(session, str(patient.phone), ADDRESS, now)
    session.flush()
    step = find_step(session, started.token, Face.PATIENT, now)
    assert step is not None
    assert started.code is not None
    if proved:
        assert check_code(session, step, started.token, started.code, now)
    return [(STEP_COOKIES["patient"], started.token)]
