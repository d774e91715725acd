"""Stations: the identity of this laptop, an Ed25519 key that signs and an X25519 key that others seal to.

It lives outside the room file, so that a copied file does not carry it: in the system's keyring when that works, one
identity for all rooms, and always in a file of the data folder, one per room, sealed under that room's key. The file
makes the identity the same on a day when the keyring is locked. Without a keyring each room on a laptop has its own
identity, which is as good: rooms never compare theirs.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from warroom.errors import Trouble
from warroom.identity.files import alone, private_folder, read_whole, write_whole
from warroom.identity.keyring import KeyringDoor
from warroom.identity.machine import data_folder
from warroom.identity.places import Place
from warroom.identity.wrapping import NONCE_LENGTH, RoomKey, derive

__all__ = ["LoadedStation", "StationIdentity", "data_folder", "load_or_create_station", "reseal_station", "verify"]

STATION_ID_LENGTH = 16
_SEED = 32
_SECRETS = 2 * _SEED
_KEYRING_USER = "station"
_MAGIC = b"WRSTAT1\n"
_PURPOSE = b"warroom station identity"
_MOST_BYTES = 4096


class StationIdentity:
    """The secret keys of one station; shows only the public ones."""

    __slots__ = ("_sealing", "_signing", "public_key", "sealing_key", "secret_keys", "station_id")

    def __init__(self, secret_keys: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        if len(secret_keys) != _SECRETS:
            raise ValueError("a station has two secret keys of 32 bytes")
        self.secret_keys = secret_keys
        self._signing = Ed25519PrivateKey.from_private_bytes(secret_keys[:_SEED])
        self._sealing = X25519PrivateKey.from_private_bytes(secret_keys[_SEED:])
        self.public_key = self._signing.public_key().public_bytes_raw()
        self.sealing_key = self._sealing.public_key().public_bytes_raw()
        self.station_id = station_id_of(self.public_key)

    @classmethod
    def fresh(cls) -> StationIdentity:
        """New random keys."""
        return cls(secrets.token_bytes(_SECRETS))

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature. Each kind of message begins differently, so that none passes for another."""
        return self._signing.sign(message)

    def agree(self, public_sealing_key: bytes, *, purpose: bytes) -> bytes:
        """A 32-byte key shared with the holder of this X25519 key, for one named purpose; ValueError for a weak key."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

        shared = self._sealing.exchange(X25519PublicKey.from_public_bytes(public_sealing_key))
        both = b"".join(sorted((self.sealing_key, public_sealing_key)))
        return derive(shared, salt=both, purpose=b"warroom agree " + purpose)

    def __repr__(self) -> str:
        return f"StationIdentity({self.station_id.hex()})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a station identity is never pickled")


@dataclass(frozen=True, slots=True)
class LoadedStation:
    """An identity, and what the caller should say: that it is new here, or that an unreadable one was set aside."""

    identity: StationIdentity
    is_new: bool
    set_aside: Path | None = None


def station_id_of(public_key: bytes) -> bytes:
    """The 16-byte station id: a hash of the public signing key."""
    return hashlib.sha256(b"warroom station|" + public_key).digest()[:STATION_ID_LENGTH]


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key made this Ed25519 signature of this message; False for anything malformed too."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_or_create_station(
    place: Path | Place, *, room_id: bytes, keyring: KeyringDoor | None, room_key: RoomKey
) -> LoadedStation:
    """This laptop's identity in a room: from the room's file in its place, else the keyring's, else a new one.

    A file that this room key does not open (an older backup was restored over a rekey) is renamed, never deleted, and
    the station must be enrolled again. Raises Trouble when the folder cannot be used.
    """
    path = _path(place, room_id)
    private_folder(path.parent)
    with alone(path):
        kept, set_aside = _from_file(path, room_id, room_key)
        if kept is not None:
            return LoadedStation(kept, is_new=False)
        kept = _from_keyring(keyring)
        identity = kept or StationIdentity.fresh()
        write_whole(path, _seal(identity, room_id, room_key))
        if kept is None:
            _to_keyring(keyring, identity)
    return LoadedStation(identity, is_new=kept is None, set_aside=set_aside)


def create_station(
    place: Path | Place, *, room_id: bytes, keyring: KeyringDoor | None, room_key: RoomKey, known: Collection[str]
) -> LoadedStation:
    """The identity of who joins: the keyring's, unless the room knows it already (`known`, ids); else a new one.

    Whoever was revoked comes back as another station. Raises Trouble when the folder cannot be used.
    """
    path = _path(place, room_id)
    private_folder(path.parent)
    with alone(path):
        kept = _from_keyring(keyring)
        if kept is not None and kept.station_id.hex() in known:
            kept, keyring = None, None  # what the keyring holds is that other station's
        identity = kept or StationIdentity.fresh()
        write_whole(path, _seal(identity, room_id, room_key))
        if kept is None:
            _to_keyring(keyring, identity)
    return LoadedStation(identity, is_new=kept is None)


def forget_station(place: Path | Place, *, room_id: bytes) -> None:
    """Undo `create_station` when the room itself could not be made."""
    _path(place, room_id).unlink(missing_ok=True)


def read_station(place: Place, *, room_id: bytes, room_key: RoomKey) -> LoadedStation:
    """The identity beside a portable room that is only read; without one, a passing one that nobody knows."""
    try:
        kept = _unseal(read_whole(_path(place, room_id), limit=_MOST_BYTES), room_id, room_key)
    except FileNotFoundError:
        kept = None
    return LoadedStation(kept or StationIdentity.fresh(), is_new=kept is None)


def reseal_station(place: Path | Place, *, room_id: bytes, former: RoomKey, room_key: RoomKey) -> None:
    """After a rekey, seal this room's identity under the new key; harmless when done already or when there is none."""
    path = _path(place, room_id)
    if not path.exists():
        return
    with alone(path):
        identity = _unseal(read_whole(path, limit=_MOST_BYTES), room_id, former)
        if identity is not None:
            write_whole(path, _seal(identity, room_id, room_key))


