"""The audit of a room: who came in and how, what went out, what was done to the keys (`room.audit`; decision 25)."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from warroom.clock import Clock
from warroom.domain.audit import Detail, Event, Noted, plain_detail
from warroom.doors.advice import failed_words
from warroom.errors import Trouble
from warroom.identity.attempts import Aside, keep_sealed, read_attempts, taken, unsealed
from warroom.identity.wrapping import Method, RoomKey
from warroom.phrases import labelled
from warroom.storage import audit as table
from warroom.words import N_, _, ngettext

if TYPE_CHECKING:
    from warroom.reports.export import Exported
    from warroom.storage.store import Store
    from warroom.storage.verify import Problem

__all__ = ["Audit", "AuditLine", "Event"]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row as it is shown: `said` is the whole sentence, `who` the name the room knows now ("" for nobody)."""

    n: int
    at: int  # milliseconds UTC
    who: str
    person: str
    what: str
    said: str
    detail: Mapping[str, Detail]


class Audit:
    """Notes in order, each in a small transaction of its own on the writer thread; nobody waits for them.

    A note that the disk refuses stops nothing: it is kept and tried again with the next, and `trouble` says so. While
    the room is open for reading only, notes go sealed into the attempts file, where there is a disk that takes them.
    """

    def __init__(self, store: Store, *, key: RoomKey, clock: Clock, way: str) -> None:
        self._store, self._key, self._clock = store, key, clock
        self._owed: list[Noted] = []
        self._lock = threading.Lock()
        self.trouble: Trouble | None = None  # why the last notes are not on disk yet
        if not self._is_read_only:
            store.aside(self._take_in)
        opened = {"created": Event.CREATED, "joined": Event.JOINED}.get(way, Event.OPENED)
        self.note(opened, {"way": way, "read_only": self._is_read_only})
        if store.begun:
            self.note(Event.COPY_NOTICED, {"verdict": store.begun})

    @property
    def _is_read_only(self) -> bool:
        return self._store.vault.read_only

    def note(self, what: Event, detail: Mapping[str, Detail] | None = None) -> Future[None]:
        """Add one note: names, counts and yes or no; never a secret, never what the log says. Does not block."""
        noted = Noted(self._clock.now_ms(), self._store.author.person, what.value, plain_detail(detail or {}))
        with self._lock:
            self._owed.append(noted)
        try:
            return self._store.aside(self._write)
        except Trouble as closed:  # what is noted has happened all the same
            self.trouble = closed
            over: Future[None] = Future()
            over.set_result(None)
            return over

    def rows(self, limit: int = 200, before: int | None = None, *, what: str = "") -> list[AuditLine]:
        """The newest rows first; `before` a row's number gives the next page. Blocks until earlier notes were tried.

        What still waits beside the room because it is open for reading only comes first, under number 0. `what` keeps
        to one kind of event.
        """
        from warroom.storage.vault import explained

        with suppress(Trouble):
            self._store.aside(lambda: None).result()
        with explained(self._store.vault.path):
            conn = self._store.reader()
            names = table.names(conn)
            lines = [_line(row, names) for row in table.newest(conn, limit=limit, before=before, what=what)]
        if before is not None:
            return lines
        waiting = [line for line in self._waiting(names) if what in ("", line.what)]
        return [*reversed(waiting), *lines][:limit]

    def broken(self) -> int | None:
        """The number of the first row that is missing or was changed, None when the audit is whole."""
        from warroom.storage.vault import explained

        with explained(self._store.vault.path):
            return table.broken(self._store.reader())

    def as_json(self) -> bytes:
        """The whole audit for an evidence pack, with all that its chain needs to be checked without Warroom."""
        from warroom.storage.vault import explained

        with explained(self._store.vault.path):
            rows = [row._asdict() | {"hash": bytes(row.hash).hex()} for row in table.all_rows(self._store.reader())]
        document = {"room": self._store.room, "hash": table.RECIPE, "rows": rows}
        return orjson.dumps(document, option=orjson.OPT_INDENT_2)

    # What the room tells

    def unlocked(self, way: str) -> tuple[str, ...]:
        """The locked screen was opened again by this way; sentences on the failed attempts meanwhile, taken in now."""
        waiting = read_attempts(self._store.vault.path)
        if not self._is_read_only:
            self._store.aside(self._take_in)
        self.note(Event.UNLOCKED, {"way": way})
        return tuple(failed_words(failed, self._clock.now_ms()) for failed in waiting.failed)

    def exported(self, made: Exported, *, kind: str, redacted: bool = False, restricted: bool = False) -> Exported:
        """Note an export folder, and hand it back."""
        self.note(
            Event.EXPORTED,
            {
                "kind": kind,
                "folder": made.folder.name,
                "fingerprint": made.fingerprint,
                "redacted": redacted,
                "restricted": restricted,
            },
        )
        return made

    def copied(self, made: Path) -> Path:
        """Note a copy somebody asked for, and hand it back."""
        self.note(Event.BACKED_UP, {"file": made.name})
        return made

    def verified(self, found: list[Problem]) -> list[Problem]:
        """Note what a verification found, and hand it back."""
        problems = [problem for problem in found if not problem.is_note]
        self.note(Event.VERIFIED, {"problems": len(problems), "notes": len(found) - len(problems)})
        return found

    def close(self) -> None:
        """Note that the room is closed, before its store is."""
        if not self._is_read_only:  # a glance is one note, not two
            self.note(Event.CLOSED)

    def _waiting(self, names: Mapping[str, str]) -> list[AuditLine]:
        if not self._is_read_only:
            return []
        notes = _notes_of(read_attempts(self._store.vault.path), key=self._key, now=self._clock.now_ms())
        rows = [
            table.AuditRow(0, note.at, note.who, note.what, orjson.dumps(note.detail).decode(), b"") for note in notes
        ]
        return [_line(row, names) for row in rows]

    # On the writer thread

    def _write(self) -> None:
        with self._lock:
            notes = tuple(self._owed)
        if not notes:
            return
        try:
            if self._is_read_only:
                for noted in notes:
                    keep_sealed(self._store.vault.path, orjson.dumps(asdict(noted)), key=self._key)
            else:
                table.write(self._store.vault, notes)
        except Trouble as trouble:
            self.trouble = trouble
            return
        self.trouble = None
        with self._lock:
            del self._owed[: len(notes)]

    def _take_in(self) -> None:
        """Notes that waited beside the room become rows; the file goes once they are on disk."""
        with suppress(Trouble), taken(self._store.vault.path) as waiting:
            if not waiting.is_empty:
                notes = tuple(_notes_of(waiting, key=self._key, now=self._clock.now_ms()))
                table.write(self._store.vault, notes)


