"""The key of a picture: what its fills and signs mean, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.sheet import SMALL, SOFT, Fill, Mark, Sheet

ROW, SAMPLE, GAP = 13.0, 16.0, 12.0
Key = tuple[Fill | Mark | str, str]  # a fill, a sign, or letters that stand for themselves


def legend_height(keys: Sequence[Key], width: float) -> float:
    return ROW * len(_rows(keys, width)) + 3 if keys else 0.0


def draw_legend(sheet: Sheet, keys: Sequence[Key], *, top: float, left: float = 2.0) -> None:
    for row, line in enumerate(_rows(keys, sheet.width)):
        x, y = left, top + ROW * row + ROW / 2 + 2
        for sample, said in line:
            if isinstance(sample, Fill):
                sheet.box(x, y - 4, SAMPLE - 2, 8, fill=sample)
            elif isinstance(sample, Mark):
                sheet.sign(x + SAMPLE / 2, y, sample, size=4.5)
            else:
                sheet.say(x + SAMPLE / 2 - 1, y, sample, size=SMALL, bold=True, align="center")
            x += SAMPLE + 3
            x += sheet.say(x, y, said, size=SMALL, ink=SOFT) + GAP


def _rows(keys: Sequence[Key], width: float) -> list[list[Key]]:
    rows: list[list[Key]] = []
    used = width
    for key in keys:
        wide = SAMPLE + 3 + width_of(legible(key[1]), SMALL) + GAP
        if used + wide > width - 4 + GAP and (not rows or rows[-1]):
            rows.append([])
            used = 2.0
        rows[-1].append(key)
        used += wide
    return rows
