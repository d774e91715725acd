"""The keys file: who gets in, who does not, and what a damaged or hostile file can do."""

from __future__ import annotations

import json
import os
import pickle
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from warroom.errors import Refusal, Trouble, WarroomError, WrongKey
from warroom.identity import files
from warroom.identity.files import alone
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import (
    Argon2Parameters,
    CreatedKeys,
    Method,
    RoomKey,
    add_keyring,
    change_passphrase,
    copy_keys,
    create_keys,
    delete_keys,
    describe_keys,
    keys_path,
    methods,
    open_keys,
    renew_recovery_code,
    revoke_keyring,
)
from warroom.identity.rekeying import abandon_rekey, finish_rekey, former_key, rewrap

FAST = Argon2Parameters(memory_kib=64, iterations=1, lanes=1)
ROOM = bytes(range(16))
PASSPHRASE = "le phare clignote à l’aube"


class Drawer:
    """A keyring that is a drawer in memory: the system's own is tried in test_system_keyring.py."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return keys_path(tmp_path / "crue.warroom")


@pytest.fixture
def door() -> KeyringDoor:
    return KeyringDoor(backend=Drawer())


def keys_with(path: Path, *, passphrase: str | None = PASSPHRASE, keyring: KeyringDoor | None = None) -> CreatedKeys:
    return create_keys(path, room_id=ROOM, passphrase=passphrase, keyring=keyring, argon2=FAST)


def code_of(action) -> str:
    with pytest.raises(WarroomError) as raised:
        action()
    return raised.value.code


def altered(path: Path, change) -> None:
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


# Getting in


def test_that_passphrase_keyring_and_sheet_each_open_the_same_room(path, door):
    made = keys_with(path, keyring=door)

    assert open_keys(path, passphrase=PASSPHRASE) == made.room_key
    assert open_keys(path, keyring=door) == made.room_key
    assert open_keys(path, recovery_code=made.recovery_code.lower().replace("-", " ")) == made.room_key
    assert methods(path) == {Method.KEYRING, Method.PASSPHRASE, Method.RECOVERY} == made.methods


def test_that_an_accent_typed_on_another_system_is_the_same_passphrase(path):
    made = keys_with(path, passphrase="crise été")

    assert open_keys(path, passphrase="crise e\u0301te\u0301") == made.room_key


def test_that_with_neither_passphrase_nor_keyring_nothing_is_created(path):
    assert code_of(lambda: keys_with(path, passphrase=None)) == "key-needed"
    assert list(path.parent.iterdir()) == []


def test_that_a_shut_keyring_without_passphrase_creates_nothing_and_says_why(path, monkeypatch):
    monkeypatch.setenv("WARROOM_KEYRING", "off")

    with pytest.raises(WrongKey, match="switched off by WARROOM_KEYRING=off"):
        keys_with(path, passphrase=None, keyring=KeyringDoor())

    assert list(path.parent.iterdir()) == []


def test_that_a_shut_keyring_beside_a_passphrase_is_told_and_not_fatal(path, monkeypatch):
    monkeypatch.setenv("WARROOM_KEYRING", "off")

    made = keys_with(path, keyring=KeyringDoor())

    assert made.methods == {Method.PASSPHRASE, Method.RECOVERY}
    assert "switched off" in made.keyring_reason


def test_that_a_wrong_passphrase_is_a_wrong_key_and_says_what_else_opens(path):
    keys_with(path)

    with pytest.raises(WrongKey, match="The passphrase is wrong") as wrong:
        open_keys(path, passphrase=PASSPHRASE + " ")

    assert wrong.value.exit_code == 5
    assert "the recovery sheet" in wrong.value.todo


def test_that_a_wrong_passphrase_is_wrong_even_while_the_keyring_would_open(path, door):
    keys_with(path, keyring=door)

    assert code_of(lambda: open_keys(path, passphrase="guess", keyring=door)) == "wrong-passphrase"


def test_that_each_closed_door_has_its_own_message(path, door):
    made = keys_with(path)
    other = keys_with(keys_path(path.with_name("other.warroom")))
    mistyped = ("0" if made.recovery_code[0] != "0" else "1") + made.recovery_code[1:]

    assert code_of(lambda: open_keys(path)) == "key-needed"
    assert code_of(lambda: open_keys(path, keyring=door)) == "way-absent"
    assert code_of(lambda: open_keys(path, recovery_code=other.recovery_code)) == "wrong-recovery-code"
    assert code_of(lambda: open_keys(path, recovery_code=mistyped)) == "recovery-code-mistyped"
    assert code_of(lambda: open_keys(path.with_name("gone"), passphrase="x")) == "keys-missing"


def test_that_another_laptops_keyring_does_not_open_the_room(path, door):
    keys_with(path, keyring=door)

    assert code_of(lambda: open_keys(path, keyring=KeyringDoor(backend=Drawer()))) == "keyring-has-no-key"


@pytest.mark.parametrize("blank", ["", "   "])
def test_that_an_empty_passphrase_is_refused(path, blank):
    assert code_of(lambda: keys_with(path, passphrase=blank)) == "passphrase-empty"
    assert not path.exists()


def test_that_existing_keys_are_never_overwritten(path):
    made = keys_with(path)

    assert code_of(lambda: keys_with(path, passphrase="other")) == "keys-exist"
    assert open_keys(path, passphrase=PASSPHRASE) == made.room_key


def test_that_only_the_owner_can_read_the_file(path):
    keys_with(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# Changing the ways in


def test_that_after_a_change_only_the_new_passphrase_opens(path):
    made = keys_with(path)

    change_passphrase(path, room_key=made.room_key, passphrase="nouvelle", argon2=FAST)

    assert open_keys(path, passphrase="nouvelle") == made.room_key
    assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "wrong-passphrase"
    assert open_keys(path, recovery_code=made.recovery_code) == made.room_key


def test_that_the_cost_of_a_guess_can_be_raised_later(path):
    made = keys_with(path)
    dearer = Argon2Parameters(memory_kib=128, iterations=2, lanes=2)

    change_passphrase(path, room_key=made.room_key, passphrase=PASSPHRASE, argon2=dearer)

    assert describe_keys(path).argon2 == dearer
    assert FAST.is_weaker_than(dearer)
    assert not dearer.is_weaker_than(FAST)
    assert open_keys(path, passphrase=PASSPHRASE) == made.room_key


def test_that_another_rooms_key_cannot_add_a_way_that_leads_nowhere(path, door):
    keys_with(path)
    before = path.read_bytes()
    stranger = RoomKey.fresh()

    for action in (
        lambda: change_passphrase(path, room_key=stranger, passphrase="x", argon2=FAST),
        lambda: add_keyring(path, room_key=stranger, keyring=door),
        lambda: renew_recovery_code(path, room_key=stranger),
        lambda: rewrap(path, room_key=stranger, passphrase="x", keyring=None, argon2=FAST),
    ):
        assert code_of(action) == "not-this-rooms-key"
    assert path.read_bytes() == before


def test_that_a_keyring_can_be_added_and_revoked(path, door):
    made = keys_with(path)

    add_keyring(path, room_key=made.room_key, keyring=door)
    assert open_keys(path, keyring=door) == made.room_key
    revoke_keyring(path, keyring=door)

    assert code_of(lambda: open_keys(path, keyring=door)) == "way-absent"
    assert door.read(ROOM.hex()) is None
    assert open_keys(path, passphrase=PASSPHRASE) == made.room_key


def test_that_a_copy_made_before_the_revocation_no_longer_opens_by_keyring(path, door, tmp_path):
    keys_with(path, keyring=door)
    copy_keys(path, tmp_path / "backup.keys")

    revoke_keyring(path, keyring=door)

    assert code_of(lambda: open_keys(tmp_path / "backup.keys", keyring=door)) == "keyring-has-no-key"


def test_that_the_only_everyday_way_is_not_revoked(path, door):
    made = keys_with(path, passphrase=None, keyring=door)

    assert code_of(lambda: revoke_keyring(path, keyring=door)) == "keyring-is-only-way"
    assert open_keys(path, keyring=door) == made.room_key


def test_that_a_new_sheet_replaces_the_former(path):
    made = keys_with(path)

    code = renew_recovery_code(path, room_key=made.room_key)

    assert open_keys(path, recovery_code=code) == made.room_key
    assert code_of(lambda: open_keys(path, recovery_code=made.recovery_code)) == "wrong-recovery-code"


def test_that_a_copy_opens_alone(path, tmp_path):
    made = keys_with(path)
    copy = tmp_path / "mirror.warroom.keys"

    copy_keys(path, copy)
    path.unlink()

    assert open_keys(copy, recovery_code=made.recovery_code) == made.room_key
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_that_a_damaged_file_is_not_copied_over_a_good_one(path, tmp_path):
    made = keys_with(path)
    copy = tmp_path / "mirror.warroom.keys"
    copy_keys(path, copy)
    path.write_bytes(path.read_bytes()[:100])

    assert code_of(lambda: copy_keys(path, copy)) == "keys-damaged"
    assert open_keys(copy, passphrase=PASSPHRASE) == made.room_key


def test_that_undoing_a_creation_leaves_nothing(path, door):
    keys_with(path, keyring=door)

    delete_keys(path, keyring=door)

    assert list(path.parent.iterdir()) == []
    assert door.read(ROOM.hex()) is None


# Rekey


def test_that_during_a_rekey_every_old_and_new_way_finds_both_keys(path, door):
    made = keys_with(path, keyring=door)

    fresh = rewrap(path, room_key=made.room_key, passphrase="nouvelle", keyring=door, argon2=FAST)

    assert fresh.room_key != made.room_key
    for way in (
        {"passphrase": PASSPHRASE},
        {"passphrase": "nouvelle"},
        {"keyring": door},
        {"recovery_code": made.recovery_code},
        {"recovery_code": fresh.recovery_code},
    ):
        assert open_keys(path, **way) == fresh.room_key
    assert former_key(path, room_key=fresh.room_key) == made.room_key
    assert describe_keys(path).is_rekeying


def test_that_after_a_rekey_the_former_ways_open_nothing(path, door):
    made = keys_with(path, keyring=door)
    fresh = rewrap(path, room_key=made.room_key, passphrase="nouvelle", keyring=door, argon2=FAST)

    finish_rekey(path, room_key=fresh.room_key)

    assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "wrong-passphrase"
    assert code_of(lambda: open_keys(path, recovery_code=made.recovery_code)) == "wrong-recovery-code"
    assert open_keys(path, keyring=door) == fresh.room_key
    assert former_key(path, room_key=fresh.room_key) is None
    assert "former" not in path.read_text()


def test_that_an_abandoned_rekey_gives_the_former_ways_back(path):
    made = keys_with(path)
    fresh = rewrap(path, room_key=made.room_key, passphrase="nouvelle", keyring=None, argon2=FAST)

    assert abandon_rekey(path, room_key=fresh.room_key) == made.room_key

    assert open_keys(path, passphrase=PASSPHRASE) == made.room_key
    assert open_keys(path, recovery_code=made.recovery_code) == made.room_key
    assert code_of(lambda: open_keys(path, passphrase="nouvelle")) == "wrong-passphrase"


def test_that_a_rekey_does_not_drop_a_way_unasked(path, door):
    made = keys_with(path, keyring=door)
    before = path.read_bytes()

    assert code_of(lambda: rewrap(path, room_key=made.room_key, passphrase=None, keyring=door)) == "rekey-drops-way"
    assert path.read_bytes() == before

    rewrap(path, room_key=made.room_key, passphrase=None, keyring=door, dropping=frozenset({Method.PASSPHRASE}))
    assert methods(path) == {Method.KEYRING, Method.RECOVERY}


def test_that_nothing_else_changes_while_a_rekey_is_unfinished(path, door):
    made = keys_with(path, keyring=door)
    fresh = rewrap(path, room_key=made.room_key, passphrase="nouvelle", keyring=door, argon2=FAST).room_key

    for action in (
        lambda: change_passphrase(path, room_key=fresh, passphrase="x", argon2=FAST),
        lambda: revoke_keyring(path, keyring=door),
        lambda: renew_recovery_code(path, room_key=fresh),
        lambda: rewrap(path, room_key=fresh, passphrase="x", keyring=door, argon2=FAST),
    ):
        assert code_of(action) == "rekey-unfinished"


# Damaged and hostile files


def test_that_a_newer_file_says_so(path):
    keys_with(path)
    altered(path, lambda document: document.update(version=2, ways=[], surprise=1))

    with pytest.raises(Trouble, match="newer version") as newer:
        open_keys(path, passphrase=PASSPHRASE)
    assert newer.value.code == "keys-newer"


HOSTILE_ARGON2 = [
    {"memory_kib": 2**30},
    {"memory_kib": 2**40},
    {"memory_kib": 7},
    {"memory_kib": -1},
    {"memory_kib": True},
    {"memory_kib": "64"},
    {"iterations": 10**6},
    {"iterations": 0},
    {"lanes": 2**20},
    {"lanes": 0},
    {"memory_kib": 512 * 1024, "iterations": 64},
    {"salt": ""},
    {"salt": "A" * 4000},
    {"salt": "not base64!"},
    {"pepper": 1},
]


@pytest.mark.parametrize("hostile", HOSTILE_ARGON2)
def test_that_absurd_costs_are_refused_before_any_work(path, hostile):
    keys_with(path)
    altered(path, lambda document: document["ways"]["passphrase"]["argon2id"].update(hostile))
    start = time.perf_counter()

    assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "keys-damaged"
    assert time.perf_counter() - start < 1.0


def test_that_the_dearest_allowed_guess_is_bounded():
    with pytest.raises(ValueError, match="absurd"):
        Argon2Parameters(memory_kib=1024 * 1024)


HOSTILE_DOCUMENTS = {
    "empty": b"",
    "not json": b"\x00\xff\xfe",
    "a list": b"[]",
    "deep": b"[" * 60_000,
    "deep in an object": b'{"a":' * 12_000,
    "a name twice": b'{"format":"warroom-keys","format":"warroom-keys","version":1}',
    "not a number": b'{"format":"warroom-keys","version":NaN}',
    "a huge number": b'{"format":"warroom-keys","version":' + b"9" * 50_000 + b"}",
    "a boolean version": b'{"format":"warroom-keys","version":true}',
    "another format": b'{"format":"keepass","version":1}',
    "no way": b'{"format":"warroom-keys","version":1,"room":"00","check":"00","ways":{}}',
}


@pytest.mark.parametrize("content", HOSTILE_DOCUMENTS.values(), ids=HOSTILE_DOCUMENTS.keys())
def test_that_a_hostile_document_is_damaged_and_nothing_worse(path, content):
    path.write_bytes(content)

    assert code_of(lambda: open_keys(path, passphrase="x")) == "keys-damaged"


HOSTILE_CHANGES = {
    "unknown way": lambda d: d["ways"].update(plain={"nonce": "", "wrapped": ""}),
    "unknown name": lambda d: d.update(extra=1),
    "short nonce": lambda d: d["ways"]["passphrase"].update(nonce="AAAA"),
    "base64 with spaces": lambda d: d["ways"]["passphrase"].update(nonce=d["ways"]["passphrase"]["nonce"] + "\n"),
    "wrapped too long": lambda d: d["ways"]["passphrase"].update(wrapped="A" * 400),
    "room in capitals": lambda d: d.update(room=d["room"].upper()),
    "former of nothing": lambda d: d.update(former={}),
    "former as text": lambda d: d.update(former="x"),
    "missing check": lambda d: d.pop("check"),
}


@pytest.mark.parametrize("change", HOSTILE_CHANGES.values(), ids=HOSTILE_CHANGES.keys())
def test_that_a_file_changed_by_hand_is_damaged(path, change):
    keys_with(path)
    altered(path, change)

    assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "keys-damaged"


def test_that_a_truncated_file_never_opens_and_never_surprises(path):
    keys_with(path)
    whole = path.read_bytes()

    for length in range(0, len(whole) - 2, 7):
        path.write_bytes(whole[:length])
        assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "keys-damaged"


def test_that_a_way_moved_from_another_room_does_not_open(path):
    keys_with(path)
    other_path = keys_path(path.with_name("other.warroom"))
    create_keys(other_path, room_id=bytes(16), passphrase=PASSPHRASE, keyring=None, argon2=FAST)
    foreign = json.loads(other_path.read_text())["ways"]["passphrase"]
    altered(path, lambda document: document["ways"].update(passphrase=foreign))

    assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "wrong-passphrase"


def test_that_a_way_of_the_same_room_with_another_key_is_damage_and_not_a_key(path):
    keys_with(path)
    other_path = keys_path(path.with_name("other.warroom"))
    keys_with(other_path)
    foreign = json.loads(other_path.read_text())["ways"]["passphrase"]
    altered(path, lambda document: document["ways"].update(passphrase=foreign))

    assert code_of(lambda: open_keys(path, passphrase=PASSPHRASE)) == "keys-damaged"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on this system")
def test_that_a_pipe_in_place_of_the_file_does_not_block(path):
    os.mkfifo(path)

    assert code_of(lambda: open_keys(path, passphrase="x")) == "file-unreadable"


def test_that_a_huge_file_is_not_read(path):
    with path.open("wb") as sparse:
        sparse.truncate(10 * 1024**3)

    assert code_of(lambda: open_keys(path, passphrase="x")) == "file-unreadable"


# Hygiene


def test_that_no_secret_shows_in_a_repr_an_error_or_a_pickle(path):
    made = keys_with(path)
    shown = repr(made) + repr(made.room_key) + str(made)

    assert made.room_key.raw.hex() not in shown
    assert repr(made.room_key.raw) not in shown
    assert made.recovery_code not in shown
    with pytest.raises(TypeError):
        pickle.dumps(made.room_key)
    with pytest.raises(WrongKey) as wrong:
        open_keys(path, passphrase="secret-guess")
    assert "secret-guess" not in str(wrong.value) + repr(wrong.value)
    assert wrong.value.__cause__ is None


def test_that_the_file_holds_no_secret(path, door):
    made = keys_with(path, keyring=door)
    content = path.read_bytes()

    for secret in (made.room_key.raw, made.room_key.raw.hex().encode(), PASSPHRASE.encode(), door.read(ROOM.hex())):
        assert secret not in content
    assert made.recovery_code.encode() not in content


# Writing


WRITER = """
import sys
from pathlib import Path
from warroom.identity.keys import Argon2Parameters, change_passphrase, open_keys
path = Path(sys.argv[1])
key = open_keys(path, passphrase="0")
print("go", flush=True)
turn = 0
while True:
    turn += 1
    change_passphrase(path, room_key=key, passphrase=str(turn), argon2=Argon2Parameters(64, 1, 1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is said otherwise on Windows")
def test_that_a_kill_during_a_write_leaves_a_whole_file(tmp_path):
    path = tmp_path / "r.keys"
    made = keys_with(path, passphrase="0")
    for attempt in range(8):
        change_passphrase(path, room_key=made.room_key, passphrase="0", argon2=FAST)
        program = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert program.stdout is not None
        with program.stdout as said:
            said.readline()
            time.sleep(0.02 + attempt * 0.013)
            program.send_signal(signal.SIGKILL)
        program.wait()

        assert open_keys(path, recovery_code=made.recovery_code) == made.room_key
    change_passphrase(path, room_key=made.room_key, passphrase="after", argon2=FAST)
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.keys"]


def test_that_a_file_being_changed_elsewhere_is_waited_for_and_then_refused(path, monkeypatch):
    made = keys_with(path)
    monkeypatch.setattr("warroom.identity.files.LOCK_PATIENCE", 0.1)

    with alone(path):
        assert code_of(lambda: renew_recovery_code(path, room_key=made.room_key)) == "file-busy"

    renew_recovery_code(path, room_key=made.room_key)


def test_that_changes_made_at_once_are_all_kept(path, door):
    made = keys_with(path)
    jobs = [
        threading.Thread(target=add_keyring, args=(path,), kwargs={"room_key": made.room_key, "keyring": door}),
        threading.Thread(
            target=change_passphrase,
            args=(path,),
            kwargs={"room_key": made.room_key, "passphrase": "nouvelle", "argon2": FAST},
        ),
        threading.Thread(target=renew_recovery_code, args=(path,), kwargs={"room_key": made.room_key}),
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()

    assert open_keys(path, keyring=door) == made.room_key
    assert open_keys(path, passphrase="nouvelle") == made.room_key
    assert code_of(lambda: open_keys(path, recovery_code=made.recovery_code)) == "wrong-recovery-code"


def test_that_of_many_who_want_to_change_a_file_only_one_does_at_a_time(tmp_path):
    counter = tmp_path / "counter"
    counter.write_text("0")

    def count() -> None:
        for _turn in range(40):
            with alone(counter):
                read = int(counter.read_text())
                time.sleep(0.0002)
                counter.write_text(str(read + 1))

    jobs = [threading.Thread(target=count) for _job in range(4)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()

    assert counter.read_text() == "160"
    assert [entry.name for entry in tmp_path.iterdir()] == ["counter"]


def test_that_a_lock_removed_by_its_holder_while_we_took_it_is_taken_anew(path, monkeypatch):
    lock = path.with_name(f".{path.name}.lock")
    opened = []

    def open_lock(*names):
        opened.append(open_for_real(*names))
        if len(opened) == 1:
            lock.unlink()
        return opened[-1]

    open_for_real = files._open_lock
    monkeypatch.setattr(files, "_open_lock", open_lock)

    with alone(path):
        assert lock.exists()
    assert len(opened) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a small file system of its own otherwise")
def test_that_a_full_disk_leaves_the_former_keys(path, monkeypatch):
    made = keys_with(path)
    before = path.read_bytes()
    real_fdopen = os.fdopen

    def onto_a_full_disk(handle, mode):
        os.close(handle)
        return real_fdopen(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr("warroom.identity.files.os.fdopen", onto_a_full_disk)
    with pytest.raises(Trouble, match="No space left") as trouble:
        renew_recovery_code(path, room_key=made.room_key)

    assert "untouched" in trouble.value.safe
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_that_a_folder_that_is_not_there_is_a_clear_trouble(tmp_path):
    assert code_of(lambda: keys_with(tmp_path / "absent" / "r.keys")) == "file-not-written"


def test_that_refusals_and_wrong_keys_keep_their_exit_codes():
    assert (Refusal.exit_code, Trouble.exit_code, WrongKey.exit_code) == (3, 4, 5)
