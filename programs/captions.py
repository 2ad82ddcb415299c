"""Captions as WebVTT: reads what somebody wrote beside a film, and writes what our drawn films say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d\.\d{3})"
CUE = re.compile(rf"^\s*{TIME}\s+-->\s+{TIME}")
TAG = re.compile(r"<[^<>]*>")


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

    :raises ValueError: when it does not begin as WebVTT does, holds no cue, or a cue ends before it begins.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.match(r"WEBVTT(\s|$)", lines[0]):
        raise ValueError("the first line must be WEBVTT")
    blocks = re.split(r"\n\s*\n", "\n".join(lines[1:]))
    cues = tuple(cue for block in blocks if (cue := _read_block(block.strip().split("\n"))))
    if not cues:
        raise ValueError("there is no caption in it; write 00:00.000 --> 00:04.000 and the words on the next line")
    return cues


def _read_block(lines: list[str]) -> Cue | None:
    for number, line in enumerate(lines[:2]):
        if found := CUE.match(line):
            start, end = _seconds(*found.groups()[:3]), _seconds(*found.groups()[3:])
            if end <= start:
                raise ValueError(f"a caption must end after it begins: {line.strip()}")
            return Cue(start, end, " ".join(TAG.sub("", part).strip() for part in lines[number + 1 :]))
    return None


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
