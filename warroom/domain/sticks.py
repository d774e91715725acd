"""Sticks: what lies on one that was plugged in, and what is said of a delivery in the log."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from warroom.domain.exchange import Outcome


class Flaw(enum.StrEnum):
    """Why a file that was meant for us cannot be read."""

    UNFINISHED = "unfinished"  # its writing was broken off
    TORN = "torn"  # cut short or damaged
    NEWER = "newer"  # by a newer version
    ELSEWHERE = "elsewhere"  # of another room
    NOT_FOR_US = "not-for-us"  # sealed to other stations
    ARCHIVE = "archive"  # an archive that is damaged, locked or far too large
    UNREADABLE = "unreadable"  # the stick does not give it out


class Scan(enum.StrEnum):
    """What is known of the stick's way through a decontamination kiosk."""

    UNKNOWN = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Stick:
    """A removable drive as it is plugged in now. Sizes in bytes."""

    path: Path
    label: str
    free: int
    total: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bundle lies: a file, or a file inside archives, the outermost first."""

    path: Path
    inside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called where it lies."""
        return (self.inside[-1] if self.inside else self.path.name).replace("\\", "/").rpartition("/")[-1]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A bundle that can be read here."""

    place: Place
    size: int  # bytes
    station: str  # id of who wrote it, as it says
    letter: str  # "?" for a station this one does not know yet
    written_at: int  # milliseconds UTC, by the clock of who wrote it
    new_ops: int  # what it holds that is not here yet
    is_ours: bool  # written by this station


@dataclass(frozen=True, slots=True)
class Flawed:
    """A file that was meant for us and cannot be read."""

    name: str
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Looked:
    """What lies on a stick; nothing on it was opened but bundles."""

    stick: Stick
    parcels: tuple[Parcel, ...] = ()  # those with something new first, then the newest
    flawed: tuple[Flawed, ...] = ()
    others: int = 0  # other files
    other_names: tuple[str, ...] = ()  # a few of them, programs first
    programs: int = 0  # among them, what a double click or the system would run
    is_partial: bool = False  # there are more files than were looked at

    @property
    def unread(self) -> tuple[Parcel, ...]:
        """The parcels of other stations with something new."""
        return tuple(parcel for parcel in self.parcels if parcel.new_ops and not parcel.is_ours)


@dataclass(frozen=True, slots=True)
class Carriage:
    """How a stick came or goes, for the log."""

    label: str = ""
    courier: str = ""  # who brings or takes it
    scan: Scan = Scan.UNKNOWN
    kiosk: str = ""  # which kiosk scanned it


@dataclass(frozen=True, slots=True)
class Delivered:
    """A stick read or written: what came of it, and what identifies the file."""

    outcome: Outcome
    file: str
    sha256: str
    number: str = ""  # of the entry that says so, "" for none
    path: Path | None = None  # where it was written
