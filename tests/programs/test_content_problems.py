"""Holds that whatever is wrong with a program's files is told with file, line, what is wrong and what to write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from programs.library import CONTENT, ContentError, load_program
from programs.lint import look_over
from programs.problems import Problem
from programs.shelf import FolderShelf, MemoryShelf, take_files

Change = Callable[[dict[str, str]], None]
SLEEP = take_files(FolderShelf(CONTENT / "sleep" / "1"))
M1, M2, FRAME = "m1/module.yaml", "m2/module.yaml", "program.yaml"


def replace(file: str, old: str, new: str) -> Change:
    """Return a change of one word in one file."""

    def change(files: dict[str, str]) -> None:
        assert old in files[file], old
        files[file] = files[file].replace(old, new, 1)

    return change


def remove(file: str) -> Change:
    """Return a change that takes a file away."""
    return lambda files: files.update({}) if files.pop(file) else None


def write(file: str, text: str) -> Change:
    """Return a change of a whole file."""
    return lambda files: files.update({file: text})


def add(file: str, text: str) -> Change:
    """Return a change that puts more at the end of a file."""
    return lambda files: files.update({file: files[file] + text})


def in_first(more: str) -> Change:
    """Return a change that gives the first step of module 2 something more."""
    step = "id: fem_regler, kind: text,"
    return replace(M2, step, f"{step} {more},")


def problems_of(*changes: Change) -> list[Problem]:
    """Return what is wrong with the sleep program after some changes."""
    files = dict(SLEEP)
    for change in changes:
        change(files)
    return list(look_over(MemoryShelf(files)).problems)


def row_of(file: str, word: str, change: Change) -> int:
    """Return the line, counted from 1, where a word stands after a change; 0 for no word."""
    files = dict(SLEEP)
    change(files)
    rows = files.get(file, "").split("\n")
    return next(number for number, row in enumerate(rows, 1) if word in row) if word else 0


ASKED = "{module: 1, step: screen, field: shift, is: true}"
SHIFT = f"show_if: {ASKED}"
DIARY = """id: mood
title: {sv: "Dagbok", en: "Diary"}
intro: {sv: "Skriv varje dag.", en: "Write every day."}
fields:
  - {id: mood, kind: scale, label: {sv: "Mående", en: "Mood"}}
  - {id: what, kind: text, label: {sv: "Vad", en: "What"}}
  - id: acts
    kind: rows
    label: {sv: "Saker", en: "Things"}
    columns: [{id: joy, kind: scale, label: {sv: "Glädje", en: "Joy"}}]
