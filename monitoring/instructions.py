"""What a clinician has written for one patient and one rule: signed, for at most six months, shown word for word."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

LONGEST = 600
MONTHS = 6
MOST_DAYS = 14
DAYS = 3
"""On how many days in a row the text is shown at most when the clinician says nothing else (clinical/vitals.md 3)."""


class Instruction(BaseModel):
    """A signed text (clinical/programs.md C3): who wrote it, in which role, when, and until when it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1, max_length=LONGEST)
    signed_by: str = Field(min_length=1)
    role: str = Field(min_length=1)
    signed_on: date
    valid_to: date
    max_days: int = Field(default=DAYS, ge=1, le=MOST_DAYS)

    def holds(self, today: date) -> bool:
        """Tell whether it may be shown on a day; afterwards the patient is only asked to ring."""
        return self.signed_on <= today <= self.valid_to


def latest_end(signed_on: date) -> date:
    """Return the last day that an instruction may hold: six months after it was signed."""
    month = signed_on.month + MONTHS
    year, month = signed_on.year + (month - 1) // 12, (month - 1) % 12 + 1
    for day in (signed_on.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise ValueError(f"no last day for {signed_on}")


def read_instructions(stored: Mapping[str, Any] | None) -> dict[str, Instruction]:
    """Return stored instructions by rule."""
    return {rule: Instruction.model_validate(one) for rule, one in (stored or {}).items()}
