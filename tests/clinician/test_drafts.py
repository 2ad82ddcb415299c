"""Holds that an author writes a program in the browser: nothing is lost, nothing odd gets in, all mistakes are told."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from core.ids import new_public_id
from people.models import Role
from programs.library import CONTENT
from programs.packages import MOST_BYTES, pack
from programs.shelf import FolderShelf, take_files
from tests.clinician.author_ground import TEXT, Desk, sit_down
from tests.plugins.cast import CareCast, count_statements, make_staff, send

SLEEP = take_files(FolderShelf(CONTENT / "sleep" / "1"))


@pytest.fixture
def desk(care_cast: CareCast) -> Desk:
    """An author with a draft of the sleep program."""
    made = sit_down(care_cast)
    made.start()
    return made


def test_a_draft_begins_as_a_whole_copy_with_nothing_to_mend(desk: Desk) -> None:
    page = desk.page()
    assert "Allt stämmer" in page
    for path in SLEEP:
        assert path in page


def test_a_new_program_is_whole_from_the_first_page(care_cast: CareCast) -> None:
    desk = sit_down(care_cast)
    answer = send(desk.browser, "/desk/drafts", **{"from": "nothing", "program": "social_oro", "title": 'Social "oro"'})
    desk.draft = answer.location
    assert "Allt stämmer" in desk.page()
    assert send(desk.browser, f"{desk.draft}/add", what="module").status_code == 302
    assert "Allt stämmer" in desk.page()
    assert "modules: [m1, m2]" in desk.text("program.yaml")


@pytest.mark.parametrize("name", ["", "Å", "a b", "../x", "sleep", "x" * 60, "1abc"])
def test_an_odd_or_taken_name_is_refused_and_what_was_typed_stays(care_cast: CareCast, name: str) -> None:
    desk = sit_down(care_cast)
    answer = send(desk.browser, "/desk/drafts", **{"from": "nothing", "program": name, "title": "Min titel"})
    assert answer.status_code == 422
    assert "Min titel" in answer.get_data(as_text=True)


@pytest.mark.parametrize("source", ["", "sleep", "sleep 9", "nothing 1", "../etc 1", "sleep 1 2"])
def test_a_draft_of_what_is_not_there_is_not_found(care_cast: CareCast, source: str) -> None:
    assert send(sit_down(care_cast).browser, "/desk/drafts", **{"from": source}).status_code == 404


def test_a_saved_file_stays_and_its_mistakes_are_told_by_line(desk: Desk) -> None:
    desk.change("m1/module.yaml", "minutes: 60", "minutes: många")
    page = desk.page("/file?path=m1/module.yaml")
    row = desk.text("m1/module.yaml").split("\n").index("minutes: många") + 1
    assert f"Rad {row}" in page
    assert "Skriv: minutes: 1" in page
    assert f"m1/module.yaml, rad {row}" in desk.page()


def test_of_two_who_write_the_second_sees_the_first_and_loses_nothing(desk: Desk, care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        other = make_staff(session, care_cast.unit, "Eva Ny", "psykolog", Role.AUTHOR)
    seen = desk.revision()
    assert desk.save(TEXT, "Evas text.\n", seen, care_cast.browser(other)).status_code == 302
    answer = desk.save(TEXT, "Min egen text.\n", seen)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Eva Ny" in page
    assert "Evas text." in page
    assert page.count("Min egen text.") >= 2
    assert desk.text() == "Evas text.\n"
    assert desk.save(TEXT, "Båda texterna.\n", desk.revision()).status_code == 302
    assert desk.text() == "Båda texterna.\n"


def test_the_same_save_sent_twice_is_one(desk: Desk) -> None:
    key, before = new_public_id(), desk.revision()
    for _try in range(2):
        answer = send(desk.browser, f"{desk.draft}/file", key, path=TEXT, text="En gång.", seen=str(before))
        assert answer.status_code == 302
    assert desk.revision() == before + 1


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../x.md", "m1/../x.md", "m1/sv/Å.md", "m1/x.py", "m1\\x.md", "a/b/c/d.md", TEXT, "x" * 300],
)
def test_a_file_that_does_not_belong_is_not_added(desk: Desk, path: str) -> None:
    answer = send(desk.browser, f"{desk.draft}/add", what="file", path=path)
    assert answer.status_code == 422


def test_a_file_and_a_module_can_be_added_and_removed(desk: Desk) -> None:
    assert send(desk.browser, f"{desk.draft}/add", what="file", path="m1/sv/ny.md").status_code == 302
    assert "m1/sv/ny.md" in desk.page()
    assert send(desk.browser, f"{desk.draft}/remove", path="m1/sv/ny.md").status_code == 302
    assert "m1/sv/ny.md" not in desk.page()
    assert send(desk.browser, f"{desk.draft}/remove", path="m8").status_code == 302
    assert "m8/module.yaml" in desk.page()
    assert "Filen saknas" in desk.page()
    assert send(desk.browser, f"{desk.draft}/remove", path="program.yaml").status_code == 422
    assert send(desk.browser, f"{desk.draft}/remove", path="m_").status_code == 404


def upload(desk: Desk, data: bytes) -> tuple[int, str]:
    """Send a zip; returns the status and the page."""
    form = {"form_key": new_public_id(), "package": (BytesIO(data), "x.zip")}
    answer = desk.browser.post(f"{desk.draft}/zip", data=form, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def test_a_zip_comes_back_as_it_went(desk: Desk) -> None:
    data = desk.browser.get(f"{desk.draft}/zip").data
    with ZipFile(BytesIO(data)) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    assert files == SLEEP
    before = desk.revision()
    assert upload(desk, data)[0] == 302
    assert desk.revision() == before
    assert upload(desk, pack({**SLEEP, TEXT: "Ny text.\n"}))[0] == 302
    assert desk.text() == "Ny text.\n"
    outer = {f"sleep/{path}": text for path, text in SLEEP.items() if not path.startswith("m8")}
    assert upload(desk, pack(outer))[0] == 302
    assert "m8/module.yaml" in desk.page()
    assert "Filen saknas" in desk.page()


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """Return a zip of any names."""
    room = BytesIO()
    with ZipFile(room, "w", ZIP_DEFLATED) as package:
        package.writestr("program.yaml", b"id: sleep")
        for name, data in entries:
            package.writestr(name, data)
    return room.getvalue()


def linked() -> bytes:
    """Return a zip with a link that leads elsewhere."""
    room, entry = BytesIO(), ZipInfo("m1/link.md")
    entry.external_attr = 0o120777 << 16
    with ZipFile(room, "w") as package:
        package.writestr("program.yaml", "id: sleep")
        package.writestr(entry, "/etc/passwd")
    return room.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 not a zip", b"x" * 1000, zipped(("../evil.md", b"x")), zipped(("/etc/x.md", b"x")),
     zipped(("m1/run.py", b"x")), zipped(("m1/x.md", b"\xff\xfe")), zipped(("m1/x.md", b"a\x00b")),
     zipped(("m1/big.md", b"a" * 30_000_000)), zipped(*((f"m1/f{n}.md", b"x") for n in range(500))), linked(),
     pack({"m1/module.yaml": "x"}), zipped(("m1/x.md", b"hej"))[:-30]],
    ids=range(13),
)  # fmt: skip
def test_a_zip_that_is_none_or_holds_what_it_may_not_changes_nothing(desk: Desk, data: bytes) -> None:
    assert len(data) < MOST_BYTES
    status, page = upload(desk, data)
    assert status == 422
    assert "package-e" in page
    assert desk.text() == SLEEP[TEXT]


def test_a_discarded_draft_is_in_no_list_and_is_not_written_in(desk: Desk) -> None:
    assert send(desk.browser, f"{desk.draft}/discard").status_code == 302
    assert desk.draft not in desk.browser.get("/desk/drafts").get_data(as_text=True)
    assert desk.save(TEXT, "Nytt.").status_code == 409
    assert desk.text() == SLEEP[TEXT]


def test_markup_in_a_file_is_shown_as_signs(desk: Desk) -> None:
    assert desk.save(TEXT, "<script>alert(1)</script>\n</textarea><b>x</b>").status_code == 302
    page = desk.page(f"/file?path={TEXT}")
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "HTML visas inte" in page


@pytest.mark.parametrize("more", ["", f"/file?path={TEXT}", "/publish", "/look/2/fem_regler", "/zip"])
def test_a_page_of_a_draft_asks_few_questions_of_the_database(desk: Desk, more: str) -> None:
    desk.page(more) if more != "/zip" else None
    with count_statements(desk.cast.database) as seen:
        desk.browser.get(f"{desk.draft}{more}")
    assert len([one for one in seen if one != "COMMIT"]) <= 6


def test_saving_asks_few_questions_and_commits_once(desk: Desk) -> None:
    revision = desk.revision()
    with count_statements(desk.cast.database) as seen:
        assert desk.save(TEXT, "Ny.", revision).status_code == 302
    assert seen.count("COMMIT") == 1
    assert len(seen) <= 9
