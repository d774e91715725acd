"""The verbs of exchange: the page of stations, what was missed, a bundle read or written; and the sticks that come."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer

from ui.sticks import StickWatch
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from ui.window import MainWindow
from warroom.domain.sticks import Looked, Stick
from warroom.errors import WarroomError
from warroom.words import _


def add_exchange_verbs(window: MainWindow) -> None:
    """Register them; the registered verbs keep the object alive."""
    ExchangeVerbs(window)


class ExchangeVerbs:
    """Each is one short method."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk
        add = self._desk.verbs.add
        add("stations", lambda: _("Go to the stations"), self.open_stations, shortcut="Alt+6", group="go")
        add("missed", lambda: _("What you missed"), self.open_missed, shortcut="Ctrl+M", group="go")
        add(
            "read-bundle", lambda: _("Read a bundle from a stick…"), self.read,
            shortcut="Ctrl+Shift+I", group="files", enabled=self._can_write,
        )  # fmt: skip
        add(
            "write-bundle", lambda: _("Write a bundle to a stick…"), self.write,
            shortcut="Ctrl+Shift+E", group="files", enabled=self._can_write,
        )  # fmt: skip
        window.pages.read_asked.connect(self.read)
        window.pages.write_asked.connect(self.write)
        window.foot.stations.stations_wanted.connect(self.open_stations)
        window.foot.stations.missed_wanted.connect(self.open_missed)
        window.pages.outside.network_changed.connect(window.foot.follow_network)
        window.stick_bar.read_asked.connect(self.show_stick)
        window.stick_bar.write_asked.connect(self.write_to)
        self._watch = StickWatch(self._desk, window)
        self._watch.came.connect(window.stick_bar.offer)
        self._watch.went.connect(window.stick_bar.withdraw)

    def open_stations(self) -> None:
        self._window.pages.stations().show_strip()
        self._window.open_page("stations")

    def open_missed(self) -> None:
        self._window.open_page("stations")
        self._window.pages.stations().show_missed()
        QTimer.singleShot(0, self._window, self._window.foot.stations.refresh)

    def read(self) -> None:
        """The sticks that are plugged in; without any bundle on them, a file."""
        sticks = self._desk.room.sticks

        def work(_job: Job) -> Looked | None:
            found = [sticks.look(stick) for stick in sticks.plugged()]
            found = [each for each in found if each.parcels]
            return next((each for each in found if each.unread), found[0] if found else None)

        self._desk.tasks.run(work, owner=self._window, done=self._show_or_ask, failed=self._ask_after)

    def write(self) -> None:
        self._write(None)

    def write_to(self, stick: Path) -> None:
        """To the stick that was just plugged in."""
        self._write(stick)

    def show_stick(self, looked: Looked) -> None:
        """What a stick brings."""
        self._window.open_page("stations")
        self._window.pages.stations().show_merge(looked)

    def read_file(self, file: str) -> None:
        """What one file brings."""
        sticks, path = self._desk.room.sticks, Path(file)

        def work(_job: Job) -> Looked:
            parcel = sticks.parcel_in(path)
            return Looked(Stick(path.parent, "", 0, 0, read_only=True), (parcel,))

        self._desk.tasks.run(work, owner=self._window, done=self.show_stick)

    def _show_or_ask(self, looked: Looked | None) -> None:
        if looked is not None:
            self.show_stick(looked)
            return
        dialog = file_dialog(self._window, _("A bundle, or an archive that holds it"))
        dialog.fileSelected.connect(self.read_file)
        dialog.open()

    def _ask_after(self, error: Exception) -> None:
        if isinstance(error, WarroomError):
            self._show_or_ask(None)
        else:
            self._desk.notices.show(error)

    def _write(self, stick: Path | None) -> None:
        from ui.dialogs.write_bundle import WriteBundleDialog

        WriteBundleDialog(self._desk, self._window, stick=stick).open()

    def _can_write(self) -> bool:
        return not self._desk.room.read_only
