"""The inbox in a real browser: accessible, nothing sticks out, keys with their buttons, nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from messaging.models import MessageDraft
from tests.messaging.test_conversations import answer, ask
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, make_care_cast
from worklist.models import WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture
def desk(sqlite_url: str) -> CareCast:
    """The cast with a question from Anna, on SQLite."""
    cast = make_care_cast(sqlite_url)
    ask(cast, "Ska jag ta en extra tablett?")
    return cast


def sign_in(cast: CareCast, page: Page, address: str) -> None:
    cast.browser(cast.karin)
    token = cast.tokens[cast.karin.id]
    page.context.add_cookies([{"name": "egenvag_desk", "value": token, "url": address}])


def item_path(cast: CareCast) -> str:
    with cast.database.transaction() as session:
        return f"/desk/items/{session.scalars(select(WorkItem)).one().public_id}"


@pytest.mark.parametrize("width", ["page_360", "page_1280"])
def test_the_pages_are_accessible_and_fit_the_screen(
    desk: CareCast, serve: Callable[..., str], axe: Axe, width: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(width)
    address = serve(desk.app)
    sign_in(desk, page, address)
    conversation = f"/desk/patients/{desk.anna.public_id}/conversation"
    for path in ("/desk/worklist", item_path(desk), item_path(desk) + "?do=hand-over", "/desk/patients", conversation):
        page.goto(address + path)
        assert not page.evaluate(WIDER_THAN_SCREEN), path
        axe(page)


def test_each_key_does_what_its_button_does(desk: CareCast, serve: Callable[..., str], page_1280: Page) -> None:
    address = serve(desk.app)
    sign_in(desk, page_1280, address)
    page_1280.goto(address + "/desk/worklist")
    page_1280.keyboard.press("j")
    page_1280.keyboard.press("Enter")
    page_1280.wait_for_url("**/desk/items/**")
    page_1280.keyboard.press("t")
    expect(page_1280.get_by_text("Ditt sedan")).to_be_visible()
    page_1280.keyboard.press("n")
    expect(page_1280.get_by_role("textbox", name="Intern anteckning")).to_be_visible()
    page_1280.keyboard.press("a")
    expect(page_1280.get_by_text("Vad blev det?")).to_be_visible()


@pytest.mark.allows_console("409")
def test_what_is_typed_saves_itself_and_survives_a_colleague_who_was_first(
    desk: CareCast, serve: Callable[..., str], page_1280: Page
) -> None:
    address = serve(desk.app)
    sign_in(desk, page_1280, address)
    page_1280.goto(address + item_path(desk))
    box = page_1280.get_by_role("textbox", name="Svar till Anna")
    box.fill("Nej, vänta med det.")
    expect(page_1280.get_by_text("Sparat klockan")).to_be_visible()
    with desk.database.transaction() as session:
        assert session.scalars(select(MessageDraft)).one().body == "Nej, vänta med det."
    answer(desk, 1, "Ring mig i stället.")
    page_1280.keyboard.press("Control+Enter")
    expect(page_1280.get_by_text("Karin Lind svarade")).to_be_visible()
    expect(box).to_have_value("Nej, vänta med det.")


def test_the_patient_writes_and_reads_without_script(
    desk: CareCast, serve: Callable[..., str], page_without_script: Page
) -> None:
    address = serve(desk.app)
    desk.browser(desk.anna)
    page_without_script.context.add_cookies(
        [{"name": "egenvag_patient", "value": desk.tokens[desk.anna.id], "url": address}]
    )
    page_without_script.goto(address + "/messages")
    page_without_script.get_by_role("textbox").fill("Hur många kuddar?")
    page_without_script.get_by_role("button", name="Skicka").click()
    expect(page_without_script.get_by_text("Skickat. Du får svar före tisdag 16:00.")).to_be_visible()
    expect(page_without_script.get_by_text("Hur många kuddar?")).to_be_visible()


def test_the_patients_thread_is_accessible_on_a_phone(
    desk: CareCast, serve: Callable[..., str], axe: Axe, page_360: Page
) -> None:
    answer(desk, 1)
    address = serve(desk.app)
    desk.browser(desk.anna)
    page_360.context.add_cookies([{"name": "egenvag_patient", "value": desk.tokens[desk.anna.id], "url": address}])
    page_360.goto(address + "/messages")
    assert not page_360.evaluate(WIDER_THAN_SCREEN)
    axe(page_360)
    page_360.get_by_role("textbox").fill("jag vill inte leva längre")
    page_360.get_by_role("button", name="Skicka").click()
    expect(page_360.get_by_role("link", name="Ring 112 Fara")).to_be_visible()
    axe(page_360)
