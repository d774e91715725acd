"""Icons: our own line drawings (SVG), drawn in the colour of the text around them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from ui.resources import resource
from ui.theme import Look

SIZE = 20


def icon(name: str, look: Look, *, color: str = "ink") -> QIcon:
    """The icon of this name in a token's colour, muted when disabled. Raises FileNotFoundError for an unknown name."""
    made = QIcon()
    for token, mode in ((color, QIcon.Mode.Normal), ("muted", QIcon.Mode.Disabled)):
        made.addPixmap(pixmap(name, look, color=token), mode)
    return made


def pixmap(name: str, look: Look, *, color: str = "ink", size: int = SIZE) -> QPixmap:
    """One picture of this icon, `size` of the drawings' pixels wide, as sharp as the sharpest screen."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _draw(name, look.color(color).name(), size=look.px(size), ratio=ratio)


@cache
def _draw(name: str, color: str, *, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    side = round(size * ratio)
    drawn = QPixmap(QSize(side, side))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
