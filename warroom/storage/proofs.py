"""Proofs: whether what was sealed, signed and stamped still stands in the chains, in words a person can act on."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import apsw

from warroom import phrases
from warroom.domain.evidence import Problem
from warroom.domain.heads import digest_of
from warroom.domain.seals import Seal
from warroom.identity.signing import seal_message
from warroom.identity.stations import verify as is_signed
from warroom.storage.enrolment import hash_at
from warroom.storage.ops import FIRST_HASH
from warroom.storage.papers import op_on_paper
from warroom.storage.queries.seals import seals
from warroom.storage.segments import Segment, public_keys, segments, stations_of_writers
from warroom.words import _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def seal_problems(conn: apsw.Connection) -> Iterator[Problem]:
    """The first seal that no longer holds, with the numbers of those after it; then seals nobody can vouch for."""
    keys, notes = public_keys(conn), []
    broken: list[Seal] = []
    for seal in seals(conn):
        if digest_of(seal.heads) != seal.digest or not _stands(conn, seal):
            broken.append(seal)
        elif not seal.signature:
            notes.append(Problem(_("A seal carries no signature of its station."), seal.number, is_note=True))
        elif seal.station not in keys:
            notes.append(Problem(_("The station that signed a seal is not known here."), seal.number, is_note=True))
        elif not is_signed(keys[seal.station], seal_message(seal.digest), _bytes(seal.signature)):
            yield Problem(
                _("The signature of the seal {number} is not that of its station.").format(number=seal.number),
                f"seal {seal.id}",
                paper=seal.number,
            )
    if broken:
        numbers = ", ".join(seal.number for seal in broken)
        yield Problem(lost_seal(broken[0]), f"seal {broken[0].id}", paper=numbers)
    yield from notes


def lost_seal(seal: Seal) -> str:
    """That the log is not what these people sealed then."""
    by, date, time = seal.by or "?", phrases.date(seal.sealed_at), phrases.time_of_day(seal.sealed_at)
    if not seal.witness:
        said = _("The log no longer contains what {name} sealed on {date} at {time} ({number}).")
        return said.format(name=by, date=date, time=time, number=seal.number)
    said = _("The log no longer contains what {name} and {witness} sealed on {date} at {time} ({number}).")
    return said.format(name=by, witness=seal.witness, date=date, time=time, number=seal.number)


def segment_problems(conn: apsw.Connection) -> Iterator[Problem]:
    """For each writer, the first signed run of ops that is not in the journal as it was signed."""
    keys, owners = public_keys(conn), stations_of_writers(conn)
    letters = {record.hex(): letter for record, letter in conn.execute("SELECT id, letter FROM station")}
    told: set[bytes] = set()
    for segment in segments(conn):
        header = segment.header
        if header.writer in told:
            continue
        station = owners.get(header.writer, "")
        where = f"{header.writer.hex()}@{header.seq_from}-{header.seq_to}"
        problem = _segment_problem(conn, segment, keys.get(station), str(letters.get(station) or "?"), where)
        if problem is not None:
            told.add(header.writer)
            yield problem


def _segment_problem(
    conn: apsw.Connection, segment: Segment, key: bytes | None, letter: str, where: str
) -> Problem | None:
    header = segment.header
    if key is None:
        return Problem(_("The station that signed this part of the journal is not known here."), where, is_note=True)
    if not segment.is_signed_by(key):
        said = _("A signature over what station {letter} wrote is not that of the station.")
        return Problem(said.format(letter=letter), where)
    before = hash_at(conn, header.writer, header.seq_from - 1) if header.seq_from > 1 else FIRST_HASH
    if before != header.prev_hash or hash_at(conn, header.writer, header.seq_to) != header.head_hash:
        said = _("What station {letter} wrote and signed is no longer in the journal as it was signed.")
        return Problem(said.format(letter=letter), where, paper=op_on_paper(conn, header.writer, header.seq_to))
    return None


def stamp_problems(conn: apsw.Connection, authorities: Sequence[Certificate]) -> Iterator[Problem]:
    """Time stamps that do not hold, and for the others how far they were checked."""
    stamped = [seal for seal in seals(conn) if seal.timestamps]
    if not stamped:
        return
    from warroom.identity.timestamps import BadStamp, Trust, read_stamp

    for seal in stamped:
        for kept in seal.timestamps:
            where = f"timestamp {kept.id}"
            try:
                stamp = read_stamp(_decoded(kept.token), digest=seal.digest, authorities=authorities)
            except BadStamp as error:
                said = _("A time stamp of the seal {number} does not hold: {reason}.")
                yield Problem(said.format(number=seal.number, reason=error), where, paper=seal.number)
                continue
            if stamp.trust is not Trust.AUTHORITY:
                said = (
                    _("The time stamp of the seal {number} was not checked against a trusted authority.")
                    if stamp.trust is Trust.ITSELF
                    else _(
                        "The signature on the time stamp of the seal {number} was not checked: it was not checked against a trusted authority, and brings none."
                    )
                )
                yield Problem(said.format(number=seal.number), where, is_note=True, paper=seal.number)


def age_problems(conn: apsw.Connection, lacking: str, *, is_moved: bool) -> Iterator[Problem]:
    """A file that this laptop knows to be older than what it wrote last, now or at an earlier opening.

    A copy that lies elsewhere (a backup) is older by nature; in the place of the room it is a problem.
    """
    if lacking:
        yield Problem(lacking, _("the note of this laptop outside the room file"), is_note=is_moved)
    sql = "SELECT prefix, started_at, why FROM writer WHERE why IN ('restored','forked') AND NOT _hidden ORDER BY started_at"
    for prefix, at, _why in conn.execute(sql):
        said = _(
            "Since {date} {time} the room goes on from an older copy, or from one that was changed: numbers {prefix}-."
        )
        what = said.format(date=phrases.date(at or 0), time=phrases.time_of_day(at or 0), prefix=prefix)
        yield Problem(what, f"writer {prefix}", is_note=True)


def _stands(conn: apsw.Connection, seal: Seal) -> bool:
    return bool(seal.heads) and all(
        (found := hash_at(conn, _bytes(writer), seq)) is not None and found.hex() == digest
        for writer, (seq, digest) in seal.heads.items()
    )


def _bytes(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except ValueError:
        return b""


def _decoded(token: str) -> bytes:
    try:
        return base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        return b""
