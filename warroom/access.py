"""Access: from a path and a secret to a store at work; a new key for a room; a backup made into a room again."""

from __future__ import annotations

import glob
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from warroom.clock import Clock
from warroom.domain.audit import Detail, Event, Noted, plain_detail
from warroom.errors import Refusal, Trouble, WarroomError
from warroom.identity.anchor import Anchor
from warroom.identity.attempts import Failed, read_attempts, unlock
from warroom.identity.files import sync_folder
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import (
    Argon2Parameters,
    RoomKey,
    copy_keys,
    create_keys,
    delete_keys,
    describe_keys,
    keys_path,
    methods,
)
from warroom.identity.keysfile import ROOM_ID_LENGTH
from warroom.identity.places import PORTABLE_ENDINGS, Place, beside, leave_no_trace, on_this_laptop
from warroom.identity.rekeying import abandon_rekey, finish_rekey, former_key, rewrap
from warroom.identity.stations import (
    LoadedStation,
    StationIdentity,
    load_or_create_station,
    read_station,
    reseal_station,
)
from warroom.identity.wrapping import DEFAULT_ARGON2, Method
from warroom.storage.audit import write
from warroom.storage.backup import copy_whole, rekey_copy
from warroom.storage.enrolment import MARK, PORTABLE, Station
from warroom.storage.journal import meta, read_tip
from warroom.storage.store import Store
from warroom.storage.vault import Vault, be_alone, explained, holds_leftovers, missing, run
from warroom.words import _


def system_keyring() -> KeyringDoor | None:
    """This laptop's keyring, or None when it cannot be used now. May show the system's own prompt; ask in a task."""
    door = KeyringDoor()
    return door if door.available().ok else None


def keyring_state() -> tuple[bool, str]:
    """Whether the keyring can be used now, and otherwise why not, in the user's words."""
    state = KeyringDoor().available()
    return state.ok, state.reason


@dataclass(frozen=True, slots=True)
class Opened:
    """A store at work, the key it is under, and what its user should know."""

    store: Store
    key: RoomKey
    identity: StationIdentity
    notes: tuple[str, ...]
    recovery_code: str = field(default="", repr=False)
    way: str = ""  # how it was opened: keyring, passphrase, recovery, or created
    is_portable: bool = False
    failed: tuple[Failed, ...] = ()  # attempts to open it before this one


def make_store(
    path: Path,
    *,
    name: str,
    letter: str,
    content: str,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    argon2: Argon2Parameters,
    clock: Clock,
    machine: bytes | None,
    portable: bool = False,
) -> Opened:
    """Make a room file and its keys file, both or none. A portable one never asks the keyring."""
    check_new(path, name=name, letter=letter)
    place = place_of(path, is_portable=portable)
    keyring = None if portable else keyring
    room_id = os.urandom(ROOM_ID_LENGTH)
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    made = create_keys(keys_path(path), room_id=room_id, passphrase=passphrase, keyring=keyring, argon2=argon2)
    try:
        loaded = load_or_create_station(place, room_id=room_id, keyring=keyring, room_key=made.room_key)
        store = Store.create(
            path,
            key=made.room_key.raw,
            room=room_id.hex(),
            name=name,
            content=content,
            station=station_of(loaded.identity, letter),
            clock=clock,
            machine=machine or place.machine(),
            place=place,
        )
    except BaseException:
        delete_keys(keys_path(path), keyring=keyring)
        for ending in PORTABLE_ENDINGS if portable else ():
            path.with_name(path.name + ending).unlink(missing_ok=True)
        raise
    unused = _("The keyring of this laptop does not keep the key of this room: {reason}")
    notes = [unused.format(reason=made.keyring_reason)] if made.keyring_reason else []
    notes += notes_on(loaded)
    return Opened(store, made.room_key, loaded.identity, tuple(notes), made.recovery_code, "created", portable)


