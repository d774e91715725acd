"""Exchange by itself: as soon as a remote can be reached, after changes, and never in the way of closing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.sync.meeting import admitted
from warroom.domain.exchange import Remote
from warroom.room import Room
from warroom.sync import automatic

PATIENCE = 60.0  # seconds until a test gives up; what it waits for takes a fraction of one


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automatic, "AFTER_CHANGES", 0.1)
    monkeypatch.setattr(automatic, "FIRST_RETRY", 0.2)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


class Watched:
    """What a remote said of itself, and a way to wait for it."""

    def __init__(self, room: Room) -> None:
        self.said: list[Remote] = []
        self._news = threading.Condition()
        self.stop = room.remotes.subscribe(self._hear)

    def _hear(self, state: Remote) -> None:
        with self._news:
            self.said.append(state)
            self._news.notify_all()

    def wait(self, wanted: Callable[[Remote], bool], *, after: int = 0) -> int:
        """The place of the first state like this, from one on."""
        with self._news:
            found = self._news.wait_for(lambda: any(map(wanted, self.said[after:])), PATIENCE)
            assert found, self.said[after:]
            return next(i for i in range(after, len(self.said)) if wanted(self.said[i]))


def ended_well(state: Remote) -> bool:
    return not state.is_busy and state.done_at is not None and not state.trouble


def test_that_watching_exchanges_at_once_and_after_each_change(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    with admitted(room, tmp_path, monkeypatch) as other:
        watched = Watched(room)
        room.remotes.add("NAS", folder.as_uri())
        room.remotes.watch()
        place = watched.wait(ended_well)
        assert watched.said[0].is_busy
        incident = an_incident(room)
        an_entry(room, incident.ref, text="écrit après")
        watched.wait(lambda state: ended_well(state) and bool(state.result and state.result.sent), after=place + 1)
        other.sync(folder.as_uri())

        assert b"\xc3\xa9crit apr\xc3\xa8s" in other.dump()
        state = room.remotes.state[0]
        assert (state.name, state.is_watched, state.trouble) == ("NAS", True, "")


def test_that_a_remote_that_comes_back_is_exchanged_with_by_itself(room: Room, tmp_path: Path) -> None:
    folder = tmp_path / "media" / "stick"
    watched = Watched(room)
    room.remotes.add("stick", folder.as_uri())
    room.remotes.watch()
    place = watched.wait(lambda state: bool(state.trouble) and not state.is_busy)
    folder.mkdir(parents=True)

    watched.wait(ended_well, after=place)
    assert list(folder.iterdir())


def test_that_a_nudge_tries_at_once(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automatic, "FIRST_RETRY", 10_000.0)
    monkeypatch.setattr(automatic, "LAST_RETRY", 10_000.0)
    folder = tmp_path / "media" / "stick"
    watched = Watched(room)
    room.remotes.add("stick", folder.as_uri())
    room.remotes.watch()
    place = watched.wait(lambda state: bool(state.trouble) and not state.is_busy)
    folder.mkdir(parents=True)
    room.remotes.nudge()

    watched.wait(ended_well, after=place)


def test_that_one_remote_that_is_away_keeps_no_other_from_its_turn(room: Room, tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    watched = Watched(room)
    room.remotes.add("a-gone", (tmp_path / "gone" / "deep").as_uri())
    room.remotes.add("b-here", (tmp_path / "nas").as_uri())
    room.remotes.watch()

    watched.wait(lambda state: state.name == "b-here" and ended_well(state))


def test_that_closing_does_not_wait_for_a_host_that_says_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        room.remotes.add("mute", f"webdav://127.0.0.1:{server.getsockname()[1]}/x")
        room.remotes.watch()
        caller, _address = server.accept()
        caller.recv(10)
        closing = threading.Thread(target=room.close)
        closing.start()
        caller.close()  # the host dies: what still waits for it ends
        closing.join(PATIENCE)

        assert not closing.is_alive()


def test_that_nothing_is_watched_unless_asked(room: Room, tmp_path: Path) -> None:
    room.remotes.add("NAS", tmp_path.as_uri())

    assert not [thread for thread in threading.enumerate() if thread.name == "warroom-remotes"]
    assert room.remotes.state[0].is_watched is False


def test_that_a_removed_remote_is_left_alone(room: Room, tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    watched = Watched(room)
    room.remotes.add("NAS", (tmp_path / "nas").as_uri())
    room.remotes.watch()
    watched.wait(ended_well)
    room.remotes.remove("NAS")
    room.remotes.nudge()

    assert room.remotes.state == ()
