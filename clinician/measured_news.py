"""What a patient has measured at home since the viewer last looked, one entry for each series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from sqlalchemy import select

from clinician.reads import my_units
from clinician.treatment import Treatment
from clinician.value_words import rules_words
from core import web
from core.web_language import chosen_language, when_text
from monitoring.judgement import Level
from monitoring.models import Report
from monitoring.occasions import counts
from monitoring.plan_templates import is_main
from monitoring.reports import findings_of
from monitoring.series import CHECKS, Series
from monitoring.value_texts import series_name, with_unit
from people.models import User

MOST = 400
FEWEST_OF_MEAN = 3


@dataclass(frozen=True)
class Measured:
    """The new values of one series, the newest first.

    :ivar reports: those that count; at least one.
    """

    kind: str
    reports: list[Report]

    @property
    def name(self) -> str:
        """The name of the series: "Vikt"."""
        return series_name(self.kind, chosen_language())

    @property
    def last(self) -> Report:
        """The newest value."""
        return self.reports[0]

    @property
    def graver(self) -> Report | None:
        """The newest of the gravest values before the last one, when it needed somebody more than the last does."""
        found = max(self.reports, key=lambda one: Level(one.level).rank)
        return found if Level(found.level).rank > Level(self.last.level).rank else None

    @property
    def mean(self) -> str:
        """The mean of the new blood pressures, which tells more than one of them; "" for few, and for other series."""
        if self.kind != Series.PRESSURE or len(self.reports) < FEWEST_OF_MEAN:
            return ""
        upper, lower = (fmean(values) for values in zip(*((one.systolic or 0, one.diastolic or 0)
                                                          for one in self.reports), strict=True))  # fmt: skip
        return f"{upper:.0f}/{lower:.0f}"

    def value(self, report: Report) -> str:
        """Return a value with its unit and when it was taken; of a check only when."""
        when = when_text(report.taken_at).rstrip(".")
        return when if self.kind in CHECKS else f"{with_unit(report, chosen_language())} {when}"

    def rules(self, report: Report) -> str:
        """Return which rules fired, in a line."""
        return rules_words(findings_of(report))


def load_measured(patient: User, treatments: Sequence[Treatment], since: datetime) -> list[Measured]:
    """Return what came after an instant, what the programs are about first; one statement, none without measuring."""
    if not any(one.program.kind == "monitoring" for one in treatments):
        return []
    query = (
        select(Report)
        .where(Report.patient_id == patient.id, Report.unit_id.in_(my_units()), Report.received_at > since, counts())
        .order_by(Report.taken_at.desc(), Report.id.desc())
        .limit(MOST)
    )
    by_kind: dict[str, list[Report]] = {}
    for report in web.session().scalars(query):
        by_kind.setdefault(report.kind, []).append(report)
    main = {one for one in by_kind for treatment in treatments if is_main(treatment.program.id, one)}
    order = [one.value for one in Series]
    return [Measured(one, by_kind[one]) for one in sorted(by_kind, key=lambda one: (one not in main, order.index(one)))]
