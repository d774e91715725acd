"""Stations: who signs, where the secret lies, and what happens when it cannot be reached."""

from __future__ import annotations

import pickle
import stat

import pytest

from warroom.identity.keyring import KeyringDoor
from warroom.identity.stations import (
    StationIdentity,
    load_or_create_station,
    reseal_station,
    station_id_of,
    verify,
)
from warroom.identity.wrapping import RoomKey

ROOM, OTHER_ROOM = b"r" * 16, b"s" * 16
KEY = RoomKey(b"k" * 32)


class Drawer:
    """A keyring in memory that can be locked."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise OSError("locked")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise OSError("locked")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def loaded(folder, *, room=ROOM, key=KEY, drawer: Drawer | None = None):
    door = KeyringDoor(backend=drawer) if drawer else None
    return load_or_create_station(folder, room_id=room, keyring=door, room_key=key)


def test_that_a_station_keeps_its_identity_without_a_keyring(tmp_path):
    first, second = loaded(tmp_path), loaded(tmp_path)

    assert first.is_new
    assert not second.is_new
    assert second.identity.public_key == first.identity.public_key
    assert second.identity.sealing_key == first.identity.sealing_key


def test_that_with_a_keyring_all_rooms_share_one_identity(tmp_path):
    drawer = Drawer()

    first, second = loaded(tmp_path, drawer=drawer), loaded(tmp_path, room=OTHER_ROOM, drawer=drawer)

    assert second.identity.station_id == first.identity.station_id
    assert not second.is_new


def test_that_without_a_keyring_each_room_has_its_own(tmp_path):
    assert loaded(tmp_path).identity.station_id != loaded(tmp_path, room=OTHER_ROOM).identity.station_id


def test_that_the_identity_is_the_same_on_a_day_the_keyring_is_locked(tmp_path):
    drawer = Drawer()
    first = loaded(tmp_path, drawer=drawer)

    drawer.locked = True

    assert loaded(tmp_path, drawer=drawer).identity.station_id == first.identity.station_id


def test_that_a_keyring_locked_on_the_first_day_is_no_obstacle(tmp_path):
    drawer = Drawer()
    drawer.locked = True

    assert loaded(tmp_path, drawer=drawer).is_new
    assert not loaded(tmp_path, drawer=drawer).is_new


def test_that_an_identity_survives_a_rekey(tmp_path):
    first, fresh = loaded(tmp_path), RoomKey.fresh()

    reseal_station(tmp_path, room_id=ROOM, former=KEY, room_key=fresh)
    reseal_station(tmp_path, room_id=ROOM, former=KEY, room_key=fresh)

    assert loaded(tmp_path, key=fresh).identity.station_id == first.identity.station_id


def test_that_resealing_where_there_is_nothing_is_harmless(tmp_path):
    reseal_station(tmp_path, room_id=ROOM, former=KEY, room_key=RoomKey.fresh())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [lambda c: b"", lambda c: c[:-1], lambda c: b"x" + c[1:], lambda c: c[:-1] + b"\0"])
def test_that_an_identity_that_does_not_open_is_set_aside_and_said(tmp_path, damage):
    first = loaded(tmp_path)
    path = tmp_path / f"{ROOM.hex()}.station"
    path.write_bytes(damage(path.read_bytes()))

    second = loaded(tmp_path)

    assert second.is_new
    assert second.identity.station_id != first.identity.station_id
    assert second.set_aside is not None
    assert second.set_aside.exists()


def test_that_a_file_moved_from_another_room_is_not_this_rooms_identity(tmp_path):
    first = loaded(tmp_path)
    (tmp_path / f"{ROOM.hex()}.station").rename(tmp_path / f"{OTHER_ROOM.hex()}.station")

    assert loaded(tmp_path, room=OTHER_ROOM).identity.station_id != first.identity.station_id


def test_that_the_file_is_private_and_holds_no_secret_in_the_clear(tmp_path):
    identity = loaded(tmp_path).identity
    path = tmp_path / f"{ROOM.hex()}.station"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert identity.secret_keys[:32] not in path.read_bytes()
    assert identity.secret_keys[32:] not in path.read_bytes()


def test_that_only_what_was_signed_verifies():
    station, other = StationIdentity.fresh(), StationIdentity.fresh()
    signature = station.sign(b"segment 1")

    assert verify(station.public_key, b"segment 1", signature)
    assert not verify(station.public_key, b"segment 2", signature)
    assert not verify(other.public_key, b"segment 1", signature)
    assert not verify(station.public_key, b"segment 1", signature[:-1])
    assert not verify(b"short", b"segment 1", signature)


def test_that_the_station_id_is_a_hash_of_the_public_key():
    station = StationIdentity.fresh()

    assert station.station_id == station_id_of(station.public_key)
    assert len(station.station_id) == 16


def test_that_two_stations_agree_on_a_key_a_third_does_not_know():
    ana, ben, eve = StationIdentity.fresh(), StationIdentity.fresh(), StationIdentity.fresh()

    shared = ana.agree(ben.sealing_key, purpose=b"circle")

    assert shared == ben.agree(ana.sealing_key, purpose=b"circle")
    assert shared != ben.agree(ana.sealing_key, purpose=b"other")
    assert shared != eve.agree(ben.sealing_key, purpose=b"circle")
    with pytest.raises(ValueError):
        ana.agree(bytes(32), purpose=b"circle")


def test_that_no_secret_shows_in_a_repr_or_a_pickle():
    station = StationIdentity.fresh()

    assert repr(station) == f"StationIdentity({station.station_id.hex()})"
    with pytest.raises(TypeError):
        pickle.dumps(station)
