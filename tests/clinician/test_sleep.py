"""Holds that a sleep window is in force only by a clinician's decision, and never shortened for who is drowsy."""

from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from programs.models import SleepWindow, WindowStatus
from tests.clinician.test_patient import text_of
from tests.clinician.test_risk import drowsy_risk
from tests.clinician.test_risk import url as risk_url
from tests.clinician.treatment_ground import Treatment, propose, sleep_week, submit
from tests.plugins.cast import send
from worklist.models import ItemStatus, WorkItem


def decide(treatment: Treatment, window: SleepWindow, **fields: Any) -> TestResponse:
    """Send the decision about a window, as Karin."""
    return send(treatment.cast.browser(treatment.cast.karin), f"/desk/windows/{window.public_id}", **fields)


def stored(treatment: Treatment, window: SleepWindow) -> SleepWindow:
    """Read a window again."""
    with treatment.cast.database.transaction() as session:
        return session.scalars(select(SleepWindow).where(SleepWindow.id == window.id)).one()


def test_the_proposal_shows_its_ground_on_every_page_where_it_is_decided(treatment: Treatment) -> None:
    cast = treatment.cast
    submit(treatment, 1)
    sleep_week(treatment)
    window = propose(treatment)
    for page in (treatment.patient_page, treatment.page(1), f"/desk/windows/{window.public_id}"):
        said = text_of(cast.browser(cast.karin).get(page).get_data(as_text=True))
        assert "6 h 15 min , 00:15–06:30" in said or "6 h 15 min, 00:15–06:30" in said, page
        assert "7 nätter, medelsömn 6 h 8 min" in said, page
        assert "Medelsömnen under de senaste nätterna, avrundad uppåt till en kvart." in said, page
        assert "Det låter tufft, jag vågar." in said, page


def test_a_proposal_is_not_in_force_until_it_is_approved(treatment: Treatment) -> None:
    window = propose(treatment)
    assert stored(treatment, window).status is WindowStatus.PROPOSED
    assert decide(treatment, window, act="approve", minutes="375").status_code == 302
    kept = stored(treatment, window)
    assert (kept.status, kept.minutes, kept.decided_by) == (WindowStatus.APPROVED, 375, treatment.cast.karin.id)
    with treatment.cast.database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
        assert item.status is ItemStatus.CLOSED


def test_the_clinician_may_change_the_length(treatment: Treatment) -> None:
    window = propose(treatment)
    assert decide(treatment, window, act="approve", minutes="390").status_code == 302
    assert stored(treatment, window).minutes == 390


@pytest.mark.parametrize("minutes", ["285", "377", "555", "", "sex", "-15", "999999999"])
def test_a_length_that_is_not_allowed_is_refused_with_the_note_kept(treatment: Treatment, minutes: str) -> None:
    window = propose(treatment)
    refused = decide(treatment, window, act="approve", minutes=minutes, note="Vi talades vid i går.")
    assert refused.status_code == 422
    assert "Vi talades vid i går." in refused.get_data(as_text=True)
    assert stored(treatment, window).status is WindowStatus.PROPOSED


def test_declining_needs_a_reason(treatment: Treatment) -> None:
    window = propose(treatment)
    assert decide(treatment, window, act="decline").status_code == 422
    assert decide(treatment, window, act="decline", note="Vi väntar en vecka till.").status_code == 302
    kept = stored(treatment, window)
    assert (kept.status, kept.note) == (WindowStatus.DECLINED, "Vi väntar en vecka till.")


def test_a_window_is_decided_once(treatment: Treatment) -> None:
    window = propose(treatment)
    assert decide(treatment, window, act="approve", minutes="375").status_code == 302
    second = decide(treatment, window, act="decline", note="Jag hann inte före.")
    assert second.status_code == 409
    assert "Jag hann inte före." in second.get_data(as_text=True)
    assert stored(treatment, window).status is WindowStatus.APPROVED


@pytest.mark.parametrize("present", [None, 420])
def test_a_first_or_shorter_window_waits_while_the_patient_is_drowsy(treatment: Treatment, present: int | None) -> None:
    cast = treatment.cast
    if present:
        assert decide(treatment, propose(treatment, present), act="approve", minutes=str(present)).status_code == 302
    risk = drowsy_risk(treatment)
    window = propose(treatment, 405, "narrow")
    refused = decide(treatment, window, act="approve", minutes="405")
    assert refused.status_code == 422
    assert risk_url(risk) in refused.get_data(as_text=True)
    assert stored(treatment, window).status is WindowStatus.PROPOSED
    assert send(cast.browser(cast.karin), risk_url(risk), level="low", action="called").status_code == 302
    assert decide(treatment, window, act="approve", minutes="405").status_code == 302


def test_a_window_that_is_not_shorter_may_be_approved_for_who_is_drowsy(treatment: Treatment) -> None:
    assert decide(treatment, propose(treatment, 420), act="approve", minutes="420").status_code == 302
    drowsy_risk(treatment)
    assert decide(treatment, propose(treatment, 420, "drowsy"), act="approve", minutes="420").status_code == 302


def test_a_stranger_cannot_decide(treatment: Treatment) -> None:
    cast, window = treatment.cast, propose(treatment)
    answer = send(cast.browser(cast.stranger), f"/desk/windows/{window.public_id}", act="approve", minutes="375")
    assert answer.status_code == 404
    assert stored(treatment, window).status is WindowStatus.PROPOSED


def test_the_diary_shows_missed_mornings_as_missed(treatment: Treatment) -> None:
    cast = treatment.cast
    sleep_week(treatment, days=3)
    answer = cast.browser(cast.karin).get(f"/desk/enrollments/{treatment.public_id}/sleep")
    page = text_of(answer.get_data(as_text=True))
    assert page.count("inte ifylld") == 11
    assert "3 av 7 morgnar är ifyllda, för få för ett medel." in page
