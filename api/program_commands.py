"""Commands for those who write programs: checks every program file before it is published."""

from pathlib import Path

import click
from flask.cli import AppGroup

from api.rehearse_command import rehearse_command
from core.language import DEFAULT_LANGUAGE, LANGUAGES
from programs.checks import check_library
from programs.library import CONTENT

programs = AppGroup("programs", help="Look after the program library.")
programs.add_command(rehearse_command)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@programs.command("check")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, help="what problems are told in")
@click.option("--content", type=FOLDER, default=CONTENT, help="another folder of programs, instead of our own")
def check(content: Path, language: str) -> None:
    """Load every version of every program; prints file:line: what is wrong, exit code 1 when something is."""
    checked = check_library(content)
    for version in checked:
        click.echo(f"{version.name}: {len(version.problems) or 'no'} problem{'s' * (len(version.problems) != 1)}")
        for problem in version.problems:
            click.echo(f"  {problem.line_in(language)}")
    if all(version.name.startswith("film ") for version in checked):
        raise click.ClickException(f"there is no program in {content}")
    if any(version.problems for version in checked):
        raise SystemExit(1)
