"""Causes and barriers on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_whys_are_noted_moved_confirmed_and_read_as_a_tree(run: Run, room: Path) -> None:
    run("log", room, "A-001", "Charge du plan de contrôle : quatre fois la normale", "--kind", "fact")
    top = run("cause", room, "A-001", "Déploiement partout à la fois", "--kind", "trigger", "--impact", "API arrêtée")
    why = run(
        "cause", room, "A-001", "Erreur humaine", "--why-of", "A-CA01", "--kind", "root", "--branch", "procedure",
        "--evidence", "A-0002",
    )  # fmt: skip
    moved = run("cause", room, "A-CA02", "--state", "confirmed", "--why-of", "top")
    back = run("cause", room, "A-CA02", "--why-of", "A-CA01")
    noted = run("barrier", room, "A-001", "Déploiement par paliers", "--state", "absent", "--cause", "A-CA01")

    assert [each.out for each in (top, why, moved, back)] == ["A-CA01\n", "A-CA02\n", "A-CA02\n", "A-CA02\n"]
    assert noted.code == 0
    found = run("cause", room, "A-001", "--json").json
    assert [(each["path"], each["state"], each["branch"]) for each in found["causes"]] == [
        ("1", "supposed", ""),
        ("1.1", "confirmed", "procedure"),
    ]
    assert found["barriers"][0]["cause"] == "A-CA01"
    said = run("cause", room, "A-001").out
    assert "? A-CA02 ends at human error" in said
    assert "Absent (Prevent): Déploiement par paliers" in run("barrier", room, "A-001").out
    assert run("cause", room, "A-CA01", "--json").json == found["causes"]


def test_that_what_is_no_cause_is_refused_and_one_that_is_taken_away_lets_its_whys_up(run: Run, room: Path) -> None:
    run("cause", room, "A-001", "Un")
    run("cause", room, "A-001", "Deux", "--why-of", "A-CA01")

    bare = run("cause", room, "A-CA01", "--state", "confirmed", "--json")
    circle = run("cause", room, "A-CA01", "--why-of", "A-CA02", "--json")
    assert (bare.error["code"], circle.error["code"]) == ("cause-bare", "cause-circle")
    assert run("cause", room, "A-001", "--remove").code == 2
    assert run("cause", room, "A-CA01", "--remove").code == 0
    assert [each["number"] for each in run("cause", room, "A-001", "--json").json["causes"]] == ["A-CA02"]
