"""The thread in a real browser: sent once whatever the net does, photos go along, news come by themselves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select, update

from messaging.models import Message, MessagePhoto, Sender
from monitoring.models import Report
from people.models import User
from people.session_models import LoginSession
from tests.messaging.test_conversations import answer, ask
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.patient.photo_ground import make_photo, send_photos
from tests.plugins.browser import Axe
from tests.plugins.cast import CareCast, make_care_cast, send
from tests.plugins.serving import Serve

pytestmark = pytest.mark.browser
KEPT = "JSON.stringify(Object.values(sessionStorage))"
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def anna(sqlite_url: str) -> Iterator[SeriesMeasurer]:
    """Anna with the plans of heart failure, on SQLite."""
    found = make_series(make_care_cast(sqlite_url), "heart_failure")
    yield found
    found.cast.database.engine.dispose()


def open_as(page: Page, cast: CareCast, address: str, user: User, path: str) -> None:
    """Sign somebody in and open a page."""
    cast.browser(user)
    name = "egenvag_patient" if user is cast.anna else "egenvag_desk"
    page.context.add_cookies([{"name": name, "value": cast.tokens[user.id], "url": address}])
    page.goto(address + path)


def written(cast: CareCast) -> list[str]:
    """Return what Anna has written, in order."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(Message.body).where(Message.sender == Sender.PATIENT).order_by(Message.id)))


def type_and_send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Skriv till").fill(text)
    page.get_by_role("button", name="Skicka", exact=True).click()


def talk(anna: SeriesMeasurer) -> None:
    """Give Anna a thread with every kind of voice: people, the program with a value and a question, photos."""
    cast = anna.cast
    ask(cast, "Jag vaknade klockan tre igen.")
    answer(cast, 1, "Hej Anna.\n\nHur blev vikten?")
    phone = cast.browser(cast.anna)
    send(phone, "/messages", body="vikt 83,2", unit=cast.unit.public_id)
    send_photos(cast, make_photo(size=(400, 300)), make_photo(), body="Så här ser det ut.", caption="Vänster ben")
    with cast.database.transaction() as session:
        thread = session.scalars(select(Message)).all()[-1].conversation_id
        session.add(Message(conversation_id=thread, sender=Sender.AUTOMATIC, body="Hur andfådd är du, 0 till 10?",
                            sent_at=cast.now, reading={"choices": [[str(n), str(n)] for n in range(11)]}))  # fmt: skip


@pytest.mark.parametrize("width", ["page_360", "page_1280"])
def test_the_thread_and_a_photo_are_accessible_and_fit(
    anna: SeriesMeasurer, serve: Serve, axe: Axe, width: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(width)
    address = serve(anna.cast.app.wsgi_app)
    open_as(page, anna.cast, address, anna.cast.anna, "/messages")
    axe(page)
    talk(anna)
    page.reload()
    page.locator(".attach summary").click()
    axe(page)
    assert not page.evaluate(WIDER_THAN_SCREEN)
    page.screenshot(path=tmp_path / "thread.png")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Vänster ben").first.click()
    page.get_by_role("heading", name="Bild").wait_for()
    axe(page)
    assert not page.evaluate(WIDER_THAN_SCREEN)


@pytest.mark.allows_console("ERR_INTERNET_DISCONNECTED")
def test_what_is_sent_without_net_waits_and_goes_once_in_order_when_it_is_back(
    anna: SeriesMeasurer, serve: Serve, page_360: Page, axe: Axe
) -> None:
    page = page_360
    open_as(page, anna.cast, serve(anna.cast.app.wsgi_app), anna.cast.anna, "/messages")
    page.context.set_offline(True)
    type_and_send(page, "Först det här.")
    type_and_send(page, "Sedan det här.")
    expect(page.locator("[data-waiting]:visible")).to_have_count(2)
    axe(page)
    assert written(anna.cast) == []
    page.context.set_offline(False)
    expect(page.locator("[data-message]")).to_have_count(2)
    expect(page.locator("[data-outbox-list] li")).to_have_count(0)
    expect(page.get_by_text("Skickat. Du får svar före")).to_be_visible()
    assert written(anna.cast) == ["Först det här.", "Sedan det här."]
    assert "det här" not in page.evaluate(KEPT)


@pytest.mark.allows_console("ERR_FAILED")
def test_an_answer_that_is_lost_on_the_way_makes_no_second_message(
    anna: SeriesMeasurer, serve: Serve, page_360: Page
) -> None:
    page, lost = page_360, []
    open_as(page, anna.cast, serve(anna.cast.app.wsgi_app), anna.cast.anna, "/messages")

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose)
    type_and_send(page, "Bara en gång.")
    expect(page.get_by_text("Skickat.", exact=True)).to_be_visible()
    expect(page.locator("[data-outbox-list] li")).to_have_count(0)
    expect(page.locator(".msg-me")).to_have_count(1)
    assert lost == [200]
    assert written(anna.cast) == ["Bara en gång."]


