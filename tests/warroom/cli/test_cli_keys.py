"""Rooms and what opens them, on the command line: made, copied, restored, given a new key, recovered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run
from warroom.identity.keys import keys_path, open_keys
from warroom.storage.vault import Vault


def words(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_that_new_gives_the_recovery_code_once(run: Run, tmp_path: Path, passphrase_file: Path) -> None:
    path = tmp_path / "cellule.warroom"
    done = run("new", path, "--name", "Cellule de crise", "--station", "b", "--json").json

    assert set(done) == {"room", "station", "recovery_code"}
    assert (done["room"], done["station"]) == (str(path), "B")
    assert len(done["recovery_code"].split("-")) == 8
    shown = run("show", path, "--json").json
    assert (shown["room"], shown["station"], shown["incidents"]) == ("Cellule de crise", "B", [])
    assert done["recovery_code"].encode() not in path.read_bytes()


def test_that_new_says_to_print_the_code(run: Run, tmp_path: Path, passphrase_file: Path) -> None:
    said = run("new", tmp_path / "c.warroom", "--name", "C", "--station", "A").out

    assert "Print this code" in said


def test_that_with_neither_passphrase_nor_keyring_nothing_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_KEYRING", "off")
    done = run("new", tmp_path / "c.warroom", "--name", "C", "--station", "A", "--json")

    assert done.code == 5
    assert done.error["code"] == "key-needed"
    assert list(tmp_path.iterdir()) == []


def test_that_an_existing_file_is_not_touched_by_new(run: Run, room: Path) -> None:
    before = room.read_bytes()

    assert run("new", room, "--name", "C", "--station", "A").code == 3
    assert room.read_bytes() == before


def test_that_a_wrong_passphrase_is_exit_5(run: Run, room: Path, tmp_path: Path) -> None:
    done = run("log", room, "A-001", "x", "--passphrase-file", words(tmp_path, "wrong.txt", "other words\n"), "--json")

    assert (done.code, done.error["code"]) == (5, "wrong-passphrase")


def test_that_a_passphrase_file_of_windows_notepad_is_read(
    run: Run, room: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    passphrase = passphrase_file.read_text(encoding="utf-8").strip()
    file = words(tmp_path, "notepad.txt", f"\ufeff{passphrase}\r\nsecond line\r\n")

    assert run("show", room, "--passphrase-file", file).code == 0


def test_that_a_passphrase_file_without_a_passphrase_is_exit_5(run: Run, room: Path, tmp_path: Path) -> None:
    for file in (words(tmp_path, "empty.txt", "\n\n"), tmp_path / "absent.txt", tmp_path):
        done = run("show", room, "--passphrase-file", file, "--json")
        assert (done.code, done.error["code"]) == (5, "passphrase-file-unreadable")


def test_that_a_backup_is_restored_with_all_it_held(run: Run, room: Path, tmp_path: Path) -> None:
    run("log", room, "A-001", "avant la copie")
    backup, again = tmp_path / "stick" / "copie.warroom", tmp_path / "again.warroom"
    assert run("backup", room, backup).code == 0
    run("log", room, "A-001", "après la copie")

    assert run("backup", room, backup).code == 3, "an existing copy is never written over"
    assert run("restore", backup, again).code == 0
    texts = [entry["text"] for entry in run("show", again, "A-001", "--json").json["entries"]]
    assert "avant la copie" in texts
    assert "après la copie" not in texts
    assert run("verify", again).code == 0


def test_that_a_restored_room_never_gives_a_number_twice(run: Run, room: Path, tmp_path: Path) -> None:
    backup, again = tmp_path / "copie.warroom", tmp_path / "again.warroom"
    run("backup", room, backup)
    first = run("log", room, "A-001", "dans la première").out
    run("restore", backup, again)

    assert run("log", again, "A-001", "dans la seconde").out != first


def test_that_rekey_changes_passphrase_and_code(run: Run, room: Path, tmp_path: Path) -> None:
    fresh = words(tmp_path, "new.txt", "five other calm words here\n")
    done = run("rekey", room, "--new-passphrase-file", fresh, "--json").json

    assert run("show", room).code == 5
    assert run("log", room, "A-001", "encore", "--passphrase-file", fresh).out == "A-0002\n"
    assert run("verify", room, "--passphrase-file", fresh).code == 0
    third = words(tmp_path, "third.txt", "and a third one\n")
    code = words(tmp_path, "code.txt", done["recovery_code"].lower() + "\n")
    assert run("recover", room, "--code-file", code, "--new-passphrase-file", third).code == 0
    assert run("show", room, "--passphrase-file", third).code == 0


def test_that_a_mistyped_recovery_code_names_its_group(run: Run, room: Path, tmp_path: Path) -> None:
    code = words(tmp_path, "code.txt", "-".join(["00000"] * 8))
    done = run("recover", room, "--code-file", code, "--new-passphrase-file", words(tmp_path, "n.txt", "new words"))

    assert done.code == 3
    assert "roup" in done.err


def test_that_recover_without_code_or_terminal_is_exit_5(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("recover", room, "--new-passphrase-file", words(tmp_path, "n.txt", "new words")).code == 5


def test_that_a_damaged_room_says_what_is_safe(run: Run, room: Path) -> None:
    content = bytearray(room.read_bytes())
    content[: len(content) // 2] = bytes(len(content) // 2)
    room.write_bytes(content)

    done = run("show", room, "--json")
    assert (done.code, done.error["code"]) == (4, "room-damaged")
    assert done.error["safe"]
    assert done.error["todo"]


def test_that_a_portable_room_needs_a_passphrase_and_takes_no_keyring(
    run: Run, tmp_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stick" / "cell.warroom"
    assert run("new", path, "--name", "C", "--station", "A", "--portable", "--keyring").code == 2
    monkeypatch.delenv("WARROOM_PASSPHRASE_FILE")
    done = run("new", path, "--name", "C", "--station", "A", "--portable", "--json")
    assert (done.code, done.error["code"]) == (5, "key-needed")
    assert not path.parent.exists()

    made = run("new", path, "--name", "C", "--station", "A", "--portable", "--passphrase-file", passphrase_file)
    assert made.code == 0
    assert "second copy" in made.err
    assert (path.parent / "cell.warroom.station").exists()


def test_that_the_audit_is_read_and_a_changed_one_is_exit_1(run: Run, room: Path, passphrase_file: Path) -> None:
    run("report", room, "A-001", "--to", room.parent, "--format", "csv")
    run("log", room, "A-001", "texte")
    told = run("audit", room, "--json").json
    assert (told["ok"], told["broken"]) == (True, None)
    assert {"created", "opened", "exported", "closed", "person-changed"} <= {row["what"] for row in told["rows"]}
    assert all(set(row) == {"n", "at", "who", "what", "detail"} for row in told["rows"])
    assert "Room made" in run("audit", room).out

    key = open_keys(keys_path(room), passphrase=passphrase_file.read_text(encoding="utf-8").strip())
    vault = Vault(room, key=key.raw)
    with vault.writing() as conn:
        conn.execute("UPDATE audit SET who='' WHERE n=3")
    vault.close()
    changed = run("audit", room)
    assert changed.code == 1
    assert "from line 3 on" in changed.out


def test_that_recover_is_noted_in_the_audit(run: Run, tmp_path: Path, passphrase_file: Path) -> None:
    path = tmp_path / "c.warroom"
    code = words(
        tmp_path, "code.txt", run("new", path, "--name", "C", "--station", "A", "--json").json["recovery_code"]
    )
    assert run("recover", path, "--code-file", code, "--new-passphrase-file", passphrase_file).code == 0

    noted = [row for row in run("audit", path, "--json").json["rows"] if row["what"] == "passphrase-changed"]
    assert [row["detail"] for row in noted] == [{"way": "recovery"}]
