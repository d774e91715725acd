"""Outside: remotes and the room's own network, begun with the window and heard on the screen's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.desk import Desk
from ui.tasks import Job
from warroom.room import Change

JOINING = ("station", "trust", "enrolment", "invitation")


class Outside(QObject):
    """Tells in one queued hop that a remote or a link may say something else. Nothing is begun before `connect`."""

    remotes_changed = Signal()
    network_changed = Signal()
    _remote_heard = Signal()
    _network_heard = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_connected = False
        queued = Qt.ConnectionType.QueuedConnection
        self._remote_heard.connect(self.remotes_changed, queued)
        self._network_heard.connect(self.network_changed, queued)
        self._stops = (
            desk.room.remotes.subscribe(lambda _remote: self._remote_heard.emit()),
            desk.room.network.subscribe(lambda: self._network_heard.emit()),
        )
        desk.changes.changed.connect(self._follow)

    def connect_out(self) -> None:
        """Exchange with the remotes by itself, and on the room's own network, while the window is open."""
        self._is_connected = True
        self._desk.tasks.run(self._begin, owner=self, failed=self._desk.notices.show)

    def close(self) -> None:
        """Hear nothing more; the room stops both when it is closed."""
        for stop in self._stops:
            stop()

    def _begin(self, _job: Job) -> None:
        self._desk.room.remotes.watch()
        self._desk.room.network.start_if_wanted()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        """The first other member, or an invitation, is when there is somebody to be found."""
        if self._is_connected and change.touches(*JOINING):
            room = self._desk.room
            self._desk.tasks.run(
                lambda _job: room.network.start_if_wanted(), owner=self, failed=self._desk.notices.show
            )
