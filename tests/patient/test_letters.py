"""Letters to oneself: they come back on their day, once, are told without a word of health, and stay to be read."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.ids import new_public_id
from messaging.sms_models import Sms
from messaging.sms_texts import has_health_word
from programs.letters import send_letters
from programs.models import Enrollment, EnrollmentStatus, Letter, ModuleStatus, ModuleUnlock
from programs.progress import complete_step, get_place, save_answers
from programs.schema import Program
from programs.sending_in import submit_module
from tests.plugins.cast import CareCast, send
from tests.plugins.walk_program import enroll_walk

WORDS = "Gå ut även när det regnar."


def write_letter(cast: CareCast, words: str = WORDS) -> Enrollment:
    """Let Anna write to herself in module 3 and send it in."""
    enrollment = enroll_walk(cast, opened=3)
    with cast.database.transaction() as session:
        place = get_place(session, cast.anna.id, enrollment.public_id, 3)
        save_answers(session, place, "letter", {"words": words}, cast.now)
        complete_step(session, place, "letter", cast.now)
    with cast.database.transaction() as session:
        submit_module(session, get_place(session, cast.anna.id, enrollment.public_id, 3), cast.now)
    return enrollment


def letters(cast: CareCast) -> list[Letter]:
    """Return the letters that have come back."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(Letter)))


def later(cast: CareCast, **days: float) -> datetime:
    """Let time pass, and sign Anna in anew; returns the instant."""
    cast.clock.instant += timedelta(**days)
    cast.tokens.clear()
    return cast.now


def test_a_letter_comes_back_on_its_day_and_is_told_once(care_cast: CareCast, walk: Program) -> None:
    write_letter(care_cast)
    assert send_letters(care_cast.database, later(care_cast, days=89)) == 0
    assert send_letters(care_cast.database, later(care_cast, days=1)) == 1
    assert send_letters(care_cast.database, later(care_cast, days=1)) == 0
    assert len(letters(care_cast)) == 1
    with care_cast.database.transaction() as session:
        told = session.scalars(select(Sms).where(Sms.dedupe_key.startswith("notice:letter:"))).all()
        assert [one.body for one in told] == [
            "Du har något nytt att läsa. Logga in när det passar dig. /Vårdcentralen Norr"
        ]
        assert not has_health_word(told[0].body)


def test_it_stands_on_home_until_it_is_read_and_under_the_program_afterwards(
    care_cast: CareCast, walk: Program
) -> None:
    enrollment = write_letter(care_cast)
    send_letters(care_cast.database, later(care_cast, days=90))
    browser = care_cast.browser(care_cast.anna)
    address = f"/letters/{letters(care_cast)[0].public_id}"
    assert address in browser.get("/home").get_data(as_text=True)
    page = browser.get(address).get_data(as_text=True)
    assert WORDS in page
    assert "måndag 23 november" in page
    assert address not in browser.get("/home").get_data(as_text=True)
    assert address in browser.get(f"/program/{enrollment.public_id}").get_data(as_text=True)


def test_the_words_are_those_that_were_sent_in_last(care_cast: CareCast, walk: Program) -> None:
    enrollment = write_letter(care_cast)
    with care_cast.database.transaction() as session:
        session.query(ModuleUnlock).filter_by(module=3).update({"status": ModuleStatus.RETURNED})
    with care_cast.database.transaction() as session:
        place = get_place(session, care_cast.anna.id, enrollment.public_id, 3)
        save_answers(session, place, "letter", {"words": "Nya ord"}, care_cast.now)
        submit_module(session, place, care_cast.now)
    send_letters(care_cast.database, later(care_cast, days=90))
    page = care_cast.browser(care_cast.anna).get(f"/letters/{letters(care_cast)[0].public_id}").get_data(as_text=True)
    assert "Nya ord" in page
    assert WORDS not in page


@pytest.mark.parametrize(("status", "comes"), [(EnrollmentStatus.ENDED, 1), (EnrollmentStatus.PAUSED, 0)])
def test_it_comes_after_the_end_and_waits_for_a_pause(
    care_cast: CareCast, walk: Program, status: EnrollmentStatus, comes: int
) -> None:
    enrollment = write_letter(care_cast)
    with care_cast.database.transaction() as session:
        session.get_one(Enrollment, enrollment.id).status = status
    assert send_letters(care_cast.database, later(care_cast, days=95)) == comes


def test_it_is_read_long_after_the_programs_texts_are_closed(care_cast: CareCast, walk: Program) -> None:
    enrollment = write_letter(care_cast)
    send_letters(care_cast.database, later(care_cast, days=90))
    with care_cast.database.transaction() as session:
        ended = session.get_one(Enrollment, enrollment.id)
        ended.status, ended.ended_at = EnrollmentStatus.ENDED, care_cast.now
    later(care_cast, days=400)
    browser = care_cast.browser(care_cast.anna)
    assert browser.get(f"/program/{enrollment.public_id}/3").status_code == 404
    assert WORDS in browser.get(f"/letters/{letters(care_cast)[0].public_id}").get_data(as_text=True)


def test_nothing_written_is_no_letter(care_cast: CareCast, walk: Program) -> None:
    write_letter(care_cast, "")
    assert send_letters(care_cast.database, later(care_cast, days=90)) == 0
    assert letters(care_cast) == []


def test_anothers_letter_is_not_there(sqlite_cast: CareCast, walk: Program) -> None:
    write_letter(sqlite_cast)
    send_letters(sqlite_cast.database, later(sqlite_cast, days=90))
    stranger = sqlite_cast.browser(sqlite_cast.other_patient)
    assert stranger.get(f"/letters/{letters(sqlite_cast)[0].public_id}").status_code == 404
    assert letters(sqlite_cast)[0].read_at is None
    assert stranger.get(f"/letters/{new_public_id()}").status_code == 404
    assert send(stranger, f"/letters/{new_public_id()}").status_code == 405
