"""A crisis cell on the command line, from its activation to its stand-down."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def activated(run: Run, room: Path) -> None:
    asked = ("--level", "N2", "--decider", "Claire Aubry", "--reason", "Plus de 5 %", "--intent", "Tenir.")
    assert run("cell", room, "activate", "A-001", *asked).code == 0


def test_that_a_cell_lives_from_activation_to_stand_down_on_the_command_line(run: Run, room: Path) -> None:
    activated(run, room)
    level = run("cell", room, "level", "A-001", "N3", "--decider", "DG", "--reason", "Médias", "--json").json
    assert (level["number"], level["level"], level["cadence_min"], level["incidents"]) == ("A-C01", 3, 30, ["A-001"])
    assert run("cell", room, "intent", "A-C01", "Couper d’abord.", "--json").json["intent"] == "Couper d’abord."
    for text in ("Un", "Deux", "Trois"):
        assert run("cell", room, "objective", "A-C01", text).code == 0
    full = run("cell", room, "objective", "A-C01", "Quatre", "--json")
    assert (full.code, full.error["code"]) == (3, "objectives-full")
    closed = run("cell", room, "reached", "A-C01", "1", "--json").json["objectives"]
    assert [item["state"] for item in closed] == ["open", "open", "reached"]
    held = run("cell", room, "hold", "A-C01", "COM", "Marc Diallo", "--deputy", "Sara", "--json").json["functions"]
    assert held[-1]["holder"] == "Marc Diallo"
    assert "COM Communication: Marc Diallo, deputy Sara" in run("cell", room, "show", "A-C01").out
    run("cell", room, "leave", "A-C01", "COM", "--reason", "épuisé")
    frozen = run("cell", room, "freeze", "A-C01", "Production", "--decider", "Karim", "--reason", "Cause inconnue")
    assert frozen.code == 0
    run("cell", room, "exception", "A-C01", "Retour arrière", "--decider", "Claire", "--reason", "Seul remède")
    shown = run("cell", room, "show", "A-C01", "--json").json
    assert shown["freezes"][0]["exceptions"][0]["text"] == "Retour arrière"
    assert run("cell", room, "lift", "A-C01", "--decider", "Claire").code == 0
    late = run("cell", room, "exception", "A-C01", "x", "--decider", "Claire", "--reason", "Seul remède")
    assert late.code == 3


def test_that_a_stand_down_names_what_lacks_and_then_what_remains(run: Run, room: Path) -> None:
    activated(run, room)
    run("act", room, "A-001", "Rendre les accès")
    ended = ("cell", room, "stand-down", "A-C01", "--decider", "DG", "--reason", "Stable")
    assert run(*ended, "--json").error["code"] == "criteria-missing"
    assert run(*ended, "--all-met", "--unmet", "review", "--json").error["code"] == "criteria-unmet"
    lacking = run(*ended, "--all-met", "--unmet", "review|lundi", "--json").error
    assert lacking["code"] == "owner-missing"
    assert "A-A001 Rendre les accès" in lacking["message"]

    done = run(
        *ended, "--all-met", "--unmet", "review|lundi", "--owner", "A-A001|Inès", "--remains", "Fatigue|RH", "--json"
    ).json
    assert done["state"] == "stood_down"
    assert [(item["text"], item["owner"]) for item in done["remains"]] == [
        ("A-A001 Rendre les accès", "Inès"),
        ("Fatigue", "RH"),
    ]
    assert "Review after the crisis dated: not met lundi" in run("cell", room, "show", "A-001").out
    assert run("cell", room, "level", "A-C01", "N1", "--reason", "x", "--decider", "y", "--json").error["code"] == (
        "cell-over"
    )


def test_that_cells_are_listed_and_wrong_words_refused(run: Run, room: Path) -> None:
    assert run("cell", room).out.strip() == "No crisis cell was activated in this room."
    assert run("cell", room, "show", "A-001", "--json").error["code"] == "cell-missing"
    activated(run, room)
    run("declare", room, "--title", "Portail")
    assert run("cell", room, "cover", "A-C01", "A-002", "--json").json["incidents"] == ["A-001", "A-002"]
    assert run("cell", room, "uncover", "A-C01", "A-002", "--json").json["incidents"] == ["A-001"]
    assert run("cell", room, "--json").json["cells"][0]["number"] == "A-C01"
    assert run("cell", room, "level", "A-C01", "fort").code == 2
    assert run("cell", room, "level", "A-C01", "N7", "--reason", "r", "--decider", "d", "--json").error["code"] == (
        "level-unknown"
    )
    assert run("cell", room, "hold", "A-C01").code == 2
    assert run("cell", room, "dropped", "A-C01", "4").code == 3
    assert run("cell", room, "lift", "A-C01", "--decider", "x").code == 3
    assert run("cell", room, "danser", "A-C01").code == 2


def test_that_the_only_cell_at_work_needs_no_naming(run: Run, room: Path) -> None:
    activated(run, room)

    held = run("cell", room, "hold", "DIR", "Claire Aubry", "--json").json["functions"]

    assert [item["holder"] for item in held if item["code"] == "DIR"] == ["Claire Aubry"]
