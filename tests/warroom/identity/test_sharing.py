"""Shares of a circle's key: open at their station, under their id, and nowhere else."""

from __future__ import annotations

import base64

import pytest

from warroom.identity.sharing import fingerprint, fresh_key, open_share, seal_share
from warroom.identity.stations import StationIdentity

KEY_ID = "ab" * 16


def a_share(key: bytes, station: StationIdentity) -> str:
    return seal_share(key, key_id=KEY_ID, station_id=station.station_id.hex(), box_key=station.sealing_key)


def test_that_a_share_opens_at_its_station_alone() -> None:
    key, station, other = fresh_key(), StationIdentity.fresh(), StationIdentity.fresh()
    sealed = a_share(key, station)

    assert open_share(sealed, key_id=KEY_ID, identity=station) == key
    assert open_share(sealed, key_id=KEY_ID, identity=other) is None
    assert open_share(sealed, key_id="cd" * 16, identity=station) is None


def test_that_an_altered_share_opens_nowhere() -> None:
    station = StationIdentity.fresh()
    whole = base64.b64decode(a_share(fresh_key(), station))

    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        assert open_share(base64.b64encode(altered).decode(), key_id=KEY_ID, identity=station) is None
    for nonsense in ("", "é", "AAAA", base64.b64encode(whole[:-1]).decode(), base64.b64encode(bytes(93)).decode()):
        assert open_share(nonsense, key_id=KEY_ID, identity=station) is None


def test_that_two_shares_of_one_key_look_nothing_alike() -> None:
    key, station = fresh_key(), StationIdentity.fresh()

    assert a_share(key, station) != a_share(key, station)
    assert fingerprint(key) != fingerprint(fresh_key())


def test_that_nothing_is_sealed_to_a_key_that_is_no_key() -> None:
    for box_key in (bytes(32), b"short", b""):
        with pytest.raises(ValueError, match="e"):
            seal_share(fresh_key(), key_id=KEY_ID, station_id="0" * 32, box_key=box_key)
