"""The audit: who came in and how, what went out, what was done to the keys; chained, local, without a secret."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, QUICK, a_room, an_entry, an_incident, reopened
from warroom.access import rekey, restore
from warroom.clock import FixedClock
from warroom.domain.audit import Event
from warroom.errors import Trouble, WrongKey
from warroom.identity.attempts import SEALED_MOST, attempts_path, read_attempts, record_failed_unlock
from warroom.identity.keys import keys_path, open_keys
from warroom.room import Room
from warroom.storage.vault import Vault

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed room with one entry."""
    with a_room(tmp_path) as room:
        an_entry(room, an_incident(room).id, text="le secret du journal")
    return room.path


def opened(path: Path, **more: object) -> Room:
    asked: dict[str, object] = {"passphrase": PASSPHRASE, "clock": FixedClock(NOON), "backups": False} | more
    return Room.open(path, **asked)  # type: ignore[arg-type]


def whats(room: Room) -> list[str]:
    """What was noted, the oldest first."""
    return [row.what for row in reversed(room.audit.rows())]


def edit(path: Path, sql: str) -> None:
    """Change the closed file with its key, as an SQL tool would."""
    vault = Vault(path, key=open_keys(keys_path(path), passphrase=PASSPHRASE).raw)
    with vault.writing() as conn:
        conn.execute(sql)
    vault.close()


