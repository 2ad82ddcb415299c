"""Reads a message in the thread and says what will be done with it: answered, stored or asked; changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assistant.asking import Ask, Choice, ask_back, ask_to_confirm, read_choice
from assistant.day_rows import Row, list_open_checks
from assistant.dialogues import choices_in, holder_of, list_open
from assistant.diary_form import find_diary, present_row
from assistant.form_words import Wish, read_wish
from assistant.forms import Form, Turn, read_turn, steps_of
from assistant.intents import Escalation, Intent
from assistant.missing_comma import ask_comma, weight_meant
from assistant.models import Dialogue, Slot
from assistant.red_flags import read_red_flags
from assistant.sender import is_read
from assistant.series_inbound import awaits_repeat, check_sent
from assistant.series_words import understand_series
from assistant.sms_replies import Reply
from assistant.taking import KINDS_TAKEN, measures_of, series_of, values_of
from assistant.understand import understand
from assistant.understanding import Situation, Understanding, Value
from messaging.models import Conversation
from monitoring.occasions import Measure
from monitoring.outcomes import Confirm, Refuse
from monitoring.plans import PRESSURE
from monitoring.plausibility import CheckContext
from monitoring.pressure_pair import check_pressure
from monitoring.reports import Sent
from monitoring.series import Series
from people.models import CareUnit, User
from programs.day_diary import Diary
from programs.measuring import Measuring, list_measuring

URGENT = (Escalation.SAME_DAY, Escalation.EMERGENCY)
SHORT_WORDS = 12
"""An answer in another place than it was asked in is not longer than a line of a form."""


@dataclass(frozen=True)
class Plan:
    """What is to be done with a message that holds no alarm.

    :ivar needs_people: somebody must read it; False only when every word of it was a value that is stored, or
        answered what the assistant had asked.
    :ivar ask: what is asked before anything is stored.
    :ivar question: what the assistant had asked; ``choice`` the answer to it.
    :ivar form: the form that the message goes on with; ``check`` and ``diary`` one that it begins.
    """

    read: Understanding
    measures: tuple[Measure, ...] = ()
    sent: tuple[tuple[Sent, Measuring], ...] = ()
    pressure: Measuring | None = None
    problem: Reply | None = None
    needs_people: bool = True
    ask: Ask | None = None
    question: Dialogue | None = None
    choice: Choice | None = None
    form: Dialogue | None = None
    check: Row | None = None
    diary: Diary | None = None
    plans: tuple[Measuring, ...] = ()

    @property
    def is_worrying(self) -> bool:
        """Tell whether the text sounds like an alarm: people read it, and it is asked about."""
        return self.read.may_be is not None and self.choice is None

    @property
    def has_values(self) -> bool:
        """Tell whether it holds a value of one of the patient's own plans."""
        return bool(self.measures or self.sent)


def read_body(body: str, language: str) -> Understanding:
    """Return what a message means.

    :param language: of the profile, for a message whose words tell nothing.
    """
    read = understand(body, Situation(language=language))
    if read.values or read.clarify not in ("", "which_value") or read.escalation in URGENT:
        return read
    counts = () if read.has_other_words else tuple(_counts_in(body))
    if not counts:
        return read
    return replace(read, values=counts, clarify="", between=(), is_for_people=read_red_flags(body).needs_reading)


def _counts_in(body: str) -> list[Value]:
    """Return breaths and a grade of trouble, "andetag 16" and "besvär 3": rows of the plan that are no intent."""
    found = understand_series(body).found
    return values_of((), [one for one in found if one.series in (Series.RATE, Series.NRS)])


def plan_answer(
    session: Session, patient: User, unit: CareUnit, read: Understanding, now: datetime,
    conversation: Conversation | None = None,
) -> Plan:  # fmt: skip
    """Read a message and say what will be done with it; nothing is changed.

    :param conversation: the thread, when there is one.
    """
    found = _plan(session, patient, unit, read, now, conversation)
    return replace(found, needs_people=True) if found.is_worrying else found


