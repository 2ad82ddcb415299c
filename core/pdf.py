"""Makes a PDF of a page: in a process of its own, which gets no secret, asks no network and is ended when it lasts.

WeasyPrint and what it draws in are never imported here, so the web workers stay small (libraries.md 1, row 18).
"""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

ROOT = Path(__file__).resolve().parent.parent
TOKENS = Path(__file__).resolve().parent / "static" / "css" / "tokens.css"
MOST_LETTERS = 3_000_000
"""Of HTML. The largest module of the library is a sixth of it, with every answer as long as it may be."""
MOST_PAGES = 80
MOST_SECONDS = 40
WAIT_SECONDS = 20
AT_ONCE = 2
FONT_OF_DRAWINGS = '<svg font-family="Atkinson Hyperlegible Next" '
MISSING, TOO_LONG = 3, 4
"""What the process ends with: WeasyPrint or Pango is not installed; the page became more pages than MOST_PAGES."""
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
_turns = BoundedSemaphore(AT_ONCE)


class PdfError(Exception):
    """There is no PDF this time; the print view shows the same."""


class PdfMissingError(PdfError):
    """What makes PDF is not installed here."""


class PdfTooLongError(PdfError):
    """The page is larger than a PDF may be."""


def make_pdf(html: str) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a page whose styles lie under ``/static/``.

    :raises PdfMissingError: without WeasyPrint or Pango.
    :raises PdfTooLongError: for more than 80 pages.
    :raises PdfError: when two others are being made and neither is done in time, or this one is not.
    """
    if len(html) > MOST_LETTERS:
        raise PdfTooLongError(f"{len(html)} letters")
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise PdfError("others are being made")
    try:
        return _run(_with_colours(html).replace("<svg ", FONT_OF_DRAWINGS))
    finally:
        _turns.release()


def _run(html: str) -> bytes:
    command = [sys.executable, "-m", "core.pdf_maker"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and nothing of the page in its arguments
            command, input=html.encode(), capture_output=True, timeout=MOST_SECONDS, cwd=ROOT, env=ENVIRONMENT,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as problem:
        raise PdfError(type(problem).__name__) from None  # the problem itself would hold the page
    if done.returncode == MISSING:
        raise PdfMissingError("WeasyPrint or Pango")
    if done.returncode == TOO_LONG:
        raise PdfTooLongError(f"more than {MOST_PAGES} pages")
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PdfError(f"ended with {done.returncode}")
    return done.stdout


def _with_colours(html: str) -> str:
    """Write the colours of drawings out: inside an SVG there are no names of colours in a PDF.

    Only attributes are touched; what people have written has its quotation marks as references.
    """
    return re.sub(r'="var\((--[ci]-[a-z0-9-]+)\)"', lambda found: f'="{_colours().get(found[1], "#000000")}"', html)


@cache
def _colours() -> dict[str, str]:
    """Return the light colours of tokens.css by name."""
    light = TOKENS.read_text(encoding="utf-8").split(":root[data-theme")[0]
    return dict(re.findall(r"(--[ci]-[a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})\b", light))
