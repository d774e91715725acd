"""Every verb but the window's works where Qt is not installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.warroom.cli.conftest import CHECKOUT
from warroom.cli.verbs import VERBS

MAY_USE_QT = {"open", "demo", "selftest"}
BLOCKED = """
import io, json, sys
for name in ("PySide6", "shiboken6", "ui"):
    sys.modules[name] = None
from warroom.__main__ import main
codes = {}
for name, *arguments in json.load(sys.stdin):
    stdout, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
    codes.setdefault(name, []).append(main([name, *arguments]))
    sys.stdout = stdout
loaded = sorted(name for name in sys.modules if name.startswith(("PySide6.", "shiboken6.", "ui.")))
print(json.dumps({"codes": codes, "loaded": loaded}))
"""


def test_that_every_other_verb_works_without_qt(tmp_path: Path, room: Path, passphrase_file: Path) -> None:
    other, copy, table = tmp_path / "other.warroom", tmp_path / "copy.warroom", tmp_path / "table.csv"
    table.write_text("heure;texte\n05/01/2026 10:00;Premier appel\n", encoding="utf-8")
    code = tmp_path / "code.txt"
    code.write_text("00000", encoding="utf-8")
    calls: list[list[object]] = [
        ["new", other, "--name", "N", "--station", "B"],
        ["declare", room, "--title", "T"],
        ["log", room, "A-001", "texte"],
        ["decide", room, "A-001", "oui"],
        ["act", room, "A-001", "faire"],
        ["hypothesis", room, "A-001", "certificat expiré"],
        ["mobilise", room, "start", "TECH=Karim", "--incident", "A-001"],
        ["scenario", room, "A-001", "tout tombe", "--case", "worst", "--in", "1h"],
        ["can", room, "A-001", "--lead", "Karim", "--needs", "un accès"],
        ["correct", room, "A-0002", "autre", "--reason", "R"],
        ["attach", room, "A-001", table],
        ["seal", room, "A-001"],
        ["seals", room],
        ["search", room, "texte"],
        ["status", room, "A-001", "investigating"],
        ["clock", room],
        ["show", room, "A-001"],
        ["import", room, table, "--into", "A-001"],
        ["report", room, "A-001", "--to", tmp_path / "out"],
        ["members", room],
        ["invite", room, "--to", tmp_path / "stick"],
        ["stations", room],
        ["delegations", room],
        ["conflicts", room],
        ["verify", room],
        ["audit", room],
        ["circle", room],
        ["skill", room],
        ["oncall", room],
        ["people", room],
        ["person", room, "Karim Benali", "--add"],
        ["duty", room, "--incident", "A-001"],
        ["team", room, "A-001"],
        ["means", room, "A-001"],
        ["export", room, "people", "--to", tmp_path / "people.vcf"],
        ["erase", room, "--list"],
        ["remote", "add", room, "NAS", tmp_path / "nas"],
        ["sync", room],
        ["bundle", "write", room, tmp_path / "s.warroom-bundle"],
        ["bundle", "read", room, tmp_path / "s.warroom-bundle"],
        ["network", room, "--seconds", "0.1", "--no-discovery", "--host", "127.0.0.1"],
        ["paper", room],
        ["sheet", room],
        ["situation", room, "A-001", "--line", "Cause inconnue"],
        ["message", room, "draft", "A-001", "Panne.", "--to", "customers", "--title", "Panne", "--languages", "fr"],
        ["message", room, "approve", "A-MS01", "--exception", "seule de garde"],
        ["message", room, "release", "A-MS01"],
        ["ways", room, "A-MS01", "--to", tmp_path],
        ["audiences", room],
        ["template", room, "T03", "--to", tmp_path],
        ["incoming", room, "A-001", "Rappelez-moi", "--from", "Préfecture"],
        ["promise", room, "A-001", "Rappeler", "--to", "Clinique", "--owner", "Ana", "--due", "2030-01-01T10:00Z"],
        ["rumour", room, "A-001", "Tout est perdu", "--kind", "rumour"],
        ["cadence", room, "A-001", "--start"],
        ["press", room, "A-001", "--line", "Le service est interrompu."],
        ["figure", room, "A-001", "spend", "1200", "--source", "Devis"],
        ["metrics", room, "A-001"],
        ["outbox", "list", room],
        ["alert", room],
        ["status-page", room],
        ["cause", room, "A-001", "Déploiement partout à la fois", "--kind", "trigger"],
        ["barrier", room, "A-001", "Déploiement par paliers", "--state", "absent"],
        ["review", room, "open", "A-001"],
        ["plan", room],
        ["lesson", room, "A-001", "Un changement se déploie par paliers"],
        ["seen", room, "certificat expiré"],
        ["dump", room],
        ["backup", room, copy],
        ["restore", copy, tmp_path / "again.warroom"],
        ["rekey", other],
    ]
    wrong = [
        ["recover", room, "--code-file", code, "--new-passphrase-file", passphrase_file],
        ["join", tmp_path / "stick", tmp_path / "joined.warroom", "--code-file", code],
        ["doctor"],
        ["point", room, "open"],
        ["ask", room, "Et Lyon ?"],
        ["resolve", room, "A-001:severity", "--take", "mine"],
        ["stamp", room, "A-S01", "--url", "http://127.0.0.1:9/"],
    ]
    told = ("--level", "N2", "--decider", "DG", "--reason", "R")
    cell = ["cell", room, "activate", "A-001", *told]  # after the point, which looks for one
    asked = [[str(part) for part in call] for call in [*calls, *wrong, cell, ["function", room, "take", "COM"]]]
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        input=json.dumps(asked).encode(),
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)

    assert found["loaded"] == []
    assert {call[0] for call in asked} == set(VERBS) - MAY_USE_QT
    failed = {name: codes for name, codes in found["codes"].items() if any(codes)}
    assert set(failed) == {"recover", "join", "doctor", "resolve", "stamp", "point", "ask"}, (
        failed,
        done.stderr.decode(),
    )
    said = "a mistyped code is refused, a missing window is found, an authority out of reach is said"
    assert failed == {
        "recover": [3],
        "join": [5],
        "doctor": [1],
        "resolve": [3],
        "stamp": [4],
        "point": [3],
        "ask": [3],
    }, said


def test_that_a_window_that_cannot_be_shown_is_said_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.modules['PySide6'] = None; from warroom.__main__ import main; sys.exit(main([]))",
        ],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 4
    assert done.stderr.count(b"\n") == 1
    assert b"doctor" in done.stderr
