"""Every value the patient has sent, corrected ones too, as a file that a spreadsheet opens (M5)."""

import csv
import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select

from core import web
from core.clock import local_date
from core.language import write_number
from core.web_language import chosen_language, clock_text
from monitoring.models import Reading, Report
from monitoring.value_texts import series_name
from patient.guard import pages, viewer
from patient.value_words import context_word, level_word


@pages.get("/values/export.csv")
def export_values() -> Response:
    """Give the patient every value he has sent, corrected ones too, as a file."""
    rows = web.session().execute(
        select(Report, Reading)
        .outerjoin(Reading, Reading.report_id == Report.id)
        .where(Report.patient_id == viewer().id)
        .order_by(Report.taken_at, Report.id, Reading.sequence, Reading.id)
    )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_("Datum"), _("Tid"), _("Mätning"), _("Värde"), _("Tal"), _("Enhet"), _("Färg"), _("Gäller"),
                     _("När")])  # fmt: skip
    writer.writerows(_export_rows((row[0], row[1]) for row in rows))
    name = f"egenvag-{local_date(web.now(), viewer().user.zone)}.csv"
    return Response(
        "\ufeff" + text.getvalue(), mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"}
    )


def _export_rows(rows: Iterable[tuple[Report, Reading | None]]) -> Iterable[list[object]]:
    names = {"bp_systolic": _("övre"), "bp_diastolic": _("undre"), "pulse": _("puls")}
    language = chosen_language()
    for report, reading in rows:
        counts = report.corrected_by_id is None and report.withdrawn_at is None
        local = report.taken_at.astimezone(ZoneInfo(viewer().user.zone))
        name = names.get(reading.kind if reading else "") or series_name(report.kind, language)
        number = write_number(language, reading.value.normalize()) if reading else report.word
        yield [local.date(), clock_text(report.taken_at), reading.sequence if reading else 1, name, number,
               reading.unit if reading else "", level_word(report.level), _("ja") if counts else _("nej, rättat"),
               context_word(report.context)]  # fmt: skip
