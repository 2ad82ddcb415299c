"""Holds that the browser ground hears complaints and sees what is not accessible: its silence counts."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Page

from tests.plugins.browser import Axe, Complaints
from tests.plugins.serving import Serve

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="sv"><head><title>Provsida</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Provsida</h1><p>Allt är i sin ordning.</p></main></body></html>"""
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"


@pytest.fixture
def show(serve: Serve) -> Callable[[str], str]:
    """Serve one page of HTML under the product's strict policy and return its address."""

    def serve_page(html: str) -> str:
        app = Flask("provsida")

        @app.get("/")
        def page() -> Response:
            return Response(html, headers={"Content-Security-Policy": POLICY})

        @app.get("/favicon.ico")
        def icon() -> tuple[str, int]:
            return "", 204

        return serve(app.wsgi_app) + "/"

    return serve_page


def heard(complaints: Complaints) -> Iterable[str]:
    """Return what was heard, and forget it, since here it was expected."""
    lines = list(complaints.heard)
    complaints.heard.clear()
    return lines


@pytest.mark.parametrize("width", [360, 1280])
def test_a_good_page_passes_under_the_strict_policy(
    show: Callable[[str], str], request: pytest.FixtureRequest, axe: Axe, width: int
) -> None:
    page: Page = request.getfixturevalue(f"page_{width}")
    page.goto(show(GOOD))
    assert page.evaluate("window.innerWidth") == width
    axe(page)


def test_axe_finds_a_field_without_a_label(show: Callable[[str], str], page_360: Page, axe: Axe) -> None:
    page_360.goto(show(GOOD.replace("</p>", '</p><input name="puls">')))
    with pytest.raises(pytest.fail.Exception, match="label"):
        axe(page_360)


def test_inline_script_and_style_are_heard(
    show: Callable[[str], str], page_360: Page, complaints: Complaints
) -> None:
    page_360.goto(show(GOOD.replace("</p>", '</p><script>1</script><p style="color:red">r</p>')))
    page_360.wait_for_timeout(100)
    text = " ".join(heard(complaints))
    assert "CSP violation: script-src-elem" in text
    assert "CSP violation: style-src-attr" in text


def test_a_script_error_and_a_missing_file_are_heard(
    show: Callable[[str], str], page_360: Page, complaints: Complaints
) -> None:
    page_360.goto(show(GOOD.replace("</p>", '</p><img alt="" src="/borta.png">')))
    page_360.evaluate("setTimeout(() => { throw new Error('trasigt') })")
    page_360.wait_for_timeout(100)
    text = " ".join(heard(complaints))
    assert "trasigt" in text
    assert "404" in text


def test_another_machine_is_not_asked_unheard(
    show: Callable[[str], str], page_360: Page, complaints: Complaints
) -> None:
    page_360.goto(show(GOOD.replace("</p>", '</p><a href="http://example.org/">ut</a>')))
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page_360.goto("http://example.org/")
    assert "another machine was asked: http://example.org/" in " ".join(heard(complaints))


@pytest.mark.allows_console("borta")
def test_an_expected_complaint_can_be_allowed(show: Callable[[str], str], page_360: Page) -> None:
    page_360.goto(show(GOOD.replace("</p>", '</p><img alt="" src="/borta.png">')))


def test_a_complaint_fails_a_test() -> None:
    complaints = Complaints(allowed=["känt"])
    message: Any = type("Message", (), {"type": "error", "text": "oväntad", "location": {}})()
    complaints._hear_console(message)
    with pytest.raises(pytest.fail.Exception, match="oväntad"):
        complaints.check()
