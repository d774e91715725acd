"""On call on the command line: rotations, who is on, taking, replacing, swapping, calendars in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run

NOW = datetime.now(UTC).replace(microsecond=0)


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


@pytest.fixture
def rotation(run: Run, room: Path) -> str:
    args = ("--member", "Ana Ruiz", "--member", "Bob Roy", "--unit", "day", "--zone", "UTC")
    start = (NOW - timedelta(days=10)).replace(hour=0, minute=0, second=0)
    assert (
        run("oncall", room, "rotation", "Réseau", *args, "--hands-over", "00:00", "--from", start.isoformat()).code == 0
    )
    return "Réseau"


def on_call(run: Run, room: Path) -> str:
    return str(run("oncall", room, "--json").json["rotations"][0]["name"])


def test_that_an_empty_room_says_that_nobody_takes_turns(run: Run, room: Path) -> None:
    assert "no rotation" in run("oncall", room).out


def test_that_who_is_on_call_is_told_with_who_is_next(run: Run, room: Path, rotation: str) -> None:
    (told,) = run("oncall", room, "--json").json["rotations"]
    assert {told["name"], told["next"]} == {"Ana Ruiz", "Bob Roy"}
    assert "next:" in run("oncall", room).out


def test_that_a_turn_is_taken_and_given_back(run: Run, room: Path, rotation: str) -> None:
    former = on_call(run, room)
    made = run("oncall", room, "take", rotation, "--by", "Léa Martin", "--json").json
    assert on_call(run, room) == "Léa Martin"
    assert run("oncall", room, "back", made["changes"][0], "--by", "Léa Martin").code == 0
    assert on_call(run, room) == former


def test_that_somebody_is_replaced_for_some_hours(run: Run, room: Path, rotation: str) -> None:
    args = ("--from", at(-0.1), "--until", at(2), "--reason", "malade", "--by", "Léa Martin")
    assert run("oncall", room, "replace", rotation, "Chloé Diaz", *args).code == 0
    assert on_call(run, room) == "Chloé Diaz"
    week = run("oncall", room, "week", "--json").json
    assert week["on_call"][0]["source"] == "override"
    assert week["gaps"] == []


def test_that_two_turns_are_swapped(run: Run, room: Path, rotation: str) -> None:
    former = on_call(run, room)
    args = ("--first", at(0), "--second", at(24), "--by", "Léa Martin")
    assert run("oncall", room, "swap", rotation, *args).code == 0
    assert on_call(run, room) != former
    assert run("oncall", room, "swap", rotation, "--by", "Léa Martin").code != 0


def test_that_a_rotation_is_changed_and_dropped(run: Run, room: Path, rotation: str) -> None:
    assert run("oncall", room, "rotation", rotation, "--hours", "1-7,00:00,24:00", "--by", "Léa Martin").code != 0
    assert run("oncall", room, "rotation", rotation, "--hours", "1-7,00:00,23:59", "--by", "Léa Martin").code == 0
    assert run("oncall", room, "rotation", rotation, "--hours", "x", "--by", "Léa Martin").code == 2
    assert run("oncall", room, "drop", rotation, "--by", "Léa Martin").code == 0
    assert run("oncall", room, "--json").json["rotations"] == []


def test_that_a_calendar_goes_out_and_comes_in_again_the_same(
    run: Run, room: Path, rotation: str, tmp_path: Path
) -> None:
    file = tmp_path / "week.ics"
    run("oncall", room, "take", rotation, "--by", "Léa Martin")
    assert run("oncall", room, "export", "--to", file).code == 0
    before = run("oncall", room, "week", "--json").json["on_call"]
    seen = run("oncall", room, "import", file, "--dry-run", "--by", "Léa Martin", "--json").json
    assert seen["counts"] == {"accepted": len(before)}
    told = run("oncall", room, "import", file, "--by", "Léa Martin", "--json").json
    assert (told["added"], told["unmatched"]) == (len(before), [])
    again = run("oncall", room, "import", file, "--by", "Léa Martin", "--json").json
    assert (again["added"], again["unchanged"]) == (0, len(before))
    assert run("oncall", room, "export", "--to", tmp_path / "week.doc").code == 2


def test_that_a_name_of_a_calendar_is_matched(run: Run, room: Path, tmp_path: Path) -> None:
    begins, ends = ((NOW + timedelta(hours=hours)).strftime("%Y%m%dT%H%M%SZ") for hours in (-1, 5))
    lines = (
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:1",
        f"DTSTART:{begins}",
        f"DTEND:{ends}",
        "SUMMARY:PETIT Z.",
        "END:VEVENT",
    )
    file = tmp_path / "garde.ics"
    file.write_text("\r\n".join(lines), encoding="utf-8")
    assert run("oncall", room, "import", file, "--into", "Garde", "--by", "Léa Martin").code == 0
    assert run("oncall", room, "week", "--json").json["unmatched"] == ["PETIT Z."]
    assert run("oncall", room, "match", "petit z.", "Zoé Petit", "--by", "Léa Martin").code == 0
    assert on_call(run, room) == "Zoé Petit"
