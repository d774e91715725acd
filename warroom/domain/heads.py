"""Heads: where every writer's chain stands, its digest, and the fingerprint printed on every page.

One definition for the footer, the seal, the dump and VERIFY.txt: the digest is the SHA-256 of the canonical heads, the
fingerprint its first eight digits (docs/decisions/0040-heads-seals-and-segments.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

FINGERPRINT_DIGITS = 8

Head = tuple[int, str]  # the number of a writer's last op, and that op's hash (hexadecimal)
Heads = Mapping[str, Head]  # writer (hexadecimal) → head


def canonical_heads(heads: Heads) -> bytes:
    """`{"<writer>":[<seq>,"<hash>"],…}`, sorted, without a space: the bytes that the digest covers."""
    return json.dumps({w: list(head) for w, head in heads.items()}, sort_keys=True, separators=(",", ":")).encode()


def digest_of(heads: Heads) -> str:
    """The full SHA-256 of the heads, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_heads(heads)).hexdigest()


def fingerprint_of(digest: str) -> str:
    """The first eight digits of a digest, as printed on every page."""
    return digest[:FINGERPRINT_DIGITS]
