"""Locking: a room key put under every way in that is given, for a new room or a new key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keysfile import VERSION, Wraps
from warroom.identity.recovery import encode_recovery, new_recovery_secret
from warroom.identity.wrapping import (
    KEY_LENGTH,
    Argon2Parameters,
    Method,
    RoomKey,
    Wrap,
    wrap,
    wrap_with_passphrase,
)
from warroom.words import _


@dataclass(frozen=True, slots=True)
class CreatedKeys:
    """A new room key, the code to print, the ways in, and why the keyring is none of them (empty when it is)."""

    room_key: RoomKey
    recovery_code: str = field(repr=False)
    methods: frozenset[Method]
    keyring_reason: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """The locked copies, the recovery code among them, and why the keyring refused (empty when it did not)."""

    wraps: Wraps
    recovery_code: str = field(repr=False)
    keyring_reason: str


def lock(
    room_key: RoomKey,
    room_id: bytes,
    *,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    argon2: Argon2Parameters,
) -> Locked:
    """Lock under what is given and works, and a new recovery code; WrongKey with neither passphrase nor keyring."""
    wraps: dict[Method, Wrap] = {}
    reason = ""
    if passphrase is not None:
        refuse_empty(passphrase)
        wraps[Method.PASSPHRASE] = wrap_with_passphrase(
            room_key, passphrase=passphrase, argon2=argon2, room_id=room_id, version=VERSION
        )
    if keyring is not None:
        try:
            secret = keyring_secret(keyring, room_id)
            wraps[Method.KEYRING] = wrap(
                room_key, method=Method.KEYRING, secret=secret, room_id=room_id, version=VERSION
            )
        except Trouble as trouble:
            reason = trouble.message
    if not wraps:
        raise WrongKey(
            "key-needed",
            reason or _("No passphrase was given."),
            safe=_("Nothing was created or changed."),
            todo=_("Give a passphrase."),
        )
    code_secret = new_recovery_secret()
    wraps[Method.RECOVERY] = wrap(
        room_key, method=Method.RECOVERY, secret=code_secret, room_id=room_id, version=VERSION
    )
    return Locked(wraps, encode_recovery(code_secret), reason)


def keyring_secret(keyring: KeyringDoor, room_id: bytes) -> bytes:
    """The keyring's secret for this room, made when absent; never replaced, since older copies rest on it."""
    secret = keyring.read(room_id.hex())
    if secret is None or len(secret) != KEY_LENGTH:
        secret = secrets.token_bytes(KEY_LENGTH)
        keyring.store(room_id.hex(), secret)
    return secret


def refuse_empty(passphrase: str) -> None:
    """Refusal `passphrase-empty` for a passphrase of nothing but spaces."""
    if not passphrase.strip():
        raise Refusal(
            "passphrase-empty",
            _("The passphrase is empty."),
            safe=_("Nothing was changed."),
            todo=_("Give several words."),
        )
