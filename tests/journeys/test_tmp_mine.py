from __future__ import annotations
import pytest
from PySide6.QtCore import QSize
from tests.journeys.screens import a_scene, open_page, dialogs_of, close
from tests.journeys.whole import SIZES, TIMEOUT, listed, seen_wrong

pytestmark = pytest.mark.timeout(TIMEOUT)
MINE = ("memory",)
DIALOGS = ("lesson", "declare", "remembered")


@pytest.mark.parametrize("language", ("fr", "en"))
def test_mine(scribe, program, tmp_path, look, language):
    import pathlib

    out = pathlib.Path("/tmp/shots")
    out.mkdir(exist_ok=True)
    scene = a_scene(program, tmp_path, language)
    wrong = []
    for dark, size in ((False, SIZES[0]), (False, SIZES[-1]), (True, SIZES[-1])):
        look.set_dark(dark)
        scene.window.resize(size)
        for page in MINE:
            shown = open_page(scene, page)
            scribe.settle(0.4)
            name = f"{page}-{language}-{'dark' if dark else 'light'}-{size.width()}"
            shown.grab().save(str(out / f"{name}.png"))
            wrong += seen_wrong(shown, name)
    look.set_dark(False)
    for name, make in dialogs_of(scene).items():
        if name.startswith(DIALOGS):
            d = make()
            d.open()
            scribe.settle(0.5)
            d.grab().save(str(out / f"dialog-{name}-{language}.png"))
            wrong += seen_wrong(d, name)
            print(name, d.size().toTuple())
            close(d)
    assert not wrong, listed(wrong)
