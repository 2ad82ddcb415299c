"""A film or a drawing of an author's own: sent in, looked at by its bytes, and put among the draft's files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from io import BytesIO
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from clinician.guard import viewer, writing
from core import web
from core.errors import InvalidError
from core.language import LANGUAGES
from core.pictures import MOST_BYTES as MOST_POSTER
from core.pictures import PictureError, clean_picture
from core.web_forms import once
from core.web_uploads import takes_films
from messaging.photos import FLAWS
from programs import drafts
from programs.containers import JPEG, ContainerError
from programs.film_files import MOST_BYTES, NOT_TEXT, TOO_LARGE, Loaded, ShelfFolder, load_film
from programs.film_forms import (
    MOST_WORDS,
    ROW,
    Sent,
    Wrong,
    check_film_file,
    read_film,
    read_picture,
)
from programs.media import Media, find_stored, read_pointer, store
from programs.problems import ContentError
from programs.release_models import ProgramDraft
from programs.shelf import MemoryShelf

MEBI = 1024 * 1024
MOST_SENT = 2 * MOST_BYTES + 2 * MOST_POSTER
"""Bytes: the film in both kinds, its poster and its words."""
SENT = ("film", "other", "poster")
WORDS = ("title", "description", "captions", "transcript")
TEXTS = ("name", "editing", "seconds", *(f"{word}_{language}" for word in WORDS for language in LANGUAGES))


@dataclass
class Kept:
    """What was sent with a form and is stored, and what was wrong with it, by field."""

    stored: dict[str, Media] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)


def keeping(view: Callable[..., Any]) -> Callable[..., Any]:
    """Store the films of a form before its own transaction begins, so that nobody waits while a long one is written."""

    @wraps(view)
    def keeping_view(*args: Any, **kwargs: Any) -> Any:
        g.kept = Kept()
        for name in SENT if request.method == "POST" else ():
            sent = request.files.get(name)
            if sent is not None and sent.filename:
                _keep_poster(g.kept, sent) if name == "poster" else _keep_film(g.kept, name, sent)
        return view(*args, **kwargs)

    return keeping_view


def _keep_film(kept: Kept, name: str, sent: FileStorage) -> None:
    stream: Any = sent.stream
    if stream.seek(0, 2) > MOST_BYTES:
        kept.wrong[name] = (TOO_LARGE, {"most": MOST_BYTES // MEBI})
        return
    try:
        kind, seconds = check_film_file(stream)
    except ContainerError as problem:
        kept.wrong[name] = (str(problem), {})
        return
    kept.stored[name] = store(web.database(), stream, kind, seconds, web.now())


def _keep_poster(kept: Kept, sent: FileStorage) -> None:
    """Store a poster as its pixels alone: where and when it was taken is no part of a program."""
    sent.stream.seek(0)
    try:
        picture = clean_picture(sent.stream.read(MOST_POSTER + 1))
    except PictureError as problem:
        kept.wrong["poster"] = (FLAWS[problem.flaw], {})
        return
    kept.stored["poster"] = store(web.database(), BytesIO(picture.full), JPEG, None, web.now())


@writing.route("/drafts/<public:draft>/film", methods=["GET", "POST"])
@takes_films(MOST_SENT)
@keeping
@once
def draft_film(draft: str) -> Any:
    """Take in a film with its captions, or a new one in the place of ``?name=``."""
    is_post = request.method == "POST"
    found = drafts.get_draft(web.session(), draft, writing=is_post)
    files = drafts.read_files(web.session(), found)
    if not is_post:
        typed = _typed_of(files, request.args.get("name", ""))
        return _film_page(found, typed, {})
    kept: Kept = g.kept
    typed = {name: request.form.get(name, "") for name in TEXTS} | _texts_sent(kept)
    typed |= {f"kept_{name}": kept.stored[name].pointer if name in kept.stored else request.form.get(f"kept_{name}", "")
              for name in SENT}  # fmt: skip
    handed = read_film(typed, *_sent_before(typed))
    wrong = handed.wrong | kept.wrong
    if f"films/{typed['name'].strip()}/film.yaml" in files and typed["editing"] != typed["name"].strip():
        wrong["name"] = (drafts.THERE_ALREADY, {})
    if wrong:
        return _film_page(found, typed, wrong), 422
    return _put(found, handed.files, lambda why: _film_page(found, typed, why))


def _texts_sent(kept: Kept) -> dict[str, str]:
    """Return captions that were sent as files: they stand in their boxes from then on, to be mended there."""
    texts = {}
    for language in LANGUAGES:
        sent = request.files.get(f"vtt_{language}")
        if sent is None or not sent.filename:
            continue
        try:
            texts[f"captions_{language}"] = _text_of(sent)
        except UnicodeDecodeError:
            kept.wrong[f"captions_{language}"] = (NOT_TEXT, {})
    return texts


def _text_of(sent: FileStorage) -> str:
    text = sent.stream.read(MOST_WORDS * 4).decode("utf-8-sig")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _sent_before(typed: Mapping[str, str]) -> tuple[list[Sent], Media | None]:
    """Return what is stored of a film: sent now, or with an earlier try."""
    medias = {name: media for name in SENT if (media := read_pointer(typed[f"kept_{name}"]))}
    stored = find_stored(web.session(), *medias.values())
    films = [Sent(media, stored[media.pointer].seconds) for name, media in medias.items()
             if media.kind.startswith("video/") and media.pointer in stored]  # fmt: skip
    poster = medias.get("poster")
    return films, poster if poster and poster.kind.startswith("image/") and poster.pointer in stored else None


def _typed_of(files: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what a film of the draft says, to be written anew."""
    shelf = MemoryShelf(files)
    if not name or shelf.read(f"films/{name}/film.yaml") is None:
        return {}
    try:
        loaded = load_film(ShelfFolder(shelf, name))
    except ContentError:
        return {"name": name, "editing": name}
    return {"name": name, "editing": name} | (_texts_of(shelf, loaded, name) if loaded.film.video else {})


