"""Opens pages in a real Chromium, listens to what it complains about, and asks axe what is not accessible."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.plugins.fence import is_loopback

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
TIMEOUT_MS = 30_000
expect.set_options(timeout=TIMEOUT_MS)
LISTEN_FOR_CSP = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP violation: ${event.effectiveDirective} blocked ${event.blockedURI} in ${event.sourceFile}`));
"""
RUN_AXE = """
async (tags) => (await axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
})).violations.map((violation) => ({
  id: violation.id, impact: violation.impact, help: violation.help,
  nodes: violation.nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 200)}`),
}))
"""
Axe = Callable[[Page], None]


class Complaints:
    """What a browser said against the pages of one test."""

    def __init__(self, allowed: list[str]) -> None:
        self.allowed = [re.compile(pattern) for pattern in allowed]
        self.heard: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        """Listen to every page of a context, also those that open later."""
        context.on("console", self._hear_console)
        context.on("weberror", lambda error: self._hear(f"script error: {error.error}"))
        context.on("request", self._hear_request)

    def check(self) -> None:
        """Fail the test when something was heard that it did not expect."""
        if self.heard:
            pytest.fail("The browser complained:\n  " + "\n  ".join(self.heard), pytrace=False)

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._hear(f"console: {message.text} ({message.location.get('url', '')})")

    def _hear_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and not is_loopback(address.hostname):
            self._hear(f"another machine was asked: {request.url}")

    def _hear(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self.allowed):
            self.heard.append(text)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The run's browser; the tests fail where it is missing, they are never skipped."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing. Install it: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints(request: pytest.FixtureRequest) -> Complaints:
    """What the browser says against this test's pages; ``allows_console`` names what may be said."""
    return Complaints([str(mark.args[0]) for mark in request.node.iter_markers("allows_console")])


@pytest.fixture
def new_context(chromium: Browser, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser profile of its own (cookies, storage), with Playwright's options; Swedish by default."""
    contexts: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        # Without motion a colour is never caught half-way between two themes.
        usual = {"locale": "sv-SE", "timezone_id": "Europe/Stockholm", "reduced_motion": "reduce"}
        context = chromium.new_context(**usual | options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_init_script(LISTEN_FOR_CSP)
        complaints.listen(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    complaints.check()


@pytest.fixture
def page_360(new_context: Callable[..., BrowserContext]) -> Page:
    """A page as wide as a small phone, with a finger."""
    viewport = {"width": 360, "height": 740}
    return new_context(viewport=viewport, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def page_1280(new_context: Callable[..., BrowserContext]) -> Page:
    """A page as wide as a desk's screen."""
    return new_context(viewport={"width": 1280, "height": 800}).new_page()


@pytest.fixture
def page_without_script(new_context: Callable[..., BrowserContext]) -> Page:
    """A phone's page where JavaScript is turned off; axe cannot run in it."""
    viewport = {"width": 360, "height": 740}
    return new_context(viewport=viewport, java_script_enabled=False).new_page()


@pytest.fixture
def axe() -> Axe:
    """Fail the test when axe finds anything on a page; call it with the page."""
    return check_accessible


def check_accessible(page: Page) -> None:
    """Run axe in a page and fail with a line for each element that it found."""
    lines = list_violations(page)
    if lines:
        pytest.fail(f"axe on {page.url} ({page.title()}):\n  " + "\n  ".join(lines), pytrace=False)


def list_violations(page: Page) -> list[str]:
    """Run axe in a page and return a line for each rule that is broken, with its elements."""
    if not AXE.exists():
        pytest.fail(f"{AXE.name} is missing in tests/vendor", pytrace=False)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN_AXE, list(AXE_TAGS))
    return [
        f"{found['id']} ({found['impact']}): {found['help']}\n      " + "\n      ".join(found["nodes"])
        for found in violations
    ]
