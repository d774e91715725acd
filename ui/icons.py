"""Icons: our own line drawings (SVG), drawn in the colour of the text around them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ui.resources import resource
from ui.theme import Look

SIZE = 20
SHARPNESS = (1, 2)  # device pixels for one of ours


def icon(name: str, look: Look, *, color: str = "ink") -> QIcon:
    """The icon of this name in a token's colour, muted when disabled. Raises FileNotFoundError for an unknown name."""
    made = QIcon()
    size = look.px(SIZE)
    for ratio in SHARPNESS:
        made.addPixmap(_draw(name, look.color(color), size=size, ratio=ratio), QIcon.Mode.Normal)
        made.addPixmap(_draw(name, look.color("muted"), size=size, ratio=ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, look: Look, *, color: str = "ink", size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """One picture of this icon, `size` of the drawings' pixels wide."""
    return _draw(name, look.color(color), size=look.px(size), ratio=ratio)


def _draw(name: str, color: QColor, *, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color.name())
    side = round(size * ratio)
    drawn = QPixmap(QSize(side, side))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
