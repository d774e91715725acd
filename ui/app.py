"""The program with a window: the only place where things are built and joined."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from ui.desk import make_desk
from ui.guard import Guard
from ui.language import Tongue
from ui.opening import demo_folder
from ui.settings import Settings
from ui.theme import Look
from ui.wall_verbs import add_wall_verbs
from ui.window import MainWindow
from ui.window_verbs import Around, add_window_verbs, connect_strip
from warroom.clock import Clock
from warroom.identity.memory import no_core_dumps
from warroom.room import Room, data_folder
from warroom.words import language, system_language

CONNECT_AFTER_MS = 1_500  # the window comes first
__all__ = ["Program", "main", "open_room_window"]


class Program(QObject):
    """Start screen, room windows, and what they share: look, language, settings."""

    opened = Signal(object)  # a MainWindow

    def __init__(
        self, *, settings: Settings | None = None, look: Look | None = None, clock: Clock | None = None
    ) -> None:
        super().__init__()
        self.settings = settings or Settings.load()
        self.look = look or Look(dark=self.settings.dark, scale=self.settings.scale)
        self.tongue = Tongue(self)
        self.windows: list[MainWindow] = []
        self._clock = clock or Clock()
        self.guard = Guard(self.settings, self)
        self._start: StartWindow | None = None
        self.connects = False  # whether windows exchange by themselves: never in tests, demonstrations and pictures

    @property
    def start(self) -> StartWindow | None:
        """The start screen, while it is shown."""
        return self._start

    def dress(self) -> None:
        """Colours, fonts and language, before the first window."""
        self.look.apply()
        self.tongue.speak(self.settings.language or system_language())

    def show_start(self, path: Path | None = None) -> StartWindow:
        """The start screen; with a path it opens that room at once."""
        if self._start is None:
            self._start = StartWindow(self, self._clock)
            self._start.panel.room_ready.connect(self._leave_start)
        self._start.panel.show()
        if path is not None:
            self._start.panel.open_path(path)
        return self._start

    def show_room(self, room: Room, *, recovered: bool = False) -> MainWindow:
        """A window on an open room, closed with it; `recovered` says that only the recovery sheet opened it."""
        desk = make_desk(room, look=self.look, settings=self.settings)
        window = MainWindow(desk)
        around = Around(
            switch_language=self.switch_language,
            switch_colors=self.switch_colors,
            set_scale=self.set_scale,
            leave_room=lambda: self._leave_room(window),
            lock=self.guard.lock,
        )
        add_window_verbs(window, around)
        connect_strip(window)
        window.closed.connect(lambda: self._forget(window))
        window.pages.lock_asked.connect(self.guard.lock)
        window.pages.idle_changed.connect(self.guard.follow_settings)
        window.pages.key_change_asked.connect(lambda passphrase: self._change_key(window, passphrase))
        self.windows.append(window)
        if not room.is_portable and not room.path.is_relative_to(demo_folder()):
            last_entry_at, opened_at = room.views.last_entry_at(), room.clock.now_ms()
            self.settings.remember_room(
                room.path, name=room.views.name(), last_entry_at=last_entry_at, opened_at=opened_at
            )
        window.show()
        self.guard.add(window)
        if room.notes:
            desk.notices.show("\n".join(room.notes), parent=window)
        if not room.read_only:
            QTimer.singleShot(0, window, lambda: _ask_first(window, recovered=recovered))
        if self.connects:
            QTimer.singleShot(CONNECT_AFTER_MS, window, window.pages.outside.connect_out)
        add_wall_verbs(window, self.guard)
        self.opened.emit(window)
        return window

    def switch_language(self) -> None:
        self.settings.language = self.tongue.toggle()
        self.settings.save()

    def switch_colors(self) -> None:
        self.settings.dark = not self.look.dark
        self.look.set_dark(self.settings.dark)
        self.settings.save()

    def set_scale(self, scale: float) -> None:
        self.look.set_scale(scale)
        self.settings.scale = self.look.scale
        self.settings.save()

    def close(self) -> None:
        """Close every window; returns when all threads have ended."""
        for window in tuple(self.windows):
            window.close()
        self._close_start()

    @Slot(object)
    def _leave_start(self, room: Room) -> None:
        self.show_room(room, recovered=self._start is not None and self._start.panel.was_recovered)
        self._close_start()

    def _leave_room(self, window: MainWindow) -> None:
        start = self.show_start()
        window.close()
        start.panel.refresh()  # the room just left says when it was last written

    def _change_key(self, window: MainWindow, passphrase: str) -> None:
        """Close the room, change its key where nothing else has it open, and open it again."""
        path = window.desk.room.path
        start = self.show_start()
        window.close()
        if window in self.windows:  # it holds text that the disk does not take, and said so
            self._close_start()
            return
        start.panel.change_key(path, passphrase)

    def _forget(self, window: MainWindow) -> None:
        self.guard.remove(window)
        if window in self.windows:
            self.windows.remove(window)
        window.deleteLater()

    def _close_start(self) -> None:
        if self._start is not None:
            start, self._start = self._start, None
            start.close()


class StartWindow:
    """The start screen and the threads it needs before any room is open."""

    def __init__(self, program: Program, clock: Clock) -> None:
        from ui.panels.start import StartPanel, StartTools
        from ui.tasks import Tasks
        from ui.trouble import Notices

        notices = Notices()
        self.tasks = Tasks(notices)
        tools = StartTools(
            tasks=self.tasks,
            notices=notices,
            look=program.look,
            settings=program.settings,
            clock=clock,
            make_demo=_make_demo,
        )
        self.panel = StartPanel(tools)
        self.panel.language_wanted.connect(program.switch_language)
        self.panel.dark_wanted.connect(program.switch_colors)

    def close(self) -> None:
        """Gone with its threads."""
        self.panel.close()
        self.tasks.close()
        self.panel.deleteLater()


def _ask_first(window: MainWindow, *, recovered: bool) -> None:
    """What a person is asked when a room opens: a passphrase for the next time, then who types."""
    is_unmanned = not window.desk.room.member
    if recovered:
        dialog = window.choose_passphrase()
        if is_unmanned:
            dialog.finished.connect(lambda _how: window.ask_person())
    elif is_unmanned:
        window.ask_person()


def open_room_window(room: Room, *, look: Look | None = None, settings: Settings | None = None) -> MainWindow:
    """A window on an open room with everything joined, for the demonstration, the pictures and the tests."""
    program = Program(settings=settings, look=look)
    program.tongue.speak(language())
    window = program.show_room(room)
    program.setParent(window)
    return window


def main(argv: Sequence[str] | None = None) -> int:
    """Run until the last window is closed; the exit code.

    Arguments: `[ROOM] [--passphrase-file FILE] [--lang fr|en] [--read-only]`. Raises WarroomError before any window.
    """
    asked = _parser().parse_args(sys.argv[1:] if argv is None else list(argv))
    no_core_dumps()
    gc.disable()  # nothing made while starting is garbage; looking for some takes a tenth of the start
    app = _application()
    QTimer.singleShot(0, app, _collect_from_now_on)
    program = Program()
    if asked.lang:
        program.settings.language = asked.lang
    program.connects = True
    program.dress()
    from ui.crash import CrashReports
    from ui.trouble import show_crash

    reports = CrashReports(data_folder())
    reports.written.connect(lambda path: show_crash(path, QApplication.activeWindow()))
    reports.install()
    try:
        if asked.room and asked.passphrase_file:
            program.show_room(_open_aside(asked.room, asked.passphrase_file, read_only=asked.read_only))
        else:
            program.show_start(asked.room)
        return app.exec()
    finally:
        gc.enable()
        program.close()
        reports.remove()


def _collect_from_now_on() -> None:
    """What was made while starting stays until the end: never again looked through."""
    gc.freeze()
    gc.enable()


def _open_aside(room: Path, passphrase_file: Path, *, read_only: bool) -> Room:
    """The open room; a thread stretches the passphrase while the modules of the first page are read."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        opening = aside.submit(_open_with_file, room, passphrase_file, read_only=read_only)
        import ui.panels.incident  # noqa: F401

        return opening.result()


def _open_with_file(room: Path, passphrase_file: Path, *, read_only: bool) -> Room:
    passphrase = next(iter(passphrase_file.read_text(encoding="utf-8").splitlines()), "")
    return Room.open(room, passphrase=passphrase, read_only=read_only)


def _application() -> QApplication:
    # Qt's own file dialogs note the folders visited, a stick's among them (not on Windows and macOS: docs/security.md).
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["warroom"])
    app.setApplicationName("Warroom")  # without it accessibility tools read out the file name
    app.setApplicationDisplayName("Warroom")
    app.setDesktopFileName("warroom")
    return app


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="warroom open", add_help=False)
    parser.add_argument("room", nargs="?", type=Path)
    parser.add_argument("--passphrase-file", type=Path)
    parser.add_argument("--lang", choices=("fr", "en"))
    parser.add_argument("--read-only", action="store_true")
    return parser


def _make_demo(path: Path, language: str) -> Room:
    from warroom.demo import make_demo

    return make_demo(path, language=language)
