"""PINs: which of the people who share a keyboard sits there now. A PIN opens no file; it keeps names honest.

Four digits are guessed quickly by whoever has the hash, so the hash stays inside the encrypted room, and guessing at
the keyboard is slowed by waiting (`warroom/doors/rights.py`).
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from warroom.identity.strict import Malformed
from warroom.identity.wrapping import Argon2Parameters

PIN_ARGON2 = Argon2Parameters(memory_kib=16 * 1024, iterations=2, lanes=1)
DEAREST = 64 * 1024 * 4  # KiB times iterations: what another station may ask of this one for a look at a PIN
FEWEST, MOST = 4, 8  # digits
_SALT, _HASH = 16, 32


def is_pin(text: str) -> bool:
    """Whether this can be a PIN: four to eight digits."""
    return text.isascii() and text.isdigit() and FEWEST <= len(text) <= MOST


def pin_record(pin: str, argon2: Argon2Parameters = PIN_ARGON2) -> dict[str, Any]:
    """What is kept of a PIN: salt, cost and Argon2id hash."""
    salt = secrets.token_bytes(_SALT)
    return {
        "salt": salt.hex(),
        "memory_kib": argon2.memory_kib,
        "iterations": argon2.iterations,
        "lanes": argon2.lanes,
        "hash": _hashed(pin, salt, argon2).hex(),
    }


def is_the_pin(pin: str, record: Any) -> bool:
    """Whether this is the PIN, in constant time; False for a record that means nothing or costs too much."""
    try:
        salt, kept = bytes.fromhex(record["salt"]), bytes.fromhex(record["hash"])
        costs = record["memory_kib"], record["iterations"], record["lanes"]
        if any(type(cost) is not int for cost in costs):
            return False
        argon2 = Argon2Parameters(*costs)
    except (KeyError, TypeError, ValueError, Malformed):
        return False
    if argon2.memory_kib * argon2.iterations > DEAREST or len(salt) < 8 or len(kept) != _HASH:
        return False
    return hmac.compare_digest(_hashed(pin, salt, argon2), kept)


def _hashed(pin: str, salt: bytes, argon2: Argon2Parameters) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=salt, length=_HASH, iterations=argon2.iterations, lanes=argon2.lanes, memory_cost=argon2.memory_kib
    )
    return derivation.derive(pin.encode())
