"""Who did what when: a band for each person, actions as bars, decisions, messages and facts as signs."""

from __future__ import annotations

from collections.abc import Sequence

from warroom import phrases
from warroom.reports.charts.chart_words import mark_word
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import AXIS, Scale, draw_axis, spanning
from warroom.reports.charts.sheet import LINE, SMALL, SOFT, WIDTH, Fill, Sheet
from warroom.reports.charts.timeline import SIGNS
from warroom.reports.charts.what_happened import Deed, DoerRow, MarkKind, WhoDidWhat
from warroom.words import _, ngettext, pgettext

MOST, MOST_LANES = 16, 5
HEAD, LANE, GAP = 118.0, 13.0, 6.0


def draw(data: WhoDidWhat) -> Sheet:
    """The picture; people beyond MOST, and what would need more than MOST_LANES lanes of one, are counted in words."""
    shown = data.rows[:MOST]
    left_out = len(data.rows) - len(shown)
    times = [at for row in data.rows for one in row.deeds for at in (one.from_at, one.until_at) if at is not None]
    scale = spanning(times or [0], left=HEAD, right=WIDTH - 10, zone=data.zone)
    laid = [_lanes(row.deeds, scale) for row in shown]
    heights = [LANE * max(len(lanes), 1) + GAP for lanes in laid]
    keys = _keys(shown)
    bottom = AXIS + 2 + sum(heights) + (LANE if left_out else 0) + 4
    sheet = Sheet(bottom + legend_height(keys, WIDTH))
    draw_axis(sheet, scale, top=0, bottom=AXIS + 2 + sum(heights))
    y = AXIS + 2
    for row, lanes, height in zip(shown, laid, heights, strict=True):
        _row(sheet, scale, row, lanes, y=y, height=height)
        y += height
    if left_out:
        more = ngettext("+ {count} more person", "+ {count} more people", left_out).format(count=left_out)
        sheet.say(2, y + LANE / 2, more, size=SMALL, ink=SOFT)
    draw_legend(sheet, keys, top=bottom)
    return sheet


def said(data: WhoDidWhat) -> str:
    """The same in words, person by person."""
    lines = [_("Who did what, and when.")]
    for row in data.rows[:MOST]:
        parts = [_deed_said(data, one) for one in sorted(row.deeds, key=_order)]
        lines.append(phrases.labelled(row.name, "; ".join(parts) + "."))
    left_out = len(data.rows) - MOST
    if left_out > 0:
        lines.append(ngettext("+ {count} more person", "+ {count} more people", left_out).format(count=left_out))
    return "\n".join(lines)


def _keys(rows: Sequence[DoerRow]) -> list[Key]:
    deeds = [one for row in rows for one in row.deeds]
    keys: list[Key] = []
    if any(one.until_at is not None for one in deeds):
        keys.append((Fill.PALE, pgettext("chart", "Action")))
    if any(one.goes_on for one in deeds):
        keys.append((Fill.DASHED, pgettext("chart", "Action not finished")))
    kinds = {one.kind for one in deeds if one.until_at is None}
    return [*keys, *((SIGNS[kind], mark_word(kind)) for kind in MarkKind if kind in kinds)]


def _order(one: Deed) -> tuple[int, int, str, str]:
    return one.from_at, one.until_at or one.from_at, one.number, one.text


def _lanes(deeds: Sequence[Deed], scale: Scale) -> list[list[tuple[Deed, float, float]]]:
    """Deeds side by side where they have room for their sign and number; each with its two edges."""
    lanes: list[list[tuple[Deed, float, float]]] = []
    for one in sorted(deeds, key=_order):
        start, end = _edges(one, scale)
        lane = next((lane for lane in lanes if lane[-1][2] + 3 <= start), None)
        if lane is None:
            lane = []
            lanes.append(lane)
        lane.append((one, start, end))
    return lanes


def _edges(one: Deed, scale: Scale) -> tuple[float, float]:
    wide = width_of(legible(one.number), SMALL)
    if one.until_at is None:
        start = scale.x(one.from_at) - 4
        return start, start + 10 + wide
    start = scale.x(one.from_at)
    bar = max(scale.x(one.until_at) - start, 3.0)
    return start, start + (bar if wide + 4 <= bar else bar + wide + 4)


def _row(
    sheet: Sheet, scale: Scale, row: DoerRow, lanes: Sequence[Sequence[tuple[Deed, float, float]]], *, y: float, height: float
) -> None:
    sheet.line([0, sheet.width], [y + height, y + height], ink=LINE, width=0.5, behind=True)
    sheet.say(2, y + GAP / 2 + LANE / 2, row.name, room=HEAD - 10)
    if len(lanes) > MOST_LANES:
        over = sum(len(lane) for lane in lanes[MOST_LANES:])
        sheet.say(2, y + GAP / 2 + LANE * 1.5, _("+ {count} more").format(count=over), size=SMALL, ink=SOFT, room=HEAD - 10)
    for at, lane in enumerate(lanes[:MOST_LANES]):
        for one, start, _end in lane:
            _deed(sheet, scale, one, start, y=y + GAP / 2 + LANE * at + LANE / 2)


def _deed(sheet: Sheet, scale: Scale, one: Deed, start: float, *, y: float) -> None:
    wide = width_of(legible(one.number), SMALL)
    if one.until_at is None:
        sheet.sign(start + 4, y, SIGNS[one.kind], size=4.5)
        place = start + 9 if start + 10 + wide < sheet.width else start - 2
        sheet.say(place, y, one.number, size=SMALL, align="left" if place > start else "right", ground=True)
        return
    bar = max(scale.x(one.until_at) - start, 3.0)
    sheet.box(start, y - LANE / 2 + 1.5, bar, LANE - 3, fill=Fill.DASHED if one.goes_on else Fill.PALE)
    if wide + 4 <= bar:
        sheet.say(start + 3, y, one.number, size=SMALL)
        said_at, room = start + 3 + wide + 4, bar - wide - 10
        if room > 24:
            sheet.say(said_at, y, one.text, size=SMALL, room=room, ink=SOFT)
        return
    if start + bar + 4 + wide < sheet.width:
        sheet.say(start + bar + 2, y, one.number, size=SMALL, ground=True)
    else:
        sheet.say(start - 2, y, one.number, size=SMALL, align="right", ground=True)


def _deed_said(data: WhoDidWhat, one: Deed) -> str:
    start = f"{phrases.date(one.from_at, data.zone)} {phrases.time_of_day(one.from_at, data.zone)}"
    name = f"{one.number} {one.text}".strip()
    if one.until_at is None:
        return f"{start} {mark_word(one.kind)} {name}"
    if one.goes_on:
        return _("{start}, not finished: {name}").format(start=start, name=name)
    lasted = phrases.duration(one.until_at - one.from_at)
    return _("{start}, {duration}: {name}").format(start=start, duration=lasted, name=name)
