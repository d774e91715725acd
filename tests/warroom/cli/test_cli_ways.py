"""Audiences, channels and ways out on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.builders import PASSPHRASE
from tests.warroom.cli.conftest import Run
from tests.warroom.sent import a_release
from warroom.room import Room


def test_that_audiences_and_channels_are_listed_and_a_channel_is_checked(run: Run, room: Path) -> None:
    told = run("audiences", room, "--json").json
    assert [item["code"] for item in told["audiences"]][:2] == ["crisis", "executives"]
    assert next(item for item in told["audiences"] if item["code"] == "customers")["every_min"]["1"] == 30
    assert all(item["works"] for item in told["channels"])
    run("audiences", room, "--check", "SMS", "--fails")
    sms = next(item for item in run("audiences", room, "--json").json["channels"] if item["name"] == "SMS")
    assert (sms["works"], sms["why"] != "", sms["instead"] != "") == (False, True, True)
    assert "SMS" in run("audiences", room).out


def test_that_a_message_is_written_for_a_stick_from_the_command_line(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("ways", room, "A-MS01").code != 0
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        opened.sit_down("Léa Martin")
        a_release(opened, opened.views.incident("A-001").id, ())
    stick = tmp_path / "stick"
    stick.mkdir()
    (tmp_path / "liste.csv").write_text("nom,mail\nÈve,eve@example.org\nX,x\n", encoding="utf-8")
    told = run(
        "ways", room, "A-MS01", "--to", stick, "--only", "mail-merge", "--only", "sms",
        "--table", tmp_path / "liste.csv", "--from", "com@example.org", "--json",
    ).json  # fmt: skip
    assert told["mails"] == 1
    assert [each["mail"] for each in told["left_out"]] == ["x"]
    assert (Path(told["folder"]) / "mail-merge" / "001-eve.eml").exists()
    assert "A-MS01" in run("ways", room, "A-MS01").out
    assert run("ways", room, "A-MS01", "--table", tmp_path / "none.csv").code != 0
