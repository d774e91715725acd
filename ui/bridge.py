"""The bridge: the room's change feed, brought to the screen's thread as one Qt signal."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot

from warroom.room import Change, Feed


class ChangeBridge(QObject):
    """Says `changed` with a Change on the screen's thread; what arrives in one burst is told once."""

    changed = Signal(object)
    _heard = Signal()

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: list[Change] = []
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._stop = feed.subscribe(self._hear)

    def close(self) -> None:
        """Hear nothing more; what was on its way is dropped."""
        self._stop()
        with self._lock:
            self._waiting.clear()

    def _hear(self, change: Change) -> None:
        """Called on the thread that saw the change."""
        with self._lock:
            self._waiting.append(change)
            is_first = len(self._waiting) == 1
        if is_first:
            self._heard.emit()

    @Slot()
    def _pass_on(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if waiting:
            self.changed.emit(merged(waiting))


def merged(changes: list[Change]) -> Change:
    """Several changes as one; an empty set of ids means all of that noun, and stays so."""
    if len(changes) == 1:
        return changes[0]
    topics: dict[str, frozenset[str]] = {}
    for change in changes:
        for noun, ids in change.topics.items():
            known = topics.get(noun)
            topics[noun] = ids if known is None else (known | ids if known and ids else frozenset())
    return Change(topics)
