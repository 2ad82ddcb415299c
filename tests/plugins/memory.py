"""Lays the files of a run in memory where the machine has room: thousands of databases are made and thrown away.

A PostgreSQL database of ours is some 900 files; on a disk it takes thirty times as long to make as in memory.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the name of a file in it is never guessed
ROOM = 2 * 1024**3
"""Bytes; a run takes a quarter of it."""


def find_room(memory: Path = MEMORY) -> str | None:
    """Return the folder in memory for a run's files; None where there is none, or where it is small as in Docker."""
    if "TMPDIR" in os.environ or not os.access(memory, os.W_OK | os.X_OK) or shutil.disk_usage(memory).free < ROOM:
        return None
    return str(memory)


def lay_in_memory(folder: str) -> None:
    """Let every temporary file lie in a folder, those of the programs that tests start too."""
    os.environ["TMPDIR"] = tempfile.tempdir = folder


if found := find_room():
    lay_in_memory(found)
