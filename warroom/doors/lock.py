"""The lock of an open room: which key takes the lock page away, and how often somebody may be wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from warroom import phrases
from warroom.doors.audit import Audit
from warroom.doors.ways import Ways
from warroom.errors import Refusal, WrongKey
from warroom.identity.attempts import unlock
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import RoomKey
from warroom.storage.views import Views
from warroom.words import _

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0  # seconds
GUESSES = ("wrong-passphrase", "wrong-recovery-code")
MANNED, SHEET_AT = "manned", "sheet-at"
UNSEEN = "unseen"


class Locking(Protocol):
    """What the lock needs of its room."""

    path: Path
    views: Views
    audit: Audit

    @property
    def read_only(self) -> bool: ...

    def keep_local(self, name: str, value: str) -> None: ...


class Lock:
    """Checks keys against the keys file while the room stays open. Safe from any thread."""

    def __init__(self, room: Locking, *, key: RoomKey, now: Callable[[], float] = time.monotonic) -> None:
        self.ways = Ways(room.path, key, note=room.audit.note)
        self._room, self._key, self._keep, self._now = room.path, key, room.keep_local, now
        self._read_only, self._notes = room.read_only, room.views
        self._is_manned = self._notes.local(MANNED) == "1"
        self._failures, self._until = 0, 0.0
        self.opened_by = ""  # the way of the last good key
        self._one = threading.Lock()

    def check(
        self, *, passphrase: str | None = None, keyring: KeyringDoor | None = None, recovery_code: str | None = None
    ) -> None:
        """Return when this opens the room. Blocks as long as a passphrase takes to stretch.

        Raises WrongKey, Refusal `unlock-wait` after too many wrong tries or for a mistyped code, Trouble for a damaged
        keys file.
        """
        with self._one:
            if keyring is None and self.wait > 0:  # a keyring is no guess
                raise self._too_early()
            try:
                found = unlock(self._room, passphrase=passphrase, keyring=keyring, recovery_code=recovery_code)
            except WrongKey as error:
                if error.code in GUESSES:
                    self._fail()
                raise
            if found != self._key:
                raise WrongKey("not-this-rooms-key", _("This key is not the key of this room."))
            self._failures = 0
            self.opened_by = "passphrase" if passphrase else "recovery" if recovery_code else "keyring"

    @property
    def wait(self) -> float:
        """Seconds until the next try is heard, 0 when it is heard now."""
        return max(0.0, self._until - self._now())

    @property
    def is_manned(self) -> bool:
        """Somebody is always at this laptop: it does not lock by itself."""
        return self._is_manned

    def set_manned(self, manned: bool) -> None:
        """Remembered for this room on this laptop, or for this opening alone in a read-only room. May block."""
        self._is_manned = manned
        if not self._read_only:
            self._keep(MANNED, "1" if manned else "")

    def note_sheet(self, seen_at: int | None) -> None:
        """When the last recovery sheet was put on paper; None while it was made and nobody has seen it yet. Blocks."""
        if not self._read_only:
            self._keep(SHEET_AT, UNSEEN if seen_at is None else str(seen_at))

    @property
    def sheet_at(self) -> int | None:
        """When the last recovery sheet was put on paper here, None when that is not known."""
        noted = self._notes.local(SHEET_AT)
        return int(noted) if noted.isdecimal() else None

    @property
    def is_sheet_unseen(self) -> bool:
        """Whether the last recovery sheet was made and never shown: the former one no longer opens the room either."""
        return self._notes.local(SHEET_AT) == UNSEEN

    def _fail(self) -> None:
        self._failures += 1
        if self._failures >= FREE_TRIES:
            self._until = self._now() + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self._failures - FREE_TRIES))

    def _too_early(self) -> Refusal:
        left = phrases.duration(int(self.wait * 1000) + 999)
        return Refusal(
            "unlock-wait",
            _("Too many wrong tries. The next one is heard in {duration}.").format(duration=left),
            safe=_("The log, the clocks and the copies go on."),
        )
