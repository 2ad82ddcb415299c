"""Holds that a risk is assessed whole, signed once, and that what was typed is kept."""

from typing import Any

import pytest
from sqlalchemy import select

from ratings.models import Risk, RiskStatus
from tests.clinician.test_patient import text_of
from tests.clinician.treatment_ground import Treatment, rate
from tests.plugins.cast import count_statements, send
from worklist.models import ItemStatus, WorkItem

WHOLE = {"thoughts": "yes", "plan": "no", "intent": "no", "attempt": "not_asked", "support": "yes", "level": "low",
         "action": "called", "note": "Talade 20 minuter. Systern kommer på onsdag.",
         "next_contact": "2026-11-26"}  # fmt: skip


def red_risk(treatment: Treatment) -> Risk:
    """Let Anna answer 2 to question 9."""
    _rating, completed = rate(treatment, "phq9", [1, 1, 2, 1, 0, 0, 1, 0, 2, 1], number=1)
    assert completed.risk is not None
    return completed.risk


def drowsy_risk(treatment: Treatment) -> Risk:
    """Let Anna say that she nearly fell asleep at the wheel."""
    _rating, completed = rate(treatment, "sk3", [8, 8, 8, 1], number=1)
    assert completed.risk is not None
    return completed.risk


def url(risk: Risk) -> str:
    """Return the address of a risk."""
    return f"/desk/risks/{risk.public_id}"


def stored(treatment: Treatment, risk: Risk) -> Risk:
    """Read a risk again."""
    with treatment.cast.database.transaction() as session:
        return session.scalars(select(Risk).where(Risk.id == risk.id)).one()


def test_the_page_shows_the_raw_answer_and_nothing_is_chosen_beforehand(treatment: Treatment) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    page = cast.browser(cast.karin).get(url(risk)).get_data(as_text=True)
    said = text_of(page)
    assert "Tankar att det skulle vara bättre om du var död" in said
    assert "Mer än hälften av dagarna" in said or "mer än hälften av dagarna" in said.lower()
    assert "070-174 06 05" in said
    assert "Krisinformationen har inte visats" in said
    assert " checked" not in page


def test_a_whole_assessment_is_signed_and_leaves_the_list(treatment: Treatment) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    assert send(cast.browser(cast.karin), url(risk), **WHOLE).status_code == 302
    kept = stored(treatment, risk)
    assert kept.status is RiskStatus.SIGNED
    assert kept.signed_by == cast.karin.id
    assert kept.assessment is not None
    assert kept.assessment["attempt"] == "not_asked"
    assert kept.assessment["next_contact"] == "2026-11-26"
    with cast.database.transaction() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.dedupe_key == f"risk:{risk.public_id}")).one()
        assert item.status is ItemStatus.CLOSED
    page = text_of(cast.browser(cast.erik).get(url(risk)).get_data(as_text=True))
    assert "Signerad bedömning" in page
    assert "Inte frågat" in page
    assert "Karin Lind, sjuksköterska" in page


@pytest.mark.parametrize("name", ["thoughts", "plan", "intent", "attempt", "support", "level", "action"])
def test_a_missing_part_is_marked_and_the_rest_is_kept(treatment: Treatment, name: str) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    refused = send(cast.browser(cast.karin), url(risk), **{k: v for k, v in WHOLE.items() if k != name})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert page.count('class="q miss"') == 1
    assert f'<fieldset class="q miss" id="{name}"' in page
    assert f'data-step-of="{name}" class="miss"' in page
    assert "1 svar saknas" in page
    assert "Systern kommer på onsdag." in page
    assert page.count(" checked") == 6
    assert stored(treatment, risk).status is RiskStatus.OPEN


def test_an_empty_form_names_every_missing_part(treatment: Treatment) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    refused = send(cast.browser(cast.karin), url(risk))
    assert refused.status_code == 422
    assert "7 svar saknas" in refused.get_data(as_text=True)


@pytest.mark.parametrize("wrong", [{"level": "hög"}, {"next_contact": "i morgon"}, {"note": "x" * 4001}])
def test_what_does_not_fit_is_refused(treatment: Treatment, wrong: dict[str, Any]) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    assert send(cast.browser(cast.karin), url(risk), **{**WHOLE, **wrong}).status_code == 422
    assert stored(treatment, risk).status is RiskStatus.OPEN


def test_who_signs_second_sees_the_colleagues_assessment_and_keeps_the_own_text(treatment: Treatment) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    assert send(cast.browser(cast.karin), url(risk), **WHOLE).status_code == 302
    second = send(cast.browser(cast.erik), url(risk), **{**WHOLE, "level": "high", "note": "Min bedömning, Erik."})
    said = text_of(second.get_data(as_text=True))
    assert second.status_code == 409
    assert "Risken är redan bedömd av en kollega." in said
    assert "Karin Lind" in said
    assert "Min bedömning, Erik." in said
    assert stored(treatment, risk).note == WHOLE["note"]


def test_a_risk_about_driving_asks_nothing_about_suicide(treatment: Treatment) -> None:
    cast, risk = treatment.cast, drowsy_risk(treatment)
    browser = cast.browser(cast.karin)
    page = browser.get(url(risk)).get_data(as_text=True)
    assert "Tankar på att ta sitt liv" not in page
    assert "Har du varit nära att somna" in page
    assert send(browser, url(risk), level="raised", action="called").status_code == 302
    assert stored(treatment, risk).status is RiskStatus.SIGNED


def test_a_stranger_can_neither_read_nor_sign(treatment: Treatment) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    stranger = cast.browser(cast.stranger)
    assert stranger.get(url(risk)).status_code == 404
    assert send(stranger, url(risk), **WHOLE).status_code == 404
    assert stored(treatment, risk).status is RiskStatus.OPEN


def test_the_page_of_a_risk_takes_eight_statements(treatment: Treatment) -> None:
    cast, risk = treatment.cast, red_risk(treatment)
    browser = cast.browser(cast.karin)
    browser.get(url(risk))
    with count_statements(cast.database) as seen:
        browser.get(url(risk))
    statements = [one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]
    assert len(statements) == 8, "\n".join(statements)
    assert seen.count("COMMIT") == 1
