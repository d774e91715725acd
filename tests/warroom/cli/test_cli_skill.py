"""Skills, teams and training on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.warroom.cli.conftest import Run


def skill(run: Run, room: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in run("skill", room, "--json").json["skills"] if each["name"] == name)
    return found


def test_that_a_skill_of_one_person_is_told_as_a_hole(run: Run, room: Path) -> None:
    assert run("skill", room, "--add", "HSM", "--for", "Paiement").code == 0
    assert run("skill", room, "--who", "Nadia Berrada", "--has", "HSM", "--level", "expert").code == 0

    shown = skill(run, room, "HSM")
    assert shown["holes"] == ["single"]
    assert [(each["name"], each["level"]) for each in shown["people"]] == [("Nadia Berrada", 3)]
    assert "▲ HSM: Nadia Berrada (expert) · one person only" in run("skill", room).out

    assert run("skill", room, "--who", "Tom Noël", "--has", "HSM", "--until", "2027-06-30").code == 0
    assert run("skill", room, "--who", "Tom Noël", "--lost", "HSM").code == 0
    assert run("skill", room, "--drop", "HSM").code == 0
    assert run("skill", room, "--json").json["skills"] == []


def test_that_teams_and_training_are_noted_and_told(run: Run, room: Path) -> None:
    assert run("skill", room, "--add-team", "FIR", "--rapid", "--lead", "Tom Noël", "--muster", "Salle 3").code == 0
    assert run("skill", room, "--who", "Nadia Berrada", "--joins", "FIR").code == 0
    assert (
        run(
            "skill", room, "--who", "Tom Noël", "--trained", "tech", "--kind", "drill", "--by-whom", "Étoile Noire"
        ).code
        == 0
    )

    told = run("skill", room, "--json").json
    fir = told["teams"][0]
    assert (fir["name"], fir["rapid"], fir["lead"]) == ("FIR", True, "Tom Noël")
    assert (fir["members"], fir["specially_trained"]) == (["Nadia Berrada", "Tom Noël"], False)
    assert next(each for each in told["functions"] if each["code"] == "TECH")["trained"] == ["Tom Noël"]
    assert "FIR: Nadia Berrada, Tom Noël · rapid response · 1 of 2 trained" in run("skill", room).out

    assert run("skill", room, "--who", "Nadia Berrada", "--quits", "FIR").code == 0
    assert run("skill", room, "--json").json["teams"][0]["specially_trained"] is True
    assert run("skill", room, "--drop-team", "FIR").code == 0
    assert run("skill", room, "--json").json["teams"] == []


def test_that_the_matrix_is_written_as_csv_and_pdf(run: Run, room: Path, tmp_path: Path) -> None:
    run("skill", room, "--who", "Nadia Berrada", "--has", "HSM")
    out = tmp_path / "out"
    out.mkdir()

    told = run("skill", room, "--csv", out / "skills.csv", "--to", out, "--json").json

    assert (out / "skills.csv").read_text("utf-8-sig").splitlines()[1].startswith("Nadia Berrada,,,HSM,2,")
    assert Path(told["pdf"]).read_bytes().startswith(b"%PDF-")
    assert run("skill", room, "--csv", out / "gone" / "x.csv").code == 4


def test_that_what_is_half_said_is_a_usage_error(run: Run, room: Path) -> None:
    assert run("skill", room, "--has", "HSM").code == 2
    assert run("skill", room, "--who", "Nadia Berrada").code == 2
    assert run("skill", room, "--who", "x", "--has", "HSM", "--until", "demain").code == 2
