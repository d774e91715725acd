"""Access: from a path and a secret to an open vault; a new key for a room; a backup made into a room again."""

from __future__ import annotations

import os
from pathlib import Path

from warroom.errors import Refusal, Trouble, WarroomError
from warroom.identity.anchor import Anchor, AnchorFile, file_identity
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import Argon2Parameters, RoomKey, copy_keys, keys_path, methods, open_keys
from warroom.identity.machine import data_folder, machine_fingerprint
from warroom.identity.rekeying import finish_rekey, former_key, rewrap
from warroom.identity.stations import reseal_station
from warroom.identity.wrapping import DEFAULT_ARGON2, Method
from warroom.storage.backup import copy_whole, rekey_copy
from warroom.storage.vault import Vault, run
from warroom.words import _


def system_keyring() -> KeyringDoor | None:
    """This laptop's keyring, or None when it cannot be used now. May show the system's own prompt; ask in a task."""
    door = KeyringDoor()
    return door if door.available().ok else None


def keyring_state() -> tuple[bool, str]:
    """Whether the keyring can be used now, and otherwise why not, in the user's words."""
    state = KeyringDoor().available()
    return state.ok, state.reason


def open_vault(path: Path, key: RoomKey, *, read_only: bool) -> Vault:
    """The vault under today's key; an unfinished change of key is finished, or the former key serves.

    Raises Trouble for a damaged, locked or unreachable file.
    """
    former = former_key(keys_path(path), room_key=key)
    if former is None:
        return Vault(path, key=key.raw, read_only=read_only)
    try:
        vault = Vault(path, key=key.raw, read_only=read_only)
    except Trouble as trouble:
        if trouble.code != "room-damaged":
            raise
        return _after_half_a_rekey(path, key, former, read_only=read_only)
    if not read_only:
        reseal_station(data_folder(), room_id=_room_id(vault), former=former, room_key=key)
        finish_rekey(keys_path(path), room_key=key)
    return vault


def _after_half_a_rekey(path: Path, key: RoomKey, former: RoomKey, *, read_only: bool) -> Vault:
    """The program ended between the new keys file and the new room file: change the file now, or read it as it was."""
    if read_only:
        return Vault(path, key=former.raw, read_only=True)
    _change_key(path, former=former, key=key)
    return Vault(path, key=key.raw)


def rekey(
    path: Path,
    *,
    key: RoomKey,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    argon2: Argon2Parameters = DEFAULT_ARGON2,
) -> str:
    """Give a closed room a new key and a new recovery code, returned. The next opening mends a crash in between."""
    kept = methods(keys_path(path))
    made = rewrap(
        keys_path(path),
        room_key=key,
        passphrase=passphrase,
        keyring=keyring if Method.KEYRING in kept else None,
        argon2=argon2,
    )
    _change_key(path, former=key, key=made.room_key)
    return made.recovery_code


def _change_key(path: Path, *, former: RoomKey, key: RoomKey) -> None:
    fresh = path.with_name(f".{path.name}.rekey-{os.getpid()}")
    try:
        rekey_copy(path, fresh, former=former.raw, key=key.raw)
        vault = Vault(fresh, key=key.raw)
        try:
            room_id, writer, seq, head = _tip(vault)
            run(vault.writer, "PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            vault.close()
        fresh.replace(path)
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    reseal_station(data_folder(), room_id=room_id, former=former, room_key=key)
    _keep_writing_as(path, room_id=room_id, writer=writer, seq=seq, head=head)
    finish_rekey(keys_path(path), room_key=key)


def _keep_writing_as(path: Path, *, room_id: bytes, writer: bytes, seq: int, head: bytes) -> None:
    """The file is another one on disk but the same room here: no new writer for that."""
    machine = machine_fingerprint()
    with AnchorFile(data_folder(), room_id) as anchors:
        known = anchors.read()
        if known is None or known.writer_id != writer or known.machine != machine or known.seq != seq:
            return  # not the laptop that wrote last: the opening judges
        note = Anchor(
            room_id=room_id, writer_id=writer, seq=seq, head_hash=head, machine=machine, file_id=file_identity(path)
        )
        anchors.adopt(note)


def _tip(vault: Vault) -> tuple[bytes, bytes, int, bytes]:
    writer = bytes(run(vault.writer, "SELECT value FROM meta WHERE name='writer'")[0][0])
    seq, head = next(iter(vault.writer.execute("SELECT seq, hash FROM vv WHERE w=?", (writer,))))
    return _room_id(vault), writer, int(seq), bytes(head)


def _room_id(vault: Vault) -> bytes:
    return bytes.fromhex(str(run(vault.writer, "SELECT value FROM meta WHERE name='room'")[0][0]))


def restore(
    backup: Path,
    target: Path,
    *,
    passphrase: str | None = None,
    keyring: KeyringDoor | None = None,
    recovery_code: str | None = None,
) -> None:
    """Make a room out of a backup, verified, under a new name. Raises Refusal when the target exists."""
    if target.exists() or keys_path(target).exists():
        raise Refusal(
            "room-exists",
            _("There is already a file at {path}.").format(path=target),
            safe=_("It was not touched."),
            todo=_("Choose another name."),
        )
    key = open_keys(keys_path(backup), passphrase=passphrase, keyring=keyring, recovery_code=recovery_code)
    try:
        copy_whole(backup, target, key=key.raw)
    except (WarroomError, OSError):
        if not target.exists():
            keys_path(target).unlink(missing_ok=True)
        raise
    if not keys_path(target).exists():
        copy_keys(keys_path(backup), keys_path(target))
