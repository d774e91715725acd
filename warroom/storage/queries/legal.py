"""Legal clocks of incidents: the facts from the room, the rules from the rulebook, the reckoning from the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import apsw

from warroom import words
from warroom.clock import zone_of
from warroom.domain.clock_engine import Bench, Facts, Reckoned, counted, reckon
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.regimes import ClockEvent, Regime, RegimeState, Submission
from warroom.domain.rulebook import Rulebook
from warroom.storage.queries.clocks import Asked, Place, incident_places
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, read
from warroom.storage.rulebook import rulebook, zone_of_room
from warroom.storage.sight import Sight

GRAVE = (
    "SELECT id FROM incident WHERE NOT _hidden AND coalesce(status,'declared') NOT IN ('resolved','closed','false_alarm') AND "
    "(severity IN (1,2) OR vital=1 OR id IN (SELECT o.incident FROM coverage o JOIN crisis_cell c ON c.id=o.cell "
    "WHERE c.state='active' AND NOT o._hidden AND NOT c._hidden))"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What legal clocks are reckoned with."""

    book: Rulebook
    bench: Bench
    now_ms: int


def desk(conn: apsw.Connection, sight: Sight, *, room: bytes, now_ms: int) -> Desk:
    """The rulebook of this room, with the zone that its months and days are counted in."""
    book, own = rulebook(conn, sight), zone_of_room(conn, room)
    return Desk(book, book.bench(lambda name: zone_of(name) if name else own), now_ms)


def facts_of(conn: apsw.Connection, sight: Sight, incident: bytes) -> Facts:
    """What is known of one incident."""
    return _facts(conn, sight, incident).get(incident.hex(), Facts())


def legal_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, room: bytes) -> list[Clock]:
    """Every legal clock, those that are over too; grave incidents nobody judged yet have their regimes to qualify."""
    places = incident_places(conn, sight, asked)
    facts = _facts(conn, sight, asked.incident)
    grave = {hexed(row[0]) for row in read(conn, GRAVE)}
    wanted = [place for record, place in places.items() if record in grave or record in facts]
    if not wanted:
        return []
    table = desk(conn, sight, room=room, now_ms=asked.now_ms)
    found = [
        clock
        for place in wanted
        for clock in _of_incident(place, facts.get(place.id, Facts()), table, place.id in grave)
    ]
    return _proved(conn, found)


def _facts(conn: apsw.Connection, sight: Sight, incident: bytes | None) -> dict[str, Facts]:
    only, values = ("incident=?", (incident,)) if incident else ("1", ())
    events: dict[str, list[ClockEvent]] = defaultdict(list)
    submissions: dict[str, list[Submission]] = defaultdict(list)
    regimes: dict[str, dict[str, Regime]] = defaultdict(dict)
    for event in fetch(conn, sight, ClockEvent, "clock_event", only, values, "set_at, id"):
        events[event.incident].append(event)
    for item in fetch(conn, sight, Submission, "submission", only, values, "at, id"):
        submissions[item.incident].append(item)
    for regime in fetch(conn, sight, Regime, "regime", only, values):
        regimes[regime.incident][regime.code] = regime
    return {
        record: Facts(tuple(events[record]), tuple(submissions[record]), regimes.get(record, {}))
        for record in {*events, *submissions, *regimes}
    }


def _of_incident(place: Place, facts: Facts, table: Desk, is_grave: bool) -> Iterator[Clock]:
    for code in table.book.codes():
        regime = facts.regimes.get(code)
        state = regime.state if regime is not None else RegimeState.TO_QUALIFY
        if state is RegimeState.APPLICABLE:
            yield from _of_regime(place, facts, table, code)
        elif state is RegimeState.NOT_APPLICABLE:
            yield _whole_regime(place, facts, table, code, ClockState.NOT_APPLICABLE)
        elif regime is not None or (is_grave and code in table.book.regimes) or _has_begun(facts, table.book, code):
            yield _whole_regime(place, facts, table, code, ClockState.TO_QUALIFY)


def _has_begun(facts: Facts, book: Rulebook, code: str) -> bool:
    return any(counted(facts, event) is not None for event in book.starts(code)) and code in book.regimes


def _of_regime(place: Place, facts: Facts, table: Desk, code: str) -> Iterator[Clock]:
    for rule in table.book.of_regime(code):
        found = reckon(rule, facts, table.bench, table.now_ms)
        if found is not None:
            yield _clock(place, found)


def _clock(place: Place, found: Reckoned) -> Clock:
    rule = found.rule
    key = f"legal:{place.id}:{rule.id}"
    return Clock(
        key=key,
        kind=ClockKind.LEGAL,
        label=rule.label.in_language(words.language()),
        incident=place.id,
        incident_number=place.number,
        exercise=place.exercise,
        noun="legal",
        record=key,
        owner=rule.owner_role,
        started_at=found.started_at,
        start_event=rule.start if found.start is None else found.start.event,
        start_entry=found.start.entry if found.start is not None else "",
        due_at=found.due_at,
        done_at=found.done.at if found.done else None,
        state=found.state,
        rule=rule.id,
        regime=rule.regime,
        legal_ref=rule.legal_ref,
        steps=found.steps,
    )


def _whole_regime(place: Place, facts: Facts, table: Desk, code: str, state: ClockState) -> Clock:
    """A regime nobody judged, with the deadline it would have; or one that does not apply."""
    key = f"legal:{place.id}:{code}"
    label = table.book.regime_label(code, words.language())
    plain = Clock(
        key=key, kind=ClockKind.LEGAL, label=label, incident=place.id, incident_number=place.number,
        exercise=place.exercise, noun="legal", record=key, owner="JUR", state=state, regime=code,
    )  # fmt: skip
    if state is not ClockState.TO_QUALIFY:
        return plain
    running = [clock for clock in _of_regime(place, facts, table, code) if clock.state.is_running]
    first = min(running, key=lambda clock: clock.due_at or 0, default=None)
    if first is None:
        return plain
    return replace(
        plain,
        started_at=first.started_at,
        start_event=first.start_event,
        start_entry=first.start_entry,
        due_at=first.due_at,
    )


def _proved(conn: apsw.Connection, found: list[Clock]) -> list[Clock]:
    """The same clocks, with the number of the entry that proves each start."""
    wanted = {clock.start_entry for clock in found if clock.start_entry}
    marks = ", ".join("?" * len(wanted))
    numbers: dict[str, Any] = {}
    if wanted:
        rows = read(
            conn, f"SELECT id, number FROM entry WHERE id IN ({marks})", [bytes.fromhex(item) for item in wanted]
        )
        numbers = {hexed(record): number or "" for record, number in rows}
    return [replace(clock, start_entry=numbers.get(clock.start_entry, "")) for clock in found]
