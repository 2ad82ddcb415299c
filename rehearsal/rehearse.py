"""Runs a whole treatment for the whole cast through the real rules, and finds what is wrong with it."""

from datetime import date, datetime, timedelta
from time import perf_counter

from sqlalchemy import func, select

from core.clock import at_wall_clock, local_date
from programs.enrollment import ZONE
from programs.library import Edition, showing
from programs.lint import look_over
from programs.loading import Loaded
from programs.models import Enrollment, EnrollmentStatus, ModuleUnlock
from programs.orders import GRACE
from programs.shelf import Shelf
from rehearsal.cast import cast_for
from rehearsal.clinic import plan_visits
from rehearsal.enrolling import CLOCK_CHANGE_LATER, enroll_cast
from rehearsal.finding import find_in_files, find_in_timeline
from rehearsal.measuring_patient import list_plans_of, plan_measuring_day
from rehearsal.risk_ways import try_risks
from rehearsal.telling import tell
from rehearsal.timeline import Rehearsal, Timeline
from rehearsal.treated_patient import plan_treated_day
from rehearsal.ways import find_ways
from rehearsal.world import ORDERED_BEFORE, JobsOn, World, first_monday, open_world

AFTERWARDS = timedelta(days=10)
"""How long the world lives on after the last end, so that nothing comes afterwards unseen."""


def rehearse(shelf: Shelf, jobs_on: JobsOn, now: datetime, *, number: str = "", only: str = "") -> Rehearsal:
    """Rehearse what a shelf holds: the folder of a version, a release or a draft; nothing of it is kept.

    :param jobs_on: the jobs as the worker runs them, on a database and a gateway.
    :param now: the next clock change after it falls into the treatment.
    :param only: key of the one patient to rehearse; "" for all.
    """
    began = perf_counter()
    looked = look_over(shelf)
    program = looked.program
    if program is None:
        return Rehearsal("", "", None, Timeline(), tuple(find_in_files(looked, None)), perf_counter() - began)
    edition = Edition(program, shelf, looked.loaded.folders, number)
    with showing(edition):
        timeline = _live(looked.loaded, jobs_on, now, only)
        found = [*find_in_files(looked, timeline), *find_in_timeline(looked.loaded, timeline)]
    return Rehearsal(program.id, program.version, program.title, timeline, tuple(found), perf_counter() - began)


def _live(loaded: Loaded, jobs_on: JobsOn, now: datetime, only: str) -> Timeline:
    program = loaded.program
    if program is None:
        return Timeline()
    monday = first_monday(now)
    ways, _dead = find_ways(program)
    parts = [part for part in cast_for(program, ways) if only in ("", part.key)]
    with open_world(program, loaded.folders, jobs_on, monday - ORDERED_BEFORE) as world:
        enroll_cast(world, parts, monday)
        weeks = program.weeks * max((track.pace for track in program.tracks), default=1)
        last = monday + CLOCK_CHANGE_LATER + timedelta(weeks=weeks) + GRACE + AFTERWARDS
        _plan_day(world, monday - ORDERED_BEFORE, last)
        world.clockwork.run()
        _come_back(world)
        try_risks(world)
        return tell(world)


def _plan_day(world: World, day: date, last: date) -> None:
    """Plan a day, and at its end the next one, until everybody has ended and some days have passed."""
    world.clockwork.rounds(day)
    morning = at_wall_clock(day, 0, 2, ZONE)
    world.clockwork.plan(morning, "calendar", lambda now: _plan_people(world, day))
    plan_visits(world, day)
    if day < last:
        evening = at_wall_clock(day, 23, 59, ZONE)
        world.clockwork.plan(evening, "calendar", lambda now: _plan_next(world, day + timedelta(days=1), last))


def _plan_people(world: World, day: date) -> None:
    """Let everybody whose treatment goes on plan his day."""
    with world.database.open_session(reading=True) as session:
        query = select(Enrollment.patient_id).where(Enrollment.status == EnrollmentStatus.ACTIVE)
        active = set(session.scalars(query))
        plans = list_plans_of(session, day)
    for person in world.persons:
        if person.user.id in active and world.program.kind == "kbt":
            plan_treated_day(world, person, day)
        elif person.user.id in active:
            plan_measuring_day(world, person, day, plans.get(person.user.id, []))


def _plan_next(world: World, day: date, last: date) -> None:
    with world.database.open_session(reading=True) as session:
        going = session.scalar(
            select(func.count()).where(
                Enrollment.status.not_in((EnrollmentStatus.ENDED, EnrollmentStatus.ORDERED))
            )
        )
        ended = session.scalar(select(func.max(Enrollment.ended_at, type_=Enrollment.ended_at.type)))
    if not going and ended is not None and day > local_date(ended, ZONE) + AFTERWARDS:
        return
    _plan_day(world, day, last)


def _come_back(world: World) -> None:
    """Let every job run on the days when letters to oneself come back."""
    steps = [(module.number, step.again_days) for module in world.program.modules for step in module.steps]
    again = {number: days for number, days in steps if days}
    with world.database.open_session(reading=True) as session:
        rows = session.execute(
            select(ModuleUnlock.module, ModuleUnlock.submitted_at)
            .where(ModuleUnlock.module.in_(again), ModuleUnlock.submitted_at.is_not(None))
        ).all()
    for day in sorted({local_date(at, ZONE) + timedelta(days=again[number] + 1) for number, at in rows if at}):
        world.clockwork.rounds(day)
    world.clockwork.run()

