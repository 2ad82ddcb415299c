"""Animated drawings in SVG: lets through only what draws, fills in the words, and stops the picture at a second.

A drawing moves by SMIL alone, on one timeline that begins with the film, so it needs no script and no style under
the policy of core/web_security.py. Colours are the names of core/static/css/tokens.css, so it follows the theme.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from xml.etree.ElementTree import Element, ParseError, fromstring, register_namespace, tostring

from markupsafe import Markup

from core.language import _l, say

SVG = "http://www.w3.org/2000/svg"
VIEW_BOX = "0 0 360 270"
SMALLEST_TEXT = 18
"""In units of the drawing: 16 pixels where it is 320 wide, the smallest that patients read (mockups/patient.md)."""

MOVES = {"animate", "animateTransform", "set"}
SHAPES = {"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
ELEMENTS = {"svg", "g", "defs", "use", "text", "tspan", "clipPath", "mask", "linearGradient", "radialGradient", "stop",
            *SHAPES, *MOVES}  # fmt: skip
PAINT = {"fill", "stroke", "stop-color"}
LENGTHS = {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "d", "points"}
ATTRIBUTES = LENGTHS | PAINT | {
    "id", "viewBox", "transform", "pathLength", "opacity", "fill-opacity", "stroke-opacity", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "fill-rule", "clip-rule",
    "clip-path", "mask", "visibility", "offset", "stop-opacity", "gradientUnits", "gradientTransform",
    "clipPathUnits", "maskUnits", "font-size", "font-weight", "text-anchor", "letter-spacing", "href",
}  # fmt: skip
MOVE_ATTRIBUTES = {"attributeName", "type", "values", "to", "begin", "dur", "fill", "repeatCount", "calcMode",
                   "keyTimes", "keySplines"}  # fmt: skip
MOVABLE = LENGTHS | {"opacity", "stroke-dashoffset", "stroke-width", "transform", "visibility"}
A_PAINT = re.compile(r"none|currentColor|var\(--[ci]-[a-z0-9-]+\)|url\(#[a-z][a-z0-9-]*\)")
A_PLACE = re.compile(r"url\(#([a-z][a-z0-9-]*)\)")
A_TIME = re.compile(r"\d+(?:\.\d+)?s")
A_WORD = re.compile(r"\{([a-z][a-z0-9_]*)\}")
NUMBER = re.compile(r"-?\d*\.?\d+")

register_namespace("", SVG)


NO_ENTITIES = _l("Ta bort DOCTYPE, ENTITY och stilmallar. En teckning är ett enda svg-element.")
NOT_XML = _l("Teckningen går inte att läsa som XML: %(what)s.")
NOT_SVG = _l('Teckningen ska vara ett svg-element med viewBox="%(box)s".')
BAD_ELEMENT = _l("<%(name)s> får inte stå i en teckning. Använd former, text, animate, animateTransform och set.")
BAD_ATTRIBUTE = _l("<%(name)s> får inte ha %(key)s. Ta bort det.")
LOOSE_WORDS = _l("<%(name)s> får inte hålla ord: %(given)s. Ord står i <text>.")
BAD_PAINT = _l('<%(name)s %(key)s="%(given)s">: skriv en färg ur tokens.css, till exempel var(--c-action).')
BAD_PLACE = _l('<%(name)s %(key)s="%(given)s">: peka på något i teckningen, till exempel url(#moon).')
BAD_LINK = _l('<%(name)s href="%(given)s">: bara <use> får peka, och bara inuti teckningen.')
SMALL_TEXT = _l('<%(name)s font-size="%(given)s">: ord ska vara minst %(least)s för att gå att läsa i en telefon.')
BAD_MOVE = _l('<%(name)s attributeName="%(given)s">: det går inte att röra.')
BAD_TIME = _l('<%(name)s %(key)s="%(given)s">: skriv sekunder i filmen, till exempel 3.5s.')
ENDLESS = _l('<%(name)s repeatCount="%(given)s">: skriv ett tal, så att rörelsen tar slut.')
BAD_VALUES = _l("<%(name)s>: values ska vara lika långa, med en tid i keyTimes för varje. En set har to.")
BAD_TURN = _l("<animateTransform> ska ha type translate, rotate eller scale.")
BAD_IDS = _l("Varje id ska finnas en gång. Det här finns inte: %(names)s.")
TWICE = _l("Samma id står två gånger. Ge varje del sitt eget.")
UNKNOWN_WORDS = _l("Teckningen säger ord som inte står i film.yaml: %(names)s.")
UNUSED_WORDS = _l("Teckningen säger aldrig de här orden ur film.yaml: %(names)s.")
WRITTEN_WORDS = _l("Skriv ord i film.yaml, på båda språken, och {namn} i teckningen: %(given)s")


class DrawingError(ValueError):
    """A drawing holds something that it may not hold.

    :param sentence: what, and what to write instead; a marked sentence.
    """

    def __init__(self, sentence: str, **places: object) -> None:
        self.sentence, self.places = sentence, places
        super().__init__(say("sv", sentence, **places))


def read_drawing(text: str, words: Collection[str]) -> Element:
    """Return a drawing that holds nothing but shapes, words and movements.

    :param words: the names that its texts may say, as ``{name}``.
    :raises DrawingError: with the first thing that is wrong.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "<?xml-" in text:
        raise DrawingError(NO_ENTITIES)
    try:
        root = fromstring(text)  # noqa: S314 - no entities: refused above
    except ParseError as problem:
        raise DrawingError(NOT_XML, what=problem) from problem
    if root.tag != f"{{{SVG}}}svg" or root.get("viewBox") != VIEW_BOX:
        raise DrawingError(NOT_SVG, box=VIEW_BOX)
    for element in root.iter():
        _check_element(element)
    _check_places(root)
    _check_words(root, words)
    return root


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).removeprefix(f"{{{SVG}}}")


