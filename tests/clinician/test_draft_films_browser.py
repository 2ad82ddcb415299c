"""Holds that the pages where an author hands in a film work in a real browser, narrow and wide, for axe as well."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.clinician.author_ground import Desk, sit_down
from tests.clinician.test_draft_films import CAPTIONS, PNG, STEP, WORDS, send_film
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast
from tests.plugins.serving import Serve
from tests.programs.film_ground import make_mp4

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILM: dict[str, Any] = {"name": "x.mp4", "mimeType": "video/mp4"}


@pytest.fixture
def desk(sqlite_cast: CareCast) -> Desk:
    """An author with a draft of the anxiety program, whose steps are for some, and a film of her own in it."""
    made = sit_down(sqlite_cast)
    made.start("anxiety 1")
    assert send_film(made, film=make_mp4(), poster=PNG, **WORDS).status_code == 302
    made.change("m1/module.yaml", "steps:\n", f"steps:\n{STEP}")
    return made


def keep(page: Page, name: str) -> None:
    """Take a picture when somebody wants to look at the pages (SHOTS=<folder>)."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.allows_console("422")
@pytest.mark.parametrize("width", [360, 1280])
def test_a_film_is_handed_in_and_mended_in_the_browser(
    desk: Desk, serve: Serve, new_context: Callable[..., BrowserContext], axe: Axe, width: int
) -> None:
    base = serve(desk.cast.app)
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.context.add_cookies([{"name": "egenvag_desk", "value": desk.cast.tokens[desk.author.id], "url": base}])
    for more in ("", "/picture", "/film?name=min_film", "/look/4/sakert"):
        page.goto(f"{base}{desk.draft}{more}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, more
        keep(page, f"draft{more.split('?')[0].replace('/', '-')}-{width}")
    expect(page.locator(".marks")).to_contain_text("Visas bara på spåret Panik och kroppens signaler.")
    page.goto(f"{base}{desk.draft}/film")
    page.get_by_label("Kort namn").fill("ny_film")
    page.get_by_label("Film i MP4 eller WebM").set_input_files([{**FILM, "buffer": make_mp4(30)}])
    page.get_by_label("Textremsa", exact=True).first.fill(CAPTIONS.replace("04.000", "04"))
    page.get_by_role("button", name="Spara filmen").click()
    expect(page.get_by_text("Rad 3: Tiden går inte att läsa.").first).to_be_visible()
    expect(page.get_by_text("Finns redan: MP4")).to_be_visible()
    axe(page)
    keep(page, f"draft-film-wrong-{width}")
