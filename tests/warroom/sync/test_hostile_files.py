"""Files from anywhere: torn, zeroed, grown, or sealed by a member who means harm. Nothing breaks or is half read."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import NOON, an_entry, an_incident
from tests.warroom.sync.cells import Cell
from tests.warroom.sync.forging import all_runs, bundle
from warroom.errors import Refusal, Trouble
from warroom.identity.signing import bulletin_message
from warroom.room import Room
from warroom.storage.ops import canonical
from warroom.sync.bulletins import Bulletin
from warroom.sync.envelopes import opened, seal
from warroom.sync.frames import END, FrameReader, FrameWriter, Magic, Unreadable, check

FUZZ = int(os.environ.get("WARROOM_FUZZ", "1"))
QUIET = settings(
    max_examples=60 * FUZZ,
    derandomize=FUZZ == 1,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def cell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cell]:
    made = Cell(tmp_path_factory.mktemp("cell"), 2)
    incident = an_incident(made.laptops[1].room)
    for number in range(30):
        an_entry(made.laptops[1].room, incident.ref, text=f"vu {number} " + "x" * 200)
    photo = made.folder / "photo.jpg"
    photo.write_bytes(os.urandom(20_000))
    made.laptops[1].room.attach(photo, noun="incident", parent=incident.id)
    yield made
    made.close()


@pytest.fixture(scope="module")
def whole(cell: Cell) -> bytes:
    """A bundle that the first laptop has not read."""
    return cell.write(cell.laptops[1], everything=True).read_bytes()


def refuses(room: Room, path: Path) -> None:
    """Neither read nor previewed, and nothing changed by trying."""
    before = room.dump(), room.exchange.vector(), room.exchange.asides()
    for read in (room.read_bundle, room.exchange.preview_bundle):
        with pytest.raises((Refusal, Trouble)):
            read(path)
    assert (room.dump(), room.exchange.vector(), room.exchange.asides()) == before


# From the outside


DAMAGE: dict[str, Callable[[bytes, int], bytes]] = {
    "cut short": lambda body, at: body[: at % len(body)],
    "a bit flipped": lambda body, at: _flipped(body, at),
    "a cluster zeroed": lambda body, at: _zeroed(body, at),
    "a cluster missing": lambda body, at: body[: _cluster(body, at)] + body[_cluster(body, at) + 4096 :],
    "two clusters swapped": lambda body, at: _swapped(body, at),
    "a huge header": lambda body, at: body[:4] + b"\xff\xff\xff\xff" + body[8:],
    "a huge payload": lambda body, at: _with_length(body, 2**63 + at),
    "a large payload": lambda body, at: _with_length(body, 3 * 1024**3),
    "something else": lambda body, at: os.urandom(at % 300),
    "nothing but zeros": lambda body, at: bytes(len(body)),
}


def _flipped(body: bytes, at: int) -> bytes:
    at %= len(body) * 8
    return body[: at // 8] + bytes([body[at // 8] ^ 1 << at % 8]) + body[at // 8 + 1 :]


def _cluster(body: bytes, at: int) -> int:
    return at % (len(body) // 4096) * 4096


def _zeroed(body: bytes, at: int) -> bytes:
    start = _cluster(body, at)
    return body[:start] + bytes(4096) + body[start + 4096 :]


def _swapped(body: bytes, at: int) -> bytes:
    start = _cluster(body, at) % (len(body) - 8192)
    return body[:start] + body[start + 4096 : start + 8192] + body[start : start + 4096] + body[start + 8192 :]


def _with_length(body: bytes, length: int) -> bytes:
    at = 8 + int.from_bytes(body[4:8])
    return body[:at] + length.to_bytes(8) + body[at + 8 :]


@QUIET
@given(what=st.sampled_from(sorted(DAMAGE)), at=st.integers(0, 2**40))
def test_that_a_damaged_bundle_is_refused_and_changes_nothing(cell: Cell, whole: bytes, what: str, at: int) -> None:
    path = cell.folder / "damaged.warroom-bundle"
    path.write_bytes(DAMAGE[what](whole, at))
    tracemalloc.start()
    try:
        refuses(cell.laptops[0].room, path)
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_that_what_stands_behind_the_end_is_not_looked_at(cell: Cell, whole: bytes) -> None:
    path = cell.folder / "grown.warroom-bundle"
    path.write_bytes(whole + bytes(4096) + b"MZ and whatever else a stick adds")

    assert cell.laptops[0].room.exchange.preview_bundle(path).received > 30


@settings(QUIET, max_examples=300 * FUZZ)
@given(st.binary(max_size=200), st.sampled_from(list(Magic)), st.booleans())
def test_that_no_bytes_make_a_frame_do_anything_but_refuse(body: bytes, magic: Magic, begins_well: bool) -> None:
    with suppress(Unreadable):
        reader = check(io.BytesIO((magic.value if begins_well else b"") + body), magic)
        assert reader.length == len(reader.read(reader.length))


@given(st.binary(max_size=5000), st.integers(0, 10**6))
@settings(QUIET, max_examples=200 * FUZZ)
def test_that_a_frame_is_read_as_it_was_written_or_not_at_all(payload: bytes, at: int) -> None:
    stream = io.BytesIO()
    writer = FrameWriter(stream, Magic.RUN, {"room": "ab"}, length=len(payload))
    writer.write(payload)
    writer.finish()
    body = stream.getvalue()

    assert body.endswith(END)
    reader = check(io.BytesIO(body), Magic.RUN)
    assert reader.read(len(payload)) == payload
    with pytest.raises(Unreadable):
        FrameReader(io.BytesIO(_flipped(body, at)), Magic.RUN).finish()


# From a member who means harm


def sealed_by(cell: Cell, inner: bytes, behind: bytes = b"") -> Path:
    """A whole frame around an envelope that opens, and whatever in it."""
    path = cell.folder / "harm.warroom-bundle"
    envelope = seal(inner, cell.laptops[1].room.exchange.readers().values())
    payload = len(envelope).to_bytes(8) + envelope + behind
    with path.open("wb") as stream:
        writer = FrameWriter(stream, Magic.BUNDLE, {"room": cell.laptops[1].room.id}, length=len(payload))
        writer.write(payload)
        writer.finish()
    return path


@pytest.fixture(scope="module")
def inner(cell: Cell, whole: bytes) -> bytes:
    """What the envelope of a real bundle holds."""
    start = 8 + int.from_bytes(whole[4:8]) + 8
    size = int.from_bytes(whole[start : start + 8])
    return opened(whole[start + 8 : start + 8 + size], cell.laptops[0].room.exchange.secrets())


@QUIET
@given(
    what=st.sampled_from(sorted(set(DAMAGE) - {"a huge header", "a huge payload", "a large payload"})),
    at=st.integers(0, 2**40),
)
def test_that_whatever_is_sealed_only_what_was_signed_joins(cell: Cell, inner: bytes, what: str, at: int) -> None:
    room, truth = cell.laptops[0].room, cell.laptops[1]
    path = sealed_by(cell, DAMAGE[what](inner, at))
    with suppress(Refusal, Trouble):
        room.read_bundle(path)
    assert hashes(room) <= hashes(truth.room) | hashes_at_first(cell)
    assert not [problem for problem in room.verify() if not problem.is_note]


def hashes(room: Room) -> set[tuple[bytes, int, bytes]]:
    return set(room._store.reader().execute("SELECT w, seq, hash FROM op"))


_first: dict[int, set[tuple[bytes, int, bytes]]] = {}


def hashes_at_first(cell: Cell) -> set[tuple[bytes, int, bytes]]:
    """What the first laptop wrote itself."""
    if id(cell) not in _first:
        own = cell.laptops[0].room._store.seat.station
        mine = {
            bytes.fromhex(w) for (w,) in cell.laptops[0].rows("SELECT writer FROM writer WHERE station=unhex(?)", own)
        }
        _first[id(cell)] = {each for each in hashes(cell.laptops[0].room) if each[0] in mine}
    return _first[id(cell)]


@pytest.mark.parametrize(
    "behind", [b"x", bytes(51), bytes(48) + b"\xff\xff\xff\xff", bytes(48) + (10).to_bytes(4) + b"short"]
)
def test_that_pieces_of_files_whose_lengths_lie_stop_the_bundle_before_anything_is_merged(
    cell: Cell, inner: bytes, behind: bytes
) -> None:
    path = sealed_by(cell, inner, behind)
    refuses(cell.laptops[0].room, path)
    with pytest.raises(Trouble) as trouble:
        cell.laptops[0].room.read_bundle(path)
    assert trouble.value.code == "bundle-damaged"


def test_that_a_piece_nobody_named_is_not_kept(cell: Cell) -> None:
    room, attachment = cell.laptops[0].room, b"\x09" * 16
    path = bundle(cell.folder / "piece.warroom-bundle", cell.laptops[1].room, [], pieces=[(attachment, b"malware")])
    outcome = room.read_bundle(path)

    assert outcome.files == 0
    assert cell.laptops[0].rows("SELECT 1 FROM chunk WHERE sha=?", hashlib.sha256(b"malware").digest()) == []


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside, max_size=3),
    max_leaves=6,
)
BIG = st.sampled_from([2**63 - 1, -(2**63) + 1, 2**61 - 1, -(2**61) + 1, 2**62, 0, -1])


@QUIET
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("at", "bulletins", "files_left", "station"), ODD)) | ODD)
def test_that_no_manifest_does_anything_but_refuse(cell: Cell, manifest: Any) -> None:
    path = bundle(cell.folder / "manifest.warroom-bundle", cell.laptops[1].room, [], manifest=manifest)
    with suppress(Refusal, Trouble):
        assert cell.laptops[0].room.read_bundle(path).received == 0


def signed(cell: Cell, **changed: Any) -> Bulletin:
    """A bulletin of the second laptop that its own key signed."""
    said = {**orjson.loads(cell.laptops[1].room.exchange.bulletin().body), **changed}
    body = canonical(said)
    return Bulletin(body, cell.laptops[1].room.identity.sign(bulletin_message(body)))


@QUIET
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "at": BIG | ODD,
            "vv": ODD | st.dictionaries(st.sampled_from(["00" * 8, "zz", ""]), BIG, max_size=2),
            "heard": ODD | st.dictionaries(st.sampled_from(["me", "00" * 16]), st.lists(BIG, max_size=3), max_size=2),
            "awaited": ODD,
            "battery": ODD,
            "charging": ODD,
            "v": ODD,
            "room": ODD,
        },
    )
)
def test_that_no_signed_bulletin_breaks_whoever_hears_it(cell: Cell, changed: dict[str, Any]) -> None:
    room = cell.laptops[0].room
    if isinstance(changed.get("heard"), dict) and "me" in changed["heard"]:
        changed["heard"][room.identity.station_id.hex()] = changed["heard"].pop("me")
    room.exchange.hear([signed(cell, **changed)], route="usb")
    assert len(room.exchange.peers()) == 2
    room.exchange.courier()
    room.exchange.bulletin()
    room.write_bundle(cell.folder / "answer.warroom-bundle")


def test_that_an_older_bulletin_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    cell = Cell(tmp_path, 2)
    room = cell.laptops[0].room
    older, newer = signed(cell, at=NOON + 5_000_000), signed(cell, at=NOON + 6_000_000)

    assert room.exchange.hear([newer], route="usb") == 1
    assert room.exchange.hear([older, newer], route="usb") == 0
    assert [peer.written_at for peer in room.exchange.peers()][1] == NOON + 6_000_000
    cell.close()


def test_that_a_bulletin_signed_by_another_station_is_not_believed(cell: Cell) -> None:
    body = signed(cell, at=2**50).body
    forged = Bulletin(body, cell.laptops[0].room.identity.sign(bulletin_message(body)))

    assert cell.laptops[0].room.exchange.hear([forged], route="usb") == 0
    assert base64.b64decode(forged.document()["body"]) == body


def test_that_a_disk_that_fails_while_it_is_read_is_a_trouble(cell: Cell) -> None:
    """Linux fails every read of this one with EIO, as it does of a stick that was pulled."""
    room, before = cell.laptops[0].room, cell.laptops[0].room.dump()
    with pytest.raises((Refusal, Trouble)):
        room.read_bundle("/proc/self/mem")

    with pytest.raises(Trouble):
        room.read_bundle(cell.folder / "gone.warroom-bundle")
    assert room.dump() == before


def test_that_reading_everything_at_last_still_makes_them_one(cell: Cell) -> None:
    """After all the above, in this very room."""
    one, two = (laptop.room for laptop in cell.laptops)
    one.read_bundle(cell.write(cell.laptops[1], everything=True))
    two.read_bundle(cell.write(cell.laptops[0], everything=True))

    assert one.dump() == two.dump()
    assert one.exchange.receiver.take(all_runs(cell.laptops[1]), source="again").received == 0
