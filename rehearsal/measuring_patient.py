"""How the cast lives through a monitoring program: values by the plan, on the web or by SMS, and a module to read."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import Measure
from monitoring.plans import PRESSURE, is_measuring_day
from monitoring.reports import Around, Sent, report_pressure, report_series
from monitoring.series import CHECKS, FACTS, Series
from people.models import User
from programs.enrollment import ZONE
from programs.models import EnrollmentStatus
from programs.progress import load_progress
from rehearsal.clinic import end_learnt
from rehearsal.enrolling import find_enrollment, send_sms
from rehearsal.treated_patient import do_open_module, is_away
from rehearsal.world import Person, World

SITTINGS = ((7, 30), (19, 20))
WORSE_FROM = 21
"""Days after the start from which the one who gets worse has bad values; the worst comes a week later."""
AGAIN = timedelta(minutes=6)
SETTLES = timedelta(minutes=32)
DANGER_DAY = 28
DAYS_OF_MODULE = 7
USUAL: dict[Series, tuple[str, str]] = {
    Series.WEIGHT: ("80.0", "82.6"), Series.GLUCOSE: ("6.4", "16.2"), Series.KETONES: ("0.2", "1.8"),
    Series.HBA1C: ("48", "74"), Series.SPO2: ("95", "89"), Series.TEMPERATURE: ("36.8", "38.6"),
    Series.PEF: ("400", "230"), Series.RATE: ("16", "27"), Series.STEPS: ("4000", "900"), Series.NRS: ("2", "7"),
}
"""A usual and a bad number of each series."""
PRESSURES = {"usual": (131, 81, 66), "bad": (158, 96, 78), "danger": (188, 112, 88)}


def list_plans_of(session: Session, day: date, patient_id: int | None = None) -> dict[int, list[MeasurementPlan]]:
    """Return the plans that expect a value on a day, by patient; only one patient's when asked."""
    expected: dict[int, list[MeasurementPlan]] = {}
    query = select(MeasurementPlan).where(MeasurementPlan.current.is_(True)).order_by(MeasurementPlan.id)
    if patient_id is not None:
        query = query.where(MeasurementPlan.patient_id == patient_id)
    for plan in session.scalars(query):
        if is_measuring_day(plan, day):
            expected.setdefault(plan.patient_id, []).append(plan)
    return expected


def plan_measuring_day(world: World, person: Person, day: date, plans: list[MeasurementPlan]) -> None:
    """Plan what a person does on a day of a monitoring program; pressure is measured in the evening too."""
    days = (day - person.starts_on).days
    if plans and days % person.part.traits.diary_every == 0:
        sittings = SITTINGS if any(plan.kind == PRESSURE for plan in plans) else SITTINGS[:1]
        for number, (hour, minute) in enumerate(sittings):
            at = at_wall_clock(day, hour, minute, ZONE)
            world.clockwork.plan(at, person.key, partial(_measure, world, person, day, is_first=number == 0))
    if person.part.traits.learns_in == days // 7:
        world.clockwork.plan(at_wall_clock(day, 10, 15, ZONE), person.key, partial(end_learnt, world, person))
    if person.part.traits.by_web and days % DAYS_OF_MODULE == 0:
        evening = at_wall_clock(day, 19, 40, ZONE)
        world.clockwork.plan(evening, person.key, partial(_read_module, world, person))


def _measure(world: World, person: Person, day: date, now: datetime, *, is_first: bool) -> None:
    if is_away(person, now):
        return
    with world.database.transaction() as session:
        if find_enrollment(session, person).status is not EnrollmentStatus.ACTIVE:
            return
        for plan in list_plans_of(session, day, person.user.id).get(person.user.id, []):
            if plan.kind == PRESSURE or is_first:
                _send(session, world, person, plan, now)


def _send(session: Session, world: World, person: Person, plan: MeasurementPlan, now: datetime) -> None:
    series = Series(plan.kind)
    state = _state(person, now)
    if not person.part.traits.by_web:
        _send_by_sms(session, world, person, series, state, now)
        return
    provisional = _report(session, world, person, plan, state, now)
    if provisional:
        world.clockwork.plan(now + AGAIN, person.key, lambda later: _again(world, person, plan.id, state, later))
        world.clockwork.tick(now + SETTLES)


def _again(world: World, person: Person, plan_id: int, state: str, now: datetime) -> None:
    with world.database.transaction() as session:
        _report(session, world, person, session.get_one(MeasurementPlan, plan_id), state, now)


def _state(person: Person, now: datetime) -> str:
    days = (local_date(now, ZONE) - person.starts_on).days
    if not person.part.traits.is_worsening or days < WORSE_FROM:
        return "usual"
    return "danger" if days == DANGER_DAY else "bad"


def _report(
    session: Session, world: World, person: Person, plan: MeasurementPlan, state: str, now: datetime
) -> bool:
    """Report by the same rules as the pages; tells whether a repeat is awaited."""
    patient, series = session.get_one(User, person.user.id), Series(plan.kind)
    if series is Series.PRESSURE:
        first = Measure(*PRESSURES[state])
        second = Measure(first.systolic - 2, first.diastolic - 1, first.pulse)
        reported = report_pressure(session, patient=patient, unit=world.unit, plan=plan, measures=[first, second],
                                   taken_at=now, channel="web", now=now)
    else:
        sent = _sent(series, state)
        around = Around(patient, world.unit, plan)
        reported = report_series(session, around, sent, taken_at=now, channel="web", now=now)
    return reported.judgement.provisional


def _sent(series: Series, state: str) -> Sent:
    if series in CHECKS:
        bad = "2" if state != "usual" else "0"
        return Sent(series, answers={f"q{number}": bad if number == 1 else "0" for number in range(1, 7)})
    number = Decimal(USUAL[series][state != "usual"])
    contexts = FACTS[series].contexts
    return Sent(series, (number,) * FACTS[series].readings, context=contexts[0].value if contexts else "")


def _send_by_sms(
    session: Session, world: World, person: Person, series: Series, state: str, now: datetime
) -> None:
    """Answer the reminder with the value as somebody with a button phone writes it."""
    if series in CHECKS:
        person.unsent.add(series.value)
        return
    numbers = PRESSURES[state]
    body = f"{numbers[0]}/{numbers[1]} {numbers[2]}" if series is Series.PRESSURE else _plain(series, state)
    send_sms(session, world, person, body, now)
    soon = now + timedelta(minutes=3)
    world.clockwork.plan(soon, person.key, partial(_look_if_kept, world, person, series))


def _plain(series: Series, state: str) -> str:
    return f"{FACTS[series].name.lower()} {USUAL[series][state != 'usual'].replace('.', ',')}"


def _look_if_kept(world: World, person: Person, series: Series, now: datetime) -> None:
    with world.database.open_session(reading=True) as session:
        found = session.scalar(
            select(Report.id).where(
                Report.patient_id == person.user.id, Report.kind == series.value,
                Report.received_at > now - timedelta(hours=1),
            ).limit(1)
        )
    if found is None:
        person.unsent.add(series.value)


def _read_module(world: World, person: Person, now: datetime) -> None:
    """Read the module of the week; nobody answers it."""
    if is_away(person, now):
        return
    with world.database.transaction() as session:
        enrollment = find_enrollment(session, person)
        if enrollment.status is EnrollmentStatus.ACTIVE:
            progress = load_progress(session, [enrollment])[0]
            module = progress.current_module()
            if module is not None:
                do_open_module(session, world, person, enrollment, module.number, now)

