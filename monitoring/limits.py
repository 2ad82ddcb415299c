"""The patient's own goal and limits, set by a named clinician; without them feedback is neutral."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

RED_ABOVE_GOAL_SYSTOLIC = 25
RED_ABOVE_GOAL_DIASTOLIC = 15


class SetBySomeone(BaseModel):
    """Limits always carry who set them, in which role and when (clinical/assistant.md 4, S12)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    set_by: str = Field(min_length=1)
    set_by_role: str = Field(min_length=1)
    set_on: date = Field(strict=False)


class BpLimits(SetBySomeone):
    """Blood pressure limits for means, in mmHg (clinical/vitals.md 2).

    A mean is green below the goal, yellow from the goal and red from 25/15 above it, so the levels
    move with the goal: 135/85 gives red from 160/100, and 130/80 gives red from 155/95.
    """

    goal_systolic: int = Field(default=135, ge=110, le=160)
    goal_diastolic: int = Field(default=85, ge=60, le=100)
    low_systolic: int = Field(default=100, ge=80, le=120)

    @model_validator(mode="after")
    def _low_is_under_goal(self) -> Self:
        if self.low_systolic >= self.goal_systolic:
            raise ValueError("low_systolic must be below goal_systolic")
        return self

    @property
    def red_systolic(self) -> int:
        """The systolic mean that is red, in mmHg."""
        return self.goal_systolic + RED_ABOVE_GOAL_SYSTOLIC

    @property
    def red_diastolic(self) -> int:
        """The diastolic mean that is red, in mmHg."""
        return self.goal_diastolic + RED_ABOVE_GOAL_DIASTOLIC


class PulseLimits(SetBySomeone):
    """Pulse limits at rest, in beats per minute (clinical/vitals.md 2)."""

    very_low_below: int = Field(default=40, ge=25, le=60)
    low_below: int = Field(default=50, ge=30, le=70)
    high_above: int = Field(default=100, ge=70, le=130)
    very_high_above: int = Field(default=120, ge=80, le=180)
    low_resting_pulse_known: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        steps = (self.very_low_below, self.low_below, self.high_above, self.very_high_above)
        if list(steps) != sorted(steps):
            raise ValueError("pulse limits must rise from very low to very high")
        return self
