"""Rekeying: a new room key in steps that survive a crash between any two of them.

While a rekey is under way the keys file also holds the former ways, the former key under the new one and the new key
under the former: whichever secret a person has, both keys are found.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from warroom.errors import Refusal, Trouble
from warroom.identity.files import alone
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keysfile import Former, Keys, write_keys
from warroom.identity.locking import CreatedKeys, lock
from warroom.identity.opening import own_keys, settled_keys, ways_words
from warroom.identity.wrapping import DEFAULT_ARGON2, Argon2Parameters, Method, RoomKey, key_check, link, unlink
from warroom.words import _


def rewrap(
    path: Path,
    *,
    room_key: RoomKey,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    dropping: frozenset[Method] = frozenset(),
    argon2: Argon2Parameters = DEFAULT_ARGON2,
) -> CreatedKeys:
    """Begin a rekey: a new room key under all given ways, and a new code; former ways last until `finish_rekey`.

    Order for the caller: `rewrap`, change the room file's key, `finish_rekey`. After a crash `open_keys` gives the new
    key and `former_key` the one the room file may still have. Refusal `rekey-drops-way` when a way of today is neither
    given nor in `dropping`; the recovery sheet is always renewed.
    """
    with alone(path):
        keys = settled_keys(path, room_key)
        fresh = RoomKey.fresh()
        locked = lock(fresh, keys.room_id, passphrase=passphrase, keyring=keyring, argon2=argon2)
        if lost := keys.wraps.keys() - locked.wraps.keys() - dropping:
            raise Refusal(
                "rekey-drops-way",
                _("After this change the room would no longer open with {ways}.").format(ways=ways_words(lost)),
                safe=_("Nothing was changed."),
                todo=_("Give it too, or say that it is to be dropped."),
            )
        check = key_check(fresh, keys.room_id)
        write_keys(path, Keys(keys.room_id, check, locked.wraps, _former_of(keys, new=fresh, former=room_key)))
    return CreatedKeys(fresh, locked.recovery_code, frozenset(locked.wraps), locked.keyring_reason)


def former_key(path: Path, *, room_key: RoomKey) -> RoomKey | None:
    """The key before an unfinished rekey, which the room file may still have; None when no rekey is under way."""
    keys = own_keys(path, room_key)
    return None if keys.former is None else _former_from(keys.former, keys, room_key)


def finish_rekey(path: Path, *, room_key: RoomKey) -> None:
    """The room file has its new key: the former ways are forgotten. Harmless when no rekey is under way."""
    with alone(path):
        keys = own_keys(path, room_key)
        if keys.former is not None:
            write_keys(path, replace(keys, former=None))


def abandon_rekey(path: Path, *, room_key: RoomKey) -> RoomKey:
    """The room file kept its former key, returned: its ways are today's again, and the new code opens nothing."""
    with alone(path):
        keys = own_keys(path, room_key)
        if keys.former is None:
            return room_key
        former = _former_from(keys.former, keys, room_key)
        write_keys(path, Keys(keys.room_id, keys.former.check, keys.former.wraps))
    return former


def _former_of(keys: Keys, *, new: RoomKey, former: RoomKey) -> Former:
    return Former(
        check=keys.check,
        wraps=keys.wraps,
        former_under_new=link(former, under=new, room_id=keys.room_id),
        new_under_former=link(new, under=former, room_id=keys.room_id),
    )


def _former_from(former: Former, keys: Keys, room_key: RoomKey) -> RoomKey:
    found = unlink(former.former_under_new, under=room_key, room_id=keys.room_id)
    if found is None or key_check(found, keys.room_id) != former.check:
        raise Trouble(
            "keys-damaged",
            _("The keys file is damaged: its parts do not belong together."),
            safe=_("The room file was not touched."),
            todo=_("Take the keys file of a backup or mirror of this room."),
        )
    return found
