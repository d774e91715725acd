"""The relief plan as a chart with its words, and as the sentences that say the same without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.domain.duty import Presence
from warroom.domain.duty_board import Board, PlannedShift
from warroom.domain.fatigue import Finding
from warroom.domain.gantt import Bar, BarMark, BarRow, BarStyle, Box, Chart, Drawn, Sizes, drawn
from warroom.domain.ids import PersonId
from warroom.domain.relief import Proposed
from warroom.domain.rest_rules import Weight
from warroom.reports.visible import printed
from warroom.words import _

MARKS = {BarMark.NONE: "", BarMark.TARGET: "! ", BarMark.LIMIT: "!! "}
LETTER = 0.56  # of a letter's height: how wide one is on average
PAPER = Sizes(width=720, head=132, lane=18, axis=30)
FONT = "Inter, Liberation Sans, sans-serif"
INK, SOFT = "#14181F", "#5B6573"
HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="white"/><line x1="0" y1="0" x2="0" y2="6" stroke="#A8AFB9" stroke-width="2"/>'
    "</pattern></defs>"
)


def chart_of(board: Board, *, from_at: int, until_at: int) -> Chart:
    """What was planned and how it was, function by function; whoever is there without one comes last."""
    held = {code: one.person for one in board.people for code in one.holds}
    seated = {person: code for code, person in held.items()}
    marks = {one.person: mark_of(one.tiredness.findings) for one in board.people}
    there: dict[str, list[Bar]] = {}
    for stay in board.stays:
        end = board.now_ms if stay.left_at is None else stay.left_at
        if stay.arrived_at < until_at and end > from_at:
            code = stay.code or seated.get(stay.person, "")
            there.setdefault(code if code in board.codes else "", []).append(_stay_bar(board, stay, marks))
    rows = []
    for code in board.codes:
        bars = [_planned_bar(one) for one in board.plan if one.shift.code == code]
        rows.append(BarRow(code, seat_word(code, board.labels.get(code, "")), (*bars, *there.get(code, ()))))
    if "" in there:
        rows.append(BarRow("", _("No function"), tuple(there[""])))
    return Chart(tuple(rows), from_at, until_at, board.now_ms)


def proposal_chart(proposal: Sequence[Proposed], labels: dict[str, str], *, now_ms: int) -> Chart:
    """A plan that nobody has accepted yet."""
    codes = dict.fromkeys(one.code for one in proposal)
    rows = tuple(
        BarRow(
            code,
            seat_word(code, labels.get(code, "")),
            tuple(_proposed_bar(one) for one in proposal if one.code == code),
        )
        for code in codes
    )
    start = min((one.from_at for one in proposal), default=now_ms)
    end = max((one.until_at for one in proposal), default=now_ms + phrases.DAY)
    return Chart(rows, start, end, now_ms)


def said_of(chart: Chart, zone: tzinfo | None = None) -> str:
    """The chart in sentences, for whoever does not see it."""
    lines = [
        _("From {start} to {end}.").format(
            start=phrases.moment(chart.from_at, chart.now_ms, zone),
            end=phrases.moment(chart.until_at, chart.now_ms, zone),
        )
    ]
    for row in chart.rows:
        bars = [bar for bar in row.bars if bar.from_at < chart.until_at and bar.until_at > chart.from_at]
        if bars:
            name = f"{row.name} {row.note}".strip()
            lines.append(phrases.labelled(name, "; ".join(bar_said(bar, chart.now_ms, zone) for bar in bars) + "."))
    return "\n".join(lines)


def bar_said(bar: Bar, now_ms: int, zone: tzinfo | None = None) -> str:
    """`Léa Martin, planned 12:00 – 20:00, past a limit`."""
    start, end = (phrases.moment(at, now_ms, zone) for at in (bar.from_at, bar.until_at))
    if bar.goes_on:
        said = _("{name}, there since {start}").format(name=bar.text, start=start)
    elif bar.style is BarStyle.THERE:
        said = _("{name}, there {start} – {end}").format(name=bar.text, start=start, end=end)
    elif bar.style is BarStyle.GAP:
        said = _("nobody, {start} – {end}").format(start=start, end=end)
    else:
        said = _("{name}, planned {start} – {end}").format(name=bar.text, start=start, end=end)
    warned = {BarMark.TARGET: _("relief due before its end"), BarMark.LIMIT: _("past a limit")}.get(bar.mark)
    return f"{said}, {warned}" if warned else said


def legend() -> tuple[tuple[BarStyle, BarMark, str], ...]:
    """What each kind of bar means."""
    return (
        (BarStyle.PLANNED, BarMark.NONE, _("planned")),
        (BarStyle.THERE, BarMark.NONE, _("there")),
        (BarStyle.PLANNED, BarMark.LIMIT, _("past a limit of rest")),
        (BarStyle.GAP, BarMark.NONE, _("nobody")),
    )


def mark_of(findings: Iterable[Finding]) -> BarMark:
    weights = {finding.rule.weight for finding in findings}
    if Weight.LIMIT in weights:
        return BarMark.LIMIT
    return BarMark.TARGET if weights else BarMark.NONE


def bar_text(bar: Bar) -> str:
    return MARKS[bar.mark] + (bar.text or _("nobody yet"))


def tick_said(at: int, zone: tzinfo | None, *, is_day: bool) -> str:
    return phrases.day(at, zone) if is_day else phrases.time_of_day(at, zone)


def _planned_bar(one: PlannedShift) -> Bar:
    shift = one.shift
    mark = mark_of(one.findings)
    return Bar(one.name, shift.from_at, shift.until_at, BarStyle.PLANNED, mark, record=shift.id)


def _stay_bar(board: Board, stay: Presence, marks: dict[PersonId, BarMark]) -> Bar:
    is_on = stay.left_at is None
    end = board.now_ms if stay.left_at is None else stay.left_at
    mark = marks.get(stay.person, BarMark.NONE) if is_on else BarMark.NONE
    name = board.names.get(stay.person, "")
    return Bar(name, stay.arrived_at, max(end, stay.arrived_at), BarStyle.THERE, mark, goes_on=is_on, record=stay.id)


def _proposed_bar(one: Proposed) -> Bar:
    style = BarStyle.PLANNED if one.person else BarStyle.GAP
    return Bar(one.name, one.from_at, one.until_at, style, mark_of(one.findings))


# On paper


def svg_of(chart: Chart, zone: tzinfo | None) -> str:
    """The chart as SVG in black and white; nothing in it comes from elsewhere, and every text is escaped."""
    found = drawn(chart, PAPER, zone)
    height = found.height + 2
    alt = _escaped(said_of(chart, zone))
    size = f'viewBox="0 0 {PAPER.width:g} {height:.1f}" width="{PAPER.width:g}" height="{height:.1f}"'
    spoken = f'role="img" aria-label="{alt}" font-family="{FONT}" font-size="11" fill="{INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {spoken}>',
        HATCH,
        *_axis(found, zone),
        *(piece for box in found.boxes for piece in _box(box)),
        *_now(found),
        "</svg>",
    ]
    return "".join(parts)


def _axis(found: Drawn, zone: tzinfo | None) -> Iterable[str]:
    bottom = found.height
    for tick in found.ticks:
        width = 1.4 if tick.day else 0.6
        yield _line(tick.x, PAPER.axis - 6, tick.x, bottom, "#9AA2AE" if tick.day else "#DCE0E6", width)
        weight = ' font-weight="600"' if tick.day else ""
        anchor = "end" if tick.x > PAPER.width - 24 else "middle"
        said = _escaped(tick_said(tick.at, zone, is_day=tick.day))
        place = f'x="{tick.x:.1f}" y="{PAPER.axis - 11:g}" text-anchor="{anchor}"'
        yield f'<text {place} fill="{SOFT}"{weight}>{said}</text>'
    for band in found.bands:
        yield _line(0, band.y, PAPER.width, band.y, "#DCE0E6", 0.8)
        y = band.y + PAPER.gap + 12
        code = f'<tspan font-weight="600">{_escaped(band.row.name)}</tspan> ' if band.row.name else ""
        note = _escaped(_cut(band.row.note, PAPER.head - 8 - 9 * len(band.row.name), 10))
        yield f'<text x="0" y="{y:.1f}">{code}<tspan font-size="10" fill="{SOFT}">{note}</tspan></text>'
    yield _line(0, bottom, PAPER.width, bottom, "#DCE0E6", 0.8)


def _box(box: Box) -> Iterable[str]:
    bar, dash = box.bar, ""
    fill, ink, stroke = "white", INK, INK
    if bar.style is BarStyle.THERE:
        fill, ink = "#3A4250", "white"
    elif bar.style is BarStyle.GAP:
        dash = ' stroke-dasharray="4 3"'
    elif bar.mark is BarMark.LIMIT:
        fill = "url(#hatch)"
    width = 2 if bar.mark is BarMark.LIMIT else 1
    size = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{max(box.width, 1):.1f}" height="{box.height:.1f}"'
    yield f'<rect {size} rx="3" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dash}/>'
    text = _cut(bar_text(bar), box.width - 8, 11)
    if text:
        if bar.mark is BarMark.LIMIT and bar.style is BarStyle.PLANNED:
            wide = min(len(text) * 11 * LETTER + 4, box.width - 5)
            place = f'x="{box.x + 2.5:.1f}" y="{box.y + 2:.1f}" width="{wide:.1f}" height="{box.height - 4:.1f}"'
            yield f'<rect {place} fill="white"/>'
        x, y = box.x + 4, box.y + 13
        yield f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}">{_escaped(text)}</text>'


def _now(found: Drawn) -> Iterable[str]:
    if found.now_x is not None:
        yield _line(found.now_x, PAPER.axis - 8, found.now_x, found.height, INK, 1.6)
        x, top = found.now_x, PAPER.axis - 8
        yield f'<path d="M{x - 4:.1f} {top:g} L{x + 4:.1f} {top:g} L{x:.1f} {top + 6:g} Z"/>'


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> str:
    points = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {points} stroke="{stroke}" stroke-width="{width:g}"/>'


def _cut(text: str, room: float, size: float) -> str:
    """As much of a text as fits; nothing where not even a letter and the mark of the cut do."""
    most = int(room / (size * LETTER))
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rstrip()}…" if most >= 3 else ""


def _escaped(text: str) -> str:
    """A text as it may stand in SVG: nothing hidden, nothing that markup would read."""
    kept = printed(text)
    for char, said in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        kept = kept.replace(char, said)
    return kept
