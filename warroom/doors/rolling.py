"""The rolling papers: beside the second copy lies a PDF of how things stand, for whoever has no laptop left.

One thread of its own, begun with the copies: no write and no backup waits for a page to be laid out, and closing waits
only until the room was read.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.clock import Clock
from warroom.errors import Refusal, WarroomError
from warroom.storage.backup import reason_of
from warroom.storage.reached import Copy
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.doors.paper import Paper
    from warroom.storage.store import Store

NAME, FORMER = "warroom-paper", "former"
EVERY_MS = 5 * 60_000
LOOK_S = 5.0
CLOSING_WAIT = 3.0  # seconds that closing waits for a last page at most
CHOSEN, LYING = "mirror-paper", "mirror-paper-lies"  # what the station remembers: the folder, the file written last


class Abandoned(Exception):
    """The room is being closed and nobody waits any more; nothing is wrong."""


class Rolled(Protocol):
    """What the papers need of their room."""

    path: Path
    clock: Clock
    views: Views
    paper: Paper

    def keep_local(self, name: str, value: str) -> None: ...


class RollingPaper:
    """Writes the papers anew at most every five minutes while the room changes, and at closing."""

    def __init__(self, room: Rolled, store: Store) -> None:
        self._room, self._store = room, store
        self.made_at: int | None = None  # milliseconds UTC
        self.trouble = ""
        self._covered = -1  # writes of this opening that the papers show
        self._tried: int | None = None
        self._one = threading.Lock()
        self._wake = threading.Event()
        self._has_read = threading.Event()  # of the last copy before closing
        self._is_stopping = self._is_abandoned = False
        self._thread: threading.Thread | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether a copy that anybody can read was asked for."""
        return bool(self._folder)

    @property
    def _folder(self) -> str:
        return self._room.views.local(CHOSEN)

    def choose(self, folder: str) -> None:
        """Keep the papers in this folder from now on; "" for nowhere, and what lies somewhere is removed."""
        if folder != self._folder:
            self._room.keep_local(CHOSEN, folder)
            self.made_at, self.trouble, self._covered, self._tried = None, "", -1, None
        if not folder or Path(folder) != Path(self._lying).parent:
            self._remove()
        self._wake.set()

    def begin(self) -> None:
        """Start the thread, where there is something for it to do."""
        if self._thread is None and not self._is_stopping and (self.is_wanted or self._lying):
            self._thread = threading.Thread(target=self._work, name=f"paper {self._room.path.name}", daemon=True)
            self._thread.start()

    def renew(self) -> list[Copy]:
        """Replace the papers and what they replaced, for an erasure; what could not be reached."""
        lying = self._lying
        if not lying:
            return []
        with self._one:
            is_gone = self._remove_files(Path(lying))
            if is_gone and self.is_wanted:
                self._make()
        return [] if is_gone else [Copy("export", lying, self.made_at)]

    def stop_reading(self) -> None:
        """Begin a last copy, if one is due; when this returns the room has been read and may be closed."""
        self._is_stopping = True
        if self._thread is not None:
            self._wake.set()
            self._has_read.wait(CLOSING_WAIT)

    def close(self) -> None:
        """Wait for the last copy, but not long: a disk that is slow keeps the one before."""
        if self._thread is not None:
            self._thread.join(CLOSING_WAIT)
            self._is_abandoned = True
            self._thread.join(CLOSING_WAIT)

    # On the thread

    def _work(self) -> None:
        is_last = False
        while not is_last:
            self._wake.wait(LOOK_S)
            self._wake.clear()
            is_last = self._is_stopping
            with suppress(WarroomError):  # the room is closed, or cannot be read now
                self._round()
        self._has_read.set()

    def _round(self) -> None:
        if not self.is_wanted:
            if self._lying:
                self._remove()
            return
        now = self._room.clock.now_ms()
        has_waited = self._tried is None or abs(now - self._tried) >= EVERY_MS
        if self._store.writes != self._covered and (has_waited or self._is_stopping):
            with self._one:
                self._make()

    def _make(self) -> None:
        """Write the papers; a failure is a note for whoever looks at the protection of the room."""
        folder, covered, now = Path(self._folder), self._store.writes, self._room.clock.now_ms()
        self._tried = now
        try:
            if not folder.is_dir():
                self.trouble = _("The folder of the second copy is not there.")
                return
            self._write(folder)
        except Abandoned:
            return
        except (WarroomError, OSError) as error:
            self.trouble = reason_of(error)
            return
        self._covered, self.made_at, self.trouble = covered, now, ""

    def _write(self, folder: Path) -> None:
        from warroom.reports.folder import write_whole
        from warroom.reports.paper import paper_document
        from warroom.reports.pdf import pdf_of

        try:
            incidents = self._room.paper.scope()
        except Refusal:  # nothing is live: what lies there would mislead
            self._remove()
            return
        papers = self._room.paper.gather([each.id for each in incidents])
        path = folder / self._name(folder)
        if str(path) != self._lying:
            self._room.keep_local(LYING, str(path))
        if self._is_stopping:
            self._has_read.set()
        body = pdf_of(paper_document(papers, "", (), is_rolling=True), ask=self._may_go_on)
        write_whole(path, body, former=former_of(path))

    def _may_go_on(self) -> None:
        if self._is_abandoned:
            raise Abandoned

    def _name(self, folder: Path) -> str:
        """`warroom-paper.pdf`; with the room's name where another room keeps its copy in the same folder."""
        room = self._room.path
        has_others = any(each.name != room.name for each in folder.glob("*.warroom"))
        return f"{NAME}-{room.stem}.pdf" if has_others else f"{NAME}.pdf"

    # What lies there

    @property
    def _lying(self) -> str:
        return self._room.views.local(LYING)

    def _remove(self) -> None:
        """Take away what lies somewhere; a disk that is not there is tried again when the room is next open."""
        if (lying := self._lying) and self._remove_files(Path(lying)):
            self._room.keep_local(LYING, "")

    def _remove_files(self, path: Path) -> bool:
        from warroom.reports.folder import aside_of

        try:
            if not path.parent.is_dir():
                return False
            for each in (path, former_of(path), aside_of(path)):  # a program that was killed leaves the last of them
                each.unlink(missing_ok=True)
        except OSError as error:
            self.trouble = reason_of(error)
            return False
        return True


def former_of(path: Path) -> Path:
    """Where the papers lie that the last ones replaced."""
    return path.with_name(f"{path.stem}.{FORMER}{path.suffix}")
