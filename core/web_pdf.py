"""Sends a sheet as a PDF, under a name that says nothing about whose it is or what about; or says why there is none."""

from typing import Any

from flask import Response, flash, redirect, render_template
from flask_babel import gettext as _

from core.clock import local_date
from core.pdf import PdfError, PdfMissingError, PdfTooLongError, make_pdf
from core.web import commit, now
from core.web_language import chosen_zone


def send_pdf(sheet: Any, name: str, print_view: str) -> Any:
    """Answer with the PDF of a sheet, or lead to its print view with a sentence when there is none.

    What the request has logged is committed first: nobody waits for the database while the PDF is made, and what
    could not be logged is not sent.

    :param sheet: of programs/sheets.py.
    :param name: the neutral first word of the file's name, such as ``modul``; the date follows.
    :param print_view: the address of the page that shows the same for printing.
    """
    commit()
    try:
        made = make_pdf(render_template("paper_pdf.html", sheet=sheet))
    except PdfError as problem:
        flash(_sentence(problem), "warn")
        return redirect(print_view)
    file = f"{name}-{local_date(now(), chosen_zone())}.pdf"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _sentence(problem: PdfError) -> str:
    if isinstance(problem, PdfMissingError):
        return str(_("Det går inte att göra PDF här just nu. Skriv ut sidan i stället. Där kan du ofta spara som PDF."))
    if isinstance(problem, PdfTooLongError):
        return str(_("Det blev för mycket för en PDF. Skriv ut sidan i stället, eller ta en övning i taget."))
    return str(_("PDF:en blev inte klar. Vänta en stund och försök igen, eller skriv ut sidan här."))
