"""Builders: rooms and records for tests, made through the same door as everyone uses."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from warroom.clock import FixedClock
from warroom.commands import AddAction, DeclareIncident, LogEntry
from warroom.commands.actions import Asked
from warroom.commands.entries import Logged
from warroom.commands.incidents import Declared
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room

PASSPHRASE = "four calm words here"
NOON = 1_795_431_600_000  # Monday 23 November 2026, 11:00 UTC, noon in Paris
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)


def a_room(
    folder: Path,
    *,
    file: str = "cell.warroom",
    name: str = "Cellule",
    station: str = "A",
    member: str = "Léa Martin",
    **more: Any,
) -> Room:
    """An open room with somebody at the keyboard."""
    more.setdefault("clock", FixedClock(NOON))
    more.setdefault("backups", False)
    room = Room.create(folder / file, name=name, station=station, passphrase=PASSPHRASE, argon2=QUICK, **more)
    if member:
        room.sit_down(member)
    return room


def reopened(room: Room, **more: Any) -> Room:
    """The same room closed and opened again, on the same laptop."""
    room.close()
    more.setdefault("passphrase", PASSPHRASE)
    more.setdefault("clock", room.clock)
    more.setdefault("backups", False)
    return Room.open(room.path, **more)


def an_incident(room: Room, *, title: str = "Panne mondiale de l'API", **more: Any) -> Declared:
    return room.do(DeclareIncident(title=title, **more)).result()


def an_entry(
    room: Room, incident: str, *, text: str = "Supervision : 62 % des nœuds répondent à nouveau", **more: Any
) -> Logged:
    return room.do(LogEntry(incident=incident, text=text, **more)).result()


def an_action(room: Room, incident: str, *, text: str = "Joindre l'astreinte de l'hébergeur", **more: Any) -> Asked:
    return room.do(AddAction(incident=incident, text=text, **more)).result()


def heeds_ctrl_c() -> None:
    """For a program that tests start: in the background of a shell Ctrl+C is ignored, by whatever starts there too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
