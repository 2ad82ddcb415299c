"""Takes the values of an SMS: what is unclear is asked about first, what is sent is judged by the rules of the web."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assistant.asking import Ask, Choice, ask_back, ask_to_confirm, ask_which
from assistant.dialogues import ask_question
from assistant.missing_comma import ask_comma
from assistant.sender import Sender, is_read
from assistant.series_inbound import Meant, check_sent, read_meant, report_sent
from assistant.sms_forms import CHANNEL, say_reported
from assistant.sms_replies import Reply, write_reply
from assistant.taking import measures_in, measures_of, series_in, values_of
from assistant.understand import understand
from assistant.understanding import Understanding
from assistant.values import understand_values
from monitoring.kinds import ValueKind
from monitoring.occasions import Measure
from monitoring.outcomes import Confirm, Refuse
from monitoring.plans import PRESSURE
from monitoring.plausibility import CheckContext, check_value
from monitoring.pressure_pair import check_pressure
from monitoring.reports import Reported, report_pressure
from monitoring.series import Series
from programs.measuring import Measuring

_NO_WORDS = (
    "blodtryck blodtrycket bt puls pulsen slag över och är var på mitt min övre undre kl hej tack mm hg mmhg "
    "blood pressure pulse over and my is morgon kväll vikt vikten väger vågen socker sockret blodsocker blodsockret bs "
    "syre syret syremättnad syremättnaden sat temp tempen temperatur feber grader kg kilo mmol procent fasta fastande "
    "före efter frukost lunch middag maten mat keton ketoner hba pef steg besvär andetag med utan syrgas hi lo weight "
    "sugar oxygen before after meal fasting lbs lb pund stone gram mg dl fahrenheit "
    "vägde visar jag morse idag ikväll nu dag morgonen kvällen god godmorgon"
)
WORDS_OF_VALUES = frozenset(_NO_WORDS.split())
"""Words that need no human beside a value; any other word sends the text on to the conversation too."""
ASKED = {
    "confirm": Reply.IS_IT_RIGHT, "swap": Reply.SWAP, "whose": Reply.WHOSE, "which_value": Reply.WHICH,
    "comma": Reply.COMMA,
}  # fmt: skip
"""How a question back is asked without telling the values; every other one is about how a number was written."""
NOT_YET = frozenset(("which_value", "between"))
"""A number without a word may be what is awaited; and which of two topics a text is about is for people to read."""


def take_values(session: Session, sender: Sender, read: Understanding, now: datetime) -> str | None:
    """Store the values of an SMS and return the answer; None when it holds none, or nobody is measured here."""
    body = sender.said
    if not sender.is_measured:
        return None
    understood = understand_values(body)
    measures = measures_of(read) if sender.measuring is not None else []
    comma = ask_comma(session, sender.patient, read, _series(sender), now)
    if comma is not None:
        return ask_by_sms(session, sender, comma, now)
    ask = ask_back(read, _series(sender), has_pressure=sender.measuring is not None)
    if ask is not None and ask.why not in NOT_YET and not measures:
        return ask_by_sms(session, sender, ask, now)
    meant = Meant() if measures else meant_of(session, sender, body, now)
    if meant.is_unclear:
        return ask_by_sms(session, sender, ask_which(read, _series(sender)), now)
    if not (measures or meant.sent):
        if ask is not None and ask.why == "which_value":
            return ask_by_sms(session, sender, ask, now)
        is_unreadable = read.clarify == "impossible" or (bool(understood.questions) and sender.measuring is not None)
        is_question = is_unreadable and not has_words(body)
        return write_reply(Reply.UNREADABLE, sender.patient.language, sender.unit, now) if is_question else None
    return store(session, sender, measures, meant, now, 0)


def _series(sender: Sender) -> list[Series]:
    return [Series(one.plan.kind) for one in sender.plans if is_read(one) and one.plan.kind != PRESSURE]


def ask_by_sms(session: Session, sender: Sender, ask: Ask | None, now: datetime) -> str:
    """Keep a question back, and return its words without the values."""
    language, unit = sender.patient.language, sender.unit
    if ask is None:
        return write_reply(Reply.WHICH, language, unit, now)
    ask_question(session, sender.patient, unit.id, ask, CHANNEL, now)
    return write_reply(ASKED.get(ask.why, Reply.CONVERT), language, unit, now)


def store(
    session: Session, sender: Sender, measures: Sequence[Measure], meant: Meant, now: datetime, confirmations: int
) -> str:
    """Report every value of an SMS and answer once; an unlikely one is asked about, an impossible one refused."""
    problem = _check(measures, confirmations) or _check_meant(session, sender, meant, now, confirmations)
    if problem is Reply.UNREADABLE:
        return write_reply(Reply.UNREADABLE, sender.patient.language, sender.unit, now)
    if problem is Reply.IS_IT_RIGHT:
        values = values_of(measures, [sent for sent, _measuring in meant.sent])
        return ask_by_sms(session, sender, ask_to_confirm(values, sender.patient.language), now)
    return say_reported(session, sender, report_all(session, sender, measures, meant, now), now)


def report_all(
    session: Session, sender: Sender, measures: Sequence[Measure], meant: Meant, now: datetime
) -> list[Reported]:
    """Report values by the same rules as the web."""
    at, done = taken_at(sender, now), []
    if measures and sender.measuring is not None:
        done.append(
            report_pressure(session, patient=sender.patient, unit=sender.unit, plan=sender.measuring.plan,
                            measures=measures, taken_at=at, channel=CHANNEL, now=now)
        )  # fmt: skip
    return done + [report_sent(session, sender.patient, measuring, sent, at, now) for sent, measuring in meant.sent]


def take_choice(session: Session, sender: Sender, choice: Choice, now: datetime) -> str:
    """Store what a question back was answered with; a no stores nothing."""
    if not choice.values:
        return write_reply(Reply.DECLINED, sender.patient.language, sender.unit, now)
    by_series: dict[str, Measuring] = {one.plan.kind: one for one in sender.plans if is_read(one)}
    measures = measures_in(choice.values) if PRESSURE in by_series else []
    sent = tuple((one, by_series[one.series]) for one in series_in(choice.values) if one.series in by_series)
    return store(session, sender, measures, Meant(sent), now, choice.confirmations)


def taken_at(sender: Sender, now: datetime) -> datetime:
    """Return when the values of an SMS were taken: when it came."""
    return min(sender.inbound.received_at, now)


def meant_of(session: Session, sender: Sender, body: str, now: datetime) -> Meant:
    """Return the values of other series; none where nobody reads them."""
    if not sender.is_measured:
        return Meant()
    return read_meant(session, sender.patient, [one for one in sender.plans if is_read(one)], body, now)


def has_words(body: str) -> bool:
    """Tell whether an SMS holds words besides its values."""
    words = re.findall(r"[a-zåäöé]{2,}", body.casefold())
    return any(word not in WORDS_OF_VALUES for word in words)


def plausible_pressures(body: str) -> list[Measure]:
    """Return the pressures of a text that may be stored without an answer."""
    measures = measures_of(understand(body))
    return measures if measures and _check(measures, 1) is None else []


def _check(measures: Sequence[Measure], confirmations: int) -> Reply | None:
    """Return what to ask before pressures are stored, or None when they are plausible."""
    context = CheckContext(confirmations=confirmations)
    outcomes = [check_pressure(Decimal(one.systolic), Decimal(one.diastolic), context) for one in measures]
    outcomes += [
        check_value(ValueKind.PULSE, Decimal(one.pulse), context) for one in measures if one.pulse is not None
    ]
    if any(isinstance(one, Refuse) for one in outcomes):
        return Reply.UNREADABLE
    return Reply.IS_IT_RIGHT if any(isinstance(one, Confirm) for one in outcomes) else None


def _check_meant(
    session: Session, sender: Sender, meant: Meant, now: datetime, confirmations: int
) -> Reply | None:
    at = taken_at(sender, now)
    problems = [check_sent(session, sender.patient, sent, at, confirmations) for sent, _measuring in meant.sent]
    return next((one for one in (Reply.UNREADABLE, Reply.IS_IT_RIGHT) if one in problems), None)
