"""Attacks tried for real, each ending in a clear message or in provable harmlessness (docs/security.md names them)."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_action, an_entry, an_incident
from warroom.access import restore
from warroom.clock import FixedClock
from warroom.commands import LogEntry
from warroom.commands.files import AddAttachment
from warroom.errors import Refusal, Trouble, WarroomError, WrongKey
from warroom.identity.attempts import read_attempts
from warroom.identity.keys import keys_path, open_keys
from warroom.identity.machine import data_folder
from warroom.room import Room
from warroom.storage.attachments import label_of
from warroom.storage.vault import Vault, run

CHECKOUT = Path(__file__).resolve().parents[2]
TRIES = 200


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed room with entries, an action, an attachment, and pages that are free again."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(20_000))
    with a_room(tmp_path / "room") as room:
        incident = an_incident(room)
        an_action(room, incident.id)
        room.do_all([LogEntry(incident=incident.id, text=f"ligne {number} " * 20) for number in range(60)]).result()
        room.attach(photo, noun="incident", parent=incident.id)
        room.keep_draft("place", "brouillon " * 2_000).result()
        room.keep_draft("place", "").result()
    return room.path


def opened(path: Path, **more: object) -> Room:
    asked: dict[str, object] = {"passphrase": PASSPHRASE, "clock": FixedClock(NOON), "backups": False} | more
    return Room.open(path, **asked)  # type: ignore[arg-type]


def problems_of(path: Path) -> list[str]:
    """What verify says, as `what (where)`."""
    with opened(path, read_only=True) as room:
        return [f"{problem.what} ({problem.where})" for problem in room.verify() if not problem.is_note]


def with_key(path: Path, *statements: str) -> None:
    """Change the closed file with its key, as an insider with an SQL tool would."""
    vault = Vault(path, key=open_keys(keys_path(path), passphrase=PASSPHRASE).raw)
    with vault.writing() as conn:
        for statement in statements:
            conn.execute(statement)
    run(vault.writer, "PRAGMA wal_checkpoint(TRUNCATE)")
    vault.close()


# The thief


def test_that_wrong_passphrases_never_open_and_are_counted(path: Path) -> None:
    for number in range(TRIES):
        with pytest.raises(WrongKey) as wrong:
            open_or_close(path, f"{PASSPHRASE[:-1]}{number}")
        assert wrong.value.code == "wrong-passphrase"

    assert read_attempts(path).failed[0].count == TRIES
    assert problems_of(path) == []


def open_or_close(path: Path, passphrase: str) -> None:
    opened(path, passphrase=passphrase).close()


def test_that_a_flipped_bit_anywhere_in_the_file_is_detected_or_harmless(path: Path) -> None:
    body = path.read_bytes()
    with opened(path, read_only=True) as room:
        whole = room.dump()
    chance, twin = random.Random(2026), path.with_name("twin.warroom")
    shutil.copy(keys_path(path), keys_path(twin))
    places = sorted({0, 15, 16, 24, 99, len(body) - 1, *(chance.randrange(len(body)) for _n in range(120))})
    detected = 0
    for place in places:
        spoilt = bytearray(body)
        spoilt[place] ^= 1 << chance.randrange(8)
        twin.write_bytes(spoilt)
        if found := found_in(twin):
            assert found != ["room-not-a-room"], f"byte {place}"
            detected += 1
            continue
        with opened(twin, read_only=True) as room:
            assert room.dump() == whole, f"byte {place} changed something and nothing said so"
    assert detected > len(places) * 3 / 4


def test_that_pages_of_an_older_copy_put_back_one_by_one_are_detected_or_harmless(path: Path) -> None:
    """Each page is authentic in itself; that it is today's, only the chains can tell."""
    old = path.read_bytes()
    with opened(path) as room:
        for number in range(30):
            an_entry(room, "A-001", text=f"plus tard {number}")
    body = path.read_bytes()
    with opened(path, read_only=True) as room:
        whole = room.dump()
    twin = path.with_name("twin.warroom")
    shutil.copy(keys_path(path), keys_path(twin))
    differing = [at for at in range(0, len(old), 4096) if old[at : at + 4096] != body[at : at + 4096]]
    assert len(differing) > 10
    for at in differing:
        twin.write_bytes(body[:at] + old[at : at + 4096] + body[at + 4096 :])
        if not found_in(twin):
            with opened(twin, read_only=True) as room:
                assert room.dump() == whole, f"page {at // 4096 + 1} is of another day and nothing said so"


