"""Typed text on a full or busy disk: it stays on screen or in the draft, and is never there twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.builders import PASSPHRASE, a_room, an_incident
from ui.app import open_room_window
from ui.settings import Settings
from ui.theme import Look
from ui.window import MainWindow
from warroom.room import Room

LONG = "à ne pas perdre " * 2_000  # more than what is free in the pages there are


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings) -> Iterator[MainWindow]:
    """A window on a room with two incidents, the first one shown."""
    room = a_room(tmp_path)
    for title in ("Panne de l'API", "Coupure du site"):
        an_incident(room, title=title)
    made = open_room_window(room, look=look, settings=settings)
    made.open_incident(incident_of(made, "A-001"))
    yield made
    if isValid(made):
        make_space(room)
        made.close()


def incident_of(window: MainWindow, number: str) -> str:
    return window.desk.room.views.incident(number).id


def typed(window: MainWindow) -> str:
    return window.pages.incident_room().log._quick.text


def type_line(qtbot: QtBot, window: MainWindow, text: str, *, enter: bool = False) -> None:
    quick = window.pages.incident_room().log._quick
    quick._field.insertPlainText(text)
    if enter:
        qtbot.keyClick(quick._field, Qt.Key.Key_Return)


def fill_disk(room: Room) -> None:
    """SQLite answers as it does on a full disk: not one page more."""
    list(room._store.vault.writer.execute("PRAGMA max_page_count=1"))


def make_space(room: Room) -> None:
    list(room._store.vault.writer.execute("PRAGMA max_page_count=1000000"))


@contextmanager
def somebody_writing(room: Room) -> Iterator[None]:
    """Another program holds the room for a while."""
    other = Room.open(room.path, passphrase=PASSPHRASE, backups=False, clock=room.clock)
    with other, other._store.vault.writing():
        yield


def logged(room: Room, text: str) -> int:
    incidents = ("A-001", "A-002")
    return sum(entry.text == text for each in incidents for entry in room.views.entries(room.views.incident(each).id))


def test_that_a_full_disk_and_a_look_at_another_incident_lose_nothing_typed(qtbot: QtBot, window: MainWindow) -> None:
    fill_disk(window.desk.room)
    type_line(qtbot, window, LONG)
    with qtbot.waitSignal(window.desk.notices.shown):
        window.open_incident(incident_of(window, "A-002"))
    assert typed(window) == ""

    window.open_incident(incident_of(window, "A-001"))

    assert typed(window) == LONG


def test_that_a_line_refused_while_another_incident_is_shown_is_there_on_return(
    qtbot: QtBot, window: MainWindow
) -> None:
    fill_disk(window.desk.room)
    with qtbot.waitSignal(window.desk.notices.shown):
        type_line(qtbot, window, LONG, enter=True)
        window.open_incident(incident_of(window, "A-002"))
    qtbot.wait(100)

    window.open_incident(incident_of(window, "A-001"))

    assert typed(window) == LONG
    assert logged(window.desk.room, LONG.strip()) == 0


def test_that_a_line_saved_while_another_incident_is_shown_is_not_typed_twice(qtbot: QtBot, window: MainWindow) -> None:
    room = window.desk.room
    with somebody_writing(room):
        type_line(qtbot, window, "Hébergeur joint", enter=True)
        type_line(qtbot, window, "et ensu")
        window.open_incident(incident_of(window, "A-002"))
        type_line(qtbot, window, "pour l'autre")
        window.open_incident(incident_of(window, "A-001"))
        assert typed(window) == "et ensu"
        window.open_incident(incident_of(window, "A-002"))
    qtbot.waitUntil(lambda: logged(room, "Hébergeur joint") == 1)
    qtbot.waitUntil(lambda: room.draft(f"log:{incident_of(window, 'A-001')}") == "et ensu")

    assert typed(window) == "pour l'autre"
    window.open_incident(incident_of(window, "A-001"))
    assert typed(window) == "et ensu"


def test_that_a_line_on_its_way_when_the_window_closes_is_saved_once(qtbot: QtBot, window: MainWindow) -> None:
    room = window.desk.room
    type_line(qtbot, window, "Dernière ligne", enter=True)
    type_line(qtbot, window, "à moitié")
    with qtbot.waitSignal(window.closed):
        window.close()

    with Room.open(room.path, passphrase=PASSPHRASE, backups=False, clock=room.clock) as again:
        assert logged(again, "Dernière ligne") == 1
        assert again.draft(f"log:{again.views.incident('A-001').id}") == "à moitié"


def test_that_a_window_whose_text_no_disk_takes_says_so_before_it_closes(qtbot: QtBot, window: MainWindow) -> None:
    fill_disk(window.desk.room)
    type_line(qtbot, window, LONG)

    said: list[str] = []
    window.desk.notices.shown.connect(lambda notice: said.append(notice.todo))
    window.close()
    assert window.isVisible()
    assert typed(window) == LONG
    assert any("Closing once more" in words for words in said)

    with qtbot.waitSignal(window.closed):
        window.close()


def test_that_a_situation_no_disk_takes_is_still_there_after_a_look_at_another_incident(
    qtbot: QtBot, window: MainWindow
) -> None:
    situation = window.pages.incident_room().situation
    fill_disk(window.desk.room)
    situation.edit()
    situation._box.insertPlainText(LONG)
    with qtbot.waitSignal(window.desk.notices.shown):
        window.open_incident(incident_of(window, "A-002"))

    window.open_incident(incident_of(window, "A-001"))
    situation.edit()

    assert situation._box.toPlainText() == LONG
