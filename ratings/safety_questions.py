"""The wording of the five own safety questions (clinical/instruments.md 4.2)."""

from functools import cache
from pathlib import Path

from pydantic import Field

from ratings.instruments import Record, Text

SOURCE = Path(__file__).resolve().parent / "safety_questions.json"


class SafetyQuestion(Record):
    """One question to answer with yes or no, or to skip."""

    id: str
    text: Text


class SafetyQuestions(Record):
    """The set that follows a positive safety item; judged by ``risk_rules.judge_safety_answers``."""

    version: str
    licence: str
    lead: Text
    questions: tuple[SafetyQuestion, ...] = Field(min_length=5, max_length=5)


@cache
def get_safety_questions() -> SafetyQuestions:
    """Return the questions, read and checked once per process."""
    return SafetyQuestions.model_validate_json(SOURCE.read_bytes())
