"""Reads our own wordings, from which the topics are learned, and tells what weights were learned from."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from assistant import lexicon_files
from assistant.intents import TOPICS, Intent
from assistant.topic_features import FEATURES

FOLDER = Path(__file__).with_name("wordings")
NO_TOPIC = "none"
"""Values, alarms and what is told to people: no text of ours answers it."""


def topic_names() -> tuple[str, ...]:
    """Return every topic that is learned, in the order of the weights."""
    return (*(one.value for one in TOPICS if one is not Intent.FALLBACK), NO_TOPIC)


def read_wordings() -> list[tuple[str, str]]:
    """Return every wording with its topic, in the order of the files; a line that begins with # is a comment."""
    return [
        (line.strip(), topic)
        for topic in topic_names()
        for line in (FOLDER / f"{topic}.txt").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


@cache
def learned_from() -> str:
    """Return a mark of everything that weights are learned from: wordings, lexicon and features."""
    found = sha256(FEATURES.encode())
    for path in sorted([*FOLDER.glob("*.txt"), *lexicon_files.FOLDER.glob("*.*")]):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:32]
