"""The whole world for tests that try to break in: Anna and Olle with a record of every kind, and all who look at them.

Every text about a patient holds his mark, so that a leak is found wherever it comes out.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from core.clock import local_date
from core.db import Base, Database
from core.pictures import Picture
from messaging.conversations import Attached, get_conversation, reply, send_from_patient, write_note
from messaging.drafts import save_draft
from messaging.inbound import record_inbound
from messaging.notices import NoticeKind, queue_notice
from messaging.reminders import set_reminder
from messaging.sms_models import Reminder, ReminderKind
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, Report, ValueNote
from monitoring.occasions import Measure
from monitoring.plans import start_plan
from monitoring.reports import report_pressure
from monitoring.weeks import week_judgement
from people.identity import set_phone
from people.models import Role, User, UserRole
from people.session_models import LoginSession
from people.staff import invite_colleague
from programs.drafts import start_from
from programs.models import (
    DiaryEntry,
    Enrollment,
    EnrollmentStatus,
    ExerciseAnswer,
    ExerciseComment,
    ExerciseRevision,
    Letter,
    ModuleStatus,
    SleepWindow,
)
from ratings.models import Risk, RiskStatus, SelfRating
from tests.clinician.treatment_ground import (
    Treatment,
    make_enrollment,
    open_module,
    propose,
    rate,
    sleep_week,
    start_treatment,
    submit,
)
from tests.plugins.cast import CareCast, make_care_cast, make_patient, make_staff
from tests.times_ground import keep_times
from worklist.items import get_item
from worklist.models import WorkItem

SIGNS = "<b>x</b>\"'&"
"""What must never reach a page as it is."""
MARK = "MARKER-"
"""Begins every text about a patient's health or care."""
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOW = SUNDAY + timedelta(days=1, hours=1)
WRITTEN = "Det gick bättre än jag trodde."
GRAVE: list[int | None] = [1, 1, 2, 1, 0, 0, 1, 0, 2, 1]


@dataclass
class World:
    """The cast with everybody else, and the public ids of the records of each patient.

    :param ids: patient's name ("anna", "olle") to word of an address ("risk") to public id.
    """

    cast: CareCast
    people: dict[str, User | None]
    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database all of it is in."""
        return self.cast.database


def name_mark(name: str) -> str:
    """Return what stands in the name of a patient and nowhere else."""
    return f"Mark{name}"


def mark(name: str, about: str) -> str:
    """Return the text about something that a patient's record holds."""
    return f"{MARK}{name}-{about} {SIGNS}"


def make_world(database_url: str, *, csrf: bool = False) -> World:
    """Fill a database with the whole world; every text about a patient is marked."""
    cast = make_care_cast(database_url, NOW, faces="patient,clinician,api")
    cast.app.config |= {"WTF_CSRF_ENABLED": csrf, "EVEN_SECONDS": 0}
    with cast.database.transaction() as session:
        people = _make_people(session, cast)
    world = World(cast, people)
    world.ids["anna"] = _fill(cast, "anna")
    world.ids["olle"] = _fill(replace(cast, anna=cast.other_patient, unit=cast.other_unit, karin=cast.stranger), "olle")
    for user in people.values():
        if user is not None:
            cast.browser(user)
    draft = _begin_draft(cast, people["albert"])
    with cast.database.transaction() as session:
        for name, patient, clinician in (("anna", cast.anna, cast.karin), ("olle", cast.other_patient, cast.stranger)):
            world.ids[name] |= _own_ids(session, patient, clinician) | {"draft": draft}
    return world


def _begin_draft(cast: CareCast, author: User | None) -> str:
    """Give the author a draft of a program, which is nobody's but his and his colleagues'."""
    assert author is not None
    with cast.database.transaction() as session:
        return start_from(session, cast.viewer(author, Role.AUTHOR), "sleep", "1", cast.now).public_id


