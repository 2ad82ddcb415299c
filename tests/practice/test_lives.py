"""Made-up lives look like lives: a thread is in the order of time, and a button phone is not asked to sign in."""

from random import Random

from sqlalchemy import select

from messaging.models import Message
from messaging.sms_models import Sms
from practice.living import Ward, add_patient, live_story
from practice.stories import Story, personnummer
from tests.plugins.cast import make_care_cast


def test_a_button_phone_in_two_programs_has_one_thread_in_order_and_is_not_asked_in(sqlite_url: str) -> None:
    cast = make_care_cast(sqlite_url)
    story = Story("Bo Ek", "19410627", "hypertension", "norr", "karin", 3, "steady", web=False, level=80.0,
                  also=("heart_failure",))  # fmt: skip
    with cast.database.transaction() as session:
        bo = add_patient(session, story, personnummer(story.born, 9), "070-174 06 77", cast.now)
        ward = Ward(cast.unit, cast.karin, cast.lena, "https://egenvag.example", cast.erik)
        live_story(session, story, bo, ward, Random(7), cast.now)
        sent = list(session.scalars(select(Message.sent_at).order_by(Message.id)))
        got = list(session.scalars(select(Sms.body)))
    cast.database.engine.dispose()
    assert len(sent) >= 2
    assert sent == sorted(sent)
    assert got
    assert not [body for body in got if "Logga in" in body]
