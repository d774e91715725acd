"""Figures along an axis: round steps, and how each kind of figure is written."""

from __future__ import annotations

import math

from warroom import phrases, words
from warroom.reports.charts.letters import width_of
from warroom.reports.charts.sheet import LINE, SMALL, SOFT, Sheet
from warroom.reports.charts.what_learnt import Scaled
from warroom.words import _

ROUND = (1, 2, 5, 10)
LENGTHS = tuple(
    minutes * 60_000
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440, 28 * 1440, 91 * 1440)
)


def number_said(value: float) -> str:
    """`12 400` in French, `12,400` in English; three figures are enough below ten."""
    if not math.isfinite(value):
        return "∞"
    text = f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:,.2g}"
    if words.language() == "fr":
        return text.replace(",", "\u00a0").replace(".", ",")
    return text


def value_said(value: float, scaled: Scaled) -> str:
    if scaled is Scaled.DURATION:
        return phrases.duration(int(value))
    return _("{n} %").format(n=number_said(value)) if scaled is Scaled.PERCENT else number_said(value)


def steps(most: float, scaled: Scaled = Scaled.COUNT, *, count: int = 5) -> list[float]:
    """Round values from nothing to at least the greatest, about so many of them."""
    if most <= 0 or not math.isfinite(most):
        return [0.0, 1.0]
    rough = most / count
    if scaled is Scaled.DURATION:
        step = float(next((one for one in LENGTHS if one >= rough), LENGTHS[-1] * math.ceil(rough / LENGTHS[-1])))
    else:
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * one for one in ROUND if power * one >= rough * 0.999)
        step = max(step, 1.0) if scaled is Scaled.COUNT and most >= 2 else step
    return [step * at for at in range(math.ceil(most / step - 1e-9) + 1)]


def draw_values(
    sheet: Sheet, values: list[float], scaled: Scaled, *, left: float, right: float, top: float, bottom: float
) -> None:
    """The values along the left, each with a thin line to the right."""
    for value in values:
        y = bottom - (bottom - top) * value / (values[-1] or 1)
        sheet.line([left, right], [y, y], ink=LINE, width=0.5, behind=True)
        sheet.say(left - 4, y, value_said(value, scaled), size=SMALL, align="right", ink=SOFT, room=left - 5)


def room_for(values: list[float], scaled: Scaled) -> float:
    """How much room the values need at the left."""
    return max(width_of(value_said(value, scaled), SMALL) for value in values) + 8