def found_in(path: Path) -> list[str]:
    """What verify says, or the code of the Trouble that stopped it."""
    try:
        return problems_of(path)
    except Trouble as trouble:
        return [trouble.code]


SHUT = ("keys-damaged", "keys-newer", "wrong-passphrase", "way-absent", "not-this-rooms-key")


def test_that_a_flipped_bit_in_the_keys_file_lets_nobody_in(path: Path) -> None:
    keys, chance = keys_path(path), random.Random(2026)
    body = keys.read_bytes()
    for place in [chance.randrange(len(body)) for _n in range(80)]:
        spoilt = bytearray(body)
        spoilt[place] ^= 1 << chance.randrange(7)
        keys.write_bytes(spoilt)
        assert said_by(path) in ("", *SHUT)  # "": another way's copy was hit, or a space
        with pytest.raises(WarroomError):
            open_or_close(path, "wrong")


def said_by(path: Path) -> str:
    """The code of what stops an opening, "" when it opens."""
    try:
        open_or_close(path, PASSPHRASE)
    except WarroomError as error:
        return error.code
    return ""


KILLED = """
import os, sys
from warroom.commands import LogEntry
from warroom.room import Room
room = Room.open(sys.argv[1], passphrase=sys.argv[2], backups=False)
for number in range(20):
    room.do(LogEntry(incident="A-001", text=f"dans le WAL {number}")).result()
room._store.aside(lambda: None).result()
os._exit(9)
"""


@pytest.fixture
def killed(path: Path) -> Path:
    """A room killed in the middle of work: its last commits are in the WAL."""
    subprocess.run([sys.executable, "-c", KILLED, str(path), PASSPHRASE], cwd=CHECKOUT, check=False, timeout=60)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    return path


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_that_a_flipped_bit_in_the_wal_is_told_as_what_is_lacking(killed: Path, part: float) -> None:
    wal = killed.with_name(killed.name + "-wal")
    body = bytearray(wal.read_bytes())
    body[int(len(body) * part)] ^= 4
    wal.write_bytes(body)

    with opened(killed) as room:
        assert room.verify() == []
        entries = room.views.tally("A-001")[0]
        assert entries == 83 or any("lacks" in note for note in room.notes)


@pytest.mark.parametrize("ending", [".anchor", ".station"])
def test_that_a_flipped_bit_outside_the_file_costs_at_most_a_prefix(path: Path, ending: str) -> None:
    with opened(path) as room:
        outside = data_folder() / f"{room.id}{ending}"
    body = outside.read_bytes()
    for place in range(0, len(body), 61):
        spoilt = bytearray(body)
        spoilt[place] ^= 1
        outside.write_bytes(spoilt)
        with opened(path) as room:
            an_entry(room, "A-001")
            assert room.verify() == []


