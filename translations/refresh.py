"""Brings both catalogues up to date with the sentences in the code, or checks that they are.

A msgid is the Swedish sentence itself, so the Swedish catalogue is filled with it; the English one is left to
be written by hand. Nothing is guessed: a changed sentence is a new one, and a fuzzy entry does not exist.
"""

import argparse
import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
SOURCE_LANGUAGE = "sv"
LANGUAGES = ("sv", "en")
PLACE = re.compile(r"%\((\w+)\)[^a-zA-Z%]*[a-zA-Z]")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 1 when a check found something, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", type=Path, help="the sentences found in the code (a .pot file)")
    parser.add_argument("--check", action="store_true", help="change nothing, name what is wrong")
    options = parser.parse_args(arguments)
    problems = []
    for language in LANGUAGES:
        path = HERE / language / "LC_MESSAGES" / "messages.po"
        catalogue = refresh(read_catalogue(path, language), read_catalogue(options.template))
        text = render(catalogue)
        if options.check:
            problems += list_problems(catalogue)
            if not path.exists() or path.read_bytes() != text:
                problems.append(f"{language}: the catalogue is out of date; run: make translate")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            missing = len(list_untranslated(catalogue))
            print(f"{language}: {len(catalogue)} sentences, {missing} not translated")
    if options.check:
        print("\n".join(problems) or "The catalogues are in order.")
    return 1 if problems else 0


def read_catalogue(path: Path, language: str | None = None) -> Catalog:
    """Return the catalogue in a file, or an empty one where there is no file."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def refresh(catalogue: Catalog, template: Catalog) -> Catalog:
    """Return a catalogue with exactly the template's sentences and the translations already made."""
    fresh = Catalog(locale=catalogue.locale, fuzzy=False, header_comment=HEADER)
    is_source = str(catalogue.locale) == SOURCE_LANGUAGE
    for message in sorted((m for m in template if m.id), key=_order):
        text = _source_text(message) if is_source else _known_text(catalogue, message)
        fresh.add(
            message.id,
            text,
            locations=[(name, 0) for name in sorted({name for name, _line in message.locations})],
            flags=message.flags - {"fuzzy"},
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return fresh


def render(catalogue: Catalog) -> bytes:
    """Return the catalogue as the bytes of a .po file, the same for the same sentences on any day."""
    output = BytesIO()
    write_po(output, catalogue, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    plural = catalogue.plural_forms
    header = "\n".join(
        [
            *(f"# {line}".rstrip() for line in HEADER.splitlines()),
            'msgid ""',
            'msgstr ""',
            f'"Language: {catalogue.locale}\\n"',
            f'"Plural-Forms: {plural}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=utf-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            "",
            "",
        ]
    )
    return (header + output.getvalue().decode()).strip().encode() + b"\n"


def list_untranslated(catalogue: Catalog) -> list[Message]:
    """Return the sentences that have no text, or a plural without all of its forms."""
    return [message for message in catalogue if message.id and not all(_texts(message))]


def list_problems(catalogue: Catalog) -> list[str]:
    """Return what would show a reader a wrong or missing sentence."""
    language = str(catalogue.locale)
    missing = [f"{language}: not translated: {_first(message)}" for message in list_untranslated(catalogue)]
    return missing + [
        f"{language}: other places than in the original: {_first(message)}"
        for message in catalogue
        if message.id and all(_texts(message)) and not _has_same_places(message)
    ]


def _has_same_places(message: Message) -> bool:
    """Tell whether no form names an unknown place and the last (the plural, or the only one) names all."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    known = {place for text in ids for place in PLACE.findall(text)}
    forms = [set(PLACE.findall(text)) for text in _texts(message)]
    return all(form <= known for form in forms) and forms[-1] == known


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _order(message: Message) -> tuple[str, str]:
    return _first(message), message.context or ""


def _source_text(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _known_text(catalogue: Catalog, message: Message) -> str | tuple[str, ...]:
    """Return the translation made earlier, or empty text of the right shape."""
    known = catalogue.get(_first(message), message.context)
    is_plural = not isinstance(message.id, str)
    if known is not None and not known.fuzzy and isinstance(known.id, str) is not is_plural:
        return tuple(_texts(known)) if is_plural else _texts(known)[0]
    return ("",) * catalogue.num_plurals if is_plural else ""


HEADER = """\
Egenväg. The msgid is the Swedish sentence as it stands in the code.
Collected by "make translate"; write only the msgstr lines, and only in the English catalogue."""


if __name__ == "__main__":
    sys.exit(main())
