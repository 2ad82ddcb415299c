"""The one screen of enrolment: what it keeps, what it asks for, and what two at once may not do."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import AuditEvent
from messaging.sms_models import Sms
from people.models import User
from people.patients import Person, find_or_create_patient
from programs.models import EnrollmentStatus
from tests.clinician.enrollment_ground import BOARD, GATE, NEW, TAGE, how_many, kept, screen, text_of
from tests.plugins.cast import CareCast, send

S = EnrollmentStatus


def test_one_screen_enrols_and_sends_the_sms(care_cast: CareCast, lena: FlaskClient) -> None:
    """Scenario 1."""
    answer = send(lena, NEW, **screen(care_cast))
    assert answer.status_code == 302
    enrollment = kept(care_cast)
    assert answer.location == f"{BOARD}/{enrollment.public_id}"
    assert (enrollment.status, enrollment.clinician_id) == (S.INVITED, care_cast.karin.id)
    with care_cast.database.transaction() as session:
        patient = session.get_one(User, enrollment.patient_id)
        assert (patient.name, patient.phone) == ("Tage Holmgren", "+46701740621")
        assert session.scalars(select(Sms.user_id)).all() == [patient.id]
    page = text_of(lena.get(answer.location).get_data(as_text=True))
    assert "92 år" in page
    assert "väntar på att skickas" in page


def test_nothing_is_chosen_beforehand(care_cast: CareCast, lena: FlaskClient) -> None:
    page = lena.get(NEW).get_data(as_text=True)
    assert not re.search(r'name="q_\w+"[^>]*checked', page)
    assert not re.search(r'name="(care_consent|sms_consent|self_care|program)"[^>]*checked', page)
    assert "tecken, ett SMS" in text_of(page)


def test_a_draft_may_lack_everything_but_who_what_and_when(care_cast: CareCast, lena: FlaskClient) -> None:
    bare = {f"q_{key}": None for key in GATE}
    answer = send(lena, NEW, **screen(care_cast, **bare, phone=None, wish=None, care_consent=None, self_care=None,
                                      action="draft"))
    assert answer.status_code == 302
    assert kept(care_cast).status is S.ORDERED
    assert how_many(care_cast, Sms) == 0
    page = text_of(lena.get(answer.location).get_data(as_text=True))
    for sentence in ("Lämplighetsbedömningen är inte klar.", "Mobilnummer saknas.", "Beslut om egenvård saknas."):
        assert sentence in page


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"q_fits": None}, "#q-fits"), ({"q_bipolar": "yes"}, "#why-bipolar"), ({"wish": " "}, "#wish"),
        ({"care_consent": None}, "#care_consent"), ({"self_care": None}, "#self_care"), ({"phone": ""}, "#phone"),
        ({"personnummer": "19340201-1295"}, "#personnummer"), ({"name": ""}, "#name"), ({"program": None}, "#program"),
        ({"clinician": None}, "#clinician"), ({"starts_on": "2026-11-22"}, "#starts_on"),
        ({"starts_on": "i morgon"}, "#starts_on"), ({"language": "xx"}, "#language"),
    ],
)
def test_a_missing_part_is_pointed_out_and_nothing_typed_is_lost(
    care_cast: CareCast, lena: FlaskClient, changes: dict[str, Any], place: str
) -> None:
    answer = send(lena, NEW, **screen(care_cast, **{"wish": "Min önskan & <b>"} | changes))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="{place}"' in page
    assert f'id="{place[1:]}"' in page
    if "wish" not in changes:
        assert "Min önskan &amp; &lt;b&gt;" in page
    assert (how_many(care_cast), how_many(care_cast, Sms)) == (0, 0)


def test_an_odd_answer_with_its_reason_is_accepted(care_cast: CareCast, lena: FlaskClient) -> None:
    answer = send(lena, NEW, **screen(care_cast, q_bipolar="yes", why_bipolar="Stabil sedan tio år."))
    assert answer.status_code == 302
    assert kept(care_cast).gate["notes"] == {"bipolar": "Stabil sedan tio år."}


def test_without_script_a_button_shows_the_programs_questions(care_cast: CareCast, lena: FlaskClient) -> None:
    before = lena.get(NEW).get_data(as_text=True)
    assert "Visa frågor" in before
    shown = send(lena, NEW, **screen(care_cast, program="hypertension", action="questions")).get_data(as_text=True)
    assert 'name="q_meter"' in re.sub(r"<template.*?</template>", "", shown, flags=re.DOTALL)
    assert 'value="Tage Holmgren"' in shown
    assert how_many(care_cast) == 0


def test_a_double_submit_is_one_enrolment_and_one_sms(care_cast: CareCast, lena: FlaskClient) -> None:
    first = send(lena, NEW, key="k" * 22, **screen(care_cast))
    again = send(lena, NEW, key="k" * 22, **screen(care_cast))
    assert (first.status_code, again.location) == (302, first.location)
    assert (how_many(care_cast), how_many(care_cast, Sms)) == (1, 1)


def test_the_same_person_twice_in_a_program_is_refused(care_cast: CareCast, lena: FlaskClient) -> None:
    send(lena, NEW, **screen(care_cast))
    again = send(lena, NEW, **screen(care_cast))
    assert again.status_code == 409
    assert "redan inskriven" in text_of(again.get_data(as_text=True))
    assert how_many(care_cast) == 1


def test_two_who_enrol_the_same_person_at_once_make_one_enrolment(care_cast: CareCast) -> None:
    browsers = [care_cast.browser(care_cast.lena), care_cast.browser(care_cast.karin)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(lambda browser: send(browser, NEW, **screen(care_cast)).status_code, browsers))
    assert sorted(answers) == [302, 409]
    assert (how_many(care_cast), how_many(care_cast, Sms)) == (1, 1)


def test_another_providers_patient_is_not_shown_and_the_try_is_logged(care_cast: CareCast, lena: FlaskClient) -> None:
    with care_cast.database.transaction() as session:
        theirs = Person(TAGE, "Tage Holm", "070-174 06 22")
        find_or_create_patient(session, care_cast.other_unit, theirs, care_cast.now, care_cast.stranger.id)
    answer = send(lena, NEW, **screen(care_cast))
    page = text_of(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "kan inte ändras härifrån" in page
    assert "070-174 06 22" not in page
    assert how_many(care_cast) == 0
    with care_cast.database.transaction() as session:
        assert session.scalar(select(AuditEvent.id).where(AuditEvent.action == "patient.identity_refused"))


def test_a_known_patients_number_is_changed_when_ticked(care_cast: CareCast, lena: FlaskClient) -> None:
    with care_cast.database.transaction() as session:
        find_or_create_patient(session, care_cast.sister_unit, Person(TAGE, "Tage Holmgren", "070-174 06 22"),
                               care_cast.now, care_cast.sister_clinician.id)
    asked = send(lena, NEW, **screen(care_cast))
    assert asked.status_code == 422
    assert 'name="replace"' in asked.get_data(as_text=True)
    assert send(lena, NEW, **screen(care_cast, replace="yes")).status_code == 302


@pytest.mark.parametrize("who", ["sister_clinician", "stranger"])
def test_a_clinician_of_another_unit_is_not_found(care_cast: CareCast, lena: FlaskClient, who: str) -> None:
    other = getattr(care_cast, who)
    assert send(lena, NEW, **screen(care_cast, clinician=other.public_id)).status_code == 404
    assert send(lena, NEW, **screen(care_cast, program="unknown")).status_code == 404
    assert lena.get(f"{NEW}?unit={care_cast.sister_unit.public_id}").status_code == 404
