"""Rules for every template and script: a strict policy holds, names exist, help is on every page."""

import re
from pathlib import Path

import pytest
from flask import Flask, render_template, render_template_string
from flask_babel import Babel, get_locale

from core.web_templates import open_cache

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "core/templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "core/static/js").glob("*.js"))
ENDPOINTS = (
    "patient.home", "patient.help_now", "patient.program_index", "patient.values", "patient.messages",
    "clinician.worklist", "clinician.patients", "coordination.enrollments",
)
STATUSES = (400, 403, 404, 405, 409, 413, 429, 500, 503)


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


@pytest.fixture
def app() -> Flask:
    app = Flask("templates", template_folder=str(ROOT / "core/templates"), static_folder=str(ROOT / "core/static"))
    app.secret_key = "a key for templates only"
    Babel(app, default_locale="sv")
    app.jinja_env.globals |= {
        "csrf_token": lambda: "t", "form_key": lambda: "k", "theme": lambda: "", "get_locale": get_locale,
    }
    for endpoint in ENDPOINTS:
        app.add_url_rule("/" + endpoint.replace(".", "/"), endpoint, lambda: "")
    return app


def render(app: Flask, text: str) -> str:
    with app.test_request_context("/"):
        return render_template_string(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_no_inline_style_script_or_handler(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=\s*[\"']|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_says_what_it_is_for_and_trusts_no_text(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("{#")
    assert not re.search(r"\|\s*safe\b|autoescape false", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_a_script_runs_under_the_policy(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("/*")
    forbidden = r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://"
    assert not re.search(forbidden, text)


def test_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for path in (ROOT / "core/static").rglob("*.css"):
        assert not re.search(r"https?:|@import|url\((?!\"\.\./fonts/)", path.read_text()), path


def test_both_dark_palettes_are_the_same() -> None:
    css = (ROOT / "core/static/css/tokens.css").read_text()
    chosen, device = (
        dict(re.findall(r"(--[\w-]+):\s*([^;]+);", re.search(start + r"\s*\{([^}]*)\}", css)[1]))  # type: ignore[index]
        for start in (r':root\[data-theme="dark"\]', r":root:not\(\[data-theme\]\)")
    )
    assert chosen == device


def test_every_icon_that_templates_ask_for_exists() -> None:
    drawn = set(re.findall(r"\{%- set [pd]_(\w+) %\}", (ROOT / "core/templates/macros/icons.html").read_text()))
    asked = {name for path in TEMPLATES for name in re.findall(r"icon\('([\w-]+)'", path.read_text())}
    assert asked
    assert asked <= drawn


@pytest.mark.parametrize("frame", ["patient_base.html", "desk_base.html", "bare_base.html"])
def test_a_frame_tells_its_language_and_has_a_way_past_the_menu(app: Flask, frame: str) -> None:
    page = render(app, f"{{% extends '{frame}' %}}")
    assert '<html lang="sv"' in page
    assert 'href="#main"' in page
    assert page.count('id="main"') == 1


@pytest.mark.parametrize("frame", ["patient_base.html", "bare_base.html"])
def test_help_is_on_every_page_outside_the_desk(app: Flask, frame: str) -> None:
    assert "Akut hjälp" in render(app, f"{{% extends '{frame}' %}}")


def test_the_tabs_give_way_to_the_bar_of_a_step(app: Flask) -> None:
    page = render(app, "{% extends 'patient_base.html' %}{% block stepbar %}vidare{% endblock %}")
    assert "vidare" in page
    assert "tabbar" not in page
    assert "tabbar" in render(app, "{% extends 'patient_base.html' %}")


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_keeps_what_was_typed_and_gives_the_telephone(app: Flask, status: int) -> None:
    with app.test_request_context("/"):
        page = render_template(f"errors/{status}.html", typed=[("body", "Jag sov <b>illa</b>")])
    assert "Jag sov &lt;b&gt;illa&lt;/b&gt;" in page
    assert 'href="tel:112"' in page
    assert 'href="/help-now"' in page


def test_an_error_text_is_tied_to_its_field(app: Flask) -> None:
    asked = "text_field('a', 'A', hint='h', error='e')"
    page = render(app, "{% from 'macros/forms.html' import text_field %}{{ " + asked + " }}")
    assert 'aria-describedby="a-h a-e"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="a-e"' in page


def test_a_label_with_markup_is_shown_as_text(app: Flask) -> None:
    asked = "choices('a', '<b>x</b>', [('1', '<i>y</i>')])"
    page = render(app, "{% from 'macros/forms.html' import choices %}{{ " + asked + " }}")
    assert "<b>" not in page
    assert "<i>" not in page


def test_no_answer_is_chosen_beforehand(app: Flask) -> None:
    asked = "choices('a', 'A', [('0', 'noll')]) ~ scale('b', 'B') ~ yes_no('c', 'C') ~ checks('d', 'D', [(1, 'E')])"
    page = render(app, "{% from 'macros/forms.html' import choices, scale, yes_no, checks %}{{ " + asked + " }}")
    assert " checked" not in page


def test_zero_is_an_answer(app: Flask) -> None:
    page = render(app, "{% from 'macros/forms.html' import scale %}{{ scale('b', 'B', value=0) }}")
    assert re.search(r'value="0" checked', page)
    assert "Du har valt: 0" in page


@pytest.mark.parametrize("count", [0, 1, 2, 8, 12])
def test_the_path_has_a_stone_for_every_module(app: Flask, count: int) -> None:
    states = ["now"] + ["locked"] * (count - 1) if count else []
    with app.test_request_context("/"):
        page = render_template_string("{% from 'macros/scenes.html' import landscape %}{{ landscape(s) }}", s=states)
    assert page.count('fill="var(--i-stone)"') == max(0, count - 1)
    assert page.count('fill="var(--i-edge-now)"') == min(1, count)


SENTENCE = re.compile(r"_\('((?:[^'\\]|\\.)*)'((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
SHORT_DAY = re.compile(r"(\w+)=[^,]*?\| ?(?:when|date_short)(?! ?\| ?trim)[^,]*")


def test_a_short_day_never_gives_a_sentence_two_full_stops() -> None:
    """"22 nov." has a full stop of its own, so it is trimmed where the sentence ends with it."""
    doubled = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in ROOT.glob("*/templates/**/*.html")
        for text, given in SENTENCE.findall(path.read_text(encoding="utf-8"))
        for name in SHORT_DAY.findall(given)
        if f"%({name})s." in text
    ]
    assert doubled == []


def test_a_folder_for_compiled_templates_that_cannot_be_written_keeps_no_page_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    app = Flask(__name__, template_folder=str(tmp_path))
    (tmp_path / "page.html").write_text("<p>{{ 1 + 1 }}</p>", encoding="utf-8")
    app.jinja_env.bytecode_cache = open_cache(str(tmp_path / "file" / "folder"))
    with app.app_context():
        assert render_template("page.html") == "<p>2</p>"
