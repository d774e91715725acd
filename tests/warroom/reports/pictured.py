"""What the tests of pictures measure: every text of a drawing against its sheet, and against every other text."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from warroom.reports.charts.sheet import POINT, Sheet

AIR = 0.5  # points by which two boxes may touch: letters do not fill theirs


def texts_of(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.axes.findobj(Text) if text.get_text()]


def faults(sheet: Sheet) -> list[str]:
    """What runs off the sheet or over another text, measured as dots and as vectors."""
    figure = sheet.figure
    found = []
    for renderer in (FigureCanvasAgg(figure).get_renderer(), _vectors(sheet)):
        boxes = [(text.get_text(), _letters(text, renderer)) for text in sheet.axes.findobj(Text) if text.get_text()]
        for said, box in boxes:
            if box.x0 < 0 or box.y0 < 0 or box.x1 > sheet.width or box.y1 > sheet.height:
                found.append(f"off the sheet: {said} {box}")
        for (first, one), (second, other) in combinations(boxes, 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.y1, other.y1) - max(one.y0, other.y0)
            if across > AIR and down > AIR:
                found.append(f"over one another: {first} / {second}")
    return found


def _letters(text: Text, renderer: Any) -> Bbox:
    """The letters themselves, without the ground behind them."""
    return Text.get_window_extent(text, renderer)


def _vectors(sheet: Sheet) -> RendererSVG:
    import io

    return RendererSVG(sheet.width, sheet.height, io.StringIO(), image_dpi=POINT)
