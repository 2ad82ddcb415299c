"""Checks a text step's Markdown: only what the patient's page can show, each with its line."""

import re
from collections.abc import Iterator, Sequence

from core.language import _l
from programs.illustrations import ALONE, list_illustrations, list_pictures
from programs.problems import Problem

BOXES = ("example", "warning", "info", "try")
TITLE = _l("Rubriken är för stor. Titeln kommer från module.yaml. Börja underrubriker med ##.")
HTML = _l("HTML visas inte. Skriv Markdown i stället för %(given)s.")
PICTURE = _l("Bilden %(given)s finns inte. Skriv ett av namnen: %(known)s.")
PICTURE_ALONE = _l("En bild ska stå ensam på sin rad: ![vad bilden visar](namn)")
NO_ALT = _l("Skriv vad bilden visar för den som inte ser den: ![vad bilden visar](%(given)s)")
LINK = _l("Länkar visas inte, så att ingen lämnar programmet. Skriv adressen eller numret med ord.")
BOX = _l('Rutan %(given)s finns inte. Skriv !!! och ett av %(known)s, och sedan en titel: !!! example "Mats, 58 år"')
NO_TITLE = _l('Rutan har ingen titel. Skriv den inom citattecken: !!! %(given)s "Titel"')
NOT_INDENTED = _l("Texten i rutan ska börja fyra steg in. Sätt fyra mellanslag före raden.")
ODD_SIGN = _l("Raden har ett tecken som inte syns. Skriv om raden.")


def check_markdown(path: str, text: str, pictures: Sequence[str] = ()) -> Iterator[Problem]:
    """Yield what the page cannot show.

    :param pictures: the names of the drawings; those of the house when left out.
    """
    known = pictures or list_illustrations()
    rows = text.split("\n")
    for number, row in enumerate(rows, 1):
        for sentence, places in _row(row, known):
            yield Problem(path, sentence, number, places)
        below = rows[number] if number < len(rows) else ""
        if row.startswith("!!!") and below.strip() and not below.startswith("    "):
            yield Problem(path, NOT_INDENTED, number + 1)


def _row(row: str, known: Sequence[str]) -> Iterator[tuple[str, dict[str, object]]]:
    if re.match(r"#(?!#)\s*\S", row):
        yield TITLE, {}
    if tag := re.search(r"</?[A-Za-z][^>\n]*>|<!--", row):
        yield HTML, {"given": tag.group()[:40]}
    if "![" in row:
        yield from _picture(row, known)
    elif re.search(r"\]\(|https?://", row):
        yield LINK, {}
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\ufeff]", row):
        yield ODD_SIGN, {}
    if row.startswith("!!!"):
        yield from _box(row)


def _picture(row: str, known: Sequence[str]) -> Iterator[tuple[str, dict[str, object]]]:
    if not ALONE.fullmatch(row):
        yield PICTURE_ALONE, {}
    for alt, name in list_pictures(row):
        if name not in known:
            yield PICTURE, {"given": name[:60], "known": ", ".join(known)}
        if not alt:
            yield NO_ALT, {"given": name[:60]}


def _box(row: str) -> Iterator[tuple[str, dict[str, object]]]:
    kind, title = (re.match(r'!!!\s*(\S*)\s*(.*)', row) or re.match("()()", "")).groups()  # type: ignore[union-attr]
    if kind not in BOXES:
        yield BOX, {"given": kind, "known": ", ".join(BOXES)}
    elif not re.fullmatch(r'".+"\s*', title):
        yield NO_TITLE, {"given": kind}
