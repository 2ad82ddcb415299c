"""Looks a program over that can be read: references, names, conditions, texts and how hard the Swedish is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFoundError
from core.language import LANGUAGES, _l
from programs.condition_checks import check_conditions, check_ways
from programs.diary_checks import STEP_DIARY, check_diary
from programs.film_checks import check_film
from programs.film_files import DRAWING, ShelfFolder
from programs.film_schema import FILE, Film
from programs.films import FILMS, list_own_films
from programs.illustrations import OWN, WORDS, Pictures, check_pictures, list_pictures
from programs.loading import DIARY, MODULE, PROGRAM, Loaded, locate, read_program
from programs.markdown_checks import check_markdown
from programs.problems import ContentError, Loc, Problem
from programs.reading import (
    MOST_LIX,
    is_hard,
    reading_level,
    swedish_of_diary,
    swedish_of_module,
    swedish_of_program,
)
from programs.schema import FieldDef, FieldKind, Module, Program, Step, StepKind
from programs.shelf import Shelf
from programs.yaml_files import YamlProblem, read_yaml
from ratings.instruments import get_instrument

Found = tuple[str, Loc, str, dict[str, object]]
"""File, way to the value, sentence and its places."""
NO_INSTRUMENT = _l("Det finns inget formulär som heter %(name)s. Välj ett av dem i ratings/instruments.")
LOCKED_INSTRUMENT = _l("Formuläret %(name)s är låst och kan inte ligga i ett steg. Välj ett annat.")
NUMBERS = _l("Modulen har nummer %(number)s men står på plats %(place)s. Skriv: number: %(place)s")
NO_MODULE = _l("Modul %(number)s finns inte. Skriv ett nummer från 1 till %(last)s.")
TWICE = _l("%(name)s står två gånger. Ge den ena ett annat id.")
NOTHING_TO_DO = _l("Övningen har inga fält. Skriv dem under fields.")
NO_QUESTIONS = _l("Steget har inga frågor. Skriv dem under questions.")
NO_FORMS = _l("Steget har inga formulär. Skriv till exempel: instruments: [phq9]")
STRAY = _l("%(name)s hör inte till ett steg av sorten %(kind)s. Ta bort raden.")
LIMITS = _l("min är större än max. Byt plats på dem.")
NO_SUCH_TEXT = _l("Filen %(file)s saknas. Skriv den, eller ändra raden.")
EMPTY_TEXT = _l("Texten är tom. Skriv den, eller ta bort steget.")
MISSING_TEXT = _l("Texten saknas på det här språket. Skriv den.")
SAME_TEXT = _l("Texten är den svenska. Översätt den.")
OTHER_PICTURES = _l("Bilderna är inte desamma på båda språken. I den svenska texten står: %(names)s.")
ORPHAN = _l("Inget steg visar den här texten. Ta bort filen, eller lägg till steget i module.yaml.")
STRAY_FILE = _l("Filen hör inte hit. Ett program har program.yaml, diary.yaml, module.yaml, texter, films, pictures.")
HARD = _l("LIX är %(lix)s och ska vara under %(most)s. Skriv kortare meningar och kortare ord.")
NO_FILM = _l("Det finns ingen film som heter %(name)s. Filmerna är %(known)s.")


@dataclass(frozen=True)
class Looked:
    """A program and everything that is wrong with it; None when it cannot be read."""

    loaded: Loaded
    problems: tuple[Problem, ...]

    @property
    def program(self) -> Program | None:
        """The program, when its files make one."""
        return self.loaded.program


def look_over(shelf: Shelf, films: Path = FILMS) -> Looked:
    """Read a shelf and tell everything that is wrong, by file and line.

    :param films: the folder of films that steps may name.
    """
    loaded = read_program(shelf)
    if loaded.program is None:
        return Looked(loaded, _sorted(loaded.problems))
    own = list_own_films(shelf)
    found = list(locate(shelf, _references(loaded, films, own)))
    found += _texts(shelf, loaded, _film_files(shelf, own))
    found += [problem for name in own for problem in check_film(ShelfFolder(shelf, name))]
    found += check_pictures(shelf)
    found += _levels(shelf, loaded)
    return Looked(loaded, _sorted(found))


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (one.place, one.row)))


def _references(loaded: Loaded, films: Path, own: Sequence[str]) -> Iterator[Found]:
    program = _program_of(loaded)
    drawn = sorted({*own, *(folder.name for folder in films.iterdir() if (folder / FILE).is_file())})
    files = [f"{loaded.folders[module.number]}/{MODULE}" if module.number in loaded.folders else PROGRAM
             for module in program.modules]
    yield from _program_file(program)
    for place, (module, file) in enumerate(zip(program.modules, files, strict=True), 1):
        if module.number != place:
            yield file, ("number",), NUMBERS, {"number": module.number, "place": place}
        yield from _module_file(program, module, file, drawn)
        yield from check_conditions(program, module, file)
    yield from check_ways(program)
    yield from check_diary(program)


def _program_file(program: Program) -> Iterator[Found]:
    last = len(program.modules)
    for place, time in enumerate(program.ratings):
        if not 0 <= time.module <= last:
            yield PROGRAM, ("ratings", place, "module"), NO_MODULE, {"number": time.module, "last": last}
        yield from _instruments(time.instruments, PROGRAM, ("ratings", place, "instruments"), asked=False)
    if program.goals_module is not None and not 1 <= program.goals_module <= last:
        yield PROGRAM, ("goals_module",), NO_MODULE, {"number": program.goals_module, "last": last}
    for word in ("gate", "tracks", "parts", "onboarding"):
        yield from twice([one.id for one in getattr(program, word)], PROGRAM, (word,))


def _program_of(loaded: Loaded) -> Program:
    if loaded.program is None:
        raise ContentError(loaded.problems)
    return loaded.program


def _module_file(program: Program, module: Module, file: str, films: Sequence[str]) -> Iterator[Found]:
    yield from twice([step.id for step in module.steps], file, ("steps",))
    for place, step in enumerate(module.steps):
        way: Loc = ("steps", place)
        yield from _step(step, file, way)
        if step.film is not None and step.film not in films:
            yield file, (*way, "film"), NO_FILM, {"name": step.film, "known": ", ".join(films)}
        if step.diary is not None and step.diary != program.diary:
            yield file, (*way, "diary"), STEP_DIARY, {"name": step.diary}
        yield from twice([field.id for field in step.fields], file, (*way, "fields"))
        yield from twice([one.id for one in step.questions], file, (*way, "questions"))
        yield from _instruments(step.instruments, file, (*way, "instruments"), asked=True)
        for number, field in enumerate(step.fields):
            yield from check_field(field, file, (*way, "fields", number))


def _step(step: Step, file: str, way: Loc) -> Iterator[Found]:
    needs = {StepKind.EXERCISE: ("fields", NOTHING_TO_DO), StepKind.QUIZ: ("questions", NO_QUESTIONS),
             StepKind.RATING: ("instruments", NO_FORMS)}  # fmt: skip
    if step.kind in needs and not getattr(step, needs[step.kind][0]):
        yield file, way, needs[step.kind][1], {}
    for kind, (name, _sentence) in needs.items():
        if kind is not step.kind and getattr(step, name):
            yield file, (*way, name), STRAY, {"name": name, "kind": step.kind.value}


def check_field(field: FieldDef, file: str, way: Loc) -> Iterator[Found]:
    """Yield what is wrong inside a field: repeated names, and limits the wrong way round."""
    yield from twice([one.id for one in field.options], file, (*way, "options"))
    yield from twice([one.id for one in field.columns], file, (*way, "columns"))
    if field.min is not None and field.max is not None and field.min > field.max:
        yield file, (*way, "min"), LIMITS, {}
    kinds_of = {"options": (FieldKind.CHOICE, FieldKind.MULTI), "columns": (FieldKind.ROWS, FieldKind.PLAN)}
    for name, kinds in kinds_of.items():
        if getattr(field, name) and field.kind not in kinds:
            yield file, (*way, name), STRAY, {"name": name, "kind": field.kind.value}
    for number, column in enumerate(field.columns):
        yield from check_field(column, file, (*way, "columns", number))


def twice(names: Sequence[str], file: str, way: Loc) -> Iterator[Found]:
    """Yield the names that stand more than once in a list."""
    for place, name in enumerate(names):
        if name in names[:place]:
            yield file, (*way, place, "id"), TWICE, {"name": name}


def _instruments(names: Sequence[str], file: str, way: Loc, *, asked: bool) -> Iterator[Found]:
    for place, name in enumerate(names):
        try:
            found = get_instrument(name)
        except NotFoundError:
            yield file, (*way, place), NO_INSTRUMENT, {"name": name}
            continue
        if asked and found.shipping_class == "B":
            yield file, (*way, place), LOCKED_INSTRUMENT, {"name": name}


def _film_files(shelf: Shelf, own: Sequence[str]) -> set[str]:
    """Return the files that belong to a program's own films and drawings."""
    files = {path for path in shelf.paths() if path.startswith(f"{OWN}/") and path.endswith((".svg", f"/{WORDS}"))}
    for name in own:
        try:
            video = Film.model_validate(read_yaml(FILE, shelf.read(f"films/{name}/{FILE}") or "")).video
        except (YamlProblem, ValueError):  # told by check_film
            files |= {path for path in shelf.paths() if path.startswith(f"films/{name}/")}
            continue
        named = [video.mp4, video.webm, video.poster, video.captions.sv, video.captions.en] if video else [DRAWING]
        files |= {f"films/{name}/{one}" for one in (FILE, *named) if one}
    return files


