"""Messages on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def drafted(run: Run, room: Path) -> None:
    run("message", room, "draft", "A-001", "Nous constatons une panne.", "--to", "customers", "--title", "Panne")
    run("message", room, "write", "A-MS01", "We see an outage.", "--language", "en", "--translated")


def test_that_a_message_is_written_checked_approved_let_out_and_corrected(run: Run, room: Path) -> None:
    drafted(run, room)
    shown = run("message", room, "show", "a-ms01", "--json").json
    assert (shown["number"], shown["state"], shown["next_step"]) == ("A-MS01", "draft", "ask")
    assert shown["texts"]["en"]["body"] == "We see an outage."
    assert [each["kind"] for each in shown["blockers"]] == ["translation"]

    run("message", room, "check", "A-MS01", "--kind", "translation", "--of", "Marc Petit", "--deputy", "Jo Blanc")
    run("message", room, "escalate", "A-MS01", "--kind", "translation")
    verdict = run("message", room, "verdict", "A-MS01", "fidèle", "--kind", "translation", "--by", "Jo Blanc", "--json")
    assert verdict.json["state"] == "checked"
    assert run("message", room, "approve", "A-MS01", "--by", "Anne Roche", "--json").json["state"] == "approved"

    out = run("message", room, "release", "A-MS01", "--json").json
    assert (out["state"], out["releases"][0]["approved_by"]) == ("released", "Anne Roche")
    assert run("show", room, "A-MS01", "--json").json == out
    fix = run("message", room, "correct", "A-MS01", "--json").json
    assert (fix["number"], fix["texts"]["fr"]["title"]) == ("A-MS02", "Panne")
    listed = run("message", room, "list", "A-001", "--json").json
    assert [each["number"] for each in listed] == ["A-MS02", "A-MS01"]


def test_that_what_cannot_be_approved_or_let_out_is_refused_and_changes_nothing(run: Run, room: Path) -> None:
    drafted(run, room)
    before = run("dump", room).out
    assert run("message", room, "approve", "A-MS01").code == 3
    assert "translation to be checked" in run("message", room, "approve", "A-MS01", "--by", "Anne Roche").err
    assert run("message", room, "release", "A-MS01").code == 3
    assert run("message", room, "verdict", "A-MS01").code == 3
    assert run("message", room, "both", "A-MS01", "x").code == 3
    assert run("message", room, "show", "A-MS09").code == 3
    assert run("message", room, "show").code == 2
    assert run("dump", room).out == before


def test_that_a_release_again_and_a_withdrawal_are_said_with_their_reasons(run: Run, room: Path) -> None:
    drafted(run, room)
    run("message", room, "approve", "A-MS01", "--exception", "seule de garde")
    run("message", room, "release", "A-MS01")
    assert run("message", room, "release", "A-MS01").code == 3
    again = run("message", room, "release", "A-MS01", "page perdue", "--again", "--json").json
    assert [each["reason"] for each in again["releases"]] == ["", "page perdue"]
    assert run("message", room, "withdraw", "A-MS01").code == 3
    gone = run("message", room, "withdraw", "A-MS01", "plus vrai", "--json").json
    assert (gone["state"], gone["withdrawn_because"]) == ("withdrawn", "plus vrai")


def test_that_a_message_rests_on_entries_and_calls_once_one_is_refuted(run: Run, room: Path) -> None:
    run("log", room, "A-001", "62 % répondent")
    number = run("show", room, "A-001", "--json").json["entries"][-1]["number"]
    drafted(run, room)
    run("message", room, "cite", "A-MS01", "un retour partiel", "--entry", number)
    run("message", room, "approve", "A-MS01", "--exception", "seule de garde")
    run("message", room, "release", "A-MS01")
    run("correct", room, number, "--verification", "refuted", "--reason", "sonde")
    refuted = run("message", room, "show", "A-MS01", "--json").json["refuted"]
    assert [each["entry"] for each in refuted] == [number]
    assert number in run("message", room, "show", "A-MS01").out
    kept = run("message", room, "keep", "A-MS01", "le chiffre n’y est pas", "--entry", number, "--json").json
    assert kept["refuted"] == []


def test_that_a_draft_from_a_template_names_what_is_missing_and_takes_it(run: Run, room: Path) -> None:
    run("message", room, "draft", "A-001", "--template", "T03")
    shown = run("message", room, "show", "A-MS01", "--json").json
    missing = {name for each in shown["blockers"] for name in each["names"]}
    assert {"service", "next_update"} <= missing
    amended = run(
        "message", room, "amend", "A-MS01", "--set", "service=Paiement", "--next", "2030-01-01T10:00Z", "--json"
    ).json
    assert amended["blockers"] == []
    assert "Paiement" in amended["texts"]["en"]["body"]


def test_that_the_first_message_goes_out_at_once(run: Run, room: Path) -> None:
    run("status", room, "A-001", "--severity", "1", "--reason", "tout est arrêté")
    out = run("message", room, "first", "A-001", "--set", "service=Paiement", "--json")
    assert out.code == 0, out.err
    assert out.json["state"] == "released"
    assert "T03" in out.json["releases"][0]["exception"]


def test_that_a_message_goes_the_usual_ways_and_waits_there_when_nobody_names_any(run: Run, room: Path) -> None:
    run("status", room, "A-001", "--severity", "SEV1", "--reason", "tout est arrêté")
    run("message", room, "first", "A-001", "--set", "service=Paiement")
    waiting = run("outbox", "list", room).out.splitlines()
    assert len(waiting) >= 2
    assert all(line.endswith("May go") for line in waiting), "“declared” does not contradict “investigating”"
    assert "Customers, Public" in run("message", room, "list", "A-001").out


def test_that_what_changed_since_it_was_read_is_neither_approved_nor_let_out(run: Run, room: Path) -> None:
    drafted(run, room)
    run("message", room, "write", "A-MS01", "There is an outage.", "--language", "en")
    read = run("message", room, "show", "A-MS01", "--json").json["digest"]
    run("message", room, "write", "A-MS01", "Panne. Tout est perdu.", "--language", "fr")
    late = run("message", room, "approve", "A-MS01", "--by", "Anne Roche", "--seen", read)
    assert (late.code, "something else by now" in late.err) == (3, True)
    read = run("message", room, "show", "A-MS01", "--json").json["digest"]
    assert (
        run("message", room, "approve", "A-MS01", "--by", "Anne Roche", "--exception", "seule", "--seen", read).code
        == 0
    )
    assert run("message", room, "release", "A-MS01", "--seen", "0" * 64).code == 3
    assert run("message", room, "release", "A-MS01", "--seen", read).code == 0


def test_that_a_message_is_told_as_an_alert_otherwise_than_proposed(run: Run, room: Path) -> None:
    said = ("--cap", "urgency=Expected", "--cap", "area:fr=Le Val")
    run("message", room, "draft", "A-001", "--to", "customers", "--title", "Panne", "Les connexions échouent.")
    assert run("message", room, "alert", "A-MS01", *said).code == 0
    assert run("message", room, "alert", "A-MS01", "--cap", "urgency=Soon").code not in (0, 1)
    assert run("message", room, "alert", "A-MS01", "--cap", "sender=me").code == 2
