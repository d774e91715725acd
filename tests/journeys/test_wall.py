"""The wall in a crisis: its pictures on every sort of screen, and a laptop with a projector."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from tests.builders import NOON, an_entry
from tests.journeys.screens import Scene, a_scene
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.offscreen import is_painted
from ui.wall.window import WallWindow
from warroom import words
from warroom.commands import HoldFunction, SetIntent
from warroom.domain.entries import Verification
from warroom.phrases import MINUTE

SCREENS = (QSize(1920, 1080), QSize(1280, 720), QSize(1024, 768))
CHECKOUT = Path(__file__).resolve().parents[2]
TWO = [
    {"name": "built-in", "x": 0, "y": 0, "width": 1440, "height": 900},
    {"name": "projector", "x": 1440, "y": 0, "width": 1920, "height": 1080},
]


def a_cell(scene: Scene) -> None:
    """What the cell over the outage knows for sure and wants, and who comes next."""
    room, outage = scene.room, scene.crisis.outage
    cell = room.views.cell_of(outage)
    assert cell is not None
    room.do(SetIntent(cell=cell.id, intent="rétablir l’authentification d’abord")).result()
    relief = {"holder": "Léa Martin", "relief": "K. Benali", "relief_at": NOON + 41 * MINUTE}
    room.do(HoldFunction(cell=cell.id, code="COORD", **relief)).result()
    facts = ((60, "Local technique ouvert"), (48, "Cause : plan de contrôle saturé"), (1, "62 % des nœuds répondent"))
    for minutes, text in facts:
        an_entry(room, outage, text=text, verification=Verification.VERIFIED, event_at=NOON - minutes * MINUTE)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_the_wall_is_whole_on_every_sort_of_screen(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    a_cell(scene)
    for size in SCREENS:
        wall = WallWindow(scene.window.desk)
        wall.resize(size)
        wall.show()
        scribe.until(lambda wall=wall: "62 %" in wall.canvas.accessibleName())  # type: ignore[misc]
        picture = wall.grab()
        picture.save(str(pictures / f"wall-{language}-{size.width()}x{size.height()}.png"))
        assert is_painted(picture)
        wall.leave()


def test_that_a_laptop_with_a_projector_has_its_wall_there_and_again_after_the_cable_and_the_next_start(
    tmp_path: Path, home: Path
) -> None:
    screens = tmp_path / "screens.json"
    more = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens.write_text(json.dumps({"screens": [screen | more for screen in TWO]}), encoding="utf-8")
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={screens}", "PYTHONPATH": str(CHECKOUT)}

    program = [sys.executable, "-m", "tests.journeys.two_screens", str(tmp_path)]
    done = subprocess.run(
        program, env=environment, cwd=CHECKOUT, capture_output=True, text=True, timeout=90, check=False
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["screens"] == ["built-in", "projector"]
    assert told["proposed"] == ["projector · 1920 × 1080"]
    assert told["walls"] == told["plugged in"] == told["next time"] == ["projector"]
    assert told["shows"]
    assert told["remembered"]
    assert told["unplugged"] == told["closed"] == []
    assert "projector is gone" in told["said"]