def _plan(
    session: Session, patient: User, unit: CareUnit, read: Understanding, now: datetime,
    conversation: Conversation | None,
) -> Plan:  # fmt: skip
    waiting = list_open(session, holder_of(patient.id), now) if _may_answer(read, conversation) else {}
    own = {slot: one for slot, one in waiting.items() if one.unit_id == unit.id}
    question, form = own.get(Slot.QUESTION), own.get(Slot.FORM)
    choice = read_choice(read.text, choices_in(question)) if question is not None else None
    if choice is not None:
        return _plan_choice(session, patient, unit, read, question, choice, now)
    if form is not None and (gone_on := _plan_form(session, form, patient, unit, read, question, now)) is not None:
        return gone_on
    begun = _plan_wish(session, patient, unit, read, question, now) or _plan_comma(
        session, patient, unit, read, question, now
    )
    return begun or _plan_values(session, patient, unit, read, question, now)


def _may_answer(read: Understanding, conversation: Conversation | None) -> bool:
    """Tell whether a message may answer what was asked; a long one, or a greeting, costs no statement to know."""
    if conversation is not None and conversation.last_message_id > conversation.last_patient_id:
        return True
    return len(read.text.split()) <= SHORT_WORDS and read.intent not in (Intent.GREETING, Intent.THANKS_BYE)


def _plan_form(
    session: Session, form: Dialogue, patient: User, unit: CareUnit, read: Understanding, question: Dialogue | None,
    now: datetime,
) -> Plan | None:  # fmt: skip
    """Go on with the form that waits; a value of another kind is no wrong answer to it."""
    turn = peek_turn(session, form, read.text, patient)
    if turn is None:
        return None
    if turn.is_misfit and (read.values or read.clarify):
        found = _plan_values(session, patient, unit, read, question, now)
        if found.has_values or found.ask is not None:
            return found
    return Plan(read, needs_people=False, question=question, form=form)


def peek_turn(session: Session, form: Dialogue, text: str, patient: User) -> Turn | None:
    """Return what a message would do to a form, without doing it."""
    if form.kind == Form.DIARY:
        found = present_row(session, form, patient)
        return read_turn(form, found[2].steps, dict(found[3]), text) if found is not None else None
    return read_turn(form, steps_of(form, patient.language), dict(form.state["answers"]), text)


def _own_plans(session: Session, patient: User, unit: CareUnit) -> tuple[Measuring, ...]:
    plans = list_measuring(session, patient.id)
    return tuple(one for one in plans if one.unit.id == unit.id and is_read(one))


def _plan_choice(
    session: Session, patient: User, unit: CareUnit, read: Understanding, question: Dialogue | None, choice: Choice,
    now: datetime,
) -> Plan:  # fmt: skip
    """An answer to a question back stores its values after one more look at them, and needs nobody."""
    if not choice.values:
        return Plan(read, needs_people=False, question=question, choice=choice)
    meant = replace(read, values=choice.values, clarify="", is_for_people=False)
    found = _found(session, patient, meant, _own_plans(session, patient, unit), now, choice.confirmations)
    return replace(found, question=question, choice=choice, needs_people=False)


def _plan_wish(
    session: Session, patient: User, unit: CareUnit, read: Understanding, question: Dialogue | None, now: datetime
) -> Plan | None:
    wish = read_wish(read.text)
    if wish is None:
        return None
    if wish[0] is Wish.DIARY:
        diary = find_diary(session, patient, now)
        is_own = diary is not None and diary.enrollment.unit_id == unit.id
        return Plan(read, needs_people=False, question=question, diary=diary) if is_own else None
    rows = list_open_checks(session, patient, now, wish[1])
    row = next((one for one in rows if one.measuring.unit.id == unit.id), None)
    return Plan(read, needs_people=False, question=question, check=row) if row is not None else None


