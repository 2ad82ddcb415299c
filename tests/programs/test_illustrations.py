"""Drawings in texts: every one can be drawn in both languages, stands where it was put, and nothing else gets in."""

import re

import pytest

from programs.drawings import MOVES, name_of, read_drawing
from programs.illustrations import PICTURES, WORDS, draw_illustration, list_illustrations
from programs.library import CONTENT, list_programs, render
from programs.markdown_checks import check_markdown
from programs.yaml_files import read_yaml


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_drawing_can_be_drawn_and_says_its_words(language: str) -> None:
    words = read_yaml(WORDS, (PICTURES / WORDS).read_text(encoding="utf-8"))
    assert set(words) <= set(list_illustrations())
    for name in list_illustrations():
        drawn = draw_illustration(name, language)
        assert all(said[language] in drawn for said in words.get(name, {}).values())
        assert "{" not in drawn


def test_drawings_stand_still() -> None:
    words = read_yaml(WORDS, (PICTURES / WORDS).read_text(encoding="utf-8"))
    for name in list_illustrations():
        root = read_drawing((PICTURES / f"{name}.svg").read_text(encoding="utf-8"), words.get(name, {}))
        assert not [one for one in root.iter() if name_of(one) in MOVES]


def test_a_drawing_stands_in_its_place_with_what_it_shows() -> None:
    html = render('Först.\n\n![En trappa "upp" & <b>](stairs)\n\nSedan.', "sv")
    assert re.search(r'<p>Först\.</p>\s*<figure class="drawing"><svg', html)
    assert "<title>En trappa &#34;upp&#34; &amp; &lt;b&gt;</title>" in html
    assert 'role="img"' in html
    assert html.index("</figure>") < html.index("Sedan.")
    assert "style=" not in html


@pytest.mark.parametrize("text", [
    "![x](no_such)", "![x](https://example.org/x.png)", "\ue0000\ue000", "Mitt i ![x](stairs) raden",
    "<svg><script>x</script></svg>",
])  # fmt: skip
def test_nothing_else_becomes_a_picture(text: str) -> None:
    html = render(text, "sv")
    assert "<svg" not in html
    assert "<img" not in html
    assert "\ue000" not in html


@pytest.mark.parametrize(("row", "said"), [
    ("![En trappa.](stars)", "finns inte"), ("![](stairs)", "Skriv vad bilden visar"),
    ("Se ![En trappa.](stairs) här", "ensam på sin rad"),
])  # fmt: skip
def test_the_checker_says_what_is_wrong_with_a_picture(row: str, said: str) -> None:
    found = list(check_markdown("m1/sv/a.md", f"Hej.\n\n{row}\n"))
    assert [one.row for one in found] == [3]
    assert said in found[0].said("sv")
    assert not list(check_markdown("m1/sv/a.md", "Hej.\n\n![En trappa.](stairs)\n"))


def test_every_program_has_drawings_and_every_drawing_is_used() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in CONTENT.rglob("*.md")}
    used = {name for text in texts.values() for name in re.findall(r"!\[[^\]]+\]\(([a-z_]+)\)", text)}
    assert used == set(list_illustrations())
    for program in list_programs():
        mine = [text for path, text in texts.items() if path.relative_to(CONTENT).parts[0] == program.id]
        assert any("![" in text for text in mine), program.id
