"""A patient's values as a file for the unit that reads them; the read is in the log like any other."""

from flask import Response

from clinician.guard import clinician
from clinician.reads import my_units, open_patient
from core import web
from core.clock import local_date
from core.web_language import chosen_language
from monitoring.value_file import write_values


@clinician.get("/patients/<public:patient>/values.csv")
def export_values(patient: str) -> Response:
    """Give every value that the viewer's units have got, corrected ones too, as a file that names nobody."""
    found = open_patient(patient)
    text = write_values(web.session(), found.id, found.zone, chosen_language(), my_units())
    name = f"matvarden-{local_date(web.now(), found.zone)}.csv"
    return Response(text, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"})