def _texts(shelf: Shelf, loaded: Loaded, others: set[str]) -> Iterator[Problem]:
    """Every text file is there in both languages, is not empty, is not the same in both, and is shown somewhere."""
    program = _program_of(loaded)
    shown = {f"{loaded.folders[module.number]}/{{}}/{step.id}.md" for module, step in program.text_steps()}
    if program.measure is not None:
        name = program.measure.instruction.rsplit("/", 1)[-1]
        shown.add(f"{{}}/{name}")
        if shelf.read(f"sv/{name}") is None:
            found: Found = (PROGRAM, ("measure", "instruction"), NO_SUCH_TEXT, {"file": f"sv/{name}"})
            yield from locate(shelf, iter([found]))
    pictures = Pictures(shelf).names()
    for pattern in sorted(shown):
        yield from _both_languages(shelf, pattern, pictures)
    known = {pattern.format(language) for pattern in shown for language in LANGUAGES}
    frame = {PROGRAM, DIARY, *(f"{folder}/{MODULE}" for folder in loaded.folders.values())}
    for path in shelf.paths():
        if path not in known | frame | others:
            yield Problem(path, ORPHAN if path.endswith(".md") else STRAY_FILE)


def _both_languages(shelf: Shelf, pattern: str, pictures: Sequence[str]) -> Iterator[Problem]:
    texts = {language: shelf.read(pattern.format(language)) for language in LANGUAGES}
    for language, text in texts.items():
        path = pattern.format(language)
        if text is None:
            yield Problem(path, MISSING_TEXT)
        elif not text.strip():
            yield Problem(path, EMPTY_TEXT)
        else:
            yield from check_markdown(path, text, pictures)
    if texts["sv"] and texts["sv"].strip() and texts["sv"] == texts["en"]:
        yield Problem(pattern.format("en"), SAME_TEXT)
    drawn = {language: [name for _alt, name in list_pictures(text or "")] for language, text in texts.items()}
    if all((text or "").strip() for text in texts.values()) and drawn["sv"] != drawn["en"]:
        yield Problem(pattern.format("en"), OTHER_PICTURES, 0, {"names": ", ".join(drawn["sv"]) or "–"})


def _levels(shelf: Shelf, loaded: Loaded) -> Iterator[Problem]:
    """Every Swedish text that patients read, one by one, and what stands in each module's own file together."""
    for path, text in read_levels(shelf, loaded):
        if is_hard(text):
            yield Problem(path, HARD, 0, {"lix": f"{reading_level(text):.0f}", "most": MOST_LIX})


def read_levels(shelf: Shelf, loaded: Loaded) -> Iterator[tuple[str, str]]:
    """Yield each file that patients read with its Swedish."""
    program = _program_of(loaded)
    yield PROGRAM, swedish_of_program(program)
    if program.diary_form is not None:
        yield DIARY, swedish_of_diary(program.diary_form)
    for module in program.modules:
        yield f"{loaded.folders[module.number]}/{MODULE}", swedish_of_module(module)
    for path in shelf.paths():
        if path.endswith(".md") and path.split("/")[-2:-1] == ["sv"]:
            yield path, shelf.read(path) or ""
