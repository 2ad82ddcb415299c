"""Films in a real browser: they start when asked, captions follow, every scene is a still for who wants no motion."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Page, expect

from programs.films import get_film
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast
from tests.plugins.serving import Serve
from tests.programs.film_ground import forget, use_films_of, write_video

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCENES = get_film("sleep_drive").film.scenes
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
Enter = Callable[[Page], Page]


@pytest.fixture
def enter(sqlite_cast: CareCast, serve: Serve) -> Enter:
    """Sign a page in as Anna and open the film of her first module."""
    sqlite_cast.app.config["WTF_CSRF_ENABLED"] = True
    sqlite_cast.browser(sqlite_cast.anna)
    base = serve(sqlite_cast.app)
    address = f"{base}/program/{enroll_sleep(sqlite_cast).public_id}/1/film_drivkrafter"

    def open_film(page: Page) -> Page:
        cookie = {"name": "egenvag_patient", "value": sqlite_cast.tokens[sqlite_cast.anna.id], "url": base}
        page.context.add_cookies([cookie])
        page.goto(address)
        return page

    return open_film


@pytest.fixture
def moving(new_context: Callable[..., BrowserContext]) -> Page:
    """A phone's page of somebody who has nothing against motion."""
    return new_context(**PHONE, reduced_motion="no-preference").new_page()


def time_of(page: Page) -> float:
    """Return the second of the film."""
    return float(page.evaluate("document.querySelector('[data-film-picture] svg').getCurrentTime()"))


