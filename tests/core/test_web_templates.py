"""The quick `_()` of templates says the same as the general one, in the reader's language, and escapes what it gets."""

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale, get_translations, gettext
from markupsafe import Markup

from tests.people.cast import make_app

SENTENCE, PLACED = "Logga in", "Nytt från %(name)s"


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    """An application."""
    app = make_app(sqlite_url)
    app.extensions["database"].engine.dispose()
    return app


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_sentence_is_what_the_catalogue_says(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert str(get_translations().ugettext(SENTENCE)) == render_template_string("{{ _(s) }}", s=SENTENCE)
        assert gettext(PLACED, name="Eva") == render_template_string("{{ _(s, name='Eva') }}", s=PLACED)


def test_each_reader_gets_his_own_language(app: Flask) -> None:
    texts = []
    for language in ("sv", "en", "sv"):
        with app.test_request_context(headers={"Accept-Language": language}):
            texts.append(render_template_string("{{ _('Logga in') }}"))
    assert texts[0] == texts[2] == SENTENCE
    with app.test_request_context(), force_locale("en"):
        assert render_template_string("{{ _('Logga in') }}") == texts[1]


def test_what_is_filled_in_is_escaped(app: Flask) -> None:
    with app.test_request_context():
        page = render_template_string("{{ _('Nytt från %(name)s', name=name) }}", name="<b>&")
        assert page == "Nytt från &lt;b&gt;&amp;"
        assert "<i>" in render_template_string("{{ _(s, name=name) }}", s=PLACED, name=Markup("<i>"))


def test_a_percent_sign_is_written_twice_with_places_and_without(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{{ _('5 %% av') }}{{ _('5 %% av %(n)s', n=2) }}") == "5 % av5 % av 2"


def test_imported_macros_and_trans_blocks_translate_too(app: Flask) -> None:
    app.jinja_env.globals["shared"] = "x"
    with app.test_request_context():
        assert render_template_string("{% trans name='Eva' %}Hej {{ name }}{% endtrans %}") == "Hej Eva"
        assert "Akut" in render_template_string("{% from 'macros/icons.html' import icon %}{{ _('Akut hjälp') }}")