def _notes_of(waiting: Aside, *, key: RoomKey, now: int) -> list[Noted]:
    lost, notes = waiting.lost, []
    for sealed in waiting.sealed:
        noted = _noted(unsealed(sealed, key=key))
        lost += noted is None
        notes += [noted] if noted else []
    for failed in waiting.failed:
        detail: dict[str, Detail] = {
            "way": failed.way, "count": failed.count, "first": failed.first, "last": failed.last,
        }  # fmt: skip
        notes.append(Noted(failed.last, "", Event.FAILED_UNLOCKS.value, detail))
    if lost:
        notes.append(Noted(now, "", Event.NOTES_LOST.value, {"count": lost}))
    return notes


def _noted(plain: bytes | None) -> Noted | None:
    try:
        noted = None if plain is None else Noted(**orjson.loads(plain))
        if noted is None or not _whole(noted.at) or not isinstance(noted.detail, dict):
            return None
        return replace(noted, who=str(noted.who), what=str(noted.what), detail=plain_detail(noted.detail))
    except (ValueError, TypeError, AttributeError):
        return None


# Sentences


_EVENTS = {
    Event.CREATED: N_("Room made"),
    Event.JOINED: N_("Room made from an invitation"),
    Event.OPENED: N_("Room opened"),
    Event.CLOSED: N_("Room closed"),
    Event.FAILED_UNLOCKS: N_("Failed attempts to open the room"),
    Event.NOTES_LOST: N_("Notes of the audit lost"),
    Event.PERSON_CHANGED: N_("Somebody else at the keyboard"),
    Event.LOCKED: N_("Screen locked"),
    Event.UNLOCKED: N_("Screen unlocked"),
    Event.INVITED: N_("Invitation written: everything in the room, for one laptop"),
    Event.EXPORTED: N_("Exported"),
    Event.PRINTED: N_("Printed"),
    Event.BACKED_UP: N_("Copied"),
    Event.SECOND_COPY: N_("Second copy chosen"),
    Event.RESTORED: N_("Made from a backup"),
    Event.COPY_NOTICED: N_("The file is a copy or an older state; numbers go on under a new prefix"),
    Event.PASSPHRASE_CHANGED: N_("Passphrase changed"),
    Event.KEYRING_ADDED: N_("Keyring of this laptop added"),
    Event.KEYRING_REVOKED: N_("Keyring of this laptop revoked"),
    Event.SHEET_RENEWED: N_("Recovery sheet renewed"),
    Event.REKEYED: N_("Room key changed"),
    Event.VERIFIED: N_("Verified"),
    Event.STICK_READ: N_("Stick read"),
    Event.STICK_WRITTEN: N_("Stick written"),
    Event.SENDER_PASSWORD: N_("Password of a channel changed"),
    Event.REMOTE_ADDED: N_("Remote added"),
    Event.REMOTE_REMOVED: N_("Remote removed"),
}


