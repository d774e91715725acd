"""Signed documents: a manifest signed by a station, as text that goes beside it (`MANIFEST.sig`).

The signature is over the manifest's bytes as they lie on the disk, so `openssl pkeyutl -verify -rawin` proves it too,
with the public key in the document.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from warroom.errors import Refusal, Trouble
from warroom.identity.stations import STATION_ID_LENGTH, StationIdentity, station_id_of, verify
from warroom.identity.strict import (
    Malformed,
    decode_object,
    exactly,
    from_base64,
    from_hex,
    integer,
    to_base64,
    to_json,
)
from warroom.words import _

FORMAT = "warroom-signature"
ALGORITHM = "Ed25519"
SEAL_DOMAIN = b"warroom-seal-1\n"
SEGMENT_DOMAIN = b"warroom-segment-1\n"
BULLETIN_DOMAIN = b"warroom-bulletin-1\n"
_VERSION = 1
_KEY = 32
_SIGNATURE = 64
_MOST_CHARACTERS = 16 * 1024
_PEM_HEAD = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: a SubjectPublicKeyInfo of Ed25519


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: the key proves it; whether that station is a member is for the caller to look up."""

    station_id: bytes
    public_key: bytes


def sign_manifest(identity: StationIdentity, content: bytes) -> str:
    """The signature document: JSON with station, algorithm, public key (base64, and PEM for openssl) and signature."""
    document = {
        "format": FORMAT,
        "version": _VERSION,
        "algorithm": ALGORITHM,
        "station": identity.station_id.hex(),
        "public_key": to_base64(identity.public_key),
        "public_key_pem": public_key_pem(identity.public_key),
        "signature": to_base64(identity.sign(content)),
    }
    return to_json(document).decode("utf-8")


def verify_manifest(document: str, content: bytes) -> Signer:
    """Who signed these bytes; Refusal `signature-unreadable` if malformed, Trouble `signature-wrong` if altered."""
    try:
        signer, signature = _read(document)
    except Malformed:
        raise Refusal(
            "signature-unreadable",
            _("The signature file is not one of Warroom, or it is damaged."),
            todo=_("Take it again from the original medium."),
        ) from None
    if not verify(signer.public_key, content, signature):
        raise Trouble(
            "signature-wrong",
            _("The signature does not match: the manifest was altered after it was signed."),
            todo=_("Do not rely on these files; ask the station that made them for its own copy."),
        )
    return signer


def seal_message(digest: str) -> bytes:
    """What a station signs of a seal: two lines of text, so that `printf` and openssl can check it."""
    return SEAL_DOMAIN + digest.encode("ascii") + b"\n"


def segment_message(header: bytes) -> bytes:
    """What a station signs of a run of its ops: two lines of text, the second the SHA-256 of the header."""
    return SEGMENT_DOMAIN + hashlib.sha256(header).hexdigest().encode("ascii") + b"\n"


def bulletin_message(body: bytes) -> bytes:
    """What a station signs of what it says of itself: two lines of text, the second the SHA-256 of the body."""
    return BULLETIN_DOMAIN + hashlib.sha256(body).hexdigest().encode("ascii") + b"\n"


def public_key_pem(public_key: bytes) -> str:
    """An Ed25519 public key as PEM, the form openssl reads."""
    return (
        f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(_PEM_HEAD + public_key).decode()}\n-----END PUBLIC KEY-----\n"
    )


def _read(document: str) -> tuple[Signer, bytes]:
    if len(document) > _MOST_CHARACTERS:
        raise Malformed("far too long")
    parts = decode_object(document.encode("utf-8", "replace"))
    exactly(parts, "format", "version", "algorithm", "station", "public_key", "public_key_pem", "signature")
    integer(parts["version"], least=_VERSION, most=_VERSION)
    signer = Signer(
        station_id=from_hex(parts["station"], length=STATION_ID_LENGTH),
        public_key=from_base64(parts["public_key"], least=_KEY, most=_KEY),
    )
    if (parts["format"], parts["algorithm"]) != (FORMAT, ALGORITHM):
        raise Malformed("another document")
    # The three names of one key must agree, or a reader trusting one of them is led astray.
    if signer.station_id != station_id_of(signer.public_key):
        raise Malformed("another station's key")
    if parts["public_key_pem"] != public_key_pem(signer.public_key):
        raise Malformed("another key for openssl")
    return signer, from_base64(parts["signature"], least=_SIGNATURE, most=_SIGNATURE)
