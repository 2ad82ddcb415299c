"""Holds that a changed plan is told to the patient: in the thread and on the first page, by SMS without a number."""

import re
from datetime import timedelta

from sqlalchemy import select

from messaging.models import Message, Sender
from messaging.sms_models import Sms, SmsKind
from monitoring.series import Series
from people.identity import set_phone
from people.models import User
from tests.clinician.test_series import form_of, save
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast


def ground(cast: CareCast, *, limits: bool = True) -> SeriesMeasurer:
    """Anna with the plans of heart failure, and a phone that may be told."""
    anna = make_series(cast, "heart_failure", limits=limits)
    if limits:  # somebody has set them
        anna.change(Series.WEIGHT, set_by=cast.karin.id)
    with cast.database.transaction() as session:
        user = session.get_one(User, cast.anna.id)
        set_phone(user, "+46701740605")
        user.sms_consent_at = user.phone_verified_at = cast.now
    return anna


def told(anna: SeriesMeasurer) -> list[str]:
    """Return what was put into the thread by itself."""
    with anna.cast.database.transaction() as session:
        query = select(Message.body).where(Message.sender == Sender.AUTOMATIC)
        return list(session.scalars(query.order_by(Message.id)))


def test_what_is_measured_now_and_when_is_told_in_plain_words(care_cast: CareCast) -> None:
    anna = ground(care_cast)
    desk = care_cast.browser(care_cast.karin)
    assert save(desk, anna, form_of(anna, target="78,0", rhythm="thrice_a_week", hour="8")).status_code == 302
    assert told(anna) == [
        "Karin Lind har ändrat din mätplan. Det här gäller nu: Vikt: tre dagar i veckan, gärna vid klockan 8. "
        "Dina egna gränser är nya. Du ser dem under Mätvärden, och svaren du får följer dem. "
        "Undrar du över något, skriv här."
    ]
    phone = care_cast.browser(care_cast.anna)
    home = phone.get("/home").text
    assert "Din mätplan är ändrad" in home
    assert "Vikt: tre dagar i veckan, gärna vid klockan 8." in home
    with care_cast.database.transaction() as session:
        (body,) = session.scalars(select(Sms.body).where(Sms.kind == SmsKind.NOTICE)).all()
    assert not re.search(r"78|vikt|plan|tre dagar", body.lower())
    care_cast.clock.instant += timedelta(days=4)
    assert "Din mätplan är ändrad" not in phone.get("/home").text


def test_the_first_limits_with_advice_and_a_new_reason_alone_are_no_news(care_cast: CareCast) -> None:
    anna = ground(care_cast, limits=False)
    desk = care_cast.browser(care_cast.karin)
    advice = {"text_W1": "Ta 1 extra tablett i 3 dagar.", "sign": "yes"}
    assert save(desk, anna, form_of(anna, **advice)).status_code == 302
    again = form_of(anna, reason="Samma gränser, ny anteckning", **advice)
    assert save(desk, anna, again).status_code == 302
    assert told(anna) == []
    assert "Din mätplan är ändrad" not in care_cast.browser(care_cast.anna).get("/home").text


def test_a_series_that_is_added_or_ended_is_told(care_cast: CareCast) -> None:
    anna = ground(care_cast)
    desk = care_cast.browser(care_cast.karin)
    fields = {"kind": "steps", "rhythm": "daily", "hour": "9", "reason": "Vill gå mer", "plan": ""}
    assert save(desk, anna, fields).status_code == 302
    assert told(anna)[-1].startswith("Karin Lind har lagt till något att mäta. Det här gäller nu: Steg: varje dag")
    plan = anna.plan(Series.STEPS).public_id
    assert save(desk, anna, {**fields, "plan": plan, "end": "yes"}).status_code == 302
    assert told(anna)[-1] == (
        "Karin Lind har ändrat din mätplan. Du behöver inte mäta det här längre: Steg. Dina värden finns kvar att läsa."
    )
    assert save(desk, anna, {**fields, "plan": ""}).status_code == 302, "what was ended can be added again"
    assert anna.plan(Series.STEPS).version == 4
