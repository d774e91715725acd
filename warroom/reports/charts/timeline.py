"""The annotated timeline: phases along the top, how much was written, and every key event on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

from warroom import phrases
from warroom.reports.charts.chart_words import mark_word
from warroom.reports.charts.legend import draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import Scale, axis_tall, draw_axis, is_long, spanning
from warroom.reports.charts.sheet import LINE, PLAIN, SMALL, SOFT, WIDTH, Fill, Mark, Sheet
from warroom.reports.charts.what_happened import IncidentTimeline, MarkKind, Phase, TimelineMark
from warroom.words import _, ngettext

MOST = 28  # events drawn; the log and the table beside the picture have the rest
ROW, BAND, RUG = 15.0, 16.0, 20.0
EDGE = 8.0
BINS = 80
YEARLY = 90 * phrases.DAY  # from here on the year is said
SIGNS = {
    MarkKind.MILESTONE: Mark.DIAMOND,
    MarkKind.FACT: Mark.DISC,
    MarkKind.DECISION: Mark.SQUARE,
    MarkKind.ACTION: Mark.UP,
    MarkKind.MESSAGE: Mark.DOWN,
    MarkKind.DOUBT: Mark.CROSS,
}
PHASE_FILLS = (Fill.SLANTED, Fill.SOLID, Fill.GREY, Fill.PALE)
WEIGHT = (MarkKind.MILESTONE, MarkKind.DOUBT, MarkKind.DECISION, MarkKind.MESSAGE, MarkKind.FACT, MarkKind.ACTION)


def draw(data: IncidentTimeline) -> Sheet:
    """The picture. Events beyond MOST are counted in words; milestones and contradictions are kept first."""
    shown = chosen(data.marks)
    left_out = len(data.marks) - len(shown)
    keys = [(SIGNS[kind], mark_word(kind)) for kind in MarkKind if any(one.kind is kind for one in shown)]
    top = BAND * _phase_rows(data.phases) + (4 if data.phases else 0)
    rug = RUG if data.entries else 0.0
    times = [one.at for one in data.marks] + [at for one in data.phases for at in (one.from_at, one.until_at)]
    if data.window:
        times = [*data.window]
    scale = spanning(times or [0], left=EDGE, right=WIDTH - EDGE, zone=data.zone)
    body = top + axis_tall(scale) + rug + 4
    bottom = body + ROW * (len(shown) + (1 if left_out else 0)) + 2
    sheet = Sheet(bottom + legend_height(keys, WIDTH))
    _phases(sheet, scale, data.phases)
    draw_axis(sheet, scale, top=top, bottom=bottom)
    if data.entries:
        _rug(sheet, scale, data.entries, top=top + axis_tall(scale))
    for at, one in enumerate(shown):
        _event(sheet, scale, one, y=body + ROW * at + ROW / 2, top=top + axis_tall(scale) + rug)
    if left_out:
        more = ngettext("+ {count} more event, in the log", "+ {count} more events, in the log", left_out)
        sheet.say(2, bottom - ROW / 2, more.format(count=left_out), size=SMALL, ink=SOFT)
    draw_legend(sheet, keys, top=bottom)
    return sheet


def said(data: IncidentTimeline) -> str:
    """The same in words: phases, then every event that is drawn."""
    lines = [_("Timeline of the incident.")]
    lines += [
        _("{name}: {start} to {end}, {duration}.").format(
            name=one.name,
            start=_moment(data, one.from_at),
            end=_moment(data, one.until_at),
            duration=phrases.duration(one.until_at - one.from_at),
        )
        for one in data.phases
    ]
    shown = chosen(data.marks)
    for one in shown:
        number = f"{one.number} " if one.number else ""
        when = phrases.date(one.at, data.zone) if one.day_only else _moment(data, one.at)
        lines.append(f"{'~' if one.about else ''}{when} · {mark_word(one.kind)} · {number}{one.text}")
    if len(data.marks) > len(shown):
        more = len(data.marks) - len(shown)
        lines.append(
            ngettext("+ {count} more event, in the log", "+ {count} more events, in the log", more).format(count=more)
        )
    return "\n".join(lines)


def chosen(marks: Sequence[TimelineMark]) -> list[TimelineMark]:
    """What is drawn, in order: the weightiest kinds first, spread over the time when one kind has too many."""
    kept: list[TimelineMark] = []
    for kind in WEIGHT:
        of_kind = sorted((one for one in marks if one.kind is kind), key=lambda one: (one.at, one.number, one.text))
        free = MOST - len(kept)
        kept += of_kind if len(of_kind) <= free else [of_kind[at * len(of_kind) // free] for at in range(free)]
    return sorted(kept, key=lambda one: (one.at, WEIGHT.index(one.kind), one.number, one.text))


def _event(sheet: Sheet, scale: Scale, one: TimelineMark, *, y: float, top: float) -> None:
    x = scale.x(one.at)
    sheet.line([x, x], [top, y], ink=LINE, width=0.7, behind=True)
    sheet.sign(x, y, SIGNS[one.kind])
    clock = _clock(one, scale)
    wide = width_of(clock, PLAIN, bold=True) + 4
    text = f"{one.number} {one.text}".strip()
    if x <= sheet.width * 0.52:
        sheet.say(x + 6, y, clock, bold=True, ground=True)
        sheet.say(x + 6 + wide, y, text, ground=True)
        return
    sheet.say(x - 6, y, clock, bold=True, align="right", ground=True)
    sheet.say(x - 6 - wide, y, text, align="right", ground=True)


def _clock(one: TimelineMark, scale: Scale) -> str:
    """The hour; the day with it where the axis has none, the date alone far outside of it."""
    if not scale.holds(one.at) or one.day_only:
        is_far = abs(one.at - scale.from_at) > YEARLY
        return phrases.date(one.at, scale.zone) if is_far else phrases.day(one.at, scale.zone)
    clock = ("~" if one.about else "") + phrases.time_of_day(one.at, scale.zone)
    return f"{phrases.day(one.at, scale.zone)} {clock}" if is_long(scale) else clock


def _rug(sheet: Sheet, scale: Scale, entries: Sequence[int], *, top: float) -> None:
    """How much was written when: a bar for each of BINS stretches of time."""
    counts = [0] * BINS
    span = max(scale.until_at - scale.from_at, 1)
    for at in entries:
        if scale.holds(at):
            counts[min((at - scale.from_at) * BINS // span, BINS - 1)] += 1
    most, wide = max(counts) or 1, (scale.right - scale.left) / BINS
    for at, count in enumerate(counts):
        if count:
            tall = max((RUG - 6) * count / most, 1.0)
            sheet.box(
                scale.left + at * wide, top + RUG - 3 - tall, wide * 0.8, tall, fill=Fill.GREY, edge=0.0, behind=True
            )


def _phase_rows(phases: Sequence[Phase]) -> int:
    return len(_packed(phases))


def _packed(phases: Sequence[Phase]) -> list[list[Phase]]:
    rows: list[list[Phase]] = []
    for one in sorted(phases, key=lambda one: (one.from_at, one.until_at, one.name)):
        row = next((row for row in rows if row[-1].until_at <= one.from_at), None)
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return rows


def _phases(sheet: Sheet, scale: Scale, phases: Sequence[Phase]) -> None:
    for row, line in enumerate(_packed(phases)):
        y = BAND * row + BAND / 2 - 0.5
        for at, one in enumerate(line):
            x, end = scale.x(one.from_at), scale.x(one.until_at)
            sheet.box(x, BAND * row + 1, end - x, BAND - 3, fill=Fill.PALE)
            name = legible(f"{one.name} · {phrases.duration(one.until_at - one.from_at)}")
            after = scale.x(line[at + 1].from_at) if at + 1 < len(line) else sheet.width
            before = scale.x(line[at - 1].until_at) if at else 0.0
            wide = width_of(name, SMALL, bold=True)
            if wide + 6 <= end - x:
                sheet.say((x + end) / 2, y, name, size=SMALL, bold=True, align="center")
            elif wide + 8 <= after - end:
                sheet.say(end + 4, y, name, size=SMALL, bold=True)
            elif at == 0 and wide + 8 <= x - before:
                sheet.say(x - 4, y, name, size=SMALL, bold=True, align="right")


def _moment(data: IncidentTimeline, at: int) -> str:
    return f"{phrases.date(at, data.zone)} {phrases.time_of_day(at, data.zone)}"
