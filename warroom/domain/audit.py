"""Audit: what is noted of who came in, what went out, and what was done to the keys; never what the log says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Detail = str | int | bool
LONGEST = 120  # characters of a name in a note


class Event(StrEnum):
    """What can be noted. The words are kept in the room file: add to them, never change one."""

    CREATED = "created"
    JOINED = "joined"
    OPENED = "opened"
    CLOSED = "closed"
    FAILED_UNLOCKS = "failed-unlocks"
    NOTES_LOST = "notes-lost"
    PERSON_CHANGED = "person-changed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    INVITED = "invited"
    EXPORTED = "exported"
    PRINTED = "printed"
    BACKED_UP = "backed-up"
    SECOND_COPY = "second-copy"
    RESTORED = "restored"
    COPY_NOTICED = "copy-noticed"
    PASSPHRASE_CHANGED = "passphrase-changed"  # noqa: S105  (a name, no secret)
    KEYRING_ADDED = "keyring-added"
    KEYRING_REVOKED = "keyring-revoked"
    SHEET_RENEWED = "sheet-renewed"
    REKEYED = "rekeyed"
    VERIFIED = "verified"
    STICK_READ = "stick-read"
    STICK_WRITTEN = "stick-written"
    REMOTE_ADDED = "remote-added"
    REMOTE_REMOVED = "remote-removed"
    SENDER_PASSWORD = "sender-password"  # noqa: S105  (a name, no secret)


def plain_detail(detail: Mapping[str, Detail]) -> dict[str, Detail]:
    """Short, and valid text: a folder's name may be neither."""
    return {
        name: value.encode("utf-8", "replace").decode()[:LONGEST] if isinstance(value, str) else value
        for name, value in detail.items()
    }


@dataclass(frozen=True, slots=True)
class Noted:
    """One note before it is written: when (milliseconds UTC), the id of the person at the keyboard, and what."""

    at: int
    who: str
    what: str
    detail: Mapping[str, Detail] = field(default_factory=dict)
