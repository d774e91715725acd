"""Paper and sheets, as the command line has them."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_set_of_papers_is_written_and_listed(run: Run, room: Path, tmp_path: Path) -> None:
    made = run("paper", room, "--to", tmp_path, "--sheets", "3", "--place", "Accueil", "--json").json

    assert Path(made["file"]).read_bytes().startswith(b"%PDF-")
    assert (made["number"], made["sheets"]) == ("A-I01", ["A-001", "A-002", "A-003"])
    (copy,) = run("paper", room, "--json").json["printouts"]
    assert (copy["number"], copy["place"], copy["out_of_date_since"]) == ("A-I01", "Accueil", None)
    assert "up to date" in run("paper", room, "--lang", "en").out

    run("log", room, "A-001", "après")
    (copy,) = run("paper", room, "--json").json["printouts"]
    assert copy["new_entries"] == 1
    assert "1 new entry" in run("paper", room, "--lang", "en").out


def test_that_a_sheet_is_transcribed_with_its_times_and_only_once(run: Run, room: Path, tmp_path: Path) -> None:
    run("paper", room, "--to", tmp_path, "--sheets", "2")
    lines = ("2026-01-05 14:05 de:Durand tél Le nœud 3 ne répond plus", "Il redémarre")
    asked = ("sheet", room, "transcribe", "a-001", *lines, "--written-by", "Marc Petit", "--lang", "fr")

    done = run(*asked, "--json").json
    assert (done["sheet"], len(done["entries"])) == ("A-001", 2)
    shown = run("show", room, done["entries"][0], "--json").json
    assert shown["sheet"] == "A-001"
    assert shown["from"] == "Durand"
    assert shown["event_at"].startswith("2026-01-05T")
    assert not shown["late"]
    assert run(*asked, "--json").error["code"] == "sheet-transcribed"
    assert run(*asked, "--again", "--json").code == 0
    states = {sheet["number"]: sheet["state"] for sheet in run("sheet", room, "--json").json["sheets"]}
    assert states == {"A-001": "transcribed", "A-002": "blank"}


def test_that_times_of_day_are_those_of_the_day_of_the_sheet(run: Run, room: Path, tmp_path: Path) -> None:
    run("paper", room, "--to", tmp_path, "--sheets", "1")
    done = run("sheet", room, "transcribe", "A-001", "--day", "2026-01-05", "14:05 Vu", "--json").json
    shown = run("show", room, done["entries"][0], "--json").json
    assert shown["event_at"].startswith("2026-01-05T")
    assert run("sheet", room, "transcribe", "A-001", "--day", "hier", "x", "--json").code == 2


def test_that_a_line_without_a_time_writes_nothing(run: Run, room: Path, tmp_path: Path) -> None:
    run("paper", room, "--to", tmp_path, "--sheets", "1")
    assert run("sheet", room, "transcribe", "A-001", "sans heure", "--json").error["code"] == "line-without-time"
    assert run("sheet", room, "transcribe", "A-001", "--json").error["code"] == "sheet-empty"
    assert run("sheet", room, "transcribe", "--json").error["code"] == "sheet-missing"
    (sheet,) = run("sheet", room, "--json").json["sheets"]
    assert sheet["state"] == "blank"


def test_that_a_sheet_of_a_lost_laptop_is_taken_when_somebody_says_so(run: Run, room: Path) -> None:
    asked = ("sheet", room, "transcribe", "B-007", "--incident", "A-001", "2026-01-05 14:05 Vu", "--json")
    assert run(*asked).error["code"] == "sheet-unknown"
    assert run(*asked, "--unregistered").json["sheet"] == "B-007"


def test_that_a_sheet_is_made_void_with_a_reason(run: Run, room: Path, tmp_path: Path) -> None:
    run("paper", room, "--to", tmp_path, "--sheets", "1")
    assert run("sheet", room, "void", "A-001", "--json").error["code"] == "reason-missing"
    assert run("sheet", room, "void", "A-001", "--reason", "Perdue").code == 0
    (sheet,) = run("sheet", room, "--json").json["sheets"]
    assert (sheet["state"], sheet["reason"]) == ("void", "Perdue")
    assert "Perdue" in run("sheet", room).out


def test_that_blank_message_sheets_are_written_for_one_incident(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("paper", room, "--to", str(tmp_path), "--messages").code == 2
    made = run(
        "paper", room, "--to", str(tmp_path), "--messages", "--incident", "A-001", "--sheets", "3", "--json"
    ).json
    assert len(made["sheets"]) == 3
    assert Path(made["file"]).read_bytes().startswith(b"%PDF")
