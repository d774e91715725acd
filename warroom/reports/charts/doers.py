"""Who did what when: a band for each person, actions as bars, decisions, messages and facts as signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warroom import phrases
from warroom.reports.charts.chart_words import mark_word
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import Scale, axis_tall, draw_axis, spanning
from warroom.reports.charts.sheet import LINE, SMALL, SOFT, WIDTH, Fill, Sheet
from warroom.reports.charts.timeline import SIGNS
from warroom.reports.charts.what_happened import Deed, DoerRow, MarkKind, WhoDidWhat
from warroom.words import _, ngettext, pgettext

MOST, MOST_LANES = 16, 5
HEAD, LANE, GAP = 118.0, 13.0, 6.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A deed between its two edges, its number among them."""

    deed: Deed
    start: float
    end: float
    label: float
    align: str
    is_within: bool = False


def draw(data: WhoDidWhat) -> Sheet:
    """The picture; people beyond MOST, and what would need more than MOST_LANES lanes of one, are counted in words."""
    shown = data.rows[:MOST]
    left_out = len(data.rows) - len(shown)
    times = [at for row in data.rows for one in row.deeds for at in (one.from_at, one.until_at) if at is not None]
    scale = spanning(times or [0], left=HEAD, right=WIDTH - 10, zone=data.zone)
    laid = [_lanes(row.deeds, scale) for row in shown]
    keys = _keys(shown)
    end = axis_tall(scale) + 2 + sum(map(_tall, laid))
    bottom = end + (LANE if left_out else 0) + 4
    sheet = Sheet(bottom + legend_height(keys, WIDTH))
    draw_axis(sheet, scale, top=0, bottom=end)
    y = axis_tall(scale) + 2
    for row, lanes in zip(shown, laid, strict=True):
        y = _row(sheet, scale, row, lanes, y=y)
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


def _lanes(deeds: Sequence[Deed], scale: Scale) -> list[list[_Placed]]:
    """Deeds side by side where they have room for their sign and number."""
    lanes: list[list[_Placed]] = []
    for one in sorted((_placed(one, scale) for one in deeds), key=lambda one: (one.start, one.end, one.deed.number)):
        lane = next((lane for lane in lanes if lane[-1].end + 3 <= one.start), None)
        if lane is None:
            lanes.append([one])
        else:
            lane.append(one)
    return lanes


def _placed(one: Deed, scale: Scale) -> _Placed:
    """The number stands within its bar, after it, or before it at the right edge of the sheet."""
    wide = width_of(legible(one.number), SMALL)
    x = scale.x(one.from_at)
    if one.until_at is None:
        first, last = x - 4, x + 4
    else:
        first, last = x, max(scale.x(one.until_at), x + 3)
        if wide + 6 <= last - first:
            return _Placed(one, first, last, x + 3, "left", is_within=True)
    if last + 3 + wide < WIDTH - 1:
        return _Placed(one, first, last + 3 + wide, last + 2, "left")
    return _Placed(one, first - 3 - wide, last, first - 2, "right")


def _row(sheet: Sheet, scale: Scale, row: DoerRow, lanes: Sequence[Sequence[_Placed]], *, y: float) -> float:
    """Draw a person's band; where the next one begins."""
    height = _tall(lanes)
    sheet.line([0, sheet.width], [y + height, y + height], ink=LINE, width=0.5, behind=True)
    sheet.say(2, y + GAP / 2 + LANE / 2, row.name, room=HEAD - 10)
    over = sum(len(lane) for lane in lanes[MOST_LANES:])
    if over:
        more = _("+ {count} more").format(count=over)
        sheet.say(2, y + GAP / 2 + LANE * 1.5, more, size=SMALL, ink=SOFT, room=HEAD - 10)
    for at, lane in enumerate(lanes[:MOST_LANES]):
        for one in lane:
            _deed(sheet, scale, one, y=y + GAP / 2 + LANE * at + LANE / 2)
    return y + height


def _tall(lanes: Sequence[Sequence[_Placed]]) -> float:
    return LANE * max(min(len(lanes), MOST_LANES), 1) + GAP


def _deed(sheet: Sheet, scale: Scale, one: _Placed, *, y: float) -> None:
    deed, x = one.deed, scale.x(one.deed.from_at)
    if deed.until_at is None:
        sheet.sign(x, y, SIGNS[deed.kind], size=4.5)
    else:
        bar = max(scale.x(deed.until_at) - x, 3.0)
        sheet.box(x, y - LANE / 2 + 1.5, bar, LANE - 3, fill=Fill.DASHED if deed.goes_on else Fill.PALE)
    wide = sheet.say(one.label, y, deed.number, size=SMALL, align=one.align, ground=not one.is_within)
    if one.is_within and one.end - one.label - wide > 34:
        sheet.say(one.label + wide + 5, y, deed.text, size=SMALL, room=one.end - one.label - wide - 10, ink=SOFT)


def _deed_said(data: WhoDidWhat, one: Deed) -> str:
    start = f"{phrases.date(one.from_at, data.zone)} {phrases.time_of_day(one.from_at, data.zone)}"
    name = f"{one.number} {one.text}".strip()
    if one.until_at is None:
        return f"{start} {mark_word(one.kind)} {name}"
    if one.goes_on:
        return _("{start}, not finished: {name}").format(start=start, name=name)
    lasted = phrases.duration(one.until_at - one.from_at)
    return _("{start}, {duration}: {name}").format(start=start, duration=lasted, name=name)
