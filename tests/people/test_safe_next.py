"""Holds that a sign-in never leads to another site, however the address is written (reliability.md D13)."""

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from core.web_session import safe_next
from core.web_sign_in import asked_next

HOST = "egenvag.example"
EVIL = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example",
    "/\\/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example",
    " //evil.example", "/ /evil.example", "https://evil.example", "http://evil.example", "https:evil.example",
    "https:/evil.example", "http:///evil.example", "HTTPS://EVIL.EXAMPLE", "ftp://evil.example", "//evil.example/%2f..",
    "//egenvag.example@evil.example", "https://egenvag.example@evil.example", "https://egenvag.example.evil.example",
    "//evil.example:80", "//[::1]", "//127.0.0.1", "//0x7f000001", "//2130706433", "//evil%E3%80%82example",
    "//evil。example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "mailto:a@evil.example", "tel:112", "evil.example", "www.evil.example",
    "./evil", "../evil", "?next=//evil.example", "#//evil.example", "", "home", "\x00//evil.example",
    "/\x00/evil.example",
    "/home\r\nSet-Cookie: a=b", "/home\nLocation: //evil.example", "/home%0d%0aSet-Cookie:a=b\r\n",
    "/\x0b/evil.example",
    "/\x0c/evil.example", "/\x1f/evil.example", "/home page", "/a\\b", "/a/\\evil.example", "\u2028//evil.example",
    "/\u0009//evil.example", "blob:https://evil.example", "ws://evil.example", "@evil.example", "/\\\t/evil.example",
]
OWN = ["/home", "/program?step=3", "/messages#last", "/a/b/c", "/%2f/evil.example", "/.//evil.example", "/settings/pin"]


def test_there_are_sixty_of_them() -> None:
    assert len(set(EVIL)) >= 60


@pytest.mark.parametrize("target", EVIL)
def test_another_site_becomes_the_default(target: str) -> None:
    assert safe_next(target, "/home") == "/home"


@pytest.mark.parametrize("target", OWN)
def test_an_own_page_is_kept_and_stays_here(target: str) -> None:
    kept = safe_next(target, "/home")
    assert kept == target
    assert urlsplit(urljoin(f"https://{HOST}/sign-in", kept)).netloc == HOST


@pytest.mark.parametrize(("face", "target", "wanted"), [
    ("patient", "/desk/", "/home"), ("patient", "/desk", "/home"), ("patient", "/program", "/program"),
    ("desk", "/program", "/desk/"), ("desk", "/desk/unit?unit=a", "/desk/unit?unit=a"), ("desk", "//desk/", "/desk/"),
])
def test_a_sign_in_leads_within_its_own_face(face: str, target: str, wanted: str) -> None:
    default = "/home" if face == "patient" else "/desk/"
    with Flask(__name__).test_request_context("/sign-in", query_string={"next": target}):
        assert asked_next(face, default) == wanted
