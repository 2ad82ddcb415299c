"""Writes the crisis page as one file, for when everything else is down: ``python -m core.crisis_page``."""

from html import escape
from pathlib import Path

from core.crisis_lines import (
    CALL_INSTEAD,
    HEADING,
    LEAD,
    MORE,
    NOBODY_READS,
    CrisisLine,
    Texts,
    first_lines,
    other_lines,
)

TARGET = Path(__file__).resolve().parent / "static" / "help-now.html"
PHONE = (
    '<svg class="ic" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M7.6 3.8 9.8 8 7.9 10c1.3 2.6 '
    "3.4 4.7 6.1 6.1l2-1.9 4.2 2.2-.6 3.2c-.1.6-.7 1-1.3.9C10.5 19.7 4.3 13.5 3.5 5.7c-.1-.6.3-1.2.9-1.3z"
    '"/></svg>'
)
PAGE = """<!doctype html>
<html lang="sv">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Akut hjälp – Egenväg</title>
  <link rel="stylesheet" href="css/tokens.css">
  <link rel="stylesheet" href="css/patient.css">
  <link rel="stylesheet" href="css/print.css" media="print">
  <link rel="icon" href="icon.svg" type="image/svg+xml">
</head>
<body class="bare">
<main id="main">
{swedish}
<section class="sec" lang="en">
{english}
</section>
</main>
</body>
</html>
"""


def crisis_page() -> str:
    """Return the page: the same lines and words as /help-now, in both languages, with no script and no data."""
    return PAGE.format(swedish=_part("sv", "h1"), english=_part("en", "h2"))


def _part(language: str, heading: str) -> str:
    def said(texts: Texts) -> str:
        return escape(texts[language], quote=False)

    return "\n".join(
        [
            f'<div class="page-head"><{heading}>{said(HEADING)}</{heading}><p>{said(LEAD)}</p></div>',
            *(_card(line, language) for line in first_lines()),
            f'<p class="note note-sky mt-5"><span><b>{said(NOBODY_READS)}</b> {said(CALL_INSTEAD)}</span></p>',
            f'<p class="h-lg mt-8 mb-3"><b>{said(MORE)}</b></p>',
            *(_card(line, language) for line in other_lines()),
        ]
    )


def _card(line: CrisisLine, language: str) -> str:
    dialled = line.number.replace(" ", "").replace("-", "")
    kind = "tel tel-112" if line.key == "sos" else "tel"
    title, text = escape(line.title[language]), escape(line.text[language], quote=False)
    words = f"<span><b>{title}</b><span>{text}</span></span>"
    return f'<a class="{kind}" href="tel:{dialled}"><span class="ph">{PHONE}</span>{words}</a>'


def write_page() -> None:
    """Write the page where the web server finds it without asking the application."""
    TARGET.write_text(crisis_page(), encoding="utf-8")


if __name__ == "__main__":
    write_page()