def _make_people(session: Session, cast: CareCast) -> dict[str, User | None]:
    unit = cast.unit
    for name, patient in (("anna", cast.anna), ("olle", cast.other_patient)):
        row = session.get_one(User, patient.id)
        row.name = patient.name = f"{name_mark(name)} {SIGNS}"
    boss = make_staff(session, unit, "Ulla Boss", "chef", Role.UNIT_ADMIN)
    root = make_staff(session, unit, "Sixten Rot", "drift", Role.SYSTEM_ADMIN)
    session.query(UserRole).filter_by(user_id=root.id).update({"unit_id": None})
    return {
        "nobody": None, "anna": cast.anna, "olle": cast.other_patient, "karin": cast.karin,
        "sara": cast.sister_clinician, "tomas": cast.stranger, "lena": cast.lena, "ulla": boss, "sixten": root,
        "albert": make_staff(session, unit, "Albert Pen", "författare", Role.AUTHOR),
        "olga": make_staff(session, cast.other_unit, "Olga Chef", "chef", Role.UNIT_ADMIN),
        "lisa": make_staff(session, cast.sister_unit, "Lisa Syd", "samordnare", Role.COORDINATOR),
    }  # fmt: skip


def _fill(cast: CareCast, name: str) -> dict[str, str]:
    """Give a patient a record of every kind; returns the public ids."""
    treatment = start_treatment(cast)
    sleep_week(treatment)
    submit(treatment, 1)
    rate(treatment, "vk5", number=1)
    _rating, completed = rate(treatment, "phq9", GRAVE, number=1)
    window = propose(treatment)
    assert completed.risk is not None
    with cast.database.transaction() as session:
        open_module(session, treatment, 2, cast.now, ModuleStatus.UNLOCKED)
        _mark_answers(session, treatment, name)
        ids = {"risk": completed.risk.public_id, "window": window.public_id, "enrollment": treatment.public_id}
        ids["rating"] = session.scalars(
            select(SelfRating.public_id).where(SelfRating.patient_id == cast.anna.id, SelfRating.instrument == "vk5")
        ).one()
        _sign_another(session, treatment, name)
        ids["letter"] = _write_letter(session, treatment)
        ids |= keep_times(session, treatment)
        ids |= _measure(session, cast, name)
        ids |= _talk(session, cast, treatment, name)
        ids |= _order(session, cast, name)
    return ids


def _mark_answers(session: Session, treatment: Treatment, name: str) -> None:
    enrollment = session.get_one(Enrollment, treatment.enrollment.id)
    enrollment.wish, enrollment.goal = mark(name, "wish"), mark(name, "goal")
    enrollment.gate, enrollment.end_note = {"note": mark(name, "gate")}, mark(name, "end")
    mine = ExerciseAnswer.enrollment_id == enrollment.id
    revisions = select(ExerciseRevision).join(ExerciseAnswer, ExerciseAnswer.id == ExerciseRevision.answer_id)
    rows = [*session.scalars(select(ExerciseAnswer).where(mine)), *session.scalars(revisions.where(mine))]
    for row in rows:
        row.answers = json.loads(
            json.dumps(row.answers, ensure_ascii=False).replace(WRITTEN, json.dumps(mark(name, "exercise"))[1:-1])
        )
    step = session.scalars(select(ExerciseAnswer.step).where(mine)).first()
    session.add(ExerciseComment(
        enrollment_id=enrollment.id, module=1, step=step or "", author_id=treatment.cast.karin.id,
        body=mark(name, "comment"), written_at=treatment.cast.now,
    ))  # fmt: skip
    shown = session.scalars(select(SleepWindow).where(SleepWindow.enrollment_id == enrollment.id)).one()
    shown.basis = {**shown.basis, "comment": mark(name, "window")}
    shown.note = mark(name, "window-note")


def _write_letter(session: Session, treatment: Treatment) -> str:
    """Let an exercise of module 1 come back as a letter, as those that are marked so do."""
    step = session.scalars(
        select(ExerciseAnswer.step)
        .join(ExerciseRevision, ExerciseRevision.answer_id == ExerciseAnswer.id)
        .where(ExerciseAnswer.enrollment_id == treatment.enrollment.id, ExerciseAnswer.module == 1)
    ).first()
    letter = Letter(enrollment_id=treatment.enrollment.id, module=1, step=step or "", came_at=treatment.cast.now)
    session.add(letter)
    session.flush()
    return letter.public_id


