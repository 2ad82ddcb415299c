"""Who the made-up patients are: a name, a story to live, a personnummer and a phone number that nobody has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One patient and his course.

    :ivar unit: the key of his unit, and ``clinician`` that of whoever treats him there.
    :ivar week: how many weeks ago the treatment began; -1 has been invited, -2 only ordered.
    :ivar course: how it goes, a word that the lives of the program know, such as ``steady`` or ``better``.
    :ivar track: the way through a program that has several.
    :ivar level: the patient's own usual number: kilograms, or saturation in percent.
    :ivar voice: which of the written voices is his, in a program that has several; None leaves it to chance.
    :ivar also: programs the patient is in besides, from the same day.
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
    track: str = ""
    level: float = 0
    also: tuple[str, ...] = ()
    voice: int | None = None

    @property
    def programs(self) -> tuple[str, ...]:
        """Every program the patient is in."""
        return (self.program, *self.also)


def personnummer(born: str, number: int) -> str:
    """Return a made-up personnummer: birth numbers from 980 are kept for tests by Skatteverket."""
    digits = f"{born[2:]}{980 + number % 20:03d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{born}{980 + number % 20:03d}{-total % 10}"


def phone(number: int) -> str:
    """Return a mobile number from the series kept for fiction, 070-174 06 05 to 070-174 06 99."""
    return f"+467017406{5 + number:02d}"
