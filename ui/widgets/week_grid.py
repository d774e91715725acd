"""A week as a grid: a row a rotation, a column a day, who is on call as bars, gaps hatched, and a line for now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.models.oncall import Week, item_said, who_said
from ui.theme import Look
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.domain.turns import Gap, Source, Stretch
from warroom.words import _

HEAD, ROW, BAR, NAMES, NARROW = 30, 52, 26, 168, 104
LEAST_WIDTH = 440
LEAST_PX = 6  # of a bar: an hour in a week is seen
Item = Stretch | Gap


class WeekGrid(Spoken, QWidget):
    """Arrows go from bar to bar, Enter opens what can be done; a click chooses."""

    chosen = Signal(object)  # a Stretch or a Gap
    opened = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.week: Week | None = None
        self.current: Item | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        look.changed.connect(self._size)
        self._say()

    def show_week(self, week: Week) -> None:
        """Draw this week; what was chosen stays chosen if it is still there."""
        self.week = week
        former, self.current = self.current, None
        if former is not None:
            alike = (each for each in self.items() if _key(each) == _key(former))
            self.current = next(alike, None)
        self._size()
        self._tell()
        self.update()

    def items(self) -> list[Item]:
        """What can be chosen, row by row and by time."""
        if self.week is None:
            return []
        order = {each.id: place for place, each in enumerate(self.week.rotations)}
        found: list[Item] = [*self.week.held, *self.week.gaps]
        return sorted(found, key=lambda each: (order.get(each.rotation, 99), each.from_at, each.until_at))

    def choose(self, item: Item | None) -> None:
        """Mark one and say so."""
        self.current = item
        self._tell()
        self.update()
        if item is not None:
            self.chosen.emit(item)

    def rect_of(self, item: Item) -> QRectF:
        """Where a bar is drawn."""
        assert self.week is not None
        row = next((place for place, each in enumerate(self.week.rotations) if each.id == item.rotation), 0)
        left, right = self._x(item.from_at), self._x(item.until_at)
        height = self._look.px(BAR)
        lanes = self._lanes(item.rotation)
        lane = lanes.get(id(item), 0)
        many = max(lanes.values(), default=0) + 1
        top = self._look.px(HEAD) + row * self._look.px(ROW) + (self._look.px(ROW) - height) / 2
        return QRectF(left + 1, top + lane * height / many, max(LEAST_PX, right - left - 2), height / many - (many > 1))

    # Drawing

    def _lanes(self, rotation: str) -> dict[int, int]:
        """Those on call at once lie above each other."""
        found: dict[int, int] = {}
        ends: list[int] = []
        for each in (each for each in self.items() if each.rotation == rotation):
            lane = next((place for place, end in enumerate(ends) if end <= each.from_at), len(ends))
            ends[lane : lane + 1] = [each.until_at]
            found[id(each)] = lane
        return found

    def _names_width(self) -> int:
        return self._look.px(NAMES if self.width() > self._look.px(820) else NARROW)

    def _x(self, at: int) -> float:
        assert self.week is not None
        days = self.week.days
        left, wide = self._names_width(), self.width() - self._names_width()
        for place in range(len(days) - 1):
            if at < days[place + 1] or place == len(days) - 2:
                part = (at - days[place]) / (
                    days[place + 1] - days[place]
                )  # a day of 23 hours is as wide as the others
                return left + (place + min(1.0, max(0.0, part))) * wide / (len(days) - 1)
        return float(left)

    def _draw_ground(self, painter: QPainter, week: Week) -> None:
        look, left = self._look, self._names_width()
        painter.fillRect(self.rect(), look.color("panel"))
        muted, ink, line = look.color("muted"), look.color("ink"), look.color("line")
        wide = (self.width() - left) / (len(week.days) - 1)
        for place in range(len(week.days) - 1):
            begins, ends = week.days[place], week.days[place + 1]
            today = begins <= week.now < ends
            cell = QRectF(left + place * wide, 0, wide, look.px(HEAD))
            if today:
                painter.fillRect(QRectF(cell.x(), 0, wide, self.height()), look.color("accent_wash"))
            painter.setPen(ink if today else muted)
            painter.setFont(look.font(12, QFont.Weight.DemiBold if today else QFont.Weight.Normal))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, phrases.day(begins))
            painter.setPen(line)
            painter.drawLine(int(cell.x()), 0, int(cell.x()), self.height())
        for place, rotation in enumerate(week.rotations):
            top = look.px(HEAD) + place * look.px(ROW)
            painter.setPen(line)
            painter.drawLine(0, top, self.width(), top)
            painter.setPen(ink)
            painter.setFont(look.font(13))
            box = QRectF(look.px(12), top, left - look.px(20), look.px(ROW))
            name = painter.fontMetrics().elidedText(rotation.name, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _draw_bar(self, painter: QPainter, week: Week, item: Item) -> None:
        look, box = self._look, self.rect_of(item)
        is_gap = isinstance(item, Gap)
        changed = isinstance(item, Stretch) and item.source not in (Source.TURN, Source.CALENDAR)
        token = "sev1" if is_gap else "sev3" if changed else "accent"
        wash = look.color("late_wash" if is_gap else "due_wash" if changed else "accent_wash")
        edge = look.color(token)
        painter.setPen(QPen(edge, 2.5 if item is self.current else 1))
        painter.setBrush(wash if not is_gap else QBrush(QColor(edge), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(edge if is_gap else look.color("ink"))
        painter.setFont(look.font(12))
        text = _("nobody") if isinstance(item, Gap) else who_said(item.name)
        inner = box.adjusted(6, 0, -4, 0)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        if is_gap and inner.width() > 40:
            width = painter.fontMetrics().horizontalAdvance(words) + 8
            painter.fillRect(QRectF(inner.x() - 2, box.y() + 3, min(width, inner.width()), box.height() - 6), wash)
        if inner.width() > 18:
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _draw_now(self, painter: QPainter, week: Week) -> None:
        if not week.days[0] <= week.now < week.days[-1]:
            return
        x = self._x(week.now)
        painter.setPen(QPen(self._look.color("sev1"), 2))
        painter.drawLine(int(x), self._look.px(HEAD) - 4, int(x), self.height())

    def _tell(self) -> None:
        """What a screen reader says of the grid."""
        if self.week is None or self.current is None:
            self.setAccessibleName(_("On call this week: the arrows go from one to the next"))
            return
        self.setAccessibleName(item_said(self.week, self.current))

    def _say(self) -> None:
        self._tell()
        self.update()

    def _size(self) -> None:
        rows = len(self.week.rotations) if self.week is not None else 0
        self.setFixedHeight(self._look.px(HEAD) + max(1, rows) * self._look.px(ROW) + 1)
        self.updateGeometry()

    def _at(self, point: QPoint) -> Item | None:
        return next((each for each in self.items() if self.rect_of(each).adjusted(-2, -6, 2, 6).contains(point)), None)

    # What Qt asks

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(720), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.week is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, self.week)
        for item in self.items():
            self._draw_bar(painter, self.week, item)
        self._draw_now(painter, self.week)
        if self.hasFocus() and self.current is None:
            painter.setPen(QPen(self._look.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (item := self._at(event.position().toPoint())) is not None:
            self.choose(item)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (item := self._at(event.position().toPoint())) is not None:
            self.opened.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        items = self.items()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        if step is not None and items:
            here = items.index(self.current) if self.current in items else (-1 if step > 0 else 0)
            self.choose(items[(here + step) % len(items)])
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.week is not None:
            item = self._at(event.pos())
            said = "" if item is None else item_said(self.week, item)
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)


def _key(item: Item) -> tuple[str, int, str]:
    return item.rotation, item.from_at, item.who if isinstance(item, Stretch) else ""
