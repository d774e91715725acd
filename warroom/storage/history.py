"""History: whether and when this room had a fingerprint, from its seals, its exports and its past states."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import apsw
import orjson

from warroom.domain.evidence import Match, Matches, Problem
from warroom.domain.heads import Heads, canonical_heads, digest_of
from warroom.storage.books import chain_heads
from warroom.storage.enrolment import hash_at
from warroom.storage.journal import meta, set_meta
from warroom.storage.papers import op_on_paper
from warroom.storage.queries.seals import seals
from warroom.storage.segments import public_keys
from warroom.words import _

EXPORTS_KEPT = 1_000
STATES_MOST = 3_000_000  # about ten seconds
FOUND_MOST = 20
_EXPORTS = "exports"


def note_export(conn: apsw.Connection, *, at_ms: int, heads: Heads, what: str) -> None:
    """Keep in this file that a document with this fingerprint left it; inside a write transaction."""
    listed = [*_exports(conn), {"at": at_ms, "digest": digest_of(heads), "heads": dict(heads), "what": what}]
    set_meta(conn, _EXPORTS, orjson.dumps(listed[-EXPORTS_KEPT:], option=orjson.OPT_SORT_KEYS).decode())


def find_fingerprint(conn: apsw.Connection, asked: str) -> Matches:
    """Every match of 8 to 64 hexadecimal digits; the caller keeps the connection at one instant."""
    sealed, exported = seals(conn), _exports(conn)
    now = digest_of(chain_heads(conn))
    found = [Match("now", None, now, "")] if now.startswith(asked) else []
    found += [Match("seal", s.sealed_at, s.digest, s.number) for s in sealed if s.digest.startswith(asked)]
    found += [
        Match("export", item["at"], item["digest"], item["what"])
        for item in exported
        if item["digest"].startswith(asked)
    ]
    states, is_complete = 0, True
    for digest, writer, seq, at_ms in _states(conn):
        states += 1
        if digest.startswith(asked):
            found.append(Match("state", at_ms, digest, op_on_paper(conn, writer, seq)))
        if states >= STATES_MOST or len(found) >= FOUND_MOST:
            is_complete = states < STATES_MOST
            break
    return Matches(asked, tuple(found), len(sealed), len(exported), states, is_complete)


def off_the_chains(conn: apsw.Connection, heads: Heads) -> Iterator[Problem]:
    """Heads from elsewhere that are not on this room's chains."""
    ends = {w.hex(): seq for w, seq in conn.execute("SELECT w, seq FROM vv")}
    for writer, (seq, digest) in sorted(heads.items()):
        where = f"{writer}@{seq}"
        found = hash_at(conn, bytes.fromhex(writer), seq)
        if found is not None and found.hex() == digest:
            continue
        if found is not None:
            yield Problem(_("The journal of the folder is not the one of this room: they differ."), where)
        elif seq > ends.get(writer, 0):
            yield Problem(_("The folder knows more than this room: part of its journal was never here."), where)
        else:
            yield Problem(_("This room lacks a part of its journal that the folder knows."), where)


def letter_of(conn: apsw.Connection, station: str, public_key: bytes) -> str:
    """The letter of the station with this id and key, "" when this room knows none."""
    if public_keys(conn).get(station) != public_key:
        return ""
    row = next(iter(conn.execute("SELECT letter FROM station WHERE id=?", (bytes.fromhex(station),))), ("?",))
    return str(row[0] or "?")


def _states(conn: apsw.Connection) -> Iterator[tuple[str, bytes, int, int]]:
    """The digest after each op of each writer, with what that writer had heard of the others by then.

    What a station heard and did not write after is in no chain: such a moment is known only if it was the last before
    its next op, when it was sealed, or when a document of it was noted here.
    """
    for (writer,) in list(conn.execute("SELECT w FROM vv ORDER BY w")):
        contexts = _contexts(conn, writer)
        epoch, frame = 0, _frame(writer, {})
        last: tuple[int, bytes, int] | None = None
        for seq, digest, cx, wall in conn.execute(
            "SELECT seq, hash, cx, wall FROM op WHERE w=? ORDER BY seq", (writer,)
        ):
            if cx != epoch:
                epoch, frame = cx, _frame(writer, contexts.get(cx, {}))
                if last is not None:  # it had heard of the others, and had not written yet
                    yield _digest(frame, last[0], last[1]), writer, last[0], last[2]
            yield _digest(frame, seq, digest), writer, seq, wall
            last = seq, digest, wall


def _contexts(conn: apsw.Connection, writer: bytes) -> dict[int, dict[str, tuple[int, str]]]:
    """Epoch → the heads of the other writers that this one had seen by then."""
    found: dict[int, dict[str, tuple[int, str]]] = {}
    for cx, other, seq in conn.execute("SELECT cx, aw, seq FROM seen WHERE bw=?", (writer,)):
        digest = hash_at(conn, other, seq)
        if digest is not None and other != writer:
            found.setdefault(cx, {})[other.hex()] = (seq, digest.hex())
    return found


def _frame(writer: bytes, others: Mapping[str, tuple[int, str]]) -> tuple[bytes, bytes]:
    """The canonical heads on both sides of the writer's own place, made once for all its ops of an epoch."""
    mark = "0" * 64
    whole = canonical_heads({**others, writer.hex(): (0, mark)})
    own = f'"{writer.hex()}":['.encode()
    before, _own, after = whole.partition(own + f'0,"{mark}"'.encode())
    return before + own, after


def _digest(frame: tuple[bytes, bytes], seq: int, digest: bytes) -> str:
    before, after = frame
    return hashlib.sha256(before + f'{seq},"{digest.hex()}"'.encode() + after).hexdigest()


def _exports(conn: apsw.Connection) -> list[dict[str, Any]]:
    listed = meta(conn, _EXPORTS)
    found = orjson.loads(listed) if isinstance(listed, str) else []
    return found if isinstance(found, list) else []
