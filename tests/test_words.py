"""The words step: what it finds in code, what it refuses in a catalogue."""

from __future__ import annotations

import ast
import functools
import gettext
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Message

from warroom.commands.said import verification_word
from warroom.domain.entries import Kind, Verification
from warroom.words import speak

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.append(str(CHECKOUT / "scripts"))

from words import Words, check, compile_, extract, update  # noqa: E402  (scripts/ is no package)

CODE = """
from warroom.words import N_, _, ngettext, pgettext
LATER = N_("Later")
def said(name, count):
    _("Saved by {name}").format(name=name)
    ngettext("{count} action", "{count} actions", count)
    pgettext("verb", "Open")
"""
FRENCH = {
    "Later": "Plus tard",
    "Saved by {name}": "Enregistré par {name}",
    "Open": "Ouvrir",
    "Overdue": "En retard",
}
OLD_STYLE = re.compile(r"%(?:\(\w+\))?[a-z]")  # the holes of argparse's own sentences
BREAKING = re.compile(r" [;:!?»](?![^\W\d_])| %(?![(\w])|« ")  # an ordinary space where a line must not break
GLUED = re.compile(r"[\w)»…}][;!?»]|[\w)»…}]:(?=\s|$)|«\S")  # no space at all
KEYS_TO_TYPE = {"de:", "à:"}  # of the quick entry, which takes no space there


@pytest.fixture
def words(tmp_path: Path) -> Words:
    (tmp_path / "warroom").mkdir()
    (tmp_path / "ui").mkdir()
    (tmp_path / "resources" / "reports").mkdir(parents=True)
    (tmp_path / "warroom" / "said.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "resources" / "reports" / "log.html").write_text("<p>{{ _('Overdue') }}</p>", encoding="utf-8")
    (tmp_path / "babel.cfg").write_text((CHECKOUT / "babel.cfg").read_text(encoding="utf-8"), encoding="utf-8")
    extract(words := Words(tmp_path))
    update(words)
    return words


def translate(words: Words, **changed: str) -> None:
    """Fill in the French catalogue; `changed` replaces the translation of the sentence that starts with its key."""
    lines = []
    source = ""
    for line in words.catalogue_file("fr").read_text(encoding="utf-8").splitlines():
        if line.startswith("msgid "):
            source = line.removeprefix("msgid ").strip('"')
        said = next((text for start, text in changed.items() if source.startswith(start)), FRENCH.get(source))
        if line.startswith("msgstr[0]"):
            line = f'msgstr[0] "{changed.get("one", "{count} action")}"'
        elif line.startswith("msgstr[1]"):
            line = 'msgstr[1] "{count} actions"'
        elif line == 'msgstr ""' and source and said is not None:
            line = f'msgstr "{said}"'
        lines.append(line)
    words.catalogue_file("fr").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_that_sentences_are_found_in_code_and_in_report_layouts(words: Words) -> None:
    found = {message.id for message in words.found() if message.id}

    assert found == {"Later", "Saved by {name}", ("{count} action", "{count} actions"), "Open", "Overdue"}


def test_that_the_template_says_neither_when_nor_where_exactly_it_was_made(words: Words) -> None:
    template = words.template.read_text(encoding="utf-8")

    assert "Date" not in template
    assert str(words.checkout) not in template
    assert "#: warroom/said.py\n" in template


def test_that_extracting_twice_changes_nothing(words: Words) -> None:
    before = words.template.read_bytes()

    extract(words)

    assert words.template.read_bytes() == before


def test_that_every_sentence_without_french_is_listed(words: Words) -> None:
    problems = check(words)

    assert len(problems) == 5
    assert "fr: empty: 'Later'" in problems


def test_that_a_complete_catalogue_passes_and_is_spoken(words: Words) -> None:
    translate(words)

    assert check(words) == []
    compile_(words)
    spoken = gettext.translation("warroom", words.folder, languages=["fr"])
    assert spoken.gettext("Later") == "Plus tard"
    assert spoken.ngettext("{count} action", "{count} actions", 0) == "{count} action"
    assert spoken.pgettext("verb", "Open") == "Ouvrir"


@pytest.mark.parametrize(
    ("start", "french"),
    [("Saved", "Enregistré par {nom}"), ("Saved", "Enregistré"), ("Later", "Plus tard {name}"), ("one", "une {x}")],
)
def test_that_a_translation_with_other_holes_than_its_source_is_refused(words: Words, start: str, french: str) -> None:
    translate(words, **{start: french})

    (problem,) = check(words)

    assert "{names} differ" in problem


def test_that_a_translation_with_broken_braces_is_refused(words: Words) -> None:
    translate(words, Saved="Enregistré par {name")

    (problem,) = check(words)

    assert "unreadable braces" in problem


def test_that_a_fuzzy_translation_is_refused(words: Words) -> None:
    translate(words)
    catalogue = words.catalogue_file("fr")
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace('msgid "Later"', '#, fuzzy\nmsgid "Later"'), encoding="utf-8")

    assert check(words) == ["fr: fuzzy: 'Later'"]


