"""The 5 whys drawn as a tree: each why under what it explains, the link drawn through where something shows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Look
from ui.widgets.cause_canvas import Box, CauseCanvas
from ui.widgets.cause_card import CauseCard, card_of, height_of, paint_card
from warroom.domain.cause_tree import CauseTree, Placed
from warroom.words import _

INDENT, GAP, LEAST, SIDE, HEAD = 30, 10, 200, 2, 20


class WhyTree(CauseCanvas):
    """Right goes to the first why, left to what it explains, up and down through all of them."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._tree = CauseTree()
        self._cards: dict[str, CauseCard] = {}
        self._heads: list[tuple[QRectF, str]] = []

    def show_tree(self, tree: CauseTree) -> None:
        """Draw this one."""
        self._tree = tree
        self._cards = {each.cause.id: card_of(each.cause, each.path) for each in tree.placed}
        self.lay_out()

    def place(self, width: int) -> tuple[Sequence[Box], QSize]:
        px = self.look.px
        y = float(px(SIDE))
        boxes: list[Box] = []
        self._heads = []
        for each in self._tree.placed:
            x = self._indent(each, width)
            if not each.depth:
                y += px(GAP) if boxes else 0
                if each.cause.impact:
                    self._heads.append(
                        (
                            QRectF(x, y, width - x - px(SIDE), px(HEAD)),
                            _("Impact: {impact}").format(impact=each.cause.impact),
                        )
                    )
                    y += px(HEAD)
            card = self._cards[each.cause.id]
            wide = max(width - x - px(SIDE), px(LEAST))
            tall = height_of(card, self.look, wide)
            boxes.append(Box(each.cause.id, QRectF(x, y, wide, tall), card.said, each.parent))
            y += tall + px(GAP)
        return boxes, QSize(px(LEAST), round(y))

    def neighbour(self, record: str, key: Qt.Key) -> str:
        order = [box.record for box in self.boxes]
        at = order.index(record) if record in order else -1
        if key == Qt.Key.Key_Right:
            below = self._tree.children(record)
            return below[0].cause.id if below else ""
        if key == Qt.Key.Key_Left:
            found = self._tree.find(record)
            return found.parent if found is not None else ""
        step = at + (1 if key == Qt.Key.Key_Down else -1)
        return order[step] if 0 <= step < len(order) else ""

    def paint(self, painter: QPainter) -> None:
        look = self.look
        for area, said in self._heads:
            painter.setFont(look.font(13))
            painter.setPen(look.color("muted"))
            cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
        areas = {box.record: box.area for box in self.boxes}
        last = {box.place: box for box in self.boxes if box.place}
        for place, box in last.items():
            x = self._trunk(areas[place], box.area)
            painter.setPen(QPen(look.color("muted"), 1.6))
            painter.drawLine(QPointF(x, areas[place].bottom()), QPointF(x, box.area.center().y()))
        for box in self.boxes:
            if box.place:
                self._paint_link(painter, areas[box.place], box)
        for box in self.boxes:
            current = box.record == self.current
            paint_card(painter, self._cards[box.record], box.area, look, is_current=current, is_focused=self.hasFocus())

    def _paint_link(self, painter: QPainter, above: QRectF, box: Box) -> None:
        """From the trunk below what is explained to the middle of its why; broken where nothing shows it."""
        card, y = self._cards[box.record], box.area.center().y()
        pen = QPen(self.look.color("sev3" if card.is_bare else "muted"), 1.6)
        pen.setStyle(Qt.PenStyle.DotLine if card.is_bare else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(self._trunk(above, box.area), y), QPointF(box.area.left(), y))

    def _trunk(self, above: QRectF, below: QRectF) -> float:
        """Where the line runs down from what is explained to its whys."""
        return above.left() + min(self.look.px(INDENT), max(below.left() - above.left(), 4)) / 2

    def _indent(self, placed: Placed, width: int) -> float:
        """Deeper ones stand further right; a very deep chain closer, so that a card is never cut."""
        px = self.look.px
        deepest = max((each.depth for each in self._tree.placed), default=0)
        room = max(width - px(LEAST + SIDE), 0)
        step = min(px(INDENT), room / deepest) if deepest else 0
        return px(SIDE) + placed.depth * step