def _check_element(element: Element) -> None:
    name = name_of(element)
    if name not in ELEMENTS:
        raise DrawingError(BAD_ELEMENT, name=name)
    allowed = MOVE_ATTRIBUTES if name in MOVES else ATTRIBUTES
    for key, value in element.attrib.items():
        if key not in allowed:
            raise DrawingError(BAD_ATTRIBUTE, name=name, key=key)
        if name not in MOVES:
            _check_value(name, key, value)
    if name in MOVES:
        _check_move(element)
    if name not in ("text", "tspan") and (element.text or "").strip():
        raise DrawingError(LOOSE_WORDS, name=name, given=(element.text or "").strip()[:40])


def _check_value(name: str, key: str, value: str) -> None:
    if key in PAINT and not A_PAINT.fullmatch(value):
        raise DrawingError(BAD_PAINT, name=name, key=key, given=value)
    if key in ("clip-path", "mask") and not A_PLACE.fullmatch(value):
        raise DrawingError(BAD_PLACE, name=name, key=key, given=value)
    if key == "href" and (name != "use" or not value.startswith("#")):
        raise DrawingError(BAD_LINK, name=name, given=value)
    if key == "font-size" and (not NUMBER.fullmatch(value) or float(value) < SMALLEST_TEXT):
        raise DrawingError(SMALL_TEXT, name=name, given=value, least=SMALLEST_TEXT)


def _check_move(move: Element) -> None:
    name, target = name_of(move), move.get("attributeName", "")
    if target not in MOVABLE or (target == "transform") != (name == "animateTransform"):
        raise DrawingError(BAD_MOVE, name=name, given=target)
    for key in ("begin",) if name == "set" else ("begin", "dur"):
        if not A_TIME.fullmatch(move.get(key, "")) or (key == "dur" and float(move.get(key, "")[:-1]) == 0):
            raise DrawingError(BAD_TIME, name=name, key=key, given=move.get(key, ""))
    if not NUMBER.fullmatch(move.get("repeatCount", "1")):
        raise DrawingError(ENDLESS, name=name, given=move.get("repeatCount"))
    if not (move.get("to") if name == "set" else _has_even_values(move)):
        raise DrawingError(BAD_VALUES, name=name)
    if name == "animateTransform" and move.get("type") not in ("translate", "rotate", "scale"):
        raise DrawingError(BAD_TURN)