def test_that_a_truncated_backup_makes_no_room(path: Path, tmp_path: Path) -> None:
    with opened(path) as room:
        copy = room.backup(tmp_path / "copies" / "copy.warroom")
    body = copy.read_bytes()
    for length in (0, 100, 4096, len(body) // 2, len(body) - 4096):
        copy.write_bytes(body[:length])
        with pytest.raises(Trouble):
            restore(copy, tmp_path / "again.warroom", passphrase=PASSPHRASE)
        assert not (tmp_path / "again.warroom").exists()


def test_that_a_replayed_backup_says_what_it_lacks(path: Path, tmp_path: Path) -> None:
    with opened(path) as room:
        copy = room.backup(tmp_path / "copies" / "copy.warroom")
        for _n in range(3):
            an_entry(room, "A-001")
    shutil.copy(copy, path)

    with opened(path) as room:
        assert any("lacks 3 changes" in note for note in room.notes)
        assert an_entry(room, "A-001").number == "A2-0001"


def test_that_the_keys_of_another_room_do_not_open_this_one(path: Path, tmp_path: Path) -> None:
    with a_room(tmp_path / "other") as other:
        pass
    shutil.copy(keys_path(other.path), keys_path(path))

    with pytest.raises(Trouble) as trouble:
        opened(path)
    assert trouble.value.code == "room-damaged"
    assert "keys file" in trouble.value.todo


# The insider with the key and an SQL tool

SHOWN = "What is shown is not what the journal says."
BUILT = "The structure of the room file is not the one this program makes."
UNKNOWN = "The file writes under a name that its journal does not know."
EDITS = {
    "UPDATE op SET patch=replace(patch, 'ligne 7 ', 'ligne 8 ')": "An op was changed after it was written. (",
    "UPDATE op SET hash=zeroblob(32) WHERE seq=5": "An op was changed after it was written. (",
    "UPDATE op SET author='' WHERE seq=9": "An op was changed after it was written. (",
    "UPDATE op SET salt=zeroblob(16) WHERE seq=9": "An op was changed after it was written. (",
    "DELETE FROM op WHERE seq=9": "Ops are missing from the journal. (",
    "UPDATE vv SET seq=seq-1": "The journal does not end where it is known to end. (",
    "UPDATE vv SET hash=zeroblob(32)": "The journal does not end where it is known to end. (",
    "UPDATE entry SET text='autre chose' WHERE number='A-0003'": f"{SHOWN} (entry ",
    "UPDATE entry SET recorded_at=1 WHERE number='A-0003'": f"{SHOWN} (entry ",
    "UPDATE action SET owner='x'": f"{SHOWN} (action ",
    "UPDATE cell SET seq=1 WHERE ent='action'": f"{SHOWN} (cell ",
    "DELETE FROM cell": f"{SHOWN} (cell ",
    "UPDATE chunk SET body=zeroblob(length(body))": "An attachment is damaged. (attachment ",
    "UPDATE attachment SET sha256='0'": f"{SHOWN} (attachment ",
    "UPDATE audit SET who='' WHERE n=3": "The audit was changed after it was written. (audit 3)",
    "UPDATE meta SET value=zeroblob(8) WHERE name='writer'": UNKNOWN,
    "UPDATE meta SET value='B' WHERE name='prefix'": UNKNOWN,
    "UPDATE number SET last=3 WHERE noun='entry'": "The next number would be given a second time. (number A)",
    "DELETE FROM number": "The next number would be given a second time. (number A)",
    "CREATE TABLE stowaway(x)": f"{BUILT} (table stowaway)",
    "CREATE INDEX odd ON entry(text)": f"{BUILT} (index odd)",
    "ALTER TABLE entry ADD COLUMN more": f"{BUILT} (table entry)",
}


@pytest.mark.parametrize("sql", EDITS)
def test_that_a_row_edited_with_the_key_is_named_by_verify(path: Path, sql: str) -> None:
    with_key(path, sql)

    assert any(problem.startswith(EDITS[sql]) for problem in problems_of(path))


PLANTED = (
    (
        "CREATE TRIGGER thief AFTER INSERT ON entry BEGIN "
        "INSERT INTO draft(place, text, at) VALUES('stolen', new.text, 1); END"
    ),
    "CREATE VIEW mirror AS SELECT text FROM entry",
)


def test_that_planted_triggers_and_views_never_run_and_are_told(path: Path) -> None:
    with_key(path, *PLANTED)

    with opened(path) as room:
        (note,) = room.notes
        assert "trigger thief, view mirror" in note
        an_entry(room, "A-001", text="secret")
        assert room.draft("stolen") == ""
        assert [p.where for p in room.verify()] == ["trigger thief", "view mirror"]
        room.rebuild()
        assert room.draft("stolen") == ""


def test_that_a_table_replaced_by_a_view_is_no_room(path: Path) -> None:
    with_key(path, "ALTER TABLE action RENAME TO hidden_action", "CREATE VIEW action AS SELECT * FROM hidden_action")

    for read_only in (False, True):
        with pytest.raises(Trouble) as trouble:
            opened(path, read_only=read_only)
        assert trouble.value.code == "room-not-a-room"
        assert "action" in trouble.value.message
        assert trouble.value.safe
        assert trouble.value.todo


def test_that_a_file_with_another_schema_is_no_room(path: Path) -> None:
    key = open_keys(keys_path(path), passphrase=PASSPHRASE).raw
    path.unlink()
    vault = Vault(path, key=key, create=True)
    for sql in ("CREATE TABLE meta(name, value)", "PRAGMA user_version=1"):
        run(vault.writer, sql)
    vault.close()

    with pytest.raises(Trouble) as trouble:
        opened(path)
    assert trouble.value.code == "room-not-a-room"


def test_that_a_value_without_end_is_damage_and_not_a_freeze(path: Path) -> None:
    key = open_keys(keys_path(path), passphrase=PASSPHRASE).raw
    vault = Vault(path, key=key)
    vault.writer.limit(0, 1_000_000_000)  # SQLITE_LIMIT_LENGTH, as the attacker's own tool has it
    run(vault.writer, "UPDATE entry SET text=CAST(zeroblob(140000000) AS TEXT) WHERE number='A-0003'")
    vault.close()

    with pytest.raises(Trouble) as trouble, opened(path, read_only=True) as room:
        list(room.views.entries("A-001"))
    assert trouble.value.code == "room-damaged"


def test_that_nonsense_in_local_notes_never_opens_for_writing_under_a_foreign_name(path: Path) -> None:
    with_key(path, "UPDATE meta SET value=zeroblob(8) WHERE name='writer'")

    with opened(path) as room:
        assert an_entry(room, "A-001").number.startswith("A2-")
        assert room.verify() == []


# Hostile names and texts

NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\evil.dll",
    "CON",
    "aux.txt",
    "facture\u202egnp.exe",
    "a\nb\r\nc.txt",
    "x" * 10_000 + ".pdf",
    "\x1b[2J\x07.txt",
    ".",
    "COM1.tar.gz",
    "nul\x00l.txt",
]


