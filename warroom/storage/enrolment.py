"""Enrolment: who writes in this file, and the beginning of each new writer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from warroom.clock import Clock
from warroom.domain.ids import named_id
from warroom.domain.nouns import NOUNS
from warroom.errors import Trouble
from warroom.identity.anchor import Anchor, Verdict, judge
from warroom.identity.places import Place
from warroom.storage.journal import Journal, begin_writer, meta, read_tip, set_meta
from warroom.storage.letters import free_prefix
from warroom.words import _, ngettext

MARK = "mark"  # the note inside the file of which files in the data folder are this station's (`identity/places.py`)
PORTABLE = "portable"  # the note inside the file that makes a room portable; nothing outside it is believed


@dataclass(frozen=True, slots=True)
class Seat:
    """What this file knows of its own station: never leaves it."""

    room: str  # room id, 32 hexadecimal digits
    station: str  # station id, 32 hexadecimal digits
    letter: str  # the station's letter on printed numbers
    prefix: str  # the writer's prefix: the letter, suffixed for each new incarnation


@dataclass(frozen=True, slots=True)
class Station:
    """Who writes here: the laptop's public identity."""

    id: str
    letter: str
    public_key: str
    box_key: str
    name: str = ""  # what people call it; its letter without one


def seat_of(conn: apsw.Connection) -> Seat:
    """What the file knows of its own station."""
    return Seat(
        room=str(meta(conn, "room") or ""),
        station=str(meta(conn, "station") or ""),
        letter=str(meta(conn, "letter") or "A"),
        prefix=str(meta(conn, "prefix") or "A"),
    )


def lacking(conn: apsw.Connection, anchor: Anchor | None, *, seq: int, verdict: Verdict) -> str:
    """What the user must know of a file that is not the one this laptop wrote last in this room; "" when it lacks nothing.

    `seq` is how far the file's own writer came.
    """
    if anchor is None:
        return ""
    if verdict in (Verdict.RESTORED, Verdict.FORKED):
        lost = max(anchor.seq - seq, 1)
        return ngettext(
            "This file lacks {count} change that this laptop saved in this room. It is an older copy, or part of it was"
            " removed: look for the newest copy before you go on.",
            "This file lacks {count} changes that this laptop saved in this room. It is an older copy, or part of it was"
            " removed: look for the newest copy before you go on.",
            lost,
        ).format(count=lost)
    if hash_at(conn, anchor.writer_id, anchor.seq) == anchor.head_hash:
        return ""
    return _("Another copy of this room was opened on this laptop since. What was written there is not in this file.")


def lacking_unopened(conn: apsw.Connection, place: Place, *, key: bytes, machine: bytes, file_id: str) -> str:
    """The same of a file opened for reading alone, which begins no writer and writes no note."""
    room, writer = str(meta(conn, "room") or ""), bytes(meta(conn, "writer") or b"")
    if not place.has_anchor(bytes.fromhex(room)):
        return ""
    try:
        with place.anchor(bytes.fromhex(room), key) as notes:
            anchor = notes.read()
    except Trouble:
        return ""  # a note that cannot be read today says nothing against the file
    seq = next((row[0] for row in conn.execute("SELECT seq FROM vv WHERE w=?", (writer,))), 0)
    verdict = judge(
        anchor,
        writer_id=writer,
        seq=seq,
        head_hash_at=lambda number: hash_at(conn, writer, number),
        machine=machine,
        file_id=file_id,
    )
    return "" if verdict is Verdict.SAME else lacking(conn, anchor, seq=seq, verdict=verdict)


def hash_at(conn: apsw.Connection, writer: bytes, seq: int) -> bytes | None:
    """The hash of a writer's op, None when the file does not hold it."""
    row = next(iter(conn.execute("SELECT hash FROM op WHERE w=? AND seq=?", (writer, seq))), None)
    return bytes(row[0]) if row else None


def anchor_of(conn: apsw.Connection, *, machine: bytes, file_id: str) -> Anchor:
    """How far this file's writer came, to be noted outside the file."""
    tip = read_tip(conn)
    return Anchor(
        room_id=bytes.fromhex(str(meta(conn, "room"))),
        writer_id=tip.writer,
        seq=tip.seq,
        head_hash=tip.hash,
        machine=machine,
        file_id=file_id,
        incarnation=max(incarnations(conn), 1),
    )


def incarnations(conn: apsw.Connection) -> int:
    """How many writers this station had, as far as the file knows."""
    return int(meta(conn, "incarnations") or 0)


def enrol(
    conn: apsw.Connection,
    station: Station,
    *,
    clock: Clock,
    why: str,
    known: int = 0,
    enrolment: Mapping[str, Any] | None = None,
) -> None:
    """Begin a new writer and say so in the journal, as its first op; after the enrolment that admits it, if any.

    `known` counts the writers that this laptop knows of, also those begun in other copies of the file.
    """
    earlier = max(incarnations(conn), known)
    writer = os.urandom(8)
    begin_writer(conn, writer)
    prefix = free_prefix(conn, station.letter, first=earlier + 1)
    for name, value in (
        ("station", station.id),
        ("letter", station.letter),
        ("prefix", prefix),
        ("incarnations", earlier + 1),
    ):
        set_meta(conn, name, value)
    moment = clock.moment()
    journal = Journal(conn)
    journal.say_merged(moment)
    if enrolment is not None:  # before anything that it admits
        fields = {**enrolment, "station": station.id, "at": moment.utc_ms}
        journal.append(NOUNS["enrolment"], journal.next_id(moment), fields, author="", moment=moment)
    is_new_here = not list(conn.execute("SELECT 1 FROM station WHERE id=?", (bytes.fromhex(station.id),)))
    if earlier == 0 or (is_new_here and station.box_key):  # a copied file on another laptop: another station
        fields = {
            "letter": station.letter,
            "name": station.name or station.letter,
            "public_key": station.public_key,
            "box_key": station.box_key,
            "enrolled_at": moment.utc_ms,
        }
        journal.append(NOUNS["station"], station.id, fields, author="", moment=moment)
    record = named_id(str(meta(conn, "room")), "writer", writer.hex())
    fields = {"writer": writer.hex(), "station": station.id, "prefix": prefix, "started_at": moment.utc_ms, "why": why}
    journal.append(NOUNS["writer"], record, fields, author="", moment=moment)
    journal.close()
