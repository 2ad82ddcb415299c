"""Photos for the tests: drawn here, with a place in their metadata, and files that are no photos."""

from io import BytesIO
from typing import Any
from zlib import crc32

from PIL import Image

from core.ids import new_public_id
from tests.plugins.cast import CareCast

GPS = 0x8825
ORIENTATION = 0x0112


def make_photo(kind: str = "JPEG", size: tuple[int, int] = (80, 60), mode: str = "RGB", **options: Any) -> bytes:
    """Return a picture that is red to the left and blue to the right."""
    picture = Image.new(mode, size, "blue")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "red"))
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def make_phone_photo(kind: str = "JPEG") -> bytes:
    """Return a picture as a phone held on its side takes it: to be turned, and it tells where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Telefonfabriken"
    exif.get_ifd(GPS)[1] = "N"
    return make_photo(kind, exif=exif, comment=b"hemlig plats") if kind == "JPEG" else make_photo(kind, exif=exif)


def make_moving(kind: str) -> bytes:
    """Return a picture that moves."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def make_vast() -> bytes:
    """Return a small file that says it is 50 000 pixels wide and high."""
    head = bytearray(make_photo("PNG"))
    head[16:24] = (50_000).to_bytes(4, "big") * 2
    head[29:33] = crc32(head[12:29]).to_bytes(4, "big")
    return bytes(head)


def send_photos(cast: CareCast, *photos: bytes, body: str = "", caption: str = "", key: str = "", **more: Any) -> Any:
    """Send a message with photos as Anna's browser does."""
    files = [(BytesIO(one), "IMG_0042.jpg", "image/jpeg") for one in photos]
    data = {"form_key": key or new_public_id(), "unit": cast.unit.public_id, "body": body, "caption": caption,
            "photo": files, **more}  # fmt: skip
    return cast.browser(cast.anna).post("/messages", data=data, content_type="multipart/form-data")
