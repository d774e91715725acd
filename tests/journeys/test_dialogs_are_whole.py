"""Every dialog is whole and fits a small screen; pages and dialogs stay whole with larger letters."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from tests.journeys.screens import PAGES, a_scene, close, dialogs_of, open_page
from tests.journeys.scribe import Scribe
from tests.journeys.whole import SIZES, TIMEOUT, listed, pictures_are_kept, seen_wrong, take
from ui.app import Program
from ui.theme import Look
from warroom import words

SMALL_SCREEN = QSize(1024, 700)
LARGER = 1.6  # times the usual letters

pytestmark = pytest.mark.timeout(TIMEOUT)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_every_dialog_is_whole_and_fits_a_small_screen(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, look: Look, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    scene.window.resize(SMALL_SCREEN)
    wrong: list[str] = []
    looks = (True, False) if pictures_are_kept() else (language == "fr",)  # colours move nothing
    for dark, (name, make) in product(looks, dialogs_of(scene).items()):
        if look.dark is not dark:
            look.set_dark(dark)
        dialog = make()
        dialog.open()
        scribe.settle(0.04)
        take(dialog, pictures / f"dialog-{name}-{language}-{'dark' if dark else 'light'}.png")
        wrong += seen_wrong(dialog, name)
        if (
            dialog.width() > SMALL_SCREEN.width() or dialog.height() > SMALL_SCREEN.height() - 30
        ):  # the window's own frame
            wrong.append(f"{name}: {dialog.width()}×{dialog.height()} does not fit {SMALL_SCREEN.toTuple()}")
        close(dialog)

    assert not wrong, listed(wrong)


@pytest.mark.thorough
def test_that_larger_letters_still_fit(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, look: Look
) -> None:
    scene = a_scene(program, tmp_path, "fr")
    scene.window.resize(SIZES[0])
    wrong: list[str] = []
    look.set_scale(LARGER)
    try:
        for page in PAGES:
            shown = open_page(scene, page)
            scribe.settle(0.2)
            take(shown, pictures / f"larger-{page}.png")
            wrong += seen_wrong(shown, page)
        for name, make in dialogs_of(scene).items():
            dialog = make()
            dialog.open()
            scribe.settle(0.1)
            wrong += seen_wrong(dialog, name)
            close(dialog)
    finally:
        look.set_scale(1.0)

    assert not wrong, listed(wrong)
