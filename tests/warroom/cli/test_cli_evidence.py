"""Seals, stamps, past fingerprints and packs, as the command line has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.warroom.authority import Authority, listening
from tests.warroom.cli.conftest import Run


def test_that_a_seal_by_two_is_listed_with_both_names(run: Run, room: Path) -> None:
    done = run("seal", room, "A-001", "--reason", "Relève", "--witness", "Marc Dubois", "--json").json

    assert done["number"] == "A-S01"
    assert done["digest"].startswith(done["fingerprint"])
    (seal,) = run("seals", room, "--json").json["seals"]
    assert (seal["number"], seal["by"], seal["witness"], seal["reason"]) == (
        "A-S01", "Léa Martin", "Marc Dubois", "Relève",
    )  # fmt: skip
    assert seal["signed"]
    assert "Marc Dubois" in run("seals", room, "A-001").out


def test_that_a_seal_without_witness_says_that_one_person_sealed(run: Run, room: Path) -> None:
    assert "Sealed by one person" in run("seal", room, "A-001", "--lang", "en").out
    assert (
        "scellée par une seule personne"
        in run("seal", room, "A-001", "--by", "Ana Roy", "--lang", "fr").out
        + run("show", room, "A-001", "--lang", "fr").out
    )
    assert run("seal", room, "A-001", "--witness", "Léa Martin", "--json").error["code"] == "witness-is-author"


def test_that_a_witness_with_a_pin_gives_it_in_a_file(run: Run, room: Path, tmp_path: Path) -> None:
    pin = tmp_path / "pin.txt"
    pin.write_text("4321\n")
    run("members", room, "--pin", "Marc Dubois", "--pin-file", pin, "--by", "Marc Dubois")
    asked = ("seal", room, "A-001", "--witness", "Marc Dubois", "--json")

    assert run(*asked).error["code"] == "pin-wrong"
    assert run(*asked, "--witness-pin-file", pin).json["witness"] == "Marc Dubois"


def test_that_a_fingerprint_read_from_paper_is_found_or_not(run: Run, room: Path) -> None:
    sealed = run("seal", room, "A-001", "--json").json["fingerprint"]
    run("log", room, "A-001", "après")

    found = run("verify", room, "--fingerprint", sealed, "--json")
    assert found.code == 0
    assert [match["how"] for match in found.json["matches"]] == ["seal", "state"]

    absent = run("verify", room, "--fingerprint", "00000000", "--lang", "en")
    assert absent.code == 1
    assert "Not found" in absent.out
    assert "Looked at: seals 1" in absent.out
    assert run("verify", room, "--fingerprint", "xyz", "--json").error["code"] == "fingerprint-malformed"


def test_that_a_pack_is_written_compared_and_proves_itself(run: Run, room: Path, tmp_path: Path) -> None:
    run("seal", room, "A-001", "--witness", "Marc Dubois")
    made = run("report", room, "A-001", "--to", tmp_path / "out", "--kind", "evidence", "--json").json
    folder = Path(made["folder"])
    assert {"check.py", "journal.jsonl", "seals/A-S01.json"} <= set(made["files"])
    assert subprocess.run([sys.executable, "-I", folder / "check.py"], capture_output=True, check=False).returncode == 0

    same = run("verify", room, "--pack", folder, "--json")
    assert (same.code, same.json["ok"], same.json["digest"]) == (0, True, made["digest"])

    (folder / "log.csv").write_bytes(b"x")
    other = run("verify", room, "--pack", folder, "--json")
    assert other.code == 1
    assert other.json["problems"] == [{"what": "A file of the folder was altered.", "where": "log.csv"}]
    assert run("verify", room, "--pack", tmp_path, "--json").error["code"] == "no-export-folder"


def test_that_redaction_lists_what_is_left_for_a_person_to_decide(run: Run, room: Path, tmp_path: Path) -> None:
    run("log", room, "A-001", "Léa Martin rappelle")
    pack = ("report", room, "A-001", "--to", tmp_path / "out", "--kind", "evidence", "--json")

    alone = run(*pack, "--redact").json
    assert alone["names_left"] == ["A-0002"]

    chosen = run(*pack, "--redact", "people,contacts,markings", "--up-to", "TLP:AMBER", "--redact-entry", "A-0002").json
    assert (chosen["withheld"], chosen["names_left"]) == (["A-0002"], [])
    assert "Léa Martin" not in (Path(chosen["folder"]) / "log.csv").read_text(encoding="utf-8-sig")

    assert run(*pack, "--redact-entry", "named", "--redact").json["withheld"] == ["A-0002"]
    assert run(*pack, "--redact", "names").error["code"] == "redaction-unknown"


def test_that_a_seal_is_stamped_and_checked_against_an_authority(run: Run, room: Path, tmp_path: Path) -> None:
    run("seal", room, "A-001", "--witness", "Marc Dubois")
    with listening(Authority(tmp_path / "tsa", with_chain=True)) as authority:
        done = run("stamp", room, "A-S01", "--url", authority.url, "--trust", authority.ca, "--json").json
        assert (done["seal"], done["trusted"]) == ("A-S01", True)

    assert run("verify", room, "--trust", authority.ca, "--json").json == {"ok": True, "problems": [], "notes": []}
    assert "not checked against a trusted authority" in run("verify", room, "--lang", "en").out
    assert run("seals", room, "--json").json["seals"][0]["timestamps"][0]["authority"] == done["authority"]
    assert run("stamp", room, "A-S01", "--url", authority.url, "--json").error["code"] == "authority-unreachable"


@pytest.mark.parametrize("verb", ["seals", "stamp", "verify", "report"])
def test_that_the_verbs_of_evidence_explain_themselves_in_french(run: Run, verb: str) -> None:
    assert "scell" in run(verb, "--help", "--lang", "fr").out or verb in ("report", "verify")
