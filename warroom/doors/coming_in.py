"""Coming in: a room file made of an invitation, enrolled and with all its history, or nothing at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from warroom.access import Opened, check_new, notes_on, place_of, station_of
from warroom.clock import Clock
from warroom.domain.ids import RecordId
from warroom.errors import Refusal, WarroomError
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import Argon2Parameters, create_keys, keys_exist, keys_path
from warroom.identity.places import PORTABLE_ENDINGS, Place
from warroom.identity.stations import create_station, forget_station
from warroom.storage.asides import keep_piece
from warroom.storage.attachments import Step
from warroom.storage.enrolment import Station
from warroom.storage.founding import fresh_name, fresh_room
from warroom.storage.joining import (
    enrol_invited,
    first_free,
    has_invitation,
    letters_taken,
    prepare,
    stations_known,
)
from warroom.storage.store import Store
from warroom.storage.vault import Vault, explained
from warroom.words import _

if TYPE_CHECKING:
    from warroom.sync.bulletins import Bulletin
    from warroom.sync.invitations import Invitation

PIECES_AT_ONCE = 16


def join_store(
    source: Path,
    path: Path,
    *,
    code: str,
    letter: str,
    passphrase: str | None,
    keyring: KeyringDoor | None,
    argon2: Argon2Parameters,
    clock: Clock,
    machine: bytes | None,
    portable: bool,
    step: Step,
) -> tuple[Opened, list[Bulletin]]:
    """Make a room file of an invitation, enrolled and with all its history, or nothing at all.

    Raises WrongKey for the code or a missing key, Refusal for a file, a name or a letter that will not do, Trouble.
    """
    from warroom.sync.bundles import pieces_in
    from warroom.sync.invitations import open_invitation

    check_new(path, name="-", letter=letter or "A")
    if keys_path(path).exists():
        raise keys_exist(keys_path(path))
    with explained(source), source.open("rb") as stream:
        invitation, reader, contents = open_invitation(stream, code, name=source.name)
        room_id = bytes.fromhex(invitation.room)
        place = place_of(path, is_portable=portable, mark="" if portable else secrets.token_hex(6))
        keyring = None if portable else keyring
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        had = _keyring_holds(keyring, invitation.room)
        keys = keys_path(fresh_name(path))  # under its own name only when the room is
        keys.unlink(missing_ok=True)
        made = create_keys(keys, room_id=room_id, passphrase=passphrase, keyring=keyring, argon2=argon2)
        try:
            with fresh_room(path, key=made.room_key.raw) as vault:
                _take(vault, invitation, list(contents.runs), name=source.name, place=place, clock=clock, step=step)
                _keep_all(vault, pieces_in(reader, name=source.name))
                letter = _letter_for(vault, letter or invitation.letter)
                known = stations_known(vault.writer)
                loaded = create_station(place, room_id=room_id, keyring=keyring, room_key=made.room_key, known=known)
                station = station_of(loaded.identity, letter)
                with vault.writing() as conn:
                    enrol_invited(conn, station, invitation=RecordId(invitation.id), once=invitation.once, clock=clock)
                with explained(path):
                    keys.replace(keys_path(path))
            store = _opened(path, key=made.room_key.raw, clock=clock, machine=machine, place=place, station=station)
        except BaseException:
            _leave_nothing(path, place, room_id, keyring=None if had else keyring)
            raise
    unused = _("The keyring of this laptop does not keep the key of this room: {reason}")
    notes = [unused.format(reason=made.keyring_reason)] if made.keyring_reason else []
    notes += notes_on(loaded)
    opened = Opened(store, made.room_key, loaded.identity, tuple(notes), made.recovery_code, "joined", portable)
    return opened, list(contents.bulletins)


def _take(
    vault: Vault, invitation: Invitation, runs: list[bytes], *, name: str, place: Place, clock: Clock, step: Step
) -> None:
    from warroom.sync.history import take_history
    from warroom.sync.invitations import damaged
    from warroom.sync.packing import Unsound

    with vault.writing() as conn:
        prepare(conn, room=invitation.room, founder=invitation.founder, roots=invitation.roots, place=place)
    try:
        take_history(vault, runs, room=invitation.room, clock=clock, step=step)
    except Unsound as error:
        raise damaged(name) from error
    if not has_invitation(vault.writer, invitation.id):
        raise damaged(name)


def _keep_all(vault: Vault, pieces: Iterator[tuple[bytes, bytes, bytes]]) -> None:
    """The pieces of attached files, few at a time: together they may be larger than memory."""
    while batch := list(islice(pieces, PIECES_AT_ONCE)):
        with vault.writing() as conn:
            for each in batch:
                keep_piece(conn, *each)


def _letter_for(vault: Vault, letter: str) -> str:
    """The letter asked for. Raises Refusal when a station of the room has it."""
    taken = letters_taken(vault.writer)
    if letter in taken or not letter:
        free = first_free(taken)
        raise Refusal(
            "station-letter-taken",
            _("Another laptop of this room is station {letter} already.").format(letter=letter),
            safe=_("Nothing was created."),
            todo=_("Choose another letter: {letter} is free.").format(letter=free)
            if free
            else _("Every letter is taken."),
        )
    return letter


def _opened(path: Path, *, key: bytes, clock: Clock, machine: bytes | None, place: Place, station: Station) -> Store:
    vault = Vault(path, key=key)
    try:
        return Store(vault, clock=clock, machine=machine or place.machine(), place=place, station=station)
    except BaseException:
        vault.close()
        path.unlink(missing_ok=True)  # nobody ever had it
        raise


def _leave_nothing(path: Path, place: Place, room_id: bytes, *, keyring: KeyringDoor | None) -> None:
    for keys in (keys_path(fresh_name(path)), keys_path(path)):
        keys.unlink(missing_ok=True)
    forget_station(place, room_id=room_id)
    if place.is_portable:
        for ending in PORTABLE_ENDINGS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    else:
        for noted in place.folder.glob(f"{room_id.hex()}-{place.mark}.*"):
            noted.unlink(missing_ok=True)
    if keyring is not None and keyring.available().ok:
        keyring.delete(room_id.hex())


def _keyring_holds(keyring: KeyringDoor | None, room: str) -> bool:
    """Whether the keyring opens another file of this room on this laptop: its secret then stays, whatever happens."""
    if keyring is None or not keyring.available().ok:
        return True
    with suppress(WarroomError):
        return keyring.read(room) is not None
    return True
