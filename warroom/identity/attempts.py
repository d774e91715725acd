"""The attempts file: `X.warroom.attempts` beside the keys, what could not go into the room file when it happened.

Failed unlocks as time and count, since nobody had the key then; and notes of the audit made while the room was open for
reading only, sealed under the room key. The next opening for writing takes them into the audit and removes the file.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from warroom.clock import Clock
from warroom.errors import Trouble, WrongKey
from warroom.identity.files import alone, read_whole, write_whole
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keysfile import keys_path
from warroom.identity.opening import open_keys
from warroom.identity.strict import (
    Malformed,
    as_object,
    decode_object,
    exactly,
    from_base64,
    integer,
    to_base64,
    to_json,
)
from warroom.identity.wrapping import NONCE_LENGTH, Method, RoomKey

FORMAT = "warroom-attempts"
SEALED_MOST = 200  # notes; the oldest go first, and are counted
_NOTE_MOST = 4_096  # bytes
_MOST_BYTES = 2 * 1024 * 1024
_LATEST = 2**53
_PURPOSE = b"warroom audit aside"
_WAYS = {
    "wrong-passphrase": Method.PASSPHRASE.value,
    "wrong-recovery-code": Method.RECOVERY.value,
    "wrong-keyring-secret": Method.KEYRING.value,
}


@dataclass(frozen=True, slots=True)
class Failed:
    """Failed attempts by one way: how many, and when the first and the last were (milliseconds UTC)."""

    way: str
    count: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Aside:
    """What the file holds; `lost` counts sealed notes there was no room for, or damage."""

    failed: tuple[Failed, ...] = ()
    sealed: tuple[bytes, ...] = ()
    lost: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.failed or self.sealed or self.lost)


def attempts_path(room: Path) -> Path:
    """`X.warroom` → `X.warroom.attempts`."""
    return room.with_name(room.name + ".attempts")


def unlock(
    room: Path, *, passphrase: str | None = None, keyring: KeyringDoor | None = None, recovery_code: str | None = None
) -> RoomKey:
    """The room key as `open_keys` gives it; a secret that does not fit is noted in the attempts file first."""
    try:
        return open_keys(keys_path(room), passphrase=passphrase, keyring=keyring, recovery_code=recovery_code)
    except WrongKey as wrong:
        if way := _WAYS.get(wrong.code):
            record_failed_unlock(room, way)
        raise


def record_failed_unlock(room_path: Path, way: str) -> None:
    """Count a failed unlock (`way`: passphrase, recovery, keyring, or another word). Never fails, on any disk."""
    now = Clock().now_ms()

    def count(aside: Aside) -> Aside:
        known = next((failed for failed in aside.failed if failed.way == way), Failed(way, 0, now, now))
        more = replace(
            known, count=min(known.count + 1, _LATEST), first=min(known.first, now), last=max(known.last, now)
        )
        return replace(aside, failed=(*(failed for failed in aside.failed if failed.way != way), more))

    with suppress(Trouble, OSError, ValueError):
        if room_path.exists() and way.isascii() and 0 < len(way) <= 20:
            _change(room_path, count)


def keep_sealed(room_path: Path, note: bytes, *, key: RoomKey) -> None:
    """Keep a note that the room file could not take. Raises Trouble when the disk takes nothing."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(NONCE_LENGTH)
    sealed = nonce + ChaCha20Poly1305(key.derive(_PURPOSE)).encrypt(nonce, note, _PURPOSE)

    def add(aside: Aside) -> Aside:
        kept = (*aside.sealed, sealed)
        return replace(aside, sealed=kept[-SEALED_MOST:], lost=aside.lost + max(0, len(kept) - SEALED_MOST))

    _change(room_path, add)


def unsealed(sealed: bytes, *, key: RoomKey) -> bytes | None:
    """The note within, None when this key did not seal it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        cipher = ChaCha20Poly1305(key.derive(_PURPOSE))
        return cipher.decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], _PURPOSE)
    except (InvalidTag, ValueError):
        return None


def read_attempts(room: Path) -> Aside:
    """What waits beside the room; damage is one lost note, never an error."""
    try:
        return _decode(read_whole(attempts_path(room), limit=_MOST_BYTES))
    except FileNotFoundError:
        return Aside()
    except (Malformed, Trouble):
        return Aside(lost=1)


@contextmanager
def taken(room: Path) -> Iterator[Aside]:
    """What waits, for the audit; the file goes when the block ends without an error. Raises Trouble if it cannot."""
    path = attempts_path(room)
    if not path.exists():
        yield Aside()
        return
    with alone(path):
        yield read_attempts(room)
        with suppress(OSError):  # noted twice is better than not at all
            path.unlink(missing_ok=True)


def _change(room: Path, change: Callable[[Aside], Aside]) -> None:
    path = attempts_path(room)
    with alone(path):
        write_whole(path, _encode(change(read_attempts(room))))


def _encode(aside: Aside) -> bytes:
    return to_json(
        {
            "format": FORMAT,
            "failed": {f.way: {"count": f.count, "first": f.first, "last": f.last} for f in aside.failed},
            "sealed": [to_base64(note) for note in aside.sealed],
            "lost": min(aside.lost, _LATEST),
        }
    )


def _decode(content: bytes) -> Aside:
    document = decode_object(content)
    exactly(document, "format", "failed", "sealed", "lost")
    sealed = document["sealed"]
    if document["format"] != FORMAT or not isinstance(sealed, list) or len(sealed) > SEALED_MOST:
        raise Malformed("not an attempts file")
    failed = as_object(document["failed"])
    if len(failed) > 20 or not all(way.isascii() and 0 < len(way) <= 20 for way in failed):
        raise Malformed("not ways")
    return Aside(
        failed=tuple(_failed(way, as_object(found)) for way, found in failed.items()),
        sealed=tuple(from_base64(note, least=NONCE_LENGTH, most=_NOTE_MOST) for note in sealed),
        lost=integer(document["lost"], least=0, most=_LATEST),
    )


def _failed(way: str, found: dict[str, object]) -> Failed:
    exactly(found, "count", "first", "last")
    count, first, last = (integer(found[name], least=0, most=_LATEST) for name in ("count", "first", "last"))
    return Failed(way, count, first, last)
