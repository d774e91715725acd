"""Lines and blocks of the incident room: a name and its value, or something awaited with its buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.clamped import ClampedText
from ui.widgets.elided import ElidedLabel
from ui.widgets.tone import ToneLabel
from warroom import phrases

LINE, TALL, PAD = 30, 46, 12


class Lead(QFrame):
    """Something that leads somewhere: a click, Enter or Space chooses it; a line is drawn under it."""

    chosen = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.is_last = False  # the panel's own border is line enough
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    # What Qt asks

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus() or self.underMouse():
            painter.fillRect(self.rect(), self.look.color("accent_wash"))
        if self.is_last:
            return
        painter.setPen(self.look.color("line"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
            return
        super().keyPressEvent(event)


class CutLabel(ToneLabel):
    """A note that gives way first: cut with … when there is no room, whole on hover."""

    def __init__(self, look: Look, tone: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(look, tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    # What Qt asks

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if text != self.text() else "")
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(painter, self.rect(), place, self.palette(), True, text, self.foregroundRole())


class FactLine(Lead):
    """A name on the left, its value on the right, and a small note after it; a long value stands under the name."""

    def __init__(self, look: Look, *, share: int = 0, parent: QWidget | None = None) -> None:
        """`share` is what a name takes, in the drawings' pixels, so that values stand in a column; 0 is all."""
        super().__init__(look, parent)
        self._share = share
        self._name = ElidedLabel(parent=self)
        self._name.setProperty("role", "muted")
        self._value, self._note = ToneLabel(look, parent=self), CutLabel(look, "good", parent=self)
        self._below = ToneLabel(look, parent=self)
        self._leads: Callable[[], object] | None = None
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._name, 1)
        row.addWidget(self._value)
        row.addWidget(self._note)
        self._row = row
        if share:
            row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAD, 0, PAD, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(self._below)

    def say(
        self, name: str, value: str, *, tone: str = "", note: str = "", note_tone: str = "good", below: bool = False
    ) -> None:
        """`below` puts the value on a line of its own."""
        px = self.look.px
        self._name.setText(name)
        if self._share:
            self._name.setFixedWidth(px(self._share + 16) if below else px(self._share))
        self._value.say("" if below else value, tone)
        self._value.setVisible(not below)
        self._below.say(value if below else "", tone)
        self._below.setVisible(below)
        self._note.say(note, note_tone)
        self._note.setVisible(bool(note))
        self._set_margins(px(4) if below else 0)
        self.setFixedHeight(px(TALL) if below else px(LINE))
        self.setAccessibleName(phrases.labelled(name, f"{value} {note}".strip()))

    def lead_by_value(self, run: Callable[[], object], tip: str) -> None:
        """A click on the value itself goes elsewhere than one on the line."""
        self._leads = run
        self._value.setToolTip(tip)
        font = self._value.font()
        font.setUnderline(True)
        self._value.setFont(font)

    def add_button(self, words: str, run: Callable[[], object]) -> QPushButton:
        """What can be done at once, beside the value."""
        button = QPushButton(words, self)
        button.setProperty("link", True)
        button.clicked.connect(lambda _checked=False: run())
        self._row.insertWidget(self._row.indexOf(self._value) + 1, button)
        return button

    def _set_margins(self, above: int) -> None:
        """Room above and below the two lines."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(PAD, above, PAD, above)

    @property
    def value(self) -> str:
        return self._value.text() or self._below.text()

    @property
    def note(self) -> str:
        return self._note.text()

    # What Qt asks

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_on_value = self._value.geometry().contains(event.position().toPoint())
        if self._leads is not None and is_on_value and event.button() is Qt.MouseButton.LeftButton:
            self._leads()
            return
        super().mouseReleaseEvent(event)


class Block(Lead):
    """Something awaited: when, what, and more about it; with its own buttons."""

    key = Signal(str)  # a letter typed on the block

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.when = ToneLabel(look, bold=True, wrap=True, parent=self)
        self.what = ClampedText(look, lines=4, parent=self)
        self.more = ClampedText(look, "muted", lines=3, parent=self)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.setContentsMargins(0, 4, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAD + 2, 8, PAD + 2, 8)
        whole.setSpacing(2)
        for widget in (self.when, self.what, self.more):
            whole.addWidget(widget)
        whole.addLayout(self._buttons)
        self._buttons.addStretch(1)

    def say(self, when: str, tone: str, what: str, more: str = "") -> None:
        self.when.say(when, tone)
        self.when.setVisible(bool(when))
        self.what.say(what)
        self.more.say(more)
        self.more.setVisible(bool(more))
        self.setAccessibleName(what)
        self.setAccessibleDescription(". ".join(part for part in (when, more) if part))

    def add_button(self, words: str, run: Callable[[], object], *, primary: bool = False) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("primary" if primary else "link", True)
        button.clicked.connect(lambda _checked=False: run())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.key.emit(event.text().lower())
            return
        super().keyPressEvent(event)


def clear(layout: QVBoxLayout) -> None:
    """Take every widget out of a column and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
