"""Rooms as verbs open them: with the passphrase file or the keyring, and somebody at the keyboard."""

from __future__ import annotations

import enum
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from warroom.cli.call import plain
from warroom.clock import Clock
from warroom.commands.base import Command
from warroom.commands.people import AddPerson
from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.room import Room
from warroom.storage.backup import EVERY_MS, rolling
from warroom.words import _

Result = TypeVar("Result")
PASSPHRASE_VARIABLE = "WARROOM_PASSPHRASE_FILE"  # noqa: S105  (the name of a file, no secret)
LONGEST_SECRET = 4096  # bytes


class Seat:
    """An open room and whoever acts through this command; the station's member stays who it was."""

    def __init__(self, room: Room, by: str | None, *, pin: str = "", delegation: str = "") -> None:
        self.room = room
        self._newcomer = _act_as(room, by, pin) if by is not None else ""
        room.rights.act_by_delegation(delegation)

    def do(self, command: Command[Result]) -> Result:
        """Run one command; somebody new is added in the same transaction, so that a refusal changes nothing."""
        done: Result = self.do_all([command])[0]
        return done

    def do_all(self, commands: list[Command[Any]]) -> list[Any]:
        """Several commands in one transaction: all of them or none."""
        before: list[Command[Any]] = [AddPerson(name=self._newcomer)] if self._newcomer else []
        done = self.room.do_all([*before, *commands]).result()
        self._newcomer = ""
        return done[len(before) :]

    def be_known(self) -> None:
        """Add somebody new now, before work of several transactions."""
        if self._newcomer:
            self.do_all([])


@contextmanager
def writing(asked: Namespace) -> Iterator[Seat]:
    """The room open for writing, and the person named by --by acting."""
    with _opened(asked, read_only=False) as room:
        pin = secret_in(asked.by_pin_file, Secret.PIN) if asked.by_pin_file else ""
        yield Seat(room, asked.by, pin=pin, delegation=asked.delegation)


@contextmanager
def reading(asked: Namespace) -> Iterator[Room]:
    """The room open for reading: nothing is written, so that nobody waits and a read-only disk will do."""
    with _opened(asked, read_only=True) as room:
        yield room


@contextmanager
def tending(asked: Namespace) -> Iterator[Room]:
    """The room open for what the station does without anybody acting: exchange, and where it exchanges."""
    with _opened(asked, read_only=False) as room:
        yield room


@contextmanager
def _opened(asked: Namespace, *, read_only: bool) -> Iterator[Room]:
    refuse_missing(asked.room)
    passphrase = passphrase_of(asked)
    with Room.open(
        asked.room,
        passphrase=passphrase,
        keyring=keyring_without(passphrase),
        read_only=read_only,
        backups=_is_backup_due(asked.room),
    ) as room:
        tell(room.notes, asked)
        yield room


def tell(notes: Iterable[str], asked: Namespace) -> None:
    """What whoever opened the room must know, on stderr; with --json only an error is said there."""
    if not asked.is_json:
        sys.stderr.writelines(f"{plain(note)}\n" for note in notes)


def _is_backup_due(path: Path) -> bool:
    """At most one every two minutes (decision 24): a script that writes a hundred entries makes no hundred copies."""
    newest = next(iter(rolling(path)), None)
    return newest is None or abs(Clock().now_ms() - newest[1]) >= EVERY_MS


def refuse_missing(path: Path) -> None:
    """Trouble `room-missing`, before a missing keys file is complained of."""
    if not path.exists():
        raise Trouble(
            "room-missing",
            _("There is no room file at {path}.").format(path=path),
            safe=_("Nothing was changed."),
            todo=_("Check the path, or plug in the disk that holds it."),
        )


def keyring_without(passphrase: str | None) -> KeyringDoor | None:
    """The keyring is asked only without a passphrase: it may show a prompt, which no script can answer."""
    return KeyringDoor() if passphrase is None else None


def passphrase_of(asked: Namespace) -> str | None:
    """The passphrase from --passphrase-file or WARROOM_PASSPHRASE_FILE, None without either. Raises WrongKey."""
    chosen = asked.passphrase_file or os.environ.get(PASSPHRASE_VARIABLE)
    return secret_in(Path(chosen)) if chosen else None


class Secret(enum.StrEnum):
    """What the first line of a file is."""

    PASSPHRASE = "passphrase"  # noqa: S105  (words, no secrets)
    PASSWORD = "password"  # noqa: S105
    PIN = "pin"
    CODE = "code"


def secret_in(path: Path, kind: Secret = Secret.PASSPHRASE) -> str:
    """The first line of a file. Raises WrongKey, such as `passphrase-file-unreadable`, for none, or an empty one."""
    try:
        with path.open("rb") as source:
            content = source.read(LONGEST_SECRET)
        secret = (content.decode("utf-8-sig").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else _("it is not text in UTF-8")
        message = _("The file {file} cannot be read: {reason}.").format(file=path, reason=reason)
        raise _no_secret(kind, message) from None
    if not secret.strip():
        raise _no_secret(kind, _("The first line of {file} is empty.").format(file=path))
    return secret


def _no_secret(kind: Secret, message: str) -> WrongKey:
    todo = {
        Secret.PASSPHRASE: _("Put the passphrase alone on the first line, in UTF-8."),
        Secret.PASSWORD: _("Put the password alone on the first line, in UTF-8."),
        Secret.PIN: _("Put the PIN alone on the first line, in UTF-8."),
        Secret.CODE: _("Put the code alone on the first line, in UTF-8."),
    }
    return WrongKey(f"{kind}-file-unreadable", message, safe=_("Nothing was changed."), todo=todo[kind])


def _act_as(room: Room, said: str, pin: str) -> str:
    """Let this person act for now; their name when the room does not know them yet."""
    name = " ".join(said.split())
    if not name:
        raise Refusal("name-missing", _("--by needs a name."), safe=_("Nothing was changed."))
    people = room.views.people()
    by_name = [person for person in people if person.name.casefold() == name.casefold()]
    by_initials = [person for person in people if person.initials and person.initials.casefold() == name.casefold()]
    found = by_name or by_initials
    if len(found) > 1:
        names = ", ".join(person.name for person in found)
        raise Refusal(
            "person-ambiguous",
            _("{initials} are the initials of {names}.").format(initials=name, names=names),
            safe=_("Nothing was changed."),
            todo=_("Give the full name."),
        )
    room.act_as(found[0].name if found else name, pin=pin)
    return "" if found else name
