"""Holds what becomes of an SMS: values by the web's own rule, alarms at once, the rest to a human, nobody guessed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

import assistant.inbound as inbound_room
from assistant.inbound import handle_inbound
from assistant.sms_replies import TEXTS, Reply, write_reply
from messaging.inbound import record_inbound
from messaging.models import Channel, Message
from messaging.notices import queue_test_sms
from messaging.sms_models import InboundStatus, Sms, SmsInbound, SmsKind
from messaging.sms_texts import has_health_word, segments
from monitoring.models import Reading, Report
from people.identity import set_phone
from people.models import CareUnit, User
from programs.models import Enrollment, EnrollmentStatus
from ratings.models import Risk
from tests.monitoring.ground import Measurer, make_measurer
from tests.plugins.cast import CareCast, make_patient
from worklist.models import Level

PHONE = "+46701740605"
THANKS = "Tack, vi har tagit emot det."


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with limits."""
    return make_measurer(care_cast)


class Post:
    """Sends SMS in and reads the answers."""

    def __init__(self, anna: Measurer) -> None:
        self.anna, self.sent = anna, 0

    def send(self, body: str, minutes: int = 0, number: str = PHONE) -> list[str]:
        """Send an SMS in, let the job run twice, and return the answers so far."""
        self.sent += 1
        now = self.anna.cast.now + timedelta(minutes=minutes)
        with self.anna.cast.database.transaction() as session:
            record_inbound(session, f"SM{self.sent}", number, body, now)
        assert handle_inbound(self.anna.cast.database, now) == 1
        assert handle_inbound(self.anna.cast.database, now) == 0
        return self.answers()

    def answers(self) -> list[str]:
        """Return the answers, oldest first."""
        with self.anna.cast.database.transaction() as session:
            return list(session.scalars(select(Sms.body).where(Sms.kind == SmsKind.REPLY).order_by(Sms.id)))

    def messages(self) -> list[str]:
        """Return what reached the conversation."""
        with self.anna.cast.database.transaction() as session:
            return [one.body for one in session.scalars(select(Message).order_by(Message.id))]

    def reports(self) -> list[Report]:
        """Return the stored reports."""
        with self.anna.cast.database.transaction() as session:
            return list(session.scalars(select(Report).order_by(Report.id)))


@pytest.fixture
def post(anna: Measurer) -> Post:
    """The way in."""
    return Post(anna)


def test_a_value_by_sms_is_stored_and_answered_without_a_word_about_health(post: Post) -> None:
    assert post.send("128/82 puls 64") == [THANKS]
    (report,) = post.reports()
    assert (report.channel, report.rule, report.pulse) == ("sms", "bp_inside", 64)
    assert post.messages() == []
    assert post.anna.items() == []


def test_two_readings_in_one_sms_are_one_report(post: Post) -> None:
    post.send("142/86 64, 138/84 62")
    assert len(post.reports()) == 1
    with post.anna.cast.database.transaction() as session:
        assert session.scalar(select(func.count(Reading.id))) == 6


def test_sms_and_web_follow_the_same_rule_up_to_the_item(post: Post) -> None:
    assert post.send("188/112 puls 80")[-1].startswith("Tack. Vila i 5 minuter")
    assert post.send("186/111 puls 80", 8)[-1] == "Ring oss i dag på 08-465 004 10 eller 1177. Ring 112 om det är akut."
    assert post.anna.open_reasons() == ["value_crisis"]


def test_an_implausible_value_is_stored_only_after_a_yes(post: Post) -> None:
    assert post.send("234/84") == ["Stämmer det? Svara JA eller skicka igen."]
    assert post.reports() == []
    post.send("Ja", 2)
    assert [one.systolic for one in post.reports()] == [234]


def test_a_yes_to_nothing_goes_to_a_human(post: Post) -> None:
    post.send("Ja")
    assert (post.messages(), post.reports()) == (["Ja"], [])


def test_a_swapped_pair_is_never_turned_by_itself(post: Post) -> None:
    (asked,) = post.send("84/134")
    assert asked.startswith("Talen verkar stå i omvänd ordning.")
    assert post.reports() == []
    post.send("JA", 1)
    assert [(one.systolic, one.diastolic) for one in post.reports()] == [(134, 84)]


def test_a_no_to_a_question_back_stores_nothing(post: Post) -> None:
    post.send("84/134")
    assert post.send("NEJ", 1)[-1] == "Då sparar vi inget. Skicka igen när du vill."
    assert post.reports() == []


