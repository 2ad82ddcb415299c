"""The process that makes one PDF: a page on standard input, the PDF on standard output; started by core/pdf.py."""

import re
import resource
import sys
from pathlib import Path
from typing import Any

from core.pdf import MISSING, MOST_PAGES, MOST_SECONDS, TOO_LONG

STATIC = Path(__file__).resolve().parent / "static"
OURS = "https://static.invalid/static/"
"""Where the page believes its files to be; nothing is at that address, and the fetcher answers no other."""
KINDS = {".css": "text/css", ".woff2": "font/woff2"}
MOST_MEMORY = 2 * 1024**3


def main() -> int:
    """Make the PDF; returns what the process ends with."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        import weasyprint
    except (ImportError, OSError):  # OSError: the library is there and Pango is not
        return MISSING
    html = _with_lengths(sys.stdin.buffer.read().decode())
    document = weasyprint.HTML(string=html, base_url=OURS, url_fetcher=_fetcher(), media_type="print").render(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    if len(document.pages) > MOST_PAGES:
        return TOO_LONG
    sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True) or b"")
    return 0


def _with_lengths(html: str) -> str:
    """Write the dashes of drawings in the drawing's own units: WeasyPrint does not know ``pathLength``."""
    return re.sub(r'<path [^>]*pathLength="[^>]*>', lambda found: _with_length(found[0]), html)


def _with_length(path: str) -> str:
    from fontTools.pens.perimeterPen import PerimeterPen
    from fontTools.svgLib.path import parse_path

    said = dict(re.findall(r'([\w-]+)="([^"]*)"', path))
    pen = PerimeterPen()
    parse_path(said.get("d", ""), pen)
    part = pen.value / (float(said["pathLength"]) or 1)
    for name in ("stroke-dasharray", "stroke-dashoffset"):
        lengths = " ".join(f"{float(one) * part:.2f}" for one in re.split(r"[\s,]+", said.get(name, "").strip()) if one)
        path = path.replace(f'{name}="{said.get(name)}"', f'{name}="{lengths}"')
    return path


def _fetcher() -> Any:
    """Return what gives our own styles and fonts, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Reads below core/static alone."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = own_file(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})

    return OwnFiles()


def own_file(url: str) -> Path:
    """Return the style or font that an address means; raises ValueError for every other address."""
    path = (STATIC / url.removeprefix(OURS)).resolve()
    if not url.startswith(OURS) or not path.is_relative_to(STATIC) or path.suffix not in KINDS:
        raise ValueError("only the product's own styles and fonts")
    return path


if __name__ == "__main__":
    sys.exit(main())
