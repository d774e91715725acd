"""What the window remembers between two starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE
from ui.settings import Settings


def test_that_settings_come_back_as_they_were(tmp_path: Path) -> None:
    kept = Settings(language="fr", dark=True, scale=1.2, path=tmp_path / "window.json")
    kept.remember_room(tmp_path / "a.warroom", name="Cellule", last_entry_at=NOON, opened_at=NOON)

    assert Settings.load(kept.path) == kept


@pytest.mark.parametrize(
    "damaged", ["", "{", "[1]", '{"scale": "big", "rooms": [3, {"path": 4}], "language": "de", "dark": 7}']
)
def test_that_damaged_settings_fall_back_to_the_usual(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "window.json"
    path.write_text(damaged, encoding="utf-8")

    assert Settings.load(path) == Settings(path=path)


def test_that_the_last_room_is_the_first_one_and_none_is_kept_twice(tmp_path: Path) -> None:
    settings = Settings(path=tmp_path / "window.json")
    for name in ("a", "b", "a"):
        settings.remember_room(tmp_path / name, name=name, last_entry_at=None, opened_at=NOON)

    assert [room.name for room in settings.rooms] == ["a", "b"]


def test_that_a_disk_that_refuses_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")

    assert Settings(path=tmp_path / "file" / "window.json").save() is False


def test_that_no_secret_is_kept(tmp_path: Path) -> None:
    settings = Settings(path=tmp_path / "window.json")
    settings.remember_room(tmp_path / "a", name="Cellule", last_entry_at=NOON, opened_at=NOON)

    assert PASSPHRASE not in settings.path.read_text(encoding="utf-8")
