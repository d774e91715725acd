"""Shelves: the few things a store asks of whatever keeps its files, and the troubles they share."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from warroom.errors import Trouble
from warroom.words import _

TEMPORARY = ".tmp-"  # names that begin so are not finished; readers pass over them
CONNECT_WAIT = 8.0  # seconds for a host to answer at all
ANSWER_WAIT = 30.0  # seconds without a byte
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED_TO_US = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder of a shelf."""

    name: str
    is_folder: bool
    size: int | None = None  # None: not told


class Shelf(Protocol):
    """Names and bytes. Paths are ours, relative, with `/`; safe from several threads; every call may raise Trouble."""

    where: str
    lanes: int  # how many files may be on their way at once

    def open(self, *, may_make: bool) -> None:
        """Connect. The folder of the address must be there; `may_make` makes it when only the last level is missing."""

    def names(self, folder: str) -> list[Entry]:
        """What is in a folder; nothing when there is no such folder."""

    def read(self, path: str, most: int) -> bytes | None:
        """A whole file; None when it is not there or longer than `most` bytes."""

    def put(self, path: str, body: bytes) -> None:
        """Write a file whole or not at all, in place of one of that name; folders above it are made."""

    def settle(self) -> None:
        """What was put so far outlives a power cut from here on, as far as the place can promise it."""

    def close(self) -> None: ...


def nothing_lost() -> str:
    """What is safe whenever a place fails us."""
    return _("Everything written here is on this laptop, and what had come is kept.")


def unreachable(where: str, reason: str = "") -> Trouble:
    """The place does not answer."""
    message = _("{where} cannot be reached.").format(where=where)
    return Trouble(
        "store-unreachable",
        f"{message} ({reason})" if reason else message,
        safe=nothing_lost(),
        todo=_("Check the network, the cable or the stick; it is tried again when it is back."),
    )


def refused_us(where: str) -> Trouble:
    """It answers, and does not let us in."""
    return Trouble(
        "store-denied",
        _("{where} does not let us in: wrong user, password or key, or not allowed there.").format(where=where),
        safe=nothing_lost(),
        todo=_("Check user and password, then add the remote again under the same name."),
    )


def no_room_left(where: str) -> Trouble:
    """It takes no more."""
    return Trouble(
        "store-full",
        _("There is no space left at {where}.").format(where=where),
        safe=nothing_lost(),
        todo=_("Make space there, then sync again: what is missing there is sent then."),
    )


def not_written(where: str) -> Trouble:
    """It lets us read and not write."""
    return Trouble(
        "store-read-only",
        _("Nothing can be written at {where}: others do not get what is new here.").format(where=where),
        safe=nothing_lost(),
        todo=_("Ask for the right to write there, or take another place."),
    )


def no_such_place(where: str) -> Trouble:
    """The folder or bucket of the address is not there."""
    return Trouble(
        "store-missing",
        _("The folder of this address is not there: {where}.").format(where=where),
        safe=nothing_lost(),
        todo=_("Plug in or connect the disk, or check the address."),
    )


def failed(where: str, reason: str) -> Trouble:
    """Anything else that a place does to us."""
    return Trouble(
        "store-failed",
        _("{where} answers with an error: {reason}.").format(where=where, reason=reason.rstrip(".")[:200]),
        safe=nothing_lost(),
        todo=_("Sync again later; if it goes on, tell whoever looks after that place."),
    )


def of_os(error: OSError, where: str, *, writing: bool) -> Trouble:
    """What an error of the system means at this place."""
    if error.errno in FULL:
        return no_room_left(where)
    if error.errno in CLOSED_TO_US:
        return not_written(where) if writing else refused_us(where)
    return unreachable(where, error.strerror or type(error).__name__)


def parents(path: str) -> Iterable[str]:
    """The folders above a path, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]
