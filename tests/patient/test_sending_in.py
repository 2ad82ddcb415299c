"""A module that needs no answer: the next opens by itself unless something must be seen first (programs.md A2)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEvent
from people.models import CareUnit
from programs.models import Enrollment, ModuleStatus, ModuleUnlock
from programs.schema import Program
from ratings.instruments import get_instrument
from ratings.records import begin_rating, complete_rating, find_worsening
from ratings.safety_facts import totals_column, worsening_of
from tests.patient.test_program import SUBMIT_MOST, counted
from tests.plugins.cast import CareCast, count_statements, send
from tests.plugins.walk_program import enroll_walk
from worklist.models import ItemKind, WorkItem

CALM = [1, 1, 1, 1, 0]


def rate(cast: CareCast, instrument: str, answers: list[int], days_ago: float = 0) -> None:
    """Let Anna finish a rating so many days ago."""
    at = cast.now - timedelta(days=days_ago)
    with cast.database.transaction() as session:
        rating = begin_rating(session, cast.anna.id, cast.unit.id, "", instrument, "sv", at)
        items = get_instrument(instrument).items
        rating.answers = {item.id: value for item, value in zip(items, answers, strict=True)}
        session.flush()
        complete_rating(session, rating, session.get_one(CareUnit, cast.unit.id), at)


def begin(cast: CareCast, story: str = "En väg i skogen") -> Enrollment:
    """Let Anna finish the steps of module 2, which needs no answer; its treatment began three weeks ago."""
    enrollment = enroll_walk(cast, opened=2)
    with cast.database.transaction() as session:
        session.get_one(Enrollment, enrollment.id).activated_at = cast.now - timedelta(days=21)
    form = {"f.line": "Slingan", "f.story": story, "then": "done"}
    send(cast.browser(cast.anna), f"/program/{enrollment.public_id}/2/everything", **form)
    return enrollment


def statuses(cast: CareCast) -> dict[int, str]:
    """Return where the opened modules stand."""
    with cast.database.transaction() as session:
        return {one.module: one.status.value for one in session.scalars(select(ModuleUnlock))}


def waiting(cast: CareCast) -> list[str]:
    """Return the subjects of the modules that wait for an answer."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(WorkItem.subject).where(WorkItem.kind == ItemKind.MODULE)))


def test_the_next_module_opens_by_itself_and_nothing_waits(care_cast: CareCast, walk: Program) -> None:
    rate(care_cast, "vk5", CALM)
    enrollment = begin(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}"
    assert "När du har skickat in öppnar nästa vecka av sig själv." in browser.get(f"{base}/2").get_data(as_text=True)
    assert "Vecka 3, låst. Den öppnar när vecka 2 är inskickad" in browser.get(base).get_data(as_text=True)
    with count_statements(care_cast.database) as seen:
        answer = send(browser, f"{base}/2/submit")
    assert counted(seen) == (SUBMIT_MOST, 1), seen
    assert "Vecka 3 är öppen" in browser.get(answer.location).get_data(as_text=True)
    assert statuses(care_cast) == {1: "reviewed", 2: "reviewed", 3: "unlocked"}
    assert waiting(care_cast) == []
    assert browser.get(f"{base}/3").status_code == 200
    with care_cast.database.transaction() as session:
        logged = select(AuditEvent.action, AuditEvent.object_id).where(AuditEvent.action.startswith("module."))
        assert session.execute(logged).all() == [("module.pass", f"{enrollment.public_id}:2")]


def red_risk(cast: CareCast) -> None:
    """Let a red risk wait."""
    rate(cast, "vk5", [1, 1, 1, 1, 3])


def old_safety(cast: CareCast) -> None:
    """Let the last safety question be eight days old."""
    rate(cast, "vk5", CALM, 8)


def worse_twice(cast: CareCast) -> None:
    """Let GAD-7 rise two weeks in a row, with a fresh safety answer."""
    for total, days_ago in ((0, 20), (2, 10), (3, 2)):
        rate(cast, "gad7", [total] * 7, days_ago)
    rate(cast, "vk5", CALM)
    with cast.database.transaction() as session:
        assert find_worsening(session, cast.anna.id, cast.now - timedelta(days=21)) == "gad7"


def nothing(_cast: CareCast) -> None:
    """Let no safety question be answered ever."""


@pytest.mark.parametrize("trouble", [red_risk, old_safety, worse_twice, nothing])
def test_it_waits_for_the_clinician_when_something_of_the_safety_stop_is_there(
    care_cast: CareCast, walk: Program, trouble: object
) -> None:
    assert callable(trouble)
    trouble(care_cast)
    enrollment = begin(care_cast)
    browser = care_cast.browser(care_cast.anna)
    with count_statements(care_cast.database) as seen:
        answer = send(browser, f"/program/{enrollment.public_id}/2/submit")
    assert counted(seen) == (SUBMIT_MOST, 1), seen
    assert "Karin svarar före" in browser.get(answer.location).get_data(as_text=True)
    assert statuses(care_cast) == {1: "reviewed", 2: "submitted"}
    assert waiting(care_cast) == [f"module:{enrollment.public_id}:2"]


def test_words_that_cannot_wait_stop_it_too(care_cast: CareCast, walk: Program) -> None:
    rate(care_cast, "vk5", CALM)
    enrollment = begin(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/2"
    send(browser, f"{base}/everything/draft", **{"f.line": "Slingan", "f.story": "Jag vill inte leva längre"})
    assert send(browser, f"{base}/submit").location.startswith("/help-card/")
    assert statuses(care_cast)[2] == ModuleStatus.SUBMITTED
    assert waiting(care_cast) == [f"module:{enrollment.public_id}:2"]


def test_a_next_module_that_is_open_already_is_left_as_it_stands(care_cast: CareCast, walk: Program) -> None:
    rate(care_cast, "vk5", CALM)
    enrollment = begin(care_cast)
    with care_cast.database.transaction() as session:
        session.add(ModuleUnlock(enrollment_id=enrollment.id, module=3, status=ModuleStatus.STARTED,
                                 unlocked_at=care_cast.now))  # fmt: skip
    assert send(care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/2/submit").status_code == 302
    assert statuses(care_cast) == {1: "reviewed", 2: "reviewed", 3: "started"}


def test_the_column_of_totals_tells_the_same_as_the_rule(care_cast: CareCast) -> None:
    since = care_cast.now - timedelta(days=30)
    for total, days_ago in ((0, 20), (2, 10), (3, 2)):
        rate(care_cast, "gad7", [total] * 7, days_ago)
        with care_cast.database.transaction() as session:
            told = session.scalar(select(totals_column(care_cast.anna.id, since)))
            assert worsening_of(told) == find_worsening(session, care_cast.anna.id, since)
    assert worsening_of(told) == "gad7"
