"""What a program file may hold: the frozen shape of programs, modules, steps and fields."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

SLUG = r"^[a-z][a-z0-9_-]{0,59}$"


class Frozen(BaseModel):
    """A piece of content: read once, never changed, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Frozen):
    """A text in both languages."""

    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def of(self, language: str) -> str:
        """Return the text in a language."""
        return self.en if language == "en" else self.sv


class FieldKind(StrEnum):
    """What a person fills in."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    TIME = "time"
    YESNO = "yesno"
    CHOICE = "choice"
    MULTI = "multi"
    ROWS = "rows"
    PLAN = "plan"


class Option(Frozen):
    """One alternative of a choice."""

    id: str = Field(pattern=SLUG)
    label: Words


class FieldDef(Frozen):
    """One field of an exercise."""

    id: str = Field(pattern=SLUG)
    kind: FieldKind = Field(strict=False)
    label: Words
    hint: Words | None = None
    required: bool = False
    min: float | None = None
    max: float | None = None
    unit: Words | str | None = None
    decimals: int = 0
    low: Words | None = None
    high: Words | None = None
    options: tuple[Option, ...] = Field(default=(), strict=False)
    rows: int = Field(default=1, ge=1, le=20)
    columns: tuple["FieldDef", ...] = Field(default=(), strict=False)
    """The columns of rows; in a plan they come after its own activity, day, time and place."""
    raises: Literal["drowsy_driving"] | None = None
    """What a yes raises before the clinician (instruments.md 3.2)."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "FieldDef":
        if self.kind in (FieldKind.CHOICE, FieldKind.MULTI) and not self.options:
            raise PydanticCustomError("needs_options", "a {kind} needs options", {"kind": self.kind.value})
        if self.kind is FieldKind.ROWS and not self.columns:
            raise PydanticCustomError("needs_columns", "rows need columns")
        if self.raises and self.kind is not FieldKind.YESNO:
            raise PydanticCustomError("only_yes_raises", "only a yes raises something")
        return self


class Question(Frozen):
    """A statement of a quiz, true or false, with what is said after each answer."""

    id: str = Field(pattern=SLUG)
    text: Words
    answer: bool
    right: Words
    wrong: Words


class StepKind(StrEnum):
    """What the patient does in a step."""

    TEXT = "text"
    EXERCISE = "exercise"
    QUIZ = "quiz"
    RATING = "rating"
    WINDOW = "window"
    FILM = "film"


class Condition(Frozen):
    """When a step is shown: an earlier answer has a value, or lies between two numbers.

    :param module: the module of the answer; the step's own module when left out.
    """

    module: int | None = None
    step: str = Field(pattern=SLUG)
    field: str = Field(pattern=SLUG)
    equals: bool | int | float | str | None = Field(default=None, alias="is")
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> "Condition":
        if self.equals is None and self.at_least is None and self.at_most is None:
            raise PydanticCustomError("needs_rule", "show_if needs one of: is, at_least, at_most")
        return self


class Track(Frozen):
    """One of the ways through a program, chosen at enrolment; the first one listed is the usual one.

    :param pace: how many times as long as usual a module takes, and with it the whole treatment.
    """

    id: str = Field(pattern=SLUG)
    label: Words
    note: Words | None = None
    pace: int = Field(default=1, ge=1, le=4)


class Part(Frozen):
    """Steps that a clinician switches on or off for one patient, such as exercises that need a doctor's yes."""

    id: str = Field(pattern=SLUG)
    label: Words
    note: Words
    starts: Literal["on", "off"] = "on"


