"""Gates: which ops of the journal count (`op.gate`), and what is shown when that changes.

What has effect is judged from all the acts that need a right (`judging.py`), so that it does not matter which came
first: a grant may arrive after the act it legitimises, a cut after what it cuts off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import apsw
import orjson

from warroom.domain.rights import Right, Role, rights_of
from warroom.storage.acts import Act, Place
from warroom.storage.judging import RULES, Court, Judgement
from warroom.storage.projecting import Touched, project_again

GATED = frozenset(RULES)
IS_GATED = f"ent IN ({','.join(repr(name) for name in sorted(GATED))})"  # word for word as the index op_gated says it
ACTS = f"SELECT w, seq, ord, cx, ent, rid, author, patch FROM op WHERE {IS_GATED} AND flag=0"


def judge(conn: apsw.Connection) -> set[Place]:
    """Judge every act anew and write down what counts; the ops that count from now on, or count no more."""
    court = Court(_acts(conn), founder=_noted(conn, "founder"), room=_noted(conn, "room"))
    judgement = court.judge()
    judged = {act.place for act in court.acts}
    late = {place for w, bound in judgement.bounds.items() for place in _later(conn, w, bound)}
    wanted = judgement.without | (late - judged)
    now = {(w, seq) for w, seq in conn.execute("SELECT w, seq FROM op WHERE gate=0 AND flag=0")}
    for gate, places in ((0, wanted - now), (1, now - wanted)):
        conn.executemany("UPDATE op SET gate=? WHERE w=? AND seq=?", [(gate, *place) for place in sorted(places)])
    _note_bounds(conn, judgement)
    return set(wanted ^ now)


def settle(conn: apsw.Connection) -> Touched:
    """Judge anew, and show what changed by it; the records touched."""
    return project_again(conn, sorted(judge(conn)))


def bounds(conn: apsw.Connection) -> dict[bytes, int]:
    """The last op that counts of each writer of a revoked station, as last judged."""
    said = _noted(conn, "bounds")
    return {bytes.fromhex(w): seq for w, seq in orjson.loads(said).items()} if said else {}


def are_to_judge(conn: apsw.Connection, ops: Collection[tuple[bytes, str]]) -> bool:
    """Whether ops of these writers and nouns can change what counts."""
    if any(noun in GATED for _w, noun in ops):
        return True
    revoked = bounds(conn)
    return bool(revoked) and any(w in revoked for w, _noun in ops)


def may_administer(conn: apsw.Connection, person: str) -> bool:
    """Whether this person, at this file's station and knowing all it knows, passes a gate now."""
    if not has_administrator(conn):
        return founder_of(conn) == _noted(conn, "station") != ""
    return Right.ADMINISTER in rights_of(roles_of(conn, person))


def founder_of(conn: apsw.Connection) -> str:
    """The founding station's id; found in the journal by a file that was never told."""
    return _noted(conn, "founder") or Court(_acts(conn), founder="", room=_noted(conn, "room")).founder


def has_grants(conn: apsw.Connection) -> bool:
    """Whether roles were ever given in this room: before that, everybody may do everything."""
    return bool(list(conn.execute('SELECT 1 FROM "grant" LIMIT 1')))


def has_administrator(conn: apsw.Connection) -> bool:
    """Whether any grant that counts ever made somebody administrator."""
    sql = f"SELECT patch FROM op WHERE {IS_GATED} AND ent='grant' AND flag=0 AND gate=1"
    return any(Right.ADMINISTER in rights_of(_roles_in(patch)) for (patch,) in conn.execute(sql))


def roles_of(conn: apsw.Connection, person: str) -> frozenset[Role]:
    """A person's roles now; what grants that did not see each other agree on."""
    if not person:
        return frozenset()
    rid = bytes.fromhex(person)
    sql = (
        "SELECT o.patch FROM (SELECT w, seq FROM cell WHERE ent='grant' AND rid=?1 AND field='rights' "
        "UNION ALL SELECT w, seq FROM sib WHERE ent='grant' AND rid=?1 AND field='rights') h "
        "CROSS JOIN op o ON o.w=h.w AND o.seq=h.seq"
    )
    said = [_roles_in(patch) for (patch,) in conn.execute(sql, (rid,))]
    return frozenset.intersection(*said) if said else frozenset()


def had_right(conn: apsw.Connection, right: Right, *, writer: bytes, seq: int) -> bool:
    """Whether the author of an op had a right, as far as whoever wrote it could know then."""
    sql = "SELECT author, cx FROM op WHERE w=? AND seq=?"
    author, cx = next(iter(conn.execute(sql, (writer, seq))), ("", 0))
    past = dict(conn.execute("SELECT aw, seq FROM seen WHERE bw=? AND cx=?", (writer, cx))) | {writer: seq}
    sql = f"SELECT w, seq, lower(hex(rid)), patch FROM op WHERE {IS_GATED} AND ent='grant' AND flag=0 AND gate=1 ORDER BY ord, w, seq"
    known = [(rid, patch) for w, at, rid, patch in conn.execute(sql) if at <= past.get(w, 0)]
    if not known:
        return True  # before roles were ever given, everybody may do everything
    own = [_roles_in(patch) for rid, patch in known if rid == author]
    return bool(own) and right in rights_of(own[-1])


def are_roles_given(conn: apsw.Connection) -> bool:
    """Whether anybody was ever given roles; before that everybody may do everything."""
    sql = f"SELECT 1 FROM op WHERE {IS_GATED} AND ent='grant' AND flag=0 AND gate=1 LIMIT 1"
    return next(iter(conn.execute(sql)), None) is not None


def all_roles(conn: apsw.Connection) -> dict[str, frozenset[Role]]:
    """Everybody's roles now, by person; those who were never given any are left out."""
    return {rid.hex(): roles_of(conn, rid.hex()) for (rid,) in list(conn.execute('SELECT id FROM "grant"'))}


def roles_said(rights: str | None) -> frozenset[Role]:
    """The roles that a grant's `rights` field gives."""
    known = {role.value: role for role in Role}
    said = orjson.loads(rights or "{}")
    return frozenset(known[name] for name in said.get("roles", ()) if isinstance(name, str) and name in known)


def _roles_in(patch: str) -> frozenset[Role]:
    return roles_said(orjson.loads(patch).get("rights"))


def _acts(conn: apsw.Connection) -> Iterator[Act]:
    vectors: dict[Place, dict[bytes, int]] = {}
    for w, seq, rank, cx, ent, rid, author, patch in list(conn.execute(ACTS)):
        if (w, cx) not in vectors:
            vectors[w, cx] = dict(conn.execute("SELECT aw, seq FROM seen WHERE bw=? AND cx=?", (w, cx)))
        yield Act(w, seq, rank, ent, rid.hex(), author, orjson.loads(patch), vectors[w, cx])


def _later(conn: apsw.Connection, w: bytes, bound: int) -> list[Any]:
    return list(conn.execute("SELECT w, seq FROM op WHERE w=? AND seq>? AND flag=0", (w, bound)))


def _note_bounds(conn: apsw.Connection, judgement: Judgement) -> None:
    said = {w.hex(): bound for w, bound in sorted(judgement.bounds.items())}
    text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode() if said else ""
    if text != _noted(conn, "bounds"):
        conn.execute("INSERT OR REPLACE INTO meta(name, value) VALUES('bounds',?)", (text,))


def _noted(conn: apsw.Connection, name: str) -> str:
    row = next(iter(conn.execute("SELECT value FROM meta WHERE name=?", (name,))), None)
    return str(row[0] or "") if row else ""
