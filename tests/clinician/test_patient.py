"""Holds the overview of one patient: who may open it, that it is logged, what it says, and what it costs."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEvent
from people.models import Role
from programs.models import ModuleStatus
from tests.clinician.treatment_ground import Treatment, open_module, propose, rate, sleep_week, submit
from tests.plugins.cast import CareCast, count_statements, make_staff

SIGNED_IN = 1
"""The look-up of who is signed in."""


def text_of(html: str) -> str:
    """Return what a page says, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def logged(cast: CareCast, action: str) -> list[AuditEvent]:
    """Return the log's lines about an action."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_the_overview_tells_what_is_new_with_its_source(treatment: Treatment) -> None:
    rate(treatment, "phq9", [2, 2, 3, 2, 1, 2, 2, 1, 0, 1], at=treatment.cast.now - timedelta(days=14))
    rating, completed = rate(treatment, "phq9", [1, 1, 1, 1, 0, 0, 1, 0, 2, 1], number=1)
    submit(treatment, 1)
    sleep_week(treatment)
    answer = treatment.cast.browser(treatment.cast.karin).get(treatment.patient_page)
    page = answer.get_data(as_text=True)
    said = text_of(page)
    assert answer.status_code == 200
    assert "På fråga 9 i PHQ-9 svarade Anna 2, förra gången 0. Svaret är inte bedömt." in said
    assert "PHQ-9 är nu 7, 8 lägre än vid start. Det är en säker förbättring." in said
    assert "Anna skickade in modul 1, Sömn – så fungerar den" in said
    assert "Sömndagboken är ifylld 7 av 7 morgnar." in said
    assert f"/desk/ratings/{rating.public_id}" in page
    assert completed.risk is not None
    assert f"/desk/risks/{completed.risk.public_id}" in page
    assert "Jag vill orka leka med barnbarnen." in said


def test_what_was_seen_at_the_last_visit_is_not_new(treatment: Treatment) -> None:
    cast = treatment.cast
    rate(treatment, "vk5")
    browser = cast.browser(cast.karin)
    cast.clock.instant += timedelta(minutes=5)
    first_visit = text_of(browser.get(treatment.patient_page).get_data(as_text=True))
    assert "Du har inte läst om patienten förut" in first_visit
    cast.tokens.clear()
    cast.clock.instant += timedelta(hours=3)
    later = text_of(cast.browser(cast.karin).get(treatment.patient_page).get_data(as_text=True))
    assert "Inget nytt har hänt." in later
    assert "måndag 23 november 10:05" in later


def test_every_page_about_a_patient_is_in_the_log(treatment: Treatment) -> None:
    """Scenario 20."""
    cast = treatment.cast
    rating, completed = rate(treatment, "phq9", [1, 1, 1, 1, 0, 0, 1, 0, 2, 1], number=1)
    submit(treatment, 1)
    sleep_week(treatment)
    window = propose(treatment)
    assert completed.risk is not None
    pages = [
        treatment.patient_page, f"{treatment.patient_page}/modules", f"{treatment.patient_page}/ratings",
        f"{treatment.patient_page}/events", treatment.page(1), f"/desk/enrollments/{treatment.public_id}/sleep",
        f"/desk/windows/{window.public_id}", f"/desk/ratings/{rating.public_id}",
        f"/desk/risks/{completed.risk.public_id}",
    ]
    browser = cast.browser(cast.karin)
    for page in pages:
        before = len(logged(cast, "patient.read"))
        assert browser.get(page).status_code == 200, page
        assert len(logged(cast, "patient.read")) == before + 1, page
    assert {event.actor_id for event in logged(cast, "patient.read")} == {cast.karin.id}


def pages_of(treatment: Treatment) -> list[str]:
    """Return every kind of page about Anna."""
    rating, completed = rate(treatment, "phq9", [1, 1, 1, 1, 0, 0, 1, 0, 2, 1], number=1)
    submit(treatment, 1)
    sleep_week(treatment)
    window = propose(treatment)
    assert completed.risk is not None
    return [
        treatment.patient_page, f"{treatment.patient_page}/modules", f"{treatment.patient_page}/ratings",
        f"{treatment.patient_page}/events", treatment.page(1), f"/desk/enrollments/{treatment.public_id}/sleep",
        f"/desk/windows/{window.public_id}", f"/desk/ratings/{rating.public_id}",
        f"/desk/risks/{completed.risk.public_id}",
    ]


def test_a_stranger_gets_404_and_the_try_is_logged(treatment: Treatment) -> None:
    cast = treatment.cast
    for stranger in (cast.stranger, cast.sister_clinician):
        for page in pages_of(treatment) if stranger is cast.stranger else [treatment.patient_page, treatment.page(1)]:
            before = len(logged(cast, "denied.patient.read"))
            answer = cast.browser(stranger).get(page)
            assert answer.status_code == 404, page
            assert "Anna" not in answer.get_data(as_text=True)
            assert len(logged(cast, "denied.patient.read")) == before + 1, page
    assert not logged(cast, "patient.read")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.UNIT_ADMIN, Role.SYSTEM_ADMIN, Role.AUTHOR])
def test_roles_without_care_cannot_open_these_pages(treatment: Treatment, role: Role) -> None:
    cast = treatment.cast
    with cast.database.transaction() as session:
        colleague = make_staff(session, cast.unit, "Nils Alm", "", role)
    for page in pages_of(treatment):
        answer = cast.browser(colleague).get(page)
        assert answer.status_code == 403, page
        assert "Anna" not in answer.get_data(as_text=True)


def test_an_unknown_patient_is_not_found(treatment: Treatment) -> None:
    browser = treatment.cast.browser(treatment.cast.karin)
    assert browser.get("/desk/patients/" + "A" * 22).status_code == 404
    assert browser.get("/desk/risks/" + "A" * 22).status_code == 404
    assert browser.get("/desk/patients/short").status_code == 404


def test_the_overview_takes_ten_statements_and_one_commit(treatment: Treatment) -> None:
    cast = treatment.cast
    for week in range(4):
        rate(treatment, "phq9", at=cast.now - timedelta(days=7 * week))
        rate(treatment, "vk5", at=cast.now - timedelta(days=7 * week))
    submit(treatment, 1)
    sleep_week(treatment)
    propose(treatment)
    browser = cast.browser(cast.karin)
    browser.get(treatment.patient_page)
    with count_statements(cast.database) as seen:
        assert browser.get(treatment.patient_page).status_code == 200
    assert seen.count("COMMIT") == 1
    statements = [one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]
    assert len(statements) == SIGNED_IN + 10, "\n".join(statements)


def test_a_locked_module_is_on_the_path_without_a_link(treatment: Treatment) -> None:
    with treatment.cast.database.transaction() as session:
        open_module(session, treatment, 2, treatment.cast.now, ModuleStatus.UNLOCKED)
    page = treatment.cast.browser(treatment.cast.karin).get(treatment.patient_page).get_data(as_text=True)
    assert f'href="{treatment.page(2)}"' in page
    assert f'href="{treatment.page(3)}"' not in page


def test_the_list_of_events_is_read_a_page_at_a_time(treatment: Treatment) -> None:
    cast = treatment.cast
    browser = cast.browser(cast.karin)
    for _turn in range(45):
        browser.get(f"{treatment.patient_page}/modules")
    first = browser.get(f"{treatment.patient_page}/events").get_data(as_text=True)
    older = re.search(r'href="(/desk/patients/[^"]+/events\?before=\d+)"', first)
    assert older is not None
    second = browser.get(older[1]).get_data(as_text=True)
    assert "Uppgifterna lästes" in second
    assert "Visa äldre" not in second
