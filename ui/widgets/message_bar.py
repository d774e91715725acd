"""The message bar: what happened, what is safe, what to do; it takes no focus and covers nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ui.icons import icon, pixmap
from ui.theme import Look
from ui.trouble import Notice, Notices
from ui.widgets.spoken import Spoken
from warroom.words import _


class MessageBar(Spoken, QFrame):
    """One bar of a window or dialog; hidden while there is nothing to say."""

    def __init__(self, notices: Notices, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setVisible(False)
        self._look = look
        self._before: str | None = None  # what stood here, "" for nothing, while something passing is said
        self._sign = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(self)
        self._close.setProperty("quiet", True)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._say()
        look.changed.connect(self._draw)
        notices.attach(self)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def show_notice(self, notice: Notice) -> None:
        """Say it until the person closes it or something newer comes."""
        self._before = None
        self._text.setText(" ".join(part for part in (notice.what, notice.safe, notice.todo) if part))
        self._text.setAccessibleName(self._text.text())
        self.show()
        self._draw()

    def say_for_now(self, text: str) -> None:
        """Say something that passes by itself; `take_back` brings back what stood here."""
        if self._before is None:
            self._before = "" if self.isHidden() else self.text
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show()
        self._draw()

    def take_back(self) -> None:
        """What was said for now no longer holds."""
        if self._before is None:
            return
        before, self._before = self._before, None
        self._text.setText(before)
        self._text.setAccessibleName(before)
        self.setVisible(bool(before))

    def _say(self) -> None:
        self._close.setToolTip(_("Close this message"))
        self._close.setAccessibleName(_("Close this message"))

    @Slot()
    def _draw(self) -> None:
        if not self.isHidden():
            self._sign.setPixmap(pixmap("warning", self._look, color="sev3"))
            self._close.setIcon(icon("close", self._look))