def open_store(
    path: Path,
    *,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    recovery_code: str | None,
    clock: Clock,
    machine: bytes | None,
    read_only: bool,
) -> Opened:
    """The store of a room file. Raises WrongKey and Trouble as `Room.open` says."""
    if not path.exists():
        raise missing(path)  # before a missing keys file is complained of
    key = unlock(path, passphrase=passphrase, keyring=keyring, recovery_code=recovery_code)
    waiting = read_attempts(path)
    keys = describe_keys(keys_path(path))
    vault = open_vault(path, key, read_only=read_only)
    key = RoomKey(vault.key)  # the former one while a change of key is unfinished and cannot be finished now
    try:
        with explained(path):
            letter = str(meta(vault.writer, "letter") or "A")
            place = place_of(
                path, is_portable=bool(meta(vault.writer, PORTABLE)), mark=str(meta(vault.writer, MARK) or "")
            )
            if place.is_portable and read_only:
                loaded = read_station(place, room_id=keys.room_id, room_key=key)
            else:
                door = None if place.is_portable else keyring
                loaded = load_or_create_station(place, room_id=keys.room_id, keyring=door, room_key=key)
            store = Store(
                vault,
                clock=clock,
                machine=machine or place.machine(),
                place=place,
                station=station_of(loaded.identity, letter),
            )
    except BaseException:
        vault.close()
        raise
    late = _("A change of the room key was interrupted. Print a new recovery sheet: the last may be out of date.")
    cut_off = _("This laptop was revoked from the room. Everything can be read and exported; nothing new counts.")
    notes = [
        *([late] if keys.is_rekeying else []),
        *notes_on(loaded),
        *([store.lacking] if store.lacking else []),
        *([cut_off] if store.opened_revoked else []),
    ]
    way = "recovery" if recovery_code is not None else "passphrase" if passphrase is not None else "keyring"
    return Opened(store, key, loaded.identity, tuple(notes), "", way, place.is_portable, waiting.failed)


def place_of(path: Path, *, is_portable: bool, mark: str = "") -> Place:
    """Where a room's station keeps its identity and its anchor."""
    if not is_portable:
        return on_this_laptop(mark)
    leave_no_trace()
    return beside(path)


def check_new(path: Path, *, name: str, letter: str) -> None:
    """Raises Refusal for a letter, a name or a path that no new room can have."""
    if not (len(letter) == 1 and letter.isascii() and letter.isalpha()):
        raise Refusal(
            "station-letter",
            _("A station is one letter, A to Z."),
            safe=_("Nothing was created."),
            todo=_("Choose a letter that no other laptop of this room has."),
        )
    if not name:
        raise Refusal("name-missing", _("The room needs a name."), safe=_("Nothing was created."))
    if path.exists() or holds_leftovers(path):
        raise _taken(path)


def _taken(path: Path) -> Refusal:
    return Refusal(
        "room-exists",
        _("There is already a file at {path}.").format(path=path),
        safe=_("It was not touched."),
        todo=_("Choose another name."),
    )


def station_of(identity: StationIdentity, letter: str) -> Station:
    """The public side of an identity, as it enrols."""
    return Station(
        id=identity.station_id.hex(),
        letter=letter,
        public_key=identity.public_key.hex(),
        box_key=identity.sealing_key.hex(),
    )


def notes_on(station: LoadedStation) -> list[str]:
    """What the user should know of this laptop's identity."""
    if station.set_aside is None:
        return []
    note = _("This laptop's identity in this room could not be read. It got a new one; the old is kept as {file}.")
    return [note.format(file=station.set_aside.name)]


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
    tip = _tip(vault)
    if not (read_only and tip.is_portable):  # it lies outside the room
        place = place_of(path, is_portable=tip.is_portable, mark=tip.mark)
        reseal_station(place, room_id=tip.room_id, former=former, room_key=key)
    if not read_only:
        _finish(path, tip, former=former, key=key)
    return vault


def _after_half_a_rekey(path: Path, key: RoomKey, former: RoomKey, *, read_only: bool) -> Vault:
    """The program ended between the new keys file and the new room file: change the file now, or go on as it was."""
    if not read_only:
        try:
            _change_key(path, former=former, key=key)
            return Vault(path, key=key.raw)
        except Trouble as trouble:
            if trouble.code == "room-damaged":
                raise
    return Vault(
        path, key=former.raw, read_only=read_only
    )  # no space for a copy just now: the next opening tries again


