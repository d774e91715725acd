"""What comes in, what is said outside and what is promised, on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_message_goes_through_its_four_times_with_its_number_alone(run: Run, room: Path) -> None:
    made = run(
        "incoming", room, "A-001", "Combien de clients ?", "--from", "Le Quotidien", "--channel", "phone",
        "--audience", "press",
    )  # fmt: skip
    assert (made.code, made.out) == (0, "A-ME01\n")
    run("incoming", room, "A-ME01", "--send-back", "numéro illisible")
    run("incoming", room, "A-ME01", "--contact", "01 99 00 12 34")
    run("incoming", room, "A-ME01", "--triage", "COM", "--sort", "presse", "--signed", "Marc Petit")
    run("incoming", room, "A-ME01", "--decide", "Lire l’élément de langage")
    shown = run("incoming", room, "A-ME01", "--answered", "Lu", "--channel", "mail", "--json").json

    assert (shown["state"], shown["answer"], shown["channel"]) == ("answered", "Lu", "phone")
    assert [each["visa"] for each in shown["times"]] == ["LM", "MP", "LM", "LM"]
    assert all(each["at"] for each in shown["times"])
    assert run("show", room, "A-ME01", "--json").json["number"] == "A-ME01"
    assert run("incoming", room, "A-ME01", "--answered", "Encore").code == 3
    run("incoming", room, "A-ME01", "--correct", "Relu", "--reason", "erreur de chiffre")
    (listed,) = run("incoming", room, "A-001", "--json").json
    assert listed["answer"] == "Relu"
    figures = run("incoming", room, "A-001", "--confidence", "--json").json["figures"]
    assert figures["contacts"]["value"] == "1"


def test_that_an_entry_becomes_a_message(run: Run, room: Path) -> None:
    run("log", room, "A-001", "La préfecture appelle", "--from", "Préfecture")
    number = run("log", room, "A-001", "Elle rappelle", "--from", "Préfecture").out.strip()
    assert run("incoming", room, "A-001", "--entry", number).code == 0
    assert run("incoming", room, "A-ME01", "--json").json["from"] == "Préfecture"


def test_that_a_promise_is_noted_moved_with_a_reason_and_kept(run: Run, room: Path) -> None:
    made = run("promise", room, "A-001", "Rappeler", "--to", "Clinique", "--owner", "Ana", "--due", "2030-01-01T10:00Z")
    assert (made.code, made.out) == (0, "A-PR01\n")
    assert run("promise", room, "A-PR01", "--due", "2030-01-01T11:00Z").code == 3
    moved = run("promise", room, "A-PR01", "--due", "2030-01-01T11:00Z", "--reason", "prévenus", "--json").json
    assert moved["due_at"].startswith("2030-01-01T11:00")
    kept = run("promise", room, "A-PR01", "--kept", "appelés", "--json").json
    assert (kept["state"], kept["remark"], kept["closed_by"]) == ("kept", "appelés", "Léa Martin")
    assert run("promise", room, "A-PR01", "--broken", "non").code == 3
    assert "kept" in run("promise", room, "A-001").out


def test_that_a_rumour_is_judged_and_what_is_true_goes_into_the_log(run: Run, room: Path) -> None:
    assert run("rumour", room, "A-001", "Le standard est muet", "--kind", "calls", "--reach", "1").out == "A-RU01\n"
    assert run("rumour", room, "A-RU01", "--judge", "true").code == 3
    judged = run("rumour", room, "A-RU01", "--judge", "true", "--finding", "essayé", "--log", "--json").json
    assert judged["state"] == "true"
    assert judged["entry"]
    assert run("rumour", room, "A-001", "--judge", "false").code == 2


def test_that_what_cannot_be_done_changes_nothing(run: Run, room: Path) -> None:
    before = run("dump", room).out
    assert run("incoming", room, "A-001", "--triage", "COM").code == 2
    assert run("incoming", room, "A-ME07").code == 3
    assert run("promise", room, "A-001", "Rappeler").code == 3
    assert run("promise", room, "A-001", "--kept").code == 2
    assert run("rumour", room, "A-001", "Bruit", "--reach", "9").code == 3
    assert run("dump", room).out == before
