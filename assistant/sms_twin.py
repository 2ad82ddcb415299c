"""What a button phone can do of a program: a form by SMS for each step, or an SMS that says it needs the web."""

from dataclasses import dataclass

from assistant.diary_steps import left_for_web, steps_of_fields
from messaging.sms_texts import TextId
from programs.day_diary import form_of, has_diary
from programs.diary import FIELDS
from programs.schema import Program, StepKind

DIARY = "diary"
TOLD_BY = {
    StepKind.RATING: TextId.RATING_DUE,
}
"""The SMS that says where a step is done, when it is not the one about a new section."""


@dataclass(frozen=True)
class Way:
    """How one step is done from a button phone.

    :ivar module: its number, 0 for the daily diary.
    :ivar questions: how many questions an SMS asks of it; none when it needs the web.
    :ivar needs_web: something of it is left for the web, which ``told_by`` says.
    """

    module: int
    step: str
    questions: int
    needs_web: bool
    told_by: TextId


def list_ways(program: Program) -> list[Way]:
    """Return every step of a program with its way, the daily diary first."""
    ways = [_of_diary(program)] if has_diary(program) else []
    for module in program.modules:
        ways += [
            Way(module.number, step.id, 0, True, TOLD_BY.get(step.kind, TextId.MODULE_UNLOCKED))
            for step in module.steps
        ]
    return ways


def _of_diary(program: Program) -> Way:
    form = form_of(program)
    fields = form.fields if form is not None else FIELDS
    return Way(0, DIARY, len(steps_of_fields(fields, "sv")), left_for_web(fields, {}), TextId.DIARY)
