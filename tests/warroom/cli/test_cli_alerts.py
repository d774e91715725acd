"""Alerts on the command line: brought in, listed, and a message that was let out written as one."""

from __future__ import annotations

from pathlib import Path

from tests.builders import PASSPHRASE
from tests.warroom.cli.conftest import Run
from tests.warroom.formats.test_formats_cap import SAMPLES, alert
from tests.warroom.sent import a_release
from warroom.formats.cap import read_alerts
from warroom.room import Room


def test_that_alerts_are_brought_in_by_their_content_and_listed(run: Run, room: Path, tmp_path: Path) -> None:
    ref = run("declare", room, "--title", "Panne", "--json").json["ref"]
    told = run("import", room, SAMPLES / "canada_signed.cap", "--into", ref, "--json")
    assert (told.code, told.json["kind"], told.json["added"]) == (0, "cap", {"alerts": 1})
    assert "signature was not checked" in told.json["flagged"][0]["reason"]
    again = run("import", room, SAMPLES / "canada_signed.cap", "--as", "cap", "--json").json
    assert (again["added"], again["unchanged"]) == ({}, {"alerts": 1})
    (listed,) = run("alert", room, "--json").json["alerts"]
    assert (listed["languages"], listed["type"], listed["over"]) == (["en-CA", "fr-CA"], "Update", False)
    assert "snowfall warning" in run("alert", room).out


def test_that_a_hostile_file_is_refused_in_one_line(run: Run, room: Path) -> None:
    told = run("import", room, SAMPLES / "xee.atom")
    assert told.code == 3
    assert "document type" in told.err
    assert run("alert", room, "--json").json["alerts"] == []


def test_that_a_look_keeps_nothing(run: Run, room: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(alert())
    told = run("import", room, file, "--dry-run", "--json").json
    assert (told["added"], told["dry_run"]) == ({"alerts": 1}, True)
    assert run("alert", room, "--json").json["alerts"] == []


def test_that_a_message_that_was_let_out_is_written_as_an_alert(run: Run, room: Path, tmp_path: Path) -> None:
    run("declare", room, "--title", "Panne")
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        opened.sit_down("Léa Martin")
        a_release(opened, opened.views.incident("A-001").id, ())
    told = run("alert", room, "A-MS01", "--to", tmp_path / "out.xml", "--json").json
    (outcome,) = read_alerts(Path(told["file"]).read_bytes()).outcomes
    assert outcome.codes == []
    assert run("alert", room, "A-MS01", "--to", tmp_path / "out.xml").code == 3
    assert run("alert", room, "A-MS09").code == 3
    assert "<msgType>Cancel</msgType>" in run("alert", room, "A-MS01", "--end", "Envoyé par erreur").out
