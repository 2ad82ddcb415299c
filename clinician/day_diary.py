"""A program's own diary on the desk: the curve, the days as figures, and what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean
from typing import Any

from flask import render_template

from clinician.answers import Shown, show_fields
from clinician.curves import day_chart
from clinician.guard import clinician
from clinician.patient_head import load_head, today
from clinician.reads import open_record
from clinician.words import _
from core import web
from core.chart_shapes import Chart
from core.errors import NotFoundError
from core.web_language import in_language, number_text, short_date_text
from programs.day_diary import form_of
from programs.diary import DiaryDay, list_days
from programs.library import get_program
from programs.models import Enrollment
from programs.schema import DiaryForm, Figure

DAYS, WEEK, READ_DAYS = 28, 7, 14


@dataclass(frozen=True)
class DayDiary:
    """The diary of an enrolment, the last four weeks."""

    enrollment: Enrollment
    form: DiaryForm
    days: list[DiaryDay]

    @property
    def drawn(self) -> Figure | None:
        """The figure that the curve shows, or None when the diary has no curve."""
        wanted = self.form.curve.figure if self.form.curve else ""
        return next((one for one in self.form.figures if one.id == wanted), None)

    @property
    def title(self) -> str:
        """What the diary is called."""
        return in_language(self.form.title)

    @property
    def filled(self) -> int:
        """How many of the last seven days are filled in."""
        return sum(day.entry is not None for day in self.days[-WEEK:])

    def chart(self) -> Chart | None:
        """Return the curve, or None without one."""
        return day_chart(self.form, self.drawn, self.days) if self.drawn else None

    def curve_name(self) -> str:
        """Return what the curve shows."""
        return in_language(self.drawn.label) if self.drawn else self.title

    def finding(self) -> str:
        """Return what the last week shows, in a sentence."""
        told = _("%(days)s av 7 dagar är ifyllda.", days=self.filled)
        drawn = self.drawn
        values = [day.figures[drawn.id] for day in self.days[-WEEK:] if drawn and drawn.id in day.figures]
        if not values:
            return told
        mean = number_text(round(fmean(values), 1))
        return f"{told} {_('%(figure)s i medel: %(mean)s.', figure=self.curve_name(), mean=mean)}"

    def heads(self) -> list[str]:
        """Return the heads of the table of figures, the day first."""
        return [_("Dag"), *[in_language(one.label) for one in self.form.figures]]

    def rows(self, count: int) -> list[list[str]]:
        """Return the last days as figures, the newest first; a missed day has dashes."""
        return [
            [short_date_text(day.day), *[_figure(one, day) for one in self.form.figures]]
            for day in reversed(self.days[-count:])
        ]

    def written(self) -> list[tuple[DiaryDay, list[Shown]]]:
        """Return what was written on the last days that are filled in, the newest first."""
        newest = [day for day in reversed(self.days[-READ_DAYS:]) if day.entry]
        return [(day, show_fields(self.form.fields, day.entry.answers)) for day in newest if day.entry]


def _figure(figure: Figure, day: DiaryDay) -> str:
    if figure.id not in day.figures:
        return "–"
    unit = in_language(figure.unit) if figure.unit else ""
    return f"{number_text(day.figures[figure.id])} {unit}".strip()


def load_day_diary(enrollments: Sequence[Enrollment]) -> DayDiary | None:
    """Return the diary of the first enrolment whose program has one of its own, or None; one statement."""
    for one in enrollments:
        form = form_of(get_program(one.program, one.program_version))
        if form is not None:
            first = today() - timedelta(days=DAYS - 1)
            return DayDiary(one, form, list_days(web.session(), one.id, first, today(), form.id))
    return None


@clinician.get("/enrollments/<public:enrollment>/diary")
def patient_diary(enrollment: str) -> Any:
    """Show a program's own diary day by day."""
    found, patient = open_record(Enrollment, enrollment)
    diary = load_day_diary([found])
    if diary is None:
        raise NotFoundError
    return render_template("clinician/day_diary.html", head=load_head(patient), diary=diary)