def _plan_comma(
    session: Session, patient: User, unit: CareUnit, read: Understanding, question: Dialogue | None, now: datetime
) -> Plan | None:
    """Ask about a weight without its comma; it costs a statement only when a text can be one."""
    if weight_meant(read.text, [Series.WEIGHT]) is None:
        return None
    series = [Series(one.plan.kind) for one in _own_plans(session, patient, unit) if one.plan.kind != PRESSURE]
    ask = ask_comma(session, patient, read, series, now)
    return Plan(read, question=question, ask=ask, needs_people=False) if ask is not None else None


def _plan_values(
    session: Session, patient: User, unit: CareUnit, read: Understanding, question: Dialogue | None, now: datetime
) -> Plan:
    if not (read.values or read.clarify or read.between):
        return Plan(read, question=question)
    plans = _own_plans(session, patient, unit)
    series = [Series(one.plan.kind) for one in plans if one.plan.kind != PRESSURE]
    ask = ask_back(read, series, has_pressure=any(one.plan.kind == PRESSURE for one in plans))
    awaited = [one for one in ask.choices if _is_awaited(session, patient, one, now)] if ask is not None else []
    if awaited:
        return _plan_choice(session, patient, unit, read, question, awaited[0], now)
    if ask is not None:
        needs_people = ask.why == "between" or read.has_other_words
        return Plan(read, question=question, ask=ask, needs_people=needs_people)
    found = _found(session, patient, read, plans, now, 0)
    needs_people = not found.has_values or read.is_for_people or read.has_other_words
    return replace(found, question=question, needs_people=needs_people)


def plan_beside_alarm(session: Session, patient: User, unit: CareUnit, read: Understanding, now: datetime) -> Plan:
    """Return the values told beside an alarm; none when one of them would have to be asked about first."""
    if not read.values or read.clarify:
        return Plan(read)
    found = _found(session, patient, read, _own_plans(session, patient, unit), now, 0)
    return found if found.ask is None and found.problem is None else Plan(read)


def _is_awaited(session: Session, patient: User, choice: Choice, now: datetime) -> bool:
    """Tell whether a number without a word is the new measurement that was asked for (assistant.md 2)."""
    return bool(choice.series) and awaits_repeat(session, patient, Series(choice.series), now)


def _found(
    session: Session, patient: User, read: Understanding, plans: Sequence[Measuring], now: datetime, confirmations: int
) -> Plan:
    """Return the values that are the patient's own, and what must be asked about them."""
    by_series = {one.plan.kind: one for one in plans}
    pressure = by_series.get(PRESSURE)
    measures = tuple(measures_of(read)) if pressure else ()
    sent = tuple((one, by_series[one.series]) for one in series_of(read) if one.series in by_series)
    found = Plan(read, measures, sent, pressure, plans=tuple(plans))
    problem = _problem(session, patient, found, now, confirmations)
    if problem is Reply.IS_IT_RIGHT:
        return replace(found, ask=ask_to_confirm(_values_of(read, found), read.language))
    return replace(found, problem=problem)


def _values_of(read: Understanding, found: Plan) -> list[Value]:
    taken = {KINDS_TAKEN[one.series] for one, _measuring in found.sent if one.series in KINDS_TAKEN}
    taken |= {"bp", "pulse"} if found.measures else set()
    return [one for one in read.values if one.kind in taken]


def _problem(session: Session, patient: User, found: Plan, now: datetime, confirmations: int) -> Reply | None:
    context = CheckContext(confirmations=confirmations)
    outcomes = [check_pressure(Decimal(one.systolic), Decimal(one.diastolic), context) for one in found.measures]
    problems = [check_sent(session, patient, one, now, confirmations) for one, _measuring in found.sent]
    if Reply.UNREADABLE in problems or any(isinstance(one, Refuse) for one in outcomes):
        return Reply.UNREADABLE
    asks = Reply.IS_IT_RIGHT in problems or any(isinstance(one, Confirm) for one in outcomes)
    return Reply.IS_IT_RIGHT if asks else None
