"""The question card on paper: what each row, number and letter of an SMS stands for, so that no SMS says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.check_steps import LETTERS, SIGNS, steps_after_value, steps_of_check
from assistant.day_rows import rows_of
from assistant.diary_steps import left_for_web, steps_of_fields
from assistant.steps import Step, StepKind
from core.language import _l, say
from monitoring.questions import ASKED_BY, DIZZY, QUESTIONS, TOOK_EXTRA
from monitoring.series import CHECKS, FACTS, Series
from monitoring.symptoms import HIGH, LOW, OF_SERIES
from people.models import User
from programs.day_diary import diary_of
from programs.measuring import Measuring, list_measuring
from programs.models import Enrollment, EnrollmentStatus

PRESSURE_SENT = _l("Skriv övre, undre och puls: 128/82 64. Mät två gånger.")
WRITE = _l("Skriv talet: %(example)s.")
WORD_TOO = _l("Vill du skicka det när som helst? Skriv ordet före: %(example)s.")
EXAMPLES = {
    Series.WEIGHT: _l("vikt 83,2"), Series.GLUCOSE: _l("socker 6,8 före frukost"), Series.KETONES: _l("ketoner 0,3"),
    Series.HBA1C: _l("hba1c 48"), Series.SPO2: _l("syre 94"), Series.TEMPERATURE: _l("temp 37,6"),
    Series.PEF: _l("pef 420"), Series.RATE: _l("andetag 16"), Series.STEPS: _l("steg 4200"),
    Series.NRS: _l("besvär 3"),
}  # fmt: skip
"""How a value of each series is written, with the word before it."""
_RULE_WORDS = {
    Series.WEIGHT: "weight", Series.GLUCOSE: "glucose", Series.SPO2: "spo2", Series.PEF: "pef", Series.PRESSURE: "bp",
    Series.TEMPERATURE: "temperature", Series.RATE: "rate", Series.KETONES: "ketones",
}  # fmt: skip
DIARY_ROW = _l("Dagens rad i dagboken")
REST = _l("Resten av raden fyller du i på webben.")


@dataclass(frozen=True)
class CardQuestion:
    """One question with the mark an SMS calls it by, and what may be answered."""

    mark: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class CardRow:
    """One row of the card.

    :ivar mark: its number, "" for the row of a diary.
    :ivar lines: how it is done and what is written.
    """

    mark: str
    title: str
    lines: tuple[str, ...] = ()
    questions: tuple[CardQuestion, ...] = ()


@dataclass(frozen=True)
class Card:
    """What stands on one patient's card.

    :ivar after: what may be asked after a value, by letter.
    """

    rows: tuple[CardRow, ...]
    after: tuple[CardQuestion, ...]


def card_of(session: Session, patient: User, language: str, units: Sequence[int] | None = None) -> Card:
    """Return a patient's card; two statements.

    :param units: only what is measured for these units, when a member of staff looks.
    """
    plans = [one for one in list_measuring(session, patient.id) if units is None or one.unit.id in units]
    wanted = select(Enrollment).where(
        Enrollment.patient_id == patient.id, Enrollment.status == EnrollmentStatus.ACTIVE
    )
    enrollments = session.scalars(wanted.order_by(Enrollment.id)).all()
    own = [one for one in enrollments if units is None or one.unit_id in units]
    rows = [_row(row.number, row.series, language) for row in rows_of(plans)]
    return Card((*rows, *_diaries(own, language)), _after(plans, language))


def _row(number: int, series: Series, language: str) -> CardRow:
    facts = FACTS[series]
    title, how = say(language, facts.measuring), say(language, facts.how)
    if series in CHECKS:
        return CardRow(str(number), title, (how,), _questions(steps_of_check(series, language)))
    if series is Series.PRESSURE:
        return CardRow(str(number), title, (how, say(language, PRESSURE_SENT)))
    example = say(language, EXAMPLES[series])
    figures = next((word for word in example.split() if word[0].isdigit()), "")
    lines = (how, say(language, WRITE, example=figures), say(language, WORD_TOO, example=example))
    return CardRow(str(number), title, lines)


def _questions(steps: Sequence[Step]) -> tuple[CardQuestion, ...]:
    return tuple(CardQuestion(step.letter or str(number), step.text, _answers(step))
                 for number, step in enumerate(steps, start=1))  # fmt: skip


def _answers(step: Step) -> tuple[str, ...]:
    if step.is_yes_no:
        return tuple(one.label for one in step.options)
    if step.options:
        return tuple(f"{one.digit} {one.label}" for one in step.options)
    return (f"{step.low}–{step.high}",) if step.kind is StepKind.NUMBER else ("06.40",)


def _diaries(enrollments: Sequence[Enrollment], language: str) -> list[CardRow]:
    rows = []
    for enrollment in enrollments:
        diary = diary_of(enrollment)
        if diary is not None:
            title = diary.form.title.of(language) if diary.form else say(language, DIARY_ROW)
            lines = (say(language, REST),) if left_for_web(diary.fields, {}) else ()
            rows.append(CardRow("", title, lines, _questions(steps_of_fields(diary.fields, language))))
    return rows


def _after(plans: Sequence[Measuring], language: str) -> tuple[CardQuestion, ...]:
    """Return the questions that the rules of the patient's own series may ask, each by its letter."""
    series = [row.series for row in rows_of(plans)]
    words = tuple(_RULE_WORDS[one] for one in series if one in _RULE_WORDS)
    asked = {one.id for rule, some in ASKED_BY.items() if rule.name.lower().startswith(words) for one in some}
    if any(one.measuring.plan.instructions for one in rows_of(plans)):
        asked.add(TOOK_EXTRA.id)
    signs = [sign for rule, some in OF_SERIES.items() if rule.name.lower().startswith(words) for sign in some]
    if Series.PRESSURE in series:
        signs += [*HIGH, *LOW]
        asked.add(DIZZY.id)
    steps = steps_after_value([one for one in QUESTIONS if one in asked], list(dict.fromkeys(signs)), language)
    order = list(LETTERS)
    return _questions(sorted(steps, key=lambda step: order.index(step.id if step.id in order else SIGNS)))

