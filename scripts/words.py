"""The words people read: taken out of the code, merged into the French catalogue, compiled, checked.

`words.py extract` writes the template, `update` merges it into fr, `compile` makes what the program loads,
`check` fails on anything a French reader would see in English, or with a hole in it.
"""

from __future__ import annotations

import io
import os
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr",)  # English is the source and needs no catalogue
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To|Generated-By|Last-Translator'
    r'|Language-Team):.*\\n"\n',
    re.MULTILINE,
)


class Words:
    """The template and the catalogues of one checkout."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.checkout = checkout
        self.folder = checkout / "resources" / "words"
        self.template = self.folder / "warroom.pot"

    def catalogue_file(self, language: str) -> Path:
        return self.folder / language / "LC_MESSAGES" / "warroom.po"

    def found(self) -> Catalog:
        """Every sentence now in the code, with the files it stands in."""
        with (self.checkout / "babel.cfg").open(encoding="utf-8") as mapping:
            methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
        catalogue = Catalog(charset="utf-8", header_comment="# Warroom, in English.", fuzzy=False)
        rows = extract_from_dir(
            self.checkout, methods, options, keywords=KEYWORDS, comment_tags=("words:",), strip_comment_tags=True
        )
        for name, _line, message, comments, context in rows:
            place = Path(name).as_posix()
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
        return catalogue

    def known(self, language: str) -> Catalog:
        """The catalogue as committed, or an empty one."""
        file = self.catalogue_file(language)
        if not file.exists():
            return Catalog(locale=language, charset="utf-8", header_comment=f"# Warroom ({language}).", fuzzy=False)
        with file.open("rb") as opened:
            return read_po(opened, locale=language)


def extract(words: Words) -> list[str]:
    """Write the template."""
    _replace(words.template, _as_text(words.found()).encode())
    return []


def update(words: Words) -> list[str]:
    """Merge what the code says now into each catalogue; what is new comes empty, what is gone goes."""
    for language in LANGUAGES:
        catalogue = words.known(language)
        catalogue.update(words.found(), no_fuzzy_matching=True)
        _replace(words.catalogue_file(language), _as_text(catalogue).encode())
    return []


def compile_(words: Words) -> list[str]:
    """Make the .mo files that gettext reads, where they are older than their catalogue."""
    for source in sorted(words.folder.glob("*/LC_MESSAGES/warroom.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as opened:
            catalogue = read_po(opened, locale=source.parts[-3])
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        _replace(target, compiled.getvalue())
    return []


def check(words: Words) -> list[str]:
    """What a French reader would see untranslated, and translations whose {names} differ from the source."""
    found = words.found()
    problems = []
    written = words.template.read_text(encoding="utf-8") if words.template.exists() else ""
    if written != _as_text(found):
        problems.append("resources/words/warroom.pot is not what the code says: run `make words`")
    for language in LANGUAGES:
        known = words.known(language)
        for message in found:
            if message.id:
                translation = known.get(message.id, context=message.context)
                problems.extend(f"{language}: {said}" for said in _faults(message, translation))
    return problems


def _faults(source: Message, translation: Message | None) -> Iterator[str]:
    singular, plural = _forms(source.id)[0], _forms(source.id)[-1]
    if translation is None:
        yield f"missing: {singular!r}"
        return
    if translation.fuzzy:
        yield f"fuzzy: {singular!r}"
    forms = _forms(translation.string)
    if not all(forms):
        yield f"empty: {singular!r}"
        return
    allowed = (_names(singular), _names(plural))
    for form in forms:
        try:
            names = _names(form)
        except ValueError as fault:
            yield f"unreadable braces ({fault}): {form!r}"
            continue
        if names not in allowed:
            yield f"{{names}} differ: {singular!r} has {sorted(allowed[0])}, {form!r} has {sorted(names)}"


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _names(sentence: str) -> frozenset[str]:
    return frozenset(name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None)


def _as_text(catalogue: Catalog) -> str:
    written = io.BytesIO()
    write_po(written, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return NOISE.sub("", written.getvalue().decode())


def _replace(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.read_bytes() == content:
        os.utime(file)
        return
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)


STEPS = {"extract": extract, "update": update, "compile": compile_, "check": check}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in STEPS:
        print("usage: words.py " + "|".join(STEPS), file=sys.stderr)
        return 2
    problems = STEPS[arguments[0]](Words())
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problems with words", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
