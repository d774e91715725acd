"""The Ishikawa drawing: branches above and below the spine, causes on them, what happened at the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.theme import Look
from ui.widgets.cause_canvas import Box, CauseCanvas
from ui.widgets.cause_card import breakable, paint_sign
from warroom.commands.cause_words import cause_kind_word
from warroom.domain.cause_hints import rests_on_something
from warroom.domain.causes import CauseState
from warroom.domain.ishikawa import Bone, Twig
from warroom.phrases import labelled
from warroom.words import _, ngettext

HEAD, SLANT, LABEL, LEAST, EMPTY, PAD, NEST, GAP = 132, 30, 26, 160, 120, 6, 12, 8
MOST, LINES = 8, 3  # causes of a branch, and lines of each; the list says all
ON = "branch:"  # what a cause was dropped on
WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class _Cell:
    """One branch in its place; `far` is the end away from the spine, `x` where it meets the spine."""

    bone: Bone
    area: QRectF
    label: QRectF
    x: float
    far: float
    spine: float

    def at(self, y: float, slant: float) -> float:
        """Where the branch is at this height."""
        whole = self.spine - self.far
        return self.x - slant * ((self.spine - y) / whole if whole else 0)

    @property
    def code(self) -> str:
        return self.bone.branch.code if self.bone.branch is not None else ""


class Fishbone(CauseCanvas):
    """The arrows go to the nearest cause; one that is dropped on a branch hangs on it."""

    def __init__(self, look: Look, language: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.language = language
        self._bones: tuple[Bone, ...] = ()
        self._effect = ""
        self._cells: list[_Cell] = []
        self._more: list[tuple[QRectF, str]] = []

    def show_bones(self, bones: Sequence[Bone], effect: str) -> None:
        """Draw these, with what happened at the head."""
        self._bones, self._effect = tuple(bones), effect
        self.lay_out()

    def name_of(self, bone: Bone) -> str:
        return bone.branch.said(self.language) if bone.branch is not None else _("On no branch yet")

    # Placing

    def place(self, width: int) -> tuple[Sequence[Box], QSize]:
        px = self.look.px
        pairs = [self._bones[n : n + 2] for n in range(0, len(self._bones), 2)]
        widths = self._widths(pairs, width)
        above = max([self._tall(pair[0], wide) for pair, wide in zip(pairs, widths, strict=True)] or [0.0]) + px(LABEL)
        below = [self._tall(pair[1], wide) for pair, wide in zip(pairs, widths, strict=True) if len(pair) > 1]
        spine, foot = above + px(PAD), max(below or [0.0]) + px(LABEL)
        self._cells, self._more = [], []
        boxes: list[Box] = []
        x = float(px(PAD))
        for pair, wide in zip(pairs, widths, strict=True):
            for side, bone in enumerate(pair):
                boxes += self._cell(bone, x, wide, spine, spine + px(PAD) + foot if side else 0.0, is_below=bool(side))
            x += wide
        return boxes, QSize(round(x + px(HEAD + PAD)), round(spine + px(PAD) + foot + px(PAD)))

    def _cell(self, bone: Bone, x: float, wide: float, spine: float, bottom: float, *, is_below: bool) -> list[Box]:
        """Place one branch and its causes: from its name towards the spine."""
        px = self.look.px
        label_y = bottom - px(LABEL) if is_below else 0.0
        label = QRectF(x, label_y, wide - px(GAP), px(LABEL) - 4)
        far = label.top() if is_below else label.bottom()
        area = QRectF(x, spine if is_below else 0, wide, abs(bottom - spine) if is_below else spine)
        cell = _Cell(bone, area, label, x + wide - px(PAD), far, spine)
        self._cells.append(cell)
        y = spine + px(PAD) if is_below else label.bottom() + px(PAD)
        boxes = []
        for twig in bone.twigs[:MOST]:
            tall = self._twig_tall(twig, wide)
            left = x + min(twig.depth, 3) * px(NEST)
            cause = twig.placed.cause
            said = " · ".join((labelled(self.name_of(bone), cause.number), cause_kind_word(cause.kind), cause.text))
            boxes.append(Box(cause.id, QRectF(left, y, self._inner(wide) - (left - x), tall), said, ON + cell.code))
            y += tall + px(PAD)
        if len(bone.twigs) > MOST:
            many = len(bone.twigs) - MOST
            more = ngettext("+ {n} more", "+ {n} more", many).format(n=many)
            self._more.append((QRectF(x, y, self._inner(wide), self._line()), more))
        return boxes

    def _widths(self, pairs: Sequence[Sequence[Bone]], width: int) -> list[float]:
        """Columns with causes share what empty ones leave."""
        px = self.look.px
        full = [any(bone.twigs for bone in pair) for pair in pairs]
        named = [max(self._named(bone) for bone in pair) for pair in pairs]
        empty = [max(px(EMPTY), name) for name in named]
        room = width - px(HEAD + 2 * PAD)
        spare = room - sum(each for each, one in zip(empty, full, strict=True) if not one)
        wide = max(spare / max(full.count(True), 1), px(LEAST))
        if not any(full):
            return [max(room / max(len(pairs), 1), each) for each in empty]
        return [max(wide, name) if one else each for name, each, one in zip(named, empty, full, strict=True)]

    def _named(self, bone: Bone) -> float:
        """What a column needs so that the name of its branch is whole."""
        metrics = QFontMetricsF(self.look.font(13, QFont.Weight.DemiBold))
        return metrics.horizontalAdvance(self.name_of(bone)) + 12 + self.look.px(GAP) + 2

    def _tall(self, bone: Bone, wide: float) -> float:
        pad = self.look.px(PAD)
        twigs = sum(self._twig_tall(twig, wide) + pad for twig in bone.twigs[:MOST])
        return twigs + (self._line() + pad if len(bone.twigs) > MOST else 0) + 2 * pad

    def _twig_tall(self, twig: Twig, wide: float) -> float:
        inner = self._inner(wide) - min(twig.depth, 3) * self.look.px(NEST) - self.look.px(18)
        box = QRectF(0, 0, max(inner, 1), 100_000)
        lines = (
            self._metrics().boundingRect(box, int(WRAP.value), breakable(twig.placed.cause.text)).height()
            / self._line()
        )
        return min(round(lines), LINES) * self._line() + 4

    def _inner(self, wide: float) -> float:
        return wide - self.look.px(SLANT + 2 * PAD)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.look.font(13))

    def _line(self) -> float:
        return self._metrics().lineSpacing()

    # Walking and dropping

    def neighbour(self, record: str, key: Qt.Key) -> str:
        here = self.box(record)
        if here is None:
            return self.boxes[0].record if self.boxes else ""
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        ahead = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
        found: list[tuple[float, str]] = []
        for box in self.boxes:
            way = box.area.center() - here.area.center()
            along, beside = (way.x(), way.y()) if across else (way.y(), way.x())
            if box is not here and along * ahead > 1 and (across is False or abs(along) > self.look.px(EMPTY) / 2):
                found.append((abs(along) + 3 * abs(beside), box.record))
        return min(found, default=(0.0, ""))[1]

    def target(self, at: QPointF) -> str:
        return next((ON + cell.code for cell in self._cells if cell.area.contains(at)), "")

    # Painting

    def paint(self, painter: QPainter) -> None:
        if not self._cells:
            return
        look, px = self.look, self.look.px
        spine = self._cells[0].spine
        head = QRectF(self._cells[-1].x + px(PAD * 2), spine - px(52), px(HEAD) - px(PAD), px(104))
        head.moveLeft(max(cell.x for cell in self._cells) + px(PAD * 2))
        painter.setPen(QPen(look.color("ink"), 2.2))
        painter.drawLine(QPointF(px(PAD), spine), QPointF(head.left(), spine))
        tip = [QPointF(head.left(), spine), QPointF(head.left() - 9, spine - 5), QPointF(head.left() - 9, spine + 5)]
        painter.setBrush(look.color("ink"))
        painter.drawPolygon(QPolygonF(tip))
        painter.setBrush(look.color("panel"))
        painter.drawRoundedRect(head, 5, 5)
        self._paint_text(
            painter, breakable(self._effect), head.adjusted(8, 6, -8, -6), "ink", lines=5, bold=True, centered=True
        )
        for cell in self._cells:
            self._paint_bone(painter, cell)
        for area, said in self._more:
            self._paint_text(painter, said, area, "muted", lines=1)

    def _paint_bone(self, painter: QPainter, cell: _Cell) -> None:
        look, px = self.look, self.look.px
        painter.setPen(QPen(look.color("ink" if cell.bone.twigs else "line"), 1.6))
        painter.drawLine(QPointF(cell.x - px(SLANT), cell.far), QPointF(cell.x, cell.spine))
        painter.setPen(QPen(look.color("muted" if cell.bone.twigs else "line"), 1))
        painter.setBrush(look.color("panel"))
        painter.drawRoundedRect(cell.label.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        tone = "ink" if cell.bone.twigs else "muted"
        self._paint_text(painter, self.name_of(cell.bone), cell.label.adjusted(6, 2, -6, -2), tone, lines=1, bold=True)
        areas = {box.record: box.area for box in self.boxes}
        for twig in cell.bone.twigs[:MOST]:
            self._paint_twig(painter, cell, twig, areas[twig.placed.cause.id])

    def _paint_twig(self, painter: QPainter, cell: _Cell, twig: Twig, area: QRectF) -> None:
        look, px, cause = self.look, self.look.px, twig.placed.cause
        is_current, refuted = cause.id == self.current, cause.state is CauseState.REFUTED
        if is_current:
            painter.setPen(QPen(look.color("accent"), 2 if self.hasFocus() else 1))
            painter.setBrush(look.color("accent_wash"))
            painter.drawRoundedRect(area, 4, 4)
        style = Qt.PenStyle.SolidLine if rests_on_something(cause) else Qt.PenStyle.DashLine
        painter.setPen(QPen(look.color("muted"), 1.2, style))
        y = area.bottom()
        painter.drawLine(QPointF(area.left(), y), QPointF(cell.at(y, px(SLANT)), y))
        paint_sign(painter, cause.kind, QPointF(area.left() + px(8), area.top() + 2 + self._line() / 2), look)
        text = area.adjusted(px(18), 1, 0, -1)
        self._paint_text(
            painter, breakable(cause.text), text, "muted" if refuted else "ink", lines=LINES, struck=refuted
        )

    def _paint_text(
        self,
        painter: QPainter,
        text: str,
        area: QRectF,
        color: str,
        *,
        lines: int,
        bold: bool = False,
        struck: bool = False,
        centered: bool = False,
    ) -> None:
        """Text in at most so many lines; what is cut says so by its last letters."""
        font = self.look.font(13, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setStrikeOut(struck)
        painter.setFont(font)
        painter.setPen(self.look.color(color))
        metrics = QFontMetricsF(font)
        said = _cut(text, metrics, area.width(), lines)
        across = Qt.AlignmentFlag.AlignHCenter if centered else Qt.AlignmentFlag.AlignLeft
        flags = int(WRAP.value) | int((across | Qt.AlignmentFlag.AlignVCenter).value)
        painter.drawText(area, flags, said)


def _cut(text: str, metrics: QFontMetricsF, width: float, lines: int) -> str:
    """A text that stands in so many lines of this width; cut at a word, with … at its end."""
    if lines == 1:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    room = metrics.lineSpacing() * lines + 1

    def fits(said: str) -> bool:
        return metrics.boundingRect(QRectF(0, 0, width, 100_000), int(WRAP.value), said).height() <= room

    if fits(text):
        return text
    words = text.split()
    while len(words) > 1 and not fits(" ".join(words) + "…"):
        words.pop()
    return " ".join(words) + "…"
