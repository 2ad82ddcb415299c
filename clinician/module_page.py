"""Everything the page of one module shows the clinician: what was sent in, its ratings and diary, and what blocks."""

from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from sqlalchemy import select

from clinician.answers import QuizAnswer, Shown, is_written, show_answers, show_quiz
from clinician.curves import change_between, change_words
from clinician.day_diary import DayDiary, load_day_diary
from clinician.module_reply import Thread, load_thread
from clinician.overview import Sleep, load_sleep
from clinician.patient_head import Head
from clinician.reads import open_record
from clinician.treatment import Treatment, treatment_of
from clinician.words import _
from core import web
from core.errors import NotFoundError
from core.web_language import in_language
from people.models import User
from programs.homework import NAMES, states_of
from programs.models import Enrollment, ExerciseComment, ModuleStatus, ModuleUnlock
from programs.schema import Module, Step, StepKind
from programs.sent_answers import SentAnswer, SentStep, find_sent, list_written
from programs.unlocking import list_unlocks
from ratings.instruments import get_instrument
from ratings.models import SelfRating
from ratings.records import list_history, short_name
from ratings.risks import list_open_risks


@dataclass(frozen=True)
class ModulePlace:
    """Which module of whose treatment, opened and logged."""

    patient: User
    enrollment: Enrollment
    unlocks: dict[int, ModuleUnlock]
    number: int

    @property
    def unlock(self) -> ModuleUnlock:
        """How far the module has come."""
        return self.unlocks[self.number]

    @property
    def reference(self) -> str:
        """What messages and ratings about the module carry."""
        return f"module:{self.enrollment.public_id}:{self.number}"


@dataclass(frozen=True)
class WrittenStep:
    """An exercise or quiz as it was sent in, with the comments on it.

    :param name: what it is called beside its title, such as "Övning 1"; "" for a quiz.
    :param older: the version whose questions these are, when they are asked otherwise today; else "".
    """

    name: str
    step: Step
    answers: list[Shown]
    quiz: list[QuizAnswer]
    is_sent: bool
    comments: list[tuple[ExerciseComment, str]]
    older: str = ""

    @property
    def quiz_right(self) -> int:
        """How many statements of the quiz were answered right."""
        return sum(1 for one in self.quiz if one.is_right)


@dataclass(frozen=True)
class AskedRating:
    """A questionnaire the module asks for: the rating, or None when it is missing."""

    instrument: str
    rating: SelfRating | None
    change: int | None
    words: str
    band: str


@dataclass(frozen=True)
class Task:
    """A homework task with what the patient says of it.

    :param state: ``done``, ``partly`` or ``not_yet``; name is the same in words.
    """

    words: str
    state: str
    name: str


@dataclass(frozen=True)
class ModulePage:
    """What the page of a module shows."""

    head: Head
    place: ModulePlace
    treatment: Treatment
    module: Module
    written: list[WrittenStep]
    ratings: list[AskedRating]
    sleep: Sleep | None
    diary: DayDiary | None
    homework: list[Task]
    thread: Thread

    def parts(self) -> list[tuple[str, str]]:
        """Return the parts of the page, as place and name."""
        sent = self.written if self.place.unlock.submitted_at else []
        parts = [(f"#s-{one.step.id}", one.name or _("Frågor")) for one in sent]
        if self.homework:
            parts.append(("#s-homework", _("Hemuppgifter")))
        if self.ratings:
            parts.append(("#s-ratings", _("Skattningar")))
        if self.sleep or self.diary:
            parts.append(("#s-diary", _("Sömndagbok") if self.sleep else _("Dagbok")))
        if self.sleep and self.sleep.proposed:
            parts.append(("#s-window", _("Sömnfönster")))
        return parts

    @property
    def is_waiting(self) -> bool:
        """Tell whether the module waits for an answer."""
        return self.place.unlock.status is ModuleStatus.SUBMITTED

    @property
    def next_module(self) -> Module | None:
        """The next module when this one is the last that is open, else None."""
        following = self.treatment.next_module
        return following if following is not None and following.number == self.place.number + 1 else None

    @property
    def obstacles(self) -> list[Any]:
        """What stands in the way of the next module beside the answer that is being written."""
        shown = self.treatment.shown_obstacles()
        return [one for one in shown if not (one.block.word == "not_read" and self.is_waiting)]

    @property
    def is_locked(self) -> bool:
        """Tell whether something must be assessed before the next module may be opened."""
        return any(not one.block.may_override for one in self.obstacles)


