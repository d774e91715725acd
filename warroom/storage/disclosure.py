"""Disclosure: the whole journal as it may leave the room with one incident, every chain complete.

What belongs to other incidents, to a circle or to the room's secrets is withheld field by field: the commitments stay, so
each op keeps its hash and each chain its proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import apsw

from warroom.domain.nouns import NOUNS
from warroom.domain.seals import Seal
from warroom.storage.journal import OP_COLUMNS, op_from_row
from warroom.storage.ops import Op, Value, canonical
from warroom.storage.queries.seals import seals
from warroom.storage.segments import Segment, Signing, public_keys, segments

Hide = Callable[[str, str, Mapping[str, Value]], Collection[str]]  # noun, record, fields → those to withhold

# What everyone may know of the room itself, and what nobody outside it may.
OPEN = frozenset({"room", "station", "writer", "cut"})
SECRET = frozenset({"pin", "attachment_key", "circle", "circle_key", "key_share"})
# What stays of a record that a circle keeps to itself: that it exists, where and when.
SKELETON = frozenset({
    "incident", "number", "circle", "recorded_at", "event_at", "offset_min", "zone", "author", "station", "parent",
    "parent_noun", "corrects", "exercise", "added_at", "requested_at", "decided_at", "state", "verification", "key_event",
})  # fmt: skip
BATCH = 500  # lines a piece


@dataclass(frozen=True, slots=True)
class KnownStation:
    """A station whose key is known, and the writers that are its own."""

    id: str
    letter: str
    public_key: bytes
    writers: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """How much of the journal was given, filled while it is written."""

    ops: int = 0
    in_full: int = 0
    elsewhere: int = 0  # ops of other incidents and of the room's secrets: nothing of them is given
    in_part: int = 0  # ops of this incident with a field withheld
    fields: int = 0  # fields withheld in those
    unreadable: int = 0


@dataclass(slots=True)
class Behind:
    """What stands behind an incident's pages, read on one connection."""

    conn: apsw.Connection
    incident: bytes
    told: Told = field(default_factory=Told)

    def seals(self) -> list[Seal]:
        return seals(self.conn, self.incident)

    def runs(self, signing: Signing | None) -> list[Segment]:
        """Every signed run of ops, with what this station had not signed yet signed now."""
        tails = signing.tails(self.conn) if signing else []
        covered = {(tail.header.writer, tail.header.seq_from) for tail in tails}
        kept = [run for run in segments(self.conn) if (run.header.writer, run.header.seq_from) not in covered]
        return [*kept, *tails]

    def stations(self) -> list[KnownStation]:
        owned: dict[bytes, list[str]] = {}
        for writer, station in self.conn.execute("SELECT writer, station FROM writer WHERE NOT _hidden ORDER BY id"):
            owned.setdefault(station, []).append(writer)
        letters = dict(self.conn.execute("SELECT id, letter FROM station"))
        return [
            KnownStation(
                record, str(letters.get(bytes.fromhex(record)) or "?"), key, tuple(owned.get(bytes.fromhex(record), ()))
            )
            for record, key in public_keys(self.conn).items()
        ]

    def roster(self) -> list[tuple[str, str]]:
        """Everyone who may be named: members with their numbers, in the order they came, then whoever else acted here."""
        members = [
            (name, number or "")
            for name, number in self.conn.execute("SELECT name, number FROM person ORDER BY key")
            if name
        ]
        known = {name.casefold() for name, _number in members}
        others: dict[str, None] = {}
        for sql, incident in itertools.product(OTHERS, self._together()):
            for (name,) in self.conn.execute(sql, (incident,)):
                if (
                    isinstance(name, str)
                    and name.strip()
                    and name.casefold() not in known
                    and not name.startswith('{"$')
                ):
                    others[name.strip()] = None
        return [*members, *((name, "") for name in others)]

    def _together(self) -> list[bytes]:
        """This incident, then those reviewed with it: their people are named in the same review."""
        found = (bytes.fromhex(one) for (one,) in self.conn.execute(TOGETHER, (self.incident.hex(),)) if _is_id(one))
        return list(dict.fromkeys((self.incident, *found)))

    def lines(self, hide: Hide) -> Iterator[bytes]:
        """Every op of every writer, writer by writer, one line of JSON each, in pieces."""
        scope = _Scope(self.conn, self.incident)
        batch: list[bytes] = []
        sql = f"SELECT {OP_COLUMNS}, hash, flag FROM op ORDER BY w, seq"
        for *columns, digest, flag in self.conn.execute(sql):
            self.told.ops += 1
            if flag:
                self.told.unreadable += 1
                line = canonical(
                    {"hash": digest.hex(), "seq": columns[1], "unreadable": True, "writer": columns[0].hex()}
                )
            else:
                op = self._disclosed(op_from_row(tuple(columns)), scope, hide)
                line = b'{"hash":"' + digest.hex().encode() + b'","op":' + op.wire() + b"}"
            batch.append(line + b"\n")
            if len(batch) == BATCH:
                yield b"".join(batch)
                batch.clear()
        yield b"".join(batch)

    def _disclosed(self, op: Op, scope: _Scope, hide: Hide) -> Op:
        if not scope.holds(op):
            self.told.elsewhere += 1
            return op.without(op.patch)
        names = scope.closed(op) | set(hide(op.noun, op.record, op.patch))
        if not names & op.patch.keys():
            self.told.in_full += 1
            return op
        self.told.in_part += 1
        self.told.fields += len(names & op.patch.keys())
        return op.without(names)