def test_words_beside_a_value_reach_a_human_too(post: Post) -> None:
    post.send("142/86 puls 64. Jag undrar över min nya tablett")
    assert len(post.reports()) == 1
    assert len(post.messages()) == 1


def test_everything_else_becomes_a_message_by_sms(post: Post) -> None:
    assert post.send("Kan jag byta tid till torsdag?") == [THANKS]
    with post.anna.cast.database.transaction() as session:
        assert session.scalars(select(Message.channel)).all() == [Channel.SMS]
    assert post.anna.open_reasons() == ["message_sms"]


def test_an_acute_word_comes_first_and_is_answered_with_whom_to_call(post: Post) -> None:
    answer = post.send("Har ont i bröstet och 182/115")[-1]
    assert all(number in answer for number in ("112", "90101", "1177"))
    item = next(one for one in post.anna.items() if one.reason == "acute_words")
    assert item.level is Level.NOW
    assert (len(post.messages()), len(post.reports()), len(post.answers())) == (1, 1, 1)


def test_crisis_words_at_night_say_that_nobody_reads_and_raise_a_risk(post: Post) -> None:
    answer = post.send("Jag vill inte leva längre", minutes=16 * 60)[-1]
    assert "Ingen läser det här just nu" in answer
    with post.anna.cast.database.transaction() as session:
        assert session.scalar(select(func.count(Risk.id))) == 1


def test_crisis_words_are_answered_although_the_number_said_stop(post: Post) -> None:
    with post.anna.cast.database.transaction() as session:
        record_inbound(session, "SMstop", PHONE, "STOPP", post.anna.cast.now)
    assert "90101" in post.send("Jag vill inte leva längre", 1)[-1]


def test_what_only_sounds_like_an_alarm_is_answered_with_whom_to_call_and_kept_for_people(post: Post) -> None:
    text = "det känns som att livet rinner ur mig"
    answer = post.send(text)[-1]
    assert "112" in answer
    assert not has_health_word(answer)
    assert text in post.messages()


def test_a_shared_number_guesses_nobody(post: Post) -> None:
    with post.anna.cast.database.transaction() as session:
        unit = session.get_one(CareUnit, post.anna.cast.unit.id)
        make_patient(session, unit, "Bo Berg", "070-174 06 05")
    assert post.send("128/82 puls 64") == ["Flera använder det här numret. Svara med förnamnet på den som det gäller."]
    assert (post.reports(), post.messages()) == ([], [])
    assert post.anna.open_reasons() == ["sms_unidentified"]
    with post.anna.cast.database.transaction() as session:
        row = session.scalars(select(SmsInbound)).one()
    assert (row.status, row.body) == (InboundStatus.UNIDENTIFIED, "128/82 puls 64")


def test_an_unknown_number_is_kept_and_answered_only_in_danger(post: Post) -> None:
    assert post.send("128/82", number="+46701740699") == []
    assert "112" in post.send("Jag ska ta mitt liv", number="+46701740699")[-1]


def test_a_yes_to_the_test_sms_proves_the_phone(post: Post) -> None:
    with post.anna.cast.database.transaction() as session:
        user, unit = session.get_one(User, post.anna.cast.anna.id), session.get_one(CareUnit, post.anna.cast.unit.id)
        user.phone_verified_at = None
        session.get_one(Enrollment, post.anna.enrollment_id).status = EnrollmentStatus.INVITED
        set_phone(user, "070-174 06 05")
        queue_test_sms(session, user, unit, post.anna.cast.now)
    assert post.send("Ja") == [THANKS]
    with post.anna.cast.database.transaction() as session:
        assert session.get_one(User, post.anna.cast.anna.id).phone_verified_at is not None
        assert session.get_one(Enrollment, post.anna.enrollment_id).status is not EnrollmentStatus.INVITED
    assert post.messages() == []


def test_a_fault_of_ours_hands_the_text_to_a_human(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(inbound_room, "find_alarm", fail)
    post.send("128/82 puls 64")
    assert post.messages() == ["128/82 puls 64"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("reply", list(Reply))
def test_no_answer_names_health_and_each_fits(anna: Measurer, reply: Reply, language: str) -> None:
    with anna.cast.database.transaction() as session:
        unit = session.get_one(CareUnit, anna.cast.unit.id)
        for hours in (0, 12):
            text = write_reply(reply, language, unit, anna.cast.now + timedelta(hours=hours))
            assert not has_health_word(text)
            assert segments(text) <= 2
    assert set(TEXTS) == set(Reply)
