"""People by the command line: `import` takes them in, `export people` writes them."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run

CONTACTS = "Nom;Prénom;Société;Portable\nMoreau;Jeanne;Exemple;06 39 98 00 01\n;;Exemple;06 39 98 00 02\n"


def test_that_people_are_imported_once_and_what_stays_out_is_listed(run: Run, room: Path, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(CONTACTS.encode("cp1252"))
    looked = run("import", room, file, "--dry-run", "--json")
    first, second = run("import", room, file, "--json"), run("import", room, file, "--json")
    assert looked.json["added"] == {"people": 1}
    assert (first.code, first.json["kind"], first.json["added"]) == (0, "csv", {"people": 1})
    assert first.json["refused"] == [
        {"source": "contacts.csv", "where": "line 3", "reason": "The person has no name, and nothing to call them by."}
    ]
    assert (second.json["added"], second.json["unchanged"]) == ({}, {"people": 1})


def test_that_odd_columns_are_named_by_hand_and_known_next_time(run: Run, room: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "a.csv", tmp_path / "b.csv"
    file.write_text("Q;Joindre\nAnne Petit;06 39 98 00 31\n", encoding="utf-8")
    other.write_text("Q;Joindre\nLuc Roux;06 39 98 00 32\n", encoding="utf-8")
    refused = run("import", room, file, "--as", "people", "--json")
    named = run("import", room, file, "--as", "people", "--column", "Q=name", "--column", "Joindre=phone", "--json")
    alike = run("import", room, other, "--json")
    assert (refused.code, refused.error["code"]) == (3, "no-name-column")
    assert named.json["added"] == {"people": 1}
    assert alike.json["added"] == {"people": 1}


def test_that_everybody_is_exported_by_the_ending_of_the_file(run: Run, room: Path, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS, encoding="utf-8")
    run("import", room, file)
    for ending, begins in (
        (".vcf", b"BEGIN:VCARD"),
        (".csv", b"\xef\xbb\xbf"),
        (".pdf", b"%PDF-"),
        (".html", b"<!DOCTYPE"),
    ):
        written = tmp_path / f"out{ending}"
        ran = run("export", room, "people", "--to", written, "--json")
        assert (ran.code, ran.json["people"]) == (0, 1)
        assert written.read_bytes()[:20].upper().startswith(begins.upper())
    wrong = run("export", room, "people", "--to", tmp_path / "out.docx", "--json")
    assert (wrong.code, wrong.error["code"]) == (3, "export-kind")
