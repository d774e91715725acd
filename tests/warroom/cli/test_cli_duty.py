"""Arrivals, fatigue and relief on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run


def ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")


@pytest.fixture
def incident() -> str:
    return "A-001"  # the room has one


@pytest.fixture
def cell(run: Run, room: Path, incident: str) -> str:
    asked = ("cell", room, "activate", incident, "--level", "N3", "--decider", "Claire Aubry", "--reason", "R")
    assert run(*asked).code == 0
    assert run("cell", room, "hold", "A-C01", "COORD", "Léa Martin", "--deputy", "Marc Petit").code == 0
    return "A-C01"


def test_that_whoever_arrives_and_leaves_is_noted_and_how_tired_they_are_is_told(
    run: Run, room: Path, incident: str
) -> None:
    assert run("duty", room, "in", "Ana Costa", "--function", "com", "--place", "Salle 2", "--at", ago(13)).code == 0
    (person,) = run("duty", room, "--json").json["people"]
    assert (person["name"], person["there"], person["row_min"] // 60) == ("Ana Costa", True, 13)
    assert {"SHIFT-8", "SHIFT-12"} <= {each["rule"] for each in person["warnings"]}
    told = run("duty", room).out
    assert "Ana Costa (COM): there since" in told
    assert "Never more than 12 h in a row: passed at" in told

    assert run("duty", room, "out", "Ana Costa").code == 0
    assert run("duty", room, "--json").json["people"][0]["there"] is False
    assert run("duty", room, "out", "Ana Costa").code != 0


def test_that_a_plan_is_proposed_accepted_changed_and_printed(run: Run, room: Path, cell: str, tmp_path: Path) -> None:
    found = run("duty", room, "propose", "--hours", "14", "--json").json["proposal"]
    assert [each["name"] for each in found if each["code"] == "COORD"] == ["Léa Martin", "Marc Petit"]
    assert run("duty", room, "--json").json["plan"] == []

    assert run("duty", room, "propose", "--hours", "14", "--accept").code == 0
    assert len(run("duty", room, "--json").json["plan"]) == 2
    assert run("duty", room, "plan", "Luc Roy", "--function", "TECH").code == 0
    plan = run("duty", room, "--json").json["plan"]
    extra = next(each for each in plan if each["name"] == "Luc Roy")
    assert run("duty", room, "drop", extra["id"]).code == 0
    assert len(run("duty", room, "--json").json["plan"]) == 2

    out = tmp_path / "out"
    out.mkdir()
    files = run("duty", room, "print", "--to", out, "--json").json["files"]
    assert [Path(each).suffix for each in files] == [".pdf", ".pdf"]
    assert sorted(each.suffix for each in out.iterdir()) == [".html", ".html", ".pdf", ".pdf"]


def test_that_what_is_not_said_is_asked_for(run: Run, room: Path, incident: str) -> None:
    assert "give a name" in run("duty", room, "in").err
    assert run("duty", room, "propose").code != 0
    assert run("declare", room, "--title", "Autre").code == 0
    assert "give --incident" in run("duty", room).err
    assert run("duty", room, "--incident", incident).code == 0
