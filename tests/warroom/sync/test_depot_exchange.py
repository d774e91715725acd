"""Exchange through a depot: laptops that never meet converge by whatever keeps files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.servers import s3, sftp, webdav
from tests.warroom.stations import another_station, carry
from tests.warroom.sync.meeting import admitted, vouch
from tests.warroom.sync.places import KINDS, a_place
from warroom.domain.exchange import Why
from warroom.errors import Refusal, Trouble
from warroom.room import Room

__all__ = ["s3", "sftp", "webdav"]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def other(one: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with admitted(one, tmp_path, monkeypatch, member="Marc Petit") as room:
        yield room


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "nas"
    path.mkdir()
    return path


def converge(url: str, *rooms: Room) -> None:
    for _round in range(2):
        for room in rooms:
            room.sync(url)
    first = rooms[0].dump()
    assert all(room.dump() == first for room in rooms[1:])


def runs_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.wrs"))


@pytest.mark.parametrize("kind", KINDS)
def test_that_two_laptops_converge_through_every_kind(
    kind: str, one: Room, other: Room, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = a_place(kind, request, tmp_path)
    incident = an_incident(one)
    sent = one.sync(url)
    came = other.sync(url)
    an_entry(other, incident.ref, text="seen from B")
    other.sync(url)
    back = one.sync(url)

    assert sent.sent > 0
    assert came.received > 0
    assert back.received > 0
    converge(url, one, other)
    assert one.verify() == other.verify() == []


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_file_follows_its_record(
    kind: str, one: Room, other: Room, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = a_place(kind, request, tmp_path)
    incident = an_incident(one)
    evidence = tmp_path / "capture.bin"
    evidence.write_bytes(bytes(range(256)) * 10_000)
    one.attach(evidence, noun="incident", parent=incident.id)
    one.sync(url)
    came = other.sync(url)

    assert came.files > 0
    assert came.awaited == 0
    assert other.verify() == []
    assert other.sync(url).files == 0


def test_that_an_exchange_with_nothing_new_brings_and_sends_nothing(one: Room, other: Room, folder: Path) -> None:
    an_incident(one)
    converge(folder.as_uri(), one, other)
    before = {path: path.stat().st_mtime_ns for path in runs_in(folder)}
    again = one.sync(folder.as_uri())

    assert (again.received, again.sent, again.files, again.set_aside) == (0, 0, 0, ())
    assert {path: path.stat().st_mtime_ns for path in runs_in(folder)} == before


def test_that_a_third_laptop_brings_what_it_got_from_another(
    one: Room, other: Room, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with admitted(one, tmp_path, monkeypatch, letter="C", member="Ana Costa") as third:
        an_incident(one)
        carry(other, third)
        carry(third, other)
        far = tmp_path / "far"
        far.mkdir()
        one.sync(folder.as_uri())
        other.sync(folder.as_uri())
        other.sync(far.as_uri())
        third.sync(far.as_uri())

        assert third.dump() == one.dump()


def test_that_a_torn_run_is_set_aside_and_the_rest_joins(one: Room, other: Room, folder: Path) -> None:
    an_incident(one)
    one.sync(folder.as_uri())
    an_incident(one, title="Deuxième")
    one.sync(folder.as_uri())
    last = max(runs_in(folder), key=lambda path: path.name)
    whole = last.read_bytes()
    last.write_bytes(whole[: len(whole) // 2])
    torn = other.sync(folder.as_uri())

    assert [each.why for each in torn.set_aside] == [Why.DAMAGED]
    assert len(other.exchange.asides()) == 1
    last.write_bytes(whole)
    assert other.sync(folder.as_uri()).received > 0
    assert other.exchange.asides() == []
    assert other.dump() == one.dump()


def test_that_a_name_a_power_cut_left_empty_is_filled_again(one: Room, other: Room, folder: Path) -> None:
    an_incident(one)
    one.sync(folder.as_uri())
    for path in runs_in(folder):
        path.write_bytes(b"")
    assert other.sync(folder.as_uri()).received == 0
    one.sync(folder.as_uri())

    assert other.sync(folder.as_uri()).received > 0


def test_that_what_others_put_into_the_folder_hinders_nothing(one: Room, other: Room, folder: Path) -> None:
    an_incident(one)
    one.sync(folder.as_uri())
    home = next(folder.iterdir())
    (home / "chunks").mkdir()
    for name in (".stfolder", "~syncthing~x.tmp", "desktop.ini", "é ü.wrs", "stations/photo.jpg", "chunks/zz"):
        (home / name).write_bytes(b"junk")
    writer = runs_in(folder)[0].parent
    (writer / "000000000001-000000000002-zzzzzzzz-00000000.wrs").write_bytes(b"junk")
    (writer / "999999999998-999999999999-00000000-00000000.wrs").write_bytes(b"j" * 500)
    (writer / ".tmp-0123456789abcdef").write_bytes(b"half")
    (home / "stations" / f"{'ab' * 16}.wrr").write_bytes(b"no bulletin")
    (home / "0000000000000000").mkdir()
    (home / "0000000000000000" / "000000000001-000000000009-00000000-00000000.wrs").write_bytes(b"x" * 500)
    came = other.sync(folder.as_uri())

    assert came.received > 0
    assert {each.why for each in came.set_aside} == {Why.DAMAGED}
    assert other.dump() == one.dump()
    assert "desktop.ini" in other.remotes.test(folder.as_uri()).strangers


def test_that_nothing_is_written_where_the_folder_is_another_disk(one: Room, folder: Path) -> None:
    one.remotes.add("NAS", folder.as_uri())
    one.sync("NAS")
    for path in folder.iterdir():
        shutil.rmtree(path)

    with pytest.raises(Trouble) as told:
        one.sync("NAS")

    assert told.value.code == "store-lost"
    assert list(folder.iterdir()) == []
    assert one.remotes.list()[0].trouble == told.value.message


def test_that_a_deleted_run_is_put_again_and_deletes_nothing(one: Room, other: Room, folder: Path) -> None:
    an_incident(one)
    converge(folder.as_uri(), one, other)
    before = one.dump()
    for path in runs_in(folder):
        path.unlink()
    converge(folder.as_uri(), one, other)

    assert one.dump() == before
    assert runs_in(folder)


def test_that_a_station_nobody_vouches_for_joins_when_somebody_does(
    one: Room, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_incident(one)
    with another_station(one, tmp_path, monkeypatch) as stranger:
        an_incident(stranger, title="Vu par B")
        stranger.sync(folder.as_uri())
        first = one.sync(folder.as_uri())
        assert {each.why for each in first.set_aside} == {Why.UNKNOWN}
        carry(stranger, one)  # its keys, as an invitation brings them
        vouch(one, stranger)
        one.sync(folder.as_uri())
        stranger.sync(folder.as_uri())

        assert b"Vu par B" in one.dump()
        converge(folder.as_uri(), one, stranger)


def test_that_a_newcomer_is_given_the_past_in_a_form_it_can_open(
    one: Room, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(one, tmp_path, monkeypatch) as newcomer:
        an_incident(one)
        one.sync(folder.as_uri())  # sealed before the newcomer was admitted
        before = runs_in(folder)
        carry(newcomer, one)
        sealed = newcomer.sync(folder.as_uri())
        vouch(one, newcomer)
        one.sync(folder.as_uri())
        came = newcomer.sync(folder.as_uri())

        assert {each.why for each in sealed.set_aside} == {Why.SEALED}
        assert came.received > 0
        assert len(runs_in(folder)) > len(before)
        assert newcomer.exchange.asides() == []
        settled = runs_in(folder)
        converge(folder.as_uri(), one, newcomer)
        again = [path for path in runs_in(folder) if path not in settled]
        one.sync(folder.as_uri())
        assert runs_in(folder) == sorted([*settled, *again])


def test_that_the_store_holds_nothing_readable(one: Room, folder: Path) -> None:
    incident = an_incident(one, title="Rien de lisible")
    an_entry(one, incident.ref, text="Rien de lisible ici non plus")
    one.sync(folder.as_uri())

    for path in folder.rglob("*"):
        if path.is_file():
            assert b"lisible" not in path.read_bytes()
            assert "Léa".encode() not in path.read_bytes()


class PulledOut(Exception):
    """The test pulls the stick here."""


def stopping_at(count: int) -> Callable[[int, int], None]:
    left = [count]

    def step(done: int, total: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PulledOut

    return step


def test_that_an_exchange_stopped_anywhere_goes_on_from_there(one: Room, other: Room, folder: Path) -> None:
    url = folder.as_uri()
    for number in range(4):
        an_incident(one, title=f"numéro {number}")
        for place in range(12):
            try:
                one.sync(url, step=stopping_at(place))
                break
            except PulledOut:
                assert one.verify() == []
        for place in range(12):
            try:
                other.sync(url, step=stopping_at(place))
                break
            except PulledOut:
                assert other.verify() == []
    converge(url, one, other)


def test_that_what_is_no_address_is_refused(one: Room) -> None:
    for url in ("gopher://host/x", "nowhere", "sftp:///x", "file://elsewhere/x", "webdav://host/a/../../b"):
        with pytest.raises(Refusal) as told:
            one.sync(url)
        assert told.value.code in ("url-unknown", "remote-unknown")
