"""Naming: when two spellings are one name."""

from __future__ import annotations

import unicodedata


def folded_name(name: str) -> str:
    """A name however its letters are composed, cased and spaced."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
