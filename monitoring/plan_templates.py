"""The measuring plans that programs start with: which series, how often and when (vitals.md 2-5, programs.md C1-C4)."""

from dataclasses import dataclass

from core.errors import NotFoundError
from monitoring.rhythm import Rhythm
from monitoring.series import Series

MORNING, NOON = 7, 12


@dataclass(frozen=True)
class PlanPart:
    """One series of a plan: how often, and at which local hour it is expected."""

    series: Series
    rhythm: Rhythm
    hour: int = MORNING


@dataclass(frozen=True)
class PlanTemplate:
    """A plan to start from; a clinician changes it for each patient."""

    name: str
    parts: tuple[PlanPart, ...]


_ALSO_DIABETES = (
    PlanPart(Series.KETONES, Rhythm.ON_DEMAND), PlanPart(Series.WEIGHT, Rhythm.WEEKLY),
    PlanPart(Series.HBA1C, Rhythm.QUARTERLY, NOON),
)
TEMPLATES = {
    one.name: one
    for one in (
        PlanTemplate("bp_2x2x7", (PlanPart(Series.PRESSURE, Rhythm.BLOCKS),)),
        PlanTemplate("hypertension", (PlanPart(Series.PRESSURE, Rhythm.BLOCKS),)),
        PlanTemplate("diabetes", (PlanPart(Series.GLUCOSE, Rhythm.THRICE_A_WEEK), *_ALSO_DIABETES)),
        PlanTemplate("diabetes_diet", (PlanPart(Series.GLUCOSE, Rhythm.WEEKLY), *_ALSO_DIABETES)),
        PlanTemplate("diabetes_tablets", (PlanPart(Series.GLUCOSE, Rhythm.THRICE_A_WEEK), *_ALSO_DIABETES)),
        PlanTemplate("diabetes_insulin", (PlanPart(Series.GLUCOSE, Rhythm.DAILY), *_ALSO_DIABETES)),
        PlanTemplate(
            "heart_failure",
            (PlanPart(Series.WEIGHT, Rhythm.DAILY), PlanPart(Series.HEART_CHECK, Rhythm.DAILY_THEN_WEEKLY)),
        ),
        PlanTemplate(
            "copd",
            (
                PlanPart(Series.SPO2, Rhythm.DAILY_THEN_TWICE), PlanPart(Series.LUNG_CHECK, Rhythm.DAILY_THEN_TWICE),
                PlanPart(Series.TEMPERATURE, Rhythm.ON_DEMAND), PlanPart(Series.WEIGHT, Rhythm.MONTHLY),
            ),
        ),
    )
}
SELDOM = {
    Series.PRESSURE: Rhythm.BLOCKS, Series.PEF: Rhythm.DAILY, Series.STEPS: Rhythm.DAILY, Series.NRS: Rhythm.WEEKLY,
}
"""How often a series is measured when a clinician adds it to a plan; others when needed."""


def get_template(name: str, track: str = "") -> PlanTemplate:
    """Return a plan template, that of the patient's treatment when there is one; raises NotFoundError."""
    found = TEMPLATES.get(f"{name}_{track}") or TEMPLATES.get(name)
    if found is None:
        raise NotFoundError
    return found


def added_part(series: Series) -> PlanPart:
    """Return how a series is measured that a clinician adds to a patient's plan."""
    return PlanPart(series, SELDOM.get(series, Rhythm.ON_DEMAND))


def is_main(template: str, series: str) -> bool:
    """Tell whether a series is what a template is about: the first of its parts (programs.md C1-C4)."""
    found = TEMPLATES.get(template)
    return found is not None and found.parts[0].series == series
