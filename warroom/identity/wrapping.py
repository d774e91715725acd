"""Wrapping: the room key, and how a passphrase, the keyring or the recovery code each lock a copy of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from enum import Enum
from typing import NoReturn

from warroom.errors import Trouble
from warroom.identity.strict import Malformed
from warroom.words import N_, _

KEY_LENGTH = 32
SALT_LENGTH = 16
NONCE_LENGTH = 12
WRAPPED_LENGTH = KEY_LENGTH + 16
_CHECK_LENGTH = 16
_LINK = b"warroom rekey link "

Linked = tuple[bytes, bytes]  # nonce, and a key encrypted with it


class Method(Enum):
    """The ways into a room."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105  (a name, no secret)
    RECOVERY = "recovery"

    @property
    def words(self) -> str:
        """The way's name in the language spoken now."""
        return _(_METHOD_WORDS[self])


_METHOD_WORDS = {
    Method.KEYRING: N_("the keyring of this laptop"),
    Method.PASSPHRASE: N_("a passphrase"),
    Method.RECOVERY: N_("the recovery sheet"),
}


@dataclass(frozen=True, slots=True, eq=False)
class RoomKey:
    """The 32 random bytes that open one room file; they never show themselves and cannot be pickled."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_LENGTH:
            raise ValueError("a room key has 32 bytes")

    @classmethod
    def fresh(cls) -> RoomKey:
        """A new random key."""
        return cls(secrets.token_bytes(KEY_LENGTH))

    def derive(self, purpose: bytes, *, length: int = KEY_LENGTH) -> bytes:
        """A key for one named purpose (HKDF-SHA256, RFC 5869); tells nothing about the room key."""
        return derive(self.raw, salt=b"", purpose=purpose, length=length)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RoomKey) and hmac.compare_digest(self.raw, other.raw)

    __hash__ = None  # type: ignore[assignment]  # a key is no key of a dictionary

    def __reduce__(self) -> NoReturn:
        raise TypeError("a room key is never pickled")


@dataclass(frozen=True, slots=True)
class Argon2Parameters:
    """How dear one guess of the passphrase is (Argon2id, RFC 9106); memory in KiB."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        # A hostile keys file must not freeze the laptop: at most 512 MiB, and about ten seconds.
        if not (
            1 <= self.lanes <= 16
            and 8 * self.lanes <= self.memory_kib <= 512 * 1024
            and 1 <= self.iterations <= 64
            and self.memory_kib * self.iterations <= 4 * 1024 * 1024
        ):
            raise Malformed("absurd Argon2 parameters")

    def is_weaker_than(self, other: Argon2Parameters) -> bool:
        """True when a guess costs less memory or less work than with the other parameters."""
        ours, theirs = self.memory_kib * self.iterations, other.memory_kib * other.iterations
        return self.memory_kib < other.memory_kib or ours < theirs


DEFAULT_ARGON2 = Argon2Parameters()


@dataclass(frozen=True, slots=True)
class Wrap:
    """One locked copy of the room key; the passphrase's also holds salt and parameters."""

    method: Method
    nonce: bytes
    wrapped: bytes
    salt: bytes = b""
    argon2: Argon2Parameters | None = None


def wrap(room_key: RoomKey, *, method: Method, secret: bytes, room_id: bytes, version: int) -> Wrap:
    """Lock a copy of the room key with the keyring's or the recovery code's secret bytes."""
    return _seal(room_key, Wrap(method, secrets.token_bytes(NONCE_LENGTH), b""), secret, room_id, version)


def wrap_with_passphrase(
    room_key: RoomKey, *, passphrase: str, argon2: Argon2Parameters, room_id: bytes, version: int
) -> Wrap:
    """Lock a copy of the room key with a passphrase; raises Trouble when memory is short."""
    salt = secrets.token_bytes(SALT_LENGTH)
    empty = Wrap(Method.PASSPHRASE, secrets.token_bytes(NONCE_LENGTH), b"", salt, argon2)
    return _seal(room_key, empty, stretch(passphrase, salt=salt, argon2=argon2), room_id, version)


def unwrap(locked: Wrap, *, secret: bytes, room_id: bytes, version: int) -> RoomKey | None:
    """The room key, or None when this secret does not open this copy."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher = ChaCha20Poly1305(_wrapping_key(locked.method, secret, room_id))
    try:
        raw = cipher.decrypt(locked.nonce, locked.wrapped, _bound_to(locked, room_id, version))
    except InvalidTag:
        return None
    return RoomKey(raw)


def link(room_key: RoomKey, *, under: RoomKey, room_id: bytes) -> Linked:
    """One room key locked under another, for the time of a rekey."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(NONCE_LENGTH)
    return nonce, ChaCha20Poly1305(under.derive(_LINK)).encrypt(nonce, room_key.raw, _LINK + room_id)


def unlink(linked: Linked, *, under: RoomKey, room_id: bytes) -> RoomKey | None:
    """The room key locked under this one, or None when it is not."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, wrapped = linked
    try:
        return RoomKey(ChaCha20Poly1305(under.derive(_LINK)).decrypt(nonce, wrapped, _LINK + room_id))
    except InvalidTag:
        return None


def stretch(passphrase: str, *, salt: bytes, argon2: Argon2Parameters) -> bytes:
    """32 secret bytes from a passphrase; the same words typed on another system's keyboard give the same bytes."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    deriver = Argon2id(
        salt=salt,
        length=KEY_LENGTH,
        iterations=argon2.iterations,
        lanes=argon2.lanes,
        memory_cost=argon2.memory_kib,
    )
    try:
        # macOS may hand over "e" and an accent where Linux gives "é" (RFC 8265 asks for NFC).
        return deriver.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"))
    except MemoryError:
        raise Trouble(
            "not-enough-memory",
            _("There is not enough free memory to check the passphrase ({needed} MB).").format(
                needed=argon2.memory_kib // 1024
            ),
            safe=_("Nothing was changed."),
            todo=_("Close other programs and try again."),
        ) from None


def key_check(room_key: RoomKey, room_id: bytes) -> bytes:
    """16 bytes that tell whether a key is this room's, and nothing else about it."""
    return hmac.new(room_key.derive(b"warroom keys check"), room_id, hashlib.sha256).digest()[:_CHECK_LENGTH]


def derive(secret: bytes, *, salt: bytes, purpose: bytes, length: int = KEY_LENGTH) -> bytes:
    """HKDF-SHA256 (RFC 5869) of a secret that is already random."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=purpose).derive(secret)


def _seal(room_key: RoomKey, empty: Wrap, secret: bytes, room_id: bytes, version: int) -> Wrap:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher = ChaCha20Poly1305(_wrapping_key(empty.method, secret, room_id))
    wrapped = cipher.encrypt(empty.nonce, room_key.raw, _bound_to(empty, room_id, version))
    return Wrap(empty.method, empty.nonce, wrapped, empty.salt, empty.argon2)


def _wrapping_key(method: Method, secret: bytes, room_id: bytes) -> bytes:
    return derive(secret, salt=room_id, purpose=b"warroom wrap " + method.value.encode())


def _bound_to(locked: Wrap, room_id: bytes, version: int) -> bytes:
    """What the seal also covers: a wrap moved to another room, method, version or cost no longer opens."""
    argon2 = locked.argon2
    cost = f"{argon2.memory_kib}/{argon2.iterations}/{argon2.lanes}" if argon2 else "-"
    return b"|".join((b"warroom keys", str(version).encode(), locked.method.value.encode(), cost.encode(), room_id))
