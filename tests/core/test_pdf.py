"""The PDF maker: tagged and in its language, our own files alone, ended when it lasts, and never inside the web."""

import io
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from core import pdf, pdf_maker

PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Övning</title>
<link rel="stylesheet" href="css/tokens.css"><link rel="stylesheet" href="css/paper.css">
<link rel="stylesheet" href="css/pdf.css"></head><body><article class="paper">{}</article></body></html>"""
ROOT = Path(__file__).parents[2]


def read(made: bytes) -> tuple[pypdf.PdfReader, str]:
    """Return a PDF and what it says."""
    found = pypdf.PdfReader(io.BytesIO(made))
    return found, "\n".join(page.extract_text() for page in found.pages)


def test_a_pdf_is_tagged_has_a_language_and_keeps_every_letter() -> None:
    made, said = read(pdf.make_pdf(PAGE.format("<h1>Räksmörgås</h1><p>Åäö é ł 😀 – ”så”</p>")))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert made.metadata is not None
    assert made.metadata.title == "Övning"
    assert "Räksmörgås" in said
    assert "Åäö é ł 😀 – ”så”" in said
    used = (font.get_object() for page in made.pages for font in page["/Resources"]["/Font"].values())
    fonts = {str(font["/BaseFont"]) for font in used}
    assert any("Atkinson" in font for font in fonts), fonts
    assert all("Atkinson" in font or "Emoji" in font for font in fonts), fonts


def test_a_long_answer_flows_over_pages_with_numbers() -> None:
    made, said = read(pdf.make_pdf(PAGE.format(f'<p class="paper-answer">{"ett ord till " * 3000} SLUT</p>')))
    assert len(made.pages) > 3
    assert "SLUT" in said
    assert f"2 ({len(made.pages)})" in said


def test_a_page_without_end_is_refused() -> None:
    with pytest.raises(pdf.PdfTooLongError):
        pdf.make_pdf("x" * (pdf.MOST_LETTERS + 1))


@pytest.mark.slow
def test_more_pages_than_may_be_are_refused() -> None:
    with pytest.raises(pdf.PdfTooLongError):
        pdf.make_pdf(PAGE.format('<hr style="break-after: page">' * (pdf.MOST_PAGES + 1)))


def test_what_lasts_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.05)
    with pytest.raises(pdf.PdfError, match="TimeoutExpired"):
        pdf.make_pdf(PAGE.format("<p>x</p>"))


def test_nobody_waits_for_ever_when_others_are_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
    with pdf._turns, pdf._turns, pytest.raises(pdf.PdfError, match="others"):
        pdf.make_pdf(PAGE.format("<p>x</p>"))
    assert pdf.make_pdf(PAGE.format("<p>x</p>")).startswith(b"%PDF"), "the turns are given back"


def test_without_weasyprint_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.setitem(pdf.ENVIRONMENT, "PYTHONPATH", str(tmp_path))
    with pytest.raises(pdf.PdfMissingError):
        pdf.make_pdf(PAGE.format("<p>x</p>"))


@pytest.mark.parametrize("url", [
    "https://example.org/x.css", "file:///etc/passwd", "data:text/css,a", "https://static.invalid/static/../web.py",
    "https://static.invalid/static/js/forms.js", "https://static.invalid/static/../../core/static/../pdf.py",
])  # fmt: skip
def test_only_our_own_styles_and_fonts_are_read(url: str) -> None:
    with pytest.raises(ValueError, match="own styles"):
        pdf_maker.own_file(url)
    assert pdf_maker.own_file("https://static.invalid/static/css/pdf.css").name == "pdf.css"


def test_a_page_that_asks_for_other_files_gets_none() -> None:
    asking = '<p>Kvar</p><img src="file:///etc/hostname" alt="x"><img src="/x.png" alt="">'
    made, said = read(pdf.make_pdf(PAGE.format(asking)))
    assert "Kvar" in said
    assert not made.pages[0].images


def test_the_process_gets_no_secret() -> None:
    assert not any(name.startswith(("EGENVAG", "TWILIO", "DATABASE", "APP")) for name in pdf.ENVIRONMENT)


def test_dashes_are_written_in_the_units_of_the_drawing() -> None:
    path = '<path d="M0 0H50" pathLength="100" stroke-dasharray="100 100" stroke-dashoffset="20"/>'
    drawn = pdf_maker._with_lengths(path)
    assert 'stroke-dasharray="50.00 50.00"' in drawn
    assert 'stroke-dashoffset="10.00"' in drawn


def test_colours_of_drawings_are_written_out_and_words_are_not_touched() -> None:
    html = pdf._with_colours('<path fill="var(--c-ink)"/><p>=&#34;var(--c-ink)&#34;</p>')
    assert html == '<path fill="#1E2A2A"/><p>=&#34;var(--c-ink)&#34;</p>'


def test_the_application_never_loads_what_draws_pdfs() -> None:
    names = ("weasyprint", "fontTools", "PIL", "pydyf")
    code = "import sys, app, core.web_pdf, patient.paper, clinician.paper; "
    code += f"print([name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
