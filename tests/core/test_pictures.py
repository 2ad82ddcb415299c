"""Photos from anywhere: only the pixels stay, whatever a file hides, and a bad file is told by what is wrong."""

from io import BytesIO

import pytest
from PIL import Image

from core.pictures import LONGEST_SIDE, LONGEST_SIDE_SMALL, MOST_BYTES, Flaw, PictureError, clean_picture
from tests.patient.photo_ground import make_moving, make_phone_photo, make_photo, make_vast


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_photo_is_turned_upright_and_tells_nothing_but_its_pixels(kind: str) -> None:
    cleaned = clean_picture(make_phone_photo(kind))
    for content in (cleaned.full, cleaned.small):
        picture = opened(content)
        assert (picture.format, picture.size) == ("JPEG", (60, 80))
        assert dict(picture.getexif()) == {}
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not any(word in content for word in (b"Telefonfabriken", b"hemlig plats", b"Exif"))
    upper, lower = opened(cleaned.full).getpixel((30, 5)), opened(cleaned.full).getpixel((30, 75))
    assert isinstance(upper, tuple)
    assert isinstance(lower, tuple)
    assert upper[0] > 200 > 50 > upper[2]
    assert lower[2] > 200 > 50 > lower[0]


def test_what_hides_behind_a_picture_does_not_follow() -> None:
    cleaned = clean_picture(make_photo() + b"<script>alert(1)</script>PK\x03\x04zip")
    assert b"script" not in cleaned.full
    assert b"PK\x03\x04" not in cleaned.full


def test_a_large_photo_becomes_small_enough_to_send_and_keeps_its_shape() -> None:
    cleaned = clean_picture(make_photo(size=(3000, 2000)))
    assert (cleaned.width, cleaned.height) == opened(cleaned.full).size == (LONGEST_SIDE, 1067)
    assert max(opened(cleaned.small).size) == LONGEST_SIDE_SMALL


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "LA", "I;16", "1"])
def test_pictures_of_every_mode_are_taken(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG")
    picture = opened(clean_picture(out.getvalue()).full)
    assert (picture.mode, picture.size) == ("RGB", (30, 20))


def test_what_is_see_through_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(clean_picture(out.getvalue()).full).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (b"x" * (MOST_BYTES + 1), Flaw.TOO_HEAVY),
        (make_vast(), Flaw.TOO_LARGE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Flaw.HEIC),
        (make_moving("PNG"), Flaw.ANIMATED),
        (make_moving("WEBP"), Flaw.ANIMATED),
        (make_photo()[:400], Flaw.BROKEN),
        (b"\xff\xd8\xff\xe0 and then nothing", Flaw.BROKEN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Flaw.OTHER),
        (make_photo("GIF"), Flaw.OTHER),
        (b"%PDF-1.7", Flaw.OTHER),
        (b"\x00" * 64, Flaw.OTHER),
    ],
    ids=lambda value: value.value if isinstance(value, Flaw) else "",
)
def test_what_is_no_still_picture_is_told_by_what_is_wrong(content: bytes, flaw: Flaw) -> None:
    with pytest.raises(PictureError) as refused:
        clean_picture(content)
    assert refused.value.flaw is flaw


@pytest.mark.parametrize("end", range(10, 700, 37))
def test_a_file_cut_anywhere_is_refused_in_words_and_never_trips_us(end: int) -> None:
    with pytest.raises(PictureError):
        clean_picture(make_photo(size=(400, 300))[:end])