figures: [{id: mean, label: {sv: "Snitt", en: "Mean"}, of: mood, how: mean}]
curve: {figure: mean, low: 0, high: 10}
"""


def diary(old: str = "", new: str = "", name: str = "mood") -> Change:
    """Return a change that gives the program a diary of its own, with one word changed."""

    def change(files: dict[str, str]) -> None:
        files[FRAME] = files[FRAME].replace("diary: sleep", f"diary: {name}")
        assert old in DIARY
        files["diary.yaml"] = DIARY.replace(old, new, 1) if old else DIARY
        for path in [path for path in files if path.endswith(M1[2:])]:
            files[path] = files[path].replace("diary: sleep", f"diary: {name}")

    return change


BAD: list[tuple[Change, str, str, str]] = [
    # YAML
    (replace(M1, "number: 1", "number: [1"), M1, "title:", "går inte att läsa"),
    (replace(M1, "minutes: 60", "minutes: 60\nminutes: 61"), M1, "minutes: 61", "två gånger"),
    (write(M1, "- a\n- b\n"), M1, "- a", "namn och värden"),
    (write(M1, ""), M1, "", "namn och värden"),
    (replace(M1, "minutes: 60", "minutes: \x01"), M1, "\x01", "går inte att läsa"),
    (write(M1, "a: &x {b: 1}\nc: *x\n"), M1, "c:", "Hänvisningar"),
    (write(M1, "a: " + "[" * 3000), M1, "", ""),
    # shape
    (replace(M1, 'title:\n  sv: "Sömn – så fungerar den"\n  en: "Sleep – how it works"\n', ""), M1, "#", "title"),
    (replace(M1, "aim:", "aims:"), M1, "aims:", "Menade du aim"),
    (replace(M1, "minutes: 60", "minutes: 60\nwhatever: 3"), M1, "whatever", "Ta bort raden"),
    (replace(M1, "minutes: 60", "minutes: många"), M1, "minutes: många", "Skriv: minutes: 1"),
    (replace(M1, "minutes: 60", "minutes: 2.5"), M1, "minutes: 2.5", "minutes"),
    (replace(M1, 'en: "Sleep – how it works"', 'de: "Schlaf"'), M1, "title:", "saknas en"),
    (replace(M1, "kind: text, minutes: 3, title: {sv: \"Sömnens två drivkrafter\", en: \"The two forces of sleep\"}",
             "kind: text, minutes: 3, title: Sömnens två"), M1, "title: Sömnens", "båda språken"),
    (replace(M1, "kind: yesno", "kind: yesn"), M1, "kind: yesn,", "Välj ett av: text, long"),
    (replace(M1, "id: since", "id: Since"), M1, "id: Since", "a till z"),
    (replace(M1, "kind: rows\n        rows: 5", "kind: rows\n        rows: 50"), M1, "rows: 50", "högst 20"),
    (replace(M1, "required: true", "required: yes"), M1, "required: yes", "required: true"),
    (replace(M1, "answer: false", "answer: nej"), M1, "answer: nej", "answer: true"),
    (replace(M1, 'intro:\n      sv: "Berätta', 'intro:\n      sv: ""\n      xx: "Berätta'), M1, 'sv: ""', "tom"),
    (replace(M1, "raises: drowsy_driving", "raises: other"), M1, "raises: other", "drowsy_driving"),
    (replace(M1, "id: since\n        kind: text", "id: since\n        raises: drowsy_driving\n        kind: text"), M1,
     "id: since", "yesno"),
    (replace(M1, "id: since\n        kind: text", "id: since\n        kind: choice"), M1, "id: since", "options"),
    (replace(M1, "id: since\n        kind: text", "id: since\n        kind: rows"), M1, "id: since", "columns"),
    (in_first("film: x"), M2, "fem_regler", "film"),
    (in_first("again_days: 90"), M2, "fem_regler", "again_days"),
    (in_first("show_if: {step: a, field: b}"), M2, "fem_regler", "at_least"),
    (replace(FRAME, "kind: kbt", "kind: cbt"), FRAME, "kind: cbt", "kbt, monitoring"),
    (replace(FRAME, "modules: [m1,", "modules: [m1, m99,"), "m99/module.yaml", "", "saknas"),
    (replace(FRAME, "modules: [m1,", "modules: [../m1,"), FRAME, "modules:", "Mappen"),
    (replace(FRAME, "modules: [m1,", "modulez: [m1,"), FRAME, "#", "modules"),
    (remove(FRAME), FRAME, "", "program.yaml"),
    # texts
    (remove("m2/sv/fem_regler.md"), M2, "fem_regler", "m2/sv/fem_regler.md"),
    (write("m2/en/fem_regler.md", " \n"), "m2/en/fem_regler.md", "", "tom"),
    (write("m2/en/fem_regler.md", SLEEP["m2/sv/fem_regler.md"]), "m2/en/fem_regler.md", "", "Översätt"),
    (write("m2/sv/extra.md", "Hej."), "m2/sv/extra.md", "", "Inget steg"),
    (write("notes.yaml", "a: 1"), "notes.yaml", "", "hör inte hit"),
    (add("m2/sv/fem_regler.md", "\n# Stor rubrik\n"), "m2/sv/fem_regler.md", "# Stor", "##"),
    (add("m2/sv/fem_regler.md", "\n<b>fet</b>\n"), "m2/sv/fem_regler.md", "<b>", "HTML"),
    (add("m2/sv/fem_regler.md", "\n![bild](x.png)\n"), "m2/sv/fem_regler.md", "![bild", "x.png finns inte"),
    (add("m2/sv/fem_regler.md", "\nSe [här](/x)\n"), "m2/sv/fem_regler.md", "[här]", "Länkar"),
    (add("m2/sv/fem_regler.md", '\n!!! note "Obs"\n    Text.\n'), "m2/sv/fem_regler.md", "!!! note", "example"),
    (add("m2/sv/fem_regler.md", "\n!!! info\n    Text.\n"), "m2/sv/fem_regler.md", "!!! info", "titel"),
    (add("m2/sv/fem_regler.md", '\n!!! info "Obs"\nText.\n'), "m2/sv/fem_regler.md", "Text.", "fyra mellanslag"),
    # references
    (replace("m8/module.yaml", "number: 8", "number: 9"), "m8/module.yaml", "number:", "plats 8"),
    (replace(FRAME, "instruments: [sk3, phq9", "instruments: [sk4, phq9"), FRAME, "sk4", "sk4"),
    (replace(M1, "instruments: [sk3,", "instruments: [isi,"), M1, "[isi,", "låst"),
    (replace(M1, "id: somnbehov", "id: drivkrafter"), M1, "Hur mycket sömn", "annat id"),
    (replace(M1, "id: started", "id: since"), M1, "", "annat id"),
    (replace(FRAME, "goals_module: 2", "goals_module: 12"), FRAME, "goals_module", "1 till 8"),
    (in_first("diary: mood"), M2, "fem_regler", "dagbok"),
    (in_first("track: night"), M2, "fem_regler", "tracks"),
    (in_first("part: body"), M2, "fem_regler", "parts"),
    (in_first(SHIFT.replace("module: 1", "module: 3")), M2, "fem_regler", "senare"),
    (in_first(SHIFT.replace("module: 1", "module: 30")), M2, "fem_regler", "inte finns"),
    (in_first(SHIFT.replace("screen", "skärm")), M2, "fem_regler", "a till z"),
    (in_first(SHIFT.replace("screen", "screening")), M2, "fem_regler", "screening"),
    (in_first(SHIFT.replace("screen", "drivkrafter")), M2, "fem_regler", "inga svar"),
    (in_first(SHIFT.replace("shift", "shifts")), M2, "fem_regler", "snore"),
    (in_first(SHIFT.replace("is: true", "is: 3")), M2, "fem_regler", "is: true"),
    (in_first(SHIFT.replace("is: true", "at_least: 3")), M2, "fem_regler", "is i stället"),
    (in_first("show_if: {module: 2, step: reflektion, field: a, is: b}"), M2, "fem_regler", "kommer före"),
    (in_first("unless_part: body"), M2, "fem_regler", "parts"),
    (in_first("part: a, unless_part: a"), M2, "fem_regler", "visas aldrig"),
    (in_first(f"show_if_all: [{ASKED}]"), M2, "fem_regler", "ensamt villkor"),
    (in_first(f"show_if_any: [{ASKED}, {ASKED.replace('shift', 'shifts')}]"), M2, "fem_regler", "snore"),
    (in_first(f"{SHIFT}, show_if_all: [{ASKED}, {ASKED}]"), M2, "fem_regler", "flera sätt"),
    (add(FRAME, "\ntracks: [{id: a, label: {sv: A, en: B}}, {id: b, label: {sv: A, en: B}}]\n"), FRAME, "tracks:", "b"),
    (add(FRAME, "\nparts: [{id: a, label: {sv: A, en: B}, note: {sv: A, en: B}}]\n"), FRAME, "parts:", "part: a"),
    # diary
    (replace(FRAME, "diary: sleep", "diary: mood"), FRAME, "diary: mood", "diary.yaml"),
    (diary("of: mood", "of: mod"), "diary.yaml", "of: mod,", "mood, what, acts"),
    (diary("of: mood", "of: acts"), "diary.yaml", "of: acts", "acts.joy"),
    (diary("of: mood", "of: acts.sorrow"), "diary.yaml", "of: acts.sorrow", "joy"),
    (diary("of: mood", "of: what"), "diary.yaml", "of: what", "how: count"),
    (diary("figure: mean", "figure: medel"), "diary.yaml", "figure: medel", "mean"),
    (diary("low: 0", "low: 20"), "diary.yaml", "low: 20", "mindre"),
    (diary("id: mood", "id: other"), FRAME, "diary: mood", "other"),
]


@pytest.mark.parametrize(("change", "file", "word", "said"), BAD, ids=range(len(BAD)))
def test_each_mistake_is_told_with_its_file_its_line_and_what_to_write(
    change: Change, file: str, word: str, said: str
) -> None:
    found = [one for one in problems_of(change) if one.place == file]
    assert found, problems_of(change)
    assert any(said in one.line for one in found), [one.line for one in found]
    if word:
        wanted = row_of(file, word.strip(), change)
        rows = [one.row for one in found if said in one.line]
        assert wanted in rows or wanted + 1 in rows, (wanted, [one.line for one in found])


def test_a_whole_program_has_nothing_wrong_also_with_a_diary_of_its_own() -> None:
    assert problems_of() == []
    assert [one for one in problems_of(diary()) if one.place == "diary.yaml"] == []


def test_several_mistakes_in_several_files_are_told_at_once() -> None:
    found = problems_of(replace(M1, "minutes: 60", "minutes: x"), replace(M1, "kind: yesno", "kind: yesn"),
                        replace(M2, "kind: text", "kind: tex"), replace(FRAME, "weeks: 9", "weeks: nio"))  # fmt: skip
    assert [one.place for one in found] == [M1, M1, M2, FRAME]
    assert [one.row > 0 for one in found] == [True] * 4


def test_a_program_that_cannot_be_read_is_refused_as_a_whole_with_all_that_is_wrong() -> None:
    broken = dict(SLEEP)
    replace(M1, "minutes: 60", "minutes: x")(broken)
    replace(M2, "kind: text", "kind: tex")(broken)
    with pytest.raises(ContentError) as refused:
        load_program(MemoryShelf(broken))
    assert len(refused.value.problems) == 2
    assert f"{M1}:" in str(refused.value)


def test_a_problem_reads_as_file_line_and_sentence() -> None:
    problem = Problem("m1/module.yaml", "Skriv %(what)s.", 3, {"what": "om"})
    assert problem.under("sleep/1").line == "sleep/1/m1/module.yaml:3: Skriv om."


def test_a_byte_that_is_no_text_is_told_and_a_path_outside_the_folder_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.md").write_text("hemligt")
    (tmp_path / "inside/program.yaml").write_bytes(b"id: \xff\xfe")
    shelf = FolderShelf(tmp_path / "inside")
    assert shelf.read("../secret.md") is None
    assert "UTF-8" in look_over(shelf).problems[0].line


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_never_makes_half_a_program(seed: int) -> None:
    """Each byte of a program may be lost: it is whole, or refused with a place (reliability.md I3)."""
    files = dict(SLEEP)
    names = [FRAME, M1, M2]
    name = names[seed % len(names)]
    at = (seed * 7919) % len(files[name])
    files[name] = files[name][:at] if seed % 2 else files[name][:at] + "\0{[:" + files[name][at + 3 :]
    looked = look_over(MemoryShelf(files))
    assert looked.program is None or len(looked.program.modules) == 8
    assert looked.program is not None or looked.problems
