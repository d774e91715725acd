"""Circles and erasures on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_restricted_entry_is_read_by_members_only(run: Run, room: Path) -> None:
    number = run("log", room, "A-001", "Le contrat est rompu", "--circle", "juridique", "--json").json["number"]

    shown = run("show", room, number, "--json").json
    assert (shown["text"], shown["circle"], shown["restricted"]) == ("Le contrat est rompu", "legal", False)
    run("log", room, "A-001", "Marc arrive", "--by", "Marc Petit")
    listed = run("circle", room, "legal", "--json").json["circles"][0]
    assert (listed["members"], listed["is_member"], listed["stations"]) == (["Léa Martin"], True, ["A"])
    run("correct", room, number, "Le contrat tient", "--reason", "relu")
    assert run("circle", room, "legal", "--add", "Marc Petit").code == 0
    assert run("circle", room, "legal", "--json").json["circles"][0]["members"] == ["Léa Martin", "Marc Petit"]
    assert run("circle", room, "legal", "--remove", "Léa Martin").code == 0
    other = run("log", room, "A-001", "Sans Léa", "--circle", "legal", "--by", "Marc Petit", "--json").json["number"]
    hidden = run("show", room, other, "--json").json
    assert (hidden["text"], hidden["restricted"]) == (f"restricted entry {other} · legal", True)


def test_that_circles_are_made_listed_and_refused_in_plain_words(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("circle", room, "--make", "Assurance", "--member", "Léa Martin").out.startswith("Assurance: Léa Martin")
    assert run("circle", room, "--make", "assurance").code == 3
    names = [circle["name"] for circle in run("circle", room, "--json").json["circles"]]
    assert names == ["decision", "legal", "security", "Assurance"]
    assert run("log", room, "A-001", "x", "--circle", "Nulle part").code == 3
    assert run("circle", room, "--add", "Léa Martin").code == 3
    file = tmp_path / "police.txt"
    file.write_text("police")
    kept = run("attach", room, "A-001", file, "--circle", "Assurance", "--json").json["attachments"][0]
    assert kept["circle"] == "Assurance"
    assert run("decide", room, "A-001", "Payer", "--circle", "decision").code == 0
    made = run("report", room, "A-001", "--to", tmp_path / "out", "--format", "html", "--json").json
    assert "Payer" not in "".join(path.read_text() for path in Path(made["folder"]).glob("*.html"))


def test_that_a_person_and_a_file_are_erased_and_listed(run: Run, room: Path, tmp_path: Path) -> None:
    run("log", room, "A-001", "Odile est là", "--by", "Odile Vauquelin")
    file = tmp_path / "carte.txt"
    file.write_text("carte")
    record = run("attach", room, "A-001", file, "--json").json["attachments"][0]["id"]
    copy = tmp_path / "copie.warroom"
    run("backup", room, copy)

    done = run("erase", room, "person", "Odile Vauquelin", "--reason", "demande 12", "--json").json
    assert done["withheld"] >= 3
    assert run("erase", room, "attachment", record, "--reason", "demande 12").code == 0

    listed = run("erase", room, "--list", "--json").json["erasures"]
    assert {item["noun"] for item in listed} == {"person", "attachment"}
    assert "Vauquelin" not in run("erase", room, "--list").out
    assert "Vauquelin" not in run("dump", room).out
    assert run("verify", room).code == 0
    assert run("erase", room, "--reach").code == 0
    assert run("erase", room, "person", "Personne", "--reason", "x").code == 3
    assert run("erase", room).code == 2
