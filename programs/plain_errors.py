"""Says what the schema refuses in plain words: what is wrong with a value and what to write instead."""

import types
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.language import _l
from programs.problems import Loc, Problem
from programs.schema import Words
from programs.yaml_files import find_row

MISSING = _l("Här saknas %(name)s. Skriv: %(name)s: %(example)s")
UNKNOWN = _l("%(name)s finns inte här. Ta bort raden. Det som får stå här är %(allowed)s.")
MISSPELT = _l("%(name)s finns inte här. Menade du %(near)s?")
BOTH_LANGUAGES = _l('%(name)s ska stå på båda språken. Skriv: %(name)s: {sv: "…", en: "…"}')
WRONG_KIND = _l("%(name)s kan inte vara %(given)s. Skriv: %(name)s: %(example)s")
NOT_A_LIST = _l("%(name)s ska vara en lista. Börja varje rad under den med ett streck.")
NOT_NAMES = _l("Här ska stå namn och värden, inte %(given)s. Det som får stå här är %(allowed)s.")
CHOOSE = _l("%(given)s går inte här. Välj ett av: %(allowed)s.")
BAD_NAME = _l("%(given)s duger inte som %(name)s. Skriv a till z, siffror, _ eller -, och börja med en bokstav.")
EMPTY = _l("%(name)s är tom. Skriv en text, eller ta bort raden.")
EMPTY_LIST = _l("%(name)s är en tom lista. Skriv minst en rad.")
AT_LEAST = _l("%(name)s är %(given)s. Skriv minst %(limit)s.")
AT_MOST = _l("%(name)s är %(given)s. Skriv högst %(limit)s.")
NEEDS_OPTIONS = _l("Fältet är av sorten %(kind)s men har inga val. Skriv: options: [{id: …, label: {sv: …, en: …}}]")
NEEDS_COLUMNS = _l("Fältet är av sorten rows men har inga kolumner. Skriv dem under columns.")
ONLY_YES_RAISES = _l("Bara ett fält av sorten yesno kan larma. Ta bort raises, eller byt kind till yesno.")
NEEDS_RULE = _l("Villkoret säger inte vad svaret ska vara. Skriv is, at_least eller at_most.")
FILM_NAME = _l("Bara ett steg av sorten film har en film, och det måste ha en. Skriv: film: namnet på filmen")
ONLY_EXERCISE_AGAIN = _l("Bara en övning kan visas igen. Ta bort again_days, eller byt kind till exercise.")
ONE_CONDITION = _l("Steget har villkor på flera sätt. Skriv ett av show_if, show_if_all och show_if_any.")
PART_AND_NOT = _l("Steget visas aldrig, för samma del ska vara både på och av. Ta bort part eller unless_part.")
OTHER = _l("%(name)s: %(what)s")
LONGEST_SHOWN = 60

OWN = {
    "needs_options": NEEDS_OPTIONS, "needs_columns": NEEDS_COLUMNS, "only_yes_raises": ONLY_YES_RAISES,
    "needs_rule": NEEDS_RULE, "film_name": FILM_NAME, "only_exercise_again": ONLY_EXERCISE_AGAIN,
    "one_condition": ONE_CONDITION, "part_and_not": PART_AND_NOT,
}  # fmt: skip
"""The refusals of the schema's own rules, by the word it gives them."""
LIMITS = {"greater_than_equal": (AT_LEAST, "ge"), "less_than_equal": (AT_MOST, "le"),
          "greater_than": (AT_LEAST, "gt"), "less_than": (AT_MOST, "lt")}  # fmt: skip


def say_refusals(model: type[BaseModel], problem: ValidationError, path: str, text: str) -> Iterator[Problem]:
    """Yield everything the schema refuses in one file, each on its line and only once."""
    seen = set()
    for error in problem.errors(include_url=False):
        found = _say(model, error, path, text)
        if (found.row, found.text) not in seen:
            seen.add((found.row, found.text))
            yield found


def _say(model: type[BaseModel], error: ErrorDetails, path: str, text: str) -> Problem:
    loc = _real_way(model, error["loc"])
    name = next((part for part in reversed(loc) if isinstance(part, str)), "")
    holder, kind = _annotation_at(model, loc[:-1]) if loc else model, _annotation_at(model, loc)
    sentence, places = _words(error, holder, kind)
    filled = {"name": name, "given": _shown(error["input"]), "example": example_of(kind), **places}
    return Problem(path, sentence, find_row(text, loc), filled)


