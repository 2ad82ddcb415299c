"""The steps of a symptom check and of the questions after a value: the same questions as on the web, one at a time."""

from collections.abc import Sequence

from assistant.steps import Option, Step, StepKind
from core.language import _l, say
from monitoring.questions import QUESTIONS
from monitoring.questions import Question as AfterValue
from monitoring.series import Series
from monitoring.symptoms import SYMPTOMS
from ratings.instruments import Instrument, Item, get_instrument

SIGNS = "symptoms"
"""The question whether the patient has any of the alarm symptoms; its letter comes after those of the others."""
ANY_SIGN = _l("Har du något av det här just nu: %(signs)s?")
LETTERS = {id_: chr(ord("A") + number) for number, id_ in enumerate((*QUESTIONS, SIGNS))}
"""How the card names what may be asked after a value."""
_SAYS: tuple[frozenset[str], ...] = (
    frozenset(("nej", "inget", "inga", "ingen", "som vanligt", "vanligt", "usual", "as usual", "no", "none", "nä")),
    frozenset(("lite", "lite mer", "lite sämre", "något", "något mer", "bit", "a little", "a bit", "lite grann")),
    frozenset(("mycket", "mycket mer", "mycket sämre", "värre", "much", "much more", "much worse", "väldigt")),
)
_NO, _YES = frozenset(("nej", "no", "nä", "inte")), frozenset(("ja", "yes", "jo"))


def steps_of_check(series: Series, language: str) -> tuple[Step, ...]:
    """Return the questions of Hjärtkollen or KOL-kollen (clinical/instruments.md 3.6)."""
    instrument = get_instrument(series.value)
    return tuple(_of_item(instrument, item, language) for item in instrument.items)


def _of_item(instrument: Instrument, item: Item, language: str) -> Step:
    text = item.text.in_language(language) if item.text else ""
    values, words = instrument.values_of(item), instrument.options_of(item)
    if not words:
        return Step(item.id, text, StepKind.NUMBER, low=values[0], high=values[-1])
    labels = [one.label.in_language(language) for one in words]
    says = (_NO, _YES) if len(words) == 2 else _SAYS
    options = tuple(
        Option(one.value, label, str(one.value), says[number])
        for number, (one, label) in enumerate(zip(words, labels, strict=True))
    )
    return Step(item.id, text, options=options)


def steps_after_value(asked: Sequence[str], signs: Sequence[str], language: str) -> tuple[Step, ...]:
    """Return the questions after a value (monitoring/questions.py), the alarm symptoms before all others.

    :param asked: ids of questions.
    :param signs: ids of the alarm symptoms that are asked about together; none asks nothing.
    """
    steps = [_of_question(QUESTIONS[id_], language) for id_ in asked if id_ in QUESTIONS]
    return (*((_of_signs(signs, language),) if signs else ()), *steps)


def _of_question(question: AfterValue, language: str) -> Step:
    is_yes_no = {value for value, _text in question.options} == {"no", "yes"}
    says = (_NO, _YES) if is_yes_no else _SAYS
    options = tuple(
        Option(value, say(language, text), str(number), says[number])
        for number, (value, text) in enumerate(question.options)
    )
    return Step(question.id, say(language, question.text), options=options, letter=LETTERS[question.id])


def _of_signs(signs: Sequence[str], language: str) -> Step:
    words = ", ".join(say(language, SYMPTOMS[one]).lower() for one in signs)
    options = (Option("no", say(language, _l("Nej")), "0", _NO), Option("yes", say(language, _l("Ja")), "1", _YES))
    return Step(SIGNS, say(language, ANY_SIGN, signs=words), options=options, letter=LETTERS[SIGNS])
