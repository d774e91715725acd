"""Envelopes: what leaves a laptop is sealed to the stations that may read it (age, X25519); any age tool opens it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

PUBLIC, SECRET = "age", "age-secret-key-"


class NotForUs(Exception):
    """None of the keys at hand opens this envelope, or it is damaged."""


def seal(content: bytes, box_keys: Iterable[bytes]) -> bytes:
    """The content, readable by the holders of these X25519 keys only. ValueError without any sound key."""
    import pyrage

    recipients = [pyrage.x25519.Recipient.from_str(recipient(key)) for key in sorted(set(box_keys))]
    if not recipients:
        raise ValueError("sealed to nobody")
    sealed: bytes = pyrage.encrypt(content, recipients)
    return sealed


def opened(envelope: bytes, secrets: Sequence[bytes]) -> bytes:
    """What is inside, for the holder of one of these X25519 secret keys. Raises NotForUs."""
    import pyrage

    identities = [pyrage.x25519.Identity.from_str(_bech32(SECRET, secret).upper()) for secret in secrets]
    try:
        content: bytes = pyrage.decrypt(envelope, identities)
    except pyrage.DecryptError as error:
        raise NotForUs from error
    return content


def recipient(box_key: bytes) -> str:
    """The key as age writes it: `age1…`."""
    return _bech32(PUBLIC, box_key)


def members_tag(box_keys: Iterable[bytes]) -> str:
    """Eight digits that stand for whom something is sealed to."""
    return hashlib.sha256(b"".join(sorted(set(box_keys)))).hexdigest()[:8]


def _bech32(prefix: str, key: bytes) -> str:
    import bech32

    if len(key) != 32:
        raise ValueError("an X25519 key has 32 bytes")
    fives = bech32.convertbits(key, 8, 5)
    assert fives is not None  # every byte has eight bits
    return str(bech32.bech32_encode(prefix, fives))
