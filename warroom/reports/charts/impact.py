"""Cumulative impact: user-hours lost, added up over time, service upon service."""

from __future__ import annotations

from collections.abc import Sequence

from warroom import phrases
from warroom.reports.charts.figures import draw_values, number_said, room_for, steps
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import HOUR, Scale, axis_tall, draw_axis, spanning
from warroom.reports.charts.sheet import SMALL, WIDTH, Fill, Sheet
from warroom.reports.charts.what_learnt import CumulativeImpact, Scaled, Suffered
from warroom.words import _

MOST = 6  # services drawn apart; the others are one area
TALL, MOMENT = 170.0, 11.0
FILLS = (Fill.GREY, Fill.SLANTED, Fill.PALE, Fill.CROSSED, Fill.UPRIGHT, Fill.LEVEL, Fill.NONE)


def draw(data: CumulativeImpact) -> Sheet:
    """The picture; services beyond MOST are drawn together and counted in words."""
    groups = _groups(data.suffered)
    corners = sorted({at for one in data.suffered for at in (one.from_at, one.until_at)})
    corners = corners or [at for at, _word in data.moments] or [0]
    sums = [[_lost(of, at) for at in corners] for _name, of in groups]
    most = max((sum(column) for column in zip(*sums, strict=True)), default=0.0) if sums else 0.0
    values = steps(most)
    left = room_for(values, Scaled.COUNT)
    scale = spanning([*corners, *(at for at, _word in data.moments)], left=left, right=WIDTH - 8, zone=data.zone)
    head = 14.0 + MOMENT * min(len(data.moments), 6)
    top = axis_tall(scale) + head
    bottom = top + TALL
    keys: list[Key] = [(FILLS[at], _key(name, of)) for at, (name, of) in enumerate(groups)]
    sheet = Sheet(bottom + 8 + legend_height(keys, WIDTH))
    draw_axis(sheet, scale, top=0, bottom=bottom)
    draw_values(sheet, values, Scaled.COUNT, left=left, right=WIDTH - 8, top=top, bottom=bottom)
    _areas(sheet, scale, corners, sums, most=values[-1], top=top, bottom=bottom)
    total = _("{hours} user-hours lost in all").format(hours=_ranged(data.suffered))
    sheet.say(left + 4, axis_tall(scale) + 8, total, bold=True, ground=True)
    for at, (moment, word) in enumerate(data.moments[:6]):
        _moment(sheet, scale, moment, word, y=axis_tall(scale) + 16 + MOMENT * (at + 0.5), bottom=bottom)
    draw_legend(sheet, keys, top=bottom + 6)
    return sheet


def said(data: CumulativeImpact) -> str:
    """The same in words: the total, then service by service."""
    lines = [_("{hours} user-hours lost in all").format(hours=_ranged(data.suffered)) + "."]
    for name, of in _groups(data.suffered):
        lines.append(_key(name, of))
        lines += [
            _("{users} users, {start} to {end}").format(
                users=number_said(one.users), start=_at(data, one.from_at), end=_at(data, one.until_at)
            )
            for one in of
        ]
    lines += [f"{_at(data, at)} {word}" for at, word in data.moments]
    return "\n".join(lines)


def _groups(suffered: Sequence[Suffered]) -> list[tuple[str, tuple[Suffered, ...]]]:
    """By service, the hardest hit first; the last group holds what is beyond MOST."""
    names: dict[str, list[Suffered]] = {}
    for one in suffered:
        names.setdefault(one.name, []).append(one)
    in_order = sorted(names.items(), key=lambda each: (-_lost(each[1], None), each[0]))
    found = [(name, tuple(of)) for name, of in in_order[:MOST]]
    rest = in_order[MOST:]
    if rest:
        found.append((_("{count} others").format(count=len(rest)), tuple(one for _name, of in rest for one in of)))
    return found


def _lost(of: Sequence[Suffered], at: int | None, *, of_users: str = "users") -> float:
    """User-hours until a time; None for all."""
    total = 0.0
    for one in of:
        users = getattr(one, of_users)
        users = one.users if users is None else users
        until = one.until_at if at is None else min(at, one.until_at)
        total += users * max(until - one.from_at, 0) / HOUR
    return total


def _ranged(of: Sequence[Suffered]) -> str:
    low, high = _lost(of, None, of_users="low"), _lost(of, None, of_users="high")
    total = number_said(_lost(of, None))
    return total if low == high else f"{total} ({number_said(low)} – {number_said(high)})"


def _key(name: str, of: Sequence[Suffered]) -> str:
    lost = _("{hours} user-hours").format(hours=number_said(_lost(of, None)))
    return " · ".join((name or _("not named"), lost))


def _areas(
    sheet: Sheet,
    scale: Scale,
    corners: Sequence[int],
    sums: Sequence[Sequence[float]],
    *,
    most: float,
    top: float,
    bottom: float,
) -> None:
    under = [0.0] * len(corners)
    xs = [scale.x(at) for at in corners]
    for at, row in enumerate(sums):
        over = [below + value for below, value in zip(under, row, strict=True)]
        ys = [bottom - (bottom - top) * value / (most or 1) for value in over]
        floor = [bottom - (bottom - top) * value / (most or 1) for value in under]
        sheet.area([*xs, *reversed(xs)], [*ys, *reversed(floor)], fill=FILLS[at])
        sheet.line(xs, ys, width=1.1)
        under = over


def _moment(sheet: Sheet, scale: Scale, at: int, word: str, *, y: float, bottom: float) -> None:
    x = scale.x(at)
    sheet.line([x, x], [y, bottom], width=0.9, dash="--")
    said, room = legible(f"{phrases.time_of_day(at, scale.zone)} {word}"), sheet.width - x - 4
    if room >= min(width_of(said, SMALL), x - scale.left):
        sheet.say(x + 3, y, said, size=SMALL, room=room, ground=True)
    else:
        sheet.say(x - 3, y, said, size=SMALL, align="right", room=x - 3 - scale.left, ground=True)


def _at(data: CumulativeImpact, at: int) -> str:
    return f"{phrases.date(at, data.zone)} {phrases.time_of_day(at, data.zone)}"
