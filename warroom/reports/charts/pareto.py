"""Which causes come up most: bars from the longest, how much they make together, and where four fifths are reached."""

from __future__ import annotations

from warroom import phrases
from warroom.reports.charts.figures import number_said
from warroom.reports.charts.letters import legible, wrapped
from warroom.reports.charts.sheet import PLAIN, SMALL, SOFT, WIDTH, Fill, Mark, Sheet
from warroom.reports.charts.what_learnt import ParetoOfCauses
from warroom.words import _

MOST, SHARE = 15, 0.8
HEAD, ROW, TITLE, TAIL = 170.0, 21.0, 26.0, 74.0


def draw(data: ParetoOfCauses) -> Sheet:
    """The picture; what comes after the first MOST is counted in words."""
    rows = ranked(data)
    shown, total = rows[:MOST], sum(count for _name, count in rows)
    more = len(rows) - len(shown)
    sheet = Sheet(TITLE + ROW * len(shown) + (ROW if more > 0 or not rows else 0) + 4)
    sheet.say(2, 8, data.title, bold=True, size=PLAIN, room=WIDTH - TAIL - 80)
    sheet.say(WIDTH - 2, 8, _("together"), size=SMALL, align="right", ink=SOFT, room=TAIL)
    most = rows[0][1] if rows else 1
    so_far, before = 0, 0.0
    bars = WIDTH - TAIL - HEAD - 30
    points: list[tuple[float, float]] = []
    right = WIDTH - TAIL
    for at, (name, count) in enumerate(shown):
        y = TITLE + ROW * at
        lines = wrapped(legible(name) or "–", HEAD - 8, SMALL, lines=2)
        for line_at, line in enumerate(lines):
            sheet.say(2, y + ROW / 2 + (line_at - (len(lines) - 1) / 2) * 8.6, line, size=SMALL, room=HEAD - 6)
        sheet.box(HEAD, y + 3, bars * count / most, ROW - 8, fill=Fill.GREY if before < SHARE else Fill.PALE)
        sheet.say(HEAD + bars * count / most + 4, y + ROW / 2 - 1, number_said(count), size=SMALL, bold=True)
        so_far += count
        before = so_far / total
        points.append((right + (TAIL - 36) * before, y + ROW / 2 - 1))
        sheet.say(
            WIDTH - 2, y + ROW / 2 - 1, _("{n} %").format(n=round(before * 100)), size=SMALL, align="right", room=32
        )
    if points:
        sheet.line([x for x, _y in points], [y for _x, y in points], width=1.0)
        for x, y in points:
            sheet.sign(x, y, Mark.DISC, size=3.5)
        end = TITLE + ROW * len(shown)
        share = right + (TAIL - 36) * SHARE
        sheet.line([share, share], [TITLE - 6, end], width=0.8, dash="--")
        sheet.say(
            share, TITLE - 10, _("{n} %").format(n=round(SHARE * 100)), size=SMALL, align="center", ink=SOFT, room=30
        )
    if more > 0 or not rows:
        text = _more(more) if more > 0 else _("Nothing came up yet.")
        sheet.say(2, TITLE + ROW * len(shown) + ROW / 2, text, size=SMALL, ink=SOFT)
    return sheet


def said(data: ParetoOfCauses) -> str:
    """The same in words."""
    rows = ranked(data)
    lines = [f"{data.title}."]
    total, so_far = sum(count for _name, count in rows), 0
    for name, count in rows[:MOST]:
        so_far += count
        share = _("{n} %").format(n=round(so_far / total * 100))
        lines.append(phrases.labelled(name, _("{count}, together {share}").format(count=count, share=share)))
    if len(rows) > MOST:
        lines.append(_more(len(rows) - MOST))
    return "\n".join(lines)


def ranked(data: ParetoOfCauses) -> list[tuple[str, int]]:
    """Names once each, the most frequent first; what never came up is left out."""
    counts: dict[str, int] = {}
    for name, count in data.counts:
        counts[name] = counts.get(name, 0) + count
    return sorted(((name, count) for name, count in counts.items() if count > 0), key=lambda each: (-each[1], each[0]))


def _more(count: int) -> str:
    return _("+ {count} more").format(count=count)
