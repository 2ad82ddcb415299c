"""Photos from anywhere: read without trust, turned upright, made small and written anew from their pixels alone."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP")
"""What is opened at all; Pillow's readers of anything else are never asked (MPO, the photo of many phones, is JPEG)."""
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 20_000_000
"""Of what must be unpacked whole: 80 MB at most."""
MOST_PIXELS_JPEG = 50_000_000
"""A plain JPEG is unpacked at a half, a quarter or an eighth, so that the largest phones' photos may come too."""
LONGEST_SIDE, LONGEST_SIDE_SMALL = 1600, 360
"""Pixels; a wound or the display of a meter is read well at 1600."""
QUALITY, QUALITY_SMALL = 82, 72
HEIC_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_one_at_a_time = Lock()
"""Unpacking takes memory: one photo at a time in a process keeps it to one photo's (reliability.md G9)."""


class Flaw(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"
    HEIC = "heic"
    ANIMATED = "animated"
    BROKEN = "broken"
    OTHER = "other"


class PictureError(Exception):
    """A file is no photo that can be taken; ``flaw`` tells why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: two JPEGs without any metadata.

    :ivar full: the longest side is 1600 pixels at most; width and height are its own.
    :ivar small: the same with 360 pixels, for a thread.
    """

    full: bytes
    small: bytes
    width: int
    height: int


def clean_picture(content: bytes) -> Picture:
    """Return a photo written anew from its pixels: no place, time, camera or hidden file follows (reliability.md G9).

    :raises PictureError: for anything that is not one still picture of a reasonable size; never anything else.
    """
    _refuse_unreadable(content)
    from PIL import UnidentifiedImageError  # loaded with the first photo: most processes never see one

    with _one_at_a_time:
        try:
            return _rewritten(content)
        except PictureError:
            raise
        except UnidentifiedImageError:
            raise PictureError(Flaw.OTHER) from None
        except Exception:  # whatever a reader trips over, the file is at fault
            raise PictureError(Flaw.BROKEN) from None


def _refuse_unreadable(content: bytes) -> None:
    if not content:
        raise PictureError(Flaw.EMPTY)
    if len(content) > MOST_BYTES:
        raise PictureError(Flaw.TOO_HEAVY)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise PictureError(Flaw.HEIC)


def _rewritten(content: bytes) -> Picture:
    from PIL import Image, ImageOps

    with _open(content) as opened:
        _refuse_unfit(opened)
        shown: Image.Image = opened if opened.format in ("JPEG", "MPO") else opened.convert("RGBA")
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        full = _only_pixels(ImageOps.exif_transpose(shown))
    small = full.copy()
    small.thumbnail((LONGEST_SIDE_SMALL, LONGEST_SIDE_SMALL), Image.Resampling.LANCZOS)
    return Picture(_as_jpeg(full, QUALITY), _as_jpeg(small, QUALITY_SMALL), *full.size)


def _open(content: bytes) -> Image.Image:
    """Read the head of a file; how many pixels it may have is our own rule, not Pillow's warning."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise PictureError(Flaw.TOO_LARGE) from None


def _refuse_unfit(opened: Image.Image) -> None:
    """Refuse by what the head of the file says, before anything is unpacked."""
    if opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1:
        raise PictureError(Flaw.ANIMATED)
    plain = opened.format in ("JPEG", "MPO") and not opened.info.get("progressive")
    if opened.width * opened.height > (MOST_PIXELS_JPEG if plain else MOST_PIXELS):
        raise PictureError(Flaw.TOO_LARGE)


def _only_pixels(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, in plain colours; what is see-through becomes white."""
    from PIL import Image

    bare = Image.new("RGB", picture.size, "white")
    bare.paste(picture.convert("RGB"), mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return bare


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
