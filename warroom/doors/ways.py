"""The ways into an open room: what they are, and how each is added, changed, strengthened or taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from warroom.access import keyring_state, rekey, system_keyring
from warroom.domain.audit import Event
from warroom.errors import Refusal, Trouble
from warroom.identity.attempts import unlock
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import (
    DEFAULT_ARGON2,
    Argon2Parameters,
    Method,
    RoomKey,
    add_keyring,
    change_passphrase,
    describe_keys,
    keys_path,
    renew_recovery_code,
    revoke_keyring,
)
from warroom.words import _


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What opens the room today; `no_keyring` says why this laptop's keyring cannot be used, "" when it can."""

    keyring: bool
    passphrase: bool
    sheet: bool
    argon2: Argon2Parameters | None
    is_weak: bool  # a guess costs less than it would with today's parameters
    no_keyring: str


def passphrase_is_weak(room: Path) -> bool:
    """Whether the passphrase of this room file is stretched less than today's usual; needs no key."""
    argon2 = describe_keys(keys_path(room)).argon2
    return argon2 is not None and argon2.is_weaker_than(DEFAULT_ARGON2)


class Ways:
    """The keys file beside an open room. Everything here blocks: call it from a task."""

    def __init__(self, room: Path, key: RoomKey, *, note: Callable[[Event], object]) -> None:
        self._path, self._key, self._note = keys_path(room), key, note

    def look(self) -> WaysIn:
        """What the keys file and the keyring say now; may show the keyring's own prompt."""
        keys = describe_keys(self._path)
        _is_there, why_not = keyring_state()
        return WaysIn(
            keyring=Method.KEYRING in keys.methods,
            passphrase=Method.PASSPHRASE in keys.methods,
            sheet=Method.RECOVERY in keys.methods,
            argon2=keys.argon2,
            is_weak=keys.argon2 is not None and keys.argon2.is_weaker_than(DEFAULT_ARGON2),
            no_keyring=why_not,
        )

    def methods(self) -> frozenset[Method]:
        """The ways the keys file names."""
        return describe_keys(self._path).methods

    def set_passphrase(self, passphrase: str) -> None:
        """Set, change or (with the same words) strengthen it; older copies keep the former one."""
        change_passphrase(self._path, room_key=self._key, passphrase=passphrase)
        self._note(Event.PASSPHRASE_CHANGED)

    def add_keyring(self) -> None:
        """Let this laptop's keyring open the room. Raises Trouble when it cannot be used."""
        add_keyring(self._path, room_key=self._key, keyring=_working_keyring())
        self._note(Event.KEYRING_ADDED)

    def revoke_keyring(self) -> None:
        """The keyring opens this room no more. Raises Refusal while there is no passphrase."""
        revoke_keyring(self._path, keyring=system_keyring())
        self._note(Event.KEYRING_REVOKED)

    def renew_sheet(self) -> str:
        """A new recovery code, to be printed and never stored; the former sheet opens only older copies."""
        code = renew_recovery_code(self._path, room_key=self._key)
        self._note(Event.SHEET_RENEWED)
        return code


def rotate_key(room: Path, *, passphrase: str | None) -> str:
    """Give a closed room a new key under the ways of today; the new recovery code. Blocks.

    Raises WrongKey for a wrong passphrase, Refusal when a way
    of today cannot be kept, Trouble when another program has the room open: nothing is changed then.
    """
    keys = describe_keys(keys_path(room))
    keyring = _working_keyring() if Method.KEYRING in keys.methods else None
    if Method.PASSPHRASE in keys.methods and not passphrase:
        raise Refusal("passphrase-needed", _("Type the passphrase of the room."), safe=_("Nothing was changed."))
    key = unlock(room, passphrase=passphrase or None, keyring=keyring)
    return rekey(room, key=key, passphrase=passphrase or None, keyring=keyring)


def _working_keyring() -> KeyringDoor:
    door = KeyringDoor()
    state = door.available()
    if not state.ok:
        raise Trouble(
            "keyring-unavailable",
            state.reason,
            safe=_("Nothing was changed."),
            todo=_("Unlock the keyring of this laptop, then try again."),
        )
    return door