def _sign_another(session: Session, treatment: Treatment, name: str) -> None:
    cast = treatment.cast
    session.add(Risk(
        patient_id=cast.anna.id, unit_id=cast.unit.id, level="yellow", reason="self_harm_yellow", raised_at=cast.now,
        status=RiskStatus.SIGNED, signed_by=cast.karin.id, signed_at=cast.now, note=mark(name, "risk-note"),
        card_read_at=cast.now, card_shown_at=cast.now, assessment={"level": "low", "action": "called"},
    ))  # fmt: skip
    found = session.scalars(select(Risk).where(Risk.patient_id == cast.anna.id, Risk.level == "red")).one()
    found.card_shown_at = found.card_read_at = cast.now
    found.asked_safety = False


def _measure(session: Session, cast: CareCast, name: str) -> dict[str, str]:
    """Enrol the patient for blood pressure too, with limits, two reports, a judged week and a reminder."""
    today, start = local_date(cast.now, cast.unit.zone), cast.now - timedelta(weeks=2)
    enrollment = Enrollment(
        patient_id=cast.anna.id, unit_id=cast.unit.id, clinician_id=cast.karin.id, program="hypertension",
        program_version="1", status=EnrollmentStatus.ACTIVE, starts_on=today - timedelta(weeks=2),
        ends_on=today + timedelta(weeks=6), gate={}, wish=mark(name, "bp-wish"), ordered_by=cast.karin.id,
        ordered_at=start, activated_at=start,
    )  # fmt: skip
    session.add(enrollment)
    session.flush()
    plan = start_plan(session, patient=cast.anna, unit=cast.unit, enrollment_public_id=enrollment.public_id,
                      starts_on=today - timedelta(weeks=2), ends_on=today + timedelta(weeks=4), now=start)  # fmt: skip
    plan.limits = BpLimits(goal_systolic=135, goal_diastolic=85, low_systolic=100, set_by="K", set_by_role="ssk",
                           set_on=today).model_dump(mode="json")  # fmt: skip
    plan.reason = mark(name, "plan")
    for back in (2, 0):
        taken = cast.now - timedelta(days=back, hours=1)
        reported = report_pressure(session, patient=cast.anna, unit=cast.unit, plan=plan, taken_at=taken, channel="web",
                                   measures=[Measure(151, 93, 70), Measure(149, 92, 71)], now=taken)  # fmt: skip
    reported.report.correction_reason = mark(name, "correction")
    week = week_judgement(session, plan, cast.anna, cast.unit, plan.starts_on, cast.now)
    assert week is not None
    set_reminder(session, user=cast.anna, unit=cast.unit, kind=ReminderKind.MEASURE, hour=9,
                 subject=f"enrollment:{enrollment.public_id}", starts_on=today, ends_on=plan.ends_on)  # fmt: skip
    note = ValueNote(patient_id=cast.anna.id, unit_id=cast.unit.id, on_day=today, body=mark(name, "value-note"),
                     written_by=cast.karin.id, written_at=cast.now)  # fmt: skip
    session.add(note)
    session.flush()
    return {"note": note.public_id, "report": reported.report.public_id, "week": week.public_id, "plan": plan.public_id,
            "measuring": enrollment.public_id}  # fmt: skip


def _talk(session: Session, cast: CareCast, treatment: Treatment, name: str) -> dict[str, str]:
    patient, viewer = session.get_one(User, cast.anna.id), cast.viewer(cast.karin, unit=cast.unit)
    conversation = get_conversation(session, patient.id, cast.unit.id)
    seen = conversation.last_message_id
    reply(session, viewer, conversation, patient, cast.unit, mark(name, "reply"), seen, cast.now)
    write_note(session, viewer, conversation, mark(name, "note"), cast.now)
    photo = Attached([Picture(b"jpeg", b"jpeg", 40, 30)], mark(name, "photo"))
    sent = send_from_patient(session, patient, cast.unit, mark(name, "message"), cast.now, attached=photo)
    assert sent.photos is not None
    save_draft(session, conversation.id, cast.karin.id, mark(name, "draft"), cast.now)
    save_draft(session, conversation.id, patient.id, mark(name, "own-draft"), cast.now)
    queue_notice(session, patient, cast.unit, NoticeKind.MESSAGE, sent.public_id, cast.now)
    record_inbound(session, f"SM{patient.id:032d}", str(patient.phone), mark(name, "sms"), cast.now)
    items = list(session.scalars(select(WorkItem).where(WorkItem.patient_id == patient.id)))
    for one in items:
        one.note = mark(name, "item")
    item = next(one for one in items if one.kind == "message")
    assert get_item(session, viewer, item.public_id) is item
    return {"message": sent.public_id, "item": item.public_id, "patient": patient.public_id,
            "photo": sent.photos[0]["id"]}  # fmt: skip


