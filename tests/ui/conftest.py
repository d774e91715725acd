"""What every test of the window stands on: our look, a room, a desk, and nothing left open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import a_room
from ui.app import Program
from ui.desk import Desk, make_desk
from ui.settings import Settings
from ui.theme import Look
from warroom.room import Room


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The light look, applied once: dressing an application takes a while."""
    made = Look(dark=False)
    made.apply()
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a person who never started the program."""
    return Settings(path=tmp_path / "settings" / "window.json")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """An open room with Léa Martin at the keyboard."""
    made = a_room(tmp_path, backups=False)
    yield made
    made.close()


@pytest.fixture
def desk(room: Room, look: Look, settings: Settings) -> Iterator[Desk]:
    """A desk on that room."""
    made = make_desk(room, look=look, settings=settings)
    yield made
    made.close()


@pytest.fixture
def program(qtbot: QtBot, look: Look, settings: Settings) -> Iterator[Program]:
    """The program before its first window; whatever it opened is closed afterwards."""
    made = Program(settings=settings, look=look)
    yield made
    made.close()
