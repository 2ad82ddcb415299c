"""Who the made-up patients are: a name, a story to live, a personnummer and a phone number that nobody has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One patient and his course.

    :param unit: the key of his unit, and ``clinician`` that of whoever treats him there.
    :param week: how many weeks ago the treatment began; -1 has been invited, -2 only ordered.
    :param course: ``steady``, ``better``, ``worse``, ``high``, ``silent``, ``waiting``, ``risk`` or ``new``.
    """

    name: str
    born: str
    program: str
    unit: str
    clinician: str
    week: int
    course: str
    key: str | None = None
    web: bool = True


def personnummer(born: str, number: int) -> str:
    """Return a made-up personnummer: birth numbers from 980 are kept for tests by Skatteverket."""
    digits = f"{born[2:]}{980 + number % 20:03d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{born}{980 + number % 20:03d}{-total % 10}"


def phone(number: int) -> str:
    """Return a mobile number from the series kept for fiction, 070-174 06 05 to 070-174 06 99."""
    return f"+467017406{5 + number:02d}"
