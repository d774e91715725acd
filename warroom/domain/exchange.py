"""Exchange: what one laptop tells another, what came of it, and who still lacks what."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from warroom.domain.conflicts import Question


class Why(enum.StrEnum):
    """Why something that arrived was set aside: it keeps nothing else from joining."""

    UNKNOWN = "unknown"  # its station is not admitted: a person decides
    FORK = "fork"  # the same writer wrote something else under these numbers: a cloned laptop or a restored copy
    TAMPERED = "tampered"  # not what its station signed
    DAMAGED = "damaged"  # torn or damaged on its way: it is to be carried again
    NEWER = "newer"  # made by a newer version; kept, and passed on as it is
    FOREIGN = "foreign"  # of another room
    SEALED = "sealed"  # this station is not among those it is sealed to
    DELETES = "deletes"  # it deletes so much that somebody must agree first


class Trust(enum.StrEnum):
    """What stands behind what a station sent."""

    VERIFIED = "verified"  # signed by an admitted station
    UNKNOWN = "unknown"  # nobody admitted it yet
    REVOKED = "revoked"  # cut off: what it wrote past the cut has no effect


@dataclass(frozen=True, slots=True)
class Drift:
    """How far another laptop's clock is ahead of ours (negative: behind), as bounds in milliseconds.

    A stick tells bounds only: nothing arrives before it was written. None: not known on that side.
    """

    least: int | None
    most: int | None

    @property
    def middle(self) -> int | None:
        """The best guess; None while only one side is known, and it says nothing wrong."""
        if self.least is not None and self.most is not None:
            return (self.least + self.most) // 2
        if self.least is not None and self.least > 0:
            return self.least
        return self.most if self.most is not None and self.most < 0 else None


@dataclass(frozen=True, slots=True)
class Aside:
    """One run of ops, or one file, that was set aside."""

    id: str  # hexadecimal; names it for `exchange.forget`
    why: Why
    source: str  # the file, store or laptop it came from
    station: str  # station id, "" when nobody can tell
    letter: str  # what it calls itself; for an unknown station nothing vouches for it
    writer: str  # hexadecimal, "" when nobody can tell
    seq_from: int
    seq_to: int
    seen_at: int  # milliseconds UTC
    is_kept: bool  # whether its bytes are here and will be looked at again


@dataclass(frozen=True, slots=True)
class FromStation:
    """What a delivery brings of one station."""

    station: str  # id
    letter: str
    name: str
    trust: Trust
    ops: int  # new ones
    counts: Mapping[str, int]  # noun → records written
    first_at: int | None  # milliseconds UTC by its own clock
    last_at: int | None
    drift: Drift | None
    deletes: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an exchange, or would come of it."""

    source: str
    received: int = 0  # ops that joined the journal
    sent: int = 0  # ops handed over
    set_aside: tuple[Aside, ...] = ()
    conflicts: int = 0  # open in the room now
    new_conflicts: int = 0
    waiting: int = 0  # ops kept until those they depend on arrive
    files: int = 0  # pieces of attachments that came
    awaited: int = 0  # attachments not complete yet
    stations: tuple[FromStation, ...] = ()
    began_writer: bool = False  # this laptop goes on under new numbers: a copy of it wrote elsewhere
    deletes: int = 0
    summary: Mapping[str, int] = field(default_factory=dict)  # noun → records written, over all stations
    to_settle: tuple[Question, ...] = ()  # of a preview: what it would give people to settle
    settles_unknown: bool = False  # of a preview: too much to know that beforehand


@dataclass(frozen=True, slots=True)
class Peer:
    """Another station, or ours, as the strip shows it."""

    station: str  # id
    letter: str
    name: str
    is_ours: bool
    trust: Trust
    heard_at: int | None  # when we last heard of it, by our clock, milliseconds UTC; None: never
    written_at: int | None  # when it wrote what we heard, by its own clock
    route: str  # "usb", "network", a remote's name, or the letter of the station that brought it
    entries: int  # log entries of it that we hold
    battery: int | None  # per cent
    is_charging: bool | None
    drift: Drift | None
    lacks: int | None  # ops we hold that it lacked when we heard of it; None: not known
    lacks_entries: int | None
    knows_cuts: bool  # it had heard of every revocation we know of
    is_live: bool = False  # connected over the room's own network now


@dataclass(frozen=True, slots=True)
class Leg:
    """One trip of the stick: what to carry from which station to which."""

    source: str  # station id
    target: str
    ops: int
    entries: int


@dataclass(frozen=True, slots=True)
class Remote:
    """A place where sealed files are kept, or a hub."""

    name: str
    url: str  # without its password
    tried_at: int | None  # milliseconds UTC
    done_at: int | None
    trouble: str  # what hindered the last try, "" when nothing did
    is_watched: bool = False  # the window tries it by itself
    is_busy: bool = False  # an exchange with it is going on
    done: int = 0  # of it, files so far
    total: int = 0
    result: Outcome | None = None  # what the last exchange of this opening came to


class NetworkState(enum.StrEnum):
    """What the room's own network is doing."""

    OFF = "off"
    ALONE = "alone"  # there is no network here on which others could be found
    SEARCHING = "searching"
    CONNECTED = "connected"


@dataclass(frozen=True, slots=True)
class Link:
    """A laptop connected over the room's own network now."""

    station: str  # id
    letter: str
    name: str
    since: int  # milliseconds UTC, our clock
    heard_at: int | None
    address: str
    drift: Drift | None
    sent: int  # ops since then
    to_send: int  # ops still to go
    received: int
    to_come: int
