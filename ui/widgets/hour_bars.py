"""Contacts hour by hour as stacked bars, one pattern an audience; arrows go from hour to hour, and each says itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import Look
from warroom import phrases
from warroom.commands.confidence_words import hour_said
from warroom.domain.confidence import HourOfContacts
from warroom.words import _

TALL, FOOT, HEAD, LEGEND, GAP = 232, 22, 20, 22, 2
WIDEST = 48  # of a bar
LEAST_LABEL = 44  # pixels that an hour needs under its bar
TOKENS = ("accent", "sev3", "done", "exercise", "sev2", "muted")
PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense3Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.Dense5Pattern,
)


class HourBars(QWidget):
    """The bars; `chosen` tells which hour somebody asks for, Enter or a click opens it."""

    chosen = Signal(object)  # HourOfContacts

    def __init__(self, look: Look, name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._name = look, name
        self._hours: list[HourOfContacts] = []
        self._audiences: list[str] = []
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        look.changed.connect(self.update)

    @property
    def hours(self) -> list[HourOfContacts]:
        """Those that are drawn."""
        return list(self._hours)

    @property
    def current(self) -> HourOfContacts | None:
        return self._hours[self._at] if 0 <= self._at < len(self._hours) else None

    def show_hours(self, hours: Sequence[HourOfContacts], audiences: Sequence[str]) -> None:
        """Draw these, the audiences in the order of their patterns."""
        former = self.current
        self._hours, self._audiences = list(hours), list(audiences)
        ats = [each.from_at for each in self._hours]
        self._at = ats.index(former.from_at) if former is not None and former.from_at in ats else -1
        self.say()
        self.update()

    def say(self) -> None:
        """What a screen reader says: every hour that had any."""
        self.setAccessibleName(_("Contacts by hour"))
        said = [hour_said(each, self._name) for each in self._hours if each.total]
        self.setAccessibleDescription("; ".join(said) or _("No contact yet."))

    # Drawing

    def _brush(self, audience: str) -> QBrush:
        at = self._audiences.index(audience) if audience in self._audiences else len(TOKENS) - 1
        return QBrush(self._color(at), PATTERNS[min(at, len(PATTERNS) - 1)])

    def _color(self, at: int) -> QColor:
        return self._look.color(TOKENS[min(at, len(TOKENS) - 1)])

    def _place(self, at: int) -> QRectF:
        """Where the bar of an hour may stand, from the head to the foot."""
        px = self._look.px
        step = min(px(WIDEST) + GAP, self.width() / max(1, len(self._hours)))
        return QRectF(at * step, px(HEAD), step - GAP, self._foot() - px(HEAD))

    def _foot(self) -> int:
        """Where the bars stand, above the hours and the legend."""
        return self.height() - self._look.px(FOOT) - len(self._legend()) * self._look.px(LEGEND)

    def _legend(self) -> list[list[str]]:
        """The audiences, as many in a row as have room."""
        rows: list[list[str]] = [[]]
        left = 0
        for audience in self._audiences:
            wide = self._wide(audience)
            if rows[-1] and left + wide > self.width():
                rows.append([])
                left = 0
            rows[-1].append(audience)
            left += wide
        return rows

    def _wide(self, audience: str) -> int:
        said = self._name(audience) or _("not said")
        return self._look.px(12 + 6 + 16) + self.fontMetrics().horizontalAdvance(said)

    def _draw_bar(self, painter: QPainter, at: int, most: int) -> None:
        hour, place = self._hours[at], self._place(at)
        bottom = place.bottom()
        for audience in self._audiences:
            count = len(dict(hour.by_audience).get(audience, ()))
            tall = place.height() * count / most
            box = QRectF(place.left(), bottom - tall, place.width(), tall)
            if count:
                painter.setPen(QPen(self._brush(audience).color(), 1))
                painter.setBrush(self._brush(audience))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            bottom -= tall
        if hour.total and place.width() >= self._look.px(12):
            painter.setPen(self._look.color("ink"))
            painter.drawText(
                QRectF(place.left(), bottom - self._look.px(HEAD), place.width(), self._look.px(HEAD)),
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
                str(hour.total),
            )
        if at == self._at:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawRect(place.adjusted(1, -self._look.px(HEAD) + 1, -1, -1))

    def _draw_hours(self, painter: QPainter) -> None:
        """As many hours under the bars as have room."""
        px, step = self._look.px, self._place(0).width() + GAP
        every = max(1, -(-px(LEAST_LABEL) // max(1, int(step))))
        painter.setPen(self._look.color("muted"))
        top = self._foot()
        for at in range(0, len(self._hours), every):
            box = QRectF(at * step, top, max(step * every, px(LEAST_LABEL)), px(FOOT))
            said = phrases.time_of_day(self._hours[at].from_at)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)

    def _draw_legend(self, painter: QPainter) -> None:
        px = self._look.px
        top, side = self._foot() + px(FOOT), px(12)
        for row in self._legend():
            left = 0
            for audience in row:
                brush = self._brush(audience)
                painter.setPen(QPen(brush.color(), 1))
                painter.setBrush(brush)
                painter.drawRect(QRectF(left + 0.5, top + (px(LEGEND) - side) / 2, side, side))
                painter.setPen(self._look.color("ink"))
                box = QRectF(left + side + px(6), top, self._wide(audience), px(LEGEND))
                said = self._name(audience) or _("not said")
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
                left += self._wide(audience)
            top += px(LEGEND)

    def _at_point(self, point: QPointF) -> int:
        found = (
            at for at in range(len(self._hours)) if self._place(at).left() <= point.x() < self._place(at).right() + GAP
        )
        return next(found, -1)

    def _choose(self, at: int) -> None:
        self._at = at
        self.update()
        if self.current is not None:
            self.setAccessibleDescription(hour_said(self.current, self._name))
            self.chosen.emit(self.current)

    # What Qt asks

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(320), self._look.px(TALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(TALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        if not self._hours:
            painter.setPen(self._look.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("No contact yet."))
            return
        most = max(each.total for each in self._hours) or 1
        for at in range(len(self._hours)):
            self._draw_bar(painter, at, most)
        painter.setPen(self._look.color("line"))
        foot = self._place(0).bottom()
        painter.drawLine(QPointF(0, foot), QPointF(self.width(), foot))
        self._draw_hours(painter)
        self._draw_legend(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._hours:
            start = self._at if self._at >= 0 else (len(self._hours) if step < 0 else -1)
            self._choose(min(len(self._hours) - 1, max(0, start + step)))
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and (at := self._at_point(event.position())) >= 0:
            self._choose(at)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self._at_point(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), hour_said(self._hours[at], self._name) if at >= 0 else "", self)
            return True
        return super().event(event)
