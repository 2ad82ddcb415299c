"""What a program file may hold: the frozen shape of programs, modules, steps and fields."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
    raises: Literal["drowsy_driving"] | None = None
    """What a yes raises before the clinician (instruments.md 3.2)."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "FieldDef":
        if self.kind in (FieldKind.CHOICE, FieldKind.MULTI) and not self.options:
            raise ValueError(f"{self.id}: a {self.kind} needs options")
        if self.kind is FieldKind.ROWS and not self.columns:
            raise ValueError(f"{self.id}: rows need columns")
        if self.raises and self.kind is not FieldKind.YESNO:
            raise ValueError(f"{self.id}: only a yes raises something")
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


class Step(Frozen):
    """One step of a module."""

    id: str = Field(pattern=SLUG)
    kind: StepKind = Field(strict=False)
    title: Words
    minutes: int = 3
    intro: Words | None = None
    fields: tuple[FieldDef, ...] = Field(default=(), strict=False)
    questions: tuple[Question, ...] = Field(default=(), strict=False)
    instruments: tuple[str, ...] = Field(default=(), strict=False)
    diary: str | None = None


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
