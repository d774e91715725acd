"""Functions on the command line: taken, handed over with a sheet, printed; challenge and answer."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run
from tests.warroom.cli.test_cli_cell import activated


def test_a_function_is_taken_handed_over_and_printed_without_a_window(run: Run, room: Path, tmp_path: Path) -> None:
    activated(run, room)
    taken = run("function", room, "take", "COM", "--by", "Nadia Roussel", "--json").json
    assert next(item for item in taken["functions"] if item["code"] == "COM")["holder"] == "Nadia Roussel"
    held = run("function", room, "take", "COM", "--by", "Marc Petit", "--json")
    assert (held.code, held.error["code"]) == (3, "function-held")

    asked = ("--watch", "Le standard", "--promised", "Rappel à 15 h", "--sign", "leaving")
    opened = run("function", room, "handover", "COM", "Marc Petit", *asked, "--to", tmp_path, "--json").json
    assert (opened["number"], opened["leaving"], opened["watch"]) == ("A-R01", "Nadia Roussel", "Le standard")
    assert opened["parts"]["situation"]
    assert Path(opened["file"]).read_bytes().startswith(b"%PDF-")
    assert "not signed by Marc Petit" in run("function", room, "show").out

    signed = run("function", room, "sign", "A-R01", "arriving", "--json").json
    assert signed["taken_at"]
    assert "COM Communication: Marc Petit" in run("function", room).out
    assert "A-R01" in run("show", room, "A-001").out


def test_a_card_is_read_written_and_printed_with_all_of_its_cell(run: Run, room: Path, tmp_path: Path) -> None:
    activated(run, room)
    assert "Write the first holding message." in run("function", room, "card", "com").out
    amended = run("function", room, "card", "com", "--limit", "2500", "--mission", "Nos mots", "--json").json
    assert amended["cards"][0]["spend_limit"] == 2500
    assert len(amended["cards"][0]["first"]) == 5
    every = run("function", room, "card", "--to", tmp_path, "--json").json
    assert len(every["cards"]) == 5
    assert Path(every["file"]).with_suffix(".html").exists()
    missing = run("function", room, "card", "RH", "--to", tmp_path, "--json")
    assert missing.error["code"] == "function-unknown"


def test_the_chart_is_read_and_printed_in_both_layouts(run: Run, room: Path, tmp_path: Path) -> None:
    activated(run, room)
    chart = run("function", room, "chart", "--json").json
    assert chart["bands"]["decision"] == ["DIR"]
    split = run("function", room, "chart", "--split", "--to", tmp_path)
    assert "Command" in split.out
    assert list(tmp_path.glob("*functions.pdf"))


def test_challenge_and_answer_are_proposed_shown_and_revoked(run: Run, room: Path) -> None:
    assert run("function", room, "words", "--json").json == {"watchword": None}
    proposed = run("function", room, "words", "--propose", "--json").json["watchword"]
    assert proposed["challenge"] != proposed["answer"]
    said = run("function", room, "words", "boussole", "platane").out
    assert "“boussole”" in said
    assert run("function", room, "revoke").code == 0
    assert run("function", room, "words", "--json").json["watchword"]["id"] == proposed["id"]
    assert run("function", room, "words", "seul", "--json").code == 2


def test_whoever_resolves_does_not_run_the_cell_by_command_either(run: Run, room: Path) -> None:
    activated(run, room)
    run("function", room, "take", "COORD", "--by", "Karim Benali")
    refused = run("function", room, "take", "TECH", "--by", "Karim Benali", "--json")
    assert refused.error["code"] == "resolver-reason"
    assert run("function", room, "take", "TECH", "--by", "Karim Benali", "--both", "Seul d’astreinte").code == 0
    assert "coordinates and resolves" in run("function", room).out


def test_a_step_that_needs_more_words_says_so(run: Run, room: Path) -> None:
    activated(run, room)
    for step in (("take",), ("handover", "COM"), ("sign",)):
        assert run("function", room, *step, "--json").error["code"] == "usage"
    assert run("function", room, "sign", "A-R09", "leaving", "--json").error["code"] == "unknown-reference"
    assert run("function", room, "leave", "COM").code == 0
