"""Who is called out as they stand, and what a proposal of whom to call rests on."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from warroom.domain.answers import CalleeLine, as_it_stands, ways
from warroom.domain.callout import CalloutFacts, Held, named_only
from warroom.domain.ids import PersonId
from warroom.domain.mobilisation import Call, Callee, Mobilisation
from warroom.domain.needs import Broken
from warroom.domain.roster import PersonCard, Reach
from warroom.domain.services import DOWN
from warroom.storage import merged
from warroom.storage.books import named_by
from warroom.storage.queries import at_work, team
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, read
from warroom.storage.sight import Sight

STANDS = frozenset({*DOWN, "degraded", "unknown"})  # of a service that asks for somebody
GOES_ON = "SELECT id FROM mobilisation WHERE incident=? AND closed_at IS NULL AND NOT _hidden"


def callees(conn: apsw.Connection, sight: Sight, mobilisation: bytes) -> list[Callee]:
    """Whom a mobilisation calls, in the order of calls, as every try says together."""
    return [callee for callee, _tries in called_with_tries(conn, sight, mobilisation)]


def called_with_tries(conn: apsw.Connection, sight: Sight, mobilisation: bytes) -> list[tuple[Callee, list[Call]]]:
    """The same, each with the tries to reach them, oldest first."""
    tries = _by_callee(team.calls(conn, sight, mobilisation))
    found = team.callees(conn, sight, mobilisation)
    return [(as_it_stands(callee, tries.get(callee.id, ())), tries.get(callee.id, [])) for callee in found]


def callee_lines(conn: apsw.Connection, sight: Sight, mobilisation: bytes, broken: list[Broken]) -> list[CalleeLine]:
    """The same with names, tries and ways; of a way that lacks something, what."""
    called = called_with_tries(conn, sight, mobilisation)
    found = [callee for callee, _tries in called]
    people: set[str] = {
        person for item in found for person in (item.person, item.caller, item.deputy, item.escalated_from)
    }
    cards = _cards(conn, sight, people)
    reaches = _reaches(conn, sight, {item.person for item in found})
    return [
        CalleeLine(
            callee=item,
            name=_name(cards, item.person),
            card=cards.get(item.person),
            caller=_name(cards, item.caller),
            deputy=_name(cards, item.deputy),
            instead_of=_name(cards, item.escalated_from),
            ways=ways(reaches.get(item.person, ()), broken, tries),
            tries=tuple(tries),
        )
        for item, tries in called
    ]


def facts(conn: apsw.Connection, sight: Sight, incident: bytes, room: bytes, now_ms: int) -> CalloutFacts:
    """What a proposal for an incident rests on; who is on call is added by whoever knows it."""
    row = next(iter(read(conn, "SELECT severity, vital FROM incident WHERE id=?", (incident,))), (0, 0))
    impacts = read(conn, "SELECT service, state FROM impact WHERE incident=? AND NOT _hidden", (incident,))
    teams = team.teams(conn, sight)
    functions, named = _functions(conn, sight, incident, room)
    known = fetch(conn, sight, PersonCard, "person", merged.staying(merged.heads(conn)))
    people: dict[str, PersonCard] = {card.id: card for card in (*named.values(), *known)}
    return CalloutFacts(
        now=now_ms,
        severity=row[0] or 0,
        vital=bool(row[1]),
        services=frozenset(hexed(service) for service, state in impacts if service and (state or "unknown") in STANDS),
        functions=functions,
        people=people,
        teams=tuple(teams),
        memberships=tuple(team.memberships(conn, sight)),
        skills=tuple(team.skills(conn, sight)),
        masteries=tuple(team.masteries(conn, sight, None)),
        trainings=tuple(team.trainings(conn, sight, None)),
        present=_present(conn, incident),
        called=_called(conn, incident),
    )


def _functions(
    conn: apsw.Connection, sight: Sight, incident: bytes, room: bytes
) -> tuple[tuple[Held, ...] | None, dict[PersonId, PersonCard]]:
    """The functions of the cell at work, and cards of those whom perhaps only they name."""
    cell = at_work.cell_of(conn, sight, incident)
    if cell is None or not cell.is_active:
        return None, {}
    armed = at_work.functions(conn, sight, bytes.fromhex(cell.id))
    names = {name for item in armed for name in (item.holder, item.deputy) if name.strip()}
    cards = {card.id: card for card in (named_only(_person(room, name), name) for name in names)}
    return tuple(Held(item.code, _person(room, item.holder), _person(room, item.deputy)) for item in armed), cards


def _person(room: bytes, name: str) -> str:
    return named_by(room.hex(), "person", name) if name.strip() else ""


def _present(conn: apsw.Connection, incident: bytes) -> frozenset[str]:
    sql = (
        "SELECT person FROM presence WHERE incident=? AND NOT _hidden AND arrived_at IS NOT NULL "
        "AND (left_at IS NULL OR left_at<arrived_at)"
    )
    return frozenset(hexed(person) for (person,) in read(conn, sql, (incident,)))


def _called(conn: apsw.Connection, incident: bytes) -> frozenset[str]:
    sql = (
        f"SELECT person FROM callee WHERE mobilisation IN ({GOES_ON}) AND NOT _hidden "
        "AND coalesce(state,'to_call')<>'stood_down'"
    )
    return frozenset(hexed(person) for (person,) in read(conn, sql, (incident,)))


def _by_callee(calls: Iterable[Call]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {}
    for call in calls:
        found.setdefault(call.callee, []).append(call)
    return found


def _cards(conn: apsw.Connection, sight: Sight, people: set[str]) -> dict[str, PersonCard]:
    known = [bytes.fromhex(person) for person in people if person]
    where = f"id IN ({','.join('?' * len(known))})" if known else "0"
    return {card.id: card for card in fetch(conn, sight, PersonCard, "person", where, known)}


def _reaches(conn: apsw.Connection, sight: Sight, people: set[str]) -> dict[str, list[Reach]]:
    into = merged.heads(conn)
    cards = {person: into.get(bytes.fromhex(person), bytes.fromhex(person)) for person in people if person}
    known = sorted({card for head in cards.values() for card in merged.family(head, into)})
    where = f"person IN ({merged.marks(known)})" if known else "0"
    rows = fetch(conn, sight, Reach, "reach", where, known, "person, coalesce(rank, 99), kind, id")
    theirs: dict[str, list[Reach]] = {}
    for reach in team.handed_over(rows, into, lambda reach: (reach.kind, reach.normal)):
        theirs.setdefault(reach.person, []).append(reach)
    return {person: theirs.get(head.hex(), []) for person, head in cards.items()}


def _name(cards: dict[str, PersonCard], person: str) -> str:
    card = cards.get(person)
    return card.name if card is not None else ""


def open_mobilisations(
    conn: apsw.Connection, sight: Sight, where: str, values: tuple[object, ...]
) -> list[Mobilisation]:
    """Mobilisations that go on, the oldest first."""
    open_ones = f"closed_at IS NULL AND started_at IS NOT NULL AND {where}"
    return fetch(conn, sight, Mobilisation, "mobilisation", open_ones, values, "started_at, id")
