"""Joining through the room's door: an invitation for another laptop, and a room made from one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from warroom.access import Opened, check_new, notes_on, place_of, station_of
from warroom.clock import Clock
from warroom.commands.joining import Invite, WithdrawInvitation
from warroom.domain.exchange import Why
from warroom.domain.ids import RecordId
from warroom.domain.members import StationOf
from warroom.errors import Refusal, WarroomError
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import DEFAULT_ARGON2, Argon2Parameters, create_keys, keys_exist, keys_path
from warroom.identity.places import PORTABLE_ENDINGS, Place
from warroom.identity.spoken import new_code
from warroom.identity.stations import StationIdentity, create_station, forget_station
from warroom.storage.admission import OpenInvitation, is_shut_out, open_invitations, roots_to_name
from warroom.storage.asides import keep_piece, kept_bodies, piece, piece_sizes
from warroom.storage.books import ambiguous
from warroom.storage.enrolment import Station
from warroom.storage.founding import fresh_name, fresh_room
from warroom.storage.gates import founder_of
from warroom.storage.joining import (
    enrol_invited,
    first_free,
    has_invitation,
    letters_taken,
    prepare,
    stations_known,
)
from warroom.storage.queries.members import fingerprint_of_key
from warroom.storage.store import Store
from warroom.storage.vault import Vault, explained
from warroom.words import _

if TYPE_CHECKING:
    from warroom.room import Room
    from warroom.sync.bulletins import Bulletin
    from warroom.sync.invitations import Invitation

Step = Callable[[int, int], None]
PIECES_AT_ONCE = 16


class Joining:
    """What a room adds to its parts: bringing another laptop in, and coming in."""

    _store: Store

    def invite(
        self,
        path: Path | str,
        *,
        label: str = "",
        letter: str = "",
        argon2: Argon2Parameters = DEFAULT_ARGON2,
        step: Step = lambda done, total: None,
    ) -> str:
        """Write the whole room for one laptop to join with; the code to be read aloud, which is kept nowhere.

        Blocks; call it from a task. Raises Refusal `right-missing`, `not-admitted`, `file-exists`, Trouble
        `bundle-not-written`; the invitation is withdrawn then.
        """
        room = cast("Room", self)
        return write_invitation(room, self._store, Path(path), label=label, letter=letter, argon2=argon2, step=step)

    def invitations(self) -> list[OpenInvitation]:
        """The invitations that nobody used nor withdrew yet, oldest first."""
        with explained(self._store.vault.path):
            return open_invitations(self._store.reader())

    def strangers(self) -> list[StationOf]:
        """Laptops that nobody admitted with effect: those in the journal, and those whose runs were set aside."""
        with explained(self._store.vault.path):
            conn = self._store.reader()
            found = [station for station in cast("Room", self).rights.stations() if station.shut_out]
            return found + _set_aside(conn, {station.id for station in found})

    @classmethod
    def join(
        cls,
        invitation: Path | str,
        path: Path | str,
        *,
        code: str,
        station: str = "",
        passphrase: str | None = None,
        keyring: KeyringDoor | None = None,
        portable: bool = False,
        clock: Clock | None = None,
        machine: bytes | None = None,
        argon2: Argon2Parameters = DEFAULT_ARGON2,
        backups: bool = True,
        step: Step = lambda done, total: None,
    ) -> Self:
        """Make a room file of an invitation, with all its history; `station` "" takes the letter that was proposed.

        Blocks; call it from a task. Raises WrongKey `code-wrong`, `code-mistyped`, `key-needed`, Refusal
        `station-letter-taken`, `not-an-invitation`, Trouble `invitation-damaged`; nothing is left behind then.
        """
        clock = clock or Clock()
        opened, bulletins = join_store(
            Path(invitation),
            Path(path),
            code=code,
            letter=station.strip().upper(),
            passphrase=passphrase,
            keyring=keyring,
            argon2=argon2,
            clock=clock,
            machine=machine,
            portable=portable,
            step=step,
        )
        try:
            room = cls(opened, clock=clock, backups=backups)  # type: ignore[call-arg]
        except BaseException:
            opened.store.close()
            raise
        cast("Room", room).exchange.hear(bulletins, route="usb")
        return room


def write_invitation(
    room: Room, store: Store, path: Path, *, label: str, letter: str, argon2: Argon2Parameters, step: Step
) -> str:
    """Write the whole room for one laptop to join with; the code to be read aloud, which is kept nowhere.

    An invitation that could not be written is withdrawn. Raises Trouble `bundle-not-written`, Refusal `file-exists`,
    `not-admitted`, `right-missing`.
    """
    from warroom.sync.bundles import FILES_MOST, write_bundle
    from warroom.sync.frames import Magic
    from warroom.sync.invitations import Invitation, is_invitation, wrapped

    _refuse_to_overwrite(path, is_ours=is_invitation(path))
    own = room.identity.station_id.hex()
    with explained(room.path):
        _refuse_when_not_admitted(store, own)
    once, code = StationIdentity.fresh(), new_code()
    keys = {"enrol_key": once.public_key.hex(), "box_key": once.sealing_key.hex()}
    made = room.do(Invite(label=label, letter=letter, **keys)).result()
    try:
        with explained(room.path):
            conn, chosen, total = store.reader(), list[tuple[bytes, bytes, int]](), 0
            row = next(each for each in open_invitations(conn) if each.id == made)
            said = Invitation(
                secret_keys=once.secret_keys, room=room.id, founder=founder_of(conn), id=made, inviter=own,
                letter=row.letter, name=room.views.name(), roots=tuple(roots_to_name(conn)),
            )  # fmt: skip
            header = wrapped(said, code, argon2)
            room.exchange.sign()
            here = [(attachment, sha, size) for attachment, sha, size in piece_sizes(conn) if size is not None]
            for item in here:
                total += item[2]
                if total > FILES_MOST:
                    break
                chosen.append(item)
            manifest = {
                "at": room.clock.now_ms(),
                "bulletins": [each.document() for each in room.exchange.bulletins()],
                "files_left": len(here) - len(chosen),
                "station": own,
            }
            write_bundle(
                path,
                magic=Magic.INVITATION,
                header=header,
                manifest=manifest,
                runs=room.exchange.packed_beyond({}, step=step),
                pieces=chosen,
                piece=lambda sha: piece(store.reader(), sha),
                box_keys=[once.sealing_key],
                step=step,
            )
    except BaseException:
        with suppress(WarroomError):
            room.do(WithdrawInvitation(invitation=made)).result()
        raise
    return code


def stranger_of(strangers: list[StationOf], said: str) -> StationOf:
    """The one of this letter, name, id or fingerprint. Raises Refusal when there is none, or more than one."""
    wanted = "".join(said.split()).casefold()
    names = {
        station.id: (station.id, station.fingerprint.replace(" ", ""), station.letter.casefold(), station.name.casefold())
        for station in strangers
    }
    found = [station for station in strangers if wanted and wanted in names[station.id]]
    if not found:
        raise Refusal(
            "station-unknown",
            _("No laptop that waits to be admitted is called {letter}.").format(letter=said),
            safe=_("Nothing was changed."),
            todo=_("Bring what it wrote on a stick first; then it is listed here."),
        )
    if len(found) > 1:
        raise ambiguous(said)
    return found[0]


def _set_aside(conn: Any, known: set[str]) -> list[StationOf]:
    """The stations whose runs wait because nobody vouches for them, as they call themselves."""
    from warroom.sync.packing import Unsound, unpack
    from warroom.sync.verifying import introduce, letter_said

    found: dict[str, StationOf] = {}
    for _source, body in kept_bodies(conn, Why.UNKNOWN):
        owners, keys = dict[bytes, str](), dict[str, bytes]()
        try:
            packed = unpack(body)
        except Unsound:
            continue
        introduce(packed, owners, keys)
        station = owners.get(packed.header.writer, "")
        if station in keys and station not in known and packed.segment.is_signed_by(keys[station]):
            key = keys[station].hex()
            found.setdefault(
                station,
                StationOf(
                    id=RecordId(station), letter=letter_said(packed), name="", fingerprint=fingerprint_of_key(key),
                    public_key=key, enrolled=None, writers=(), is_ours=False, is_founder=False, revoked=None,
                    shut_out="unknown",
                ),
            )  # fmt: skip
    return list(found.values())


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
                batch = []
                for each in pieces_in(reader):
                    batch.append(each)
                    if len(batch) == PIECES_AT_ONCE:
                        _keep(vault, batch)
                        batch = []
                _keep(vault, batch)
                letter = _letter_for(vault, letter or invitation.letter)
                known = stations_known(vault.writer)
                loaded = create_station(
                    place, room_id=room_id, keyring=keyring, room_key=made.room_key, known=known
                )
                station = station_of(loaded.identity, letter)
                with vault.writing() as conn:
                    enrol_invited(
                        conn, station, invitation=RecordId(invitation.id), once=invitation.once, clock=clock
                    )
                with explained(path):
                    keys.replace(keys_path(path))
            store = _opened(path, key=made.room_key.raw, clock=clock, machine=machine, place=place, station=station)
        except BaseException:
            _leave_nothing(path, place, room_id, keyring=None if had else keyring)
            raise
    unused = _("The keyring of this laptop does not keep the key of this room: {reason}")
    notes = [unused.format(reason=made.keyring_reason)] if made.keyring_reason else []
    notes += notes_on(loaded)
    opened = Opened(store, made.room_key, loaded.identity, tuple(notes), made.recovery_code, "created", portable)
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


def _keep(vault: Vault, pieces: list[tuple[bytes, bytes, bytes]]) -> None:
    if pieces:
        with vault.writing() as conn:
            for each in pieces:
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


def _refuse_to_overwrite(path: Path, *, is_ours: bool) -> None:
    if path.exists() and not is_ours:
        raise Refusal(
            "file-exists",
            _("There is already a file at {path}.").format(path=path),
            safe=_("It was not touched."),
            todo=_("Choose another name."),
        )


def _refuse_when_not_admitted(store: Store, own: str) -> None:
    """A laptop whose words count nowhere cannot bring another one in."""
    if is_shut_out(store.reader(), own):
        raise Refusal(
            "not-admitted",
            _("This laptop is not admitted to the room itself."),
            safe=_("Nothing was written."),
            todo=_("Have another laptop admit it first."),
        )