def _texts_of(shelf: MemoryShelf, loaded: Loaded, name: str) -> dict[str, str]:
    film, video = loaded.film, loaded.film.video
    typed = {"seconds": f"{film.seconds:g}"}
    for language in LANGUAGES:
        typed[f"title_{language}"] = film.title.of(language)
        typed[f"description_{language}"] = film.description.of(language)
        typed[f"captions_{language}"] = shelf.read(f"films/{name}/{loaded.names[f'{language}.vtt']}") or ""
        typed[f"transcript_{language}"] = video.transcript.of(language) if video and video.transcript else ""
    medias = {word: one.pointer for word, one in loaded.files.items() if isinstance(one, Media)}
    typed["kept_film"] = medias.get("film.mp4") or medias.get("film.webm", "")
    typed["kept_other"] = medias.get("film.webm", "") if "film.mp4" in medias else ""
    typed["kept_poster"] = next((one for word, one in medias.items() if word.startswith("poster.")), "")
    return typed


def _film_page(found: ProgramDraft, typed: Mapping[str, str], wrong: Mapping[str, Wrong]) -> str:
    kept = {name: media for name in SENT if (media := read_pointer(typed.get(f"kept_{name}", "")))}
    return render_template(
        "clinician/draft_film.html", draft=found, typed=typed, errors=_say(wrong), kept=kept, most=MOST_BYTES // MEBI,
        most_bytes=MOST_BYTES, most_poster=MOST_POSTER, languages=LANGUAGES,
    )


def _say(wrong: Mapping[str, Wrong]) -> dict[str, str]:
    return {name: _say_one(sentence, places) for name, (sentence, places) in wrong.items()}


def _say_one(sentence: str, places: Mapping[str, object]) -> str:
    text = str(_(sentence, **places))
    return str(_(ROW, row=places["row"], what=text)) if "row" in places and "%(row)s" not in sentence else text


def _put(found: ProgramDraft, files: Mapping[str, str], again: Callable[[Mapping[str, Wrong]], str]) -> Any:
    try:
        drafts.put_files(web.session(), viewer(), found, files, web.now())
    except InvalidError as problem:
        return again({"name": (problem.reason, getattr(problem, "places", {}))}), 422
    flash(_("Sparat. Under Filmer och bilder står raden som visar det i ett steg."), "ok")
    return redirect(url_for("writing.draft", draft=found.public_id, _anchor="films"))


@writing.route("/drafts/<public:draft>/picture", methods=["GET", "POST"])
@once
def draft_picture(draft: str) -> Any:
    """Take in a drawing for the texts, or a new one in the place of ``?name=``."""
    is_post = request.method == "POST"
    found = drafts.get_draft(web.session(), draft, writing=is_post)
    files = drafts.read_files(web.session(), found)
    if not is_post:
        name = request.args.get("name", "")
        svg = files.get(f"pictures/{name}.svg", "")
        return _picture_page(found, {"name": name, "editing": name, "svg": svg} if svg else {}, {})
    typed = {name: request.form.get(name, "") for name in ("name", "editing", "svg", "words")}
    wrong: dict[str, Wrong] = {}
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        try:
            typed["svg"] = _text_of(sent)
        except UnicodeDecodeError:
            wrong["svg"] = (NOT_TEXT, {})
    handed = read_picture(typed, files.get("pictures/words.yaml", ""))
    wrong = handed.wrong | wrong
    if f"pictures/{typed['name'].strip()}.svg" in files and typed["editing"] != typed["name"].strip():
        wrong["name"] = (drafts.THERE_ALREADY, {})
    if wrong:
        return _picture_page(found, typed, wrong), 422
    return _put(found, handed.files, lambda why: _picture_page(found, typed, why))


def _picture_page(found: ProgramDraft, typed: Mapping[str, str], wrong: Mapping[str, Wrong]) -> str:
    return render_template("clinician/draft_picture.html", draft=found, typed=typed, errors=_say(wrong))
