"""Opening: the room key from whatever the person at the door can give, and a clear word when it does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keysfile import VERSION, Keys, read_keys
from warroom.identity.recovery import decode_recovery
from warroom.identity.wrapping import Method, RoomKey, Wrap, key_check, stretch, unlink, unwrap
from warroom.words import _

SecretFor = Callable[[Wrap], bytes]


def open_keys(
    path: Path,
    *,
    passphrase: str | None = None,
    keyring: KeyringDoor | None = None,
    recovery_code: str | None = None,
) -> RoomKey:
    """The room key. A given passphrase or code must be right; the keyring is asked only when neither is given.

    Raises WrongKey (`wrong-passphrase`, `wrong-recovery-code`, `keyring-unavailable`, `keyring-has-no-key`,
    `wrong-keyring-secret`, `way-absent`, `key-needed`, `keys-missing`), Refusal for a mistyped code (before any
    attempt), Trouble for a damaged or newer file. Callers that hold the room's path use `attempts.unlock`.
    """
    keys = read_keys(path)
    if recovery_code is not None:
        return _open_with_code(keys, recovery_code)
    if passphrase is not None:
        return _open_with_passphrase(keys, passphrase)
    if keyring is not None:
        return _open_with_keyring(keys, keyring)
    raise _wrong("key-needed", _("No key was given."), keys)


def own_keys(path: Path, room_key: RoomKey) -> Keys:
    """The keys file this key belongs to; WrongKey `not-this-rooms-key` otherwise, so that no way in leads nowhere."""
    keys = read_keys(path)
    if key_check(room_key, keys.room_id) != keys.check:
        raise _wrong("not-this-rooms-key", _("This key is not the key of this room."), keys)
    return keys


def settled_keys(path: Path, room_key: RoomKey) -> Keys:
    """As `own_keys`, and Refusal `rekey-unfinished` while the former ways of a rekey still open the room."""
    keys = own_keys(path, room_key)
    refuse_during_rekey(keys)
    return keys


def refuse_during_rekey(keys: Keys) -> None:
    """Refusal `rekey-unfinished`: a way changed or revoked now would still open through its former copy."""
    if keys.former is not None:
        raise Refusal(
            "rekey-unfinished",
            _("A change of the room key is not finished."),
            safe=_("Nothing was changed."),
            todo=_("Open the room once to finish it, then try again."),
        )


def ways_words(ways: Iterable[Method]) -> str:
    """The ways in as words: "a passphrase, the recovery sheet"."""
    return ", ".join(way.words for way in sorted(ways, key=lambda way: way.value))


def _open_with_code(keys: Keys, typed: str) -> RoomKey:
    _need(keys, Method.RECOVERY)
    secret = decode_recovery(typed)
    found = _try(keys, Method.RECOVERY, lambda _locked: secret)
    if found is None:
        raise _wrong("wrong-recovery-code", _("This recovery code does not open this room."), keys)
    return found


def _open_with_passphrase(keys: Keys, passphrase: str) -> RoomKey:
    def stretched(locked: Wrap) -> bytes:
        assert locked.argon2 is not None
        return stretch(passphrase, salt=locked.salt, argon2=locked.argon2)

    _need(keys, Method.PASSPHRASE)
    found = _try(keys, Method.PASSPHRASE, stretched)
    if found is None:
        raise _wrong("wrong-passphrase", _("The passphrase is wrong."), keys)
    return found


def _open_with_keyring(keys: Keys, keyring: KeyringDoor) -> RoomKey:
    _need(keys, Method.KEYRING)
    try:
        secret = keyring.read(keys.room_id.hex())
    except Trouble as trouble:
        raise _wrong("keyring-unavailable", trouble.message, keys) from None
    found = None if secret is None else _try(keys, Method.KEYRING, lambda _locked: secret)
    if found is None:
        code = "keyring-has-no-key" if secret is None else "wrong-keyring-secret"
        raise _wrong(code, _("The keyring of this laptop does not hold the key of this room."), keys)
    return found


def _try(keys: Keys, method: Method, secret_for: SecretFor) -> RoomKey | None:
    """The key of today, by today's way or, during a rekey, by the former one."""
    if (locked := keys.wraps.get(method)) is not None:
        found = unwrap(locked, secret=secret_for(locked), room_id=keys.room_id, version=VERSION)
        if found is not None:
            return _checked(found, keys)
    if keys.former is None or (locked := keys.former.wraps.get(method)) is None:
        return None
    former = unwrap(locked, secret=secret_for(locked), room_id=keys.room_id, version=VERSION)
    if former is None:
        return None
    return _checked(unlink(keys.former.new_under_former, under=former, room_id=keys.room_id), keys)


def _checked(found: RoomKey | None, keys: Keys) -> RoomKey:
    if found is None or key_check(found, keys.room_id) != keys.check:
        raise Trouble(
            "keys-damaged",
            _("The keys file is damaged: its parts do not belong together."),
            safe=_("The room file was not touched."),
            todo=_("Take the keys file of a backup or mirror of this room."),
        )
    return found


def _need(keys: Keys, method: Method) -> None:
    if method not in keys.wraps and (keys.former is None or method not in keys.former.wraps):
        raise _wrong("way-absent", _("This room does not open with {way}.").format(way=method.words), keys)


def _wrong(code: str, message: str, keys: Keys) -> WrongKey:
    return WrongKey(
        code,
        message,
        safe=_("The room was not touched."),
        todo=_("It opens with: {ways}.").format(ways=ways_words(keys.wraps)),
    )
