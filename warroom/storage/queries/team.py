"""The team as it is read: the roster, who is on call, mobilised, on duty, sent out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

import apsw

from warroom.domain.duty import Presence, Shift, folded
from warroom.domain.field_teams import Contact, FieldTeam
from warroom.domain.handovers import ChangedCard, Handover, Watchword
from warroom.domain.ids import PersonId, RecordId, named_id
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansRequest
from warroom.domain.mobilisation import Call, Callee, Mobilisation
from warroom.domain.needs import Breakage
from warroom.domain.on_call import Duty, Override, Rotation
from warroom.domain.roster import Mapping as Columns
from warroom.domain.roster import Mastery, Membership, PersonCard, Reach, Skill, Team, Training
from warroom.storage import merged
from warroom.storage.naming import folded_name
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, one, read
from warroom.storage.sight import Sight

OF_MODE = {
    Mode.REAL: "incident IN (SELECT id FROM incident WHERE NOT _hidden AND NOT coalesce(exercise, 0))",
    Mode.EXERCISE: "incident IN (SELECT id FROM incident WHERE NOT _hidden AND exercise)",
    Mode.BOTH: "incident IN (SELECT id FROM incident WHERE NOT _hidden)",
}
Hung = TypeVar("Hung", Reach, Mastery, Membership, Training)  # what hangs on a person
DUTY_ORDER = "from_at, until_at, id"


def roster(conn: apsw.Connection, sight: Sight) -> list[PersonCard]:
    """Everybody in the roster but those merged into another, by name."""
    found = merged.heads(conn)
    rings = {record.hex() for record in merged.ringed(found)}
    where = f"{merged.staying(found)} AND (roster OR merged_into IS NOT NULL)"
    cards = fetch(conn, sight, PersonCard, "person", where, order="name COLLATE NOCASE, id")
    return [replace(card, merged_into=RecordId("")) if card.id in rings else card for card in cards]


def roster_card(conn: apsw.Connection, sight: Sight, person: bytes) -> PersonCard | None:
    return next(iter(fetch(conn, sight, PersonCard, "person", "id=?", (person,))), None)


def person_named(conn: apsw.Connection, sight: Sight, room: str, name: str) -> PersonCard | None:
    """By the id that a name makes, following who was merged into whom."""
    found = (
        roster_card(conn, sight, bytes.fromhex(named_id(room, "person", folded_name(name)))) if name.strip() else None
    )
    if found is None or not found.merged_into:
        return found
    head = merged.heads(conn).get(bytes.fromhex(found.id))
    return (roster_card(conn, sight, head) if head else None) or found


def whose_reach(conn: apsw.Connection, reach: bytes) -> str:
    row = one(conn, "SELECT person FROM reach WHERE id=?", (reach,))
    return hexed(merged.heads(conn).get(row[0], row[0])) if row and row[0] else ""


def reaches(conn: apsw.Connection, sight: Sight, person: bytes | None) -> list[Reach]:
    """Ways to reach one person, or everybody, the first to try first."""
    found = merged.heads(conn)
    where, values = _of(person, found)
    rows = fetch(conn, sight, Reach, "reach", where, values, "person, coalesce(rank, 99), kind, id")
    return handed_over(rows, found, lambda reach: (reach.kind, reach.normal))


def _of(person: bytes | None, found: Mapping[bytes, bytes]) -> tuple[str, list[bytes]]:
    """The condition on what hangs on a person, or on anybody: theirs, and that of cards merged into theirs."""
    if not person:
        return "1", []
    whose = merged.family(person, found)
    return f"person IN ({merged.marks(whose)})", whose


def handed_over(rows: list[Hung], found: Mapping[bytes, bytes], what: Callable[[Hung], Hashable]) -> list[Hung]:
    """What still hangs on a merged card, since another station wrote it, is that of the card that stays; once each."""
    if not found:
        return rows
    into = {record.hex(): PersonId(head.hex()) for record, head in found.items() if record != head}
    theirs = {(row.person, what(row)) for row in rows if row.person not in into}
    own = []
    for row in rows:
        if row.person in into:
            row = replace(row, person=into[row.person])
            if (row.person, what(row)) in theirs:
                continue
            theirs.add((row.person, what(row)))
        own.append(row)
    return own


def skills(conn: apsw.Connection, sight: Sight) -> list[Skill]:
    return fetch(conn, sight, Skill, "skill", order="name COLLATE NOCASE, id")


def masteries(conn: apsw.Connection, sight: Sight, person: bytes | None) -> list[Mastery]:
    found = merged.heads(conn)
    where, values = _of(person, found)
    rows = fetch(conn, sight, Mastery, "mastery", where, values, "level DESC, id")
    return handed_over(rows, found, lambda mastery: mastery.skill)


def teams(conn: apsw.Connection, sight: Sight) -> list[Team]:
    return fetch(conn, sight, Team, "team", order="name COLLATE NOCASE, id")


def memberships(conn: apsw.Connection, sight: Sight) -> list[Membership]:
    rows = fetch(conn, sight, Membership, "membership", order="team, coalesce(rank, 99), id")
    return handed_over(rows, merged.heads(conn), lambda membership: membership.team)


def trainings(conn: apsw.Connection, sight: Sight, person: bytes | None) -> list[Training]:
    found = merged.heads(conn)
    where, values = _of(person, found)
    rows = fetch(conn, sight, Training, "training", where, values, "done_at DESC, id")
    return handed_over(rows, found, lambda training: training.id)


def breakages(conn: apsw.Connection, sight: Sight, incident: bytes | None) -> list[Breakage]:
    where, values = ("incident=?", (incident,)) if incident else ("1", ())
    return fetch(conn, sight, Breakage, "breakage", where, values, "need, id")


def rotations(conn: apsw.Connection, sight: Sight) -> list[Rotation]:
    return fetch(conn, sight, Rotation, "rotation", order="coalesce(rank, 99), name COLLATE NOCASE, id")


def overrides(conn: apsw.Connection, sight: Sight, from_ms: int, until_ms: int) -> list[Override]:
    """Those that touch a stretch of time; a later word (`at`) comes after an earlier one."""
    where = "from_at IS NOT NULL AND until_at IS NOT NULL AND from_at<? AND until_at>?"
    return fetch(conn, sight, Override, "override", where, (until_ms, from_ms), "at, id")


def duties(conn: apsw.Connection, sight: Sight, from_ms: int, until_ms: int) -> list[Duty]:
    where = "from_at IS NOT NULL AND until_at IS NOT NULL AND from_at<? AND until_at>?"
    return fetch(conn, sight, Duty, "duty", where, (until_ms, from_ms), DUTY_ORDER)


def changed_cards(conn: apsw.Connection, sight: Sight) -> list[ChangedCard]:
    return fetch(conn, sight, ChangedCard, "role_card", order="code, id")


def handovers(conn: apsw.Connection, sight: Sight, cell: bytes) -> list[Handover]:
    return fetch(conn, sight, Handover, "handover", "cell=?", (cell,), "at DESC, id")


def handover(conn: apsw.Connection, sight: Sight, record: bytes) -> Handover | None:
    return next(iter(fetch(conn, sight, Handover, "handover", "id=?", (record,))), None)


def watchwords(conn: apsw.Connection, sight: Sight) -> list[Watchword]:
    return fetch(conn, sight, Watchword, "watchword", "from_at IS NOT NULL", order="from_at DESC, id")


def mobilisations(conn: apsw.Connection, sight: Sight, incident: bytes | None, *, mode: Mode) -> list[Mobilisation]:
    """Those at work first, then the newest."""
    where, values = ("incident=?", (incident,)) if incident else (OF_MODE[mode], ())
    return fetch(conn, sight, Mobilisation, "mobilisation", where, values, "closed_at IS NOT NULL, started_at DESC, id")


def callees(conn: apsw.Connection, sight: Sight, mobilisation: bytes) -> list[Callee]:
    return fetch(conn, sight, Callee, "callee", "mobilisation=?", (mobilisation,), "coalesce(rank, 9999), id")


def calls(conn: apsw.Connection, sight: Sight, mobilisation: bytes) -> list[Call]:
    """Every try of one mobilisation, oldest first."""
    where = "callee IN (SELECT id FROM callee WHERE mobilisation=?) AND at IS NOT NULL"
    return fetch(conn, sight, Call, "call", where, (mobilisation,), "at, id")


def shifts(conn: apsw.Connection, sight: Sight, cell: bytes | None) -> list[Shift]:
    where = "from_at IS NOT NULL AND until_at IS NOT NULL"
    where, values = (f"{where} AND cell=?", (cell,)) if cell else (where, ())
    return fetch(conn, sight, Shift, "shift", where, values, DUTY_ORDER)


def presences(conn: apsw.Connection, sight: Sight, since_ms: int) -> list[Presence]:
    """Whoever was there since then, on whatever incident (rest knows no difference), each stay once, by arrival."""
    stays = folded(fetch(conn, sight, Presence, "presence", "arrived_at IS NOT NULL", order="arrived_at, id"))
    return [stay for stay in stays if stay.left_at is None or stay.left_at >= since_ms]


def field_teams(conn: apsw.Connection, sight: Sight, incident: bytes | None, *, mode: Mode) -> list[FieldTeam]:
    where, values = ("incident=?", (incident,)) if incident else (OF_MODE[mode], ())
    return fetch(conn, sight, FieldTeam, "field_team", where, values, "returned_at IS NOT NULL, sent_at, id")


def contacts(conn: apsw.Connection, sight: Sight, field_team: bytes | None) -> list[Contact]:
    """Messages from and to one team, or all, newest first."""
    where, values = ("field_team=?", (field_team,)) if field_team else ("1", ())
    return fetch(conn, sight, Contact, "contact", f"at IS NOT NULL AND {where}", values, "at DESC, id")


def means_requests(conn: apsw.Connection, sight: Sight, incident: bytes | None, *, mode: Mode) -> list[MeansRequest]:
    where, values = ("incident=?", (incident,)) if incident else (OF_MODE[mode], ())
    order = "state IN ('arrived', 'refused', 'withdrawn'), needed_by IS NULL, needed_by, id"
    return fetch(conn, sight, MeansRequest, "means_request", where, values, order)


def mappings(conn: apsw.Connection, sight: Sight) -> list[Columns]:
    return fetch(conn, sight, Columns, "mapping", order="name COLLATE NOCASE, id")


def service_names(conn: apsw.Connection) -> dict[str, str]:
    """Every service of the room, id → name."""
    rows = read(conn, "SELECT id, name FROM service WHERE NOT _hidden ORDER BY name COLLATE NOCASE, id", [])
    return {hexed(record): str(name or "") for record, name in rows}
