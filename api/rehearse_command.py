"""The command that rehearses a program: made-up patients live through it in seconds, and what is wrong is told."""

import click
from flask.cli import with_appcontext

from core import web
from core.errors import NotFoundError
from core.language import DEFAULT_LANGUAGE, LANGUAGES
from programs.library import get_edition, latest_version, list_program_ids
from rehearsal.cast import Kind
from rehearsal.printing import print_rehearsal
from rehearsal.rehearse import rehearse


@click.command("rehearse")
@click.argument("program")
@click.option("--patient", type=click.Choice([kind.value for kind in Kind]), default=None,
              help="only one of the made-up patients")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, help="what it is told in")
@with_appcontext
def rehearse_command(program: str, patient: str | None, language: str) -> None:
    """Let made-up patients live through PROGRAM by the real rules; the exit code is 1 when something is to mend.

    It runs on a database of its own that is thrown away, and sends nothing.
    """
    try:
        edition = get_edition(program, latest_version(program))
    except NotFoundError:
        raise click.ClickException(f"there is no program {program}; known: {', '.join(list_program_ids())}") from None
    jobs_on = web.current_application().extensions["list_jobs_on"]
    found = rehearse(edition.shelf, jobs_on, web.clock().now(), number=edition.number, only=patient or "")
    for line in print_rehearsal(found, language, patient or ""):
        click.echo(line)
    if found.findings:
        raise SystemExit(1)
