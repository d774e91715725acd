"""The cadence of messages and the press on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_cadence_is_started_changed_and_read_from_the_command_line(run: Run, room: Path) -> None:
    assert "Proposed" in run("cadence", room, "A-001").out
    run("cadence", room, "A-001", "--start", "--audience", "customers", "--audience", "partners")
    told = run("cadence", room, "A-001", "--json").json
    assert {one["audience"]: one["minutes"] for one in told} == {"customers": 30, "partners": 60}
    run("cadence", room, "A-001", "--every", "45", "--audience", "customers", "--reason", "Calme")
    run("cadence", room, "A-001", "--snooze", "+120", "--audience", "partners", "--reason", "Essai")
    run("cadence", room, "A-001", "--told", "--audience", "customers", "--reason", "Au téléphone")
    told = {one["audience"]: one for one in run("cadence", room, "A-001", "--json").json}
    assert (told["customers"]["kept"], told["customers"]["by_hand"], told["customers"]["percent"]) == (1, True, 100)
    run("cadence", room, "A-001", "--long", "180", "--reason", "Pièce attendue")
    run("cadence", room, "A-001", "--no-change", "--audience", "customers")
    run("cadence", room, "A-001", "--stop", "--audience", "partners", "--reason", "Rétablis")
    assert "long incident" in run("cadence", room, "A-001").out
    assert run("cadence", room, "A-001", "--stop", "--told", "--audience", "customers").code != 0
    assert run("cadence", room, "A-001", "--stop", "--audience", "press", "--reason", "x").code != 0


def test_that_the_press_is_prepared_and_put_on_paper_from_the_command_line(
    run: Run, room: Path, tmp_path: Path
) -> None:
    assert "--propose" in run("press", room, "A-001", "--language", "fr").out
    run("press", room, "A-001", "--language", "fr", "--propose", "--line", "Le service revient.")
    run("press", room, "A-001", "--language", "fr", "--question", "Une attaque ?", "--answer", "On vérifie.")
    run("press", room, "A-001", "--language", "fr", "--question", "Une attaque ?", "--answer", "On vérifie encore.")
    run("press", room, "A-001", "--stakeholder", "Gazette", "--influence", "3", "--concern", "2")
    told = run("press", room, "A-001", "--language", "fr", "--json").json
    assert len([one for one in told["answers"] if one["kind"] == "question"]) == 11
    assert told["stakeholders"] == [{"name": "Gazette", "influence": 3, "concern": 2, "key_account": False}]
    assert run("press", room, "A-001", "--language", "fr", "--approve", "0").code != 0, "one’s own words"
    assert run("press", room, "A-001", "--language", "fr", "--approve", "99").code != 0
    for kind in ("spokesperson", "one-page", "stakeholders"):
        made = run("press", room, "A-001", "--language", "fr", "--paper", kind, "--to", tmp_path, "--json").json
        assert Path(made["file"]).exists()
