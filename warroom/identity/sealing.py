"""Sealed values: a field or an attachment encrypted under a named key, a person's or a circle's (decision 2).

To whoever lacks the key, and to merge, a sealed value is opaque; destroying the key erases it. Each record has a key of
its own, derived from the named key and the record's context, so that random 96-bit nonces never meet.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from warroom.errors import Trouble, WrongKey
from warroom.identity.strict import Json, Malformed, as_object, decode_json, exactly, from_base64, text, to_base64
from warroom.identity.wrapping import KEY_LENGTH, NONCE_LENGTH, derive
from warroom.words import _

MARK = "$sealed"
CHUNK_MOST = 16 * 1024 * 1024
_TAG = 16
_VERSION = 1
_PAD = 32
_LENGTH = 4
_KEY_ID_MOST = 128
_VALUE_MOST = 16 * 1024 * 1024


def seal(value: bytes, *, key_id: str, key: bytes, context: bytes) -> dict[str, object]:
    """The bytes as a sealed value `{"$sealed": {"v", "k": key id, "n": nonce, "c": ciphertext}}`, both in base64.

    `key` has 32 bytes; `context` names the place (entity, record, field) and is needed to unseal: a sealed value moved
    elsewhere does not open. The length is hidden up to 32 bytes, so that "yes" and "no" look alike.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if not 1 <= len(key_id) <= _KEY_ID_MOST:
        raise ValueError("a key id has 1 to 128 characters")
    nonce = secrets.token_bytes(NONCE_LENGTH)
    hidden = ChaCha20Poly1305(_record_key(key, context)).encrypt(nonce, _pad(value), _bound(key_id, context))
    return {MARK: {"v": _VERSION, "k": key_id, "n": to_base64(nonce), "c": to_base64(hidden)}}


def unseal(value: object, *, key: bytes, context: bytes) -> bytes:
    """The bytes within; WrongKey `sealed` for another key or place, Trouble `sealed-damaged` if malformed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        parts = _parts(value)
    except Malformed:
        raise _damaged() from None
    cipher = ChaCha20Poly1305(_record_key(key, context))
    try:
        padded = cipher.decrypt(parts.nonce, parts.hidden, _bound(parts.key_id, context))
    except InvalidTag:
        raise _wrong_key() from None
    length = int.from_bytes(padded[:_LENGTH])
    return padded[_LENGTH : _LENGTH + length]


def seal_json(value: Json, *, key_id: str, key: bytes, context: bytes) -> dict[str, object]:
    """Any JSON value, sealed as its canonical text."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return seal(canonical.encode("utf-8"), key_id=key_id, key=key, context=context)


def unseal_json(value: object, *, key: bytes, context: bytes) -> Json:
    """The JSON value in a sealed value; raises as `unseal` does. What is inside is as hostile as its author."""
    opened = unseal(value, key=key, context=context)
    try:
        return decode_json(opened)
    except Malformed:
        raise _damaged() from None


def is_sealed(value: object) -> bool:
    """Whether this is a well-formed sealed value, with or without its key."""
    try:
        _parts(value)
    except Malformed:
        return False
    return True


def sealed_under(value: object) -> str | None:
    """The id of the key a sealed value needs; None when it is no sealed value."""
    try:
        return _parts(value).key_id
    except Malformed:
        return None


def seal_chunk(index: int, content: bytes, *, key: bytes, attachment_id: bytes, is_last: bool) -> bytes:
    """One chunk of an attachment, encrypted; chunks cannot change places or attachments, nor the last be cut off."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(content) > CHUNK_MOST:
        raise ValueError("a chunk has at most 16 MiB")
    nonce = secrets.token_bytes(NONCE_LENGTH)
    cipher = ChaCha20Poly1305(_chunk_key(key, attachment_id))
    return nonce + cipher.encrypt(nonce, content, _chunk_place(index, is_last=is_last))


def unseal_chunk(index: int, sealed: bytes, *, key: bytes, attachment_id: bytes, is_last: bool) -> bytes:
    """The chunk's bytes; WrongKey `sealed` when key, attachment, place or end are not the ones it was sealed with."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if not NONCE_LENGTH + _TAG <= len(sealed) <= NONCE_LENGTH + _TAG + CHUNK_MOST:
        raise _damaged()
    cipher = ChaCha20Poly1305(_chunk_key(key, attachment_id))
    try:
        return cipher.decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], _chunk_place(index, is_last=is_last))
    except InvalidTag:
        raise _wrong_key() from None


@dataclass(frozen=True, slots=True)
class _Parts:
    key_id: str
    nonce: bytes
    hidden: bytes


def _parts(value: object) -> _Parts:
    outer = as_object(value)
    exactly(outer, MARK)
    inner = as_object(outer[MARK])
    exactly(inner, "v", "k", "n", "c")
    if inner["v"] != _VERSION or isinstance(inner["v"], bool):
        raise Malformed("another version")
    key_id = text(inner["k"])
    if not 1 <= len(key_id) <= _KEY_ID_MOST:
        raise Malformed("not a key id")
    return _Parts(
        key_id=key_id,
        nonce=from_base64(inner["n"], least=NONCE_LENGTH, most=NONCE_LENGTH),
        hidden=from_base64(inner["c"], least=_PAD + _TAG, most=_VALUE_MOST),
    )


def _record_key(key: bytes, context: bytes) -> bytes:
    return _derived(key, b"warroom sealed value|" + context)


def _chunk_key(key: bytes, attachment_id: bytes) -> bytes:
    return _derived(key, b"warroom sealed chunk|" + attachment_id)


def _derived(key: bytes, purpose: bytes) -> bytes:
    if len(key) != KEY_LENGTH:
        raise ValueError("a sealing key has 32 bytes")
    return derive(key, salt=b"", purpose=purpose)


def _bound(key_id: str, context: bytes) -> bytes:
    name = key_id.encode("utf-8", "surrogatepass")
    return bytes([_VERSION]) + len(name).to_bytes(2) + name + context


def _chunk_place(index: int, *, is_last: bool) -> bytes:
    return index.to_bytes(8) + bytes([is_last])


def _pad(value: bytes) -> bytes:
    framed = len(value).to_bytes(_LENGTH) + value
    return framed + bytes(-len(framed) % _PAD)


def _wrong_key() -> WrongKey:
    return WrongKey(
        "sealed",
        _("This restricted content does not open with the key at hand."),
        safe=_("It is kept as it is."),
        todo=_("Ask a member of its circle to share the key with this station."),
    )


def _damaged() -> Trouble:
    return Trouble(
        "sealed-damaged",
        _("This restricted content is damaged or was made by a newer version."),
        safe=_("It is kept as it is."),
        todo=_("Run a verification of the room."),
    )
