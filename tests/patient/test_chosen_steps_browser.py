"""A program's own diary, homework, letters and every kind of field in a real browser, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from programs.models import ModuleUnlock
from programs.schema import Program
from tests.patient.sleep_ground import START
from tests.patient.test_letters import later, send_letters, write_letter
from tests.patient.test_program_browser import enter as enter
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast
from tests.plugins.walk_program import enroll_walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Enter = Callable[[Page], str]


def states(cast: CareCast) -> dict[str, str] | None:
    """Return what is kept about the homework of module 1."""
    with cast.database.transaction() as session:
        return session.query(ModuleUnlock).filter_by(module=1).one().homework


def test_the_new_pages_have_no_barriers_on_a_phone(
    sqlite_cast: CareCast, walk: Program, enter: Enter, page_360: Page, axe: Axe
) -> None:
    enrollment = enroll_walk(sqlite_cast, opened=2)
    page, base = page_360, enter(page_360)
    program, diary = f"/program/{enrollment.public_id}", f"/diary/{enrollment.public_id}"
    for path in ("/home", program, f"{program}/1", f"{program}/2/everything", diary, f"{diary}/{START}"):
        page.goto(base + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_homework_is_kept_as_soon_as_it_is_chosen(
    sqlite_cast: CareCast, walk: Program, enter: Enter, page_360: Page
) -> None:
    enrollment = enroll_walk(sqlite_cast)
    base = enter(page_360)
    page_360.goto(f"{base}/program/{enrollment.public_id}/1")
    page_360.locator('[name="task.0"][value="done"]').check(force=True)
    expect(page_360.locator("#homework [data-save-status]")).to_contain_text("Sparat klockan")
    assert states(sqlite_cast) == {"0": "done", "1": "not_yet"}


def test_homework_and_a_day_of_the_diary_without_javascript(
    sqlite_cast: CareCast, walk: Program, enter: Enter, page_without_script: Page
) -> None:
    enrollment, page = enroll_walk(sqlite_cast), page_without_script
    base = enter(page)
    page.goto(f"{base}/program/{enrollment.public_id}/1")
    page.locator('[name="task.1"][value="partly"]').check(force=True)
    page.get_by_role("button", name="Spara hur det går").click()
    assert states(sqlite_cast) == {"0": "not_yet", "1": "partly"}
    page.goto(f"{base}/diary/{enrollment.public_id}/{START}")
    page.locator('[name="f.mood"][value="6"]').check(force=True)
    page.locator('[name="f.walks.0.minutes"]').fill("12")
    page.get_by_role("button", name="Lägg till rad").click()
    page.locator('[name="f.walks.1.minutes"]').fill("8")
    page.get_by_role("button", name="Klar med dagen").last.click()
    expect(page.locator("p").get_by_text("Minuter är i snitt 20.")).to_be_visible()


def test_a_letter_is_found_on_home_and_read(
    sqlite_cast: CareCast, walk: Program, enter: Enter, page_360: Page, axe: Axe
) -> None:
    write_letter(sqlite_cast)
    send_letters(sqlite_cast.database, later(sqlite_cast, days=90))
    sqlite_cast.browser(sqlite_cast.anna)
    base = enter(page_360)
    page_360.goto(f"{base}/home")
    page_360.get_by_role("link", name="Ett brev från dig till dig").click()
    expect(page_360.get_by_text("Gå ut även när det regnar.")).to_be_visible()
    axe(page_360)

