"""Captions as WebVTT: reads what somebody wrote beside a film, and writes what our drawn films say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.language import _l

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d\.\d{3})"
CUE = re.compile(rf"^\s*{TIME}\s+-->\s+{TIME}")
TAG = re.compile(r"<[^<>]*>")
NOT_CAPTIONS = _l("Filen är ingen textremsa. Första raden ska vara WEBVTT.")
NO_CUES = _l("Textremsan är tom. Skriv 00:00.000 --> 00:04.000 och orden på nästa rad.")
BACKWARDS = _l("En text slutar innan den har börjat. Skriv den tidigare tiden först.")


@dataclass(frozen=True)
class Cue:
    """What is said from one second of a film to another."""

    start: float
    end: float
    text: str


def write_captions(cues: Iterable[Cue]) -> str:
    """Return cues as a WebVTT file."""
    blocks = (f"{_clock(cue.start)} --> {_clock(cue.end)}\n{cue.text.strip()}\n" for cue in cues)
    return "WEBVTT\n\n" + "\n".join(blocks)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def read_captions(text: str) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT file, without their mark-up.

    :raises ValueError: with a marked sentence, when it does not begin as WebVTT does, holds no cue, or one ends
        before it begins.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.match(r"WEBVTT(\s|$)", lines[0]):
        raise ValueError(NOT_CAPTIONS)
    blocks = re.split(r"\n\s*\n", "\n".join(lines[1:]))
    cues = tuple(cue for block in blocks if (cue := _read_block(block.strip().split("\n"))))
    if not cues:
        raise ValueError(NO_CUES)
    return cues


def _read_block(lines: list[str]) -> Cue | None:
    for number, line in enumerate(lines[:2]):
        if found := CUE.match(line):
            start, end = _seconds(*found.groups()[:3]), _seconds(*found.groups()[3:])
            if end <= start:
                raise ValueError(BACKWARDS)
            return Cue(start, end, " ".join(TAG.sub("", part).strip() for part in lines[number + 1 :]))
    return None


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
