"""Keys: create, open and change what lets people into a room file (decision 17).

The room key is random and local to one file. The keys file beside the room holds copies of it, each locked by one way
in: the keyring, a passphrase, the recovery sheet. Copies of a keys file in backups and mirrors keep the ways of their
day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.files import alone
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keysfile import ROOM_ID_LENGTH, VERSION, Keys, keys_path, read_keys, write_keys
from warroom.identity.locking import CreatedKeys, keyring_secret, lock, refuse_empty
from warroom.identity.opening import open_keys, refuse_during_rekey, settled_keys
from warroom.identity.recovery import encode_recovery, new_recovery_secret
from warroom.identity.wrapping import (
    DEFAULT_ARGON2,
    Argon2Parameters,
    Method,
    RoomKey,
    Wrap,
    key_check,
    wrap,
    wrap_with_passphrase,
)
from warroom.words import _

__all__ = [
    "DEFAULT_ARGON2",
    "Argon2Parameters",
    "CreatedKeys",
    "KeysDescription",
    "Method",
    "RoomKey",
    "add_keyring",
    "change_passphrase",
    "copy_keys",
    "create_keys",
    "delete_keys",
    "describe_keys",
    "keys_exist",
    "keys_path",
    "methods",
    "open_keys",
    "renew_recovery_code",
    "revoke_keyring",
]


@dataclass(frozen=True, slots=True)
class KeysDescription:
    """What a keys file says to anyone: whose room, which ways in, how dear a guess, whether a rekey is unfinished."""

    room_id: bytes
    methods: frozenset[Method]
    argon2: Argon2Parameters | None
    is_rekeying: bool


def create_keys(
    path: Path,
    *,
    room_id: bytes,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    argon2: Argon2Parameters = DEFAULT_ARGON2,
) -> CreatedKeys:
    """Make a room key and its keys file; WrongKey, and nothing made, with neither passphrase nor working keyring."""
    if len(room_id) != ROOM_ID_LENGTH:
        raise ValueError("a room id has 16 bytes")
    with alone(path):
        if path.exists():
            raise keys_exist(path)
        room_key = RoomKey.fresh()
        locked = lock(room_key, room_id, passphrase=passphrase, keyring=keyring, argon2=argon2)
        try:
            write_keys(path, Keys(room_id, key_check(room_key, room_id), locked.wraps))
        except Trouble:
            if keyring is not None and Method.KEYRING in locked.wraps:
                keyring.delete(room_id.hex())
            raise
    return CreatedKeys(room_key, locked.recovery_code, frozenset(locked.wraps), locked.keyring_reason)


def keys_exist(path: Path) -> Refusal:
    """For a room whose keys file would take the place of another's."""
    return Refusal(
        "keys-exist",
        _("{file} already exists.").format(file=path.name),
        safe=_("Nothing was changed."),
        todo=_("Choose another name for the room."),
    )


def describe_keys(path: Path) -> KeysDescription:
    """What the keys file says without any secret."""
    keys = read_keys(path)
    locked = keys.wraps.get(Method.PASSPHRASE)
    return KeysDescription(
        keys.room_id, frozenset(keys.wraps), locked.argon2 if locked else None, is_rekeying=keys.former is not None
    )


def methods(path: Path) -> frozenset[Method]:
    """The ways into this room."""
    return describe_keys(path).methods


def change_passphrase(
    path: Path, *, room_key: RoomKey, passphrase: str, argon2: Argon2Parameters = DEFAULT_ARGON2
) -> None:
    """Set, change or strengthen the passphrase of an open room; older copies in backups keep the former one."""
    refuse_empty(passphrase)
    with alone(path):
        keys = settled_keys(path, room_key)
        locked = wrap_with_passphrase(
            room_key, passphrase=passphrase, argon2=argon2, room_id=keys.room_id, version=VERSION
        )
        _add(path, keys, locked)


def add_keyring(path: Path, *, room_key: RoomKey, keyring: KeyringDoor) -> None:
    """Let this laptop's keyring open the room; Trouble `keyring-unavailable` changes nothing."""
    with alone(path):
        keys = settled_keys(path, room_key)
        secret = keyring_secret(keyring, keys.room_id)
        _add(path, keys, wrap(room_key, method=Method.KEYRING, secret=secret, room_id=keys.room_id, version=VERSION))


def revoke_keyring(path: Path, *, keyring: KeyringDoor | None) -> None:
    """The keyring opens the room no more, nor any copy of it here; refused while no passphrase is set.

    When the keyring itself cannot be reached its secret stays there, opening nothing but older copies: Trouble says so
    after the keys file is changed.
    """
    with alone(path):
        keys = read_keys(path)
        refuse_during_rekey(keys)
        if Method.PASSPHRASE not in keys.wraps:
            raise Refusal(
                "keyring-is-only-way",
                _("The keyring is the only everyday way into this room."),
                safe=_("Nothing was changed."),
                todo=_("Set a passphrase first."),
            )
        write_keys(path, replace(keys, wraps={m: w for m, w in keys.wraps.items() if m is not Method.KEYRING}))
    if keyring is not None:
        keyring.delete(keys.room_id.hex())


def renew_recovery_code(path: Path, *, room_key: RoomKey) -> str:
    """A new code to print; the former sheet opens only older copies of the keys file."""
    with alone(path):
        keys = settled_keys(path, room_key)
        secret = new_recovery_secret()
        _add(path, keys, wrap(room_key, method=Method.RECOVERY, secret=secret, room_id=keys.room_id, version=VERSION))
    return encode_recovery(secret)


def copy_keys(source: Path, target: Path) -> None:
    """Put a checked copy of a keys file beside a backup or mirror, in one step."""
    keys = read_keys(source)
    with alone(target):
        write_keys(target, keys)


def delete_keys(path: Path, *, keyring: KeyringDoor | None) -> None:
    """Undo `create_keys` when the room itself could not be made; the file may already be gone."""
    with alone(path):
        try:
            room_id = read_keys(path).room_id
        except WrongKey:
            return
        path.unlink(missing_ok=True)
    if keyring is not None and keyring.available().ok:
        keyring.delete(room_id.hex())


def _add(path: Path, keys: Keys, locked: Wrap) -> None:
    write_keys(path, replace(keys, wraps={**keys.wraps, locked.method: locked}))
