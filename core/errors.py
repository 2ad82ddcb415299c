"""What a rule may refuse: the few errors that the edge turns into pages."""

from dataclasses import dataclass


class RuleError(Exception):
    """A rule said no; the edge rolls back and shows why."""


class NotFoundError(RuleError):
    """Nothing by that id that this viewer may see; strangers and missing records look alike."""


class ForbiddenError(RuleError):
    """The viewer's role may not do this."""


@dataclass
class DeniedError(NotFoundError):
    """A record exists but outside the viewer's care relations; shown as not found, logged as denied."""

    actor_id: int
    patient_id: int
    action: str


@dataclass
class ConflictError(RuleError):
    """Somebody else acted first; nothing was changed.

    :param reason: a marked Swedish sentence, shown to the person.
    """

    reason: str


@dataclass
class InvalidError(RuleError):
    """The input cannot be accepted.

    :param field: name of the form field the reason belongs to, or "" for the whole form.
    :param reason: a marked Swedish sentence that says what to write instead.
    """

    field: str
    reason: str
