"""What the wall rests on: read after each change, as if nobody here could read what is restricted."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.window import heat_of
from warroom.domain.alarms import AlarmFacts
from warroom.domain.cells import Cell, Function
from warroom.domain.clocks import Clock, ClockKind
from warroom.domain.decisions import Decision
from warroom.domain.entries import Entry, Verification
from warroom.domain.exchange import Peer, Trust
from warroom.domain.field_teams import TeamOut
from warroom.domain.incidents import Incident, Mode
from warroom.domain.services import AffectedService, ServiceState
from warroom.room import LogFilter, Order, Room, Views

FACTS_MOST, LOOKED_AT = 12, 40  # verified entries kept, and looked at to find that many that still stand
SHOWN_CLOCKS = (ClockKind.UPDATE, ClockKind.POINT, ClockKind.LEGAL, ClockKind.DEADLINE)
WORST_FIRST = (
    ServiceState.MAJOR_OUTAGE, ServiceState.PARTIAL_OUTAGE, ServiceState.DEGRADED, ServiceState.UNKNOWN,
    ServiceState.MAINTENANCE, ServiceState.OPERATIONAL,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WallFacts:
    """One reading. The wall never cycles: it shows what the cell at work is about, and the rest in one line."""

    room: str
    incident: Incident | None = None
    cell: Cell | None = None
    others: tuple[Incident, ...] = ()
    clocks: tuple[Clock, ...] = ()
    decisions: tuple[Decision, ...] = ()  # awaited, the most pressing first
    verified: tuple[Entry, ...] = ()  # newest first
    services: tuple[AffectedService, ...] = ()
    functions: tuple[Function, ...] = ()
    peers: tuple[Peer, ...] = ()
    alarms: AlarmFacts = field(default_factory=AlarmFacts)
    teams: tuple[TeamOut, ...] = ()  # that are out, silent ones first


def read_facts(room: Room) -> WallFacts:
    """Read them, some dozen short questions: from a task."""
    views = room.views.within(())
    live = sorted(views.incidents(mode=Mode.BOTH, live_only=True), key=heat_of)
    cell, incident = _subject(views, live)
    peers = [peer for peer in room.network.peers() if not peer.is_ours and peer.trust is Trust.VERIFIED]
    if incident is None:
        return WallFacts(views.name(), peers=tuple(peers))
    covered = [incident] if cell is None else views.covered(cell.id) or [incident]
    ids = {each.id for each in covered}
    mode = Mode.EXERCISE if incident.exercise else Mode.REAL
    clocks = views.clocks(mode=mode)
    return WallFacts(
        room=views.name(),
        incident=incident,
        cell=cell,
        others=tuple(each for each in live if each.id != incident.id),
        clocks=tuple(clock for clock in clocks if clock.kind in SHOWN_CLOCKS and clock.incident in ids),
        decisions=tuple(_awaited(views, covered)),
        verified=tuple(_verified(views, covered)),
        services=tuple(_services(views, covered)),
        functions=tuple(views.functions(cell.id)) if cell is not None else (),
        peers=tuple(peers),
        alarms=_open_alarms(views, is_exercise=incident.exercise),
        teams=tuple(out for out in views.teams_out(mode=mode, live=True) if out.team.incident in ids),
    )


def _subject(views: Views, live: list[Incident]) -> tuple[Cell | None, Incident | None]:
    """The cell at work and the incident that leads it, a real one before an exercise; else the hottest incident."""
    for mode in (Mode.REAL, Mode.EXERCISE):
        for cell in views.cells(mode=mode, live_only=True):
            covered = views.covered(cell.id)
            if covered:
                return cell, covered[0]
        if mode is Mode.REAL and any(not incident.exercise for incident in live):
            break
    return None, live[0] if live else None


def _awaited(views: Views, covered: list[Incident]) -> list[Decision]:
    """Those with a time first, soonest first; then those that have waited longest. Restricted ones stay in the cell."""
    found = [
        each for incident in covered for each in views.decisions(incident.id, open_only=True) if not each.restricted
    ]
    return sorted(
        found, key=lambda each: (each.decide_before is None, each.decide_before or each.requested_at, each.id)
    )


def _verified(views: Views, covered: list[Incident]) -> list[Entry]:
    """Entries marked verified that nobody corrected since, newest first."""
    wanted = LogFilter(verification=frozenset({Verification.VERIFIED}))
    found: list[Entry] = []
    for incident in covered:
        keys = views.first_entry_keys(incident.id, wanted, Order.EVENT, count=LOOKED_AT)
        known = views.entries_by_key(keys)
        found += [known[key] for key in keys if key in known]
    stands = [entry for entry in found if not entry.corrected_by and not entry.circle and not entry.restricted]
    return sorted(stands, key=lambda entry: (-entry.event_at, entry.id))[:FACTS_MOST]


def _services(views: Views, covered: list[Incident]) -> list[AffectedService]:
    """Each service once, as bad as it is in any of the incidents; the worst first."""
    worst: dict[str, AffectedService] = {}
    for incident in covered:
        for service in views.services(incident.id):
            known = worst.get(service.service)
            if known is None or _badness(service) < _badness(known):
                worst[service.service] = service
    return sorted(worst.values(), key=lambda each: (_badness(each), each.name.casefold()))


def _badness(service: AffectedService) -> int:
    return WORST_FIRST.index(service.state)


def _open_alarms(views: Views, *, is_exercise: bool) -> AlarmFacts:
    """What calls, but for restricted decisions; an exercise never calls over something real."""
    facts = views.alarm_facts(mode=Mode.EXERCISE if is_exercise else Mode.REAL)
    return AlarmFacts(
        clocks=tuple(clock for clock in facts.clocks if clock.noun != "decision" or not _is_restricted(views, clock)),
        cells=facts.cells,
        unverified=tuple(each for each in facts.unverified if not each[0].restricted),
        messages=facts.messages,
        answers=facts.answers,
    )


def _is_restricted(views: Views, clock: Clock) -> bool:
    decision = views.decision(clock.record)
    return decision is None or bool(decision.restricted)
