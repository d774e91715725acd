"""Where everything of one log line stands, for a given width: measured once, painted often."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from ui.models.log_words import LogWords, Piece
from ui.theme import Look

TEXT_MOST = 3_000  # characters drawn of one entry; its details show all
BAND, LEFT, TEXT_LEFT, RIGHT = 4, 18, 92, 16
ABOVE, BETWEEN, BELOW, SEPARATOR = 8, 3, 8, 28
TEXT_PX, META_PX = 15, 13
ICON_PX, ICON_GAP = 13, 4  # a mark before a piece's words


@dataclass(frozen=True, slots=True)
class Placed:
    """One piece of the meta line and its place."""

    piece: Piece
    place: QRectF  # of its words; its mark stands before them
    text: str  # the piece, shortened when even a whole line is too short


@dataclass(frozen=True, slots=True)
class Laid:
    """One line, measured. All places count from the line's upper left corner, in pixels."""

    words: LogWords | None  # None while the entry is read
    separator: str
    top: float  # where the line begins, under its separator
    height: int
    text: QTextLayout | None = None
    original: QTextLayout | None = None
    original_at: float = 0.0
    pieces: tuple[Placed, ...] = ()

    def link_at(self, point: QPointF) -> str:
        """The number of the entry that a click here opens, "" for none."""
        return next((placed.piece.leads_to for placed in self.pieces if placed.place.contains(point)), "")


def text_font(look: Look, words: LogWords) -> QFont:
    font = look.font(TEXT_PX, QFont.Weight.DemiBold if words.is_key_event else QFont.Weight.Normal)
    font.setStrikeOut(words.is_struck)
    return font


def waiting(look: Look) -> Laid:
    """The place of a line that is not read yet: one line of text and one below, as most are."""
    text, meta = QFontMetricsF(look.font(TEXT_PX)), QFontMetricsF(look.font(META_PX))
    height = look.px(ABOVE) + text.height() + look.px(BETWEEN) + meta.height() + look.px(BELOW)
    return Laid(words=None, separator="", top=0.0, height=round(height) + 1)


def lay_out(look: Look, words: LogWords, *, separator: str, width: int) -> Laid:
    """Measure one line."""
    top = float(look.px(SEPARATOR) if separator else 0)
    room = max(60.0, width - look.px(TEXT_LEFT) - look.px(RIGHT))
    text, text_height = _wrap(words.text, text_font(look, words), room)
    at = top + look.px(ABOVE) + text_height
    original, original_at = None, at
    if words.original:
        struck = look.font(META_PX)
        struck.setStrikeOut(True)
        original, original_height = _wrap(words.original, struck, room)
        original_at = at + look.px(BETWEEN)
        at = original_at + original_height
    pieces, at = _flow(look, words.pieces, at + look.px(BETWEEN), room)
    return Laid(
        words=words,
        separator=separator,
        top=top,
        height=round(at + look.px(BELOW)) + 1,
        text=text,
        original=original,
        original_at=original_at,
        pieces=pieces,
    )


def _wrap(text: str, font: QFont, width: float) -> tuple[QTextLayout, float]:
    shown = text if len(text) <= TEXT_MOST else text[:TEXT_MOST] + " …"
    layout = QTextLayout(shown.replace("\r\n", "\n").replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, height


def _flow(look: Look, pieces: tuple[Piece, ...], at: float, room: float) -> tuple[tuple[Placed, ...], float]:
    """Pieces one after the other, on as many lines as they need; and where the last line ends."""
    plain, bold = QFontMetricsF(look.font(META_PX)), QFontMetricsF(look.font(META_PX, QFont.Weight.DemiBold))
    left, gap, line = float(look.px(TEXT_LEFT)), look.px(14), plain.height()
    x = 0.0
    placed: list[Placed] = []
    for piece in pieces:
        measure = bold if piece.bold else plain
        mark = look.px(ICON_PX + ICON_GAP) if piece.icon else 0
        width = measure.horizontalAdvance(piece.text) + mark
        if x and x + width > room:
            x, at = 0.0, at + line
        text = piece.text
        if width > room:
            text = measure.elidedText(text, Qt.TextElideMode.ElideRight, room - mark)
            width = room
        placed.append(Placed(piece, QRectF(left + x + mark, at, width - mark + 1, line), text))
        x += width + gap
    return tuple(placed), at + line
