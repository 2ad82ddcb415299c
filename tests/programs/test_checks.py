"""The check of the program library: each thing that can be wrong is told, with its file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from programs.checks import MOST_LIX, check_library, reading_level
from programs.library import CONTENT

Change = Callable[[Path], None]
M1 = "m1/module.yaml"
HARD = (
    "Sömnrestriktionsbehandlingens verkningsmekanismer förutsätter, att behandlingsdeltagarens homeostatiska "
    "sömntryck, som ackumuleras under vakenhetstiden, upprätthålls kontinuerligt genom konsekvent genomförda "
    "beteendeförändringar, vilka dokumenteras systematiskt, utvärderas fortlöpande och återkopplas regelbundet "
    "till den behandlingsansvariga legitimerade psykologen inom primärvårdsorganisationen."
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the sleep program, to be broken."""
    shutil.copytree(CONTENT / "sleep", tmp_path / "sleep")
    return tmp_path


def test_every_program_of_ours_is_whole() -> None:
    found = check_library()
    assert {one.name for one in found} >= {"sleep 1", "hypertension 1"}
    assert [problem.line for one in found for problem in one.problems] == []


def replace(file: str, old: str, new: str) -> Change:
    """Return a change of one word in one file."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(file: str, text: str) -> Change:
    """Return a change of a whole file."""
    return lambda folder: (folder / file).write_text(text, encoding="utf-8") and None


def copy_swedish(folder: Path) -> None:
    """Put the Swedish text where the English belongs."""
    shutil.copyfile(folder / "m2/sv/fem_regler.md", folder / "m2/en/fem_regler.md")


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (replace("m1/module.yaml", "number: 1", "number: [1"), "sleep/1/m1/module.yaml", "läsa"),
        (replace("m8/module.yaml", "number: 8", "number: 9"), "sleep/1/m8/module.yaml", "number: 8"),
        (replace(M1, "id: somnbehov, kind: text", "id: somnbehov, kind: film"), f"sleep/1/{M1}", "film"),
        (replace(M1, 'en: "Sleep – how it works"', 'de: "Schlaf"'), f"sleep/1/{M1}", "saknas en"),
        (replace("program.yaml", 'version: "1"', 'version: "2"'), "sleep/1/program.yaml", "är 2"),
        (lambda folder: (folder / "m2/en/fem_regler.md").unlink(), "sleep/1/m2/module.yaml", "en/fem_regler.md"),
        (write("m2/sv/fem_regler.md", " \n"), "sleep/1/m2/sv/fem_regler.md", "tom"),
        (copy_swedish, "sleep/1/m2/en/fem_regler.md", "Översätt"),
        (write("m2/sv/vaken_plats.md", HARD * 2), "sleep/1/m2/sv/vaken_plats.md", "LIX"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: Path, change: Change, place: str, said: str) -> None:
    change(content / "sleep/1")
    problems = [problem for one in check_library(content) for problem in one.problems]
    assert {problem.place for problem in problems} == {place}
    assert said in problems[0].line
    assert str(content) not in problems[0].line


def test_an_unknown_instrument_is_told(content: Path) -> None:
    file = content / "sleep/1/program.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("gad7", "gad8", 1), encoding="utf-8")
    assert "gad8" in " ".join(problem.line for one in check_library(content) for problem in one.problems)


def test_lix_counts_sentences_and_words_over_six_letters() -> None:
    assert reading_level("") == 0
    assert reading_level("Hon gick hem. Han sov gott.") == 3
    assert reading_level("Behandlaren svarar dig.") == 3 + 100 / 3
    assert reading_level(HARD) > MOST_LIX + 20


@pytest.mark.parametrize("text", ["# Rubrik\n\nEn rad.", "Rubrik\n\nEn rad.", "- Rubrik\n- En rad"])
def test_headings_and_list_items_end_a_sentence(text: str) -> None:
    assert reading_level(text) == 1.5
