"""Errors people can act on: a Refusal (they can change it), a Trouble (the world), a WrongKey (the lock stays shut)."""

from __future__ import annotations


class WarroomError(Exception):
    """What happened, what is safe, what to do; said in the user's language.

    `code` is stable (scripts and tests rely on it); the three sentences are translated where they are raised.
    """

    exit_code = 4

    def __init__(self, code: str, message: str, *, safe: str = "", todo: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.safe = safe
        self.todo = todo

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.safe, self.todo) if part)


class Refusal(WarroomError):
    """The input is at fault; nothing was changed and the person can mend it (exit 3)."""

    exit_code = 3


class Trouble(WarroomError):
    """The world is at fault: disk full, locked, unreachable, damaged (exit 4)."""

    exit_code = 4


class WrongKey(WarroomError):
    """The key is wrong or missing; the file is untouched (exit 5)."""

    exit_code = 5
