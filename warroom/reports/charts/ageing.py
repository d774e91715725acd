"""Corrective actions as they age: from creation to now or to their end, what is past its date hatched."""

from __future__ import annotations

from collections.abc import Sequence

from warroom import phrases
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.scale import Scale, axis_tall, draw_axis, spanning
from warroom.reports.charts.sheet import LINE, PLAIN, SMALL, SOFT, WIDTH, Fill, Mark, Sheet
from warroom.reports.charts.what_learnt import ActionAgeing, AgeingAction, AgeState
from warroom.words import _, ngettext, pgettext

MOST = 24
HEAD, ROW, TITLE = 190.0, 19.0, 16.0


def draw(data: ActionAgeing) -> Sheet:
    """The picture, the most overdue first; actions beyond MOST are counted in words."""
    rows = in_order(data)
    shown, more = rows[:MOST], len(rows) - MOST
    times = [at for one in rows for at in (one.created_at, one.due_at, one.ended_at, *one.postponed) if at is not None]
    scale = spanning([*times, data.now_ms], left=HEAD, right=WIDTH - 8, zone=data.zone)
    top = TITLE + axis_tall(scale) + 2
    bottom = top + ROW * len(shown)
    end = bottom + (ROW if more > 0 else 0) + 4
    keys = _keys(shown, data.now_ms)
    sheet = Sheet(end + legend_height(keys, WIDTH))
    sheet.say(2, TITLE / 2, summary(data), bold=True, size=PLAIN)
    draw_axis(sheet, scale, top=TITLE, bottom=bottom)
    for at, one in enumerate(shown):
        _row(sheet, scale, one, data.now_ms, y=top + ROW * at)
    now = scale.x(data.now_ms)
    sheet.line([now, now], [top - 6, bottom], width=1.2)
    if more > 0:
        text = ngettext("+ {count} more action", "+ {count} more actions", more).format(count=more)
        sheet.say(2, bottom + ROW / 2, text, size=SMALL, ink=SOFT)
    draw_legend(sheet, keys, top=end)
    return sheet


def said(data: ActionAgeing) -> str:
    """The same in words, action by action."""
    lines = [f"{summary(data)}."]
    rows = in_order(data)
    for one in rows[:MOST]:
        age = phrases.duration((one.ended_at or data.now_ms) - one.created_at)
        late = late_ms(one, data.now_ms)
        parts = [f"{one.number} {one.text}".strip(), one.pilot or _("no pilot"), _state_word(one.state)]
        parts.append(_("age {duration}").format(duration=age))
        if late:
            parts.append(_("late by {duration}").format(duration=phrases.duration(late)))
        lines.append(", ".join(parts))
    if len(rows) > MOST:
        more = len(rows) - MOST
        lines.append(ngettext("+ {count} more action", "+ {count} more actions", more).format(count=more))
    return "\n".join(lines)


def summary(data: ActionAgeing) -> str:
    """`12 open, 4 of them late · 3 to verify · 9 closed`."""
    open_ones = [one for one in data.actions if one.state is AgeState.OPEN]
    late = sum(late_ms(one, data.now_ms) > 0 for one in open_ones)
    counts = {state: sum(one.state is state for one in data.actions) for state in AgeState}
    many = len(open_ones)
    parts = [ngettext("{count} open", "{count} open", many).format(count=many)]
    if late:
        parts.append(ngettext("{count} late", "{count} late", late).format(count=late))
    if counts[AgeState.TO_VERIFY]:
        waiting = counts[AgeState.TO_VERIFY]
        parts.append(ngettext("{count} to verify", "{count} to verify", waiting).format(count=waiting))
    if counts[AgeState.CLOSED]:
        parts.append(_("{count} closed").format(count=counts[AgeState.CLOSED]))
    if counts[AgeState.DROPPED]:
        parts.append(_("{count} dropped").format(count=counts[AgeState.DROPPED]))
    return " · ".join(parts)


def late_ms(one: AgeingAction, now_ms: int) -> int:
    """By how much it is past its date, or was when it ended; 0 for what was dropped."""
    if one.due_at is None or one.state is AgeState.DROPPED:
        return 0
    return max(0, (now_ms if one.ended_at is None else one.ended_at) - one.due_at)


def in_order(data: ActionAgeing) -> list[AgeingAction]:
    """Open before to verify before closed, and in each the most overdue and then the oldest first."""
    places = list(AgeState)
    return sorted(
        data.actions,
        key=lambda one: (places.index(one.state), -late_ms(one, data.now_ms), one.created_at, one.number),
    )


def _state_word(state: AgeState) -> str:
    return {
        AgeState.OPEN: pgettext("ageing", "open"),
        AgeState.TO_VERIFY: pgettext("ageing", "to verify"),
        AgeState.CLOSED: pgettext("ageing", "closed"),
        AgeState.DROPPED: pgettext("ageing", "dropped"),
    }[state]


def _row(sheet: Sheet, scale: Scale, one: AgeingAction, now_ms: int, *, y: float) -> None:
    sheet.line([0, sheet.width], [y + ROW - 1, y + ROW - 1], ink=LINE, width=0.5, behind=True)
    wide = sheet.say(2, y + ROW / 2 - 1, one.number, size=SMALL, bold=True, room=58)
    sheet.say(6 + wide, y + ROW / 2 - 1, one.text, size=SMALL, room=HEAD - wide - 12)
    x, end = scale.x(one.created_at), scale.x(now_ms if one.ended_at is None else one.ended_at)
    sheet.box(x, y + 4, end - x, ROW - 10, fill=_fill(one.state))
    if one.due_at is not None:
        if late_ms(one, now_ms):
            due = max(scale.x(one.due_at), x)
            sheet.box(due, y + 4, end - due, ROW - 10, fill=Fill.CROSSED)
        sheet.sign(scale.x(one.due_at), y + ROW / 2 - 1, Mark.DOWN, size=5)
    for at in one.postponed:
        sheet.sign(scale.x(at), y + ROW / 2 - 1, Mark.RING, size=4)


def _fill(state: AgeState) -> Fill:
    fills = {AgeState.TO_VERIFY: Fill.SLANTED, AgeState.CLOSED: Fill.GREY, AgeState.DROPPED: Fill.DASHED}
    return fills.get(state, Fill.PALE)


def _keys(rows: Sequence[AgeingAction], now_ms: int) -> list[Key]:
    states = {one.state for one in rows}
    keys: list[Key] = [(_fill(state), _state_word(state)) for state in AgeState if state in states]
    if any(late_ms(one, now_ms) for one in rows):
        keys.append((Fill.CROSSED, pgettext("ageing", "past its date")))
    if any(one.due_at is not None for one in rows):
        keys.append((Mark.DOWN, pgettext("ageing", "due")))
    if any(one.postponed for one in rows):
        keys.append((Mark.RING, pgettext("ageing", "a date put off")))
    return [*keys, (Mark.BAR, pgettext("ageing", "today"))]
