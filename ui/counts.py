"""What the rail counts: how much of each page is open, and how much of that is late."""

from __future__ import annotations

from ui.learning_counts import COUNTED_OF_LEARNING, learning_counts
from ui.models.cell import vacancies
from warroom.domain.answers import SILENT
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.inbound import PromiseState
from warroom.domain.incidents import Mode
from warroom.domain.outbox import LineState
from warroom.room import Room, Views

COUNTED = (
    "incident", "entry", "action", "decision", "due", "delegation", "entry_mark", "impact", "grant", "circle", "person",
    "station", "crisis_cell", "function", "hypothesis", "point", "regime", "clock_event", "submission",
    "rotation", "override", "duty",
    "field_team", "contact", "means_request",
    "mobilisation", "callee", "call",
    "shift",
    "message", "message_text", "review", "claim", "release", "double", "sending", "channel",
    "inbound", "rumour", "promise",
    *COUNTED_OF_LEARNING,
)  # fmt: skip

IN_DOUBT = (LineState.MAY_HAVE_GONE, LineState.FAILED, LineState.PARTLY)
CALLOUT = (ClockKind.ACK, ClockKind.DEPUTY)


def rail_counts(room: Room, incident: str | None) -> dict[str, tuple[int, int]]:
    """Page → all, and the late ones among them. A large room takes a moment: never on the screen's thread."""
    views, now = room.views, room.clock.now_ms()
    running = [
        clock
        for clock in views.clocks(mode=Mode.REAL)
        if clock.state.is_running and clock.kind is not ClockKind.CORRECTIVE  # counted beside the plan
    ]
    waiting, aside = views.to_review(), len(room.exchange.asides())
    return {
        **views.counts(),
        "incident": (views.tally(incident)[0] if incident else 0, 0),
        "cell": vacancies(views, now),
        "oncall": nobody_on_call(room),
        "deadlines": (len(running), sum(1 for clock in running if clock.state is ClockState.LATE)),
        "mobilisation": _silent(views, running),
        "relief": _reliefs(running),
        "messages": _messages(views, now),
        "outbox": _outbox(views, now),
        "outlook": _unsettled(views, incident, now_ms=now),
        "field": _in_the_field(views, running),
        "incoming": _incoming(views, running),
        **learning_counts(views, now),
        "members": (waiting, waiting),
        "stations": (aside, aside),
        "conflicts": (views.to_settle(), 0),
    }


def _in_the_field(views: Views, running: list[Clock]) -> tuple[int, int]:
    """Teams out and requests open, and how many of them are silent or late."""
    every = len(views.teams_out(mode=Mode.REAL, live=True)) + len(views.means_asked(mode=Mode.REAL, live=True))
    late = [each for each in running if each.kind in (ClockKind.CONTACT, ClockKind.MEANS)]
    return every, sum(1 for clock in late if clock.state is ClockState.LATE)


def _incoming(views: Views, running: list[Clock]) -> tuple[int, int]:
    """What came in and waits, with the promises that run; and how many answers and promises are late."""
    open_promises = sum(each.state is PromiseState.OPEN for each in views.promises(mode=Mode.REAL))
    waiting = len(views.inbound_lines(mode=Mode.REAL, live=True))
    late = [each for each in running if each.kind in (ClockKind.ANSWER, ClockKind.PROMISE)]
    return waiting + open_promises, sum(1 for clock in late if clock.state is ClockState.LATE)


def _silent(views: Views, running: list[Clock]) -> tuple[int, int]:
    """How many people called out have not answered, and how many call-outs and deputies are overdue."""
    live = [item for item in views.mobilisations(mode=Mode.REAL) if item.closed_at is None]
    silent = sum(callee.state in SILENT for item in live for callee in views.callees(item.id))
    late = [clock for clock in running if clock.kind in CALLOUT and clock.state is ClockState.LATE]
    return max(silent, len(late)), len(late)


def _messages(views: Views, now: int) -> tuple[int, int]:
    """Messages to go out, or out and in doubt; and those that are past their time, or call for somebody."""
    found = [line for line in views.message_board(mode=Mode.REAL) if line.is_to_come or line.calls]
    late = [line for line in found if line.calls or (line.due_at is not None and line.due_at < now)]
    return len(found), len(late)


def _outbox(views: Views, now: int) -> tuple[int, int]:
    """What waits to leave, and what of it is late, may have gone, or went twice."""
    found = views.outbox(mode=Mode.REAL)
    odd = sum(one.answer is None for one in views.odd_sendings(mode=Mode.REAL))
    late = [line for line in found if line.state in IN_DOUBT or (line.due_at is not None and line.due_at < now)]
    return len(found) + odd, len(late) + odd


def _reliefs(running: list[Clock]) -> tuple[int, int]:
    """Reliefs that are late; those to come are nothing to count."""
    late = sum(1 for clock in running if clock.kind is ClockKind.RELIEF and clock.state is ClockState.LATE)
    return late, late


def _unsettled(views: Views, incident: str | None, *, now_ms: int) -> tuple[int, int]:
    """How many hypotheses of an incident are open or tested, and how many of them are past their time."""
    found = [each for each in views.hypotheses(incident) if not each.state.is_over] if incident else []
    return len(found), sum(1 for each in found if each.is_late(now_ms))


def nobody_on_call(room: Room) -> tuple[int, int]:
    """Rotations that should have somebody on call now and have nobody."""
    bare = len(room.views.nobody_on_call(room.clock.now_ms()))
    return bare, bare
