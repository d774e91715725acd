"""The evidence pack, proved and disproved by its own check.py on a Python that knows nothing of Warroom."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.reports.crisis import a_crisis
from warroom.commands import LogEntry
from warroom.identity.signing import sign_manifest
from warroom.identity.stations import StationIdentity
from warroom.room import Room
from warroom.storage.ops import decode

SECRET = "Rançon demandée ailleurs"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A sealed crisis, and beside it an incident that is nobody else's business."""
    folder = tmp_path_factory.mktemp("evidence")
    room, reference = a_crisis(folder)
    with room:
        room.evidence.seal(reference, reason="Relève", witness="Marc Dubois")
        elsewhere = an_incident(room, title=SECRET)
        an_entry(room, elsewhere.ref, text=f"{SECRET} : trois millions")
        an_entry(room, reference, text='=1+1 ; "guillemets"\net deux lignes', from_who="'apostrophe")
        yield room.export(reference, folder, kind="evidence").folder


@pytest.fixture
def copy(pack: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack, tmp_path / "pack"))


def check(folder: Path, *more: str, language: str = "C") -> tuple[int, str]:
    """check.py as a stranger runs it: alone, without our packages on its path."""
    environment = {"PATH": os.environ["PATH"], "LANG": language}
    command = [sys.executable, "-I", "-S", str(folder / "check.py"), str(folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert "Traceback" not in done.stderr or "check.py" in done.stderr
    return done.returncode, done.stdout + done.stderr


def relisted(folder: Path) -> None:
    """The manifest made to fit again, as a forger would; only the signature can then tell, and the deeper checks."""
    lines = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in ("MANIFEST.sha256", "MANIFEST.sig"):
            lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n")
    (folder / "MANIFEST.sha256").write_text("".join(lines))


def journal(folder: Path) -> list[bytes]:
    return (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)


def test_that_a_pack_proves_itself_in_both_languages(pack: Path) -> None:
    code, said = check(pack)
    assert code == 0, said
    assert "The pack holds." in said
    assert "FAILS" not in said

    code, said = check(pack, language="fr_FR.UTF-8")
    assert code == 0
    assert "Le dossier de preuve tient." in said
    assert "main courante" not in said or "HOLDS" not in said


def test_that_a_pack_holds_what_the_documentation_lists(pack: Path) -> None:
    files = {file.relative_to(pack).as_posix() for file in pack.rglob("*") if file.is_file()}

    (key,) = [file for file in files if file.startswith("keys/")]
    assert files - {key} == {
        "log.pdf", "log.html", "log.csv", "incident.json", "attachments/001-piece-jointe.txt", "journal.jsonl",
        "segments.json", "stations.json", "pack.json", "check.py", "audit.json", "seals/A-S01.json",
        "seals/A-S01.heads", "seals/A-S01.sig", "MANIFEST.sha256", "MANIFEST.sig", "VERIFY.txt",
    }  # fmt: skip


def test_that_nothing_of_another_incident_and_no_key_of_a_file_is_in_the_pack(pack: Path) -> None:
    for file in pack.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    ops = [json.loads(line)["op"] for line in journal(pack)]
    assert [op for op in ops if op["e"] == "attachment_key"]
    assert all(op["p"] == {} for op in ops if op["e"] in ("attachment_key", "pin"))


def test_that_every_line_of_the_journal_is_an_op_as_stations_exchange_it(pack: Path) -> None:
    previous = bytes(32)
    for number, line in enumerate(journal(pack), 1):
        row = json.loads(line)
        op = decode(json.dumps(row["op"], ensure_ascii=False).encode())
        assert op.seq == number
        previous = op.hash_after(previous)
        assert previous.hex() == row["hash"]


def test_that_verify_txt_proves_a_seal_with_sha256sum_and_openssl_alone(pack: Path) -> None:
    said = (pack / "VERIFY.txt").read_text(encoding="utf-8")
    steps = [
        line
        for line in said.splitlines()
        if line.startswith(("sha256sum seals", "printf 'warroom-seal", "openssl pkeyutl -verify -pubin -inkey keys"))
    ]
    assert len(steps) == 3

    done = subprocess.run(["sh", "-ec", "\n".join(steps)], cwd=pack, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads((pack / "seals/A-S01.json").read_bytes())["digest"] in done.stdout
    assert "Signature Verified Successfully" in done.stdout


@pytest.mark.parametrize("file", [
    "log.pdf", "log.html", "log.csv", "incident.json", "attachments/001-piece-jointe.txt", "journal.jsonl", "keys",
    "segments.json", "stations.json", "pack.json", "check.py", "audit.json", "seals/A-S01.json", "seals/A-S01.heads",
    "seals/A-S01.sig", "MANIFEST.sha256", "MANIFEST.sig", "VERIFY.txt",
])  # fmt: skip
def test_that_one_flipped_bit_in_any_file_is_told(copy: Path, pack: Path, file: str) -> None:
    target = next((copy / "keys").iterdir()) if file == "keys" else copy / file
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)

    program = pack / "check.py"  # the reader's own copy: one that was altered cannot be trusted to say so
    done = subprocess.run([sys.executable, "-I", str(program), str(copy)], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "FAILS" in done.stdout


def drop_line(folder: Path) -> None:
    lines = journal(folder)
    (folder / "journal.jsonl").write_bytes(b"".join(lines[:7] + lines[8:]))


def drop_last_line(folder: Path) -> None:
    (folder / "journal.jsonl").write_bytes(b"".join(journal(folder)[:-1]))


def swap_ops(folder: Path) -> None:
    lines = journal(folder)
    lines[7], lines[8] = lines[8], lines[7]
    (folder / "journal.jsonl").write_bytes(b"".join(lines))


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        content = (folder / name).read_text(encoding="utf-8")
        assert before in content
        (folder / name).write_text(content.replace(before, after, 1), encoding="utf-8")

    return change


def swap_key(folder: Path) -> None:
    from warroom.identity.signing import public_key_pem

    next((folder / "keys").iterdir()).write_text(public_key_pem(StationIdentity.fresh().public_key))


def drop_row(folder: Path) -> None:
    rows = (folder / "log.csv").read_bytes().split(b"\r\n")
    (folder / "log.csv").write_bytes(b"\r\n".join(rows[:3] + rows[4:]))


def forge_row(folder: Path) -> None:
    rows = (folder / "log.csv").read_bytes().split(b"\r\n")
    (folder / "log.csv").write_bytes(b"\r\n".join([*rows[:3], rows[3][:-32] + b"0" * 32, *rows[3:]]))


def change_seal(folder: Path) -> None:
    file = folder / "seals/A-S01.json"
    seal = json.loads(file.read_bytes())
    writer = next(iter(seal["heads"]))
    seal["heads"][writer][1] = "0" * 64
    file.write_text(json.dumps(seal))


def change_segment(folder: Path) -> None:
    document = json.loads((folder / "segments.json").read_bytes())
    signature = bytearray.fromhex(document["segments"][0]["signature"])
    signature[0] ^= 1
    document["segments"][0]["signature"] = signature.hex()
    (folder / "segments.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("tamper", "message"),
    [
        (drop_line, "an op is missing or out of place"),
        (drop_last_line, "the journal does not end where the pack says"),
        (swap_ops, "an op is missing or out of place"),
        (edit("journal.jsonl", "62 %", "12 %"), "was altered (entry A-0003)"),
        (edit("log.csv", "62 %", "12 %"), "log.csv: entry A-0003 differs from the journal (text)"),
        (edit("log.csv", "T12:04:00.000", "T12:05:00.000"), "differs from the journal (event_at)"),
        (edit("log.csv", "Supervision,", "Supervisor,"), "differs from the journal (from_who)"),
        (edit("incident.json", "62 % des", "12 % des"), "incident.json: entry A-0003 differs from the journal (text)"),
        (drop_row, "is in the journal and not here"),
        (forge_row, "is not in the journal"),
        (swap_key, "the key is not that of its station"),
        (edit("pack.json", '"fingerprint": "', '"fingerprint": "0'), "the full hash is not that of its heads"),
        (change_seal, "the log does not contain what was sealed (A-S01)"),
        (edit("seals/A-S01.json", '"sealed_at": 1', '"sealed_at": 2'), "is not as the journal has it"),
        (change_segment, "a signature over writer"),
        (lambda folder: (folder / "more.txt").write_text("x"), "MANIFEST.sig: the signature does not match"),
        (lambda folder: (folder / "log.pdf").unlink(), "MANIFEST.sig: the signature does not match"),
    ],
)  # fmt: skip
def test_that_a_forger_who_makes_the_manifest_fit_again_is_told_where_they_changed_something(
    copy: Path, tamper: Callable[[Path], object], message: str
) -> None:
    tamper(copy)
    relisted(copy)

    code, said = check(copy)

    assert code == 1
    assert message in said


def test_that_a_manifest_signed_by_a_stranger_does_not_hold(copy: Path) -> None:
    stranger = StationIdentity.fresh()
    (copy / "MANIFEST.sig").write_text(sign_manifest(stranger, (copy / "MANIFEST.sha256").read_bytes()))

    code, said = check(copy)

    assert code == 1
    assert "its station is not in the journal" in said


def test_that_a_pack_is_compared_with_its_room_and_with_others(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with a_room(tmp_path) as room, a_room(tmp_path / "other") as other:
        incident = an_incident(room)
        folder = room.export(incident.ref, tmp_path, kind="evidence", formats=()).folder
        an_entry(room, incident.ref)

        match = room.evidence.match_pack(folder)
        assert match.is_sound, match.problems
        assert match.signer == "A"
        assert room.evidence.match_fingerprint(match.fingerprint).found

        strange = other.evidence.match_pack(folder)
        assert {problem.what for problem in strange.problems} == {
            "The folder knows more than this room: part of its journal was never here.",
            "It is signed by a station that this room does not know.",
        }

        (folder / "log.csv").write_bytes(b"x")
        (folder / "more.txt").write_bytes(b"x")
        (folder / "check.py").unlink()
        found = {(problem.what, problem.where) for problem in room.evidence.match_pack(folder).problems}
        assert found == {
            ("A file of the folder was altered.", "log.csv"),
            ("A file was added to the folder.", "more.txt"),
            ("A file of the folder is missing.", "check.py"),
        }


def test_that_an_ordinary_export_is_compared_too(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        an_entry(room, incident.ref)
        folder = room.export(incident.ref, tmp_path, formats=()).folder
        assert room.evidence.match_pack(folder).is_sound


def test_that_a_room_of_several_writers_is_proved_whole(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    an_entry(room, incident.ref)
    room.close()
    copy = tmp_path / "elsewhere" / "cell.warroom"
    copy.parent.mkdir()
    for end in ("", ".keys"):
        shutil.copy(f"{room.path}{end}", f"{copy}{end}")
    from tests.builders import PASSPHRASE

    with Room.open(copy, passphrase=PASSPHRASE, backups=False) as second:
        second.do(LogEntry(incident=incident.ref, text="ailleurs")).result()
        folder = second.export(incident.ref, tmp_path, kind="evidence", formats=()).folder

    code, said = check(folder)
    assert code == 0, said
    assert "of 2 writers" in said
