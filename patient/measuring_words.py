"""What the pages of measuring share: the program's instruction, and the answer when the program is over."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from core.web_language import chosen_language
from monitoring.plan_templates import is_main
from programs.library import instruction_html
from programs.measuring import Measuring
from programs.models import EnrollmentStatus


def closed_answer(measuring: Measuring) -> Any:
    """Return where a patient is led whose program is over; None while values are read."""
    if measuring.enrollment is None or measuring.enrollment.status is not EnrollmentStatus.ENDED:
        return None
    flash(_("Programmet är avslutat, så ingen läser nya värden. Ring mottagningen om du är orolig."), "info")
    return redirect(url_for("patient.values", kind=measuring.plan.kind))


def how_to_measure(measuring: Measuring) -> Markup:
    """Return the program's own instruction of its main series, cleaned when it was read; "" for the others."""
    one = measuring.enrollment
    if one is None or not is_main(measuring.plan.template, measuring.plan.kind):
        return Markup("")
    return Markup(instruction_html(one.program, one.program_version, chosen_language()))  # noqa: S704 - cleaned by nh3