@pytest.mark.allows_console("ERR_INTERNET_DISCONNECTED|401")
def test_nothing_unsent_stays_on_the_phone_when_the_sign_in_has_ended(
    anna: SeriesMeasurer, serve: Serve, page_360: Page
) -> None:
    page = page_360
    open_as(page, anna.cast, serve(anna.cast.app.wsgi_app), anna.cast.anna, "/messages")
    page.context.set_offline(True)
    type_and_send(page, "Hemligt och oskickat.")
    expect(page.locator("[data-waiting]:visible")).to_have_count(1)
    assert "Hemligt" in page.evaluate(KEPT)
    with anna.cast.database.transaction() as session:
        session.query(LoginSession).delete()
    page.context.set_offline(False)
    page.get_by_role("heading", name="Du är utloggad").wait_for()
    assert "Hemligt och oskickat." in page.get_by_label("Det du hade skrivit").input_value()
    assert page.evaluate(KEPT) == "[]"
    assert written(anna.cast) == []


def test_signing_out_empties_what_the_tab_had_kept(anna: SeriesMeasurer, serve: Serve, page_360: Page) -> None:
    page, address = page_360, serve(anna.cast.app.wsgi_app)
    open_as(page, anna.cast, address, anna.cast.anna, "/messages")
    page.get_by_role("textbox", name="Skriv till").fill("Hemligt och oskickat.")
    assert "Hemligt" in page.evaluate(KEPT)
    page.goto(address + "/home")
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("heading", name="Logga in").wait_for()
    assert page.evaluate(KEPT) == "[]"


def test_news_come_within_five_seconds_while_the_page_is_looked_at(
    anna: SeriesMeasurer, serve: Serve, page_360: Page
) -> None:
    page, cast = page_360, anna.cast
    ask(cast)
    with cast.database.transaction() as session:
        session.execute(update(Message).values(sent_at=cast.now - timedelta(days=3)))
    page.clock.install()
    open_as(page, cast, serve(cast.app.wsgi_app), cast.anna, "/messages")
    for number, text in ((1, "Ett nytt svar."), (2, "Och ett till.")):
        answer(cast, number, text)
        page.clock.run_for(5_000)
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.locator("[data-day]")).to_have_count(2)
    expect(page.locator("[data-day] + [data-message]")).to_contain_text(["kuddar", "Ett nytt svar."])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")
    page.clock.run_for(60_000)
    assert not [one for one in asked if "/messages/new" in one]


def test_the_desk_sees_what_the_patient_writes_without_reloading(
    anna: SeriesMeasurer, serve: Serve, page_1280: Page, axe: Axe
) -> None:
    page, cast = page_1280, anna.cast
    send_photos(cast, make_photo(), body="Först", caption="Armen")
    page.clock.install()
    open_as(page, cast, serve(cast.app.wsgi_app), cast.karin, f"/desk/patients/{cast.anna.public_id}/conversation")
    axe(page)
    ask(cast, "Och en sak till.")
    page.clock.run_for(5_000)
    expect(page.get_by_text("Och en sak till.")).to_be_visible()
    page.get_by_role("textbox", name="Svar till Anna").fill("Det ordnar vi.")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_text("Svaret till Anna är skickat.")).to_be_visible()


