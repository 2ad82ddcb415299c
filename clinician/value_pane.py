"""What stands beside an item about a value: the values that made it, what was answered, and a small curve."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session

from clinician.series_words import answered_words, own_limits_words
from clinician.value_words import limits_words, rules_words
from core.chart_shapes import Chart, Margins, Options, Sample, Zone
from core.chart_shapes import Series as Line
from core.charts import line_chart
from core.language import write_number
from core.web_language import chosen_language, short_date_text, when_text
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import counts, taken_of
from monitoring.plans import PRESSURE, any_limits_of, limits_of
from monitoring.reports import findings_of
from monitoring.series import CHECKS, Series
from monitoring.series_summary import sample_of, zone_of
from monitoring.value_texts import series_name, unit_text, with_unit
from programs.enrollment_names import is_live, titles_of
from programs.models import Enrollment
from worklist.models import ItemKind, WorkItem

DAYS = timedelta(days=14)
MOST = 120
LISTED = 5
WIDTH, HEIGHT = 300, 150


@dataclass(frozen=True)
class Caused:
    """A value that an item is about: the value and when, the rules that fired, and what was answered beside it."""

    title: str
    rules: str
    answers: str


@dataclass(frozen=True)
class ValuePane:
    """What is shown.

    :ivar latest: the values before, in a line. ``limits`` the patient's own, in words; ``finding`` tells the curve.
    """

    name: str
    caused: Sequence[Caused]
    latest: str
    chart: Chart
    finding: str
    limits: str


class PaneReader:
    """Reads the values of an item in the statement that names programs beside the list, so that it costs none."""

    def __init__(self, item: WorkItem, subjects: Iterable[str]) -> None:
        self.item, self.reports = item, list[Report]()
        self.subjects = [one.partition(":")[2] for one in subjects if one.startswith(("report:", "plan:"))]
        self.plan: MeasurementPlan | None = None

    @property
    def is_wanted(self) -> bool:
        """Tell whether the item is about values."""
        return self.item.kind is ItemKind.VALUE and bool(self.subjects)

    def read_names(
        self, session: Session, patient_ids: Sequence[int], *, unit_ids: Iterable[int], language: str
    ) -> dict[int, list[str]]:
        """Return what ``program_names`` does, and keep the values; one statement."""
        rows = session.execute(self._query(patient_ids)).all()
        self.reports = sorted((row[4] for row in rows if row[4] is not None), key=lambda one: (one.taken_at, one.id))
        self.plan = next((row[5] for row in rows if row[5] is not None), None)
        return titles_of([row[:4] for row in rows if row[0] is not None], unit_ids, language)

    def _query(self, patient_ids: Sequence[int]) -> Any:
        """Two rows that hold nothing are joined with the programs and with the values."""
        item, both = self.item, select(literal(0).label("side")).union_all(select(literal(1))).subquery()
        own_reports, own_plans = Report.patient_id == item.patient_id, MeasurementPlan.patient_id == item.patient_id
        of_report = select(Report.kind).where(Report.public_id.in_(self.subjects), own_reports).limit(1)
        of_plan = select(MeasurementPlan.kind).where(MeasurementPlan.public_id.in_(self.subjects), own_plans).limit(1)
        found = func.coalesce(of_report.scalar_subquery(), of_plan.scalar_subquery())
        kind = select(found.label("kind")).subquery()
        since = and_(Report.taken_at > item.occurred_at - DAYS, Report.unit_id == item.unit_id, counts())
        return (
            select(Enrollment.patient_id, Enrollment.unit_id, Enrollment.program, Enrollment.program_version, Report,
                   MeasurementPlan)
            .select_from(both)
            .outerjoin(kind, both.c.side == 1)
            .outerjoin(Enrollment, and_(both.c.side == 0, Enrollment.patient_id.in_(patient_ids), is_live()))
            .outerjoin(Report, and_(own_reports, Report.kind == kind.c.kind, since))
            .outerjoin(MeasurementPlan, and_(own_plans, MeasurementPlan.kind == kind.c.kind,
                                             MeasurementPlan.unit_id == item.unit_id,
                                             MeasurementPlan.current.is_(True)))
            .order_by(Enrollment.id, Report.taken_at.desc())
        )  # fmt: skip

    def pane(self) -> ValuePane | None:
        """Return what is shown; None without any value of fourteen days."""
        if not self.reports:
            return None
        series, language = Series(self.reports[-1].kind), chosen_language()
        about = [one for one in self.reports if one.public_id in self.subjects]
        shown = self.reports[-MOST:]
        return ValuePane(
            series_name(series, language), [_caused(one, series) for one in reversed(about)],
            _latest(shown, about, series), _chart(shown, self.plan), _finding(shown, series),
            _limits(series, self.plan),
        )  # fmt: skip


def _caused(report: Report, series: Series) -> Caused:
    when = when_text(report.taken_at).rstrip(".")
    title = f"{series_name(series, chosen_language())} {when}"
    if series not in CHECKS:
        title = f"{with_unit(report, chosen_language())}, {when}"
    return Caused(title, rules_words(findings_of(report)), _answers(report, series))


def _answers(report: Report, series: Series) -> str:
    """Return what the patient answered about how he feels, also that nothing ailed him or that he was silent."""
    said = [answered_words(report)] if answered_words(report) else []
    if report.dizzy is not None:
        said.append(str(_("Yr") if report.dizzy else _("Inte yr")))
    if said or series in CHECKS:
        return " · ".join(said)
    if report.answered_at is not None:
        return str(_("Har inga av besvären"))
    return ""


def _latest(reports: Sequence[Report], about: Sequence[Report], series: Series) -> str:
    """Return the last values before the newest that the item is about, the oldest first."""
    end = max((reports.index(one) for one in about if one in reports), default=len(reports))
    before = reports[max(0, end - LISTED):end]
    if series in CHECKS or not before:
        return ""
    return ", ".join(f"{with_unit(one, chosen_language())} {short_date_text(one.taken_at)}" for one in before)


def _limits(series: Series, plan: MeasurementPlan | None) -> str:
    words = limits_words(limits_of(plan)) if series is Series.PRESSURE else own_limits_words(
        series, any_limits_of(plan)
    )
    return words[:1].upper() + words[1:]


def _lines(reports: Sequence[Report], plan: MeasurementPlan | None) -> list[Line]:
    if reports[0].kind == PRESSURE:
        limits = limits_of(plan)
        zones = (None, None) if limits is None else (
            Zone(limits.low_systolic, limits.goal_systolic), Zone(None, limits.goal_diastolic)
        )
        return [
            Line("", [Sample(one.taken_at, one.systolic or 0) for one in reports], zones[0]),
            Line("", [Sample(one.taken_at, one.diastolic or 0) for one in reports], zones[1]),
        ]
    zone = zone_of(any_limits_of(plan))
    low, high = ((None if end is None else float(end)) for end in zone) if zone else (None, None)
    found = [(one.taken_at, sample_of(taken_of(one))) for one in reports]
    samples = [Sample(at, float(value)) for at, value in found if value is not None]
    return [Line("", samples, Zone(low, high) if zone else None)]


def _chart(reports: Sequence[Report], plan: MeasurementPlan | None) -> Chart:
    language, first, last = chosen_language(), reports[0].taken_at, reports[-1].taken_at
    days = [(first, short_date_text(first))]
    if first.date() != last.date():
        days.append((last, short_date_text(last)))
    options = Options(
        days=days, max_gap_days=8, most_ticks=4, margins=Margins(left=34, right=34, top=10, bottom=24),
        say_number=lambda value: str(write_number(language, Decimal(str(round(value, 1))).normalize())),
    )
    return line_chart(_lines(reports, plan), width=WIDTH, height=HEIGHT, options=options)


def _finding(reports: Sequence[Report], series: Series) -> str:
    """Return in a sentence what the curve shows."""
    if series is Series.PRESSURE:
        upper, lower = ([value or 0 for value in values] for values in zip(
            *((one.systolic, one.diastolic) for one in reports), strict=True))  # fmt: skip
        low, high = f"{min(upper)}/{min(lower)}", f"{max(upper)}/{max(lower)}"
    else:
        values = [value for one in reports if (value := sample_of(taken_of(one))) is not None]
        if not values:
            return ""
        low, high = (str(write_number(chosen_language(), end.normalize())) for end in (min(values), max(values)))
    return str(ngettext(
        "14 dagar, %(num)d värde: %(high)s %(unit)s.",
        "14 dagar, %(num)d värden, från %(low)s till %(high)s %(unit)s.", len(reports),
        low=low, high=high, unit=unit_text(series, chosen_language()) if series not in CHECKS else "",
    )).replace(" .", ".")  # fmt: skip
