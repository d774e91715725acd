from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from tests.journeys.screens import a_scene, close, dialogs_of, open_page
from tests.journeys.test_screens_are_whole import seen_wrong

OUT = Path("/tmp/pics")
PG = os.environ.get("PG", "incoming incoming-rumours incoming-promises confidence").split()
DG = os.environ.get("DG", "inbound promise rumour").split()
LG = os.environ.get("LG", "fr").split()


@pytest.mark.parametrize("language", LG)
def test_grab(scribe, program, tmp_path, look, language):
    scene = a_scene(program, tmp_path, language)
    wrong = []
    for dark, size in ((False, QSize(1440, 900)), (True, QSize(1024, 700)), (False, QSize(880, 560))):
        look.set_dark(dark)
        scene.window.resize(size)
        for page in PG:
            shown = open_page(scene, page)
            scribe.settle(0.2)
            name = f"{page}-{language}-{size.width()}"
            shown.grab().save(str(OUT / f"{name}.png"))
            wrong += seen_wrong(shown, name)
    for name, make in dialogs_of(scene).items():
        if not name.startswith(tuple(DG)):
            continue
        dialog = make()
        dialog.open()
        scribe.settle(0.04)
        dialog.grab().save(str(OUT / f"dialog-{name}-{language}.png"))
        wrong += seen_wrong(dialog, name)
        close(dialog)
    assert not wrong, "\n".join(wrong)
