"""Opening a room file without stopping the screen: the keyring first, then what the person types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.tasks import Cancelled, Job, Tasks
from warroom.doors.ways import passphrase_is_weak, rotate_key
from warroom.errors import Trouble, WarroomError, WrongKey
from warroom.identity.keys import Method, keys_path, methods
from warroom.room import KeyringDoor, Room, data_folder
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Secret:
    """What the person gave; never shown, never stored."""

    passphrase: str = ""
    recovery_code: str = ""
    strengthen: bool = False  # wrap the passphrase anew, as dearly as today's usual

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
        self.by_code = False  # the recovery sheet was tried last
        self.why_not = ""  # why the keyring did not open it

    @property
    def is_weak(self) -> bool:
        """Whether the passphrase of this room could be stretched better; a keys file that says nothing is not weak."""
        try:
            return passphrase_is_weak(self.path)
        except WarroomError:
            return False

    def start(self) -> None:
        """Try the keyring of this laptop."""
        self._tasks.run(self._with_keyring, owner=self, done=self._end, failed=self._fail)

    def unlock(self, secret: Secret) -> None:
        """Try what the person typed."""
        self._secret = secret
        self.by_code = bool(secret.recovery_code)
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
        return KeyringDoor() if may_open else None

    def _with_secret(self, job: Job) -> Room:
        assert self._secret is not None
        room = Room.open(
            self.path,
            passphrase=self._secret.passphrase or None,
            recovery_code=self._secret.recovery_code or None,
            read_only=self._is_read_only,
        )
        room = unless_left(job, room)
        if self._secret.strengthen and not room.read_only:
            _strengthen(room, self._secret.passphrase)
        return room

    def _end(self, room: Room) -> None:
        self._secret = None
        self.opened.emit(room)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, WrongKey) and error.code != "keys-missing":
            # The keyring not knowing a room is no news; the person is simply asked.
            if self._secret is None:
                is_unused = error.code == "key-needed"
                self.why_not = _("This room opens here with its passphrase.") if is_unused else error.message
            self.key_wanted.emit(error if self._secret is not None else None)
        elif isinstance(error, Trouble) and error.code == "room-read-only" and not self._is_read_only:
            self.only_readable.emit(error)
        elif isinstance(error, WarroomError) and error.code.startswith("recovery-code"):
            self.key_wanted.emit(error)
        elif isinstance(error, WarroomError):
            self.refused.emit(error)
        elif not isinstance(error, Cancelled):
            raise error


def _strengthen(room: Room, passphrase: str) -> None:
    """Before the room is shown; a disk that does not take it changes nothing, and the room says so."""
    try:
        room.lock.ways.set_passphrase(passphrase)
    except WarroomError as error:
        room.notes = (*room.notes, str(error))


def under_new_key(path: Path, passphrase: str) -> Room:
    """A closed room opened again under a new key, its new recovery code with it.

    When the key cannot be changed it opens under its old one, with a note and no code. Blocks.
    """
    try:
        code, note = rotate_key(path, passphrase=passphrase or None), ""
    except WarroomError as error:
        code, note = "", str(error)
    room = Room.open(path, passphrase=passphrase) if passphrase else Room.open(path, keyring=KeyringDoor())
    room.recovery_code = code
    if code:
        room.lock.note_sheet(None)
    room.notes = (*room.notes, note) if note else room.notes
    return room


def demo_folder() -> Path:
    """Where the start screen makes demonstrations; they are made anew each time, never resumed."""
    return data_folder() / "demo"


def unless_left(job: Job, room: Room) -> Room:
    """The room just opened; closed again, with Cancelled raised, when the person left meanwhile."""
    if job.is_cancelled:
        room.close()
        raise Cancelled
    return room
