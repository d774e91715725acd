"""`clock`: what is due, and the life of a legal clock on the command line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.warroom.cli.conftest import Run


def rule(run: Run, room: Path, name: str) -> dict[str, Any]:
    found = run("clock", room, "list", "--incident", "A-001", "--all", "--json").json["clocks"]
    return next(item for item in found if name in (item["rule"], item["regime"]))


def aware(run: Run, room: Path, event: str = "aware_at") -> str:
    proof: str = run("log", room, "A-001", "Le RSSI confirme", "--json").json["number"]
    assert run("clock", room, "event", event, "--incident", "A-001", "--entry", proof).code == 0
    return proof


def test_that_what_is_due_is_listed_and_an_empty_room_says_so(run: Run, room: Path) -> None:
    assert run("clock", room).out == "Nothing is due.\n"
    run("status", room, "A-001", "--deadline", "Plainte", "--due", "23:59")

    assert "Plainte · Deadline · A-001" in run("clock", room, "list").out
    (clock,) = run("clock", room, "--json").json["clocks"]
    assert (clock["kind"], clock["label"], clock["incident"]) == ("deadline", "Plainte", "A-001")
    assert run("clock", room, "--exercise", "--json").json["clocks"] == []


def test_that_a_regime_is_qualified_started_submitted_and_corrected(run: Run, room: Path, tmp_path: Path) -> None:
    asked = ("clock", room, "qualify", "nis2", "--incident", "A-001")
    assert run(*asked).code == 2
    assert run(*asked, "--state", "not-applicable").code == 3
    assert run(*asked, "--state", "applicable", "--yes", "essential_or_important", "--no", "trust_service").code == 0
    proof = aware(run, room)
    early = rule(run, room, "NIS2-EW")
    assert (early["start_entry"], early["due_at"] - early["started_at"]) == (proof, 24 * 3_600_000)
    assert [step["kind"] for step in early["steps"]][:3] == ["start", "plus", "result"]

    copy = tmp_path / "alerte.pdf"
    copy.write_bytes(b"alerte")
    sent = ("clock", room, "submit", "nis2-ew", "--incident", "A-001")
    assert run(*sent, "--receipt", "C-1", "--copy", copy).code == 0
    assert run(*sent).code == 3
    assert rule(run, room, "NIS2-EW")["state"] == "done"
    assert run(*sent, "--correct", "--receipt", "C-2", "--reason", "lu trop vite").code == 0
    assert run("verify", room).code == 0
    assert hashlib.sha256(b"alerte").hexdigest() in run("dump", room).out


def test_that_an_event_needs_its_proof_and_is_corrected_with_a_reason(run: Run, room: Path) -> None:
    asked = ("clock", room, "event", "aware_at", "--incident", "A-001")
    assert run(*asked, "--json").error["code"] == "proof-missing"
    assert run(*asked, "--correct", "--reason", "x").code == 2
    aware(run, room)
    assert run(*asked, "--entry", "A-0002", "--json").error["code"] == "event-set"
    assert run(*asked, "--correct", "--json").error["code"] == "reason-missing"
    assert run(*asked, "--correct", "--reason", "appel retrouvé", "--at", "2026-11-23T09:00").code == 0


def test_that_a_draft_is_proposed_written_and_exported(run: Run, room: Path, tmp_path: Path) -> None:
    run("status", room, "A-001", "--users", "2,1 M", "--service", "API=major_outage")
    asked = ("clock", room, "draft", "NIS2-EW", "--incident", "A-001")
    sections = {part["id"]: part for part in run(*asked, "--json").json["sections"]}
    assert "Panne mondiale de l'API" in sections["incident"]["text"]
    assert "API: Major outage" in sections["services"]["text"]
    assert not sections["services"]["written"]

    assert run(*asked, "--section", "cross_border").code == 2
    assert run(*asked, "--section", "cross_border", "--text", "Allemagne, Italie").code == 0
    text = tmp_path / "alerte.txt"
    made = run(*asked, "--out", text, "--json").json
    assert "Allemagne, Italie" in text.read_text(encoding="utf-8")
    assert "Operational aid, not legal advice." in text.read_text(encoding="utf-8")
    assert made["sha256"] == hashlib.sha256(text.read_bytes()).hexdigest()
    assert run(*asked, "--out", tmp_path / "alerte.docx").code == 3
    assert run(*asked, "--out", tmp_path / "nowhere" / "alerte.txt").code == 4
    assert "Effet transfrontière possible" in run(*asked, "--lang", "fr").out


def test_that_a_draft_on_paper_is_a_pdf(run: Run, room: Path, tmp_path: Path) -> None:
    page = tmp_path / "alerte.pdf"

    assert run("clock", room, "draft", "GDPR-33", "--incident", "A-001", "--out", page).code == 0

    assert page.read_bytes().startswith(b"%PDF")


def test_that_nothing_restricted_is_proposed_for_what_goes_out(run: Run, room: Path) -> None:
    run("decide", room, "A-001", "Payer la rançon", "--circle", "legal")
    run("decide", room, "A-001", "Geler les déploiements")

    said = run("clock", room, "draft", "NIS2-IN", "--incident", "A-001").out

    assert "Geler les déploiements" in said
    assert "rançon" not in said


def test_that_rules_are_read_changed_and_taken_back(run: Run, room: Path, tmp_path: Path) -> None:
    run("clock", room, "qualify", "GDPR", "--incident", "A-001", "--state", "applicable")
    aware(run, room, "breach_aware_at")
    asked = ("clock", room, "rule", "gdpr-33")
    assert "GDPR art. 33(1)" in run(*asked).out
    assert run(*asked, "--set", "hours=96", "--json").error["code"] == "reason-missing"
    assert run(*asked, "--set", "hours=ninety", "--reason", "Omnibus", "--json").error["code"] == "rule-unfit"
    assert run(*asked, "--set", "hours", "--reason", "Omnibus").code == 2
    assert run(*asked, "--set", "hours=96", "--reason", "Omnibus").code == 0
    clock = rule(run, room, "GDPR-33")
    assert clock["due_at"] - clock["started_at"] == 96 * 3_600_000
    assert run(*asked, "--json").json["rules"][0]["changed"]["reason"] == "Omnibus"
    assert run(*asked, "--reset").code == 0
    assert run(*asked, "--json").json["rules"][0]["changed"] is None


def test_that_an_expert_brings_rules_as_a_file(run: Run, room: Path, tmp_path: Path) -> None:
    file = tmp_path / "lopmi.json"
    complaint = {
        "id": "LOPMI", "regime": "LOPMI", "label": {"en": "Complaint", "fr": "Plainte"}, "start": "attack_known_at",
        "hours": 72, "legal_ref": "C. assurances L.12-10-1", "source": "loi 2023-22", "last_verified": "2026-11-01",
        "status": "in_force",
    }  # fmt: skip
    file.write_text(json.dumps({"format": "warroom-clocks-1", "rules": [complaint]}), encoding="utf-8")
    assert run("clock", room, "rule", "--file", file).code == 3
    assert run("clock", room, "rule", "--file", file, "--reason", "assurance").code == 0
    run("clock", room, "qualify", "LOPMI", "--incident", "A-001", "--state", "applicable")
    aware(run, room, "attack_known_at")
    clock = rule(run, room, "LOPMI")
    assert clock["due_at"] - clock["started_at"] == 72 * 3_600_000

    for hostile in ("[" * 5000, "", '{"format": "other"}', "\0", '{"format": "warroom-clocks-1", "rules": [4]}'):
        file.write_text(hostile, encoding="utf-8")
        assert run("clock", room, "rule", "--file", file, "--reason", "x").code == 3, hostile[:20]
    assert run("clock", room, "rule", "--file", tmp_path / "none.json", "--reason", "x").code == 4


def test_that_the_objectives_of_a_service_start_its_recovery_clock(run: Run, room: Path) -> None:
    run("status", room, "A-001", "--service", "API=major_outage")
    asked = ("clock", room, "continuity", "API")
    assert run(*asked, "--rto", "240", "--failover", "20", "--mtpd", "480").code == 0
    assert "API · RTO 4 h · MTPD 8 h · failover 20 min" in run("clock", room, "continuity").out
    assert run(*asked, "--rto", "600", "--json").error["code"] == "rto-over-mtpd"
    (clock,) = run("clock", room, "--json").json["clocks"]
    assert (clock["kind"], clock["due_at"] - clock["started_at"], clock["consumed"]) == ("rto", 240 * 60_000, 0)


def test_that_every_answer_of_clock_is_one_json_document(run: Run, room: Path) -> None:
    for act in ("list", "rule", "continuity"):
        assert isinstance(json.loads(run("clock", room, act, "--json").out), dict)
