"""Teams out and means on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_team_is_sent_heard_moved_and_back_with_its_number_alone(run: Run, room: Path) -> None:
    sent = run(
        "team", room, "A-001", "Équipe DC2", "--call-sign", "Delta 2", "--leader", "Karim", "--member", "Nadia",
        "--every", "20", "--place", "DC2",
    )  # fmt: skip
    assert (sent.code, sent.out) == (0, "A-E01\n")
    run("team", room, "A-E01", "Porte ouverte", "--status", "working", "--place", "DC2, salle 3")
    run("team", room, "A-E01", "--no-answer")
    shown = run("team", room, "a-e01", "--json").json

    assert (shown["status"], shown["place"], shown["last"]) == ("working", "DC2, salle 3", "Porte ouverte")
    assert (shown["every_min"], shown["heard"], shown["members"]) == (20, "in_time", ["Nadia"])
    assert [each["incoming"] for each in shown["contacts"]] == [False, True]
    board = run("team", room, "A-001", "--json").json
    assert [each["number"] for each in board] == ["A-E01"]
    assert run("show", room, "A-E01", "--json").json["number"] == "A-E01"

    back = run("team", room, "A-E01", "Tous rentrés", "--back", "--json")
    assert back.json["returned_at"]
    assert back.json["heard"] == "untimed"


def test_that_an_entry_logged_from_a_team_is_word_from_it(run: Run, room: Path) -> None:
    run("team", room, "A-001", "Équipe DC2")
    run("log", room, "A-001", "Onduleur en défaut", "--from", "equipe dc2")
    assert run("team", room, "A-E01", "--json").json["last"] == "Onduleur en défaut"

    run("team", room, "A-E01", "--wrong", "c’était l’équipe DC3")
    assert run("team", room, "A-E01", "--json").json["last"] == ""


def test_that_what_a_team_cannot_do_is_refused_and_changes_nothing(run: Run, room: Path) -> None:
    run("team", room, "A-001", "Équipe DC2")
    before = run("dump", room).out

    assert run("team", room, "A-001", "Équipe DC2").code == 3
    assert run("team", room, "A-E01", "--every", "5").code == 3
    assert run("team", room, "A-001", "Tous rentrés", "--back").code == 2
    assert run("team", room, "A-E02").code == 3
    assert run("team", room, "A-E01", "--wrong", "erreur").code == 3
    assert run("dump", room).out == before


def test_that_means_are_asked_for_approved_ordered_and_received(run: Run, room: Path) -> None:
    asked = run(
        "means", room, "A-001", "Fioul", "--quantity", "4000", "--unit", "litres", "--needed-by", "2030-01-01T10:00Z"
    )
    assert (asked.code, asked.out) == (0, "A-B01\n")
    run("means", room, "A-B01", "--approve", "--cost", "6200", "--function", "LOG", "--supplier", "Location Express")
    run("means", room, "A-B01", "--order", "--eta", "2030-01-01T12:00Z")
    run("means", room, "A-B01", "--arrived", "1000")
    shown = run("means", room, "A-B01", "--json").json

    assert (shown["state"], shown["arrived"], shown["cost"], shown["function"]) == ("coming", 1000, 6200, "LOG")
    listed = run("means", room, "A-001", "--json").json
    assert listed["committed"][0] | {"approver": ""} == {
        "function": "LOG",
        "approver": "",
        "euros": 6200,
        "limit": None,
    }
    assert "later than needed" in run("means", room, "A-001").out
    assert run("means", room, "A-B01", "--arrived", "--json").json["state"] == "arrived"
    assert run("show", room, "A-B01", "--json").json["number"] == "A-B01"


def test_that_a_request_is_refused_or_withdrawn_with_a_reason_only(run: Run, room: Path) -> None:
    for what in ("Tente", "Câble"):
        run("means", room, "A-001", what)
    refused = run("means", room, "A-B01", "--refuse", "pas de budget", "--json").json
    withdrawn = run("means", room, "A-B02", "--withdraw", "courant revenu", "--cost", "300", "--json").json

    assert (refused["state"], refused["refusal"]) == ("refused", "pas de budget")
    assert (withdrawn["state"], withdrawn["cost"]) == ("withdrawn", 300)
    assert run("means", room, "A-B02", "--withdraw", " ").code == 3
    assert run("means", room, "A-001", "Tente", "--approve").code == 2
    assert run("means", room, "A-B01", "--order").code == 3
