"""The points to settle in columns, as drawn: the field and its record, this station's value, the others', buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.conflicts import Point, about_said, along_said, field_said, given_said, keep_said
from ui.theme import Look
from ui.widgets.clamped import ClampedText
from ui.widgets.conflict_side import SideCell
from ui.widgets.tone import ToneLabel
from warroom.domain.conflicts import Side
from warroom.words import _

SHARES = (5, 7, 8, 0)  # how the columns share the width; the buttons take what they need


class ConflictTable(QWidget):
    """Every point shown; the keyboard stays on the button it was on when the points are told anew."""

    taken = Signal(object, object)  # a Point and the Side to take
    other_asked = Signal(object)  # a Point: every value whole, or another one
    opened = Signal(object)  # a Point: show the record it is about

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._buttons: dict[tuple[str, str], QPushButton] = {}
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._is_ahead = False

    def show_points(self, points: Sequence[Point], *, letter: str, now_ms: int, is_ahead: bool = False) -> None:
        """These points, in this order; `letter` is this station's. `is_ahead`: before the merge, nothing to press."""
        self._is_ahead = is_ahead
        focused = next((key for key, button in self._buttons.items() if button.hasFocus()), None)
        was_at = list(self._buttons).index(focused) if focused else -1
        if focused is not None:
            self.setFocus()  # or Qt gives the keyboard to whatever comes next when the buttons go
        self._clear()
        inside = QWidget(self)
        self._inside = inside
        grid = QGridLayout(inside)
        grid.setContentsMargins(14, 4, 14, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, share in enumerate(SHARES):
            grid.setColumnStretch(column, share)
        heads = (_("Field"), _("This station ({letter})").format(letter=letter), _("Other stations"), "")
        for column, words in enumerate(heads):
            head = ToneLabel(self._look, "muted", parent=inside)
            head.say(words)
            grid.addWidget(head, 0, column)
        for at, point in enumerate(points):
            grid.addWidget(_line(inside), 2 * at + 1, 0, 1, len(SHARES))
            self._add(grid, 2 * at + 2, point, now_ms)
        self._whole.addWidget(inside)
        inside.show()
        self._focus_again(focused, was_at)

    def focus_first(self) -> bool:
        """Put the keyboard on the first button; False without any."""
        first = next(iter(self._buttons.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def button(self, conflict: str, key: str) -> QPushButton:
        """The button of a conflict (id): a station's letter, `other`, or `open`. Raises KeyError."""
        return self._buttons[conflict, key]

    def has_keyboard(self) -> bool:
        return any(button.hasFocus() for button in self._buttons.values())

    def _add(self, grid: QGridLayout, row: int, point: Point, now_ms: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._subject(point), row, 0, top)
        grid.addWidget(self._sides(point, [point.ours] if point.ours else [], now_ms), row, 1, top)
        grid.addWidget(self._sides(point, point.others, now_ms), row, 2, top)
        grid.addWidget(self._choices(point), row, 3, top)

    def _subject(self, point: Point) -> QWidget:
        cell = QWidget(self._inside)
        column = _column(cell)
        field = ClampedText(self._look, lines=2, bold=True, parent=cell)
        field.say(field_said(point))
        column.addWidget(field)
        for words in (about_said(point), along_said(point)):
            if words:
                more = ClampedText(self._look, "muted", lines=2, parent=cell)
                more.say(words)
                column.addWidget(more)
        return cell

    def _sides(self, point: Point, sides: Sequence[Side], now_ms: int) -> QWidget:
        cell = QWidget(self._inside)
        column = _column(cell)
        column.setSpacing(8)
        for side in sides:
            column.addWidget(SideCell(self._look, point, side, now_ms=now_ms, parent=cell))
        if not sides:
            nothing = ToneLabel(self._look, "muted", wrap=True, parent=cell)
            nothing.say(_("nothing was written here"))
            column.addWidget(nothing)
        return cell

    def _choices(self, point: Point) -> QWidget:
        cell = QWidget(self._inside)
        column = _column(cell)
        row = QHBoxLayout()
        row.setSpacing(6)
        if point.can_be_chosen and not self._is_ahead:
            for side in point.sides if point.is_simple else ():
                self._add_button(row, point, side.station, keep_said(point, side), partial(self._take, point, side))
            words = _("Other…") if point.is_simple else _("Choose…")
            self._add_button(row, point, "other", words, lambda: self.other_asked.emit(point))
        if point.conflict.incident and not self._is_ahead:
            self._add_button(row, point, "open", _("Show"), lambda: self.opened.emit(point), link=True)
        row.addStretch(1)
        column.addLayout(row)
        given = ToneLabel(self._look, "muted", wrap=True, parent=cell)
        given.say(given_said(point))
        column.addWidget(given)
        return cell

    def _add_button(
        self, row: QHBoxLayout, point: Point, key: str, words: str, run: Callable[[], object], *, link: bool = False
    ) -> None:
        button = QPushButton(words, self._inside)
        if link:
            button.setProperty("link", True)
        button.setAccessibleDescription(f"{field_said(point)}, {about_said(point)}")
        button.clicked.connect(lambda _checked=False: run())
        row.addWidget(button)
        self._buttons[point.conflict.id, key] = button

    def _take(self, point: Point, side: Side) -> None:
        self.taken.emit(point, side)

    def _focus_again(self, focused: tuple[str, str] | None, was_at: int) -> None:
        """On the same button; when its point is settled, on the one that stands there now."""
        if focused is None or not self._buttons:
            return
        if focused in self._buttons:
            self._buttons[focused].setFocus()
            return
        list(self._buttons.values())[min(was_at, len(self._buttons) - 1)].setFocus()

    def _clear(self) -> None:
        self._buttons.clear()
        if self._inside is not None:
            self._inside.hide()
            self._whole.removeWidget(self._inside)
            self._inside.deleteLater()
            self._inside = None


def _column(cell: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    return column


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line