def _is_id(said: object) -> bool:
    return isinstance(said, str) and len(said) == 32 and not set(said) - set("0123456789abcdef")


def _ever(noun: str, name: str) -> str:
    """Every value that a field of the incident's records ever held."""
    records = "?" if noun == "incident" else f"SELECT id FROM {noun} WHERE incident=?"
    return f"SELECT DISTINCT json_extract(patch, '$.{name}') FROM op WHERE ent='{noun}' AND rid IN ({records})"


def _of_cell(noun: str, name: str) -> str:
    """Every value that a field of the cells that cover the incident ever held."""
    cell = "x.id" if noun == "crisis_cell" else "x.cell"
    records = f'SELECT x.id FROM "{noun}" x JOIN coverage o ON o.cell={cell} WHERE o.incident=?'
    return f"SELECT DISTINCT json_extract(patch, '$.{name}') FROM op WHERE ent='{noun}' AND rid IN ({records})"


def _listed(noun: str, name: str) -> str:
    """Names in a list of a record of this incident."""
    return (
        f'SELECT DISTINCT each.value FROM "{noun}" AS one, json_each(CASE WHEN json_valid(one.{name}) THEN one.{name} '
        "ELSE '[]' END) AS each WHERE one.incident=?"
    )


# Incidents whose review covers this one, and every other that it covers.
TOGETHER = (
    "WITH review AS (SELECT id, incident, CASE WHEN json_valid(others) THEN others ELSE '[]' END AS others FROM rex), "
    "one AS (SELECT id, lower(hex(incident)) AS incident FROM review UNION "
    "SELECT review.id, each.value FROM review, json_each(review.others) AS each) "
    "SELECT DISTINCT incident FROM one WHERE id IN (SELECT id FROM one WHERE incident=?) ORDER BY incident"
)
# Fields that hold a person and nothing else, with what they held before.
OTHERS = (
    "SELECT DISTINCT author FROM entry WHERE incident=?",
    "SELECT DISTINCT captured_by FROM attachment WHERE incident=?",
    'SELECT DISTINCT "by" FROM seal WHERE incident=?',
    "SELECT DISTINCT witness FROM seal WHERE incident=?",
    *(_ever("decision", name) for name in ("decider", "typed_by", "executor")),
    _ever("action", "owner"),
    _ever("incident", "owner"),
    *(_of_cell("crisis_cell", name) for name in ("decider", "stood_down_by")),
    *(_of_cell("function", name) for name in ("holder", "deputy", "relief")),
    *(_of_cell("freeze", name) for name in ("by", "ended_by")),
    *(_ever("rex", name) for name in ("lead", "rules_by")),
    *(_ever("rex_section", name) for name in ("given_to", "done_by")),
    *(_ever(noun, "by") for noun in ("rex_note", "rex_approval", "cause", "barrier", "lesson")),
    *(_ever("corrective", name) for name in ("pilot", "verifier")),
    *(_listed("rex", name) for name in ("participants", "asked_of")),
    _listed("corrective", "contributors"),
)


class _Scope:
    """Which ops belong to the incident, and which of its records a circle keeps."""

    def __init__(self, conn: apsw.Connection, incident: bytes) -> None:
        self._records = {incident}
        self._circled: set[bytes] = set()
        for noun in NOUNS.values():
            if noun.field("incident"):
                sql = f'SELECT id FROM "{noun.name}" WHERE incident=?'
                self._records |= {row[0] for row in conn.execute(sql, (incident,))}
            if noun.field("circle") and noun.field("incident"):
                sql = f'SELECT id FROM "{noun.name}" WHERE incident=? AND circle IS NOT NULL'
                self._circled |= {row[0] for row in conn.execute(sql, (incident,))}
        self._records |= {row[0] for row in conn.execute("SELECT service FROM impact WHERE incident=?", (incident,))}
        # People who wrote something here; the others of the room are nobody's business.
        written = conn.execute("SELECT DISTINCT author, rid FROM op WHERE author<>''")
        self._people = {author for author, record in written if record in self._records}
        stamps = "SELECT id FROM timestamp WHERE seal IN (SELECT id FROM seal WHERE incident=?)"
        self._records |= {row[0] for row in conn.execute(stamps, (incident,))}

    def holds(self, op: Op) -> bool:
        if op.noun in SECRET or op.noun not in NOUNS:
            return False
        if op.noun in OPEN:
            return True
        if op.noun == "person":
            return op.record in self._people
        if op.noun == "grant":
            return op.patch.get("person") in self._people
        if op.noun == "erasure":
            about = op.patch.get("record")
            return isinstance(about, str) and (about in self._people or bytes.fromhex(about) in self._records)
        return bytes.fromhex(op.record) in self._records

    def closed(self, op: Op) -> set[str]:
        """Fields under a key of their own, and all but the skeleton of a record that a circle keeps."""
        names = {name for name, value in op.patch.items() if isinstance(value, dict)}
        if op.patch.get("circle") or bytes.fromhex(op.record) in self._circled:
            names |= op.patch.keys() - SKELETON
        return names
