"""Sticks on a real file system: found whatever a kiosk did to them, full, locked, pulled out, beside junk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.sync.meeting import admitted
from warroom.domain.sticks import Carriage, Flaw, Looked, Scan, Stick
from warroom.errors import Refusal, Trouble
from warroom.room import Room

Pair = tuple[Room, Room, str]
Plug = Callable[[int], Stick]
MAKERS = (("mkfs.vfat",), ("mkfs.ext2", "-q", "-F", "-m", "0"))  # neither has a journal


def run(*command: str) -> bool:
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def in_a_loop(maker: tuple[str, ...], image: Path, place: Path, megabytes: int) -> bool:
    image.write_bytes(b"")
    os.truncate(image, megabytes * 1024 * 1024)
    return run(*maker, str(image)) and run("mount", "-o", "loop", str(image), str(place))


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    """A stick of so many megabytes in a loop: FAT, ext2 where the kernel has none; in memory without a loop."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a real stick needs Linux and root")
    place = tmp_path / "CELLULE-2"

    def make(megabytes: int) -> Stick:
        place.mkdir(exist_ok=True)
        in_loop = any(in_a_loop(maker, tmp_path / "stick.img", place, megabytes) for maker in MAKERS)
        if not in_loop and not run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)):
            pytest.skip("nothing can be mounted here")
        return Stick(place, "CELLULE-2", 0, 0, read_only=False)

    yield make
    run("umount", "-l", str(place))


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Two laptops of one room, B with an entry that A lacks."""
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        one.write_bundle(tmp_path / "first.warroom-bundle")
        other.read_bundle(tmp_path / "first.warroom-bundle")
        an_entry(other, incident.ref, text="seen from B")
        yield one, other, incident.ref


def looked(room: Room, stick: Stick) -> Looked:
    return room.sticks.look(stick)


def test_that_a_stick_carries_what_one_laptop_wrote_to_the_other(pair: Pair, plug: Plug) -> None:
    one, other, incident = pair
    stick = plug(8)
    written = other.sticks.write(stick.path, carriage=Carriage(label=stick.label))
    (parcel,) = looked(one, stick).unread

    assert written.path is not None
    assert written.path.parent.name == "warroom-cellule"
    assert written.path.name == "warroom-b-20261123t110000z.warroom-bundle"
    assert (parcel.letter, parcel.is_ours) == ("B", False)
    assert parcel.new_ops == one.sticks.preview(parcel).received

    done = one.sticks.read(parcel, carriage=Carriage("CELLULE-2", "Nora Petit", Scan.YES, "kiosk 3"), incident=incident)

    assert done.sha256 == written.sha256
    assert looked(one, stick).unread == ()
    entry = one.views.entry_by_number(done.number)
    assert entry is not None
    assert entry.code == "stick-read"
    assert entry.params["scanned"] == "yes"
    assert "Stick CELLULE-2 read" in entry.text
    assert "brought by Nora Petit, scanned at kiosk 3" in entry.text
    assert done.sha256 in entry.text
    (line,) = one.audit.rows(what="stick-read")
    assert "courier Nora Petit" in line.said
    assert done.sha256 in line.said
    assert "Nora" not in str(dict(line.detail) | {"courier": ""})


def test_that_reading_without_an_incident_writes_nothing_in_the_journal(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(8)
    other.sticks.write(stick.path)
    parcel = looked(one, stick).parcels[0]
    one.sticks.read(parcel)
    before = one.dump()
    again = one.sticks.read(parcel)

    assert again.outcome.received == 0
    assert one.dump() == before
    assert one.dump() == other.dump()
    assert len(one.audit.rows(what="stick-read")) == 2


def test_that_a_bundle_is_found_by_what_it_is_beside_junk(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(8)
    made = other.sticks.write(stick.path).path
    assert made is not None
    hidden = stick.path / "SAS" / "sortie" / "0001"
    hidden.mkdir(parents=True)
    made.replace(hidden / "DOC0001.PDF")
    (stick.path / "autorun.inf").write_text("[autorun]", encoding="ascii")
    (stick.path / "setup.exe").write_bytes(b"MZ" + b"\0" * 100)
    (stick.path / "notes.docx").write_bytes(b"PK\x03\x04 not even an archive")
    (stick.path / "System Volume Information").mkdir()
    (stick.path / "System Volume Information" / "x").write_bytes(b"x")
    (hidden / ".tmp-12-warroom-b.warroom-bundle").write_bytes(b"WRB1")
    found = looked(one, stick)

    assert [parcel.place.name for parcel in found.unread] == ["DOC0001.PDF"]
    assert (found.others, found.programs) == (3, 2)
    assert found.other_names == ("autorun.inf", "setup.exe", "notes.docx")
    assert [flawed.flaw for flawed in found.flawed] == [Flaw.UNFINISHED]


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_that_a_bundle_is_read_from_an_archive_in_an_archive(pair: Pair, plug: Plug, packing: int) -> None:
    one, other, _incident = pair
    stick = plug(8)
    made = other.sticks.write(stick.path).path
    assert made is not None
    inner, outer = stick.path / "inner.zip", stick.path / "EXPORT_0007.ZIP"
    with zipfile.ZipFile(inner, "w", packing) as archive:
        archive.write(made, "sain/bundle.bin")
    with zipfile.ZipFile(outer, "w", packing) as archive:
        archive.write(inner, "a/inner.zip")
    made.unlink()
    inner.unlink()
    (parcel,) = looked(one, stick).unread

    assert parcel.place.inside == ("a/inner.zip", "sain/bundle.bin")
    assert one.sticks.read(parcel).outcome.received > 0
    assert sorted(path.name for path in one.path.parent.iterdir() if path.name.startswith("tmp")) == []


def test_that_an_archive_of_three_levels_or_a_bomb_is_not_unpacked(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(16)
    made = other.sticks.write(stick.path).path
    assert made is not None
    innermost = made
    for level in range(3):
        packed = stick.path / f"level{level}.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(innermost, innermost.name)
        innermost.unlink()
        innermost = packed
    with zipfile.ZipFile(stick.path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.warroom-bundle", b"WRB1" + b"\0" * 4_000_000)
    found = looked(one, stick)

    assert found.parcels == ()
    assert found.others == 2


def test_that_a_locked_archive_is_named_with_its_reason(pair: Pair, plug: Plug) -> None:
    one, _other, _incident = pair
    stick = plug(8)
    path = stick.path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert [(each.name, each.flaw) for each in looked(one, stick).flawed] == [("locked.zip", Flaw.ARCHIVE)]


def test_that_a_torn_bundle_is_ignored_with_its_reason_and_the_others_are_read(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(8)
    made = other.sticks.write(stick.path).path
    assert made is not None
    whole = made.read_bytes()
    (stick.path / "half.warroom-bundle").write_bytes(whole[: len(whole) // 2])
    (stick.path / "newer.warroom-bundle").write_bytes(whole.replace(b'"min_reader":1', b'"min_reader":9'))
    found = looked(one, stick)

    assert len(found.unread) == 1
    assert sorted(each.flaw for each in found.flawed) == [Flaw.NEWER, Flaw.TORN]


def test_that_a_bundle_of_another_room_is_said_to_be_of_another_room(tmp_path: Path, pair: Pair, plug: Plug) -> None:
    _one, other, _incident = pair
    stick = plug(8)
    other.sticks.write(stick.path)
    (tmp_path / "elsewhere").mkdir()
    with a_room(tmp_path / "elsewhere") as stranger:
        assert [each.flaw for each in looked(stranger, stick).flawed] == [Flaw.ELSEWHERE]


def test_that_a_full_stick_is_refused_and_nothing_half_written_stays(pair: Pair, plug: Plug) -> None:
    _one, other, _incident = pair
    stick = plug(1)
    filler = stick.path / "filler.bin"
    handle = os.open(filler, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(handle, b"x" * 4096)
    os.close(handle)
    with pytest.raises(Trouble) as full:
        other.sticks.write(stick.path)

    assert full.value.code == "bundle-not-written"
    assert [path for path in stick.path.rglob("*") if path.is_file()] == [filler]
    assert other.verify() == []


def test_that_a_read_only_stick_is_read_and_not_written(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(8)
    other.sticks.write(stick.path)
    if not run("mount", "-o", "remount,ro", str(stick.path)):
        pytest.skip("cannot be made read-only here")
    with pytest.raises(Trouble) as refused:
        other.sticks.write(stick.path, everything=True)

    assert refused.value.code == "bundle-not-written"
    assert one.sticks.read(looked(one, stick).unread[0]).outcome.received > 0


def test_that_a_stick_pulled_while_it_is_read_leaves_the_room_whole(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(8)
    other.sticks.write(stick.path)
    (parcel,) = looked(one, stick).unread
    run("umount", "-l", str(stick.path))
    before = one.dump()
    with pytest.raises(Trouble) as gone:
        one.sticks.read(parcel)

    assert gone.value.code == "stick-gone"
    assert one.dump() == before
    with pytest.raises(Trouble):
        one.sticks.preview(parcel)


def test_that_a_stick_that_no_longer_answers_leaves_the_room_whole(pair: Pair, plug: Plug, tmp_path: Path) -> None:
    one, other, _incident = pair
    stick = plug(8)
    made = other.sticks.write(stick.path).path
    assert made is not None
    (parcel,) = looked(one, stick).unread
    before, image = one.dump(), tmp_path / "stick.img"
    handle = os.open(made, os.O_RDONLY)
    os.fsync(handle)
    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)
    os.truncate(image, 4096)
    try:
        made.read_bytes()
    except OSError:
        with pytest.raises(Trouble) as gone:
            one.sticks.read(parcel)
        assert gone.value.code == "stick-gone"
    else:
        pytest.skip("this system still answers from its memory")
    finally:
        os.truncate(image, 8 * 1024 * 1024)
    assert one.dump() == before


def test_that_a_stick_pulled_while_it_is_written_leaves_nothing_under_the_name(pair: Pair, plug: Plug) -> None:
    _one, other, _incident = pair
    stick = plug(8)
    before = other.dump()
    with pytest.raises(Trouble) as gone:
        other.sticks.write(stick.path, step=lambda _done, _total: run("umount", "-l", str(stick.path)))

    assert gone.value.code == "bundle-not-written"
    assert not any(path.suffix == ".warroom-bundle" for path in stick.path.rglob("*"))
    assert other.dump() == before
    assert other.verify() == []


def test_that_a_reading_stopped_half_way_goes_on_the_next_time(pair: Pair, plug: Plug, tmp_path: Path) -> None:
    one, other, incident = pair
    stick = plug(8)
    other.sticks.write(stick.path)
    (parcel,) = looked(one, stick).unread

    class Pulled(Exception):
        pass

    def pull(_done: int, _total: int) -> None:
        raise Pulled

    with pytest.raises(Pulled):
        one.sticks.read(parcel, step=pull)
    assert one.sticks.read(parcel).outcome.received > 0
    assert one.dump() == other.dump()
    assert incident


def test_that_only_the_latest_few_of_our_own_bundles_stay(pair: Pair, plug: Plug) -> None:
    _one, other, incident = pair
    stick = plug(8)
    folder = stick.path / "warroom-cellule"
    folder.mkdir()
    foreign = folder / "warroom-b-20200101t000000z.warroom-bundle"
    foreign.write_bytes(b"somebody else's")
    for _each in range(6):
        other.clock.set(other.clock.now_ms() + 60_000)  # type: ignore[attr-defined]
        an_entry(other, incident)
        other.sticks.write(stick.path)

    assert len(list(folder.iterdir())) == 4
    assert foreign.exists()


def test_that_a_wrong_incident_is_refused_before_anything_is_merged(pair: Pair, plug: Plug) -> None:
    one, other, _incident = pair
    stick = plug(8)
    other.sticks.write(stick.path)
    before = one.dump()
    with pytest.raises(Refusal):
        one.sticks.read(looked(one, stick).unread[0], incident="A-099")
    assert one.dump() == before


def test_that_a_link_or_a_pipe_on_a_stick_is_never_opened(pair: Pair, tmp_path: Path) -> None:
    one, other, _incident = pair
    place = tmp_path / "stick"
    place.mkdir()
    made = other.sticks.write(place).path
    assert made is not None
    (place / "link.warroom-bundle").symlink_to(made)
    os.mkfifo(place / "pipe.warroom-bundle")
    found = looked(one, Stick(place, "S", 0, 0, read_only=False))

    assert len(found.parcels) == 1
    assert [(each.name, each.flaw) for each in found.flawed] == [("pipe.warroom-bundle", Flaw.UNREADABLE)]
    shutil.rmtree(place)
