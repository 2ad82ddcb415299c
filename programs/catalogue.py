"""What a catalogue page says of a program: for whom, how long, what it holds, what is measured, what we know."""

from dataclasses import dataclass

from core.errors import NotFoundError
from monitoring.plan_templates import get_template
from monitoring.series import FACTS
from programs.library import get_edition, latest_version, list_programs
from programs.schema import Program, StepKind, Words
from ratings.instruments import get_instrument


@dataclass(frozen=True)
class Measured:
    """A questionnaire and in which modules it is asked; module 0 is before the start."""

    title: Words
    modules: tuple[int, ...]


@dataclass(frozen=True)
class About:
    """A program as the catalogue tells of it.

    :param number: the version in full, such as ``1.2``.
    :param values: marked names of what is measured at home.
    :param diary: the title of a diary of the program's own, or None; ``has_sleep_diary`` is the product's.
    :param minutes: how long the modules take, shortest and longest.
    """

    program: Program
    number: str
    measured: tuple[Measured, ...]
    values: tuple[str, ...]
    diary: Words | None
    has_sleep_diary: bool
    minutes: tuple[int, int]
    films: int


def list_catalogue() -> list[Program]:
    """Return the programs that may be begun, the KBT programs first."""
    return list_programs()


def tell_about(program_id: str) -> About:
    """Return what the catalogue says of the newest version of a program; raises NotFoundError for an unknown one."""
    edition = get_edition(program_id, latest_version(program_id))
    program = edition.program
    lengths = [module.minutes for module in program.modules]
    steps = [step for module in program.modules for step in module.steps]
    return About(
        program, edition.number, _measured(program), _values(program),
        program.diary_form.title if program.diary_form else None,
        program.diary == "sleep" and program.diary_form is None,
        (min(lengths, default=0), max(lengths, default=0)), sum(step.kind is StepKind.FILM for step in steps),
    )  # fmt: skip


def _measured(program: Program) -> tuple[Measured, ...]:
    """Return the questionnaires in the order they are first met, from the steps and the calendar alike."""
    asked: dict[str, set[int]] = {}
    for time in program.ratings:
        for name in time.instruments:
            asked.setdefault(name, set()).add(time.module)
    for module in program.modules:
        for step in module.steps:
            for name in step.instruments:
                asked.setdefault(name, set()).add(module.number)
    ordered = sorted(asked.items(), key=lambda pair: min(pair[1]))
    return tuple(Measured(_title(name), tuple(sorted(modules))) for name, modules in ordered)


def _title(name: str) -> Words:
    title = get_instrument(name).title
    return Words(sv=title.sv, en=title.en)


def _values(program: Program) -> tuple[str, ...]:
    """Return what is measured at home; a plan that only a clinician knows is not named."""
    if program.measure is None:
        return ()
    try:
        parts = get_template(program.measure.plan).parts
    except NotFoundError:
        return ()
    return tuple(FACTS[part.series].name for part in parts)
