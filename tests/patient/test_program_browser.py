"""The patient's pages in a real browser: walked on a phone, with and without JavaScript, without barriers."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programs.models import Enrollment
from programs.schema import StepKind
from tests.patient.sleep_ground import NIGHT, PROGRAM, START, enroll_sleep, sample, write_nights
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast
from tests.plugins.serving import Serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def enter(sqlite_cast: CareCast, serve: Serve) -> Callable[[Page], str]:
    """Sign a page in as Anna and return the address of the application."""
    sqlite_cast.app.config["WTF_CSRF_ENABLED"] = True
    sqlite_cast.browser(sqlite_cast.anna)
    base = serve(sqlite_cast.app)

    def sign_in(page: Page) -> str:
        page.context.add_cookies(
            [{"name": "egenvag_patient", "value": sqlite_cast.tokens[sqlite_cast.anna.id], "url": base}]
        )
        return base

    return sign_in


def fill(page: Page, name: str, value: str) -> None:
    """Fill a field of any kind."""
    box = page.locator(f'[name="{name}"]').first
    if box.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
    else:
        box.fill(value)


def walk_module_one(page: Page, base: str, enrollment: Enrollment) -> None:
    """Go from Home through every step of module 1 to the page that says it is sent."""
    page.goto(f"{base}/home")
    page.get_by_role("link", name="Börja vecka 1").click()
    page.get_by_role("link", name="Börja: Sömnens två drivkrafter").click()
    for step in PROGRAM.get_module(1).steps:
        if step.kind is StepKind.QUIZ:
            for question in step.questions:
                fill(page, f"f.{question.id}", "no")
            page.get_by_role("button", name="Visa svaren").click()
            page.get_by_role("link", name="Nästa").click()
        elif step.kind is StepKind.RATING:
            page.get_by_role("link", name="Vecka 1").click()
        else:
            for field in step.fields:
                if field.required:
                    fill(page, f"f.{field.id}", sample(field))
            page.locator(".stepbar button").click()
    page.get_by_role("button", name="Skicka in till Karin").click()
    expect(page.get_by_role("heading", name="Skickat till Karin")).to_be_visible()


def test_module_one_is_walked_on_a_phone(
    page_360: Page, enter: Callable[[Page], str], sqlite_cast: CareCast
) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    walk_module_one(page_360, enter(page_360), enrollment)


def test_module_one_is_walked_without_javascript(
    page_without_script: Page, enter: Callable[[Page], str], sqlite_cast: CareCast
) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    walk_module_one(page_without_script, enter(page_without_script), enrollment)


def test_a_draft_saves_itself_and_says_so(
    page_360: Page, enter: Callable[[Page], str], sqlite_cast: CareCast
) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    base = enter(page_360)
    page_360.goto(f"{base}/program/{enrollment.public_id}/1/somnhistoria")
    fill(page_360, "f.started", "Efter flytten")
    expect(page_360.locator("[data-save-text]")).to_contain_text("Sparat klockan")
    page_360.reload()
    expect(page_360.locator('[name="f.started"]')).to_have_value("Efter flytten")


def test_a_night_is_written_with_the_steppers(
    page_360: Page, enter: Callable[[Page], str], sqlite_cast: CareCast
) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    base = enter(page_360)
    page_360.goto(f"{base}/diary/{enrollment.public_id}/{START}")
    for name, value in NIGHT.items():
        fill(page_360, f"f.{name}", str(value))
    page_360.get_by_role("button", name="När släckte du för att sova?: 15 minuter senare").click()
    expect(page_360.locator('[name="f.lights_out"]')).to_have_value("00:00")
    page_360.get_by_role("button", name="Klar med natten").click()
    expect(page_360.get_by_role("status").first).to_contain_text("Du sov ungefär 5 timmar och 45 minuter")


def test_the_crisis_card_is_read_before_anything_else(
    page_360: Page, enter: Callable[[Page], str], sqlite_cast: CareCast, axe: Axe
) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    base = enter(page_360)
    for number, value in enumerate(["1", "1", "1", "1", "1", "1", "1", "1", "2"], start=1):
        page_360.goto(f"{base}/ratings/{enrollment.public_id}/m1/phq9/{number}")
        fill(page_360, "answer", value)
        page_360.get_by_role("button", name="Nästa").click()
    expect(page_360.get_by_role("link", name="Ring 112 Fara")).to_be_visible()
    axe(page_360)
    page_360.goto(f"{base}/home")
    page_360.get_by_role("button", name="Jag har läst").click()
    axe(page_360)
    page_360.get_by_role("button", name="Hoppa över frågorna").click()
    expect(page_360.get_by_text("Fråga 10 av 10")).to_be_visible()
    page_360.get_by_role("button", name="Hoppa över den här").click()
    expect(page_360.get_by_role("heading", name="Tack för dina svar")).to_be_visible()
    axe(page_360)


def pages_of(enrollment: Enrollment) -> list[str]:
    """Return the addresses of the patient's pages for treatment."""
    program, public_id = f"/program/{enrollment.public_id}", enrollment.public_id
    return [
        "/home", "/program", f"{program}/3", f"{program}/3/sa_raknar_vi", f"{program}/3/trotthet_trafik",
        f"{program}/3/orosmoment", f"{program}/3/mitt_fonster", f"{program}/3/quiz", f"{program}/3/skattning",
        f"{program}/goal", f"{program}/3/print", f"{program}/3/print?empty=yes",
        f"{program}/3/orosmoment/print", f"{program}/3/orosmoment/print?empty=yes",
        f"/diary/{public_id}", f"/diary/{public_id}/{START}",
        f"/ratings/{public_id}/m3", f"/ratings/{public_id}/m3/sk3/1", f"/ratings/{public_id}/m3/sk3/4",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    new_context: Callable[..., Any], enter: Callable[[Page], str], sqlite_cast: CareCast, axe: Axe, width: int
) -> None:
    enrollment = enroll_sleep(sqlite_cast, opened=3)
    write_nights(sqlite_cast, enrollment, START, 5)
    write_nights(sqlite_cast, enrollment, START.replace(day=16), 3)
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    base = enter(page)
    for path in pages_of(enrollment):
        answer = page.goto(f"{base}{path}")
        assert answer is not None
        assert answer.status == 200, path
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
