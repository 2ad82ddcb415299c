"""What is printed on one sheet: a whole module or one exercise, empty or with what one person has written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.crisis_lines import CrisisLine, first_lines
from programs.library import Edition
from programs.paper import Given, PaperStep, list_paper, paper_step
from programs.schema import Module, Step, StepKind

WRITTEN = (StepKind.EXERCISE, StepKind.QUIZ, StepKind.WINDOW)


@dataclass(frozen=True)
class PaperTable:
    """A table on paper, such as the days of a diary."""

    title: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """One print-out.

    :param number: the module's number, and program its program's title.
    :param has_blanks: whether what is not answered is left to write in by pen.
    :param homework: each task with how far it has come, "" for an empty box.
    :param name: whose it is, for those who print for several; "" otherwise.
    :param unit: name and telephone number of whom to call; None without a patient.
    :param lines: the numbers that stand on every print-out (requirements.md S2).
    """

    language: str
    program: str
    number: int
    title: str
    aim: str
    steps: list[PaperStep]
    has_blanks: bool
    is_module: bool
    homework: Sequence[tuple[str, str]] = ()
    tables: Sequence[PaperTable] = ()
    name: str = ""
    unit: tuple[str, str] | None = None
    lines: tuple[CrisisLine, ...] = first_lines()


def module_sheet(edition: Edition, module: Module, language: str, given: Given, *, has_blanks: bool) -> Sheet:
    """Return a whole module on paper: every text, film and exercise, and the homework."""
    homework = [(words.of(language), "") for words in module.homework]
    return Sheet(
        language, edition.program.title.of(language), module.number, module.title.of(language),
        module.aim.of(language), list_paper(edition, module, language, given), has_blanks, True, homework,
    )  # fmt: skip


def exercise_sheet(
    edition: Edition, module: Module, step: Step, language: str, given: Given, *, has_blanks: bool
) -> Sheet:
    """Return one exercise on paper; its intro stands as the sheet's own."""
    paper = paper_step(edition, module, step, language, given)
    return Sheet(
        language, edition.program.title.of(language), module.number, paper.title, paper.intro,
        [replace(paper, title="", intro="")], has_blanks, False,
    )  # fmt: skip
