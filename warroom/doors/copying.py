"""Copying: what stands behind a room file, and the second copy on another disk, as verbs of the room itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from warroom.clock import Clock
from warroom.domain.audit import Event
from warroom.doors.audit import Audit
from warroom.doors.erasures import Erasures
from warroom.doors.rolling import RollingPaper
from warroom.errors import WarroomError
from warroom.identity.wrapping import RoomKey
from warroom.storage.backup import Protection, copy_aside
from warroom.storage.keeper import Keeper, lies_apart
from warroom.storage.store import Store
from warroom.storage.views import Views


class Copying:
    """What a room adds to its parts: backups, the second copy, and the papers that lie beside it."""

    _store: Store
    _key: RoomKey
    _keeper: Keeper | None
    _rolling: RollingPaper
    path: Path
    clock: Clock
    views: Views
    audit: Audit
    erasure: Erasures

    def keep_local(self, name: str, value: str) -> None:
        """See `Room.keep_local`."""
        raise NotImplementedError

    def _keep(self) -> Keeper:
        mirror, is_apart = self.views.local("mirror"), bool(self.views.local("mirror-apart"))
        keeper = Keeper(
            self.path,
            key=self._key.raw,
            clock=self.clock,
            saved_at=lambda: self._store.saved_at,
            writes=lambda: self._store.writes,
            sign=self._store.sign_tail,
        )
        keeper.choose_mirror(mirror, is_apart=is_apart)
        self._rolling.begin()
        return keeper

    @property
    def protection(self) -> Protection:
        """What stands behind the room file: last write, rolling backup, second copy, the papers beside it."""
        if self._keeper is None:
            return Protection(saved_at=self._store.saved_at)
        rolling = self._rolling
        return replace(
            self._keeper.protection, paper=rolling.is_wanted, paper_at=rolling.made_at, paper_trouble=rolling.trouble
        )

    def choose_mirror(self, folder: str, *, paper: bool = True) -> None:
        """Keep a second copy in this folder from now on ("" for none). Absent later is a warning, never an error.

        With `paper` a PDF lies beside it that shows how things stand. It is readable without Warroom, hence by whoever
        holds the disk; nothing restricted is in it. Without, the one that lies there is removed.
        """
        is_apart = bool(folder) and lies_apart(self.path, Path(folder))
        self.keep_local("mirror", folder)
        self.keep_local("mirror-apart", "1" if is_apart else "")
        self._rolling.choose(folder if paper else "")
        self.audit.note(
            Event.SECOND_COPY, {"folder": Path(folder).name, "chosen": bool(folder), "paper": bool(folder) and paper}
        )
        if self._keeper:
            self._keeper.choose_mirror(folder, is_apart=is_apart)
            self._rolling.begin()

    def backup(self, path: Path | str) -> Path:
        """Copy the room and its keys file to this path, read back and verified. Blocks; call it from a task."""
        with suppress(WarroomError):  # what was not signed when a laptop is lost, nobody can hand to the others
            self._store.sign_tail()
        made = self.audit.copied(copy_aside(self.path, Path(path), key=self._key.raw))
        self.erasure.note_copy("copy", made)
        return made
