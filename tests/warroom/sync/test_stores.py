"""Stores: what every kind keeps and gives back, and what keeps each from writing where it should not."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.servers import s3, sftp, webdav
from tests.warroom.sync.places import KINDS, a_place
from warroom.errors import Trouble
from warroom.sync.depots import RunName, depot_for
from warroom.sync.stores import Store

__all__ = ["s3", "sftp", "webdav"]

ROOM = "ab" * 16


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place of every kind where nothing was kept yet."""
    return a_place(request.param, request, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Callable[..., Store]]:
    """Opens the place, again and again; everything is closed at the end."""
    opened: list[Store] = []
    memory: dict[str, object] = {}

    def make(*, was_here: bool = False, room: str = ROOM) -> Store:
        depot = depot_for(url, memory)
        assert isinstance(depot, Store)
        opened.append(depot)
        depot.open(room, was_here=was_here)
        return depot

    yield make
    for depot in opened:
        depot.close()


def a_run(seq_from: int = 1, seq_to: int = 5, *, size: int = 5000, writer: int = 1) -> tuple[RunName, bytes]:
    body = secrets.token_bytes(size)
    return RunName(bytes([writer]) * 8, seq_from, seq_to, hashlib.sha256(body).hexdigest()[:8], "0badcafe"), body


def places(names: list[RunName]) -> list[tuple[bytes, int, int, str, str]]:
    return sorted((n.writer, n.seq_from, n.seq_to, n.head8, n.members8) for n in names)


def test_that_every_kind_gives_back_what_it_was_given(store: Callable[..., Store]) -> None:
    frames = [a_run(1 + 5 * i, 5 + 5 * i, writer=w) for i in range(6) for w in (1, 2)]
    assert store().put_runs(frames) == len(frames)

    other = store(was_here=True)
    names = other.runs()

    assert places(names) == places([name for name, _body in frames])
    assert {n.head8: body for n, body in other.fetch(names)} == {n.head8: body for n, body in frames}
    assert other.strangers == []


def test_that_a_run_which_is_there_is_not_sent_again(store: Callable[..., Store]) -> None:
    frames = [a_run(), a_run(6, 9)]
    store().put_runs(frames)
    again = store(was_here=True)
    again.runs()

    assert again.put_runs([*frames, a_run(10, 12)]) == 1


def test_that_every_kind_keeps_chunks_and_bulletins(store: Callable[..., Store]) -> None:
    first = store()
    body = secrets.token_bytes(300_000)
    sha, absent = hashlib.sha256(body).digest(), hashlib.sha256(b"absent").digest()
    assert first.chunks({sha, absent}) == set()
    first.put_chunk(sha, body)
    first.put_bulletin("cd" * 16, b"one")
    first.put_bulletin("cd" * 16, b"two")

    other = store(was_here=True)

    assert other.chunks({sha, absent}) == {sha}
    assert other.fetch_chunk(sha) == body
    assert other.fetch_chunk(absent) is None
    assert list(other.bulletins()) == [b"two"]


def test_that_where_we_had_been_and_nothing_is_left_nothing_is_written(store: Callable[..., Store]) -> None:
    store().put_runs([a_run()])

    with pytest.raises(Trouble) as told:
        store(was_here=True, room="ef" * 16)

    assert told.value.code == "store-lost"
    assert store(room="ef" * 16).runs() == []


def test_that_two_rooms_share_a_place_without_meeting(store: Callable[..., Store]) -> None:
    store().put_runs([a_run()])
    other = store(room="ef" * 16)

    assert other.runs() == []


def test_that_a_folder_of_another_room_under_our_name_is_left_alone(store: Callable[..., Store]) -> None:
    store()

    with pytest.raises(Trouble) as told:
        store(room=ROOM[:16] + "ef" * 8)

    assert told.value.code == "store-foreign"


def test_that_a_place_whose_last_folder_is_missing_is_made_only_at_the_first_time(store: Callable[..., Store]) -> None:
    with pytest.raises(Trouble) as told:
        store(was_here=True)

    assert told.value.code in ("store-missing", "store-lost")  # a bucket has no folders
    assert store().runs() == []


def test_that_many_makers_of_the_same_folders_at_once_all_get_their_runs_there(store: Callable[..., Store]) -> None:
    """Two stations come back to the network in the same second, each sending several runs at once."""
    for _round in range(6):
        room = secrets.token_hex(16)
        frames = [a_run(1 + 5 * i, 5 + 5 * i, writer=i + 1) for i in range(8)]
        both = [store(room=room) for _ in range(2)]
        with ThreadPoolExecutor(2) as at_once:
            assert list(at_once.map(Store.put_runs, both, [frames] * 2)) == [len(frames)] * 2
        assert places(store(room=room, was_here=True).runs()) == places([name for name, _body in frames])
