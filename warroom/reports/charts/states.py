"""Severity, status and the state of each service over time, as bands that read in black and white."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from warroom import phrases
from warroom.commands.said import service_word, severity_word, status_word
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.reports.charts.legend import draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import Scale, axis_tall, draw_axis, spanning
from warroom.reports.charts.sheet import LINE, PAPER, SMALL, SOFT, WIDTH, Fill, Sheet
from warroom.reports.charts.what_happened import State, StatesOverTime, Stretch
from warroom.words import _, ngettext, pgettext

MOST = 16  # services drawn
HEAD, ROW = 118.0, 19.0
SEVERITY_FILLS = {
    Severity.CRITICAL: Fill.SOLID,
    Severity.MAJOR: Fill.GREY,
    Severity.SIGNIFICANT: Fill.PALE,
    Severity.MINOR: Fill.NONE,
    Severity.UNDETERMINED: Fill.DASHED,
}
STATUS_FILLS = {status: Fill.NONE if status.is_over else Fill.PALE for status in Status}
SERVICE_FILLS = {
    ServiceState.MAJOR_OUTAGE: Fill.SOLID,
    ServiceState.PARTIAL_OUTAGE: Fill.SLANTED,
    ServiceState.DEGRADED: Fill.UPRIGHT,
    ServiceState.MAINTENANCE: Fill.LEVEL,
    ServiceState.OPERATIONAL: Fill.NONE,
    ServiceState.UNKNOWN: Fill.DASHED,
}


def draw(data: StatesOverTime) -> Sheet:
    """The picture; services beyond MOST are counted in words."""
    shown = data.services[:MOST]
    left_out = len(data.services) - len(shown)
    used = {one.state for service in shown for one in service.stretches}
    keys = [(fill, service_word(state)) for state, fill in SERVICE_FILLS.items() if state in used]
    scale = spanning(_times(data) or [0], left=HEAD, right=WIDTH - 8, zone=data.zone)
    rows = 2 + len(shown)
    bottom = axis_tall(scale) + 4 + ROW * rows + (ROW if left_out else 0) + 4
    sheet = Sheet(bottom + legend_height(keys, WIDTH))
    draw_axis(sheet, scale, top=0, bottom=axis_tall(scale) + 4 + ROW * rows)
    y = axis_tall(scale) + 4
    _row(sheet, scale, pgettext("chart", "Severity"), data.severity, SEVERITY_FILLS, severity_word, y=y, named=True)
    _row(sheet, scale, pgettext("chart", "Status"), data.status, STATUS_FILLS, status_word, y=y + ROW, named=True)
    for at, service in enumerate(shown):
        _row(sheet, scale, service.name, service.stretches, SERVICE_FILLS, service_word, y=y + ROW * (2 + at))
    if left_out:
        more = ngettext("+ {count} more service", "+ {count} more services", left_out).format(count=left_out)
        sheet.say(2, y + ROW * rows + ROW / 2, more, size=SMALL, ink=SOFT)
    draw_legend(sheet, keys, top=bottom)
    return sheet


def said(data: StatesOverTime) -> str:
    """The same in words, row by row."""
    lines = [_("Severity, status and services over time.")]
    lines += _row_said(data, pgettext("chart", "Severity"), data.severity, severity_word)
    lines += _row_said(data, pgettext("chart", "Status"), data.status, status_word)
    for service in data.services[:MOST]:
        lines += _row_said(data, service.name, service.stretches, service_word)
    left_out = len(data.services) - MOST
    if left_out > 0:
        lines.append(ngettext("+ {count} more service", "+ {count} more services", left_out).format(count=left_out))
    return "\n".join(lines)


def _row(
    sheet: Sheet,
    scale: Scale,
    name: str,
    stretches: Sequence[Stretch[State]],
    fills: dict[State, Fill],
    word: Callable[[State], str],
    *,
    y: float,
    named: bool = False,
) -> None:
    sheet.line([0, sheet.width], [y + ROW - 1, y + ROW - 1], ink=LINE, width=0.5, behind=True)
    sheet.say(2, y + ROW / 2 - 1, name, bold=named, room=HEAD - 10)
    for one in stretches:
        x, end = scale.x(one.from_at), scale.x(one.until_at)
        fill = fills[one.state]
        sheet.box(x, y + 2, end - x, ROW - 6, fill=fill)
        text = legible(word(one.state))
        if width_of(text, SMALL) > end - x - 6:
            continue  # the key says what the fill means
        ink = PAPER if fill is Fill.SOLID else "#14181F"
        sheet.say((x + end) / 2, y + ROW / 2 - 1, text, size=SMALL, align="center", ink=ink, ground=not fill.holds_text)


def _row_said(
    data: StatesOverTime, name: str, stretches: Iterable[Stretch[State]], word: Callable[[State], str]
) -> list[str]:
    parts = [
        _("{state} {start} – {end}").format(
            state=word(one.state), start=_moment(data, one.from_at), end=_moment(data, one.until_at)
        )
        for one in stretches
    ]
    return [phrases.labelled(name, "; ".join(parts) + ".")] if parts else []


def _times(data: StatesOverTime) -> list[int]:
    rows: list[Iterable[Stretch[Severity] | Stretch[Status] | Stretch[ServiceState]]] = [data.severity, data.status]
    rows += [service.stretches for service in data.services]
    return [at for row in rows for one in row for at in (one.from_at, one.until_at)]


def _moment(data: StatesOverTime, at: int) -> str:
    return f"{phrases.date(at, data.zone)} {phrases.time_of_day(at, data.zone)}"
