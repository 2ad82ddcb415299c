"""Every value of a patient as a file that a spreadsheet opens, for himself and for the unit that reads them (M5)."""

import csv
import io
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.language import _l, say, write_number
from monitoring.judgement import Level
from monitoring.models import Reading, Report
from monitoring.series import CONTEXT_WORDS, Context
from monitoring.value_texts import series_name

HEADS = (
    _l("Datum"), _l("Tid"), _l("Mätning"), _l("Värde"), _l("Tal"), _l("Enhet"), _l("Färg"), _l("Gäller"), _l("När"),
)  # fmt: skip
PARTS = {"bp_systolic": _l("övre"), "bp_diastolic": _l("undre"), "pulse": _l("puls")}
LEVELS = {
    Level.GREEN: _l("Grönt"), Level.YELLOW: _l("Gult"), Level.RED: _l("Rött"), Level.EMERGENCY: _l("Akut"),
    Level.NEUTRAL: _l("Sparat"),
}  # fmt: skip
COUNTS, CORRECTED = _l("ja"), _l("nej, rättat")


def write_values(
    session: Session, patient_id: int, zone: str, language: str, unit_ids: Collection[int] | None = None
) -> str:
    """Return every value, corrected ones too, oldest first, as semicolon separated text with a mark for UTF-8.

    :param zone: the patient's own, for dates and times of day.
    :param unit_ids: only what was sent to these units; None for all, which is for the patient himself.
    """
    query = (
        select(Report, Reading)
        .outerjoin(Reading, Reading.report_id == Report.id)
        .where(Report.patient_id == patient_id)
        .order_by(Report.taken_at, Report.id, Reading.sequence, Reading.id)
    )
    if unit_ids is not None:
        query = query.where(Report.unit_id.in_(unit_ids))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([say(language, head) for head in HEADS])
    writer.writerows(_rows(((row[0], row[1]) for row in session.execute(query)), zone, language))
    return "\ufeff" + text.getvalue()


def _rows(found: Iterable[tuple[Report, Reading | None]], zone: str, language: str) -> Iterable[list[object]]:
    for report, reading in found:
        counts = report.corrected_by_id is None and report.withdrawn_at is None
        local = report.taken_at.astimezone(ZoneInfo(zone))
        part = PARTS.get(reading.kind if reading else "")
        yield [
            local.date(), local.strftime("%H:%M"), reading.sequence if reading else 1,
            say(language, part) if part else series_name(report.kind, language),
            write_number(language, reading.value.normalize()) if reading else report.word,
            reading.unit if reading else "", say(language, LEVELS[Level(report.level)]),
            say(language, COUNTS if counts else CORRECTED),
            say(language, CONTEXT_WORDS[Context(report.context)]) if report.context else "",
        ]  # fmt: skip
