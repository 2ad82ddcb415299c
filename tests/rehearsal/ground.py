"""The ground of the rehearsal's tests: the small program "walk", changed file by file, and a way to rehearse it."""

from datetime import UTC, datetime
from pathlib import Path

from app import list_jobs_on
from programs.loading import Loaded, read_program
from programs.shelf import FolderShelf, MemoryShelf, Shelf, take_files
from rehearsal.rehearse import rehearse
from rehearsal.timeline import Rehearsal
from tests.sms_ground import install_keys

WALK = Path(__file__).resolve().parent.parent / "content" / "walk" / "1"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
GATE = """gate:
  - id: access
    expect: "yes"
    label: {sv: "Kan logga in.", en: "Can sign in."}
    note: {sv: "Ses på plats.", en: "Meet at the clinic."}
"""
ASKS = '\n  - {id: ask, kind: rating, title: {sv: "Veckans frågor", en: "Questions"}, instruments: [vk5]}\n'


def walk_files() -> dict[str, str]:
    """Return the files of "walk", made whole: it asks for access, and every module asks a safety question."""
    files = take_files(FolderShelf(WALK))
    files["program.yaml"] = files["program.yaml"].replace("ratings:", f"{GATE}ratings:")
    for name in ("m1", "m2", "m3"):
        path = f"{name}/module.yaml"
        head, steps = files[path].split("steps:", 1)
        files[path] = f"{head}steps:{ASKS.rstrip()}{steps}"
    return files


def walk_with(path: str, old: str, new: str) -> Shelf:
    """Return the program with a piece of one file changed."""
    files = walk_files()
    assert old in files[path], path
    files[path] = files[path].replace(old, new, 1)
    return MemoryShelf(files)


def loaded(shelf: Shelf) -> Loaded:
    """Return the program of a shelf as it is read."""
    return read_program(shelf)


def run(shelf: Shelf, only: str = "") -> Rehearsal:
    """Rehearse a shelf."""
    install_keys()
    return rehearse(shelf, list_jobs_on, NOW, number="1.0", only=only)