def _line(row: table.AuditRow, names: Mapping[str, str]) -> AuditLine:
    detail, person, what = _detail(row.detail), str(row.who), str(row.what)
    if isinstance(courier := detail.get("courier"), str):
        detail["courier"] = names.get(courier, "")
    return AuditLine(row.n, _whole(row.at), names.get(person, ""), person, what, _sentence(what, detail), detail)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _detail(text: str) -> dict[str, Any]:
    """What the row says more; nothing when somebody with an SQL tool made nonsense of it."""
    try:
        found = orjson.loads(text)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _sentence(what: str, detail: Mapping[str, Any]) -> str:
    said = event_words(what)
    parts = [part for part in (_part(name, value) for name, value in detail.items()) if part]
    return labelled(said, ", ".join(parts)) if parts else said


def _part(name: str, value: object) -> str:
    """One detail in words; times and what is usual are left to the columns."""
    if name == "way":
        return way_words(str(value))
    if isinstance(value, bool):
        yes = {
            "read_only": _("for reading only"),
            "redacted": _("redacted"),
            "restricted": _("with restricted content"),
        }
        return yes.get(name, "") if value else ""
    if not isinstance(value, int | str):
        return ""
    if name == "courier":
        return _("courier {name}").format(name=value) if value else ""
    if name == "scanned":
        return {"yes": _("scanned"), "no": _("not scanned")}.get(str(value), "")
    if name == "ops":
        return ngettext("{n} change", "{n} changes", _whole(value)).format(n=value)
    if name == "problems":
        n = _whole(value)
        return ngettext("{n} problem found", "{n} problems found", n).format(n=n) if n else _("whole")
    if name == "count":
        return ngettext("{n} time", "{n} times", _whole(value)).format(n=value)
    if name in ("first", "last", "notes", "verdict"):
        return ""
    return str(value)


def event_words(what: str) -> str:
    """An event, as people call it; itself when this version does not know it."""
    return _(_EVENTS[Event(what)]) if what in Event.__members__.values() else what


def way_words(way: str) -> str:
    """A way in, as people call it."""
    known = {method.value: method for method in Method}
    return known[way].words if way in known else ""
