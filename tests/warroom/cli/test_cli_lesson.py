"""Lessons, and past incidents like a new one, on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_lesson_is_written_amended_shared_tied_and_retired(run: Run, room: Path) -> None:
    made = run("lesson", room, "A-001", "Dire depuis quand", "--when", "un message d’attente", "--service", "API")
    assert made.out.startswith("A-LE01  Dire depuis quand")
    run("lesson", room, "A-LE01", "Dire depuis quand et qui", "--share", "Support", "--share", "Réseau")
    shown = run("lesson", room, "A-LE01", "--changed", "template:T03", "--what", "l’heure en tête", "--json").json
    assert (shown["text"], shown["services"]) == ("Dire depuis quand et qui", ["API"])
    assert shown["shared_with"] == ["Support", "Réseau"]
    assert [(each["noun"], each["target"]) for each in shown["changed"]] == [("template", "T03")]
    assert run("lesson", room, "A-LE01", "--changed", "template:T99", "--what", "x").code == 3
    assert run("lesson", room, "A-LE01", "--changed", "T03").code == 2
    assert "T03" in run("lesson", room, "A-LE01").out
    assert run("lesson", room, "A-LE01", "--retire", "--json").json["retired"] is True
    assert [each["number"] for each in run("lesson", room, "--json").json] == ["A-LE01"]
    assert run("lesson", room, "A-001", "--json").json[0]["applies_when"] == "un message d’attente"
    assert run("lesson", room, "--exercises", "--json").json == []


def test_that_a_lesson_without_an_incident_is_a_wrong_command(run: Run, room: Path) -> None:
    assert run("lesson", room, "--share", "Support").code == 2
    assert run("lesson", room, "A-LE09", "x").code == 3


def test_that_what_was_seen_before_says_by_what(run: Run, room: Path) -> None:
    run("declare", room, "--title", "Le certificat du portail a expiré")
    run("lesson", room, "A-002", "Suivre les échéances des certificats")
    (first, *_) = run("seen", room, "Expired certificate on the mail gateway", "--json").json
    assert (first["number"], first["lessons"]) == ("A-002", ["Suivre les échéances des certificats"])
    assert {each["where"] for each in first["words"]} == {"title"}
    said = run("seen", room, "Certificat expiré").out
    assert "A-002" in said
    assert "A-LE01" in said
    assert run("seen", room, "Zeppelin").out.strip() == "Nothing like it was seen before."


def test_that_a_review_is_written_in_the_form_of_a_template(run: Run, room: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text("# Title\n\n## Summary\n\n## Weather\n", encoding="utf-8")
    run("review", room, "open", "A-001")
    run("review", room, "write", "A-RX01", "Plus rien ne répondait", "--section", "summary")
    made = run("review", room, "form", "A-RX01", form)
    assert made.code == 0
    assert made.out.index("## Summary") < made.out.index("Plus rien") < made.out.index("## Weather")
    assert run("review", room, "form", "A-RX01").code == 2
