"""Opening a room file without stopping the screen: the keyring first, then what the person types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.tasks import Cancelled, Job, Tasks
from warroom.errors import Trouble, WarroomError, WrongKey
from warroom.identity.keys import Method, keys_path, methods
from warroom.room import KeyringDoor, Room, data_folder, system_keyring


@dataclass(frozen=True, slots=True)
class Secret:
    """What the person gave; never shown, never stored."""

    passphrase: str = ""
    recovery_code: str = ""

    def __repr__(self) -> str:
        return "Secret(…)"


class Opening(QObject):
    """One attempt after another at one room file."""

    opened = Signal(object)  # the Room
    key_wanted = Signal(object)  # WrongKey: why, or None at the first time
    refused = Signal(object)  # WarroomError: damaged, newer, missing, locked: no key would help
    only_readable = Signal(object)  # Trouble: the disk is read-only; call `read` to open it so

    def __init__(self, path: Path, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._tasks = tasks
        self._secret: Secret | None = None
        self._is_read_only = False

    def start(self) -> None:
        """Try the keyring of this laptop."""
        self._tasks.run(self._with_keyring, owner=self, done=self._end, failed=self._fail)

    def unlock(self, secret: Secret) -> None:
        """Try what the person typed."""
        self._secret = secret
        self._tasks.run(self._with_secret, owner=self, done=self._end, failed=self._fail)

    def read(self) -> None:
        """Open without writing, with the same key as before."""
        self._is_read_only = True
        if self._secret is None:
            self.start()
        else:
            self.unlock(self._secret)

    def _with_keyring(self, job: Job) -> Room:
        return unless_left(job, Room.open(self.path, keyring=self._keyring(), read_only=self._is_read_only))

    def _keyring(self) -> KeyringDoor | None:
        """The keyring, asked only for a room that it may open: a portable one must not even touch it."""
        may_open = self.path.exists() and Method.KEYRING in methods(keys_path(self.path))
        return system_keyring() if may_open else None

    def _with_secret(self, job: Job) -> Room:
        assert self._secret is not None
        room = Room.open(
            self.path,
            passphrase=self._secret.passphrase or None,
            recovery_code=self._secret.recovery_code or None,
            read_only=self._is_read_only,
        )
        return unless_left(job, room)

    def _end(self, room: Room) -> None:
        self._secret = None
        self.opened.emit(room)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, WrongKey) and error.code != "keys-missing":
            # The keyring not knowing a room is no news; the person is simply asked.
            self.key_wanted.emit(error if self._secret is not None else None)
        elif isinstance(error, Trouble) and error.code == "room-read-only" and not self._is_read_only:
            self.only_readable.emit(error)
        elif isinstance(error, WarroomError) and error.code.startswith("recovery-code"):
            self.key_wanted.emit(error)
        elif isinstance(error, WarroomError):
            self.refused.emit(error)
        elif not isinstance(error, Cancelled):
            raise error


def demo_folder() -> Path:
    """Where the start screen makes demonstrations; they are made anew each time, never resumed."""
    return data_folder() / "demo"


def unless_left(job: Job, room: Room) -> Room:
    """The room just opened; closed again, with Cancelled raised, when the person left meanwhile."""
    if job.is_cancelled:
        room.close()
        raise Cancelled
    return room
