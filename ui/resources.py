"""Where the window's pictures, fonts and words lie, from source or packaged."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of one resource."""
    return FOLDER.joinpath(*parts)