def box_of(page: Page, selector: str) -> FloatRect:
    """Return where something stands on the screen."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box


def caption(page: Page, number: int) -> None:
    """Wait until the caption is that of a scene."""
    expect(page.locator("[data-film-caption]")).to_have_text(SCENES[number].caption.sv)


def test_a_film_waits_until_it_is_asked_and_can_be_paused(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    film = page.locator("[data-film]")
    expect(film).to_have_attribute("data-state", "paused")
    before = time_of(page)
    page.wait_for_timeout(400)
    assert time_of(page) == before
    page.get_by_role("button", name="Spela", exact=True).click()
    expect(film).to_have_attribute("data-state", "playing")
    expect(page.locator("[data-film-time]")).to_have_text("0:01 / 0:48")
    assert time_of(page) < before, "a film begins at its beginning"
    page.get_by_role("button", name="Pausa").click()
    expect(film).to_have_attribute("data-state", "paused")
    paused = time_of(page)
    page.wait_for_timeout(300)
    assert time_of(page) == paused


def test_picture_and_buttons_stand_together_on_the_screen_while_it_plays(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    page.locator("[data-film-stage]").click()
    expect(page.locator("[data-film]")).to_have_attribute("data-state", "playing")
    top, foot, stage, buttons = (box_of(page, one) for one in (".topbar", ".stepbar", ".film-stage", ".film-buttons"))
    assert stage["y"] >= top["y"] + top["height"]
    assert buttons["y"] + buttons["height"] <= foot["y"]


def test_captions_follow_where_one_seeks(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    caption(page, 0)
    page.get_by_label("Plats i filmen").fill("16")
    caption(page, 2)
    expect(page.locator("[data-film-time]")).to_have_text("0:16 / 0:48")
    page.get_by_role("button", name="Framåt").click()
    caption(page, 3)
    page.get_by_role("button", name="Bakåt").click()
    caption(page, 2)
    page.get_by_role("button", name="Från början").click()
    caption(page, 0)
    assert time_of(page) == 0


def test_captions_follow_while_it_plays_to_its_end(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    page.get_by_label("Plats i filmen").fill("37")
    page.get_by_role("button", name="Spela", exact=True).click()
    caption(page, 5)
    page.get_by_label("Plats i filmen").fill("47")
    expect(page.get_by_role("button", name="Spela igen")).to_be_visible()
    assert time_of(page) == pytest.approx(48)


def test_the_film_is_led_by_the_keyboard(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    page.get_by_role("button", name="Spela", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    caption(page, 1)
    page.keyboard.press("ArrowLeft")
    caption(page, 0)
    page.keyboard.press("Space")
    expect(page.locator("[data-film]")).to_have_attribute("data-state", "playing")
    page.get_by_label("Plats i filmen").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-film]")).to_have_attribute("data-state", "paused")


def test_a_film_that_nobody_sees_is_paused(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    page.get_by_role("button", name="Spela", exact=True).click()
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", {value: true, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(page.locator("[data-film]")).to_have_attribute("data-state", "paused")


def test_without_motion_the_film_is_a_row_of_stills(page_360: Page, enter: Enter) -> None:
    page = enter(page_360)
    film = page.locator("[data-film]")
    expect(film).to_have_attribute("data-state", "stills")
    expect(page.get_by_role("button", name="Spela", exact=True)).to_be_hidden()
    for number, scene in enumerate(SCENES):
        caption(page, number)
        expect(page.locator("[data-film-place]")).to_have_text(f"Bild {number + 1} av {len(SCENES)}")
        assert time_of(page) == pytest.approx(scene.end - 0.05)
        if scene is not SCENES[-1]:
            page.get_by_role("button", name="Framåt").click()
    expect(page.get_by_role("button", name="Framåt")).to_be_disabled()
    page.get_by_role("button", name="Från början").click()
    caption(page, 0)
    page.get_by_role("button", name="Visa rörelsen ändå").click()
    page.get_by_role("button", name="Spela", exact=True).click()
    expect(film).to_have_attribute("data-state", "playing")


def test_without_javascript_the_film_is_a_picture_and_its_words(page_without_script: Page, enter: Enter) -> None:
    page = enter(page_without_script)
    expect(page.locator("[data-film-picture] svg")).to_be_visible()
    assert page.locator("[data-film-picture] animate").count() == 0, "nothing moves that cannot be stopped"
    for scene in SCENES:
        expect(page.get_by_text(scene.caption.sv)).to_be_visible()
    page.get_by_role("link", name="Se alla bilder på en gång").click()
    expect(page.locator(".film-board svg").last).to_be_visible()
    page.get_by_role("button", name="Nästa").click()
    expect(page.get_by_role("heading", name="Hur mycket sömn behöver man?")).to_be_visible()


def test_a_video_plays_with_its_captions(
    moving: Page, enter: Enter, axe: Axe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_video(tmp_path / "sleep_drive", "webm")
    use_films_of(tmp_path, monkeypatch)
    try:
        page = enter(moving)
        video = page.locator("video")
        assert video.evaluate("""async (video) => {
            const later = new Promise((gone) => {
                video.addEventListener("timeupdate", () => video.currentTime > 0.2 && gone());
            });
            await video.play();
            await later;
            return video.textTracks[0].mode + " " + video.textTracks[0].cues.length;
        }""") == "showing 2"
        page.get_by_text("Filmen som text").click()
        expect(page.get_by_role("listitem").filter(has_text="Hej och välkommen.")).to_be_visible()
        axe(page)
    finally:
        forget()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_player_has_no_barrier(
    new_context: Callable[..., BrowserContext], enter: Enter, axe: Axe, look: str, width: int
) -> None:
    for motion in ("reduce", "no-preference"):
        size = {"width": width, "height": 740}
        page = enter(new_context(viewport=size, reduced_motion=motion, color_scheme=look).new_page())
        page.get_by_text("Filmen som text").click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(f"{page.url}?pictures=all")
        axe(page)


def test_what_one_presses_is_large_enough_for_shaking_hands(moving: Page, enter: Enter) -> None:
    page = enter(moving)
    for button in page.locator(".film button:visible, .film summary, .film input").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48, button.inner_text()
    assert page.locator(".film-main").inner_text().strip() == "Spela"
