"""What happened to a patient's plan, as numbered marks in his curve: a new plan, advice that somebody has signed."""

from datetime import date

from flask_babel import gettext as _

from core.web_language import short_date_text
from monitoring.instructions import read_instructions
from monitoring.models import MeasurementPlan


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
