"""Writes the value of a report, of whatever series: for a page, for a list, and as it is kept."""

from core.language import say, write_number
from monitoring.models import Report
from monitoring.series import FACTS, Series, value_facts
from monitoring.taken import plain


def plain_value(report: Report) -> str:
    """Return a value as it is kept in places: "142/86", "83.2", "HI"; "" for a symptom check."""
    if report.kind == Series.PRESSURE:
        return f"{report.systolic}/{report.diastolic}"
    return report.word or (plain(report.value) if report.value is not None else "")


def value_text(report: Report, language: str) -> str:
    """Return a value without its unit, in a language: "142/86", "83,2", "HI"; a check by its name."""
    return str(write_number(language, plain_value(report))) or say(language, FACTS[Series(report.kind)].name)


def unit_text(series: str, language: str) -> str:
    """Return the unit of a series in words: "kg", "mmol/l"; "" where the number needs none."""
    facts = value_facts(Series(series))
    return say(language, facts.shown_unit) if facts is not None else ""


def with_unit(report: Report, language: str) -> str:
    """Return a value with its unit: "83,2 kg"."""
    unit = unit_text(report.kind, language) if not report.word and report.value is not None else ""
    return f"{value_text(report, language)} {unit}".strip()


def series_name(series: str, language: str) -> str:
    """Return the name of a series: "Vikt"."""
    return say(language, FACTS[Series(series)].name)
