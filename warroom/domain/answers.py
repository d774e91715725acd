"""How far somebody who is called out is, from every try to reach them.

Tries are only ever added. Two stations that call the same people apart both keep their tries, and what they say
together is the same on each: an answer is worth more than a silence, the later answer more than the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from warroom.domain.mobilisation import ESCALATE_MIN, Call, Callee, CalleeState, CallResult
from warroom.domain.needs import Broken, unmet
from warroom.domain.roster import PersonCard, Reach

MINUTE = 60_000
BY_PEOPLE = frozenset({CalleeState.IN_FUNCTION, CalleeState.STOOD_DOWN})  # said of the person, not of a call
ANSWERED = frozenset({CalleeState.ACKNOWLEDGED, CalleeState.ON_THE_WAY, CalleeState.IN_FUNCTION, CalleeState.REFUSED})
COMES = frozenset({CalleeState.ACKNOWLEDGED, CalleeState.ON_THE_WAY, CalleeState.IN_FUNCTION})
SILENT = frozenset({CalleeState.TO_CALL, CalleeState.UNREACHED, CalleeState.ALERTED})
# Who is missing first: whoever refused needs a deputy at once, then whom nobody reached; those who are there come last.
MISSING_ORDER = (
    CalleeState.REFUSED, CalleeState.UNREACHED, CalleeState.ALERTED, CalleeState.TO_CALL, CalleeState.ACKNOWLEDGED,
    CalleeState.ON_THE_WAY, CalleeState.IN_FUNCTION, CalleeState.STOOD_DOWN,
)  # fmt: skip


def counting(calls: Iterable[Call]) -> list[Call]:
    """The tries that count, oldest first: neither taken back nor taking back."""
    known = list(calls)
    taken = {call.takes_back for call in known if call.takes_back}
    kept = (call for call in known if not call.takes_back and call.id not in taken)
    return sorted(kept, key=lambda call: (call.at, call.id))


def as_it_stands(callee: Callee, calls: Iterable[Call]) -> Callee:
    """The callee with state and times as every try says together."""
    tries = counting(calls)
    answers = [call for call in tries if call.result in (CallResult.REACHED, CallResult.REFUSED)]
    answer = answers[-1] if answers else None
    comes = answer is not None and answer.result is CallResult.REACHED
    etas = [call.eta_at for call in answers if call.eta_at is not None] if comes else []
    first = next((call.at for call in answers if call.result is CallResult.REACHED), None) if comes else None
    state = callee.state if callee.state in BY_PEOPLE else _state(tries, answer, etas)
    return replace(
        callee,
        state=state,
        eta_at=etas[-1] if etas else None,
        called_at=tries[0].at if tries else None,
        acknowledged_at=first,
    )


def _state(tries: Sequence[Call], answer: Call | None, etas: Sequence[int]) -> CalleeState:
    if answer is not None:
        if answer.result is CallResult.REFUSED:
            return CalleeState.REFUSED
        return CalleeState.ON_THE_WAY if etas else CalleeState.ACKNOWLEDGED
    results = {call.result for call in tries}
    if CallResult.MESSAGE_LEFT in results:
        return CalleeState.ALERTED
    return CalleeState.UNREACHED if results else CalleeState.TO_CALL


def escalates_at(callee: Callee, refused_at: int | None, escalate_min: int) -> int | None:
    """When somebody else is to be called instead (milliseconds UTC).

    At once after a refusal, else so many minutes after the first try that nobody answered. None while nobody was
    called, after an answer, and once it was done.
    """
    if callee.escalated_at is not None:
        return None
    if callee.state is CalleeState.REFUSED:
        return refused_at
    if callee.state not in SILENT or callee.called_at is None:
        return None
    return callee.called_at + (escalate_min or ESCALATE_MIN) * MINUTE


def refused_at(calls: Iterable[Call]) -> int | None:
    """When somebody last refused."""
    return next((call.at for call in reversed(counting(calls)) if call.result is CallResult.REFUSED), None)


def missing_first(callees: Iterable[Callee]) -> list[Callee]:
    """Who is missing first, in the order in which they are called."""
    return sorted(callees, key=lambda item: (MISSING_ORDER.index(item.state), item.rank, item.id))


def counts(callees: Iterable[Callee]) -> Mapping[CalleeState, int]:
    """How many stand where."""
    found = dict.fromkeys(CalleeState, 0)
    for callee in callees:
        found[callee.state] += 1
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody as it is worth now."""

    reach: Reach
    unmet: tuple[Broken, ...]  # what of what it needs is down
    tries: int = 0  # of this mobilisation
    wrong: bool = False  # found to be a wrong number in this mobilisation

    @property
    def is_usable(self) -> bool:
        return not self.unmet and self.reach.works and not self.wrong


def ways(reaches: Iterable[Reach], broken: Sequence[Broken], calls: Iterable[Call] = ()) -> tuple[Way, ...]:
    """Somebody's ways in the order to try them, each with what it lacks now."""
    tries = counting(calls)
    return tuple(
        Way(
            reach,
            unmet(reach.needs, broken),
            sum(1 for call in tries if call.reach == reach.id),
            any(call.reach == reach.id and call.result is CallResult.WRONG_NUMBER for call in tries),
        )
        for reach in reaches
    )


def next_way(known: Sequence[Way]) -> Way | None:
    """The way to try next: of those that work the one tried least, else the first; None where none works."""
    usable = [way for way in known if way.is_usable]
    return min(usable, key=lambda way: way.tries, default=None)


@dataclass(frozen=True, slots=True)
class CalleeLine:
    """Somebody called out with everything that a caller needs: names, ways to reach them, tries."""

    callee: Callee
    name: str
    card: PersonCard | None
    caller: str
    deputy: str
    instead_of: str
    ways: tuple[Way, ...]
    tries: tuple[Call, ...]


def next_to_call(lines: Sequence[CalleeLine]) -> CalleeLine | None:
    """Whom to call next: who was never called in the order of calls, then the silent one tried longest ago.

    Whoever has no way that works waits until everybody else was tried; whose deputy was called is no longer called.
    """
    silent = [line for line in lines if line.callee.state in SILENT and line.callee.escalated_at is None]
    return min(silent, key=_turn, default=None)


def _turn(line: CalleeLine) -> tuple[bool, int, int, str]:
    last = max((call.at for call in counting(line.tries)), default=0)
    return next_way(line.ways) is None, last, line.callee.rank, line.callee.id


def is_escalation_due(line: CalleeLine, escalate_min: int, now_ms: int) -> bool:
    """Whether somebody else is to be called instead by now (milliseconds UTC)."""
    at = escalates_at(line.callee, refused_at(line.tries), escalate_min)
    return at is not None and now_ms >= at
