"""The lives of those in a KBT program: modules done and answered week by week, by the real rules."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from practice.answers import exercise_steps, fill_step, says
from practice.day_diaries import write_days
from practice.life import Life, ask, talk, tell
from practice.rated import rate_module
from practice.sleep_lives import propose_own_window, write_nights
from programs.course import end_enrollment, pause_treatment
from programs.goals import write_goal
from programs.homework import HomeworkState, write_states
from programs.models import EndReason
from programs.progress import complete_step, get_place, look_again, save_answers
from programs.schema import Module, StepKind
from programs.sending_in import submit_module
from programs.unlocking import comment_exercise, review_module, unlock_next

SENDS_IN = ("waiting", "risk")
"""Courses in which the module of this week has been sent in and waits."""
REST = timedelta(days=9)
STATES = (HomeworkState.DONE, HomeworkState.PARTLY, HomeworkState.DONE, HomeworkState.NOT_YET)
END_NOTE = "Målet är nått. Planen för framsteg är skriven och genomgången vid avslutande samtal."


def live_kbt(session: Session, life: Life) -> None:
    """Live from the start of the treatment until now, or until it ended."""
    last = weeks_lived(session, life)
    for number in range(1, last + 1):
        first = life.enrollment.starts_on + timedelta(weeks=number - 1)
        _write_diary(session, life, first, first + timedelta(days=6), number)
        if number == 2:
            _begin_to_talk(session, life, first)
        _do_module(session, life, number, first + timedelta(days=4))
        _answer_module(session, life, number, first + timedelta(days=6), is_last=number == last)
    if life.story.course == "ended":
        _end(session, life, life.enrollment.starts_on + timedelta(weeks=last, days=3))
    else:
        _live_this_week(session, life, last + 1)


def weeks_lived(session: Session, life: Life) -> int:
    """Return how many whole weeks the patient has been treated."""
    whole = get_place(session, life.patient.id, life.enrollment.public_id, 1).program
    return min(life.story.week, len(whole.modules))


def _live_this_week(session: Session, life: Life, number: int) -> None:
    first = life.enrollment.starts_on + timedelta(weeks=number - 1)
    course = life.story.course
    if course != "silent":
        _write_diary(session, life, first, life.today - timedelta(days=1), number)
    if course in SENDS_IN:
        _do_module(session, life, number, life.today - timedelta(days=1))
    elif course == "paused":
        _rest(session, life)
    elif course != "silent":
        _do_some_steps(session, life, number, 2)
    if course == "better" and (question := says(life.enrollment.program, "unanswered")):
        ask(session, life, str(question), life.at(life.today - timedelta(days=1), 20, 12))


def _write_diary(session: Session, life: Life, first: date, last: date, week: int) -> None:
    if life.enrollment.program == "sleep":
        write_nights(session, life, first, last, week)
    else:
        write_days(session, life, first, last, week)


def _begin_to_talk(session: Session, life: Life, first: date) -> None:
    """In the second week the patient writes what he wants to reach, and asks something."""
    goals = says(life.enrollment.program, "goals") or []
    if goals:
        words = goals[life.voice % len(goals)]
        write_goal(session, life.enrollment, words, life.at(first + timedelta(days=1), 20, 5))
    talks = says(life.enrollment.program, "talks") or []
    if talks:
        question, answer = talks[life.patient.id % len(talks)]
        talk(session, life, (question, answer), first + timedelta(days=2))


def _do_some_steps(session: Session, life: Life, number: int, count: int) -> None:
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    for step in place.module.steps[:count]:
        complete_step(session, place, step.id, life.at(life.today, 6, 30))


def _do_module(session: Session, life: Life, number: int, day: date) -> None:
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    when = life.at(day, 19, life.random.randrange(60))
    written: set[str] = set()
    while left := [step for step in exercise_steps(place.module) if step.id not in written]:
        filled = fill_step(life.random, life.enrollment.program, number, left[0], day, life.voice)
        save_answers(session, place, left[0].id, filled, when)
        written.add(left[0].id)
        place = look_again(place)
    for step in place.module.steps:
        if step.kind is StepKind.WINDOW:
            propose_own_window(session, life, day, when)
        if step.kind is not StepKind.RATING:
            complete_step(session, place, step.id, when)
    rate_module(session, life, place.module, when)
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    _tell_homework(session, life, number, place.module)
    submit_module(session, place, when + timedelta(minutes=20))


def _tell_homework(session: Session, life: Life, number: int, module: Module) -> None:
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    write_states(session, place, {task: life.random.choice(STATES) for task in range(len(module.homework))})


def _answer_module(session: Session, life: Life, number: int, day: date, *, is_last: bool) -> None:
    """The clinician reads the module on a working day, comments an exercise, answers and opens the next one."""
    text = _feedback(life, number).format(name=life.first_name)
    about = f"module:{life.enrollment.public_id}:{number}"
    when = tell(session, life, text, life.workday(day), about, is_read=not is_last) + timedelta(minutes=2)
    place = get_place(session, life.patient.id, life.enrollment.public_id, number)
    _comment(session, life, place.module, when)
    review_module(session, life.clinician, life.enrollment, place.unlock, when)
    if number < len(place.program.modules):
        unlock_next(session, life.clinician, life.enrollment, number + 1, "", when)


def _comment(session: Session, life: Life, module: Module, when: datetime) -> None:
    comments = says(life.enrollment.program, "comments") or {}
    for step in exercise_steps(module):
        if words := comments.get(f"{module.number}.{step.id}"):
            comment_exercise(session, life.clinician, life.enrollment, module.number, step.id, words, when)


def _feedback(life: Life, number: int) -> str:
    own = says(life.enrollment.program, "feedback") or {}
    return str(own.get(str(number)) or own["more"][number % len(own["more"])])


def _rest(session: Session, life: Life) -> None:
    """The patient is away; the treatment rests as agreed."""
    when = life.at(life.workday(life.today - timedelta(days=3)), 10, 20)
    words = says(life.enrollment.program, "rest")
    if words:
        talk(session, life, (words[0], words[1]), life.today - timedelta(days=4))
    pause_treatment(session, life.enrollment, life.today + REST, when, life.clinician.id)


def _end(session: Session, life: Life, day: date) -> None:
    when = life.at(life.workday(day), 14, 10)
    tell(session, life, _feedback(life, 99).format(name=life.first_name), life.workday(day))
    end_enrollment(session, life.enrollment, EndReason.GOAL_MET, END_NOTE, when, life.clinician.id)
