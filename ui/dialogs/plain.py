"""The plain dialog that stands before any room is open: a heading, a body, a line of trouble, two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import set_property
from ui.widgets.keyboard import go_as_seen
from ui.widgets.spoken import Spoken
from warroom.words import _

USUAL_PX = 13  # of letters; larger ones make wider dialogs


class PlainDialog(Spoken, QDialog):
    """Enter is the primary button, Esc leaves; trouble is said inside and nothing typed is lost."""

    def __init__(self, parent: QWidget | None = None, *, width: int = 480) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width * max(USUAL_PX, QApplication.font().pixelSize()) // USUAL_PX)
        self.heading = QLabel(self)
        self.heading.setProperty("role", "page")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.intro = QLabel(self)
        self.intro.setProperty("role", "muted")
        self.intro.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setVisible(False)
        self.busy = QProgressBar(self)
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setVisible(False)
        self.primary, self.leave = QPushButton(self), QPushButton(self)
        self.primary.setProperty("primary", True)
        self.primary.setDefault(True)
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.leave)
        self.buttons.addWidget(self.primary)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        for part in (self.heading, self.intro):
            whole.addWidget(part)
        whole.addLayout(self.body)
        whole.addWidget(self.trouble)
        whole.addWidget(self.busy)
        whole.addStretch(1)
        whole.addLayout(self.buttons)

    def complain(self, text: str, *, role: str = "late") -> None:
        """Say what is wrong under the fields; "" takes it away."""
        self.trouble.setText(text)
        set_property(self.trouble, "role", role)
        self.trouble.setVisible(bool(text))
        self.grow()

    def complain_at(self, field: QWidget, text: str) -> None:
        """Say what is wrong, with the keyboard where it is mended."""
        self.complain(text)
        field.setFocus()

    def grow(self) -> None:
        """Be tall enough for every line: a layout alone counts wrapped lines at the width it wishes for."""
        if self.isVisible() and (whole := self.layout()) is not None:
            whole.activate()
            needed = max(whole.totalHeightForWidth(self.width()), whole.totalMinimumSize().height())
            self.resize(self.width(), max(self.height(), needed))

    def set_busy(self, busy: bool) -> None:
        """While the work runs the button waits and a line moves."""
        self.primary.setEnabled(not busy)
        self.busy.setVisible(busy)

    def reject(self) -> None:
        """Leave, but not in the middle of the work: its result would belong to nobody."""
        if self.busy.isHidden():
            super().reject()

    def _say(self) -> None:
        self.leave.setText(_("Cancel"))
        self.setWindowTitle(self.heading.text())
        self.grow()

    # What Qt asks

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_as_seen(self, forward=forward) or super().focusNextPrevChild(forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grow()


class Fields(QVBoxLayout):
    """Labels above their fields: room for longer words, and one column for the eye."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(4)

    def add(self, label: QLabel, field: QWidget | QLayout) -> None:
        """One more field under its label."""
        if self.count():
            self.addSpacing(6)
        self.addWidget(label)
        if isinstance(field, QLayout):
            self.addLayout(field)
            return
        label.setBuddy(field)
        self.addWidget(field)
