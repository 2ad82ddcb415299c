"""A film that somebody filmed, for tests: the first bytes of an MP4, or a WebM of a moving dot, and its captions."""

from pathlib import Path
from struct import pack

import pytest

from programs import films
from programs.films import get_film, list_stills, show_film


def box(name: bytes, inside: bytes) -> bytes:
    """Return a box of an MP4."""
    return pack(">I4s", len(inside) + 8, name) + inside


def make_mp4(seconds: int = 60, size: int = 2000) -> bytes:
    """Return an MP4 that says how long it is and shows nothing."""
    head = box(b"mvhd", bytes(12) + pack(">II", 1000, seconds * 1000) + bytes(80))
    return box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + box(b"moov", head) + box(b"mdat", bytes(size))


MP4 = make_mp4()
WEBM = (Path(__file__).parent / "dot.webm").read_bytes()
"""Three seconds of our own: a dot that moves, recorded by a browser."""
FILM = """
title: {sv: "Sömn", en: "Sleep"}
seconds: 60
description: {sv: "Någon berättar.", en: "Somebody tells."}
video:
  mp4: sleep.mp4
  captions: {sv: svenska.vtt, en: english.vtt}
"""
CAPTIONS = """WEBVTT

1
00:00.000 --> 00:04.500 line:90%
<v Eva>Hej och
välkommen.

NOTE nothing

00:05.000 --> 01:00.000
Slut.
"""


def write_video(folder: Path, kind: str = "mp4") -> Path:
    """Write a film with a video into a folder and return the folder; kind is mp4 or webm."""
    folder.mkdir(parents=True)
    (folder / "film.yaml").write_text(FILM.replace("mp4", kind), encoding="utf-8")
    (folder / f"sleep.{kind}").write_bytes({"mp4": MP4, "webm": WEBM}[kind])
    (folder / "svenska.vtt").write_text(CAPTIONS, encoding="utf-8")
    (folder / "english.vtt").write_text(CAPTIONS.replace("Slut", "The end"), encoding="utf-8")
    return folder


def use_films_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder be that of the films until the test ends."""
    forget()
    monkeypatch.setattr(films, "FILMS", folder)


def forget() -> None:
    """Read every film anew."""
    for kept in (get_film, show_film, list_stills):
        kept.cache_clear()
