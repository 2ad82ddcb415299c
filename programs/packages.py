"""A program as one zip file: written for download, and read from an upload that may be anything."""

import shutil
import stat
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO, RawIOBase
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from core.errors import InvalidError
from core.language import _l
from programs.containers import JPEG, MP4, PNG, WEBM, ContainerError
from programs.drafts import MEDIA_PATH, MOST_FILES, MOST_IN_ALL, MOST_LETTERS, MOST_MEDIA, PATH
from programs.film_files import MOST_BYTES as FILM_BYTES
from programs.media import Media, read_pointer
from programs.problems import FileRefusedError

Keep = Callable[[BinaryIO], Media]
Fetch = Callable[[Media], RawIOBase]

MOST_BYTES = 120 * 1024 * 1024
"""Of the zip file itself, with a film of full length; the texts pack to less than two megabytes."""
MOST_POINTER = 400
COPIED = 256 * 1024
ENDINGS = {MP4: "mp4", WEBM: "webm", JPEG: "jpg", PNG: "png"}
STAMP = (2000, 1, 1, 0, 0, 0)
NOT_ZIP = _l("Filen går inte att läsa som zip. Packa mappen med programmet igen.")
NO_FILE = _l("Välj en zipfil först.")
TOO_BIG = _l("Zipfilen är för stor. Den får vara högst %(most)s megabyte.")
BOMB = _l("Zipfilen packas upp till för mycket. Alla filer tillsammans får ha högst %(most)s tecken.")
MANY = _l("Zipfilen har för många filer. Högst %(most)s får plats.")
ODD_NAME = _l("%(name)s kan inte vara med. Bara filer som program.yaml och m1/sv/hej.md hör till ett program.")
BAD_FILM = _l("%(name)s är ingen hel film eller bild av den sorten, vad den än heter. Spara om den och packa igen.")
BIG_FILM = _l("%(name)s är för stor. En film får vara högst %(most)s megabyte.")
NO_TEXT = _l("%(name)s är ingen text i UTF-8. Spara den så och packa igen.")
SEALED = _l("%(name)s är låst med lösenord. Packa utan lösenord.")
NO_PROGRAM = _l("Det finns ingen program.yaml överst i zipfilen.")
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def pack(files: Mapping[str, str], into: BinaryIO | None = None, fetch: Fetch | None = None) -> bytes:
    """Return files as a zip; the same files always give the same bytes.

    :param into: where to write instead; then nothing is returned.
    :param fetch: gives the bytes of a film; without it a film is the line that points at it, which an upload knows.
    """
    room = into or BytesIO()
    with ZipFile(room, "w", ZIP_DEFLATED) as package:
        for path, text in sorted(files.items()):
            entry = ZipInfo(path, STAMP)
            media = read_pointer(text) if fetch and MEDIA_PATH.fullmatch(path) else None
            if media and fetch:
                with package.open(entry, "w") as out, fetch(media) as film:
                    shutil.copyfileobj(film, out, COPIED)
            else:
                entry.compress_type = ZIP_DEFLATED
                package.writestr(entry, text.encode("utf-8"))
    return b"" if into else cast(BytesIO, room).getvalue()


def unpack(source: bytes | BinaryIO, keep: Keep | None = None) -> dict[str, str]:
    """Return the files of an uploaded zip; raises InvalidError with what is wrong, and reads no more than it may.

    A zip of the folder itself is read as its inside.

    :param keep: stores a film or a poster and returns what points at it; without it there may be none.
    """
    file = BytesIO(source) if isinstance(source, bytes) else source
    size = file.seek(0, 2)
    if not size:
        raise InvalidError("package", NO_FILE)
    if size > MOST_BYTES:
        raise FileRefusedError("package", TOO_BIG, {"most": MOST_BYTES // 1024 // 1024})
    try:
        with ZipFile(file) as package:
            files = _read(package, keep)
    except (BadZipFile, LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as problem:
        raise InvalidError("package", NOT_ZIP) from problem
    if "program.yaml" not in files:
        raise InvalidError("package", NO_PROGRAM)
    return files


def _read(package: ZipFile, keep: Keep | None) -> dict[str, str]:
    entries = [one for one in package.infolist() if not one.is_dir() and not _is_ignored(one.filename)]
    if len(entries) > MOST_FILES:
        raise FileRefusedError("package", MANY, {"most": MOST_FILES})
    outer = _outer_folder([one.filename for one in entries])
    files: dict[str, str] = {}
    room, film_room = MOST_IN_ALL, MOST_MEDIA
    for entry in entries:
        path = entry.filename.removeprefix(outer)
        _require_plain(entry, path)
        if path in files:
            raise FileRefusedError("package", ODD_NAME, {"name": path[:100]})
        if MEDIA_PATH.fullmatch(path):
            files[path] = _read_film(package, entry, path, film_room, keep)
            film_room -= entry.file_size
            continue
        files[path] = _read_text(package, entry, path, min(room, MOST_LETTERS * 4))
        room -= len(files[path])
    return files


def _read_film(package: ZipFile, entry: ZipInfo, path: str, most: int, keep: Keep | None) -> str:
    """Store a film and return what points at it; a line that already points at one is taken as it is."""
    if entry.file_size <= MOST_POINTER and read_pointer(line := _read_text(package, entry, path, MOST_POINTER)):
        return line
    if keep is None:
        raise FileRefusedError("package", ODD_NAME, {"name": path})
    with TemporaryFile() as room:
        with package.open(entry) as file:
            _copy(file, room, min(most, FILM_BYTES), path)
        try:
            media = keep(room)
        except ContainerError as problem:
            raise FileRefusedError("package", BAD_FILM, {"name": path}) from problem
    if ENDINGS[media.kind] != path.rsplit(".", 1)[1]:
        raise FileRefusedError("package", BAD_FILM, {"name": path})
    return media.pointer


def _copy(file: IO[bytes], room: IO[bytes], most: int, path: str) -> None:
    """Copy a film to disk, never more than it may be long whatever the zip says about its size."""
    while part := file.read(COPIED):
        most -= len(part)
        if most < 0:
            raise FileRefusedError("package", BIG_FILM, {"name": path, "most": FILM_BYTES // 1024 // 1024})
        room.write(part)


def _is_ignored(name: str) -> bool:
    return name.startswith(IGNORED[0]) or name.rsplit("/", 1)[-1] in IGNORED


def _outer_folder(names: list[str]) -> str:
    if not names or "program.yaml" in names:
        return ""
    first = names[0].split("/")[0] + "/"
    return first if all(name.startswith(first) for name in names) else ""


def _require_plain(entry: ZipInfo, path: str) -> None:
    """Refuse what leads elsewhere, what is no text of a program, links, and what cannot be opened."""
    if not (PATH.fullmatch(path) or MEDIA_PATH.fullmatch(path)) or stat.S_ISLNK(entry.external_attr >> 16):
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
