"""What every journey stands on: the program as a person starts it, a hand to work it, a folder for its pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.settings import Settings
from ui.theme import Look


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The light look, applied once: dressing an application takes a while."""
    made = Look(dark=False)
    made.apply()
    return made


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One person's folder, for the test and for the programs it starts: on another laptop A would become A2."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("WARROOM_HOME", str(folder))
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a person who never started the program."""
    return Settings(path=tmp_path / "settings" / "window.json")


@pytest.fixture
def program(qtbot: QtBot, look: Look, settings: Settings) -> Iterator[Program]:
    """The program before its first window; whatever it opened is closed afterwards."""
    made = Program(settings=settings, look=look)
    yield made
    look.set_dark(False)
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # a closed window has no more words to say
    made.tongue.speak("en")


@pytest.fixture
def scribe(qtbot: QtBot) -> Scribe:
    return Scribe(qtbot)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: the folder named by WARROOM_PICTURES, else a temporary one."""
    named = os.environ.get("WARROOM_PICTURES")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
