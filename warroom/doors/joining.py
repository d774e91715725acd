"""Joining through the room's door: an invitation for another laptop, who waits to be admitted, a room of one's own."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TypeVar

from warroom.clock import Clock
from warroom.commands.base import Command
from warroom.commands.joining import Invite, WithdrawInvitation
from warroom.domain.audit import Event
from warroom.domain.exchange import Why
from warroom.domain.ids import RecordId
from warroom.domain.members import StationOf
from warroom.doors.audit import Audit
from warroom.doors.coming_in import join_store
from warroom.doors.exchange import Exchange
from warroom.doors.rights import Rights
from warroom.errors import Refusal, WarroomError
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import DEFAULT_ARGON2, Argon2Parameters
from warroom.identity.spoken import new_code
from warroom.identity.stations import StationIdentity
from warroom.storage.admission import OpenInvitation, is_shut_out, open_invitations, roots_to_name
from warroom.storage.asides import kept_bodies, piece, piece_sizes
from warroom.storage.attachments import Step
from warroom.storage.books import ambiguous
from warroom.storage.gates import founder_of
from warroom.storage.queries.members import fingerprint_of_key
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.storage.views import Views
from warroom.words import _

Result = TypeVar("Result")


class Joining:
    """What a room adds to its parts: bringing another laptop in, and coming in."""

    _store: Store
    path: Path
    id: str
    identity: StationIdentity
    clock: Clock
    views: Views
    rights: Rights
    exchange: Exchange
    audit: Audit

    def do(self, command: Command[Result]) -> Future[Result]:
        """The room's."""
        raise NotImplementedError

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
        return write_invitation(self, self._store, Path(path), label=label, letter=letter, argon2=argon2, step=step)

    def invitations(self) -> list[OpenInvitation]:
        """The invitations that nobody used nor withdrew yet, oldest first."""
        with explained(self._store.vault.path):
            return open_invitations(self._store.reader())

    def strangers(self) -> list[StationOf]:
        """Laptops that nobody admitted with effect: those in the journal, and those whose runs were set aside."""
        with explained(self._store.vault.path):
            conn = self._store.reader()
            found = [station for station in self.rights.stations() if station.shut_out]
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
        room.exchange.hear(bulletins, route="usb")
        return room


def write_invitation(
    room: Joining, store: Store, path: Path, *, label: str, letter: str, argon2: Argon2Parameters, step: Step
) -> str:
    """Write the whole room for one laptop to join with; the code to be read aloud, which is kept nowhere.

    An invitation that could not be written is withdrawn. Raises Trouble `bundle-not-written`, Refusal `file-exists`,
    `not-admitted`, `right-missing`.
    """
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
            conn = store.reader()
            row = next(each for each in open_invitations(conn) if each.id == made)
            said = Invitation(
                secret_keys=once.secret_keys, room=room.id, founder=founder_of(conn), id=made, inviter=own,
                letter=row.letter, name=room.views.name(), roots=tuple(roots_to_name(conn)),
            )  # fmt: skip
            header = wrapped(said, code, argon2)
            _write_whole_room(room, store, path, header=header, box_key=once.sealing_key, step=step)
    except BaseException:
        with suppress(WarroomError):
            room.do(WithdrawInvitation(invitation=made)).result()
        raise
    room.audit.note(Event.INVITED, {"file": path.name})
    return code


def _write_whole_room(
    room: Joining, store: Store, path: Path, *, header: dict[str, Any], box_key: bytes, step: Step
) -> None:
    """Everything in the room, sealed to one key, behind this header."""
    from warroom.sync.bundles import fitting, write_bundle
    from warroom.sync.frames import Magic

    room.exchange.sign()
    here = [(attachment, sha, size) for attachment, sha, size in piece_sizes(store.reader()) if size is not None]
    chosen = fitting(here)
    manifest = {
        "at": room.clock.now_ms(),
        "bulletins": [each.document() for each in room.exchange.bulletins()],
        "files_left": len(here) - len(chosen),
        "station": room.identity.station_id.hex(),
    }
    write_bundle(
        path,
        magic=Magic.INVITATION,
        header=header,
        manifest=manifest,
        runs=room.exchange.packed_beyond({}, step=step),
        pieces=chosen,
        piece=lambda sha: piece(store.reader(), sha),
        box_keys=[box_key],
        step=step,
    )


def stranger_of(strangers: list[StationOf], said: str) -> StationOf:
    """The one of this letter, name, id or fingerprint. Raises Refusal when there is none, or more than one."""
    wanted = "".join(said.split()).casefold()
    names = {
        station.id: (
            station.id,
            station.fingerprint.replace(" ", ""),
            station.letter.casefold(),
            station.name.casefold(),
        )
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
