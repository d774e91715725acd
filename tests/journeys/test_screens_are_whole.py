"""Every page is whole: nothing cut, nothing on top of something else, nothing empty without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.builders import a_room
from tests.journeys.eyes import in_sight
from tests.journeys.screens import PAGES, a_scene, open_page
from tests.journeys.scribe import Scribe
from tests.journeys.whole import SIZES, TIMEOUT, WALKED, listed, seen_wrong, take
from ui.app import Program
from ui.theme import Look
from ui.widgets.table import Table
from warroom import words

pytestmark = pytest.mark.timeout(TIMEOUT)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_every_page_is_whole_at_every_size(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, look: Look, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    wrong: list[str] = []
    look.set_dark(language == "fr")  # colours move nothing
    for size in WALKED if language == "fr" else WALKED[-1:]:  # French is the longer of the two
        scene.window.resize(size)
        for page in PAGES:
            shown = open_page(scene, page)
            scribe.settle(0.3 if page == "search" else 0.1)
            name = f"{page}-{language}-{size.width()}x{size.height()}"
            take(shown, pictures / f"{name}.png")
            wrong += seen_wrong(shown, name)
        assert scene.window.size() == size, "the window cannot be made that small"

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
            take(start, pictures / f"{name}.png")
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
        take(window, pictures / f"empty-{page}-{language}.png")
        inside = window.pages.page(page)
        if not any(says_a_sentence(widget) for widget in in_sight_of(window, inside, QWidget)):
            wrong.append(f"{page}: no sentence says why it is empty")
        wrong += seen_wrong(window, f"empty {page}")
    window.open_page("board")

    assert not wrong, listed(wrong)
    assert any(button.property("primary") for button in in_sight_of(window, window.pages, QPushButton))


def in_sight_of(window: QWidget, inside: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    return (widget for widget in in_sight(window) if isinstance(widget, kind) and inside.isAncestorOf(widget))


def says_a_sentence(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QLabel) else ""
    if isinstance(widget, Table) and widget.model().rowCount() == 0:
        text = widget._empty
    return len(text.split()) >= 4 and text.rstrip().endswith((".", "!", "?"))
