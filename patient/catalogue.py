"""The catalogue of programs for patients: what each is, for whom, what it holds and what we know."""

from flask import render_template

from patient.guard import pages
from programs.catalogue import list_catalogue, tell_about


@pages.get("/catalogue")
def catalogue() -> str:
    """Show the programs there are."""
    return render_template("patient/catalogue.html", programs=list_catalogue(), active_tab="program")


@pages.get("/catalogue/<program>")
def catalogue_program(program: str) -> str:
    """Show one program, to be read or printed."""
    return render_template("patient/catalogue_program.html", told=tell_about(program), active_tab="program")
