"""What `selftest` tries of exchange: a store in a folder, and the libraries that reach the other kinds."""

from __future__ import annotations

import socket
from pathlib import Path

from warroom.cli.checks import Found
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _

PLACES = (
    "webdavs://user:secret@127.0.0.1:{port}/folder",
    "sftp://user:secret@127.0.0.1:{port}/folder",
    "s3://key:secret@bucket/folder?region=us-east-1&endpoint=http://127.0.0.1:{port}",
)


def sync(room: Room, folder: Path) -> Found:
    """Sealed runs go into a folder once, and nothing readable with them."""
    first, again = room.sync(folder.as_uri()), room.sync(folder.as_uri())
    files = [path for path in folder.rglob("*") if path.is_file()]
    is_blind = all(b"Supervision" not in path.read_bytes() for path in files)
    is_whole = first.sent > 0 and again.sent == 0 and is_blind
    return Found(is_whole, _("{n} sealed files, nothing sent twice").format(n=len(files)))


def stores(room: Room) -> Found:
    """Every kind of store can be asked for: here, at a port where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = [_trouble(room, place.format(port=port)) for place in PLACES]
    return Found(set(found) == {"store-unreachable"}, ", ".join(place.split(":", 1)[0] for place in PLACES))


def _trouble(room: Room, url: str) -> str:
    try:
        room.remotes.test(url)
    except Trouble as trouble:
        return trouble.code
    return ""