def test_that_a_room_tells_how_it_was_made_opened_and_closed(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        code = room.recovery_code
    with opened(room.path, passphrase=None, recovery_code=code) as again:
        rows = list(reversed(again.audit.rows()))

        assert [row.what for row in rows] == ["created", "person-changed", "closed", "opened"]
        assert rows[1].who == rows[2].who == "Léa Martin"
        assert rows[3].detail == {"way": "recovery", "read_only": False}
        assert rows[3].said == "Room opened: the recovery sheet"
        assert again.audit.broken() is None


def test_that_what_leaves_the_room_and_what_looks_after_it_is_noted(path: Path, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    with opened(path) as room:
        made = room.export("A-001", tmp_path, formats=("csv",), kind="log")
        room.backup(tmp_path / "copies" / "copy.warroom")
        room.choose_mirror(str(mirror))
        assert room.verify() == []
        room.audit.note(Event.PRINTED, {"title": "Log"})

        exported, copied, second, verified, printed = reversed(room.audit.rows(5))
        assert exported.detail == {
            "kind": "log",
            "folder": made.folder.name,
            "fingerprint": made.fingerprint,
            "redacted": False,
            "restricted": False,
        }
        assert copied.detail == {"file": "copy.warroom"}
        assert second.detail == {"folder": "mirror", "chosen": True, "paper": True}
        assert verified.detail == {"problems": 0, "notes": 0}
        assert printed.who == "Léa Martin"


def test_that_a_rekey_and_a_restored_backup_are_noted_in_the_file_itself(path: Path, tmp_path: Path) -> None:
    with opened(path) as room:
        room.backup(tmp_path / "copies" / "copy.warroom")
    rekey(
        path, key=open_keys(keys_path(path), passphrase=PASSPHRASE), passphrase=PASSPHRASE, keyring=None, argon2=QUICK
    )
    with opened(path) as room:
        assert whats(room)[-2:] == ["rekeyed", "opened"]
        assert room.audit.broken() is None

    restore(tmp_path / "copies" / "copy.warroom", tmp_path / "again.warroom", passphrase=PASSPHRASE)
    with opened(tmp_path / "again.warroom") as room:
        assert whats(room)[-3:] == ["restored", "opened", "copy-noticed"]
        assert room.verify() == []


def test_that_reading_leaves_the_file_alone_and_is_noted_at_the_next_writing(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with opened(path, read_only=True) as room:
        room.export("A-001", tmp_path, formats=("csv",))
        assert [row.what for row in room.audit.rows()][:2] == ["exported", "opened"]
    assert path.read_bytes() == before
    assert b"csv" not in attempts_path(path).read_bytes()

    with opened(path) as room:
        assert whats(room)[-3:] == ["opened", "exported", "opened"]
        assert room.audit.broken() is None
    assert not attempts_path(path).exists()


def test_that_failed_unlocks_are_counted_told_and_taken_in(path: Path) -> None:
    for _try in range(3):
        with pytest.raises(WrongKey):
            opened(path, passphrase="wrong words")
    kept = json.loads(attempts_path(path).read_bytes())
    assert kept["failed"]["passphrase"]["count"] == 3
    assert b"wrong words" not in attempts_path(path).read_bytes()

    with opened(path, read_only=True, clock=None) as room:
        (note,) = room.notes
        assert note.startswith("3 failed attempts to open this room between")
    with opened(path) as room:
        assert len(room.notes) == 1
        found = next(row for row in room.audit.rows() if row.what == "failed-unlocks")
        assert (found.detail["count"], found.detail["way"]) == (3, "passphrase")
        assert room.audit.broken() is None
    with opened(path) as room:
        assert room.notes == ()


def test_that_neither_backup_nor_mirror_carries_the_attempts(path: Path, tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    record_failed_unlock(path, "passphrase")
    with opened(path, backups=True) as room:
        room.audit.rows()  # what waited is taken in
        record_failed_unlock(path, "passphrase")
        room.choose_mirror(str(tmp_path / "mirror"))
        room.backup(tmp_path / "copies" / "copy.warroom")
        assert room._keeper is not None
        room._keeper.copy_now()

    assert list(tmp_path.rglob("*.attempts")) == [attempts_path(path)]


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x00" * 100, b"[]", b'{"format":"warroom-attempts"}', b"x" * 5_000_000, b'{"failed":{"passphrase":{}}}'],
)
def test_that_a_damaged_attempts_file_stops_nobody_and_is_told(path: Path, damage: bytes) -> None:
    attempts_path(path).write_bytes(damage)

    with opened(path) as room:
        assert [row.what for row in room.audit.rows(2)] == ["opened", "notes-lost"]
    attempts_path(path).write_bytes(damage)
    record_failed_unlock(path, "passphrase")
    assert read_attempts(path).failed[0].count == 1


def test_that_a_disk_which_takes_no_note_opens_all_the_same(path: Path) -> None:
    attempts_path(path).mkdir()
    with pytest.raises(WrongKey) as wrong:
        opened(path, passphrase="wrong")
    assert wrong.value.code == "wrong-passphrase"
    with opened(path, read_only=True) as room:
        room.audit.rows()
        assert isinstance(room.audit.trouble, Trouble)


def test_that_the_attempts_file_stays_small(path: Path) -> None:
    for _glance in range(SEALED_MOST + 5):
        with opened(path, read_only=True) as room:
            pass
    assert attempts_path(path).stat().st_size < 100_000

    with opened(path) as room:
        (lost,) = [row for row in room.audit.rows(1000) if row.what == "notes-lost"]
        assert lost.detail["count"] == 5
        assert room.audit.broken() is None


COUNT = """
import sys
from pathlib import Path
from warroom.identity.attempts import record_failed_unlock
for _n in range(20):
    record_failed_unlock(Path(sys.argv[1]), "passphrase")
"""


def test_that_several_programs_count_together(path: Path) -> None:
    others = [subprocess.Popen([sys.executable, "-c", COUNT, str(path)], cwd=CHECKOUT) for _each in range(3)]

    assert [other.wait(timeout=60) for other in others] == [0, 0, 0]
    assert read_attempts(path).failed[0].count == 60


def test_that_two_openings_keep_one_chain(path: Path) -> None:
    with opened(path) as one, opened(path) as two:
        threads = [
            threading.Thread(target=lambda room=room: [room.audit.note(Event.LOCKED).result() for _n in range(20)])
            for room in (one, two)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len([row for row in one.audit.rows() if row.what == "locked"]) == 40
        assert two.audit.broken() is None


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("UPDATE audit SET at=at-1 WHERE n=2", 2),
        ("UPDATE audit SET who='' WHERE n=3", 3),
        ("UPDATE audit SET what='closed' WHERE n=1", 1),
        ("UPDATE audit SET detail='{}' WHERE n=4", 4),
        ("UPDATE audit SET detail=x'00' WHERE n=4", 4),
        ('UPDATE audit SET at=\'never\', detail=\'{"count":[],"problems":{},"way":1}\' WHERE n=4', 4),
        ("UPDATE audit SET hash=zeroblob(32) WHERE n=2", 2),
        ("DELETE FROM audit WHERE n=2", 2),
        ("DELETE FROM audit WHERE n=1", 1),
        ("DELETE FROM audit WHERE n>3", 4),
        ("DELETE FROM audit", 1),
        ("INSERT INTO audit(at, who, what, detail, hash) VALUES(1, '', 'closed', '{}', zeroblob(32))", 6),
    ],
)
def test_that_a_changed_audit_is_named_by_verify(path: Path, sql: str, row: int) -> None:
    with opened(path) as room:
        room.audit.rows()
    edit(path, sql)

    with opened(path, read_only=True) as room:
        assert room.audit.broken() == row
        room.audit.rows()  # shown all the same
        assert ("The audit was changed after it was written.", f"audit {row}") in [
            (problem.what, problem.where) for problem in room.verify()
        ]


def test_that_an_audit_of_another_room_does_not_pass(path: Path, tmp_path: Path) -> None:
    with a_room(tmp_path / "other") as other:
        rows = list(other._store.reader().execute("SELECT n, at, who, what, detail, hash FROM audit"))
    edit(path, "DELETE FROM audit")
    vault = Vault(path, key=open_keys(keys_path(path), passphrase=PASSPHRASE).raw)
    with vault.writing() as conn:
        conn.executemany("INSERT INTO audit(n, at, who, what, detail, hash) VALUES(?,?,?,?,?,?)", rows)
    vault.close()

    with opened(path, read_only=True) as room:
        assert room.audit.broken() == 1


def test_that_the_audit_is_local_and_says_nothing_of_the_log(path: Path) -> None:
    with opened(path) as room:
        before = room.dump()
        room.audit.note(Event.LOCKED).result()
        rows = room.audit.rows()

        assert room.dump() == before
        assert "secret du journal" not in repr(rows)
        assert "Léa" not in repr([row.detail for row in rows])


def test_that_a_note_the_disk_refused_is_written_with_the_next(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path) as room:
        room.audit.rows()
        with monkeypatch.context() as patch:
            patch.setattr("warroom.storage.audit.write", _full)
            room.audit.note(Event.LOCKED).result()
        assert room.audit.trouble is not None
        room.audit.note(Event.UNLOCKED).result()

        assert whats(room)[-2:] == ["locked", "unlocked"]
        assert room.audit.trouble is None


def _full(*_given: object) -> None:
    raise Trouble("disk-full", "full")


def test_that_a_name_that_is_no_text_and_a_closed_room_stop_nothing(path: Path) -> None:
    with opened(path) as room:
        room.audit.note(Event.BACKED_UP, {"file": "caf\udce9" + "x" * 5_000}).result()
        row = room.audit.rows(1)[0]
        assert row.detail == {"file": "caf?" + "x" * 116}
        assert room.audit.broken() is None
    room.audit.note(Event.LOCKED).result()
    assert room.audit.trouble is not None


def test_that_a_copied_room_says_so(path: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin" / path.name
    twin.parent.mkdir()
    for part in (path, keys_path(path)):
        shutil.copy(part, twin.parent)

    with opened(twin) as room:
        assert room.audit.rows(1)[0].detail == {"verdict": "moved_file"}


def test_that_rows_come_in_pages(path: Path) -> None:
    with opened(path) as room:
        for _n in range(30):
            room.audit.note(Event.LOCKED)
        first = room.audit.rows(20)
        second = room.audit.rows(20, before=first[-1].n)

        numbers = [row.n for row in [*first, *second]]
        assert numbers == sorted(numbers, reverse=True)
        assert numbers[-1] == 1 or len(numbers) == 40
        assert len(set(numbers)) == len(numbers)


def test_that_a_reopened_room_goes_on_with_its_chain(tmp_path: Path) -> None:
    room = reopened(a_room(tmp_path))
    with room:
        room.audit.rows()
        assert room.audit.broken() is None


def test_that_a_locked_screen_tells_of_failed_attempts_when_it_opens_again(path: Path) -> None:
    with opened(path) as room:
        room.audit.note(Event.LOCKED).result()
        record_failed_unlock(path, "pin")
        record_failed_unlock(path, "pin")

        (said,) = room.audit.unlocked("passphrase")
        assert said.startswith("2 failed attempts")
        assert whats(room)[-3:] == ["locked", "failed-unlocks", "unlocked"]
        assert room.audit.unlocked("passphrase") == ()


def test_that_the_audit_of_an_evidence_pack_can_be_checked_by_its_own_recipe(path: Path) -> None:
    with opened(path) as room:
        room.audit.rows()
        pack = json.loads(room.audit.as_json())

    previous = bytes(32)
    for row in pack["rows"]:
        body = json.dumps(
            [row[name] for name in ("n", "at", "who", "what", "detail")], separators=(",", ":"), ensure_ascii=False
        )
        previous = hashlib.sha256(b"warroom audit 1|" + pack["room"].encode() + previous + body.encode()).digest()
        assert row["hash"] == previous.hex()
    assert len(pack["rows"]) == 4
