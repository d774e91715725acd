"""Calling people out on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def people(run: Run, room: Path) -> dict[str, str]:
    return {each["name"]: each["state"] for each in run("mobilise", room, "--json").json["people"]}


def test_that_people_are_called_answer_arrive_and_the_end_says_what_it_took(run: Run, room: Path) -> None:
    started = run("mobilise", room, "start", "COORD=Inès Roy", "TECH=Marc Petit", "--muster", "Pont 1")
    assert (started.code, started.out.strip()) == (0, "A-M01")
    assert people(run, room) == {"Inès Roy": "to_call", "Marc Petit": "to_call"}
    assert run("mobilise", room, "call", "Inès Roy", "--result", "reached").code == 0
    assert run("mobilise", room, "call", "marc petit", "--result", "no-answer").code == 0
    assert run("mobilise", room, "escalate", "Marc Petit", "--deputy", "Ana Costa").code == 0
    assert run("mobilise", room, "arrive", "Inès Roy").code == 0
    assert run("mobilise", room, "stand-down", "Ana Costa").code == 0
    assert people(run, room) == {"Marc Petit": "unreached", "Inès Roy": "in_function", "Ana Costa": "stood_down"}
    ended = run("mobilise", room, "close", "--reason", "Au complet")
    assert ended.code == 0
    assert "Reached: 1 of 2 (50%)" in ended.out


def test_that_without_names_everybody_proposed_is_called(run: Run, room: Path) -> None:
    asked = ("cell", room, "activate", "A-001", "--level", "N3", "--decider", "Claire Aubry", "--reason", "R")
    assert run(*asked).code == 0
    assert run("mobilise", room, "propose").out.strip() == "Nobody can be proposed yet: give names."
    assert run("cell", room, "hold", "A-C01", "COORD", "Léa Martin", "--deputy", "Marc Petit").code == 0
    (found,) = run("mobilise", room, "propose", "--json").json
    assert (found["name"], found["function"], found["why"]) == ("Léa Martin", "COORD", "holds Coordinator")
    assert run("mobilise", room, "start", "--tree").code == 0
    assert people(run, room) == {"Léa Martin": "to_call"}
    assert run("mobilise", room, "add", "Zoé Diallo", "--function", "mc").code == 0
    assert people(run, room)["Zoé Diallo"] == "to_call"


def test_that_a_call_without_its_result_names_the_results_there_are(run: Run, room: Path) -> None:
    assert run("mobilise", room, "start", "Inès Roy").code == 0
    said = run("mobilise", room, "call", "Inès Roy")
    assert said.code != 0
    assert "give --result: reached, " in said.err


def test_that_the_call_sheets_are_written_into_a_folder(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("mobilise", room, "start", "Inès Roy").code == 0
    out = tmp_path / "out"
    out.mkdir()
    assert run("mobilise", room, "print", "--to", out).code == 0
    assert (out / "warroom-a-m01.pdf").read_bytes().startswith(b"%PDF-")


def test_that_what_the_outage_breaks_is_said_with_how_it_is_known(run: Run, room: Path) -> None:
    assert run("mobilise", room, "broken").out.strip() == "Nothing is marked as broken."
    assert run("mobilise", room, "broken", "--need", "vpn").code != 0
    marked = run("mobilise", room, "broken", "--need", "vpn", "--reason", "Concentrateur injoignable")
    assert marked.out.strip() == "VPN down (Concentrateur injoignable)"
    assert run("mobilise", room, "broken", "--need", "vpn", "--state", "works").code == 0
    assert run("mobilise", room, "broken", "--json").json == []


def test_that_what_is_missing_is_asked_for(run: Run, room: Path) -> None:
    assert run("mobilise", room).code == 2
    assert run("mobilise", room, "call").code == 2
    assert run("mobilise", room, "start", "Inès Roy").code == 0
    assert run("mobilise", room, "call", "Inès Roy").code == 2
    assert run("mobilise", room, "arrive", "Personne").code == 2


def test_that_whoever_comes_without_a_function_is_there_and_in_none(run: Run, room: Path) -> None:
    assert run("mobilise", room, "start", "Inès Roy", "COM=Marc Petit").code == 0
    for name in ("Inès Roy", "Marc Petit"):
        assert run("mobilise", room, "arrive", name).code == 0
    said = run("mobilise", room).out
    assert "there" in next(line for line in said.splitlines() if "Inès Roy" in line)
    assert "in function" in next(line for line in said.splitlines() if "Marc Petit" in line)
