"""Every page and dialog is whole: nothing cut, nothing on top of something else, nothing empty without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.builders import a_room
from tests.journeys.eyes import cut_moments, cut_texts, in_sight, left_in_english, overlaps
from tests.journeys.screens import PAGES, a_scene, close, dialogs_of, open_page
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.theme import Look
from ui.widgets.table import Table
from warroom import words

SIZES = (QSize(1440, 900), QSize(1366, 768), QSize(880, 560))
SMALL_SCREEN = QSize(1024, 700)
LARGER = 1.6  # times the usual letters
LONGER = 1.3  # times the usual words

pytestmark = pytest.mark.timeout(400)  # seconds: hundreds of screens, while other tests want the machine too


def seen_wrong(top: QWidget, name: str) -> list[str]:
    return [f"{name}: {said}" for said in (*cut_texts(top), *cut_moments(top), *overlaps(top), *english(top))]


def english(_top: QWidget) -> list[str]:
    return [f"in English: {said}" for said in left_in_english()] if words.language() == "fr" else []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_every_page_is_whole_at_every_size(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, look: Look, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    wrong: list[str] = []
    for dark, size in (*((False, size) for size in SIZES), (True, SIZES[-1])):  # colours move nothing
        look.set_dark(dark)
        scene.window.resize(size)
        for page in PAGES:
            shown = open_page(scene, page)
            scribe.settle(0.3 if page == "search" else 0.1)
            name = f"{page}-{language}-{'dark' if dark else 'light'}-{size.width()}x{size.height()}"
            shown.grab().save(str(pictures / f"{name}.png"))
            wrong += seen_wrong(shown, name)
        assert scene.window.size() == size, "the window cannot be made that small"

    assert not wrong, listed(wrong)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_every_dialog_is_whole_and_fits_a_small_screen(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, look: Look, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    scene.window.resize(SMALL_SCREEN)
    wrong: list[str] = []
    for dark, (name, make) in product((True, False), dialogs_of(scene).items()):
        if look.dark is not dark:
            look.set_dark(dark)
        dialog = make()
        dialog.open()
        scribe.settle(0.04)
        dialog.grab().save(str(pictures / f"dialog-{name}-{language}-{'dark' if dark else 'light'}.png"))
        wrong += seen_wrong(dialog, name)
        if (
            dialog.width() > SMALL_SCREEN.width() or dialog.height() > SMALL_SCREEN.height() - 30
        ):  # the window's own frame
            wrong.append(f"{name}: {dialog.width()}×{dialog.height()} does not fit {SMALL_SCREEN.toTuple()}")
        close(dialog)

    assert not wrong, listed(wrong)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_the_start_screen_is_whole(
    scribe: Scribe, program: Program, pictures: Path, look: Look, language: str
) -> None:
    program.tongue.speak(language)
    wrong: list[str] = []
    start = program.show_start().panel
    for dark in (False, True):
        look.set_dark(dark)
        for size in SIZES:
            start.resize(size)
            scribe.settle(0.05)
            name = f"start-{language}-{'dark' if dark else 'light'}-{size.width()}x{size.height()}"
            start.grab().save(str(pictures / f"{name}.png"))
            wrong += seen_wrong(start, name)

    assert not wrong, listed(wrong)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_an_empty_page_says_one_sentence_and_offers_the_way_on(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, language: str
) -> None:
    program.tongue.speak(language)
    window = program.show_room(a_room(tmp_path))
    wrong: list[str] = []
    for page in ("board", "actions", "decisions", "search", "roster", "oncall"):
        window.open_page(page)
        scribe.settle(0.1)
        window.grab().save(str(pictures / f"empty-{page}-{language}.png"))
        inside = window.pages.page(page)
        if not any(says_a_sentence(widget) for widget in in_sight_of(window, inside, QWidget)):
            wrong.append(f"{page}: no sentence says why it is empty")
        wrong += seen_wrong(window, f"empty {page}")
    window.open_page("board")

    assert not wrong, listed(wrong)
    assert any(button.property("primary") for button in in_sight_of(window, window.pages, QPushButton))


def test_that_larger_letters_still_fit(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, look: Look
) -> None:
    scene = a_scene(program, tmp_path, "fr")
    scene.window.resize(SIZES[0])
    wrong: list[str] = []
    look.set_scale(LARGER)
    try:
        for page in PAGES:
            shown = open_page(scene, page)
            scribe.settle(0.2)
            shown.grab().save(str(pictures / f"larger-{page}.png"))
            wrong += seen_wrong(shown, page)
        for name, make in dialogs_of(scene).items():
            dialog = make()
            dialog.open()
            scribe.settle(0.1)
            wrong += seen_wrong(dialog, name)
            close(dialog)
    finally:
        look.set_scale(1.0)

    assert not wrong, listed(wrong)


def longer(sentence: str) -> str:
    """The sentence with 30 % more letters, its holes kept."""
    extra = round(len(re.sub(r"\{\w*\}", "", sentence)) * (LONGER - 1))
    return sentence + ("~" * extra) if extra else sentence


class LongerWords:
    """A catalogue in which every sentence is 30 % longer than in English."""

    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return longer(singular if count == 1 else plural)

    def pgettext(self, _context: str, message: str) -> str:
        return longer(message)


@pytest.fixture
def longer_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(words, "catalogue", lambda _language: LongerWords())
    yield
    monkeypatch.undo()


def test_that_a_language_with_longer_words_still_fits(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, longer_words: None
) -> None:
    scene = a_scene(program, tmp_path, "en")
    wrong: list[str] = []
    for size in (SIZES[0], SIZES[1]):
        scene.window.resize(size)
        for page in PAGES:
            shown = open_page(scene, page)
            scribe.settle(0.2 if page == "search" else 0.1)
            shown.grab().save(str(pictures / f"longer-{page}-{size.width()}.png"))
            wrong += seen_wrong(shown, f"{page} {size.width()}")
    for name, make in dialogs_of(scene).items():
        dialog = make()
        dialog.open()
        scribe.settle(0.1)
        dialog.grab().save(str(pictures / f"longer-dialog-{name}.png"))
        wrong += seen_wrong(dialog, name)
        close(dialog)

    assert not wrong, listed(wrong)


def in_sight_of(window: QWidget, inside: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    return (widget for widget in in_sight(window) if isinstance(widget, kind) and inside.isAncestorOf(widget))


def says_a_sentence(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QLabel) else ""
    if isinstance(widget, Table) and widget.model().rowCount() == 0:
        text = widget._empty
    return len(text.split()) >= 4 and text.rstrip().endswith((".", "!", "?"))


def listed(wrong: list[str]) -> str:
    return f"{len(wrong)} things are wrong:\n" + "\n".join(dict.fromkeys(wrong))
