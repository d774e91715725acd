"""One metric across incidents: each a point, drills apart, the median with its interval and the ninth decile."""

from __future__ import annotations

from collections.abc import Sequence

from warroom import phrases
from warroom.reports.charts.figures import draw_values, room_for, steps, value_said
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import Scale, axis_tall, draw_axis, spanning
from warroom.reports.charts.sheet import PLAIN, SMALL, SOFT, WIDTH, Fill, Mark, Sheet
from warroom.reports.charts.what_learnt import MetricTrend, TrendPoint
from warroom.words import _, ngettext, pgettext

TALL, TITLE = 150.0, 16.0
FEW = 5  # incidents below which no trend is to be read


def draw(data: MetricTrend) -> Sheet:
    """The picture. Numbers stand beside points where they have room; every point is in the words."""
    lines = [value for value in (data.median, data.p90, data.high, data.target) if value is not None]
    values = steps(max([one.value for one in data.points] + lines, default=0.0), data.scaled)
    left = room_for(values, data.scaled)
    scale = spanning([one.at for one in data.points] or [0], left=left, right=WIDTH - 8, zone=data.zone)
    top = TITLE + axis_tall(scale) + 12
    bottom = top + TALL
    keys = _keys(data)
    sheet = Sheet(bottom + 8 + legend_height(keys, WIDTH))
    sheet.say(2, TITLE / 2, f"{data.title} · {counted(data)}", bold=True, size=PLAIN)
    draw_axis(sheet, scale, top=TITLE, bottom=bottom)
    draw_values(sheet, values, data.scaled, left=left, right=WIDTH - 8, top=top, bottom=bottom)
    most = values[-1] or 1.0

    def y(value: float) -> float:
        return bottom - TALL * min(value, most) / most

    if data.low is not None and data.high is not None:
        between = max(y(data.low) - y(data.high), 1.0)
        sheet.box(
            left,
            y(data.high),
            WIDTH - 8 - left,
            between,
            fill=Fill.PALE,
            edge=0,
            behind=True,
        )
    crossed = []
    for value, dash, width in ((data.median, "-", 1.4), (data.p90, "--", 1.0), (data.target, ":", 1.4)):
        if value is not None:
            sheet.line([left, WIDTH - 8], [y(value), y(value)], width=width, dash=dash)
            crossed.append(y(value))
    taken = [(scale.x(one.at) - 4, scale.x(one.at) + 4, y(one.value)) for one in data.points]
    for one in data.points:
        _point(sheet, scale, one, y(one.value), taken, crossed)
    draw_legend(sheet, keys, top=bottom + 6)
    return sheet


def said(data: MetricTrend) -> str:
    """The same in words, every point of it."""
    lines = [f"{data.title}. {counted(data)}."]
    lines += [f"{text}." for text in _lines_said(data)]
    played = pgettext("chart", "drill")
    for one in data.points:
        drill = f" ({played})" if one.drill else ""
        lines.append(f"{phrases.date(one.at, data.zone)} {one.number} {value_said(one.value, data.scaled)}{drill}")
    return "\n".join(lines)


def counted(data: MetricTrend) -> str:
    """Of how many incidents, and that they are too few where they are."""
    real = sum(not one.drill for one in data.points)
    text = ngettext("{count} incident", "{count} incidents", real).format(count=real)
    if data.unknown:
        text += ", " + _("{count} without this figure").format(count=data.unknown)
    few = _("too few to read a trend")
    return f"{text}, {few}" if real < FEW else text


def _lines_said(data: MetricTrend) -> list[str]:
    found = []
    if data.median is not None:
        found.append(phrases.labelled(_("Median"), value_said(data.median, data.scaled)))
    if data.low is not None and data.high is not None:
        interval = f"{value_said(data.low, data.scaled)} – {value_said(data.high, data.scaled)}"
        found.append(phrases.labelled(_("Median, 95 % interval"), interval))
    if data.p90 is not None:
        found.append(phrases.labelled(_("9 in 10 within"), value_said(data.p90, data.scaled)))
    if data.target is not None:
        found.append(phrases.labelled(pgettext("chart", "Aimed at"), value_said(data.target, data.scaled)))
    return found


def _keys(data: MetricTrend) -> list[Key]:
    keys: list[Key] = [(Mark.DISC, pgettext("chart", "incident"))]
    if any(one.drill for one in data.points):
        keys.append((Mark.RING, pgettext("chart", "drill, not counted")))
    samples = []
    if data.median is not None:
        samples.append("—")
    if data.low is not None and data.high is not None:
        samples.append(Fill.PALE)
    if data.p90 is not None:
        samples.append("- -")
    if data.target is not None:
        samples.append("···")
    return [*keys, *zip(samples, _lines_said(data), strict=True)]


def _point(
    sheet: Sheet,
    scale: Scale,
    one: TrendPoint,
    y: float,
    taken: list[tuple[float, float, float]],
    crossed: Sequence[float],
) -> None:
    """A point, with its number where neither a point, a line nor another number is in the way."""
    x = scale.x(one.at)
    sheet.sign(x, y, Mark.RING if one.drill else Mark.DISC, size=4.5)
    wide = width_of(legible(one.number), SMALL)
    start = x + 5 if x + 6 + wide < sheet.width else x - 5 - wide
    free = all(abs(y - other) > 9 or start > right or start + wide < left for left, right, other in taken)
    free = free and all(abs(y - line) > 5 for line in crossed)
    if one.number and free:
        sheet.say(start, y, one.number, size=SMALL, ink=SOFT, room=wide + 1)
        taken.append((start, start + wide, y))
