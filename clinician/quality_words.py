"""How well values were measured, in the words staff read: a word for each, and the whole of a plan in a line."""

from collections.abc import Sequence

from flask_babel import gettext as _

from monitoring.grade_counts import GradeCounts
from monitoring.grading import ends_of
from monitoring.models import Report
from monitoring.reading_quality import Grade, Lack, prefers_zero


def grade_words(report: Report) -> str:
    """Return how a value was measured, with what is lacking."""
    grade = Grade(report.grade)
    word = {
        Grade.WELL: _("Bra"), Grade.FAIR: _("Delvis"), Grade.WEAK: _("Svagt"), Grade.UNGRADED: _("Ej bedömd"),
    }[grade]  # fmt: skip
    lacks = ", ".join(_lack_words(Lack(one)) for one in report.lacks)
    return f"{word}: {lacks}" if lacks else str(word)


def _lack_words(lack: Lack) -> str:
    return str({
        Lack.SHORT_REST: _("kort vila"), Lack.ONE_READING: _("en mätning"), Lack.AS_SAID: _("inte som vanligt"),
        Lack.FEW_BLOWS: _("färre än tre blåsningar"), Lack.POSTURE: _("sittställning"),
        Lack.NO_PAUSE: _("kort paus"), Lack.FAR_APART: _("mer än 10 emellan"), Lack.ROUNDED: _("avrundat"),
        Lack.OFF_HOURS: _("annan tid"), Lack.REST_UNKNOWN: _("okänd vila"),
    }[lack])  # fmt: skip


def quality_lines(counts: GradeCounts, reports: Sequence[Report]) -> list[str]:
    """Return what a plan's values show of how they were measured; empty when none is graded.

    :param reports: those that are shown, for the habit of rounding.
    """
    lines = []
    if counts.graded:
        lines.append(str(_("Väl mätta: %(well)s av %(graded)s bedömda sedan planen började, %(percent)s procent.",
                           well=counts.well, graded=counts.graded, percent=counts.percent)))  # fmt: skip
    ends = ends_of(reports)
    if prefers_zero(ends):
        lines.append(str(_("Patienten avrundar: %(zeros)s av %(all)s tal slutar på noll, mer än slumpen ger.",
                           zeros=ends.count(0), all=len(ends))))  # fmt: skip
    return lines
