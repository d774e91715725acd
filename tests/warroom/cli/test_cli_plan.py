"""What is put right after a crisis, on the command line: its life, its board, and its files for other programs."""

from __future__ import annotations

import csv
from pathlib import Path

import icalendar

from tests.warroom.cli.conftest import Run


def test_that_an_action_goes_from_finding_to_verdict(run: Run, room: Path) -> None:
    made = run(
        "plan", room, "A-001", "Déployer par paliers", "--pilot", "Ana Costa", "--due", "30/06/2030",
        "--kind", "reduce", "--priority", "1", "--finding", "tout le parc à la fois", "--verifier", "Marc Petit",
    )  # fmt: skip
    assert (made.code, made.out) == (0, "A-AC01\n")
    assert run("plan", room, "A-AC01", "--due", "31/07/2030").code == 3  # away without a reason
    moved = run("plan", room, "A-AC01", "--due", "31/07/2030", "--reason", "gel", "--json").json
    assert (moved["postponed"], [each["reason"] for each in moved["postponements"]]) == (1, ["gel"])
    assert run("plan", room, "A-AC01", "--verify").code == 3
    entry = run("log", room, "A-001", "Premier palier en production").out.strip()
    proved = ("--done", "en production", "--evidence", entry, "--signed", "Ana Costa")
    done = run("plan", room, "A-AC01", *proved, "--json")
    assert (done.json["group"], len(done.json["evidence"])) == ("to_verify", 1)
    assert run("plan", room, "A-AC01", "--verify", "--signed", "Ana Costa").code == 3
    verified = run("plan", room, "A-AC01", "--verify", "vu", "--signed", "Marc Petit", "--json").json
    assert (verified["state"], verified["verified_by"]) == ("verified", "Marc Petit")
    board = run("plan", room, "--all", "--json").json
    assert (board["figures"]["verified"], board["actions"][0]["number"]) == (1, "A-AC01")
    assert run("show", room, "A-AC01", "--json").json["number"] == "A-AC01"


def test_that_the_board_says_what_is_weak_and_a_date_is_proposed(run: Run, room: Path) -> None:
    run("plan", room, "A-001", "Sensibiliser les équipes")
    run("plan", room, "A-001", "Tester la reprise", "--pilot", "Ana Costa", "--due", "auto", "--priority", "2")
    said = run("plan", room).out
    assert "no pilot" in said
    assert "in 56 days" in said
    (mine,) = run("plan", room, "A-001", "--pilot", "ana costa", "--json").json["actions"]
    assert mine["text"] == "Tester la reprise"
    assert run("plan", room, "A-AC01", "--pilot", "Marc Petit", "--json").json["pilot"] == "Marc Petit"
    assert run("plan", room, "A-001", "--due", "un jour").code == 2
    assert run("plan", room, "A-001", "Rien", "--done", "fait").code == 2


def test_that_plans_leave_as_a_calendar_a_table_and_tickets(run: Run, room: Path, tmp_path: Path) -> None:
    said = ("--pilot", "Ana|Costa", "--due", "2030-06-30", "--finding", "# titre\n<b>")
    run("plan", room, "A-001", "=HYPERLINK(1)", *said)
    out = tmp_path / "stick"
    out.mkdir()
    written = run("plan", room, "--to", out, "--json").json
    folder = Path(written["folder"])
    assert {"plan.ics", "plan.csv", "plan.md", "reminders.md"} <= set(written["files"])
    (todo,) = icalendar.Calendar.from_ical((folder / "plan.ics").read_bytes()).walk("VTODO")
    assert (str(todo["summary"]), str(todo["status"]), todo["due"].dt.isoformat()) == (
        "A-AC01 =HYPERLINK(1)",
        "NEEDS-ACTION",
        "2030-06-30",
    )
    rows = list(csv.reader((folder / "plan.csv").read_text("utf-8-sig").splitlines()))
    assert "'=HYPERLINK(1)" in rows[1]
    (ticket,) = (folder / "tickets").iterdir()
    text = ticket.read_text("utf-8")
    assert "\\<b\\>" in text
    assert "Ana\\|Costa" in text
    alone = tmp_path / "mine.ics"
    assert run("plan", room, "A-001", "--to", alone).code == 0
    assert alone.read_bytes().startswith(b"BEGIN:VCALENDAR")
