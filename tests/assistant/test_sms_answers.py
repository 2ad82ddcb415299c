"""Practical questions by SMS are answered by SMS when the unit lets it, and then too a human reads them."""

import pytest
from sqlalchemy import select, update

from assistant.sms_answers import ANSWERS, sms_answer
from core.language import LANGUAGES
from messaging.sms_texts import has_health_word, is_gsm, segments
from people.models import CareUnit, User
from tests.assistant.test_inbound import Post
from tests.messaging.test_sms_texts import HEALTH
from tests.monitoring.ground import Measurer, make_measurer
from tests.plugins.cast import CareCast
from worklist.models import ItemKind, WorkItem


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with limits."""
    return make_measurer(care_cast)


def choose(anna: Measurer, by_sms: bool, by_web: bool = True) -> None:
    """Let the unit answer by SMS or not, and give Anna a phone with or without a web."""
    with anna.cast.database.transaction() as session:
        session.execute(update(CareUnit).values(answers_by_sms=by_sms))
        session.execute(update(User).where(User.id == anna.cast.anna.id).values(sms_by_web=by_web))


def waiting(anna: Measurer) -> int:
    with anna.cast.database.transaction() as session:
        return len(session.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.MESSAGE)).all())


@pytest.mark.parametrize("by_web", [True, False])
def test_a_unit_that_lets_it_answers_by_sms_and_a_human_reads_the_question_too(anna: Measurer, by_web: bool) -> None:
    choose(anna, by_sms=True, by_web=by_web)
    (answer,) = Post(anna).send("när får jag svar?")
    assert answer.startswith("Vi svarar senast ")
    assert waiting(anna) == 1


def test_without_the_units_choice_an_sms_only_tells_where_the_answer_is(anna: Measurer) -> None:
    choose(anna, by_sms=False)
    (answer,) = Post(anna).send("när får jag svar?")
    assert "Logga in" in answer


def test_a_question_about_health_is_never_answered_by_sms(anna: Measurer) -> None:
    choose(anna, by_sms=True)
    (answer,) = Post(anna).send("vad är högt blodtryck")
    assert "135" not in answer
    assert not has_health_word(answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ANSWERS)
def test_every_answer_is_one_segment_without_a_word_about_health(anna: Measurer, topic: str, language: str) -> None:
    anna.cast.unit.answers_by_sms = True
    text = sms_answer(topic, language, anna.cast.unit, anna.cast.now)
    assert text
    assert is_gsm(text)
    assert segments(text) == 1
    assert HEALTH.search(text) is None
    assert not has_health_word(text)
    assert "%(" not in text