def test_a_suggested_answer_counts_as_if_it_was_typed_and_the_value_can_be_taken_back(
    anna: SeriesMeasurer, serve: Serve, page_360: Page
) -> None:
    page, cast = page_360, anna.cast
    talk(anna)
    open_as(page, cast, serve(cast.app.wsgi_app), cast.anna, "/messages")
    page.get_by_role("button", name="7", exact=True).click()
    expect(page.locator("form[data-quick]")).to_have_count(0)
    expect(page.locator("[data-message]").last).to_contain_text("7")
    assert written(cast)[-1] == "7"
    page.get_by_role("button", name="Ångra, ta bort värdet").first.click()
    expect(page.get_by_text("Borttaget", exact=True)).to_be_visible()
    with cast.database.transaction() as session:
        assert session.scalars(select(Report)).one().withdrawn_at is not None


def test_a_photo_is_made_small_in_the_phone_and_sent_with_its_words(
    anna: SeriesMeasurer, serve: Serve, page_360: Page
) -> None:
    page, cast, sizes = page_360, anna.cast, []
    open_as(page, cast, serve(cast.app.wsgi_app), cast.anna, "/messages")
    page.on("request", lambda request: sizes.append(len(request.post_data_buffer or b"")))
    page.locator(".attach summary").click()
    large = {"name": "IMG_1.png", "mimeType": "image/png", "buffer": make_photo("PNG", (3000, 2000))}
    page.get_by_label("Välj bild").set_input_files([large] * 4)
    expect(page.get_by_text("Högst 3 bilder i varje meddelande. De första följer med.")).to_be_visible()
    page.get_by_label("Vad visar bilden?").fill("Vänster ben")
    type_and_send(page, "Så här ser det ut.")
    expect(page.get_by_role("link", name="Vänster ben")).to_have_count(3)
    with cast.database.transaction() as session:
        assert len(session.scalars(select(MessagePhoto.id)).all()) == 3
    assert page.locator("[data-attach-count]").is_hidden()


@pytest.mark.allows_console("400")
def test_a_photo_is_sent_without_javascript(
    anna: SeriesMeasurer, serve: Serve, page_without_script: Page
) -> None:
    page, cast = page_without_script, anna.cast
    open_as(page, cast, serve(cast.app.wsgi_app), cast.anna, "/messages")
    page.locator(".attach summary").click()
    page.get_by_label("Välj bild").set_input_files(
        [{"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}]
    )
    type_and_send(page, "Titta här.")
    expect(page.get_by_text("Filen är ingen bild som vi kan läsa.")).to_be_visible()
    page.get_by_label("Välj bild").set_input_files(
        [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_photo()}]
    )
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.locator(".photos img")).to_have_count(1)
    assert written(cast) == ["Titta här."]


def test_a_value_that_is_sent_without_net_waits_on_its_page(
    anna: SeriesMeasurer, serve: Serve, page_360: Page
) -> None:
    page, cast = page_360, anna.cast
    open_as(page, cast, serve(cast.app.wsgi_app), cast.anna, "/values/new/weight")
    page.fill("#value_1", "82,4")
    page.context.set_offline(True)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Väntar på nät.")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url("**/values/*")
    with cast.database.transaction() as session:
        assert [str(one.value) for one in session.scalars(select(Report))] == ["82.40"]


def test_a_message_that_waited_tells_when_it_was_written(sqlite_url: str) -> None:
    cast = make_care_cast(sqlite_url)
    before = (cast.now - timedelta(hours=2)).isoformat()
    for written_at in (before, "igår", (cast.now - timedelta(days=30)).isoformat(), before[:-6]):
        send_photos(cast, body="Från tåget.", written_at=written_at)
    html = cast.browser(cast.anna).get("/messages").get_data(as_text=True)
    assert html.count("Skrivet 08:00, skickat 10:00") == 1
    cast.database.engine.dispose()
