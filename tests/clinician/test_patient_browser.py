"""Holds that the pages about one patient work in a real browser: wide and narrow, light and dark, for axe as well."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select, update

from programs.models import ModuleStatus, ModuleUnlock
from ratings.models import Risk, SelfRating
from tests.clinician.treatment_ground import Treatment, open_module, propose, rate, sleep_week, start_treatment, submit
from tests.plugins.browser import Axe
from tests.plugins.cast import make_care_cast
from tests.plugins.serving import Serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHQ9 = (
    [3, 2, 3, 3, 2, 2, 2, 2, 0, 2], [2, 2, 3, 3, 2, 2, 2, 2, 0, 2], [2, 2, 3, 2, 2, 2, 2, 1, 0, 2],
    [2, 2, 2, 2, 1, 1, 2, 1, 1, 2], [1, 1, 2, 2, 1, 1, 1, 1, 2, 1],
)  # fmt: skip
SK3 = ([8, 7, 8, 0], [7, 7, 7, 0], [6, 6, 7, 0], [5, 5, 6, 0])
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
Pages = dict[str, str]


@pytest.fixture
def full(sqlite_url: str) -> Treatment:
    """Anna four weeks into the sleep program, with everything that a page can show."""
    cast = make_care_cast(sqlite_url)
    treatment = start_treatment(cast, 4)
    with cast.database.transaction() as session:
        before = cast.now - timedelta(days=21)
        session.execute(update(ModuleUnlock).values(status="reviewed", submitted_at=before, reviewed_at=before))
        open_module(session, treatment, 2, cast.now - timedelta(days=19), ModuleStatus.REVIEWED)
        open_module(session, treatment, 3, cast.now - timedelta(days=8), ModuleStatus.UNLOCKED)
    for week, answers in enumerate(PHQ9):
        is_last = week == 4
        rate(treatment, "phq9", list(answers), number=3 if is_last else 0,
             at=cast.now - timedelta(days=28 - 7 * week, minutes=90 if is_last else 0))  # fmt: skip
    for week, short in enumerate(SK3):
        rate(treatment, "sk3", list(short), number=3 if week == 3 else 0,
             at=cast.now - timedelta(days=21 - 7 * week, hours=2))  # fmt: skip
    for back in range(3):
        sleep_week(treatment, at=cast.now - timedelta(days=7 * back), lights_out="23:00" if not back else "22:30")
    submit(treatment, 3, cast.now - timedelta(hours=14))
    return treatment


def pages_of(treatment: Treatment) -> Pages:
    """Return the pages by name."""
    window = propose(treatment)
    with treatment.cast.database.transaction() as session:
        risk = session.scalars(select(Risk).where(Risk.level == "red")).one()
        rating = session.scalars(select(SelfRating).where(SelfRating.id == risk.rating_id)).one()
    return {
        "patient": treatment.patient_page,
        "module": treatment.page(3),
        "risk": f"/desk/risks/{risk.public_id}",
        "rating": f"/desk/ratings/{rating.public_id}",
        "ratings": f"{treatment.patient_page}/ratings",
        "window": f"/desk/windows/{window.public_id}",
        "events": f"{treatment.patient_page}/events",
        "modules": f"{treatment.patient_page}/modules",
        "library": "/desk/library",
        "program": "/desk/library/sleep",
        "exercise": "/desk/library/sleep/1/somnhistoria",
        "text": "/desk/library/sleep/1/drivkrafter",
        "paper": "/desk/library/sleep/3/print",
        "sent on paper": f"{treatment.page(3)}/print",
    }


def sign_in(treatment: Treatment, context: BrowserContext, base: str) -> Page:
    """Return a page where Karin is signed in."""
    cast = treatment.cast
    cast.browser(cast.karin)
    context.add_cookies([{"name": "egenvag_desk", "value": cast.tokens[cast.karin.id], "url": base}])
    return context.new_page()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_fits_its_screen(
    full: Treatment, serve: Serve, new_context: Callable[..., BrowserContext], axe: Axe, width: int, scheme: str
) -> None:
    base, pages = serve(full.cast.app), pages_of(full)
    page = sign_in(full, new_context(viewport={"width": width, "height": 800}, color_scheme=scheme), base)
    for name, path in pages.items():
        page.goto(base + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_paper_holds_the_module_and_none_of_the_ways_about(full: Treatment, serve: Serve, page_1280: Page) -> None:
    base = serve(full.cast.app)
    page = sign_in(full, page_1280.context, base)
    for path in ("/desk/library/sleep/3/print", f"{full.page(3)}/print"):
        page.goto(base + path)
        assert page.get_by_role("button", name="Skriv ut").is_visible()
        page.emulate_media(media="print")
        assert page.locator("nav:visible, .btn:visible, .top:visible").count() == 0
        for words in ("Ring 112", "Ring 90101"):
            assert page.get_by_text(words, exact=True).is_visible()
        page.emulate_media(media="screen")


def test_an_assessment_shows_what_is_missing_while_it_is_filled_in(
    full: Treatment, serve: Serve, page_1280: Page
) -> None:
    base, pages = serve(full.cast.app), pages_of(full)
    page = sign_in(full, page_1280.context, base)
    page.goto(base + pages["risk"])
    sign = page.locator("[data-sign]")
    assert page.locator("[data-answered]").inner_text() == "0 av 7 ifyllda"
    assert sign.get_attribute("aria-disabled") == "true"
    for name, value in (("thoughts", "yes"), ("plan", "no"), ("intent", "no"), ("attempt", "not_asked"),
                        ("support", "yes"), ("level", "low")):  # fmt: skip
        page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()
    assert page.locator("[data-left-text]").inner_text() == "1 svar saknas"
    assert page.locator("[data-left] a").inner_text() == "Gå till 7. Åtgärd"
    page.locator('label:has(input[name="action"][value="called"])').click()
    assert sign.get_attribute("aria-disabled") == "false"
    sign.click()
    page.wait_for_url("**/desk/patients/*")
    assert page.get_by_text("Bedömningen är signerad.").is_visible()


def test_a_half_written_answer_survives_the_closed_page(full: Treatment, serve: Serve, page_1280: Page) -> None:
    base, pages = serve(full.cast.app), pages_of(full)
    page = sign_in(full, page_1280.context, base)
    page.goto(base + pages["module"])
    with page.expect_response("**/draft"):
        page.locator("#text").fill("Hej Anna, du har kommit långt")
    assert page.locator("[data-words]").inner_text() == "6 ord"
    page.goto(base + pages["patient"])
    page.goto(base + pages["module"])
    assert page.locator("#text").input_value() == "Hej Anna, du har kommit långt"
