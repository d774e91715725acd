"""Sticks plugged in now, with what is free on each, and the folders chosen instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.framed import framed
from ui.widgets.tone import tone_color
from warroom import phrases
from warroom.words import _

if TYPE_CHECKING:
    from warroom.reports.drives import Drive

PATH = Qt.ItemDataRole.UserRole
LINE, LINES = 30, 4


class DriveList(QWidget):
    """One line a place; the first stick that can be written is chosen by itself."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sticks: list[Drive] = []
        self._folders: list[Path] = []
        self._list = QListWidget(self)
        self._list.setFixedHeight(look.px(LINE) * LINES)
        self._none = QLabel(self._list)
        self._none.setProperty("role", "muted")
        self._none.move(12, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(framed(self._list, self))
        self.setFocusProxy(self._list)

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """What is plugged in now; the choice stays while it is still there."""
        if list(drives) != self._sticks:
            self._sticks = list(drives)
            self._fill()

    def add_folder(self, folder: Path) -> None:
        """One more place, chosen at once."""
        if folder not in self._folders:
            self._folders.append(folder)
        self._fill(wanted=folder)

    def choose(self, place: Path) -> None:
        """Choose this place, where it is listed and can be used."""
        self._fill(wanted=place)

    def chosen(self) -> Path | None:
        at = self._list.currentRow()
        return Path(self._list.item(at).data(PATH)) if at >= 0 else None

    def is_stick(self) -> bool:
        """True when the chosen place can be taken out."""
        return any(drive.path == self.chosen() for drive in self._sticks)

    def say(self) -> None:
        self._list.setAccessibleName(_("Where to"))
        self._fill()

    def _fill(self, wanted: Path | None = None) -> None:
        place = wanted if wanted is not None else self.chosen()
        self._list.clear()
        for drive in self._sticks:
            item = self._add(drive.path, drive_said(drive))
            if drive.read_only:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setForeground(tone_color(self._look, "muted"))
        for folder in self._folders:
            self._add(folder, str(folder))
        shown = [self._list.item(at) for at in range(self._list.count())]
        usable = [item for item in shown if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        again = [item for item in usable if Path(item.data(PATH)) == place]
        if again or usable:
            self._list.setCurrentItem((again or usable)[0])
        self._none.setText(_("No stick is plugged in."))
        self._none.adjustSize()
        self._none.setVisible(self._list.count() == 0)

    def _add(self, path: Path, words: str) -> QListWidgetItem:
        item = QListWidgetItem(f" {words}", self._list)
        item.setData(PATH, str(path))
        item.setToolTip(str(path))
        item.setSizeHint(QSize(0, self._look.px(LINE)))
        return item


def drive_said(drive: Drive) -> str:
    """`KINGSTON · 12 GB free of 16 GB · vfat · /media/…`."""
    if drive.read_only:
        return _("{label} · read-only · {system}").format(label=drive.label, system=drive.file_system)
    return _("{label} · {free} free of {total} · {system}").format(
        label=drive.label,
        free=phrases.file_size(drive.free),
        total=phrases.file_size(drive.total),
        system=drive.file_system,
    )
