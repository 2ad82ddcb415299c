"""Holds that an author's own film and drawing reach the patient: looked at by their bytes, stored once, never lost."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from core.ids import new_public_id
from programs.library import get_edition
from programs.media import CHUNK, drop_unused
from programs.media_models import MediaChunk, MediaFile, ReleaseMedia
from programs.models import Enrollment
from programs.packages import pack
from tests.clinician.author_ground import Desk, sit_down
from tests.clinician.treatment_ground import start_treatment
from tests.plugins.cast import CareCast, count_statements, send
from tests.programs.film_ground import WEBM, make_mp4


def make_png() -> bytes:
    """Return a small picture."""
    room = BytesIO()
    Image.new("RGB", (32, 18), "teal").save(room, "PNG")
    return room.getvalue()


CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:04.000\nHej och välkommen.\n"
ENGLISH = CAPTIONS.replace("Hej och välkommen", "Hello and welcome")
PNG = make_png()
WORDS: dict[str, Any] = {
    "name": "min_film", "title_sv": 'Om "sömn": en film', "title_en": "About sleep", "description_sv": "Eva berättar.",
    "description_en": "Eva tells.", "captions_sv": CAPTIONS, "captions_en": ENGLISH, "transcript_sv": "Hej.\n\nDu.",
    "transcript_en": "Hello.\n\nYou.",
}  # fmt: skip
FILM = make_mp4(60, CHUNK * 5 + 17)
STEP = "  - {id: film_eva, kind: film, film: min_film, minutes: 1, title: {sv: Eva, en: Eva}}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 270"><text font-size="20">{hej}</text></svg>'


@pytest.fixture
def desk(care_cast: CareCast) -> Desk:
    """An author with a draft of the sleep program."""
    made = sit_down(care_cast)
    made.start()
    return made


def send_film(desk: Desk, page: str = "/film", **fields: Any) -> TestResponse:
    """Send a film as its form does; a field of bytes is a file."""
    data = {name: FileStorage(BytesIO(value), "x.bin" if value else "") if isinstance(value, bytes) else value
            for name, value in fields.items()}  # fmt: skip
    boundary, body = encode_multipart(data | {"form_key": new_public_id()})
    kind = f"multipart/form-data; boundary={boundary}"
    return desk.browser.post(f"{desk.draft}{page}", data=body, content_type=kind)


def shown(desk: Desk) -> None:
    """Let a step of module 1 show the film."""
    desk.change("m1/module.yaml", "steps:\n", f"steps:\n{STEP}")


def count(desk: Desk, model: Any) -> int:
    """Return how many rows a table has."""
    with desk.cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_film_goes_from_the_form_to_the_patient(desk: Desk) -> None:
    assert send_film(desk, film=FILM, poster=PNG, **WORDS).status_code == 302
    shown(desk)
    page = desk.page()
    assert "Allt stämmer" in page
    assert "film: min_film" in page
    look = desk.page("/frame/sv/1/film_eva")
    source = f"{desk.draft}/frame/sv/1/film_eva/film"
    assert f'src="{source}/film.mp4"' in look
    assert f'poster="{source}/poster.jpg"' in look
    assert desk.browser.get(f"{source}/film.mp4").data == FILM
    assert desk.publish().status_code == 302
    with desk.cast.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(ReleaseMedia)) == 2
    address = f"/program/{begin_version_2(desk.cast)}/1/film_eva"
    anna = desk.cast.browser(desk.cast.anna)
    page = anna.get(address).get_data(as_text=True)
    assert f'src="{address}/film/film.mp4" type="video/mp4"' in page
    assert "Hej och välkommen." in anna.get(f"{address}/film/sv.vtt").get_data(as_text=True)
    check_parts(anna, f"{address}/film/film.mp4")
    other = desk.cast.browser(desk.cast.other_patient)
    assert other.get(f"{address}/film/film.mp4").status_code == 404


def begin_version_2(cast: CareCast) -> str:
    """Put Anna into the version with the film; returns her enrolment."""
    treatment = start_treatment(cast)
    with cast.database.transaction() as session:
        session.execute(update(Enrollment).values(program_version="2"))
    return treatment.public_id


def check_parts(browser: FlaskClient, address: str) -> None:
    """A player gets the part it asks for, across chunks, and nothing when it has the film already."""
    whole = browser.get(address)
    assert (whole.status_code, whole.mimetype, whole.data) == (200, "video/mp4", FILM)
    assert whole.content_length == len(FILM)
    for first, last in ((0, 7), (CHUNK - 3, CHUNK + 3), (len(FILM) - 5, len(FILM) - 1)):
        part = browser.get(address, headers={"Range": f"bytes={first}-{last}"})
        assert (part.status_code, part.data) == (206, FILM[first : last + 1])
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"
    assert browser.get(address, headers={"Range": f"bytes={len(FILM)}-"}).status_code == 416
    assert browser.get(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("film", b"hello, I am a film.mp4" * 9, "ingen film"), ("film", make_mp4()[:-20], "inte hel"),
     ("film", PNG, "ingen film"), ("film", WEBM, "3 sekunder"), ("film", b"", "Välj en film"),
     ("film", make_mp4(3), "3 sekunder"), ("poster", b"GIF89a" + bytes(60), "ingen bild som vi kan läsa"),
     ("captions_sv", "WEBVTT\n\n00:00.000 --> 00:04\nHej\n", "Rad 3: Tiden"), ("captions_en", "Hej", "Rad 1: Filen"),
     ("vtt_sv", b"\xff\xfe\xff", "UTF-8"), ("name", "../x", "kort namn"), ("title_en", " ", "båda språken"),
     ("transcript_en", "", "båda språken")],
    ids=range(13),
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_field_and_nothing_is_lost(desk: Desk, field: str, value: Any, said: str) -> None:
    fields: dict[str, Any] = {"film": FILM, **WORDS} | {field: value}
    answer = send_film(desk, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "Eva berättar." in page
    assert "films/" not in desk.page()
    if field != "film":
        kept = page.split('name="kept_film" value="')[1].split('"')[0]
        again = send_film(desk, **{**WORDS, "kept_film": kept})
        assert again.status_code == 302, "the film need not be sent again"


def test_a_film_is_never_written_over_another_unseen(desk: Desk) -> None:
    assert send_film(desk, film=FILM, **WORDS).status_code == 302
    again = send_film(desk, film=FILM, **WORDS)
    assert again.status_code == 422
    assert "Det finns redan" in again.get_data(as_text=True)
    page = desk.page("/film?name=min_film")
    assert "Finns redan: MP4" in page
    assert "Om &#34;sömn&#34;: en film" in page
    assert send_film(desk, film=make_mp4(20), **{**WORDS, "editing": "min_film"}).status_code == 302
    assert "seconds: 20" in desk.text("films/min_film/film.yaml")


def test_the_same_film_is_stored_once_and_goes_when_nobody_shows_it(desk: Desk) -> None:
    for name in ("min_film", "andra"):
        assert send_film(desk, film=FILM, **{**WORDS, "name": name}).status_code == 302
    assert count(desk, MediaFile) == 1
    assert count(desk, MediaChunk) == 6
    later = desk.cast.now + timedelta(days=3)
    assert drop_unused(desk.cast.database, later) == 0, "an open draft shows it"
    assert send(desk.browser, f"{desk.draft}/discard").status_code == 302
    assert drop_unused(desk.cast.database, desk.cast.now) == 0, "it waits for a draft"
    assert drop_unused(desk.cast.database, later) == 1
    assert count(desk, MediaChunk) == 0


def test_a_published_film_stays_when_its_draft_is_gone_and_an_upload_goes_on_where_it_broke(desk: Desk) -> None:
    assert send_film(desk, film=FILM, **WORDS).status_code == 302
    with desk.cast.database.transaction() as session:
        session.execute(update(MediaFile).values(whole_at=None))
        session.delete(session.scalars(select(MediaChunk).where(MediaChunk.number == 5)).one())
    shown(desk)
    assert desk.browser.get(f"{desk.draft}/frame/sv/1/film_eva/film/film.mp4").status_code == 404
    assert desk.publish().status_code == 422, "a film that is not whole is not published"
    assert send_film(desk, film=FILM, **{**WORDS, "editing": "min_film"}).status_code == 302
    assert desk.publish().status_code == 302
    assert drop_unused(desk.cast.database, desk.cast.now + timedelta(days=99)) == 0
    assert get_edition("sleep", "2").films.get("min_film").film.seconds == 60


def test_films_go_and_come_by_zip(desk: Desk) -> None:
    assert send_film(desk, film=FILM, **WORDS).status_code == 302
    shown(desk)
    whole, thin = (desk.browser.get(f"{desk.draft}/zip{more}").data for more in ("", "?films=no"))
    assert FILM[:5000] in whole, "a film is packed as it is"
    assert len(thin) < len(FILM)
    for package in (thin, whole):
        desk.start()
        answer = send_film(desk, "/zip", package=package)
        assert answer.status_code == 302, answer.get_data(as_text=True).split("package-e")[1][:900]
        assert "Allt stämmer" in desk.page()
        assert desk.browser.get(f"{desk.draft}/frame/sv/1/film_eva/film/film.mp4").data == FILM
    lies = {**dict.fromkeys(["program.yaml"], "id: sleep"), "films/x/film.mp4": "no film at all" * 40}
    assert "ingen hel film" in send_film(desk, "/zip", package=pack(lies)).get_data(as_text=True)
    gone = {"program.yaml": "id: sleep", "films/x/film.mp4": f"egenvag-media sha256:{'0' * 64} 5 video/mp4\n"}
    assert "finns inte kvar" in send_film(desk, "/zip", package=pack(gone)).get_data(as_text=True)


def test_too_much_is_refused_before_it_is_read_and_only_an_author_may_send_much(desk: Desk) -> None:
    class Unread(BytesIO):
        """A body that must not be read."""

        def read(self, *_size: Any) -> bytes:
            raise AssertionError("read")

    for browser, status in ((desk.browser, 413), (desk.cast.browser(desk.cast.karin), 403),
                            (desk.cast.app.test_client(), 401)):  # fmt: skip
        answer = browser.post(
            f"{desk.draft}/film", input_stream=Unread(), content_type="multipart/form-data; boundary=x",
            environ_overrides={"CONTENT_LENGTH": str(10**9)},
        )
        assert answer.status_code == status


def test_a_film_is_stored_in_short_transactions_and_the_form_commits_once(desk: Desk) -> None:
    with count_statements(desk.cast.database) as seen:
        assert send_film(desk, film=FILM, **WORDS).status_code == 302
    inserts = [one for one in seen if one.startswith("INSERT INTO media_chunk")]
    assert len(inserts) == 2
    last = len(seen) - seen[::-1].index(inserts[-1]) if inserts[-1] in seen else 0
    assert seen[last:].count("COMMIT") == 3, "the chunks, the whole file and the form"


def test_a_drawing_is_let_through_only_when_it_draws(desk: Desk) -> None:
    fields = {"name": "hej", "svg": SVG, "words": "hej = Hej = Hello"}
    assert send_film(desk, "/picture", **fields | {"svg": SVG.replace("<text", "<script/><text")}).status_code == 422
    bad = send_film(desk, "/picture", **fields | {"words": "hej"})
    assert "Rad 1 går inte att läsa" in bad.get_data(as_text=True)
    assert send_film(desk, "/picture", **fields).status_code == 302
    assert send_film(desk, "/picture", **fields).status_code == 422, "not over another"
    for language in ("sv", "en"):
        path = f"m2/{language}/fem_regler.md"
        assert desk.save(path, f"{desk.text(path)}\n\n![En hälsning {language}](hej)\n").status_code == 302
    assert "Allt stämmer" in desk.page()
    assert ">Hello</text>" in desk.page("/frame/en/2/fem_regler")
    desk.change("pictures/words.yaml", "en:", "ne:")
    assert "båda språken" in desk.page()
    assert ">Hello</text>" not in desk.page("/frame/en/2/fem_regler")


def test_the_pages_of_films_ask_few_questions(desk: Desk) -> None:
    assert send_film(desk, film=FILM, **WORDS).status_code == 302
    for more in ("/film", "/film?name=min_film", "/picture", ""):
        with count_statements(desk.cast.database) as seen:
            desk.page(more)
        assert len([one for one in seen if one != "COMMIT"]) <= 6
