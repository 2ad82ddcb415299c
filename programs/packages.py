"""A program as one zip file: written for download, and read from an upload that may be anything."""

import stat
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from core.errors import InvalidError
from core.language import _l
from programs.drafts import MOST_FILES, MOST_IN_ALL, MOST_LETTERS, PATH
from programs.problems import FileRefusedError

MOST_BYTES = 2 * 1024 * 1024
"""Of the zip file itself; Markdown packs to a third."""
STAMP = (2000, 1, 1, 0, 0, 0)
NOT_ZIP = _l("Filen går inte att läsa som zip. Packa mappen med programmet igen.")
NO_FILE = _l("Välj en zipfil först.")
TOO_BIG = _l("Zipfilen är för stor. Den får vara högst 2 megabyte.")
BOMB = _l("Zipfilen packas upp till för mycket. Alla filer tillsammans får ha högst %(most)s tecken.")
MANY = _l("Zipfilen har för många filer. Högst %(most)s får plats.")
ODD_NAME = _l("%(name)s kan inte vara med. Bara filer som program.yaml och m1/sv/hej.md hör till ett program.")
NO_TEXT = _l("%(name)s är ingen text i UTF-8. Spara den så och packa igen.")
SEALED = _l("%(name)s är låst med lösenord. Packa utan lösenord.")
NO_PROGRAM = _l("Det finns ingen program.yaml överst i zipfilen.")
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def pack(files: Mapping[str, str]) -> bytes:
    """Return files as a zip; the same files always give the same bytes."""
    room = BytesIO()
    with ZipFile(room, "w", ZIP_DEFLATED) as package:
        for path, text in sorted(files.items()):
            entry = ZipInfo(path, STAMP)
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, text.encode("utf-8"))
    return room.getvalue()


def unpack(data: bytes) -> dict[str, str]:
    """Return the files of an uploaded zip; raises InvalidError with what is wrong, and reads no more than it may.

    A zip of the folder itself is read as its inside.
    """
    if not data:
        raise InvalidError("package", NO_FILE)
    if len(data) > MOST_BYTES:
        raise InvalidError("package", TOO_BIG)
    try:
        with ZipFile(BytesIO(data)) as package:
            files = _read(package)
    except (BadZipFile, LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as problem:
        raise InvalidError("package", NOT_ZIP) from problem
    if "program.yaml" not in files:
        raise InvalidError("package", NO_PROGRAM)
    return files


def _read(package: ZipFile) -> dict[str, str]:
    entries = [one for one in package.infolist() if not one.is_dir() and not _is_ignored(one.filename)]
    if len(entries) > MOST_FILES:
        raise FileRefusedError("package", MANY, {"most": MOST_FILES})
    outer = _outer_folder([one.filename for one in entries])
    files: dict[str, str] = {}
    room = MOST_IN_ALL
    for entry in entries:
        path = entry.filename.removeprefix(outer)
        _require_plain(entry, path)
        text = _read_text(package, entry, path, min(room, MOST_LETTERS * 4))
        room -= len(text)
        if path in files:
            raise FileRefusedError("package", ODD_NAME, {"name": path[:100]})
        files[path] = text
    return files


def _is_ignored(name: str) -> bool:
    return name.startswith(IGNORED[0]) or name.rsplit("/", 1)[-1] in IGNORED


def _outer_folder(names: list[str]) -> str:
    if not names or "program.yaml" in names:
        return ""
    first = names[0].split("/")[0] + "/"
    return first if all(name.startswith(first) for name in names) else ""


def _require_plain(entry: ZipInfo, path: str) -> None:
    """Refuse what leads elsewhere, what is no text of a program, links, and what cannot be opened."""
    if not PATH.fullmatch(path) or stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefusedError("package", ODD_NAME, {"name": path[:100]})
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise InvalidError("package", NOT_ZIP)
    if entry.flag_bits & 1:
        raise FileRefusedError("package", SEALED, {"name": path})


def _read_text(package: ZipFile, entry: ZipInfo, path: str, most: int) -> str:
    """Read a file, never more than it may be long whatever the zip says about its size."""
    with package.open(entry) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise FileRefusedError("package", BOMB, {"most": MOST_IN_ALL})
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise FileRefusedError("package", NO_TEXT, {"name": path}) from problem
    if "\x00" in text:
        raise FileRefusedError("package", NO_TEXT, {"name": path})
    return text
