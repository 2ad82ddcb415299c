"""A rehearsal as text: each patient's timeline, week by week, and what was found."""

from collections.abc import Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from core.language import _l, say
from rehearsal.timeline import ZONE, Character, Rehearsal

HEADER = _l("%(name)s, från %(start)s")
WAY = _l("Väg genom programmet: %(way)s")
WEEK = _l("Vecka %(number)s")
BEFORE = _l("Före start")
MINUTES = _l("%(minutes)s minuter av behandlarens tid, varav %(mean)s i veckan.")
NOTHING = _l("Inget att anmärka.")
FOUND = _l("Att ändra: %(count)s")
TOOK = _l("%(weeks)s veckor på %(seconds)s sekunder.")


def print_rehearsal(rehearsal: Rehearsal, language: str, only: str = "") -> Iterator[str]:
    """Yield the lines of a rehearsal, the findings last.

    :param only: key of the one patient to show; "" for all.
    """
    if rehearsal.title is not None:
        yield f"{rehearsal.title.of(language)} ({rehearsal.program} {rehearsal.version})"
    for character in rehearsal.timeline.characters:
        if only in ("", character.key):
            yield ""
            yield from _one(rehearsal, character, language)
    yield ""
    yield from _findings(rehearsal, language)
    weeks = str(rehearsal.timeline.last_week)
    yield say(language, TOOK, weeks=weeks, seconds=f"{rehearsal.seconds:.1f}")


def _one(rehearsal: Rehearsal, character: Character, language: str) -> Iterator[str]:
    name = say(language, character.name)
    yield say(language, HEADER, name=f"{name} [{character.key}]", start=character.starts_on.isoformat())
    if character.way:
        yield "  " + say(language, WAY, way=character.way)
    events = rehearsal.timeline.of(character.key)
    for week, of_week in groupby(events, key=lambda event: character.week_of(event.day)):
        yield "  " + (say(language, WEEK, number=week) if week else say(language, BEFORE))
        for event in of_week:
            local = event.at.astimezone(ZoneInfo(ZONE))
            time = f" ({event.minutes} min)" if event.minutes else ""
            yield f"    {local:%m-%d %H:%M}  {event.said(language)}{time}"
    yield "  " + say_minutes(rehearsal, character, language)


def say_minutes(rehearsal: Rehearsal, character: Character, language: str) -> str:
    """Return how much of the therapist's time a patient took, in all and each week."""
    minutes = rehearsal.timeline.minutes_of(character.key)
    last = max((event.day for event in rehearsal.timeline.of(character.key) if event.minutes), default=None)
    weeks = max(1, character.week_of(last)) if last else 1
    return say(language, MINUTES, minutes=minutes, mean=round(minutes / weeks))


def _findings(rehearsal: Rehearsal, language: str) -> Iterator[str]:
    if not rehearsal.findings:
        yield say(language, NOTHING)
        return
    yield say(language, FOUND, count=len(rehearsal.findings))
    for one in rehearsal.findings:
        yield f"  {one.place}: {one.said(language)} [{one.kind.value}]"
