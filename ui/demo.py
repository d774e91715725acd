"""Pictures of the demonstration: start, board, incident room and search, taken offscreen."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.offscreen import SIZE, picture_of, settle, shown
from ui.panels.search import SearchPanel
from ui.window import MainWindow
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _


def take_pictures(room: Room, folder: Path, *, incident: str, language: str, words: str) -> list[Path]:
    """One PNG a screen, named `board-fr.png`; `words` are searched for. Closes the room. Raises Trouble."""
    taken: list[Path] = []

    def take(name: str, widget: QWidget) -> None:
        file = folder / f"{name}-{language}.png"
        if not picture_of(widget).save(str(file), "PNG"):
            raise Trouble("picture-not-written", _("{file} could not be written.").format(file=file))
        taken.append(file)

    with (
        tempfile.TemporaryDirectory(prefix="warroom-pictures-") as settings,
        shown(room, Path(settings), language=language) as (program, window),
    ):
        window.open_page("board")
        settle(0.5)
        take("board", window)
        window.open_incident(incident)
        settle(1.0)
        take("incident", window)
        _search(window, words)
        take("search", window)
        start = program.show_start().panel
        start.resize(SIZE)
        settle(0.5)
        take("start", start)
    return taken


def _search(window: MainWindow, words: str) -> None:
    window.open_page("search")
    page = window.pages.page("search")
    assert isinstance(page, SearchPanel)
    page.search(words)
    settle(1.5)
