"""The words step: what it finds in code, what it refuses in a catalogue."""

from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import pytest

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
