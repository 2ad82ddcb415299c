"""Reads our own wordings of alarms and of calm, from which alarms are learned, and tells what weights came from."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from assistant.alarm_features import FEATURES
from assistant.alarm_lexicon import FOLDER as MEANINGS
from assistant.alarm_net import GROUPS

FOLDER = Path(__file__).with_name("alarms_told")
CALM = "none"
"""Near misses, diaries, exercises and stories: the other files of the folder."""
TOPICS = Path(__file__).with_name("wordings")
"""Everyday questions, which are calm too."""


def read_alarm_wordings() -> list[tuple[str, str]]:
    """Return every wording with its group; a line that begins with # is a comment."""
    told = [(line, _group_of(path)) for path in _files() for line in _lines(path)]
    asked = [(line, CALM) for path in sorted(TOPICS.glob("*.txt")) if path.stem != CALM for line in _lines(path)]
    return told + asked


def _group_of(path: Path) -> str:
    """Return the group that a file is named after, "rf_stroke.txt" or "rf_stroke.own.txt"."""
    name = path.name.split(".")[0]
    return name if name in GROUPS else CALM


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


@cache
def alarms_learned_from() -> str:
    """Return a mark of everything the weights are learned from: wordings of alarms, their lexicon and features."""
    found = sha256(FEATURES.encode())
    for path in [*_files(), *sorted(MEANINGS.glob("alarm_words_*.toml"))]:
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:32]
