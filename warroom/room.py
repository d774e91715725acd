"""The room: the one door to a room file. Open it, do something, read, follow what changes, close it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from warroom.access import Opened, keyring_state, make_store, open_store, rekey, restore, system_keyring
from warroom.clock import Clock
from warroom.commands.base import Command, handle
from warroom.commands.people import AddPerson
from warroom.domain.audit import Event
from warroom.domain.ids import RecordId
from warroom.doors import documents
from warroom.doors.advice import advice
from warroom.doors.alerts import Alerts
from warroom.doors.alerts_out import AlertsOut
from warroom.doors.attaching import attach
from warroom.doors.audit import Audit
from warroom.doors.calendars import Calendars
from warroom.doors.circles import Circles
from warroom.doors.copying import Copying
from warroom.doors.erasures import Erasures
from warroom.doors.evidence import Evidence
from warroom.doors.exchange import Exchange
from warroom.doors.exchanging import Exchanging
from warroom.doors.joining import Joining
from warroom.doors.lock import Lock
from warroom.doors.network import Network
from warroom.doors.opening import preview_import, recovery_sheet
from warroom.doors.outbox import Outbox
from warroom.doors.paper import Paper
from warroom.doors.plan_out import PlanOut
from warroom.doors.remotes import Remotes
from warroom.doors.reviews import Reviews
from warroom.doors.rights import Rights
from warroom.doors.rolling import RollingPaper
from warroom.doors.roster_in import RosterIn
from warroom.doors.roster_out import RosterOut
from warroom.doors.status_page import StatusPage
from warroom.doors.sticks import Sticks
from warroom.doors.templates import Templates
from warroom.doors.undoing import Undoing
from warroom.doors.ways_out import WaysOut
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import DEFAULT_ARGON2, Argon2Parameters
from warroom.identity.machine import data_folder
from warroom.identity.sheet import RecoverySheet
from warroom.storage.admission import OpenInvitation
from warroom.storage.attachments import Step
from warroom.storage.backup import Protection
from warroom.storage.books import named_by
from warroom.storage.changes import Change, Feed
from warroom.storage.drafts import Drafts
from warroom.storage.journal import set_meta
from warroom.storage.vault import explained
from warroom.storage.views import Card, Findings, LogFilter, Order, Views

if TYPE_CHECKING:
    from warroom.formats import Mapping
    from warroom.formats.people_columns import PeopleMapping
    from warroom.imports import ImportOutcome
    from warroom.reports.export import Exported
    from warroom.reports.redaction import Redaction

__all__ = [
    "Card",
    "Change",
    "Feed",
    "Findings",
    "KeyringDoor",
    "LogFilter",
    "OpenInvitation",
    "Order",
    "Protection",
    "RecoverySheet",
    "Room",
    "Views",
    "data_folder",
    "keyring_state",
    "preview_import",
    "recovery_sheet",
    "rekey",
    "restore",
    "system_keyring",
]

Result = TypeVar("Result")


class Room(Exchanging, Joining, Copying):
    """One open room file. Safe from any thread; `do` never blocks, the rest may."""

    def __init__(self, opened: Opened, *, clock: Clock, backups: bool) -> None:
        self._store = store = opened.store
        self._key = opened.key
        self._undoing = Undoing(store)
        self._drafts = Drafts(store.run, clock)
        self.identity = opened.identity
        self.clock = clock
        self.notes = (*opened.notes, *advice(opened, clock.now_ms()))  # sentences the user should read once
        self.recovery_code = opened.recovery_code  # only right after creation; to be printed, never stored
        self.views = Views(store, clock)
        self.rights = Rights(store, self.views, clock, sat_down=lambda: self.audit.note(Event.PERSON_CHANGED))
        self.changes: Feed = store.feed
        self.path = store.vault.path
        self.id = store.room
        self.is_portable, self.is_closed = opened.is_portable, False
        self._sit_where_we_sat()
        self.audit = Audit(store, key=opened.key, clock=clock, way=opened.way)
        self.lock = Lock(self, key=opened.key)
        self.evidence = Evidence(self, store)
        self.exchange = Exchange(store, opened.identity, clock)
        self.remotes = Remotes(store, self.exchange, self.audit, clock)
        self.paper = Paper(self)
        self.calendars, self.alerts, self.alerts_out = Calendars(self), Alerts(self), AlertsOut(self)
        self.status_page, self.plan_out = StatusPage(self), PlanOut(self)
        self._rolling = RollingPaper(self, store)
        self._keeper = self._keep() if backups and not self.read_only else None
        self.circles = Circles(store, opened.identity, self.do, self.views)
        self.erasure = Erasures(store, self.do, lambda: self._keeper, self._undoing.forget, clock, self._rolling.renew)
        self.sticks, self.network = Sticks(self), Network(self, store)
        self.outbox = Outbox(self)
        self.roster_in, self.roster_out, self.ways_out = RosterIn(self, store), RosterOut(self), WaysOut(self)
        self.templates, self.reviews = Templates(self), Reviews(self, store)

    # Opening

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        name: str,
        station: str = "A",
        passphrase: str | None = None,
        keyring: KeyringDoor | None = None,
        content: str = "fr",
        portable: bool = False,
        clock: Clock | None = None,
        machine: bytes | None = None,
        argon2: Argon2Parameters = DEFAULT_ARGON2,
        backups: bool = True,
    ) -> Room:
        """Make a room file and its keys file; WrongKey, and nothing made, with neither passphrase nor keyring.

        A portable room keeps everything beside itself, asks no keyring, and leaves nothing on the laptop.
        """
        clock = clock or Clock()
        made = make_store(
            Path(path),
            name=name.strip(),
            letter=station.strip().upper(),
            content=content,
            passphrase=passphrase,
            keyring=keyring,
            argon2=argon2,
            clock=clock,
            machine=machine,
            portable=portable,
        )
        return cls(made, clock=clock, backups=backups)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        passphrase: str | None = None,
        keyring: KeyringDoor | None = None,
        recovery_code: str | None = None,
        clock: Clock | None = None,
        machine: bytes | None = None,
        read_only: bool = False,
        backups: bool = True,
    ) -> Room:
        """Open a room file.

        Raises WrongKey for a wrong or missing key, Trouble for a damaged, newer, locked or unreachable file.
        """
        clock = clock or Clock()
        opened = open_store(
            Path(path),
            passphrase=passphrase,
            keyring=keyring,
            recovery_code=recovery_code,
            clock=clock,
            machine=machine,
            read_only=read_only,
        )
        try:
            return cls(opened, clock=clock, backups=backups)
        except BaseException:
            opened.store.close()
            raise

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is queued, close the file, and make a last copy when the latest is two minutes old."""
        self.is_closed = True
        self.remotes.unwatch()
        self.network.stop()
        self._rolling.stop_reading()
        self.audit.close()
        self._store.close()
        if self._keeper is not None:
            self._keeper.close()
        self._rolling.close()

    # Doing

    def do(self, command: Command[Result]) -> Future[Result]:
        """Queue a command; its future ends after the commit, or with the Refusal or Trouble that stopped it."""
        return self._store.submit(
            lambda books: handle(command, books), remember=lambda before: self._undoing.remember(command, before)
        )

    def do_all(self, commands: list[Command[Any]]) -> Future[list[Any]]:
        """Several commands in one transaction: all of them or none."""
        return self._store.submit(lambda books: [handle(command, books) for command in commands])

    def attach(
        self,
        path: Path | str,
        *,
        noun: str,
        parent: str,
        origin: str = "",
        circle: str = "",
        step: Step = lambda done, total: None,
    ) -> RecordId:
        """Keep a file as evidence on a record: streamed in, hashed, at most 200 MB. Blocks; call it from a task."""
        return attach(
            self._store, self.do, Path(path), noun=noun, parent=parent, origin=origin, circle=circle, step=step
        )

    def undo(self) -> Future[str]:
        """Write back what the last undoable command changed; its future says which. Never the log."""
        return self._undoing.undo()

    @property
    def can_undo(self) -> str:
        """What undo would undo, "" when nothing."""
        return self._undoing.next

    # Who and where

    def sit_down(self, name: str, initials: str = "", *, pin: str = "") -> None:
        """From now on this person types here; remembered for the next opening. Who has a PIN needs it."""
        self.rights.admit(named_by(self.id, "person", " ".join(name.split())), name, pin)
        person = self.do(AddPerson(name=name, initials=initials)).result()
        known = next(item for item in self.views.people() if item.id == person)
        self._store.sit_down(person=known.id, name=known.name)
        self.keep_local("person", known.id)
        self.audit.note(Event.PERSON_CHANGED)

    def act_as(self, name: str, *, pin: str = "") -> None:
        """This person acts for this opening alone; the station's member stays. A new name is not added yet."""
        name = " ".join(name.split())
        person = named_by(self.id, "person", name)
        if person != self._store.author.person:
            self.rights.admit(person, name, pin)
        self._store.sit_down(person=person, name=name)

    @property
    def member(self) -> str:
        """The name of the person at the keyboard, "" before anyone sat down."""
        return self._store.author.name

    @property
    def station(self) -> str:
        """This station's letter."""
        return self._store.seat.letter

    @property
    def saved_at(self) -> int | None:
        """When the last write was known to be on disk, milliseconds UTC."""
        return self._store.saved_at

    @property
    def read_only(self) -> bool:
        return self._store.vault.read_only

    def _sit_where_we_sat(self) -> None:
        person = self.views.local("person")
        known = next((item for item in self.views.people() if item.id == person), None)
        self._store.sit_down(person=known.id if known else "", name=known.name if known else "")

    # Station-local notes

    def keep_draft(self, place: str, text: str) -> Future[None]:
        """Keep what is being typed, so that a crash loses nothing; an empty text forgets it."""
        return self._drafts.keep(place, text)

    def draft(self, place: str) -> str:
        """What was being typed there, "" when nothing; also what the disk could not take yet."""
        held = self._drafts.held(place)
        return self.views.draft(place) if held is None else held

    def keeps_all_drafts(self) -> bool:
        """Whether what is half typed would be there again after closing. Waits until all that is queued was tried."""
        return self.read_only or self._drafts.are_kept()

    def keep_local(self, name: str, value: str) -> None:
        """Keep a setting of this station for this room."""
        self._store.run(lambda conn: set_meta(conn, f"local.{name}", value)).result()

    # Files in and out

    def import_file(
        self,
        path: Path | str,
        *,
        kind: str | None = None,
        into: str | None = None,
        dry_run: bool = False,
        mapping: Mapping | PeopleMapping | None = None,
        step: Step = lambda done, total: None,
    ) -> ImportOutcome:
        """Import a file by content: people, calendars, alerts, or lines of a log; the same twice adds nothing.

        Blocks; call it from a task. Raises Refusal when the file as a whole is at fault (nothing changed then). With
        `dry_run` nothing is kept.
        """
        from warroom.formats.people_columns import PeopleMapping

        if into is None and self.roster_in.takes(Path(path), kind=kind, mapping=mapping):
            asked = mapping if isinstance(mapping, PeopleMapping) else None
            return self.roster_in.bring(Path(path), kind=kind, mapping=asked, dry_run=dry_run, step=step)
        if into is None and self.calendars.takes(Path(path), kind=kind):
            return self.calendars.bring(Path(path), dry_run=dry_run, step=step)
        if self.alerts.takes(Path(path), kind=kind):
            return self.alerts.bring(Path(path), into=into, dry_run=dry_run, step=step)
        from warroom.imports import import_into

        assert not isinstance(mapping, PeopleMapping)
        return import_into(
            Path(path),
            kind=kind,
            mapping=mapping,
            zone=self.clock.moment().zone,
            into=self.views.incident(into).id if into else None,
            do=lambda command: self._store.submit(lambda books: handle(command, books)).result(),
            rehearse=self._store.rehearse if dry_run else None,
            step=step,
        )

    # Documents out

    def export(
        self,
        ref: str,
        folder: Path | str,
        *,
        formats: Sequence[str] = ("pdf", "html", "csv", "json"),
        kind: str = "situation",
        language: str | None = None,
        marking: str | None = None,
        redaction: Redaction | None = None,
        include_circle: str | None = None,
        step: Step = lambda done, total: None,
    ) -> Exported:
        """Write an export folder inside `folder` and check it by reading it back. Blocks; call it from a task.

        What is restricted stays out, but for the circle that a member asks for; every page then says so.
        """
        asked = {"formats": formats, "language": language, "marking": marking, "redaction": redaction}
        return documents.export(self, ref, folder, kind=kind, include_circle=include_circle, step=step, **asked)

    # The whole journal

    def verify(self) -> list[Any]:
        """Check pages, chains, attachments, and that the tables equal the journal replayed; the problems found."""
        from warroom.storage.verify import verify

        with explained(self.path):
            return self.audit.verified(verify(self._store.reader()))

    def dump(self) -> bytes:
        """The shared state as canonical JSON, the same bytes on every converged station."""
        from warroom.storage.dump import dump

        with explained(self.path):
            return dump(self._store.reader())

    def rebuild(self) -> None:
        """Make every table anew from the journal."""
        self._store.rebuild()
