"""Exchange through a depot: laptops that never meet converge by whatever keeps files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.builders import PASSPHRASE, an_entry, an_incident
from tests.warroom.stations import another_station, carry
from tests.warroom.sync.meeting import admitted, vouch
from tests.warroom.sync.places import converge, one, other
from warroom.domain.exchange import Why
from warroom.errors import Refusal, Trouble
from warroom.room import Room
from warroom.sync.shelves.folder import FolderShelf

__all__ = ["one", "other"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "nas"
    path.mkdir()
    return path


def runs_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.wrs"))


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


def test_that_an_exchange_with_nothing_new_asks_few_questions(
    one: Room, other: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        an_incident(one, title=f"numéro {number}")
        one.sync(folder.as_uri())
    converge(folder.as_uri(), one, other)
    asked: list[str] = []
    for name in ("names", "read", "put"):
        original = getattr(FolderShelf, name)

        def counted(self: FolderShelf, *given: object, name: str = name, original: Any = original) -> object:
            asked.append(name)
            return original(self, *given)

        monkeypatch.setattr(FolderShelf, name, counted)
    one.sync(folder.as_uri())

    stations, writers = 2, len({path.parent for path in runs_in(folder)})
    assert sorted(asked) == ["names"] * (2 + writers) + ["put"] + ["read"] * (1 + stations)


KILLED = """
import sys
from warroom.__main__ import main
print("ready", flush=True)
sys.exit(main(["sync", sys.argv[1], sys.argv[2], "--json"]))
"""


def test_that_a_program_killed_while_it_exchanges_leaves_room_and_store_whole(
    one: Room, other: Room, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(Path.home() / "warroom"))  # where the first laptop keeps its identity
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    path = one.path
    evidence = tmp_path / "evidence.bin"
    for round_ in range(5):
        incident = an_incident(one, title=f"numéro {round_}")
        evidence.write_bytes(bytes([round_]) * 3_000_000)
        one.attach(evidence, noun="incident", parent=incident.id)
        one.close()
        environment = {**os.environ, "WARROOM_PASSPHRASE_FILE": str(secret)}
        program = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), folder.as_uri()], env=environment, stdout=subprocess.PIPE
        )
        assert program.stdout is not None
        program.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            program.wait(0.35 + 0.15 * round_)
        program.kill()
        program.communicate()
        one = Room.open(path, passphrase=PASSPHRASE, backups=False)
        assert one.verify() == []
        for run in runs_in(folder):
            assert run.read_bytes().endswith(b"WREND\n")
    try:
        converge(folder.as_uri(), one, other)
        assert other.sync(folder.as_uri()).awaited == 0
    finally:
        one.close()


def test_that_a_piece_of_a_file_that_was_lost_there_is_given_again(
    one: Room, other: Room, folder: Path, tmp_path: Path
) -> None:
    incident = an_incident(one)
    evidence = tmp_path / "capture.bin"
    evidence.write_bytes(bytes(range(256)) * 10_000)
    one.attach(evidence, noun="incident", parent=incident.id)
    one.sync(folder.as_uri())
    shutil.rmtree(next(folder.iterdir()) / "chunks")
    assert other.sync(folder.as_uri()).awaited == 1
    one.sync(folder.as_uri())

    assert other.sync(folder.as_uri()).awaited == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such things in folders")
def test_that_what_is_no_ordinary_file_is_passed_over(one: Room, other: Room, folder: Path) -> None:
    an_incident(one)
    one.sync(folder.as_uri())
    home, writer = next(folder.iterdir()), runs_in(folder)[0].parent
    os.mkfifo(home / "stations" / f"{'cd' * 16}.wrr")
    os.mkfifo(home / "dead.wrs")
    os.mkfifo(writer / "000000000900-000000000901-00000000-00000000.wrs")
    (home / "stations" / f"{'ef' * 16}.wrr").symlink_to("/dev/zero")
    (home / "0123456789abcdef").symlink_to("/")

    assert other.sync(folder.as_uri()).received > 0
    assert other.dump() == one.dump()


def test_that_progress_only_goes_forward_and_ends(one: Room, other: Room, folder: Path) -> None:
    for number in range(5):
        an_incident(one, title=f"numéro {number}")
        one.sync(folder.as_uri())
    told: list[tuple[int, int]] = []
    other.sync(folder.as_uri(), step=lambda done, total: told.append((done, total)))

    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert all(done <= total for done, total in told)
    assert told[-1][0] == told[-1][1] > 5
