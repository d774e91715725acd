"""Taking in: verified runs of others join the journal with their signatures, in one transaction; forks are told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import apsw

from warroom.clock import Clock
from warroom.domain.exchange import Why
from warroom.domain.nouns import NOUNS
from warroom.storage.enrolment import Station, enrol, hash_at, seat_of
from warroom.storage.exchange import keep_run, vector
from warroom.storage.intake import Why as OpWhy
from warroom.storage.journal import Journal, read_tip
from warroom.storage.merge import accept
from warroom.storage.ops import FIRST_HASH
from warroom.storage.segments import Segment
from warroom.storage.wire import Arrival

DELETES_MOST, DELETES_PART, DELETES_FEW = 20, 0.2, 5


@dataclass(frozen=True, slots=True)
class Verified:
    """A run that its station signed, decoded, and whole."""

    name: str  # what it is called when it is set aside
    segment: Segment
    arrivals: list[Arrival]


@dataclass(slots=True)
class Taken:
    """What came of taking runs in."""

    ops: int = 0
    joined: dict[str, list[Arrival]] = field(default_factory=dict)  # run → its ops that were new
    refused: dict[str, Why] = field(default_factory=dict)  # run → why it did not join
    began_writer: bool = False


def take(
    conn: apsw.Connection, runs: Iterable[Verified], *, station: Station | None, clock: Clock, cloned: bool = False
) -> Taken:
    """Take runs in, in the caller's write transaction. Never raises for what they say.

    When somebody else wrote as this file's own writer (a machine that was set back, or cloned: `cloned`), the file goes
    on as a new writer.
    """
    taken, heads, own = Taken(), vector(conn), read_tip(conn).writer
    sound: list[Verified] = []
    for run in runs:
        if _continues(conn, run, heads):
            sound.append(run)
        else:
            taken.refused[run.name] = Why.FORK
    accepted = accept(conn, (item for run in sound for item in run.arrivals), now_ms=clock.now_ms())
    taken.ops = accepted.new
    if accepted.new:
        _say_merged(conn, clock)
    told = {(item.writer, item.seq): item.why for item in accepted.set_aside}
    for run in sound:
        why = next((told[at] for item in run.arrivals if (at := (item.writer, item.seq)) in told), None)
        if why is not None:
            taken.refused[run.name] = Why.FORK if why is OpWhy.FORK else Why.TAMPERED
            continue
        keep_run(conn, run.segment)
        taken.joined[run.name] = [item for item in run.arrivals if item.seq > heads.get(item.writer, 0)]
    is_ours = any(run.segment.header.writer == own for run in sound)
    is_forked = any(run.segment.header.writer == own and run.name in taken.refused for run in runs)
    if is_ours or is_forked or cloned:
        seat = seat_of(conn)
        here = station or Station(id=seat.station, letter=seat.letter, public_key="", box_key="")
        enrol(conn, here, clock=clock, why="forked" if is_forked or cloned else "reverted")
        taken.began_writer = True
    return taken


def _say_merged(conn: apsw.Connection, clock: Clock) -> None:
    journal = Journal(conn)
    if not journal.tip.is_revoked:
        journal.say_merged(clock.moment())
        journal.close()


def _continues(conn: apsw.Connection, run: Verified, heads: dict[bytes, int]) -> bool:
    """Whether a run goes on from what is here of its writer; one that does not is a fork."""
    header = run.segment.header
    upto = heads.get(header.writer, 0)
    here = hash_at(conn, header.writer, upto) if upto else FIRST_HASH
    if header.seq_from == upto + 1:
        return header.prev_hash == here
    if header.seq_from > upto + 1:
        return True  # what lies between is to come
    if header.seq_to <= upto:
        return hash_at(conn, header.writer, header.seq_to) == header.head_hash
    return run.arrivals[upto - header.seq_from].hash == here


def is_known(conn: apsw.Connection, segment: Segment, upto: int) -> bool | None:
    """Whether a run is here already; None when it is not, or not all of it, False for a fork of what is here."""
    header = segment.header
    if header.seq_to > upto:
        return None
    return hash_at(conn, header.writer, header.seq_to) == header.head_hash


def is_much(conn: apsw.Connection, noun: str, deletes: int) -> bool:
    """Whether so many deletes at once of one noun need a person's word: more than 20, or a fifth of them."""
    if noun not in NOUNS or NOUNS[noun].insert_only:
        return False
    rows = next(iter(conn.execute(f'SELECT count(*) FROM "{noun}" WHERE NOT _hidden')))[0]
    return deletes > DELETES_MOST or (deletes >= DELETES_FEW and deletes > rows * DELETES_PART)


def waiting(conn: apsw.Connection) -> int:
    """How many ops wait for those they depend on."""
    return int(next(iter(conn.execute("SELECT count(*) FROM inbox")))[0])
