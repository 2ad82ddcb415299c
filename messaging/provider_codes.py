"""What the provider's error codes mean for an SMS that was refused (reliability.md A5)."""

from enum import StrEnum


class Outcome(StrEnum):
    """What is known after one call to the provider."""

    ACCEPTED = "accepted"
    """The provider has it and gave it a sid."""
    REFUSED = "refused"
    """The provider will never take it: the number or the text is wrong."""
    STOPPED = "stopped"
    """The number's holder has opted out at the provider."""
    RETRY = "retry"
    """It was certainly not taken, and may be tried again later."""
    HELD = "held"
    """Our account or its settings are refused: nothing can be sent until somebody mends that (A23)."""
    UNKNOWN = "unknown"
    """Nobody knows whether it was taken; never sent again before the provider's own list was read (A2)."""


STOPPED_CODES = frozenset({21610})
RETRY_CODES = frozenset({20429, 14107, 30001, 63017, 63018})
HELD_CODES = frozenset({
    20001, 20002, 20003, 20004, 20005, 20006, 20008, 20010, 20403, 20404, 20426, 21212, 21401, 21404, 21603,
    21606, 21607, 21659, 21660, 21661, 21701, 21702, 21703, 21704, 21705, 21706, 21711, 30002, 30017, 30018,
    30034, 35118, 90010,
})  # fmt: skip
"""Sign-in, account, sender and messaging service: the same for every SMS."""


def classify(http_status: int, code: int) -> Outcome:
    """Return what an answer other than 2xx means.

    :param http_status: of the answer.
    :param code: the provider's own, or the HTTP status when it gave none.
    """
    if http_status == 429 or code in RETRY_CODES:
        return Outcome.RETRY
    if not 400 <= http_status < 500 or http_status == 408:
        return Outcome.UNKNOWN
    if code in STOPPED_CODES:
        return Outcome.STOPPED
    if code in HELD_CODES or http_status in (401, 403):
        return Outcome.HELD
    return Outcome.REFUSED if code >= 10_000 else Outcome.UNKNOWN