def _path(place: Path | Place, room_id: bytes) -> Path:
    return (place if isinstance(place, Place) else Place(place)).station(room_id)


def _from_file(path: Path, room_id: bytes, room_key: RoomKey) -> tuple[StationIdentity | None, Path | None]:
    try:
        content = read_whole(path, limit=_MOST_BYTES)
    except FileNotFoundError:
        return None, None
    identity = _unseal(content, room_id, room_key)
    if identity is not None:
        return identity, None
    aside = path.with_name(f"{path.stem}.unreadable-{secrets.token_hex(4)}")
    path.rename(aside)
    return None, aside


def _from_keyring(keyring: KeyringDoor | None) -> StationIdentity | None:
    if keyring is None:
        return None
    try:
        kept = keyring.read(_KEYRING_USER)
    except Trouble:
        # Shut today: the file alone will keep the identity.
        return None
    return StationIdentity(kept) if kept is not None and len(kept) == _SECRETS else None


def _to_keyring(keyring: KeyringDoor | None, identity: StationIdentity) -> None:
    # Shut or read-only: the file already keeps the identity.
    if keyring is not None:
        with suppress(Trouble):
            keyring.store(_KEYRING_USER, identity.secret_keys)


def _seal(identity: StationIdentity, room_id: bytes, room_key: RoomKey) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(NONCE_LENGTH)
    cipher = ChaCha20Poly1305(room_key.derive(_PURPOSE))
    return _MAGIC + nonce + cipher.encrypt(nonce, identity.secret_keys, _MAGIC + room_id)


def _unseal(content: bytes, room_id: bytes, room_key: RoomKey) -> StationIdentity | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if not content.startswith(_MAGIC):
        return None
    start = len(_MAGIC) + NONCE_LENGTH
    cipher = ChaCha20Poly1305(room_key.derive(_PURPOSE))
    try:
        return StationIdentity(cipher.decrypt(content[len(_MAGIC) : start], content[start:], _MAGIC + room_id))
    except (InvalidTag, ValueError):
        return None