def open_module(enrollment: str, number: int) -> ModulePlace:
    """Return an opened module and log the read; raises NotFoundError for a locked one or a stranger's."""
    found, patient = open_record(Enrollment, enrollment)
    unlocks = list_unlocks(web.session(), found)
    if number not in unlocks:
        raise NotFoundError
    return ModulePlace(patient, found, unlocks, number)


def load_module_page(place: ModulePlace) -> ModulePage:
    """Return the page of an opened module."""
    session, patient_id = web.session(), place.patient.id
    ratings, risks = list_history(session, patient_id), list_open_risks(session, patient_id)
    treatment = treatment_of(place.enrollment, place.unlocks, ratings, risks, web.now())
    module = treatment.module(place.number)
    return ModulePage(
        head=Head(place.patient, [place.enrollment], ""), place=place, treatment=treatment, module=module,
        written=_written(place, module), ratings=_asked(place, module, ratings),
        sleep=load_sleep([place.enrollment]), diary=load_day_diary([place.enrollment]),
        homework=homework_of(place, module), thread=load_thread(place.enrollment, place.reference),
    )


def _written(place: ModulePlace, module: Module) -> list[WrittenStep]:
    """Return the steps the patient writes in, as they were last sent in (never as they stand now)."""
    comments = _comments(place)
    written = list_written(place.enrollment, module.number, sent_answers(place))
    written = [one for one in written if is_written(one.step)]
    exercises = [one.step.id for one in written if one.step.kind is StepKind.EXERCISE]
    names = {step_id: _("Övning %(number)s", number=number) for number, step_id in enumerate(exercises, 1)}
    return [_written_step(names.get(one.step.id, ""), one, comments.get(one.step.id, [])) for one in written]


def sent_answers(place: ModulePlace) -> dict[str, SentAnswer]:
    """Return what was last sent in, by the id of the step; one statement."""
    return find_sent(web.session(), place.enrollment, place.number)


def homework_of(place: ModulePlace, module: Module) -> list[Task]:
    """Return the tasks of a module with what the patient says of each."""
    states = states_of(module, place.unlock.homework)
    return [
        Task(in_language(words), state.value, _(NAMES[state]))
        for words, state in zip(module.homework, states, strict=True)
    ]


def _written_step(
    name: str, one: SentStep, comments: list[tuple[ExerciseComment, str]]
) -> WrittenStep:
    step, given = one.step, one.sent.answers if one.sent else {}
    older = one.sent.number if one.sent and one.is_older else ""
    shown = show_answers(step, given), show_quiz(step, given)
    return WrittenStep(name, step, *shown, one.sent is not None, comments, older)


def _comments(place: ModulePlace) -> dict[str, list[tuple[ExerciseComment, str]]]:
    rows = web.session().execute(
        select(ExerciseComment, User.name)
        .join(User, User.id == ExerciseComment.author_id)
        .where(ExerciseComment.enrollment_id == place.enrollment.id, ExerciseComment.module == place.number)
        .order_by(ExerciseComment.id)
    )
    found: dict[str, list[tuple[ExerciseComment, str]]] = {}
    for comment, name in rows:
        found.setdefault(comment.step, []).append((comment, name))
    return found


def _asked(place: ModulePlace, module: Module, ratings: list[SelfRating]) -> list[AskedRating]:
    """Return every questionnaire the module asks for; one that is missing is shown as a gap (programs.md A5)."""
    wanted = [name for step in module.steps if step.kind is StepKind.RATING for name in step.instruments]
    return [_asked_rating(name, place.reference, [one for one in ratings if one.instrument == name]) for name in wanted]


def _asked_rating(name: str, reference: str, history: list[SelfRating]) -> AskedRating:
    rating = next((one for one in reversed(history) if one.subject == reference), None)
    if rating is None:
        return AskedRating(short_name(name), None, None, "", "")
    instrument = get_instrument(name)
    change = change_between(instrument, history[0] if history[0] is not rating else None, rating)
    band = instrument.find_band(rating.band)
    return AskedRating(
        short_name(name), rating, change.change, change_words(change),
        band.clinician_label.in_language(str(get_locale())) if band else "",
    )

