"""What the tests of whole screens share: the sizes looked at, and what is wrong in what is seen."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from tests.journeys.eyes import cut_moments, cut_texts, left_in_english, overlaps
from warroom import words

SIZES = (QSize(1440, 900), QSize(1366, 768), QSize(880, 560))
WALKED = SIZES[1:]  # what fits a laptop fits a larger screen; `scripts/pictures.py` shows every size to people
TIMEOUT = 400  # seconds: hundreds of screens, while other tests want the machine too


def seen_wrong(top: QWidget, name: str) -> list[str]:
    return [f"{name}: {said}" for said in (*cut_texts(top), *cut_moments(top), *overlaps(top), *english(top))]


def take(shown: QWidget, file: Path) -> None:
    """Paint it, which is when cut texts are seen; keep the picture where somebody asked for pictures."""
    picture = shown.grab()
    if pictures_are_kept():
        picture.save(str(file))


def pictures_are_kept() -> bool:
    return "WARROOM_PICTURES" in os.environ


def english(_top: QWidget) -> list[str]:
    return [f"in English: {said}" for said in left_in_english()] if words.language() == "fr" else []


def listed(wrong: list[str]) -> str:
    return f"{len(wrong)} things are wrong:\n" + "\n".join(dict.fromkeys(wrong))