def _words(error: ErrorDetails, holder: Any, kind: Any) -> tuple[str, Mapping[str, object]]:
    """Return the sentence for a refusal, with the places that not every sentence has."""
    word, context = error["type"], error.get("ctx", {})
    if word in OWN:
        return OWN[word], {key: str(value) for key, value in context.items()}
    if word == "missing":
        return MISSING, {}
    if word == "extra_forbidden":
        return _unknown(str(error["loc"][-1]), _names_of(holder))
    if _is_words(kind) and word in ("model_type", "model_attributes_type", "dict_type"):
        return BOTH_LANGUAGES, {}
    if word in ("enum", "literal_error"):
        return CHOOSE, {"allowed": ", ".join(choices_of(kind))}
    if word in LIMITS:
        sentence, limit = LIMITS[word]
        return sentence, {"limit": context[limit]}
    return _plain(word, kind), {"allowed": ", ".join(_names_of(kind)), "what": error["msg"]}


def _plain(word: str, kind: Any) -> str:
    known = {"string_pattern_mismatch": BAD_NAME, "string_too_short": EMPTY, "too_short": EMPTY_LIST,
             "tuple_type": NOT_A_LIST, "list_type": NOT_A_LIST}  # fmt: skip
    if word in known:
        return known[word]
    if word in ("model_type", "model_attributes_type", "dict_type"):
        return NOT_NAMES
    return WRONG_KIND if word.endswith(("_type", "_parsing", "_from_float")) else OTHER


def _unknown(name: str, allowed: list[str]) -> tuple[str, Mapping[str, object]]:
    near = get_close_matches(name, allowed, 1, 0.7)
    if near:
        return MISSPELT, {"name": name, "near": near[0]}
    return UNKNOWN, {"name": name, "allowed": ", ".join(allowed)}


def _shown(value: object) -> str:
    """Return a value as it stands in the file; a whole branch is not written out."""
    if isinstance(value, dict | list | tuple):
        return "…"
    if value is None or isinstance(value, bool):
        return {None: "tomt", True: "true", False: "false"}[value]
    return str(value)[:LONGEST_SHOWN]


def _inner(annotation: Any) -> list[Any]:
    """Return the kinds a value may have: a list's own items, and each side of an "or"."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return [one for part in get_args(annotation) if part is not type(None) for one in _inner(part)]
    return [annotation]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_words(annotation: Any) -> bool:
    return any(one is Words for one in _inner(annotation))


def _names_of(annotation: Any) -> list[str]:
    models = [one for one in _inner(annotation) if _is_model(one)]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _step_into(annotation: Any, part: str | int) -> Any:
    for one in _inner(annotation):
        if isinstance(part, int) and get_origin(one) is tuple:
            return get_args(one)[0]
        if _is_model(one):
            for name, field in one.model_fields.items():
                if part in (name, field.alias):
                    return field.annotation
    return None


def _annotation_at(model: Any, loc: Loc) -> Any:
    found: Any = model
    for part in loc:
        found = _step_into(found, part)
    return found


def _real_way(model: Any, loc: Loc) -> Loc:
    """Leave out what pydantic adds on the way: which side of an "or" was tried."""
    real: list[str | int] = []
    here: Any = model
    for number, part in enumerate(loc):
        there = _step_into(here, part)
        if there is None and number < len(loc) - 1:
            continue
        if there is None and len(_inner(here)) > 1 and isinstance(part, str) and part in _kind_names(here):
            continue
        real.append(part)
        here = there
    return tuple(real)


def _kind_names(annotation: Any) -> set[str]:
    return {getattr(one, "__name__", "") for one in _inner(annotation)}


def choices_of(annotation: Any) -> list[str]:
    """Return the words that may stand for a value of fixed words."""
    found: list[str] = []
    for one in _inner(annotation):
        if get_origin(one) is Literal:
            found += [str(word) for word in get_args(one)]
        elif isinstance(one, type) and issubclass(one, StrEnum):
            found += [word.value for word in one]
    return found


def example_of(annotation: Any) -> str:
    """Return what a value of a kind may look like."""
    if annotation is None:
        return "…"
    if _is_words(annotation):
        return '{sv: "…", en: "…"}'
    if words := choices_of(annotation):
        return words[0]
    first = _inner(annotation)[0]
    if get_origin(first) is tuple:
        return f"[{example_of(get_args(first)[0])}]"
    if _is_model(first):
        return "{" + ", ".join(f"{name}: …" for name in _names_of(first)[:2]) + "}"
    return {int: "1", float: "1.5", bool: "true"}.get(first, '"…"')
