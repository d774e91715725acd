"""The keeper: one quiet thread that makes backups and the second copy while the room is used."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from warroom.clock import Clock
from warroom.errors import WarroomError
from warroom.identity.keys import keys_path
from warroom.storage.backup import EVERY_MS, Protection, reason_of, roll, rolling
from warroom.storage.mirror import copy_to_second_disk
from warroom.storage.reached import Copy
from warroom.words import _

LOOK_S = 5.0


class Keeper:
    """Backs a room up at most every two minutes while it changes, and at closing when the latest copy is that old."""

    def __init__(
        self,
        room: Path,
        *,
        key: bytes,
        clock: Clock,
        saved_at: Callable[[], int | None],
        writes: Callable[[], int],
        sign: Callable[[], None] = lambda: None,
    ) -> None:
        self._sign = sign  # before a copy: what a lost laptop had not signed, nobody can hand to the others
        self._room, self._key, self._clock, self._saved_at, self._writes = room, key, clock, saved_at, writes
        self._is_apart = False  # the second copy was chosen on another disk than the room's
        newest = next(iter(rolling(room)), None)
        self._state = Protection(backup_at=newest[1] if newest else None)
        self._tried = self._state.backup_at  # when the last round began, milliseconds UTC
        self._backed_up = 0  # writes of this opening that the last backup covers: two may share one millisecond
        self._mirror_due: int | None = None  # from when on the second disk waits for a copy: not since its last
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._job: Callable[[], None] | None = None
        self._thread = threading.Thread(target=self._work, name=f"keeper {room.name}", daemon=True)
        self._thread.start()

    @property
    def protection(self) -> Protection:
        """How the room is protected now."""
        return replace(self._state, saved_at=self._saved_at())

    def choose_mirror(self, folder: str, *, is_apart: bool = False) -> None:
        """From now on keep a second copy in this folder ("" for none); made at once."""
        self._is_apart = is_apart
        self._state = replace(self._state, mirror=folder, mirror_at=None, mirror_trouble="")
        self._mirror_due = 0 if folder else None
        if folder:
            self._wake.set()

    def copy_now(self) -> Protection:
        """Make both copies now, on the calling thread."""
        self._round()
        return self.protection

    def soon(self, job: Callable[[], None]) -> None:
        """Do this on the keeper's thread, where nobody waits for it; asked for twice before it began, it is done once."""
        self._job = job
        self._wake.set()

    def renew(self) -> list[Copy]:
        """Replace every rolling backup by a fresh one and refresh the second copy, on the calling thread; what failed.

        For an erasure: what was copied before holds what must not be kept.
        """
        with self._lock:
            now_ms, covered = self._clock.now_ms(), self._writes()
            left = renew(self._room, key=self._key, now_ms=now_ms)
            if not left:
                self._backed_up, self._tried = covered, now_ms
                self._state = replace(self._state, backup_at=now_ms, backup_trouble="")
            if self._state.mirror:
                self._mirror()
                if self._state.mirror_trouble:
                    left.append(Copy("second copy", self._state.mirror, self._state.mirror_at))
            return left

    def close(self) -> None:
        """Stop, after a last round if one is due: closing soon after a copy must not cost another."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping:
            self._wake.wait(LOOK_S)
            self._wake.clear()
            if (job := self._job) is not None and not self._stopping:
                self._job = None
                job()
            if self._is_due():
                self._round()
            elif self._is_mirror_due() and not self._stopping:
                with self._lock:
                    self._mirror()

    def _is_due(self) -> bool:
        if self._writes() == self._backed_up:
            return False
        return self._tried is None or abs(self._clock.now_ms() - self._tried) >= EVERY_MS

    def _is_mirror_due(self) -> bool:
        """A second disk that was absent gets its copy as soon as it is back, one that failed after a while."""
        return (
            self._mirror_due is not None
            and self._clock.now_ms() >= self._mirror_due
            and self._is_there(Path(self._state.mirror))
        )

    def _is_there(self, folder: Path) -> bool:
        """Whether the second disk is: a mount point without its disk is an empty folder of the first."""
        return lies_apart(self._room, folder) if self._is_apart else folder.is_dir()

    def _round(self) -> None:
        """A backup beside the room and a copy on the second disk; neither's failure stops the other, nor anyone's work."""
        with self._lock:
            now_ms, covered = self._clock.now_ms(), self._writes()
            self._tried = now_ms
            with suppress(WarroomError):  # the room is closed, or full: the copy is worth making all the same
                self._sign()
            try:
                roll(self._room, key=self._key, now_ms=now_ms)
                self._backed_up = covered
                self._state = replace(self._state, backup_at=now_ms, backup_trouble="")
            except (WarroomError, OSError) as error:
                self._state = replace(self._state, backup_trouble=reason_of(error))
            if self._state.mirror:
                self._mirror()

    def _mirror(self) -> None:
        chosen, now_ms = self._state.mirror, self._clock.now_ms()
        trouble, due = "", None
        try:
            if not self._is_there(Path(chosen)):
                trouble, due = _("The folder of the second copy is not there."), 0
            else:
                copy_to_second_disk(self._room, Path(chosen), key=self._key)
        except (WarroomError, OSError) as error:
            trouble, due = reason_of(error), now_ms + EVERY_MS
        if self._state.mirror != chosen:
            return  # another was chosen meanwhile, and waits for its own copy
        self._mirror_due = due
        done_at = self._state.mirror_at if trouble else now_ms
        self._state = replace(self._state, mirror_at=done_at, mirror_trouble=trouble)


def renew(room: Path, *, key: bytes, now_ms: int) -> list[Copy]:
    """Make a fresh rolling backup and remove those made before, where there are any; those that stay because it failed."""
    former = rolling(room)
    if not former:
        return []
    try:
        roll(room, key=key, now_ms=max(now_ms, former[0][1] + 1))
        for path, _at in former:
            path.unlink(missing_ok=True)
            keys_path(path).unlink(missing_ok=True)
    except (WarroomError, OSError):
        return [Copy("backup", str(path), at) for path, at in former if path.exists()]
    return []


def lies_apart(room: Path, folder: Path) -> bool:
    """Whether a folder is there, on another disk than the room's."""
    return folder.is_dir() and room.stat().st_dev != folder.stat().st_dev