def test_that_hostile_attachment_names_leave_the_export_folder_ours(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.bin"
    file.write_bytes(b"contenu")
    (tmp_path / "out").mkdir()
    with opened(path) as room:
        for name in NAMES:
            label = label_of(name)
            assert len(label) <= 200
            assert label.isprintable()
            stored = stored_as(room, file)
            room.do(AddAttachment(noun="incident", parent="A-001", stored=replace(stored, name=name))).result()
        made = room.export("A-001", tmp_path / "out", formats=("html", "csv", "json"))

    carried = sorted((made.folder / "attachments").iterdir())
    assert len(carried) == len(NAMES) + 1
    assert all(item.parent == made.folder / "attachments" and len(item.name) <= 80 for item in carried)
    assert all(set(item.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for item in carried)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["file.bin", "out", "photo.jpg", "room"]


def stored_as(room: Room, file: Path) -> object:
    from warroom.storage.attachments import keep_chunks, read_in

    return read_in(file, lambda batch: room._store.run(lambda conn: keep_chunks(conn, batch, now_ms=0)).result())


TERMINAL = "titre \x1b]0;pris\x07 \x1b[31m rouge \x9b2J \u202eenvers\u202c \u2066isolé\u2069 \x7f"
FORBIDDEN = set(
    map(chr, [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2069])
)


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    secret = tmp_path / "secret.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")

    def run_one(*arguments: str) -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "warroom", *arguments, "--passphrase-file", str(secret)],
            capture_output=True, cwd=CHECKOUT, check=False, timeout=60,
        )  # fmt: skip
        return done.stdout.decode(), done.stderr.decode()

    return run_one


def test_that_no_text_commands_the_terminal(path: Path, command: Callable[..., tuple[str, str]]) -> None:
    with opened(path) as room:
        incident = an_incident(room, title=TERMINAL)
        an_entry(room, incident.id, text=TERMINAL)
    with_key(path, f'CREATE TABLE "{TERMINAL}"(x)')

    for asked in (["show"], ["show", incident.ref], ["search", "titre"], ["verify"], ["audit"]):
        verb, *rest = asked
        for form in ([], ["--json"]):
            out, err = command(verb, str(path), *rest, *form)
            wrong = FORBIDDEN if not form else FORBIDDEN - {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2069"}
            assert out
            assert not wrong & set(out + err), f"{asked} {form}"
    _out, err = command("show", str(path), TERMINAL)
    assert not FORBIDDEN & set(err)


def test_that_a_refused_unlock_refuses_before_it_tries(path: Path) -> None:
    """A mistyped recovery code is a Refusal, and no attempt: its check signs say so without the keys file."""
    with pytest.raises(Refusal):
        opened(path, passphrase=None, recovery_code="AAAAA-AAAAA")
    assert read_attempts(path).is_empty
