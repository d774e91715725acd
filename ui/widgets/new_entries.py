"""A calm button over the log: so many new entries wait above; nothing moves until it is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QPushButton

from ui.widgets.log_view import LogView
from ui.widgets.spoken import Spoken
from warroom.words import ngettext


class NewEntries(Spoken, QPushButton):
    """Counts what came while somebody reads further down."""

    def __init__(self, view: LogView) -> None:
        super().__init__(view)
        self._view = view
        self._count = 0
        self.setObjectName("newEntries")
        self.hide()
        self.clicked.connect(view.go_to_top)
        view.moved.connect(self._look_up)
        view.installEventFilter(self)

    @property
    def count(self) -> int:
        return self._count

    @Slot(int, int)
    def add(self, _row: int, count: int) -> None:
        """Entries came in; counted only while the top is out of sight."""
        if not self._view.is_at_top:
            self._count += count
            self._say()
            self.show()
            self._place()

    def forget(self) -> None:
        self._count = 0
        self.hide()

    @Slot()
    def _look_up(self) -> None:
        if self._count and self._view.is_at_top:
            self.forget()

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._view.viewport().width() - self.width()) // 2, 8)
        self.raise_()

    def _say(self) -> None:
        self.setText(ngettext("{n} new entry", "{n} new entries", self._count).format(n=self._count))

    # What Qt asks

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
