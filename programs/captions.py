"""Captions as WebVTT: reads what somebody wrote beside a film, and writes what our drawn films say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.language import _l

TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d\.\d{3})"
CUE = re.compile(rf"^\s*{TIME}\s+-->\s+{TIME}(?:\s|$)")
TAG = re.compile(r"<[^<>]*>")
NOTES = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
NOT_CAPTIONS = _l("Filen är ingen textremsa. Första raden ska vara WEBVTT.")
NO_CUES = _l("Textremsan är tom. Skriv 00:00.000 --> 00:04.000 och orden på nästa rad.")
BACKWARDS = _l("Texten slutar innan den har börjat. Skriv den tidigare tiden först.")
BAD_TIME = _l("Tiden går inte att läsa. Skriv så här: 00:01.000 --> 00:04.500")
NO_WORDS = _l("Det finns inga ord under tiden. Skriv dem på raden efter, utan tom rad emellan.")
NO_TIME = _l("Raderna hör inte till någon tid. Skriv tiden på raden före orden, och en tom rad före tiden.")
OUT_OF_ORDER = _l("Texten börjar före den som står ovanför. Skriv dem i ordning.")


class CaptionsError(ValueError):
    """Captions cannot be read; holds a marked sentence and the line, counted from 1."""

    def __init__(self, sentence: str, row: int) -> None:
        super().__init__(sentence)
        self.sentence, self.row = sentence, row


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
    """Return the cues of a WebVTT file, without their mark-up; raises CaptionsError with the first line in the way."""
    cues, problems = look_through(text)
    if problems:
        raise problems[0]
    return cues


def look_through(text: str) -> tuple[tuple[Cue, ...], list[CaptionsError]]:
    """Return the cues of a WebVTT file and everything that is wrong with it, each by its line (W3C WebVTT 4)."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.match(r"WEBVTT(\s|$)", lines[0]):
        return (), [CaptionsError(NOT_CAPTIONS, 1)]
    cues: list[Cue] = []
    problems: list[CaptionsError] = []
    for row, block in _blocks(lines):
        try:
            cue = _read_block(block, row)
            if cues and cue.start < cues[-1].start:
                raise CaptionsError(OUT_OF_ORDER, row)
            cues.append(cue)
        except CaptionsError as problem:
            problems.append(problem)
    return tuple(cues), problems or ([] if cues else [CaptionsError(NO_CUES, len(lines))])


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield what stands between empty lines, with its first line's number; the head and notes are no captions."""
    block: list[str] = []
    is_head = True
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
            continue
        if block and not is_head and not NOTES.match(block[0]):
            yield number - len(block), block
        is_head, block = is_head and not block, []


def _read_block(lines: list[str], row: int) -> Cue:
    """Read a cue: its time on the first line, or on the second after its name."""
    for number, line in enumerate(lines[:2]):
        if found := CUE.match(line):
            start, end = _seconds(*found.groups()[:3]), _seconds(*found.groups()[3:])
            words = " ".join(TAG.sub("", part).strip() for part in lines[number + 1 :])
            if end <= start:
                raise CaptionsError(BACKWARDS, row + number)
            if not words.strip():
                raise CaptionsError(NO_WORDS, row + number)
            return Cue(start, end, words)
        if "-->" in line:
            raise CaptionsError(BAD_TIME, row + number)
    raise CaptionsError(NO_TIME, row)


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
