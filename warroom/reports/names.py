"""Names of exported files: made by us, never taken from data; good on every file system a stick may have."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60  # characters of a label; the whole path stays far below what Windows allows
ENDING = re.compile("[A-Za-z0-9]{1,10}")


def folder_name(reference: str, utc: str) -> str:
    """`warroom-A-001-20261123T110000Z`."""
    kept = re.sub(r"[^A-Za-z0-9-]", "", reference)[:40] or "incident"
    return f"warroom-{kept}-{utc}"


def file_name(number: int, label: str) -> str:
    """`003-rapport-final.pdf`: the number keeps names apart in any case and from names that Windows reserves."""
    stem, _dot, ending = label.rpartition(".")
    if not (stem and ENDING.fullmatch(ending)):
        stem, ending = label, ""
    stem = _plain(stem)[:LONGEST].strip("-") or "file"
    return f"{number:03d}-{stem}.{ending.lower()}" if ending else f"{number:03d}-{stem}"


def _plain(text: str) -> str:
    """Small letters without accents, digits and hyphens only."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
