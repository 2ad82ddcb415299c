"""Reads short answers to what the assistant just asked; red flags have been read before (assistant.md 1.4)."""

from dataclasses import replace

from assistant.commands import Command, read_command
from assistant.cues import FlagKind
from assistant.intents import Escalation, Intent
from assistant.understanding import Asked, Situation, Understanding, Value

_ANSWERS = {Command.YES: "yes", Command.NO: "no"}


def read_pending(bare: Understanding, clean: str, situation: Situation) -> Understanding | None:
    """Return what a short answer means in the frame of the question, or None when it is something else."""
    answer = _ANSWERS.get(read_command(bare.text) or Command.HELP)
    if answer is None:
        return None
    if situation.asked is Asked.SUICIDE_NOW and answer == "yes":
        return replace(
            bare, intent=Intent.RF_SUICIDE_ACTIVE, escalation=Escalation.EMERGENCY, flag=FlagKind.SUICIDE,
            answer=answer, is_for_people=True,
        )  # fmt: skip
    if situation.asked is Asked.SUICIDE_NOW:
        return replace(
            bare, intent=Intent.RF_SUICIDE_PASSIVE, escalation=Escalation.SAME_DAY, flag=FlagKind.SUICIDE,
            answer=answer, is_for_people=True,
        )  # fmt: skip
    if situation.asked is Asked.MEDICINE:
        taken = answer == "yes"
        intent = Intent.REPORT_MED_TAKEN if taken else Intent.REPORT_MED_MISSED
        value = Value("medication", "taken" if taken else "missed")
        return replace(bare, intent=intent, values=(value,), answer=answer)
    if situation.asked is Asked.CONFIRM:
        return replace(bare, intent=Intent.CORRECT_VALUE, answer=answer)
    return None
