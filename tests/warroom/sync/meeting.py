"""Laptops of one room that trust each other, and the sticks between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.stations import another_station
from warroom.domain.exchange import Outcome
from warroom.room import Room


def vouch(room: Room, other: Room) -> None:
    """Say in this room that the other laptop's station belongs to it."""
    patch = {
        "station": other.identity.station_id.hex(),
        "public_key": other.identity.public_key.hex(),
        "reason": "read aloud",
    }
    room._store.submit(lambda books: books.make("trust", patch)).result()


def admitted(room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch, *, letter: str = "B", member: str = "") -> Room:
    """Another laptop of the room, which this one vouches for; it has not heard so yet."""
    other = another_station(room, folder, monkeypatch, letter=letter, member=member)
    vouch(room, other)
    meet_by_key(room, other)
    return other


def meet_by_key(room: Room, other: Room) -> None:
    """What an invitation brings: each knows the other's station and keys."""
    from tests.warroom.stations import carry

    carry(other, room)
    carry(room, other)


def stick(
    source: Room, target: Room, folder: Path, *, name: str = "stick.warroom-bundle", everything: bool = False
) -> Outcome:
    """Carry what the source has on a stick."""
    path = folder / name
    source.write_bundle(path, everything=everything)
    return target.read_bundle(path)
