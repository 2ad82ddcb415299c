"""A film or a drawing as an author hands it in: what was typed and sent becomes the files of a draft."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from core.language import LANGUAGES, _l
from programs.captions import look_through
from programs.containers import JPEG, MP4, NOT_FILM, WEBM, ContainerError, look_into
from programs.drawings import MOVES, DrawingError, name_of, read_drawing
from programs.illustrations import MOVING
from programs.media import Media

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_WORDS = 60_000
"""Letters of one box."""
BAD_NAME = _l("Skriv ett kort namn med små bokstäver a till z, siffror och _, till exempel min_film.")
NEEDED = {
    "title": _l("Skriv titeln på båda språken."),
    "description": _l("Skriv vad bilden visar på båda språken."),
    "captions": _l("Skriv eller välj en textremsa på båda språken."),
    "transcript": _l("Skriv filmen som text på båda språken, eller på inget."),
}
NO_FILM = _l("Välj en film i MP4 eller WebM.")
NO_SECONDS = _l("Filmen säger inte själv hur lång den är. Skriv hur många sekunder.")
BAD_SECONDS = _l("Filmen är %(seconds)s sekunder. Den ska vara mellan 10 och 600.")
LONG = _l("Texten är för lång. Den får ha högst %(most)s tecken.")
NO_TEXT = _l("Filen är ingen text i UTF-8. Spara den så och välj den igen.")
ROW = _l("Rad %(row)s: %(what)s")
NO_DRAWING = _l("Välj en teckning i SVG, eller klistra in den.")
BAD_LINE = _l("Rad %(row)s går inte att läsa. Skriv namn, svenska och engelska: steg = Ett litet steg = One small step")
FEWEST, MOST = 10, 600
"""Seconds of a film (programs/film_schema.py)."""
Wrong = tuple[str, Mapping[str, object]]
"""A marked sentence and its places."""


@dataclass(frozen=True)
class Sent:
    """A file that was sent and stored.

    :param seconds: how long a film says that it is.
    """

    media: Media
    seconds: float | None = None


def check_film_file(file: BinaryIO) -> tuple[str, float | None]:
    """Return kind and length of a film by its bytes; raises ContainerError for anything else."""
    found = look_into(file)
    if found.kind not in (MP4, WEBM):
        raise ContainerError(NOT_FILM)
    return found.kind, found.seconds


@dataclass
class HandedIn:
    """What was handed in.

    :param files: the files of the draft; empty when something is wrong.
    :param wrong: what is wrong, by field.
    """

    files: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)


def read_film(typed: Mapping[str, str], films: list[Sent], poster: Media | None) -> HandedIn:
    """Return the files of a film, or what is wrong with each field.

    :param typed: name; title, description, captions and transcript with ``_sv`` and ``_en``; seconds.
    :param films: the film in one kind or in two.
    """
    handed = HandedIn()
    name = typed.get("name", "").strip()
    if not NAME.fullmatch(name):
        handed.wrong["name"] = (BAD_NAME, {})
    _require_words(handed, typed)
    seconds = _read_seconds(handed, typed.get("seconds", ""), films)
    for language in LANGUAGES:
        _check_captions(handed, f"captions_{language}", typed.get(f"captions_{language}", ""))
    if handed.wrong:
        return handed
    names = {one.media.kind.split("/")[1]: one.media for one in films}
    handed.files = {f"films/{name}/film.{kind}": media.pointer for kind, media in names.items()}
    if poster:
        handed.files[f"films/{name}/poster.{'jpg' if poster.kind == JPEG else 'png'}"] = poster.pointer
    for language in LANGUAGES:
        handed.files[f"films/{name}/{language}.vtt"] = typed[f"captions_{language}"].strip() + "\n"
    handed.files[f"films/{name}/film.yaml"] = _film_yaml(typed, seconds, sorted(names), poster)
    return handed


def _require_words(handed: HandedIn, typed: Mapping[str, str]) -> None:
    for word, needed in NEEDED.items():
        texts = {f"{word}_{one}": typed.get(f"{word}_{one}", "").strip() for one in LANGUAGES}
        for key, text in texts.items():
            if not text and (word != "transcript" or any(texts.values())):
                handed.wrong[key] = (needed, {})
            elif len(text) > MOST_WORDS:
                handed.wrong[key] = (LONG, {"most": MOST_WORDS})


def _read_seconds(handed: HandedIn, typed: str, films: list[Sent]) -> int:
    if not films:
        handed.wrong.setdefault("film", (NO_FILM, {}))
        return 0
    told = next((one.seconds for one in films if one.seconds), None)
    text = typed.strip().replace(",", ".")
    if told is None and not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text):
        handed.wrong["seconds"] = (NO_SECONDS, {})
        return 0
    seconds = round(told if told is not None else float(text))
    if not FEWEST <= seconds <= MOST:
        handed.wrong["seconds" if told is None else "film"] = (BAD_SECONDS, {"seconds": seconds})
    return seconds


def _check_captions(handed: HandedIn, key: str, text: str) -> None:
    if key in handed.wrong:
        return
    _cues, problems = look_through(text.strip())
    if problems:
        handed.wrong[key] = (problems[0].sentence, {"row": problems[0].row})


def _film_yaml(typed: Mapping[str, str], seconds: int, kinds: list[str], poster: Media | None) -> str:
    rows = [f"title: {_pair(typed, 'title')}", f"seconds: {seconds}", f"description: {_pair(typed, 'description')}",
            "video:", *(f"  {kind}: film.{kind}" for kind in kinds)]  # fmt: skip
    if poster:
        rows.append(f"  poster: poster.{'jpg' if poster.kind == JPEG else 'png'}")
    rows.append("  captions: {sv: sv.vtt, en: en.vtt}")
    if typed.get("transcript_sv", "").strip():
        rows.append("  transcript:")
        for language in LANGUAGES:
            lines = [" ".join(line.split()) for line in typed[f"transcript_{language}"].strip().split("\n")]
            rows += [f"    {language}: |-", *(f"      {line}".rstrip() for line in lines)]
    return "\n".join(rows) + "\n"


def _pair(typed: Mapping[str, str], word: str) -> str:
    said = {language: " ".join(typed[f"{word}_{language}"].split()) for language in LANGUAGES}
    return "{" + ", ".join(f"{one}: {_quoted(text)}" for one, text in said.items()) + "}"


def read_picture(typed: Mapping[str, str], words_file: str) -> HandedIn:
    """Return the files of a drawing, or what is wrong with each field.

    :param typed: name, svg, and words, a line for each: ``step = Ett litet steg = One small step``.
    :param words_file: ``pictures/words.yaml`` as it stands in the draft.
    """
    handed = HandedIn()
    name, svg = typed.get("name", "").strip(), typed.get("svg", "").strip()
    if not NAME.fullmatch(name):
        handed.wrong["name"] = (BAD_NAME, {})
    words = _read_words(handed, typed.get("words", ""))
    if not svg:
        handed.wrong["svg"] = (NO_DRAWING, {})
    elif "words" not in handed.wrong:
        _check_drawing(handed, svg, words)
    if not handed.wrong:
        handed.files[f"pictures/{name}.svg"] = svg + "\n"
        if words or words_file.strip():
            handed.files["pictures/words.yaml"] = _put_words(words_file, name, words)
    return handed


def _read_words(handed: HandedIn, text: str) -> dict[str, tuple[str, str]]:
    words = {}
    for row, line in enumerate(text.strip().split("\n"), 1):
        parts = [part.strip() for part in line.split("=")]
        if not line.strip():
            continue
        if len(parts) != 3 or not all(parts) or not NAME.fullmatch(parts[0]):
            handed.wrong["words"] = (BAD_LINE, {"row": row})
            return {}
        words[parts[0]] = (parts[1], parts[2])
    return words


def _check_drawing(handed: HandedIn, svg: str, words: Mapping[str, object]) -> None:
    if len(svg) > MOST_WORDS * 2:
        handed.wrong["svg"] = (LONG, {"most": MOST_WORDS * 2})
        return
    try:
        root = read_drawing(svg, words.keys())
    except DrawingError as problem:
        handed.wrong["svg"] = (problem.sentence, problem.places)
        return
    if any(name_of(one) in MOVES for one in root.iter()):
        handed.wrong["svg"] = (MOVING, {})


def _put_words(text: str, name: str, words: Mapping[str, tuple[str, str]]) -> str:
    """Return words.yaml with a drawing's words in the place of those it had; the rest stays as it was written."""
    mine = re.compile(rf"^{name}:.*\n(?:[ \t]+.*\n|[ \t]*\n)*", re.MULTILINE)
    kept = mine.sub("", text.rstrip("\n") + "\n").strip("\n")
    rows = [f"  {word}: {{sv: {_quoted(sv)}, en: {_quoted(en)}}}" for word, (sv, en) in words.items()]
    parts = [kept] * bool(kept) + [f"{name}:", *rows] * bool(words)
    return "\n".join(parts or ["{}"]) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
