"""Commands that run worked cases against the rules for ratings, values and messages, and say what passed."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import click
from flask.cli import AppGroup

from assistant.evaluate import evaluate_file as evaluate_assistant
from assistant.explaining import explain
from monitoring.evaluate import evaluate_file as evaluate_vitals
from ratings.evaluate import evaluate_file as evaluate_ratings

evaluate = AppGroup("evaluate", help="Run worked cases against the clinical rules.")
CASES = click.Path(exists=True, dir_okay=False, path_type=Path)


class Report(Protocol):
    """What every evaluation answers with."""

    @property
    def is_passed(self) -> bool:
        """Whether there were cases and what they are held to was kept."""
        ...

    @property
    def lines(self) -> list[str]:
        """The report, line by line."""
        ...


@evaluate.command("ratings")
@click.argument("file", type=CASES)
def ratings(file: Path) -> None:
    """Score the cases of FILE; prints passed and failed per instrument, exit code 1 when one failed."""
    _tell(evaluate_ratings, file)


@evaluate.command("vitals")
@click.argument("file", type=CASES)
def vitals(file: Path) -> None:
    """Judge the cases of FILE; prints passed and failed per kind, exit code 1 when one failed."""
    _tell(evaluate_vitals, file)


@evaluate.command("assistant")
@click.argument("file", type=CASES, required=False)
@click.option("--why", metavar="TEXT", help="print which words of TEXT spoke for which topic, instead")
def assistant(file: Path | None, why: str | None) -> None:
    """Understand the messages of FILE; prints the measures of the gate and each miss, exit code 1 below a limit."""
    if why is not None:
        _echo(explain(why))
    elif file is not None:
        _tell(evaluate_assistant, file)
    else:
        raise click.UsageError("Name a FILE of cases, or --why TEXT.")


def _tell(run: Callable[[Path], Report], file: Path) -> None:
    try:
        report = run(file)
    except (OSError, ValueError) as problem:
        raise click.ClickException(f"{file.name}: {problem}") from problem
    _echo(report.lines)
    if not report.is_passed:
        raise SystemExit(1)


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
