"""`open` and `demo`: the verbs that show the window."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run, ended, start

PICTURES = {
    f"{screen}-{language}.png" for screen in ("start", "board", "incident", "search") for language in ("fr", "en")
}


def test_that_a_missing_room_is_said_before_any_window(run: Run, tmp_path: Path) -> None:
    done = run("open", tmp_path / "absent.warroom", "--json")

    assert (done.code, done.error["code"]) == (4, "room-missing")


def test_that_an_unreadable_passphrase_file_is_said_before_any_window(run: Run, room: Path, tmp_path: Path) -> None:
    done = run("open", room, "--passphrase-file", tmp_path / "absent.txt", "--json")

    assert (done.code, done.error["code"]) == (5, "passphrase-file-unreadable")


def test_that_open_shows_the_room(room: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    window = start("open", room, environment={"WARROOM_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"})
    try:
        assert remembered(home / "window.json", seconds=20) == [str(room)]
        assert window.poll() is None, "it stays until it is closed"
    finally:
        window.kill()
        window.communicate(timeout=20)


def remembered(settings: Path, *, seconds: float) -> list[str]:
    """The rooms the window noted as open, as soon as it has."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not settings.exists():
        time.sleep(0.1)
    return [room["path"] for room in json.loads(settings.read_text(encoding="utf-8"))["rooms"]]


@pytest.mark.timeout(180)
def test_that_the_demonstration_leaves_a_report_and_pictures_in_both_languages(tmp_path: Path) -> None:
    out, home = tmp_path / "out", tmp_path / "home"
    environment = {"WARROOM_HOME": str(home), "LANG": "C.UTF-8"}
    done = ended(start("demo", "--no-window", "--out", out, "--json", environment=environment))

    assert done.code == 0, done.err
    files = done.json["files"]
    assert {name for name in files if name.endswith(".png")} == PICTURES
    assert all((out / name).stat().st_size > 10_000 for name in PICTURES)
    for ending in (".pdf", ".html"):
        found = [name for name in files if name.endswith(ending)]
        assert len(found) == 2, "one in each language"
        assert all((out / name).stat().st_size > 1_000 for name in found)
    assert not list(out.rglob("*.warroom"))
    assert not (home / "window.json").exists(), "the person's own list of rooms is not touched"
