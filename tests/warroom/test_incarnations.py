"""One laptop, several incarnations: a cloned folder, a restored backup, a virtual machine set back."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from tests.warroom.storage.replicas import Replica, World
from warroom.clock import Clock
from warroom.identity.machine import data_folder
from warroom.room import Room, restore
from warroom.storage.intake import Why
from warroom.storage.merge import Accepted, accept
from warroom.storage.wire import Wire, outgoing


def opened(path: Path, **more: object) -> Room:
    return Room.open(path, passphrase=PASSPHRASE, backups=False, **more)  # type: ignore[arg-type]


def lines(room: Room) -> list[Wire]:
    return list(outgoing(room._store.reader(), {}))


def merged(room: Room, arriving: list[Wire]) -> Accepted:
    return room._store.run(lambda conn: accept(conn, arriving, now_ms=room.clock.now_ms())).result()


def why_each_began(room: Room) -> list[tuple[str, str]]:
    (ours,) = [station for station in room.rights.stations() if station.is_ours]
    return [(writer.prefix, writer.why) for writer in ours.writers]


def test_that_a_folder_cloned_to_another_machine_writes_as_another_and_both_merge(tmp_path: Path) -> None:
    with a_room(tmp_path / "first") as room:
        incident = an_incident(room).id
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    with opened(tmp_path / "first" / "cell.warroom") as room:
        an_entry(room, incident, text="here")
        here = lines(room)

    with opened(tmp_path / "second" / "cell.warroom", machine=b"n" * 32) as clone:
        number = an_entry(clone, incident, text="there").number
        accepted = merged(clone, here)

        assert number.startswith("A2-")
        assert accepted.set_aside == ()
        assert {entry.text for entry in clone.views.entries(incident)} >= {"here", "there"}
        assert clone.verify() == []
        assert len(why_each_began(clone)) == 2


def test_that_a_restored_backup_writes_as_another_and_says_what_it_lacks(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room).id
        room.backup(tmp_path / "copies" / "copy.warroom")
        an_entry(room, incident, text="after the backup")
        later = lines(room)
    restore(tmp_path / "copies" / "copy.warroom", tmp_path / "again" / "cell.warroom", passphrase=PASSPHRASE)

    with opened(tmp_path / "again" / "cell.warroom") as again:
        number = an_entry(again, incident, text="after the restoration").number
        accepted = merged(again, later)

        assert number.startswith("A2-")
        assert any("lacks" in note for note in again.notes)
        assert accepted.set_aside == ()
        assert {"after the backup", "after the restoration"} <= {e.text for e in again.views.entries(incident)}
        assert why_each_began(again)[-1][1] == "restored"


def test_that_a_virtual_machine_set_back_is_caught_when_it_meets_somebody_and_nothing_is_lost(tmp_path: Path) -> None:
    """File and anchor both go back, in place: nothing at opening can tell."""
    path = tmp_path / "cell.warroom"
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
    image = {
        file: file.read_bytes() for folder in (tmp_path, data_folder()) for file in folder.rglob("*") if file.is_file()
    }
    peer = Replica(World(), 9)
    with opened(path) as room:
        an_entry(room, incident, text="before it was set back")
        peer.receive(lines(room))
        theirs = peer.lines()
    for file, content in image.items():
        file.write_bytes(content)
    for leftover in (*tmp_path.glob("cell.warroom-wal"), *tmp_path.glob("cell.warroom-shm")):
        if leftover not in image:
            leftover.unlink()

    with opened(path) as room:
        assert len(why_each_began(room)) == 1, "nothing tells it yet"
        an_entry(room, incident, text="after it was set back")
        ours = lines(room)

        at_the_peer, here = peer.receive(ours), merged(room, theirs)

        assert {item.why for item in at_the_peer.set_aside} == {item.why for item in here.set_aside} == {Why.FORK}
        assert "before it was set back" in [row[0] for row in peer.conn.execute("SELECT text FROM entry")]
        assert "after it was set back" in [entry.text for entry in room.views.entries(incident)]
        assert room.verify() == []