def _order(session: Session, cast: CareCast, name: str) -> dict[str, str]:
    """Give the unit a second patient whose treatment is only ordered, and a colleague who has not come yet."""
    other = make_patient(session, cast.unit, f"{name_mark(name)} Ny {SIGNS}")
    set_phone(other, "070-174 06 11" if name == "anna" else "070-174 06 12")
    ordered = make_enrollment(session, other, cast.unit, cast.karin, cast.now)
    ordered.status, ordered.activated_at, ordered.wish = EnrollmentStatus.ORDERED, None, mark(name, "ordered")
    ordered.goal, ordered.gate = None, {"note": mark(name, "ordered-gate")}
    invited, token = invite_colleague(session, cast.unit.id, name="Nils Ny", title="ssk", username=f"nils.{name}",
                                      roles=[Role.CLINICIAN], actor_id=cast.karin.id, now=cast.now)  # fmt: skip
    return {"ordered": ordered.public_id, "newcomer": other.public_id, "user_id": invited.public_id, "token": token}


def _own_ids(session: Session, patient: User, clinician: User) -> dict[str, str]:
    """Return the ids that come with a sign-in, and of the reminder, which has a number only."""
    login, desk_login = (
        session.scalars(select(LoginSession.public_id).where(LoginSession.user_id == one.id)).one()
        for one in (patient, clinician)
    )
    reminder = session.scalars(select(Reminder.id).where(Reminder.user_id == patient.id)).one()
    return {"login_id": login, "desk_login": desk_login, "reminder": str(reminder)}


OWNED = {
    Report: Report.patient_id, MeasurementPlan: MeasurementPlan.patient_id, SelfRating: SelfRating.patient_id,
    Risk: Risk.patient_id, WorkItem: WorkItem.patient_id, Enrollment: Enrollment.patient_id,
    LoginSession: LoginSession.user_id, Reminder: Reminder.user_id,
}  # fmt: skip


def count_rows(database: Database, without: tuple[type[Base], ...] = ()) -> dict[str, int]:
    """Return how many rows each table has."""
    left_out = {one.__tablename__ for one in without}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
    with database.transaction() as session:
        counts = session.execute(
            select(*(select(func.count()).select_from(table).scalar_subquery() for table in tables))
        ).one()
    return {table.name: number for table, number in zip(tables, counts, strict=True)}


def read_owned(database: Database, patient: User) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that is a patient's own as it is stored, to see that others have left it alone."""
    with database.transaction() as session:
        found = {
            model.__tablename__: [tuple(row) for row in session.execute(
                select(model.__table__).where(column == patient.id).order_by(model.__table__.c.id))]
            for model, column in OWNED.items()
        }  # fmt: skip
        mine = select(Enrollment.id).where(Enrollment.patient_id == patient.id)
        for model in (ExerciseAnswer, DiaryEntry, SleepWindow):
            table = model.__table__
            rows = session.execute(select(table).where(table.c.enrollment_id.in_(mine)).order_by(table.c.id))
            found[model.__tablename__] = [tuple(row) for row in rows]
        found["user"] = [tuple(row) for row in session.execute(select(User.__table__).where(User.id == patient.id))]
    return found



@contextmanager
def undone(database: Database) -> Iterator[None]:
    """Take back whatever the requests of a block commit: each of their transactions becomes a savepoint."""
    kept = database._sessions
    with database.engine.connect() as connection:
        outer = connection.begin()
        database._sessions = sessionmaker(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        try:
            yield
        finally:
            database._sessions = kept
            outer.rollback()
