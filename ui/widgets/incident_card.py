"""One incident on the board, as drawn: how grave, how old, what, who, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.models.incidents import actions_said, age_said, clock_said, clock_tone, gravity_said
from ui.theme import Look
from ui.widgets.clamped import ClampedText
from ui.widgets.pill import Pill
from ui.widgets.tone import ToneLabel, severity_tone, tone_color
from warroom.room import Card
from warroom.words import _, ngettext


class IncidentCard(QFrame):
    """A card; a click, Enter or Space opens the incident."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._is_hottest = False
        self.card: Card | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._severity = Pill(look, parent=self)
        self._number, self._age = ToneLabel(look, "muted", parent=self), ToneLabel(look, "muted", parent=self)
        self._title = ClampedText(look, lines=3, px=14, bold=True, parent=self)
        self._services = ClampedText(look, "muted", lines=2, parent=self)
        self._owner = ClampedText(look, lines=1, parent=self)
        self._work = ClampedText(look, lines=2, parent=self)
        self._clock = ClampedText(look, lines=2, parent=self)
        self._head, self._narrow_head = QHBoxLayout(), QHBoxLayout()
        for row in (self._head, self._narrow_head):
            row.setSpacing(8)
        for widget in (self._severity, self._number):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        self._head.addWidget(self._age)
        self._narrow_head.addStretch(1)
        line = QFrame(self)
        line.setProperty("line", True)
        line.setFixedHeight(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(4)
        whole.addLayout(self._head)
        whole.addLayout(self._narrow_head)
        whole.addSpacing(2)
        whole.addWidget(self._title)
        whole.addWidget(self._services)
        whole.addSpacing(4)
        whole.addWidget(line)
        whole.addSpacing(4)
        whole.addWidget(self._owner)
        whole.addWidget(self._work)
        whole.addWidget(self._clock)
        look.changed.connect(self.update)

    def show_card(self, card: Card, *, now_ms: int, is_hottest: bool) -> None:
        """Say what is known of this incident now."""
        self.card, self._is_hottest = card, is_hottest
        incident = card.incident
        self._severity.say(*gravity_said(incident))
        self._number.say(incident.number)
        self._age.say(age_said(card, now_ms))
        self._title.say(incident.title)
        self._services.say(" · ".join(card.services))
        self._services.setVisible(bool(card.services))
        self._owner.say(incident.owner or _("nobody leads it yet"), "" if incident.owner else "muted")
        self._work.say(_work_said(card), "late" if card.late_actions else "")
        clock = clock_said(card, now_ms)
        self._clock.say(clock, clock_tone(card, now_ms))
        self._clock.setVisible(bool(clock))
        self._arrange_head()
        self.setAccessibleName(f"{incident.number} {gravity_said(incident)[0]} {incident.title}")
        self.setAccessibleDescription(". ".join(part for part in (_work_said(card), clock) if part))
        self.update()

    def _arrange_head(self) -> None:
        """All on one line; in a narrow column the age, then the number too, on a line of their own under it."""
        severity, number, age = (w.sizeHint().width() for w in (self._severity, self._number, self._age))
        space, room = self._head.spacing(), self.width() - 24
        for widget, at, is_above in (
            (self._number, 1, severity + space + number <= room),
            (self._age, -1, severity + number + age + 2 * space <= room),
        ):
            wanted, former = (self._head, self._narrow_head) if is_above else (self._narrow_head, self._head)
            if wanted.indexOf(widget) < 0:
                former.removeWidget(widget)
                wanted.insertWidget(at if is_above else 0 if widget is self._number else 1, widget)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_head()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, width = self._look.color("line"), 1.0
        if self._is_hottest and self.card is not None:
            color, width = tone_color(self._look, severity_tone(self.card.incident.gravity)), 2.0
        if self.hasFocus() or self.underMouse():
            color = self._look.color("accent") if not self._is_hottest else color
            width = 2.0 if self.hasFocus() else width
        painter.setPen(QPen(color, width))
        painter.setBrush(self._look.color("panel"))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 8, 8)
        if self._is_hottest and self.hasFocus():
            painter.setPen(QPen(self._look.color("accent"), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 6, 6)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
            return
        super().keyPressEvent(event)

    def _choose(self) -> None:
        if self.card is not None:
            self.chosen.emit(self.card.incident.id)


def _work_said(card: Card) -> str:
    """Actions, and questions that wait for a decision."""
    said = actions_said(card)
    if card.is_disputed:
        said = _("{work} · to settle").format(work=said)
    if not card.open_decisions:
        return said
    awaited = ngettext("{n} decision awaited", "{n} decisions awaited", card.open_decisions)
    return f"{said} · {awaited.format(n=card.open_decisions)}"
