"""Two ribbons on one line of time: decisions from question to answer, messages from draft to going out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warroom import phrases
from warroom.reports.charts.legend import Key, draw_legend, legend_height
from warroom.reports.charts.letters import legible, width_of
from warroom.reports.charts.scale import Scale, axis_tall, draw_axis, spanning
from warroom.reports.charts.sheet import LINE, PLAIN, SMALL, SOFT, WIDTH, Fill, Mark, Sheet
from warroom.reports.charts.what_happened import DecisionRun, DecisionsAndMessages, MessageRun
from warroom.words import _, pgettext

MOST_LANES = 10  # of one ribbon
EDGE, LANE, HEAD, WIDEST = 10.0, 15.0, 15.0, 270.0


@dataclass(frozen=True, slots=True)
class _Run:
    """One line of a ribbon where it is drawn."""

    x: float
    middle: float | None  # where it was approved
    end: float
    label: str
    lasted: str
    sign: Mark
    is_open: bool
    late: bool
    room: tuple[float, float]  # with its words


def draw(data: DecisionsAndMessages) -> Sheet:
    """The picture; what would need more than MOST_LANES lanes of a ribbon is counted in words."""
    times = _times(data)
    scale = spanning(times or [0], left=EDGE, right=WIDTH - EDGE, zone=data.zone)
    last = max(times or [0])
    decisions = _packed([_decision(one, scale, last) for one in data.decisions])
    messages = _packed([_message(one, scale, last) for one in data.messages])
    keys = _keys(data)
    top = axis_tall(scale) + 2
    middle = top + _tall(decisions)
    bottom = middle + _tall(messages) + (10 if data.promised else 0)
    sheet = Sheet(bottom + 4 + legend_height(keys, WIDTH))
    draw_axis(sheet, scale, top=0, bottom=bottom)
    _ribbon(sheet, _("Decisions"), decisions, top=top, none=_("No decision was asked for."))
    sheet.line([0, WIDTH], [middle, middle], ink=LINE, behind=True)
    _ribbon(sheet, pgettext("chart", "Messages"), messages, top=middle, none=_("No message went out."))
    for at in data.promised:
        sheet.sign(scale.x(at), bottom - 5, Mark.BAR, size=7)
    draw_legend(sheet, keys, top=bottom + 2)
    return sheet


def said(data: DecisionsAndMessages) -> str:
    """The same in words."""
    lines = [_("Decisions and messages over time.")]
    lines += [_decision_said(data, one) for one in data.decisions]
    lines += [_message_said(data, one) for one in data.messages]
    if data.promised:
        owed = ", ".join(_moment(data, at) for at in data.promised)
        lines.append(phrases.labelled(_("News was owed at"), owed))
    return "\n".join(lines)


def _times(data: DecisionsAndMessages) -> list[int]:
    found = [at for one in data.decisions for at in (one.asked_at, one.decided_at) if at is not None]
    found += [
        at for run in data.messages for at in (run.drafted_at, run.approved_at, run.released_at) if at is not None
    ]
    return [*found, *data.promised]


def _decision(one: DecisionRun, scale: Scale, last: int) -> _Run:
    end = last if one.decided_at is None else one.decided_at
    lasted = _lasted(end - one.asked_at) if one.decided_at is not None else ""
    return _run(
        scale, one.asked_at, None, end, label=f"{one.number} {one.text}", lasted=lasted, sign=Mark.SQUARE,
        is_open=one.decided_at is None, late=False,
    )  # fmt: skip


def _message(one: MessageRun, scale: Scale, last: int) -> _Run:
    end = last if one.released_at is None else one.released_at
    lasted = _lasted(end - one.drafted_at) if one.released_at is not None else ""
    sign = Mark.STAR if one.public else Mark.DOWN
    return _run(
        scale, one.drafted_at, one.approved_at, end, label=f"{one.number} {one.text}", lasted=lasted, sign=sign,
        is_open=one.released_at is None, late=one.late,
    )  # fmt: skip


def _lasted(ms: int) -> str:
    return phrases.duration(ms) if ms >= phrases.MINUTE else ""


def _run(
    scale: Scale,
    start: int,
    middle: int | None,
    end: int,
    *,
    label: str,
    lasted: str,
    sign: Mark,
    is_open: bool,
    late: bool,
) -> _Run:
    x, stop = scale.x(start), max(scale.x(end), scale.x(start))
    head = _("late") + " " if late else ""
    said = legible(f"{head}{label}" + (f" · {lasted}" if lasted else ""))
    wide = min(width_of(said, SMALL), WIDEST)
    if stop + 6 + wide <= WIDTH - 2:
        room = (x - 4, stop + 6 + wide)
    elif x - 6 - wide >= 2:
        room = (x - 6 - wide, stop + 5)
    else:
        room = (x - 4, WIDTH)
    place = None if middle is None else scale.x(middle)
    return _Run(x, place, stop, said, lasted, sign, is_open, late, room)


def _packed(runs: Sequence[_Run]) -> list[list[_Run]]:
    lanes: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.x, run.end, run.label)):
        lane = next((lane for lane in lanes if max(one.room[1] for one in lane) + 4 <= run.room[0]), None)
        if lane is None:
            lanes.append([run])
        else:
            lane.append(run)
    return lanes


def _tall(lanes: Sequence[Sequence[_Run]]) -> float:
    return HEAD + LANE * max(min(len(lanes), MOST_LANES), 1) + 6


def _ribbon(sheet: Sheet, title: str, lanes: Sequence[Sequence[_Run]], *, top: float, none: str) -> None:
    over = sum(len(lane) for lane in lanes[MOST_LANES:])
    more = " · " + _("+ {count} more").format(count=over) if over else ""
    sheet.say(2, top + HEAD / 2, f"{title}{more}", bold=True, size=PLAIN, ground=True)
    if not lanes:
        sheet.say(2, top + HEAD + LANE / 2, none, size=SMALL, ink=SOFT, ground=True)
    for at, lane in enumerate(lanes[:MOST_LANES]):
        for run in lane:
            _line(sheet, run, y=top + HEAD + LANE * at + LANE / 2)


def _line(sheet: Sheet, run: _Run, *, y: float) -> None:
    sheet.box(run.x, y - 3, max(run.end - run.x, 1.0), 6, fill=Fill.DASHED if run.is_open else Fill.PALE, edge=0.6)
    if run.middle is not None:
        sheet.box(run.middle, y - 3, max(run.end - run.middle, 1.0), 6, fill=Fill.SLANTED, edge=0.6)
    if not run.is_open:
        sheet.sign(run.end, y, run.sign, size=6.5 if run.sign is Mark.STAR else 5)
    start, stop = run.room
    if stop > run.end + 6:
        sheet.say(run.end + 6, y, run.label, size=SMALL, room=stop - run.end - 6, ground=True)
    else:
        sheet.say(run.x - 5, y, run.label, size=SMALL, room=run.x - 5 - start, align="right", ground=True)


def _keys(data: DecisionsAndMessages) -> list[Key]:
    found: list[Key] = []
    if data.decisions:
        found += [(Fill.PALE, _("asked, then decided")), (Mark.SQUARE, _("decided"))]
    if data.messages:
        found.append((Fill.PALE, _("being written")))
        if any(one.approved_at is not None for one in data.messages):
            found.append((Fill.SLANTED, _("approved, not yet out")))
        if any(not one.public for one in data.messages):
            found.append((Mark.DOWN, _("message out")))
        if any(one.public for one in data.messages):
            found.append((Mark.STAR, _("message out to the public")))
    if any(one.decided_at is None for one in data.decisions) or any(one.released_at is None for one in data.messages):
        found.append((Fill.DASHED, pgettext("chart", "still awaited")))
    if data.promised:
        found.append((Mark.BAR, _("news was owed")))
    return found


def _moment(data: DecisionsAndMessages, at: int) -> str:
    return f"{phrases.date(at, data.zone)} {phrases.time_of_day(at, data.zone)}"


def _decision_said(data: DecisionsAndMessages, one: DecisionRun) -> str:
    name, asked = f"{one.number} {one.text}".strip(), _moment(data, one.asked_at)
    if one.decided_at is None:
        return _("{name}: asked {asked}, not decided").format(name=name, asked=asked)
    lasted = phrases.duration(one.decided_at - one.asked_at)
    return _("{name}: asked {asked}, decided after {duration}").format(name=name, asked=asked, duration=lasted)


def _message_said(data: DecisionsAndMessages, one: MessageRun) -> str:
    name, drafted = f"{one.number} {one.text}".strip(), _moment(data, one.drafted_at)
    if one.released_at is None:
        return _("{name}: written {drafted}, not sent").format(name=name, drafted=drafted)
    lasted = phrases.duration(one.released_at - one.drafted_at)
    line = _("{name}: written {drafted}, out after {duration}").format(name=name, drafted=drafted, duration=lasted)
    late = _("late")
    return f"{line} ({late})" if one.late else line