def _has_even_values(move: Element) -> bool:
    """Tell whether every value has the same numbers, so that there is something between them."""
    values = [value for value in move.get("values", "").split(";") if value.strip()]
    times = [time for time in move.get("keyTimes", "").split(";") if time.strip()]
    shapes = {NUMBER.sub("0", value.strip()) for value in values}
    is_timed = not times or (len(times) == len(values) and all(NUMBER.fullmatch(time.strip()) for time in times))
    return len(values) >= 2 and len(shapes) == 1 and is_timed


def _check_places(root: Element) -> None:
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    known = {f"#{one}" for one in ids}
    pointed = {element.get("href", "") for element in root.iter() if element.get("href")}
    pointed |= {f"#{name}" for element in root.iter() for value in element.attrib.values()
                for name in A_PLACE.findall(value)}  # fmt: skip
    if pointed - known:
        raise DrawingError(BAD_IDS, names=", ".join(sorted(pointed - known)))
    if len(ids) != len(known):
        raise DrawingError(TWICE)


def _check_words(root: Element, words: Collection[str]) -> None:
    for element in root.iter():
        if re.search(r"[^\W\d_]", A_WORD.sub("", element.text or "")):
            raise DrawingError(WRITTEN_WORDS, given=element.text)
    said = {word for element in root.iter() for word in A_WORD.findall(element.text or "")}
    if said - set(words):
        raise DrawingError(UNKNOWN_WORDS, names=", ".join(sorted(said - set(words))))
    if set(words) - said:
        raise DrawingError(UNUSED_WORDS, names=", ".join(sorted(set(words) - said)))

def fill_words(root: Element, words: Mapping[str, str], mark: str) -> Element:
    """Return a copy that says the words, with ids of its own so that two drawings fit on one page.

    :param mark: what is put after every id.
    """
    filled = deepcopy(root)
    for element in filled.iter():
        if element.text:
            element.text = A_WORD.sub(lambda found: words[found[1]], element.text)
        for key, value in element.attrib.items():
            if key == "id" or (key == "href" and name_of(element) == "use"):
                element.set(key, f"{value}-{mark}")
            else:
                element.set(key, A_PLACE.sub(rf"url(#\1-{mark})", value))
    return filled


def stop_at(root: Element, second: float) -> Element:
    """Return a copy as it looks at a second of the film, without its movements."""
    still = deepcopy(root)
    for element in list(still.iter()):
        for name, value in _values_at(element, second):
            element.set(name, value)
        for move in [child for child in element if name_of(child) in MOVES]:
            element.remove(move)
    return still


def _values_at(element: Element, second: float) -> Iterator[tuple[str, str]]:
    """Yield what the movements of an element make of its attributes; the one that began last holds."""
    moves = [move for move in element if name_of(move) in MOVES and _begin(move) <= second]
    for move in sorted(moves, key=_begin):
        value = move.get("to") if name_of(move) == "set" else _value_at(move, second - _begin(move))
        if value is not None:
            is_transform = name_of(move) == "animateTransform"
            yield move.get("attributeName", ""), f"{move.get('type')}({value})" if is_transform else value


def _begin(move: Element) -> float:
    return float(move.get("begin", "0s").removesuffix("s"))


def _value_at(move: Element, gone: float) -> str | None:
    """Return the value of a movement so many seconds after it began; None when it is over and not kept."""
    values = [value.strip() for value in move.get("values", "").split(";")]
    length, rounds = float(move.get("dur", "1s").removesuffix("s")), float(move.get("repeatCount", "1"))
    if gone >= length * rounds:
        return values[-1] if move.get("fill") == "freeze" else None
    part = (gone % length) / length
    times = [float(time) for time in move.get("keyTimes", "").split(";") if time]
    times = times or [number / max(1, len(values) - 1) for number in range(len(values))]
    place = max(number for number, time in enumerate(times) if time <= part)
    if place + 1 == len(values) or move.get("calcMode") == "discrete":
        return values[place]
    share = (part - times[place]) / (times[place + 1] - times[place])
    return _between(values[place], values[place + 1], share)


def _between(first: str, second: str, share: float) -> str:
    ends = iter(NUMBER.findall(second))
    return NUMBER.sub(lambda found: f"{float(found[0]) + share * (float(next(ends)) - float(found[0])):.3g}", first)


def to_html(root: Element) -> Markup:
    """Return a drawing as it stands in a page."""
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704 - only what read_drawing lets through