class Step(Frozen):
    """One step of a module.

    :param film: the name of the film, for a film step.
    :param track: the track it belongs to; a step without one is for everybody.
    :param part: the part it belongs to, which may be switched off.
    :param unless_part: the part that it stands in for: it is shown when that part is off.
    :param show_if: the condition it is shown on; ``show_if_all`` and ``show_if_any`` are several.
    :param again_days: a letter to oneself is shown again so many days after it was sent in.
    """

    id: str = Field(pattern=SLUG)
    kind: StepKind = Field(strict=False)
    title: Words
    minutes: int = 3
    intro: Words | None = None
    fields: tuple[FieldDef, ...] = Field(default=(), strict=False)
    questions: tuple[Question, ...] = Field(default=(), strict=False)
    instruments: tuple[str, ...] = Field(default=(), strict=False)
    diary: str | None = None
    film: str | None = Field(default=None, pattern=SLUG)
    show_if: Condition | None = None
    show_if_all: tuple[Condition, ...] = Field(default=(), strict=False)
    show_if_any: tuple[Condition, ...] = Field(default=(), strict=False)
    track: str | None = None
    part: str | None = None
    unless_part: str | None = None
    again_days: int | None = Field(default=None, ge=1, le=730)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Step":
        if (self.kind is StepKind.FILM) != (self.film is not None):
            raise PydanticCustomError("film_name", "a film step, and no other, names its film")
        if self.again_days and self.kind is not StepKind.EXERCISE:
            raise PydanticCustomError("only_exercise_again", "only an exercise is shown again (again_days)")
        if sum(map(bool, (self.show_if, self.show_if_all, self.show_if_any))) > 1:
            raise PydanticCustomError("one_condition", "only one of show_if, show_if_all and show_if_any")
        if self.part and self.part == self.unless_part:
            raise PydanticCustomError("part_and_not", "part and unless_part name the same part")
        return self

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All the conditions that decide about the step."""
        return (self.show_if,) if self.show_if else self.show_if_all or self.show_if_any

    @property
    def is_for_all(self) -> bool:
        """Tell whether everybody who comes to the module meets the step."""
        return not (self.conditions or self.track or self.part or self.unless_part)


class Guide(Frozen):
    """What the therapist looks for and may begin with; never shown to the patient."""

    look_for: tuple[Words, ...] = Field(default=(), strict=False)
    starters: tuple[Words, ...] = Field(default=(), strict=False)
    remember: tuple[Words, ...] = Field(default=(), strict=False)


class Module(Frozen):
    """One module: an ordered list of steps."""

    number: int
    title: Words
    aim: Words
    minutes: int
    steps: tuple[Step, ...] = Field(strict=False, min_length=1)
    homework: tuple[Words, ...] = Field(default=(), strict=False)
    feedback: bool = True
    """Whether the therapist answers before the next one opens; without it that happens when this is sent in."""
    guide: Guide = Guide()

    def find_step(self, step_id: str) -> Step | None:
        """Return the step of an id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def neighbours(self, step_id: str) -> tuple[Step | None, Step | None]:
        """Return the steps before and after one."""
        place = next(number for number, step in enumerate(self.steps) if step.id == step_id)
        before = self.steps[place - 1] if place else None
        return before, self.steps[place + 1] if place + 1 < len(self.steps) else None


class GateQuestion(Frozen):
    """An inclusion question a clinician answers at enrolment."""

    id: str = Field(pattern=SLUG)
    expect: Literal["yes", "no"]
    label: Words
    note: Words | None = None


class Figure(Frozen):
    """What a diary computes from a day's row, such as the mean mood of the day's activities."""

    id: str = Field(pattern=SLUG)
    label: Words
    of: str
    """A field, or a column of rows as ``activities.mood``."""
    how: Literal["value", "mean", "sum", "count", "highest", "lowest"]
    unit: Words | None = None
    decimals: int = Field(default=0, ge=0, le=2)


class Curve(Frozen):
    """The diary's graph: one figure, day by day, between two values."""

    figure: str = Field(pattern=SLUG)
    low: float
    high: float


class DiaryForm(Frozen):
    """A daily diary: its row, what is computed from it and the graph (the file ``diary.yaml`` of a program)."""

    id: str = Field(pattern=SLUG)
    title: Words
    intro: Words
    fields: tuple[FieldDef, ...] = Field(strict=False, min_length=1)
    figures: tuple[Figure, ...] = Field(default=(), strict=False)
    curve: Curve | None = None


class RatingTime(Frozen):
    """Which instruments belong to which module."""

    module: int
    instruments: tuple[str, ...] = Field(strict=False)


class Measure(Frozen):
    """How a monitoring program measures."""

    plan: str
    instruction: str


class Onboarding(Frozen):
    """One page of a monitoring program's beginning."""

    id: str = Field(pattern=SLUG)
    title: Words
    text: Words


class Program(Frozen):
    """One version of one program."""

    id: str = Field(pattern=SLUG)
    version: str
    kind: Literal["kbt", "monitoring"]
    weeks: int
    title: Words
    summary: Words
    audience: Words
    evidence: Words
    gate: tuple[GateQuestion, ...] = Field(default=(), strict=False)
    goals_module: int | None = None
    diary: str | None = None
    """The name of the daily diary: ``sleep``, which the product knows, or that of ``diary.yaml``."""
    diary_form: DiaryForm | None = None
    tracks: tuple[Track, ...] = Field(default=(), strict=False)
    parts: tuple[Part, ...] = Field(default=(), strict=False)
    ratings: tuple[RatingTime, ...] = Field(default=(), strict=False)
    unlock: Literal["clinician", "weekly"]
    measure: Measure | None = None
    onboarding: tuple[Onboarding, ...] = Field(default=(), strict=False)
    modules: tuple[Module, ...] = Field(strict=False)

    def get_module(self, number: int) -> Module:
        """Return a module by its number; raises KeyError when there is none."""
        for module in self.modules:
            if module.number == number:
                return module
        raise KeyError(number)

    def text_steps(self) -> Iterator[tuple[Module, Step]]:
        """Yield every text step with its module."""
        for module in self.modules:
            for step in module.steps:
                if step.kind is StepKind.TEXT:
                    yield module, step
