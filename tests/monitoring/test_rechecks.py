"""Holds the fifteen minutes after a low glucose value: asked once, where it was told, unless the new one has come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from messaging.models import Message, Sender
from messaging.sms_models import Sms, SmsKind, SmsStatus
from messaging.sms_texts import has_health_word
from monitoring.models import Report
from monitoring.rechecks import ask_rechecks
from monitoring.reports import report_series
from monitoring.series import Series
from monitoring.settling import settle_provisional
from people.models import User
from tests.monitoring.series_ground import SeriesMeasurer, make_series, sent_of
from tests.plugins.cast import CareCast

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sugar(sqlite_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(sqlite_cast, "diabetes_insulin")


@pytest.fixture
def sugar_on_both(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(care_cast, "diabetes_insulin")


def tell(anna: SeriesMeasurer, value: str, minutes: int = 0, channel: str = "sms") -> None:
    """Report a glucose value so many minutes from now."""
    at = anna.cast.now + minutes * MINUTE
    with anna.cast.database.transaction() as session:
        around = anna.around_series(session, Series.GLUCOSE)
        report_series(session, around, sent_of(Series.GLUCOSE, value), taken_at=at, channel=channel, now=at)


def asked(anna: SeriesMeasurer, *minutes: int) -> list[int]:
    """Run the job at minutes from now; returns how many it asked each time."""
    return [ask_rechecks(anna.cast.database, anna.cast.now + one * MINUTE) for one in minutes]


def questions(anna: SeriesMeasurer) -> list[Sms]:
    """Return the SMS that ask again."""
    with anna.cast.database.transaction() as session:
        return list(session.scalars(select(Sms).where(Sms.dedupe_key.startswith("recheck:")).order_by(Sms.id)))


@pytest.mark.parametrize("value", ["2.6", "3.5", "LO"])
def test_who_told_by_sms_is_asked_by_sms_once_and_without_a_word_of_health(sugar: SeriesMeasurer, value: str) -> None:
    tell(sugar, value)
    assert asked(sugar, 14, 15, 16, 29, 31) == [0, 1, 0, 0, 0]
    (sms,) = questions(sugar)
    assert (sms.kind, sms.at_night, sms.status) == (SmsKind.REPLY, True, SmsStatus.PLANNED)
    assert sms.deadline == sugar.cast.now + 45 * MINUTE
    assert not has_health_word(sms.body)
    assert sms.body == "Dags att göra om det och svara igen. Ring 112 om det är akut. /Vårdcentralen Norr"


def test_nothing_is_asked_when_the_new_value_has_come(sugar: SeriesMeasurer) -> None:
    tell(sugar, "3.4")
    tell(sugar, "4.8", 12)
    assert asked(sugar, 15, 20) == [0, 0]


def test_a_question_that_has_not_left_is_taken_back_by_the_new_value(sugar_on_both: SeriesMeasurer) -> None:
    tell(sugar_on_both, "3.4")
    assert asked(sugar_on_both, 15) == [1]
    tell(sugar_on_both, "4.8", 16, channel="web")
    assert [one.status for one in questions(sugar_on_both)] == [SmsStatus.CANCELLED]


def test_one_that_is_still_low_is_asked_about_again(sugar_on_both: SeriesMeasurer) -> None:
    tell(sugar_on_both, "2.8")
    assert asked(sugar_on_both, 15) == [1]
    tell(sugar_on_both, "3.1", 17)
    assert asked(sugar_on_both, 20, 31, 32, 33) == [0, 0, 1, 0]
    assert len(questions(sugar_on_both)) == 2


@pytest.mark.parametrize("channel", ["web", "chat"])
def test_who_told_it_in_the_app_is_asked_in_the_thread_in_his_own_language(
    sugar: SeriesMeasurer, channel: str
) -> None:
    tell(sugar, "3.4", channel=channel)
    assert asked(sugar, 15, 16) == [1, 0]
    assert questions(sugar) == []
    with sugar.cast.database.transaction() as session:
        (message,) = session.scalars(select(Message))
        assert message.sender is Sender.AUTOMATIC
        assert message.body.startswith("15 minuter har gått. Mät blodsockret igen.")
        assert message.about == f"recheck:{session.scalar(select(Report.public_id))}"


def test_who_does_not_answer_is_before_the_nurse_after_half_an_hour(sugar: SeriesMeasurer) -> None:
    tell(sugar, "3.4")
    asked(sugar, 15)
    assert sugar.open_reasons() == []
    assert settle_provisional(sugar.cast.database, sugar.cast.now + 30 * MINUTE) == 1
    assert sugar.open_reasons() == ["glucose_no_recheck"]


@pytest.mark.parametrize("value", ["5.2", "16.0"])
def test_other_values_are_not_asked_about(sugar: SeriesMeasurer, value: str) -> None:
    tell(sugar, value)
    assert asked(sugar, 15, 20) == [0, 0]


def test_who_has_said_no_to_sms_but_writes_by_sms_gets_the_answer_he_waits_for(sugar: SeriesMeasurer) -> None:
    with sugar.cast.database.transaction() as session:
        session.get_one(User, sugar.cast.anna.id).sms_consent_at = None
    tell(sugar, "3.4")
    asked(sugar, 15)
    assert len(questions(sugar)) == 1
