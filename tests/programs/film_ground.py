"""A film that somebody filmed, for tests: the first bytes of a video and its captions."""

from pathlib import Path

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41" + bytes(2000)
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(200)
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


def write_video(folder: Path) -> Path:
    """Write a film with a video into a folder and return the folder."""
    folder.mkdir(parents=True)
    (folder / "film.yaml").write_text(FILM, encoding="utf-8")
    (folder / "sleep.mp4").write_bytes(MP4)
    (folder / "svenska.vtt").write_text(CAPTIONS, encoding="utf-8")
    (folder / "english.vtt").write_text(CAPTIONS.replace("Slut", "The end"), encoding="utf-8")
    return folder
