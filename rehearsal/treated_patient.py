"""How the cast lives through a KBT program: the diary in the morning, the questions and the module in the evening."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assistant.written import WrittenIn, raise_drowsy, raise_written
from core.clock import at_wall_clock, local_date
from core.language import _l
from people.models import CareUnit, User
from programs.day_diary import form_of, has_diary, record_day
from programs.diary import record_night
from programs.enrollment import ZONE
from programs.fields import Filled, read_form
from programs.homework import HomeworkState, write_states
from programs.models import Enrollment, EnrollmentStatus, WindowStatus
from programs.progress import (
    Place,
    Progress,
    complete_step,
    get_place,
    load_progress,
    look_again,
    save_answers,
    start_module,
)
from programs.rating_calendar import find_due, list_last_answered
from programs.rating_occasion import asked_items, get_occasion, note_finished, open_rating
from programs.schema import Step, StepKind
from programs.sending_in import pass_on, take_in
from programs.sleep_window import bedtime, find_outlook, find_window, propose_window
from ratings.instruments import Instrument, get_instrument
from ratings.models import Risk, SelfRating
from ratings.records import SAFETY_INSTRUMENTS, answer_item, complete_rating
from ratings.risks import asks_safety_questions, needs_card, note_card_read, note_card_shown, record_safety_answers
from rehearsal.answers import fill_step, rate, write_form
from rehearsal.enrolling import find_enrollment
from rehearsal.timeline import EventKind, SafetyDay
from rehearsal.world import Person, World

NIGHT = {
    "lights_out": "23:00", "sol": 35, "awakenings": 2, "waso": 40, "woke": "06:20", "rose": "06:30", "quality": 3,
    "medicine": "no", "caffeine": "no", "alcohol": 0, "exercise": 20, "naps": 0,
}  # fmt: skip
MOST_STEPS = 200
WORST_FROM = 5
"""The module in which the one who gets worse answers that life does not feel worth living."""
CALM_ANSWERS = (False, False, False, False, True)
UNFILLABLE = _l("Övningen går inte att fylla i")
CARD_READ = _l("Hjälpkortet visas och läses")


def plan_treated_day(world: World, person: Person, day: date) -> None:
    """Plan what a person does on a day of a KBT program."""
    traits = person.part.traits
    if not traits.by_web:
        return
    if has_diary(world.program) and (day - person.starts_on).days % traits.diary_every == 0:
        world.clockwork.plan(at_wall_clock(day, 7, 40, ZONE), person.key, lambda now: _write_diary(world, person, now))
    evening = at_wall_clock(day, traits.hour, 10, ZONE)
    world.clockwork.plan(evening, person.key, lambda now: _sit_down(world, person, now))


def is_away(person: Person, now: datetime) -> bool:
    """Tell whether a person has fallen silent."""
    silent_from = person.part.traits.silent_from
    return silent_from is not None and (local_date(now, ZONE) - person.starts_on).days >= silent_from


def _write_diary(world: World, person: Person, now: datetime) -> None:
    if is_away(person, now):
        return
    with world.database.transaction() as session:
        enrollment = find_enrollment(session, person)
        if enrollment.status is EnrollmentStatus.ACTIVE:
            _write_row(session, world, enrollment, local_date(now, ZONE), now)


def _write_row(session: Session, world: World, enrollment: Enrollment, day: date, now: datetime) -> None:
    form = form_of(world.program)
    if form is None:
        window = find_window(session, enrollment.id, WindowStatus.APPROVED)
        to_bed = bedtime(window.rise_time, window.minutes) if window else NIGHT["lights_out"]
        record_night(session, enrollment, day, {**NIGHT, "lights_out": to_bed}, now)
        return
    filled = read_form(form.fields, write_form(form.fields, {}, day), final=True)
    if filled.errors:
        world.faults.append(("diary.yaml", _errors(filled)))
        return
    record_day(session, enrollment, form, day, filled.answers, now)


def _sit_down(world: World, person: Person, now: datetime) -> None:
    """Answer what is due and go on with the module, unless the person has fallen silent."""
    with world.database.transaction() as session:
        enrollment = find_enrollment(session, person)
        if enrollment.status is not EnrollmentStatus.ACTIVE:
            return
        progress = load_progress(session, [enrollment])[0]
        last = list_last_answered(session, person.user.id)
        due = find_due(progress, last, local_date(now, ZONE), ZONE)
        offered = due is not None and bool(set(due.instruments) & set(SAFETY_INSTRUMENTS))
        _note_safety(world, person, last, offered=offered, now=now)
        if is_away(person, now):
            return
        if due is not None:
            _answer(session, world, person, enrollment, f"m{due.module}" if due.module else "week", now)
        _go_on(session, world, person, enrollment, progress, now)


def _note_safety(world: World, person: Person, last: Mapping[str, datetime], *, offered: bool, now: datetime) -> None:
    today = local_date(now, ZONE)
    answered = [local_date(last[name], ZONE) for name in SAFETY_INSTRUMENTS if name in last]
    days = (today - max(answered, default=person.starts_on)).days
    world.safety.append(SafetyDay(person.key, today, days, offered))


def _answer(
    session: Session, world: World, person: Person, enrollment: Enrollment, word: str, now: datetime
) -> None:
    """Fill in every instrument of an occasion, question by question as the pages ask them."""
    while True:
        occasion = get_occasion(session, session.get_one(User, person.user.id), enrollment.public_id, word, now)
        name = occasion.next_instrument()
        if name is None:
            return
        rating = open_rating(session, occasion, name, person.user.language, now)
        number = occasion.place.module.number if occasion.place else 0
        _fill_in(session, person, occasion.unit, get_instrument(name), rating, number, now)
        done = complete_rating(session, rating, occasion.unit, now)
        note_finished(session, occasion, name, now)
        if done.risk is not None:
            _read_card(session, world, person, done.risk, occasion.unit, now)


def _fill_in(
    session: Session, person: Person, unit: CareUnit, instrument: Instrument, rating: SelfRating, number: int,
    now: datetime,
) -> None:
    turn, worsens = person.rated.get(instrument.id, 0), person.part.traits.is_worsening
    tells = worsens and number >= WORST_FROM and not person.has_told_risk and instrument.id in SAFETY_INSTRUMENTS
    for item in instrument.items:
        if item in asked_items(instrument, rating):
            answer_item(session, rating, unit, item, rate(instrument, item, turn, worsens=worsens, tells=tells), now)
    person.rated[instrument.id] = turn + 1
    person.has_told_risk = person.has_told_risk or tells


def _read_card(session: Session, world: World, person: Person, risk: Risk, unit: CareUnit, now: datetime) -> None:
    if needs_card(risk):
        note_card_shown(session, risk, now)
        note_card_read(session, risk, now + timedelta(minutes=2))
        world.note(now, person, EventKind.RISK, CARD_READ)
    if asks_safety_questions(risk):
        record_safety_answers(session, risk, unit, CALM_ANSWERS, now + timedelta(minutes=4))


def _go_on(
    session: Session, world: World, person: Person, enrollment: Enrollment, progress: Progress, now: datetime
) -> None:
    module = progress.current_module()
    if module is None:
        return
    opened = progress.unlocks[module.number].unlocked_at
    days, traits = (local_date(now, ZONE) - local_date(opened, ZONE)).days, person.part.traits
    if days < traits.begins or (days < traits.sends and progress.done[module.number]):
        return
    place = get_place(session, person.user.id, enrollment.public_id, module.number, writing=True)
    if days >= traits.sends:
        _do_steps(session, world, person, place, MOST_STEPS, now)
        _send_in(session, person, enrollment, module.number, now)
    elif not place.done:
        _do_steps(session, world, person, place, len(place.module.steps) // 2, now)


def do_open_module(
    session: Session, world: World, person: Person, enrollment: Enrollment, number: int, now: datetime
) -> None:
    """Do every step of a module that is open, without sending it in."""
    place = get_place(session, person.user.id, enrollment.public_id, number, writing=True)
    _do_steps(session, world, person, place, MOST_STEPS, now)


def _do_steps(session: Session, world: World, person: Person, place: Place, most: int, now: datetime) -> None:
    """Do the steps that are left in their order; an answer may bring steps or take them away."""
    done = set(place.done)
    for _turn in range(most):
        step = next((one for one in place.module.steps if one.id not in done), None)
        if step is None:
            return
        _do_step(session, world, person, place, step, now)
        done.add(step.id)
        place = look_again(place)


def _do_step(session: Session, world: World, person: Person, place: Place, step: Step, now: datetime) -> None:
    number = place.module.number
    if step.kind is StepKind.RATING:
        start_module(session, place)
        _answer(session, world, person, place.enrollment, f"m{number}", now)
        return
    if step.kind in (StepKind.EXERCISE, StepKind.QUIZ):
        wanted = person.part.way.answers.get(f"{number}.{step.id}", {})
        filled = fill_step(step, wanted, local_date(now, ZONE))
        if filled.errors:
            world.faults.append((f"{world.folders[number]}/module.yaml", f"{step.id}: {_errors(filled)}"))
        save_answers(session, place, step.id, filled.answers, now)
        _read_words(session, person, place, step, filled.answers, now)
    elif step.kind is StepKind.WINDOW:
        _see_window(session, person, place, step, now)
    complete_step(session, place, step.id, now)


def _errors(filled: Filled) -> str:
    return "; ".join(f"{name} {sentence}" for name, (sentence, _places) in filled.errors.items())


def _read_words(
    session: Session, person: Person, place: Place, step: Step, answers: dict[str, Any], now: datetime
) -> None:
    """Read what was written as the page does: for what cannot wait, and for sleepiness in traffic."""
    written_in = WrittenIn(f"{place.enrollment.public_id}:{place.module.number}:{step.id}:", step.title.sv)
    for field in step.fields:
        if field.raises is not None and answers.get(field.id) == "yes":
            raise_drowsy(session, person.user.id, place.unit, field.label.sv, written_in, now)
    raise_written(session, person.user.id, place.unit, answers, written_in, now)


def _see_window(session: Session, person: Person, place: Place, step: Step, now: datetime) -> None:
    patient = session.get_one(User, person.user.id)
    outlook = find_outlook(session, place.enrollment, patient, local_date(now, ZONE))
    says = {"rise": outlook.usual_rise or "06:30", "agree": "yes", "comment": ""}
    save_answers(session, place, step.id, says, now)
    if outlook.proposal is not None:
        propose_window(session, place.enrollment, place.unit, outlook.proposal, str(says["rise"]), says, now)


def _send_in(session: Session, person: Person, enrollment: Enrollment, number: int, now: datetime) -> None:
    place = get_place(session, person.user.id, enrollment.public_id, number, writing=True)
    if place.module.homework:
        write_states(session, place, dict.fromkeys(range(len(place.module.homework)), HomeworkState.DONE.value))
    sent = take_in(session, place, now)
    written_in = WrittenIn(f"{enrollment.public_id}:{number}:", place.module.title.sv)
    alarm = raise_written(session, person.user.id, place.unit, sent.answers, written_in, now)
    pass_on(session, place, sent, now, has_alarm=alarm is not None and alarm.is_new)