def test_that_a_sentence_new_in_the_code_is_noticed(words: Words) -> None:
    translate(words)
    (words.checkout / "ui" / "more.py").write_text('_("Brand new")', encoding="utf-8")

    problems = check(words)

    assert any("run `make words`" in problem for problem in problems)
    assert "fr: missing: 'Brand new'" in problems


def test_that_updating_keeps_what_is_translated_and_drops_what_is_gone(words: Words) -> None:
    translate(words)
    (words.checkout / "resources" / "reports" / "log.html").unlink()

    extract(words)
    update(words)

    catalogue = words.catalogue_file("fr").read_text(encoding="utf-8")
    assert "Plus tard" in catalogue
    assert "En retard" not in catalogue
    assert check(words) == []


def test_that_everything_this_program_says_is_said_in_french() -> None:
    step = [sys.executable, str(CHECKOUT / "scripts" / "words.py"), "check"]

    done = subprocess.run(step, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


def marked(file: Path) -> Iterator[str]:
    """The sentences of one file as Python reads them; the first form of a plural."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1}.get(node.func.id)
            if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                yield ast.literal_eval(node.args[at])


def test_that_no_sentence_of_the_code_escapes_the_template() -> None:
    ids = [message.id for message in sentences()]
    known = {text if isinstance(text, str) else text[0] for text in ids}

    escaped = {
        sentence
        for package in ("ui", "warroom")
        for file in (CHECKOUT / package).rglob("*.py")
        for sentence in marked(file)
        if sentence not in known
    }

    assert escaped == set()  # most often one inside an f-string, which the extractor does not read


@functools.cache
def sentences() -> tuple[Message, ...]:
    """What the extractor finds in the whole program, which takes seconds."""
    return tuple(Words().found())


@functools.cache
def french() -> tuple[tuple[str, str], ...]:
    return tuple(_french())


def _french() -> Iterator[tuple[str, str]]:
    """Every sentence of the program with its French, one pair a plural form."""
    catalogue = Words().known("fr")
    for message in sentences():
        translated = catalogue.get(message.id, context=message.context) if message.id else None
        if translated is None:
            continue  # what is missing is the business of `words.py check`
        forms = [translated.string] if isinstance(translated.string, str) else list(translated.string)
        source = message.id if isinstance(message.id, str) else message.id[0]
        yield from ((source, form) for form in forms if form)


def test_that_the_french_keeps_the_holes_of_the_command_line() -> None:
    wrong = [
        (source, said)
        for source, said in french()
        if sorted(OLD_STYLE.findall(source)) != sorted(OLD_STYLE.findall(said)) and "%(" in source + said
    ]

    assert wrong == []


def test_that_the_french_is_set_with_curly_apostrophes_and_its_own_quotation_marks() -> None:
    wrong = [said for _source, said in french() if re.search(r"\w'\w|[“”]", said)]

    assert wrong == []


def test_that_no_line_breaks_before_a_french_mark() -> None:
    wrong = [said for _source, said in french() if BREAKING.search(said)]

    assert wrong == []


def test_that_french_marks_stand_apart() -> None:
    wrong = []
    for _source, said in french():
        for key in KEYS_TO_TYPE:
            said = said.replace(key, "")
        if GLUED.search(said):
            wrong.append(said)

    assert wrong == []


def test_that_nothing_in_french_begins_or_ends_otherwise_than_in_english() -> None:
    wrong = [
        (source, said)
        for source, said in french()
        if (source[:1] == " ") != (said[:1] == " ")
        or (source[-1:] == " ") != (said[-1:] == " ")  # argparse puts its own colon after a no-break space
        or source.count("\n") != said.count("\n")
        or (" " in source and source[-1] in ".…" and said[-1] != source[-1])
    ]

    assert wrong == []


def test_that_what_was_verified_agrees_with_its_kind() -> None:
    speak("fr")
    try:
        said = {kind: verification_word(Verification.VERIFIED, kind) for kind in (Kind.FACT, Kind.INFORMATION)}
        hypothesis = verification_word(Verification.VERIFIED, Kind.HYPOTHESIS)
        refuted = verification_word(Verification.REFUTED, Kind.REPORT)
    finally:
        speak("en")

    assert said == {Kind.FACT: "vérifié", Kind.INFORMATION: "vérifiée"}
    assert hypothesis == "confirmée"
    assert refuted == "infirmé"
