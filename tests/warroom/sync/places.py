"""Places of every kind where nothing was kept yet, and two laptops to meet there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from tests.servers import S3, Sftp, Webdav
from tests.warroom.sync.meeting import admitted
from warroom.room import Room

KINDS = ("folder", "webdav", "sftp", "s3")


def a_place(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new place of this kind; its server is started when first asked for."""
    name = f"cell {secrets.token_hex(4)}"
    if kind == "folder":
        return (tmp_path / name).as_uri()
    if kind == "webdav":
        dav: Webdav = request.getfixturevalue("webdav")
        return dav.url(name.replace(" ", "%20"))
    if kind == "sftp":
        ssh: Sftp = request.getfixturevalue("sftp")
        return ssh.url(name.replace(" ", "%20"))
    server: S3 = request.getfixturevalue("s3")
    return server.url(server.bucket())


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def other(one: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with admitted(one, tmp_path, monkeypatch, member="Marc Petit") as room:
        yield room


def converge(url: str, *rooms: Room) -> None:
    for _round in range(2):
        for room in rooms:
            room.sync(url)
    first = rooms[0].dump()
    assert all(room.dump() == first for room in rooms[1:])
