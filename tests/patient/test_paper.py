"""A module on paper: whole, empty or filled, with the numbers to call, and for nobody else."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.audit import AuditEvent
from core.pdf import PdfMissingError
from programs.films import get_film
from programs.library import get_edition, get_program, list_programs
from programs.paper import list_paper
from programs.schema import StepKind
from tests.patient.sleep_ground import START, enroll_sleep, finish_module, write_nights
from tests.plugins.cast import CareCast, count_statements, send

PROGRAM = get_program("sleep", "1")
STATEMENTS = 6
HARMFUL = "<script>alert(1)</script> & \"så\" 😀"


def words_of(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_whole_module_stands_on_one_page(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    page = care_cast.browser(care_cast.anna).get(f"/program/{enrollment.public_id}/1/print").get_data(as_text=True)
    module = PROGRAM.get_module(1)
    for step in module.steps:
        assert f"<h2>{step.title.sv}</h2>" in page
        assert all(f'<h3 class="paper-label">{field.label.sv}</h3>' in page for field in step.fields)
        if step.kind is StepKind.FILM:
            assert all(scene.caption.sv in page for scene in get_film(step.film or "").film.scenes)
            assert page.count('class="paper-still"') == len(get_film(step.film or "").film.scenes)
    assert "Sömnbehov är lite som skostorlek" in page
    assert all(f"Ring {number}" in page for number in ("112", "90101", "1177"))
    assert care_cast.unit.phone in page
    assert "style=" not in page


def test_what_is_written_is_printed_and_can_be_left_out(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1"
    finish_module(care_cast, enrollment, 1)
    assert "Sedan i våras" in browser.get(f"{base}/print").get_data(as_text=True)
    empty = browser.get(f"{base}/print?empty=yes").get_data(as_text=True)
    assert "Sedan i våras" not in empty
    assert 'class="blank-lines"' in empty


def test_one_exercise_prints_alone(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1"
    finish_module(care_cast, enrollment, 1)
    step = next(one for one in PROGRAM.get_module(1).steps if one.kind is StepKind.EXERCISE)
    page = browser.get(f"{base}/{step.id}/print").get_data(as_text=True)
    assert "Sedan i våras" in page
    assert page.count("<h2>") == 1, "only the numbers to call have a heading beside the exercise"
    assert "Sedan i våras" not in browser.get(f"{base}/{step.id}/print?empty=yes").get_data(as_text=True)


def test_what_was_typed_is_printed_as_words_alone(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    step = next(one for one in PROGRAM.get_module(1).steps if one.kind is StepKind.EXERCISE)
    field = next(one for one in step.fields if one.kind.value in ("text", "long"))
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1/{step.id}"
    assert send(browser, f"{base}/draft", **{f"f.{field.id}": HARMFUL}).status_code == 200
    page = browser.get(f"{base}/print").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;så&#34; 😀" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("more", ["1/print", "1/somnhistoria/print"])
def test_a_stranger_and_a_locked_module_get_nothing(care_cast: CareCast, more: str) -> None:
    enrollment = enroll_sleep(care_cast)
    stranger, anna = care_cast.browser(care_cast.other_patient), care_cast.browser(care_cast.anna)
    assert stranger.get(f"/program/{enrollment.public_id}/{more}").status_code == 404
    assert anna.get(f"/program/{enrollment.public_id}/{more.replace('1/', '2/', 1)}").status_code == 404


def test_a_text_has_no_form_to_print(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    text = next(one for one in PROGRAM.get_module(1).steps if one.kind is StepKind.TEXT)
    browser = care_cast.browser(care_cast.anna)
    assert browser.get(f"/program/{enrollment.public_id}/1/{text.id}/print").status_code == 404


def test_the_pages_keep_within_six_statements(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=3)
    write_nights(care_cast, enrollment, START, 3)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/3"
    for path in (f"{base}/print", f"{base}/print?empty=yes", f"{base}/mitt_fonster/print"):
        with count_statements(care_cast.database) as seen:
            assert browser.get(path).status_code == 200
        assert len([one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]) <= STATEMENTS, path


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_module_of_every_program_can_be_put_on_paper(language: str) -> None:
    for program in list_programs():
        edition = get_edition(program.id, program.version)
        for module in program.modules:
            steps = list_paper(edition, module, language, {})
            assert [one.title for one in steps] == [one.title.of(language) for one in module.steps]
            for step, paper in zip(module.steps, steps, strict=True):
                held = {StepKind.TEXT: paper.html, StepKind.FILM: paper.film, StepKind.QUIZ: paper.questions,
                        StepKind.RATING: paper.instruments}  # fmt: skip
                assert held.get(step.kind, paper.fields), step.id


def pdf_words(made: bytes) -> str:
    """Return what a PDF says."""
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())


def test_a_filled_exercise_comes_as_a_pdf_with_a_neutral_name(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    step = next(one for one in PROGRAM.get_module(1).steps if one.kind is StepKind.EXERCISE)
    field = next(one for one in step.fields if one.kind.value in ("text", "long"))
    browser, base = sqlite_cast.browser(sqlite_cast.anna), f"/program/{enrollment.public_id}/1/{step.id}"
    assert send(browser, f"{base}/draft", **{f"f.{field.id}": HARMFUL}).status_code == 200
    with count_statements(sqlite_cast.database) as seen:
        answer = browser.get(f"{base}/pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert re.fullmatch(r'attachment; filename="ovning-\d{4}-\d\d-\d\d\.pdf"', answer.headers["Content-Disposition"])
    assert "no-store" in answer.headers["Cache-Control"]
    said = pdf_words(answer.data)
    assert HARMFUL in said, "what was typed is words, every letter of them"
    assert "Ring 112" in said
    assert sqlite_cast.anna.name not in said
    assert len([one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]) <= STATEMENTS
    assert HARMFUL not in pdf_words(browser.get(f"{base}/pdf?empty=yes").data)


def test_a_whole_module_comes_as_a_pdf_with_its_diary(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    write_nights(sqlite_cast, enrollment, START, 3)
    finish_module(sqlite_cast, enrollment, 1)
    answer = sqlite_cast.browser(sqlite_cast.anna).get(f"/program/{enrollment.public_id}/1/pdf")
    said = pdf_words(answer.data)
    for words in ("Sömnbehov är lite som skostorlek", "Sedan i våras", "Sömndagboken", "6 h 0 min", "Hemuppgifter"):
        assert words in said, words


def test_every_pdf_is_in_the_log(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1"
    browser.get(f"{base}/pdf")
    browser.get(f"{base}/somnhistoria/pdf")
    with care_cast.database.transaction() as session:
        log = session.scalars(select(AuditEvent).where(AuditEvent.action.in_(["module.pdf", "exercise.pdf"]))).all()
        assert [(one.action, one.actor_id, one.object_id) for one in log] == [
            ("module.pdf", care_cast.anna.id, f"{enrollment.public_id}:1"),
            ("exercise.pdf", care_cast.anna.id, f"{enrollment.public_id}:1"),
        ]


def test_without_what_draws_it_the_print_view_says_so(care_cast: CareCast, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_html: str) -> bytes:
        raise PdfMissingError("Pango")

    monkeypatch.setattr("core.web_pdf.make_pdf", missing)
    enrollment = enroll_sleep(care_cast)
    answer = care_cast.browser(care_cast.anna).get(f"/program/{enrollment.public_id}/1/pdf", follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.request.path.endswith("/1/print")
    assert "Det går inte att göra PDF här just nu." in page


@pytest.mark.parametrize("more", ["1/pdf", "1/somnhistoria/pdf"])
def test_a_pdf_is_for_its_patient_alone(care_cast: CareCast, more: str) -> None:
    enrollment = enroll_sleep(care_cast)
    assert care_cast.browser(care_cast.other_patient).get(f"/program/{enrollment.public_id}/{more}").status_code == 404
    locked = f"/program/{enrollment.public_id}/{more.replace('1/', '2/', 1)}"
    assert care_cast.browser(care_cast.anna).get(locked).status_code == 404
