"""Hypotheses, cases to expect, CAN reports and callers on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_hypothesis_is_opened_backed_and_confirmed_with_its_number_alone(run: Run, room: Path) -> None:
    opened = run(
        "hypothesis", room, "A-001", "La télémétrie sature", "--owner", "Karim", "--until", "2030-01-01T10:00Z"
    )
    run("log", room, "A-001", "Coupée sur un site : tout revient", "--kind", "fact")
    run("hypothesis", room, "A-H01", "--for", "A-0003", "--state", "testing")
    confirmed = run("hypothesis", room, "a-h01", "--state", "confirmed", "--reason", "Essai sur deux sites")

    assert (opened.code, opened.out) == (0, "A-H01\n")
    assert (confirmed.code, confirmed.out) == (0, "A-H01\n")
    assert "identified" in confirmed.err, "the status is proposed, and nothing more"
    shown = run("hypothesis", room, "A-H01", "--json").json
    assert (shown["state"], shown["for"], shown["against"]) == ("confirmed", ["A-0003"], [])
    assert run("show", room, "A-H01", "--json").json == shown
    assert run("hypothesis", room, "A-001", "--json").json == [shown]
    assert run("show", room, "A-001", "--json").json["status"] == "declared"


def test_that_a_move_without_its_reason_is_refused_and_changes_nothing(run: Run, room: Path) -> None:
    run("hypothesis", room, "A-001", "Attaque")
    before = run("dump", room).out
    refused = run("hypothesis", room, "A-H01", "--state", "ruled_out", "--json")

    assert (refused.code, refused.error["code"]) == (3, "reason-missing")
    assert run("dump", room).out == before
    assert run("hypothesis", room, "A-001", "x", "--state", "testing").code == 2


def test_that_an_entry_logged_as_a_hypothesis_is_followed_and_one_that_is_there_becomes_one(
    run: Run, room: Path
) -> None:
    run("log", room, "A-001", "Certificat expiré ?", "--kind", "hypothesis")
    run("log", room, "A-001", "Et si c'était le DNS ?")
    run("hypothesis", room, "A-001", "--entry", "A-0003")

    texts = [each["text"] for each in run("hypothesis", room, "A-001", "--json").json]
    assert texts == ["Certificat expiré ?", "Et si c'était le DNS ?"]


def test_that_a_case_fires_once_and_prints_the_decisions_it_asks_for(run: Run, room: Path) -> None:
    which = ("--case", "worst", "--in", "4h")
    written = run(
        "scenario", room, "A-001", "La région tombe", *which, "--trigger", "Second site touché",
        "--ready", "Bascule-t-on ?", "--option", "Basculer | vite | perte de 15 min", "--option", "Attendre",
    )  # fmt: skip
    fired = run("scenario", room, "A-001", "--fire", *which, "--json")
    again = run("scenario", room, "A-001", "--fire", *which)

    assert written.code == 0
    assert fired.json == {"decisions": ["A-D001"]}
    assert again.code == 3
    assert "A-D001" in again.err
    (shown,) = run("scenario", room, "A-001", "--json").json
    assert (shown["horizon_min"], shown["decisions"], shown["trigger"]) == (240, ["A-D001"], "Second site touché")
    decision = run("show", room, "A-D001", "--json").json
    assert [option["title"] for option in decision["options"]] == ["Basculer", "Attendre"]
    assert run("scenario", room, "A-001", "--fire", "--case", "probable", "--in", "1h").code == 3
    assert run("scenario", room, "A-001", "--fire").code == 2


def test_that_what_is_said_again_of_a_case_keeps_the_rest(run: Run, room: Path) -> None:
    which = ("--case", "probable", "--in", "1h")
    run(
        "scenario",
        room,
        "A-001",
        "Retour",
        *which,
        "--trigger",
        "Essai vert",
        "--owner",
        "Nadia",
        "--ready",
        "Annonce ?",
    )
    run("scenario", room, "A-001", "Retour plus lent", *which)

    (shown,) = run("scenario", room, "A-001", "--json").json
    assert (shown["text"], shown["trigger"], shown["owner"]) == ("Retour plus lent", "Essai vert", "Nadia")
    assert [each["question"] for each in shown["prepared"]] == ["Annonce ?"]


def test_that_a_can_report_is_an_entry_and_its_needs_are_taken_up(run: Run, room: Path) -> None:
    logged = run("can", room, "A-001", "--lead", "Karim", "--conditions", "62 %", "--needs", "Un accès de secours")
    taken = run("can", room, "A-0002", "--take-up", "action", "--owner", "Nadia", "--json")

    assert logged.out == "A-0002\n"
    assert taken.json == {"number": "A-A001"}
    (shown,) = run("can", room, "A-001", "--json").json
    assert (shown["lead"], shown["needs"], shown["follow_up"]) == ("Karim", "Un accès de secours", "A-A001")
    assert run("can", room, "A-001", "--needs", "x").code == 2


def test_that_an_order_by_phone_from_nobody_known_is_recorded_with_a_warning_on_stderr(run: Run, room: Path) -> None:
    done = run(
        "decide", room, "A-001", "Tout couper", "--how", "phone", "--caller-check", "none", "--caller-reason", "vies"
    )
    known = run("decide", room, "A-001", "Attendre", "--how", "phone", "--caller-check", "code_word", "--lang", "en")

    assert (done.code, done.out) == (0, "A-D001\n")
    assert done.err.strip()
    assert known.err == ""
    shown = run("show", room, "A-D001", "--json").json
    assert (shown["unverified"], shown["caller_reason"]) == (True, "vies")
    assert run("decide", room, "A-D001", "--verify-caller", "--caller-check", "call_back").code == 0
    assert run("show", room, "A-D001", "--json").json["unverified"] is False
    assert run("decide", room, "A-D001", "--verify-caller").code == 3


def test_that_a_window_needs_a_service_that_is_down_and_measured(run: Run, room: Path) -> None:
    refused = run("decide", room, "A-001", "--ask", "--question", "Bascule ?", "--window", "Paiement")

    assert refused.code == 2
    assert "Paiement" in refused.err