def rekey(
    path: Path,
    *,
    key: RoomKey,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    argon2: Argon2Parameters = DEFAULT_ARGON2,
) -> str:
    """Give a closed room a new key and a new recovery code, returned. The next opening mends a crash in between.

    Raises Trouble, and leaves the former key in force, when another program has the room open or the disk is full.
    """
    be_alone(path, key=key.raw)
    kept = methods(keys_path(path))
    made = rewrap(
        keys_path(path),
        room_key=key,
        passphrase=passphrase,
        keyring=keyring if Method.KEYRING in kept else None,
        argon2=argon2,
    )
    try:
        _change_key(path, former=key, key=made.room_key)
    except Trouble:
        if describe_keys(keys_path(path)).is_rekeying and _opens(path, key):
            abandon_rekey(keys_path(path), room_key=made.room_key)
        raise
    return made.recovery_code


def _opens(path: Path, key: RoomKey) -> bool:
    try:
        Vault(path, key=key.raw, read_only=True).close()
    except Trouble:
        return False
    return True


def _change_key(path: Path, *, former: RoomKey, key: RoomKey) -> None:
    fresh = path.with_name(f".{path.name}.rekey-{os.getpid()}")
    try:
        be_alone(path, key=former.raw)
        for killed in path.parent.glob(f".{glob.escape(path.name)}.rekey-*"):  # nobody else is at it
            killed.unlink(missing_ok=True)
        rekey_copy(path, fresh, former=former.raw, key=key.raw)
        vault = Vault(fresh, key=key.raw)
        try:
            _note_in(vault, Event.REKEYED, {})
            tip = _tip(vault)
        finally:
            vault.close()
        with explained(path):
            fresh.replace(path)
            sync_folder(path.parent)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    _finish(path, tip, former=former, key=key)


def _finish(path: Path, tip: Tip, *, former: RoomKey, key: RoomKey) -> None:
    place = place_of(path, is_portable=tip.is_portable, mark=tip.mark)
    reseal_station(place, room_id=tip.room_id, former=former, room_key=key)
    _keep_writing_as(path, tip, place, former=former, key=key)
    finish_rekey(keys_path(path), room_key=key)


def _keep_writing_as(path: Path, tip: Tip, place: Place, *, former: RoomKey, key: RoomKey) -> None:
    """The file is another one on disk but the same room here: no new writer for that."""
    machine = place.machine()
    with place.anchor(tip.room_id, former.raw) as before, place.anchor(tip.room_id, key.raw) as anchors:
        known = anchors.read() or before.read()
        if known is None or (known.writer_id, known.machine, known.seq) != (tip.writer, machine, tip.seq):
            return  # not the laptop that wrote last: the opening judges
        note = Anchor(
            room_id=tip.room_id,
            writer_id=tip.writer,
            seq=tip.seq,
            head_hash=tip.head,
            machine=machine,
            file_id=place.file_id(path),
            incarnation=known.incarnation,
        )
        anchors.adopt(note)


@dataclass(frozen=True, slots=True)
class Tip:
    """Whose room file it is and how far its writer came."""

    room_id: bytes
    writer: bytes
    seq: int
    head: bytes
    is_portable: bool
    mark: str


def _tip(vault: Vault) -> Tip:
    room_id = bytes.fromhex(str(run(vault.writer, "SELECT value FROM meta WHERE name='room'")[0][0]))
    tip = read_tip(vault.writer)
    is_portable, mark = bool(meta(vault.writer, PORTABLE)), str(meta(vault.writer, MARK) or "")
    return Tip(room_id, tip.writer, tip.seq, tip.hash, is_portable, mark)


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
        raise _taken(target)
    key = unlock(backup, passphrase=passphrase, keyring=keyring, recovery_code=recovery_code)
    try:
        copy_whole(backup, target, key=key.raw)
    except (WarroomError, OSError):
        if not target.exists():
            keys_path(target).unlink(missing_ok=True)
        raise
    if not keys_path(target).exists():
        copy_keys(keys_path(backup), keys_path(target))
    with suppress(Trouble):  # the room is whole, also where the disk has no space left for a note
        vault = Vault(target, key=key.raw)
        try:
            _note_in(vault, Event.RESTORED, {"file": backup.name})
        finally:
            vault.close()


def _note_in(vault: Vault, what: Event, detail: dict[str, Detail]) -> None:
    """A note of the audit in a file that no room has open."""
    write(vault, [Noted(Clock().now_ms(), "", what.value, plain_detail(detail))])
