"""The patient's own limits for every series but pressure, set by a named clinician; offered as in vitals.md."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from monitoring.limits import BpLimits, SetBySomeone
from monitoring.series import Series

Kilo = Annotated[Decimal, Field(strict=False, ge=Decimal("0.5"), le=10, decimal_places=1)]


class WeightLimits(SetBySomeone):
    """Target weight and limits up and down, in kg (clinical/vitals.md 3).

    :ivar fluid: judge by W1 to W5, as in heart failure; otherwise only the change over months is judged.
    """

    target: Annotated[Decimal | None, Field(strict=False, ge=30, le=250, decimal_places=1)] = None
    limit_up: Kilo = Decimal("2.0")
    limit_down: Kilo = Decimal("2.0")
    fluid: bool = True


class GlucoseLimits(SetBySomeone):
    """Highest values in mmol/L, and whether the medicines can give low ones (clinical/vitals.md 4)."""

    fasting_max: Annotated[Decimal, Field(strict=False, ge=5, le=12, decimal_places=1)] = Decimal("7.0")
    after_meal_max: Annotated[Decimal, Field(strict=False, ge=6, le=14, decimal_places=1)] = Decimal("10.0")
    hypo_risk: bool = True


class Hba1cLimits(SetBySomeone):
    """The goal and where red begins, in mmol/mol (clinical/vitals.md 4)."""

    goal_max: int = Field(default=52, ge=38, le=75)
    red_from: int = Field(default=70, ge=55, le=110)
    hypo_risk: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.red_from <= self.goal_max:
            raise ValueError("red_from must be above goal_max")
        return self


class Spo2Limits(SetBySomeone):
    """The patient's normal value in a stable phase, in percent, and the goal with home oxygen (vitals.md 5)."""

    baseline: int | None = Field(default=None, ge=80, le=100)
    goal_88_92: bool = False
    home_oxygen: bool = False


class TemperatureLimits(SetBySomeone):
    """Where yellow and red begin, in degrees Celsius (clinical/vitals.md 5)."""

    yellow_from: Annotated[Decimal, Field(strict=False, ge=37, le=39, decimal_places=1)] = Decimal("38.0")
    red_from: Annotated[Decimal, Field(strict=False, ge=38, le=41, decimal_places=1)] = Decimal("39.5")


class PefLimits(SetBySomeone):
    """The patient's own best value, in L/min (clinical/vitals.md 5)."""

    best: int = Field(default=400, ge=60, le=900)


class RateLimits(SetBySomeone):
    """Where yellow and red begin, in breaths a minute (clinical/vitals.md 5: 24 and more than 25)."""

    yellow_from: int = Field(default=24, ge=16, le=40)
    red_from: int = Field(default=26, ge=18, le=45)


LIMITS: Mapping[Series, type[SetBySomeone]] = {
    Series.PRESSURE: BpLimits,
    Series.WEIGHT: WeightLimits,
    Series.GLUCOSE: GlucoseLimits,
    Series.HBA1C: Hba1cLimits,
    Series.SPO2: Spo2Limits,
    Series.TEMPERATURE: TemperatureLimits,
    Series.PEF: PefLimits,
    Series.RATE: RateLimits,
}
"""Series without an entry are judged alike for everybody, or not at all."""


def read_limits(kind: str, stored: Mapping[str, Any] | None) -> SetBySomeone | None:
    """Return stored limits as the rules read them; None when nobody has set any."""
    model = LIMITS.get(Series(kind))
    return model.model_validate(stored) if model is not None and stored else None
