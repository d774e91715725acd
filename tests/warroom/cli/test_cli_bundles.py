"""`bundle`: one file from a laptop to another, what it says, and its exit codes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from tests.warroom.cli.conftest import Run
from tests.warroom.sync.meeting import admitted
from warroom.clock import Clock
from warroom.room import Room


@pytest.fixture
def rooms(tmp_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two closed rooms of one; B has an entry that A lacks."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("WARROOM_HOME", str(home))
    with a_room(tmp_path, clock=Clock()) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        one.write_bundle(tmp_path / "first.warroom-bundle")
        other.read_bundle(tmp_path / "first.warroom-bundle")
        an_entry(other, incident.ref, text="seen from B")
        other.write_bundle(tmp_path / "b.warroom-bundle")
        path = one.path
    monkeypatch.setenv("WARROOM_HOME", str(home))
    return path, tmp_path / "b.warroom-bundle"


def test_that_a_bundle_is_written_and_says_its_hash(run: Run, rooms: tuple[Path, Path], tmp_path: Path) -> None:
    room, _bundle = rooms
    done = run("bundle", "write", room, tmp_path / "out", "--all", "--json")

    assert done.code == 0
    assert done.json["sent"] > 0
    assert done.json["file"] == str(tmp_path / "out"), "under the name that was asked for"
    assert Path(done.json["file"]).read_bytes().startswith(b"WRB1")
    assert len(done.json["sha256"]) == 64


def test_that_a_dry_run_counts_and_changes_nothing(run: Run, rooms: tuple[Path, Path]) -> None:
    room, bundle = rooms
    before = run("dump", room).out
    tried = run("bundle", "read", room, bundle, "--dry-run", "--json")

    assert tried.code == 0
    assert run("dump", room).out == before
    done = run("bundle", "read", room, bundle, "--json")
    assert {"received", "sent", "set_aside", "conflicts"} <= set(done.json)
    assert done.json["received"] == tried.json["received"] > 0
    assert run("bundle", "read", room, bundle, "--json").json["received"] == 0


def test_that_the_log_says_who_brought_it_when_an_incident_is_named(run: Run, rooms: tuple[Path, Path]) -> None:
    room, bundle = rooms
    done = run(
        "bundle", "read", room, bundle, "--into", "A-001", "--label", "CELLULE-2", "--courier", "Nora Petit",
        "--scanned", "yes", "--kiosk", "3",
    )  # fmt: skip

    assert done.code == 0
    with Room.open(room, passphrase=PASSPHRASE, read_only=True) as opened:
        texts = [entry.text for entry in opened.views.entries("A-001")]
    assert any("Stick CELLULE-2 read" in text and "Nora Petit" in text for text in texts)


def test_that_a_bundle_in_an_archive_is_read(run: Run, rooms: tuple[Path, Path], tmp_path: Path) -> None:
    room, bundle = rooms
    packed = tmp_path / "kiosk.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bundle, "0001/x.dat")

    assert run("bundle", "read", room, packed, "--json").json["received"] > 0


def test_that_what_cannot_be_read_has_its_own_exit_code(run: Run, rooms: tuple[Path, Path], tmp_path: Path) -> None:
    room, bundle = rooms
    letter, half = tmp_path / "letter.txt", tmp_path / "half.warroom-bundle"
    letter.write_text("Bonjour", encoding="utf-8")
    half.write_bytes(bundle.read_bytes()[:-20])

    stranger = run("bundle", "read", room, letter, "--json")
    assert (stranger.code, stranger.error["code"]) == (3, "not-a-bundle")
    torn = run("bundle", "read", room, half, "--json")
    assert (torn.code, torn.error["code"]) == (4, "bundle-damaged")
    assert run("bundle", "read", room, tmp_path / "absent", "--json").error["code"] == "bundle-missing"
    assert run("bundle", "read", room, bundle, "--to", "B").code == 2
    assert run("bundle", "write", room, tmp_path / "x", "--to", "Q", "--json").error["code"] == "station-unknown"


def test_that_a_disk_that_takes_nothing_is_trouble(run: Run, rooms: tuple[Path, Path], tmp_path: Path) -> None:
    room, _bundle = rooms
    done = run("bundle", "write", room, tmp_path / "nowhere" / "x.warroom-bundle", "--json")

    assert (done.code, done.error["code"]) == (4, "bundle-not-written")
