"""The catalogue of programs for everybody who refers to them: what each is, for whom, what it holds, what we know."""

from flask import render_template

from clinician.guard import desk
from programs.catalogue import list_catalogue, tell_about


@desk.get("/catalogue")
def catalogue() -> str:
    """Show the programs there are."""
    return render_template("clinician/catalogue.html", programs=list_catalogue())


@desk.get("/catalogue/<program>")
def catalogue_program(program: str) -> str:
    """Show one program, to be read or printed."""
    return render_template("clinician/catalogue_program.html", told=tell_about(program))
