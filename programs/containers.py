"""Tells what a file is by its bytes: an MP4 or WebM film that is whole, or a picture; its name is not asked.

Sources: ISO/IEC 14496-12 4.2 (boxes) and 8.2.2 (mvhd), RFC 8794 (EBML), RFC 9559 (Matroska), ITU-T T.81 and the PNG
specification for the first bytes of pictures.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack
from typing import BinaryIO

from core.language import _l

MP4, WEBM, JPEG, PNG = "video/mp4", "video/webm", "image/jpeg", "image/png"
NOT_FILM = _l("Filen är ingen film i MP4 eller WebM, vad den än heter. Spara om den.")
CUT_SHORT = _l("Filmen är inte hel. Exportera den igen och skicka den på nytt.")
MOST_BOXES = 20_000
"""Boxes or elements that are looked at; a film cut in pieces of a second has some thousand in an hour."""
EBML, SEGMENT, INFO, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1F43B675
DOC_TYPE, SCALE, DURATION = 0x4282, 0x2AD7B1, 0x4489
MOST_HEADER = 1024 * 1024


class ContainerError(ValueError):
    """The bytes are not what they should be; holds a marked sentence."""


@dataclass(frozen=True)
class Container:
    """What a file is.

    :param kind: content type.
    :param seconds: how long a film says that it is, or None.
    """

    kind: str
    seconds: float | None = None


def look_into(file: BinaryIO) -> Container:
    """Return what a film or picture is; reads its headers only, wherever they lie.

    :raises ContainerError: for anything else, and for a film that is cut short.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(64)
    if head[4:8] == b"ftyp":
        return _look_into_mp4(file, size)
    if head[:4] == b"\x1aE\xdf\xa3":
        return _look_into_webm(file, size)
    if head[:3] == b"\xff\xd8\xff":
        return Container(JPEG)
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return Container(PNG)
    raise ContainerError(NOT_FILM)


def _look_into_mp4(file: BinaryIO, size: int) -> Container:
    """Walk the outermost boxes: a film has moov, where it says what it is, and mdat, where the pictures are."""
    found: dict[bytes, tuple[int, int]] = {}
    for name, start, end in _boxes(file, 0, size):
        if end > size:
            raise ContainerError(CUT_SHORT)
        found.setdefault(name, (start, end))
    if b"moov" not in found or not ({b"mdat", b"moof"} & found.keys()):
        raise ContainerError(CUT_SHORT)
    return Container(MP4, _seconds_of_mp4(file, *found[b"moov"]))


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes between two places: name, first byte inside, first byte after."""
    for _number in range(MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        length, name = unpack(">I4s", file.read(8))
        inside = start + 8
        if length == 1:
            wide = file.read(8)
            length, inside = (unpack(">Q", wide)[0] if len(wide) == 8 else 0), start + 16
        elif length == 0:
            length = end - start
        if length < inside - start:
            raise ContainerError(CUT_SHORT)
        yield name, inside, start + length
        start += length


def _seconds_of_mp4(file: BinaryIO, start: int, end: int) -> float | None:
    for name, inside, after in _boxes(file, start, end):
        if name == b"mvhd" and after - inside >= 32:
            file.seek(inside)
            data = file.read(32)
            scale, length = unpack(">IQ", data[20:32]) if data[0] == 1 else unpack(">II", data[12:20])
            return length / scale if scale else None
    return None


def _look_into_webm(file: BinaryIO, size: int) -> Container:
    """Read the EBML header, which names the kind, and the segment's own description."""
    outer = _elements(file, 0, size)
    name, start, end = next(outer, (0, 0, 0))
    kinds = [_bytes_at(file, inside, after) for one, inside, after in _elements(file, start, end) if one == DOC_TYPE]
    if name != EBML or kinds != [b"webm"]:
        raise ContainerError(NOT_FILM)
    segment = next((one for one in outer if one[0] == SEGMENT), None)
    if segment is None or segment[2] > size:
        raise ContainerError(CUT_SHORT)
    seconds, has_pictures = None, False
    for name, inside, after in _elements(file, segment[1], segment[2]):
        if name == INFO:
            seconds = _seconds_of_webm(file, inside, after)
        if name == CLUSTER:
            has_pictures = True
            break
    if not has_pictures:
        raise ContainerError(CUT_SHORT)
    return Container(WEBM, seconds)


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the elements between two places: id, first byte inside, first byte after."""
    for _number in range(MOST_BOXES):
        if start >= end:
            return
        file.seek(start)
        name, length = _number_at(file, keep=True), _number_at(file, keep=False)
        if name is None or length is None:
            return
        inside = file.tell()
        after = end if length < 0 else inside + length
        yield name, inside, after
        start = after


def _number_at(file: BinaryIO, *, keep: bool) -> int | None:
    """Return a number of EBML's changing length; -1 for a length that is not known, None where there is none."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    rest = file.read(more)
    if len(rest) < more:
        return None
    whole = int.from_bytes(first + rest, "big")
    if keep:
        return whole
    marked = 1 << (7 * (more + 1))
    return -1 if whole - marked == marked - 1 else whole - marked


def _bytes_at(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(min(end - start, MOST_HEADER)).rstrip(b"\x00")


def _seconds_of_webm(file: BinaryIO, start: int, end: int) -> float | None:
    scale, length = 1_000_000, None
    for name, inside, after in list(_elements(file, start, end)):
        file.seek(inside)
        data = file.read(min(after - inside, 8))
        if name == SCALE:
            scale = int.from_bytes(data, "big")
        if name == DURATION and len(data) in (4, 8):
            length = unpack(">f" if len(data) == 4 else ">d", data)[0]
    return length * scale / 1e9 if length and 0 < length < 1e12 else None
