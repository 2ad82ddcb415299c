"""What stands beside the box of a thread: who answers, before when, and whether anybody reads just now."""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from assistant.alarms import Alarm
from core import web
from core.web_deadlines import deadline_text
from people.models import CareUnit
from people.opening_hours import answer_before, hours_of, is_open, next_opening
from programs.enrollment_names import Responsible


def promised(unit: CareUnit) -> str:
    """Return before when a message that is sent now is answered."""
    return deadline_text(answer_before(unit, web.now()), web.now())


def sent_words(unit: CareUnit) -> str:
    """Return what is said when a message has been sent."""
    return str(_("Skickat. Du får svar före %(time)s.", time=promised(unit)))


def stored_words(unit: CareUnit) -> str:
    """Return what is said when a message held a value that is stored, and words that somebody reads."""
    return str(_("Värdet är sparat. På det andra du skrev får du svar före %(time)s.", time=promised(unit)))


def promise_beside_values(unit: CareUnit, responsible: Responsible | None) -> str:
    """Return the promise below a value that has had its answer: of that, nobody writes anything more."""
    if responsible is None:
        return str(_("Värden får svar här direkt. På annat du skriver svarar teamet före %(time)s.",
                     time=promised(unit)))
    return str(_("Värden får svar här direkt. På annat du skriver svarar %(name)s eller en kollega före %(time)s.",
                 name=first_name(responsible.name), time=promised(unit)))


def promise(unit: CareUnit, responsible: Responsible | None) -> str:
    """Return who answers and before when (requirements.md I3)."""
    if responsible is None:
        return str(_("Någon i teamet svarar före %(time)s.", time=promised(unit)))
    name = first_name(responsible.name)
    return str(_("%(name)s eller en kollega svarar före %(time)s.", name=name, time=promised(unit)))


def read_before(unit: CareUnit, alarm: Alarm) -> str:
    """Return honestly when somebody reads a message that cannot wait (K1)."""
    opening = next_opening(unit, web.now())
    if opening is None:
        return str(_("Ditt meddelande är sparat. Ingen läser det just nu."))
    if opening <= web.now():
        return str(_("Ditt meddelande är sparat och ligger överst hos mottagningen."))
    opens = deadline_text(opening, web.now())
    return str(_("Ditt meddelande är sparat. Det läses tidigast när mottagningen öppnar %(time)s.", time=opens))


def hours_words(unit: CareUnit) -> str:
    """Return whether somebody reads now, and until or from when."""
    now = web.now()
    if is_open(unit, now):
        hours = hours_of(unit, now.astimezone(ZoneInfo(unit.zone)).date())
        return str(_("Mottagningen har öppet till %(time)s.", time=f"{hours[1]:%H:%M}" if hours else ""))
    opening = next_opening(unit, now)
    if opening is None:
        return str(_("Mottagningen är stängd. Ingen läser det du skriver just nu."))
    opens = deadline_text(opening, now)
    return str(_("Mottagningen är stängd och öppnar %(time)s. Ingen läser det du skriver just nu.", time=opens))


def first_name(name: str) -> str:
    """Return what a person is called."""
    return name.split()[0] if name else ""
