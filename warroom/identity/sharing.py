"""Shares: a circle's key sealed to one station, so that it travels in the journal and opens nowhere else.

Ephemeral-static X25519, HKDF, ChaCha20-Poly1305. The key's id is derived from the key, so that nobody can pass another
key off under it, and a share is bound to that id and to its station.
"""

from __future__ import annotations

import hashlib
import secrets

from warroom.identity.stations import StationIdentity
from warroom.identity.strict import Malformed, from_base64, to_base64
from warroom.identity.wrapping import KEY_LENGTH, NONCE_LENGTH

_VERSION = b"\x01"
_PUBLIC = 32
_TAG = 16
_LENGTH = 1 + _PUBLIC + NONCE_LENGTH + KEY_LENGTH + _TAG


def fresh_key() -> bytes:
    """A new random key of a circle."""
    return secrets.token_bytes(KEY_LENGTH)


def fingerprint(key: bytes) -> str:
    """What names a key without telling it, 64 hexadecimal digits."""
    return hashlib.sha256(b"warroom circle key|" + key).hexdigest()


def seal_share(key: bytes, *, key_id: str, station_id: str, box_key: bytes) -> str:
    """The key sealed to the station of this X25519 key, in base64; ValueError when that is no sound key."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    once = StationIdentity.fresh()
    shared = once.agree(box_key, purpose=_purpose(key_id, station_id))
    nonce = secrets.token_bytes(NONCE_LENGTH)
    bound = _VERSION + once.sealing_key
    return to_base64(bound + nonce + ChaCha20Poly1305(shared).encrypt(nonce, key, bound))


def open_share(sealed: str, *, key_id: str, identity: StationIdentity) -> bytes | None:
    """The key in a share sealed to this station; None for one that is malformed, altered, or sealed to another."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        whole = from_base64(sealed, least=_LENGTH, most=_LENGTH)
        if whole[:1] != _VERSION:
            return None
        bound, rest = whole[: 1 + _PUBLIC], whole[1 + _PUBLIC :]
        shared = identity.agree(bound[1:], purpose=_purpose(key_id, identity.station_id.hex()))
        return ChaCha20Poly1305(shared).decrypt(rest[:NONCE_LENGTH], rest[NONCE_LENGTH:], bound)
    except (Malformed, ValueError, InvalidTag):
        return None


def _purpose(key_id: str, station_id: str) -> bytes:
    return f"circle key share|{key_id}|{station_id}".encode()
