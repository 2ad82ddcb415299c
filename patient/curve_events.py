"""What happened, as numbered marks in a patient's curve: a new plan, signed advice, notes of staff."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from core.web_language import short_date_text
from monitoring.instructions import read_instructions
from monitoring.models import MeasurementPlan, Report
from monitoring.value_notes import SignedNote


def plan_events(plan: MeasurementPlan) -> list[tuple[date, str]]:
    """Return the days of the plan that holds now; its first version is no event, it is how it began."""
    signed = {(one.signed_on, one.signed_by) for one in read_instructions(plan.instructions).values()}
    events: list[tuple[date, str]] = [
        (day, str(_("%(day)s: råd från %(name)s.", day=short_date_text(day), name=name)))
        for day, name in sorted(signed)
    ]  # fmt: skip
    if plan.version > 1:
        events.append((plan.set_at, str(_("%(day)s: ny mätplan.", day=short_date_text(plan.set_at)))))
    return events


def note_events(notes: Iterable[SignedNote]) -> list[tuple[date, str]]:
    """Return the notes of staff at their days, each with by whom."""
    return [(one.note.on_day, note_words(one)) for one in notes]


def note_words(one: SignedNote, *, with_day: bool = True) -> str:
    """Return a note in the patient's curve or in his table."""
    places = {"text": one.note.body.rstrip("."), "name": one.name, "day": short_date_text(one.note.on_day)}
    if with_day:
        return str(_("%(day)s: %(text)s (%(name)s).", **places))
    return str(_("%(text)s (%(name)s)", **places))


def with_notes(
    reports: Sequence[Report], rows: Sequence[list[object]], notes: Iterable[SignedNote]
) -> list[list[object] | dict[str, str]]:
    """Return the rows of the table of values with the notes among them; a note comes after the values of its day.

    :param rows: the cells of each report, the newest first; the reports are the oldest first.
    """
    days = [one.session_date for one in reversed(reports)]
    marked: list[tuple[date, int, list[object] | dict[str, str]]] = [
        (day, 0, row) for day, row in zip(days, rows, strict=True)
    ]  # fmt: skip
    for one in notes:
        words = {"head": short_date_text(one.note.on_day), "words": note_words(one, with_day=False)}
        marked.append((one.note.on_day, 1, words))
    return [row for _day, _order, row in sorted(marked, key=lambda one: (-one[0].toordinal(), one[1]))]


def days_of(notes: Iterable[SignedNote]) -> list[date]:
    """Return the days that the axis of time reaches, so that a note after the last value has its place."""
    return [one.note.on_day for one in notes]
