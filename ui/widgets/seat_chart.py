"""The chart of a cell: the part that commands on top, the others under it, joined by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.lines import clear
from ui.widgets.seat_card import SeatCard
from ui.widgets.tone import ToneLabel

CARD = 196  # of the drawings' pixels: a card is no narrower
GAP, STEM = 10, 26
COLUMNS_MOST = 6


@dataclass(slots=True)
class Branch:
    """One part of the chart on screen."""

    title: str
    cards: list[SeatCard] = field(default_factory=list)


class SeatChart(QWidget):
    """Cards in bands, or one column a part where there is room for all of them."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._branches: list[Branch] = []
        self._heads: list[ToneLabel] = []
        self._laid: list[list[SeatCard]] = []
        self._as_columns = False  # asked for; drawn so only where the width allows
        self._drawn: tuple[int, bool] | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        look.changed.connect(self._again)

    @property
    def cards(self) -> list[SeatCard]:
        """Every card, in reading order."""
        return [card for branch in self._branches for card in branch.cards]

    def show_branches(self, branches: Sequence[Branch], *, as_columns: bool) -> None:
        """Put these in place of the former ones; the keyboard stays on the same function."""
        focused = self._focused()
        former = self.cards
        self._branches, self._as_columns = list(branches), as_columns
        self._drawn = None
        self._draw(focused)
        for card in former:
            card.hide()
            card.deleteLater()

    @Slot()
    def _again(self) -> None:
        self._drawn = None
        self._draw()

    def _focused(self) -> str:
        """The code of the card that the keyboard is on, also while a dialog stands over the window."""
        focus = self.window().focusWidget()
        return next((card.code for card in self.cards if card is focus or card.isAncestorOf(focus)), "")

    def _draw(self, focused: str = "") -> None:
        """Lay the cards out anew where the width asks for another number of columns."""
        columns = max(1, min(COLUMNS_MOST, (self.width() + GAP) // (self._look.px(CARD) + GAP)))
        in_columns = self._as_columns and len(self._branches) - 1 <= columns
        if self._drawn == (columns, in_columns):
            return
        self._drawn = (columns, in_columns)
        focused = focused or self._focused()
        self._empty()
        if not self._branches:
            return
        top, rest = self._branches[0], self._branches[1:]
        self._add_band(top, columns, centred=False)
        if in_columns and rest:
            self._add_columns(rest)
        else:
            for branch in rest:
                self._add_band(branch, columns, centred=False)
        for card in self.cards:
            if card.code == focused:
                card.setFocus()
        self.updateGeometry()
        self.update()

    def _empty(self) -> None:
        for cards in self._laid:  # they outlive the holder that they lie in
            for card in cards:
                card.setParent(self)
        self._laid, self._heads = [], []
        clear(self._whole)

    def _add_band(self, branch: Branch, columns: int, *, centred: bool) -> None:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, self._look.px(16))
        column.setSpacing(self._look.px(6))
        column.addWidget(self._head(branch, holder, centred=centred))
        grid = QGridLayout()
        grid.setSpacing(self._look.px(GAP))
        column.addLayout(grid)  # first: a card shown before it has a parent is a window of its own
        for at in range(columns):
            grid.setColumnStretch(at, 1)
        for at, card in enumerate(branch.cards):
            grid.addWidget(card, at // columns, at % columns)
            card.show()
        self._laid.append(branch.cards)
        self._whole.addWidget(holder)

    def _add_columns(self, branches: Sequence[Branch]) -> None:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, self._look.px(STEM), 0, self._look.px(16))
        row.setSpacing(self._look.px(GAP))
        for branch in branches:
            column = QVBoxLayout()
            column.setSpacing(self._look.px(8))
            row.addLayout(column, 1)
            column.addWidget(self._head(branch, holder, centred=True))
            for card in branch.cards:
                column.addWidget(card)
                card.show()
            column.addStretch(1)
            self._laid.append(branch.cards)
        self._whole.addWidget(holder)

    def _head(self, branch: Branch, parent: QWidget, *, centred: bool) -> ToneLabel:
        head = ToneLabel(self._look, px=15, bold=True, parent=parent)
        head.say(branch.title)
        if centred:
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._heads.append(head)
        return head

    # What Qt asks

    def minimumSizeHint(self) -> QSize:
        """One card wide: the cards lie as the width allows, they do not ask for one."""
        return QSize(self._look.px(CARD), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """From the part that commands down to each of the others."""
        if self._drawn is None or not self._drawn[1] or len(self._heads) < 2:
            return
        painter = QPainter(self)
        painter.setPen(QPen(self._look.color("muted"), 1.2))
        ends = [head.mapTo(self, QPoint(head.width() // 2, 0)) for head in self._heads[1:]]
        stem, gap = self._look.px(STEM), self._look.px(4)
        bar = ends[0].y() - stem + self._look.px(8)
        painter.drawLine(self.width() // 2, ends[0].y() - stem - self._look.px(10), self.width() // 2, bar)
        painter.drawLine(ends[0].x(), bar, ends[-1].x(), bar)
        for end in ends:
            painter.drawLine(end.x(), bar, end.x(), end.y() - gap)
