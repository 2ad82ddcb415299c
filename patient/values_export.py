"""Every value the patient has sent, as a file for himself (M5)."""

from flask import Response

from core import web
from core.clock import local_date
from core.web_language import chosen_language
from monitoring.value_file import write_values
from patient.guard import pages, viewer


@pages.get("/values/export.csv")
def export_values() -> Response:
    """Give the patient every value he has sent, corrected ones too, as a file."""
    me = viewer().user
    text = write_values(web.session(), me.id, me.zone, chosen_language())
    name = f"egenvag-{local_date(web.now(), me.zone)}.csv"
    return Response(text, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"})
