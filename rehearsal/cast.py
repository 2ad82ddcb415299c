"""The made-up patients of a rehearsal: how each of them goes about a treatment."""

from dataclasses import dataclass
from enum import StrEnum

from core.language import _l
from programs.schema import Program
from rehearsal.ways import Way


class Kind(StrEnum):
    """Who it is; the key in the command and on the page."""

    DILIGENT = "diligent"
    SLOW = "slow"
    SILENT = "silent"
    WORSENING = "worsening"
    NIGHT_WORKER = "night_worker"
    CLOCK_CHANGE = "clock_change"
    SMS_ONLY = "sms_only"


NAMES = {
    Kind.DILIGENT: _l("Den flitiga"),
    Kind.SLOW: _l("Den långsamma"),
    Kind.SILENT: _l("Den som tystnar"),
    Kind.WORSENING: _l("Den som blir sämre"),
    Kind.NIGHT_WORKER: _l("Den som arbetar natt"),
    Kind.CLOCK_CHANGE: _l("Den som börjar när klockan ställs om"),
    Kind.SMS_ONLY: _l("Den som bara har sms"),
}


@dataclass(frozen=True)
class Traits:
    """How a patient goes about it.

    :param begins, sends: days after a module opened when it is begun and sent in.
    :param hour: local hour when the patient sits down.
    :param diary_every: every how many days a row of the diary or an expected value is given.
    :param silent_from: days after the start from which nothing more is done.
    :param reminders: the hour and minute the patient has chosen; None for the usual ones.
    """

    begins: int = 1
    sends: int = 5
    hour: int = 19
    diary_every: int = 1
    silent_from: int | None = None
    is_worsening: bool = False
    reminders: tuple[tuple[int, int], ...] = ()
    by_web: bool = True
    starts_in_change: bool = False
    learns_in: int | None = None
    """Weeks after which the patient of a monitoring program has learnt enough, which is a good end (programs.md C0)."""

    @property
    def finishes(self) -> bool:
        """Tell whether the patient does everything in time."""
        return self.silent_from is None and self.sends < 7


TRAITS = {
    Kind.DILIGENT: Traits(),
    Kind.SLOW: Traits(begins=4, sends=12, diary_every=3),
    Kind.SILENT: Traits(silent_from=15),
    Kind.WORSENING: Traits(is_worsening=True),
    Kind.NIGHT_WORKER: Traits(hour=2, reminders=((5, 30), (21, 30))),
    Kind.CLOCK_CHANGE: Traits(starts_in_change=True, learns_in=8),
    Kind.SMS_ONLY: Traits(by_web=False),
}
SPREAD = (Kind.DILIGENT, Kind.WORSENING, Kind.NIGHT_WORKER)
"""Who takes the ways through a program, in turn: those who come to its end."""


@dataclass(frozen=True)
class Part:
    """One patient's part in the rehearsal.

    :param key: the kind's word, with a number for a second diligent one.
    """

    key: str
    kind: Kind
    way: Way

    @property
    def traits(self) -> Traits:
        """How the patient goes about it."""
        return TRAITS[self.kind]

    @property
    def name(self) -> str:
        """A marked sentence that says who it is."""
        return NAMES[self.kind]


def cast_for(program: Program, ways: list[Way]) -> list[Part]:
    """Return who takes part: one of each kind, and more diligent ones when there are more ways than they can take."""
    usual = ways[0] if ways else Way()
    taken = dict(zip(SPREAD, ways, strict=False))
    parts = [Part(kind.value, kind, taken.get(kind, usual)) for kind in Kind]
    more = ways[len(SPREAD):]
    parts += [Part(f"{Kind.DILIGENT}_{number}", Kind.DILIGENT, way) for number, way in enumerate(more, 2)]
    return parts
