"""Reviews after a crisis on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_review_is_opened_written_explained_and_approved(run: Run, room: Path) -> None:
    assert "No review yet" in run("review", room).out
    assert run("review", room, "show", "A-001", "--json").error["code"] == "unknown-reference"
    run("status", room, "A-001", "resolved", "--reason", "Le service répond")
    made = run("review", room, "open", "A-001", "--heat", "hot", "--with", "Ana Diaz", "--json").json
    assert (made["number"], made["heat"], made["participants"]) == ("A-RX01", "hot", ["Ana Diaz"])
    assert "rules" in {one["kind"] for one in made["blockers"]}
    run("review", room, "rules", "A-RX01", "--who", "Ana Diaz")
    for code in ("summary", "timeline", "good_bad_luck"):
        run("review", room, "write", "A-RX01", f"Texte de {code}", "--section", code)
        run("review", room, "done", "A-RX01", "--section", code)
    run("review", room, "done", "A-RX01", "--section", "barriers", "--nothing")
    run("review", room, "section", "A-RX01", "Télétravail")
    run("review", room, "write", "A-RX01", "Le VPN a tenu.", "--section", "télétravail")
    run("review", room, "done", "A-RX01", "--section", "télétravail")
    number = run("log", room, "A-001", "Basculé à la main").out.strip()
    noted = run("review", room, "note", "A-RX01", "Bascule rapide", "--evidence", f"entry {number}", "--json").json
    assert noted["notes"][0]["text"] == "Bascule rapide"
    assert number in run("review", room, "show", "A-RX01").out
    assert (
        run("review", room, "write", "A-RX01", "x", "--section", "nowhere", "--json").error["code"] == "section-unknown"
    )
    assert run("review", room, "approve", "A-RX01", "--json").error["code"] == "rex-blocked", "Léa conducts it"
    run("review", room, "ask", "A-RX01", "--of", "Jean Dupont")
    assert "Jean Dupont" in run("review", room, "show", "A-001").out
    assert run("review", room, "A-RX01").out == run("review", room, "show", "A-RX01").out
    assert run("review", room, "aprove", "A-RX01").code == 2
    back = run("review", room, "send-back", "A-RX01", "Trop court", "--who", "Jean Dupont", "--json").json
    assert back["state"] == "sent_back"
    assert run("review", room, "approve", "A-RX01", "--who", "Jean Dupont", "--json").json["state"] == "approved"
    (line,) = run("review", room, "--json").json["reviews"]
    assert (line["state"], line["open_sections"]) == ("approved", [])
    assert run("review", room, "list", "--exercise", "--json").json["reviews"] == []


def test_that_the_timeline_gives_the_keys_that_an_explanation_names(run: Run, room: Path) -> None:
    moved = ("status", room, "A-001", "--milestone", "impact_started", "--at", "2026-01-05T10:00", "--reason", "Relu")
    assert run(*moved).code == 0
    run("status", room, "A-001", "--milestone", "detected", "--at", "2026-01-05T09:00", "--reason", "Relu")
    run("review", room, "open", "A-001")
    found = run("review", room, "timeline", "A-001", "--json").json["contradictions"]
    assert {one["kind"] for one in found} == {"two_hours", "order"}
    key = next(one["key"] for one in found if one["kind"] == "order")
    run("review", room, "note", "A-RX01", "Heure d'été", "--about", key)
    again = run("review", room, "timeline", "A-RX01", "--json").json["contradictions"]
    assert {one["kind"]: one["explained"] for one in again} == {"two_hours": False, "order": True}
    assert run("review", room, "drop", "A-RX01").code == 2
    assert run("review", room, "drop", "A-RX01", "Incident mineur", "--json").json["state"] == "dropped"
    assert run("review", room, "resume", "A-RX01", "--json").json["state"] == "draft"
    assert (
        run("review", room, "amend", "A-RX01", "--title", "Panne de janvier", "--json").json["title"]
        == "Panne de janvier"
    )
