"""The keeper: one quiet thread that makes backups and the second copy while the room is used."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from warroom.clock import Clock
from warroom.errors import WarroomError
from warroom.storage.backup import EVERY_MS, Protection, copy_whole, reason_of, roll, rolling

LOOK_S = 5.0


class Keeper:
    """Backs a room up at most every two minutes while it changes, and once more when it closes."""

    def __init__(
        self, room: Path, *, key: bytes, clock: Clock, mirror: str, saved_at: Callable[[], int | None]
    ) -> None:
        self._room, self._key, self._clock, self._saved_at = room, key, clock, saved_at
        newest = next(iter(rolling(room)), None)
        self._state = Protection(backup_at=newest[1] if newest else None, mirror=mirror)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._copied: int | None = None  # the write that the last round covered
        self._thread = threading.Thread(target=self._work, name=f"keeper {room.name}", daemon=True)
        self._thread.start()

    @property
    def protection(self) -> Protection:
        """How the room is protected now."""
        return replace(self._state, saved_at=self._saved_at())

    def choose_mirror(self, folder: str) -> None:
        """From now on keep a second copy in this folder ("" for none); made at once."""
        self._state = replace(self._state, mirror=folder, mirror_at=None, mirror_trouble="")
        self._copied = None
        self._wake.set()

    def copy_now(self) -> Protection:
        """Make both copies now, on the calling thread."""
        self._round(self._clock.now_ms())
        return self.protection

    def close(self) -> None:
        """Make a last round if something changed since the last one, then stop."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping:
            self._wake.wait(LOOK_S)
            if self._stopping:
                break
            is_asked = self._wake.is_set()
            self._wake.clear()
            if self._is_due(is_asked=is_asked):
                self._round(self._clock.now_ms())
        if self._has_news():
            self._round(self._clock.now_ms())

    def _has_news(self) -> bool:
        saved = self._saved_at()
        return saved is not None and saved != self._copied

    def _is_due(self, *, is_asked: bool) -> bool:
        if is_asked:
            return True
        last = self._state.backup_at
        return self._has_news() and (last is None or abs(self._clock.now_ms() - last) >= EVERY_MS)

    def _round(self, now_ms: int) -> None:
        """A backup beside the room and a copy on the second disk; neither's failure stops the other, nor anyone's work."""
        with self._lock:
            covered = self._saved_at()
            try:
                roll(self._room, key=self._key, now_ms=now_ms)
                self._state = replace(self._state, backup_at=now_ms, backup_trouble="")
            except (WarroomError, OSError) as error:
                self._state = replace(self._state, backup_trouble=reason_of(error))
            if self._state.mirror:
                self._mirror(now_ms)
            self._copied = covered

    def _mirror(self, now_ms: int) -> None:
        folder = Path(self._state.mirror)
        try:
            if not folder.is_dir():
                raise FileNotFoundError(2, "absent", str(folder))
            copy_whole(self._room, folder / self._room.name, key=self._key)
            self._state = replace(self._state, mirror_at=now_ms, mirror_trouble="")
        except (WarroomError, OSError) as error:
            self._state = replace(self._state, mirror_trouble=reason_of(error))
