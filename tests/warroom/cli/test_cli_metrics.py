"""Figures, rates and metrics on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_figures_are_said_changed_listed_and_taken_away(run: Run, room: Path) -> None:
    made = run("figure", room, "A-001", "spend", "12500,50", "--source", "Devis", "--low", "12000", "--high", "13000")
    assert made.code == 0
    users = ("affected", "1200", "--from", "2026-01-02T10:00Z", "--until", "2026-01-02T12:00Z", "--percent", "50")
    assert run("figure", room, "A-001", *users, "--evidence", "A-0001").code == 0
    shown = run("figure", room, "A-001", "--json").json
    (figure,), (affected,) = shown["figures"], shown["affected"]
    assert (figure["amount"], figure["unit"], figure["estimated"]) == ("12500.50", "EUR", True)
    assert (affected["users"], affected["percent"]) == (1200, 50)
    assert affected["evidence"][0].startswith("entry ")

    run("figure", room, "A-001", "--change", made.out.strip(), "--label", "Hébergeur", "--json")
    assert (
        "Emergency spend · Hébergeur: 12,500.50\u00a0€ (12,000\u00a0€ to 13,000\u00a0€)"
        in run("figure", room, "A-001").out
    )
    left = run("figure", room, "A-001", "--remove", affected["id"], "--json").json
    assert (len(left["figures"]), left["affected"]) == (1, [])


def test_that_what_is_no_figure_is_a_wrong_command_or_refused(run: Run, room: Path) -> None:
    assert run("figure", room, "A-001", "spend").code == 2
    assert run("figure", room, "A-001", "nonsense", "5").code == 2
    assert run("figure", room, "A-001", "affected", "5").code == 2
    assert run("figure", room, "A-001", "affected", "x", "--from", "2026-01-02T10:00Z").code == 2
    assert run("figure", room, "A-001", "spend", "1,200").code == 3
    assert run("figure", room, "A-001", "--remove", "ffff").code == 3


def test_that_a_rate_is_set_and_taken_back(run: Run, room: Path) -> None:
    assert run("figure", room, "rate").out.strip() == "Nobody said what an hour costs."
    run("figure", room, "rate", "tech", "95,5", "--unit", "chf")
    assert run("figure", room, "rate", "--json").json == [
        {"code": "TECH", "label": "", "per_hour": "95.5", "currency": "CHF"}
    ]
    run("figure", room, "rate", "TECH")
    assert run("figure", room, "rate", "--json").json == []


def test_that_metrics_say_their_formula_their_source_and_what_is_missing(run: Run, room: Path) -> None:
    run("figure", room, "A-001", "credit", "300", "--source", "Contrat")
    found = {one["key"]: one for one in run("metrics", room, "A-001", "--json").json}
    direct = found["cost_direct::EUR"]
    assert (direct["value"], direct["unit"], direct["sources"][0]["noun"]) == ("300.00", "money", "figure")
    assert found["restore:impact:"]["why"] == "no_time"
    assert "Direct cost: 300\u00a0€" in run("metrics", room, "A-001", "--known").out
    assert "not known" not in run("metrics", room, "A-001", "--known").out


def test_that_all_incidents_together_have_a_median_and_drills_stand_apart(run: Run, room: Path) -> None:
    run("figure", room, "A-001", "credit", "300")
    trend = next(one for one in run("metrics", room, "--json").json if one["key"] == "cost_direct::EUR")
    assert (trend["n"], trend["median"], trend["p90"]) == (1, "300.00", "300.00")
    assert [point["incident"] for point in trend["points"]] == ["A-001"]
    assert all(one["n"] == 0 for one in run("metrics", room, "--exercise", "--json").json)
    assert run("metrics", room, "A-001", "--exercise").code == 2
