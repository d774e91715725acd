"""Members and stations: who is in the room, at which laptops, and what was done for whom."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import PersonId, RecordId
from warroom.domain.rights import Right, Role


class Verdict(enum.StrEnum):
    """What a review made of an act by delegation."""

    CONFIRMED = "confirmed"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of this room. `is_disputed` when grants that did not see each other disagree: the lesser holds."""

    id: PersonId
    name: str
    initials: str
    number: str  # "" for people added before numbers were printed
    roles: frozenset[Role]
    has_pin: bool
    last_act: int | None  # milliseconds UTC of the last thing they wrote, as far back as is quickly told
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class WriterOf:
    """One incarnation of a station: its prefix on printed numbers, and why it began."""

    id: str
    prefix: str
    why: str  # created, missing, restored, forked, other_machine, moved_file
    began: int | None  # milliseconds UTC
    upto: int  # its last op here
    counts_upto: int | None  # its last op that counts, None when all do


@dataclass(frozen=True, slots=True)
class Revocation:
    """When, by whom and why a station was cut off, and how much of it counts nowhere."""

    at: int | None
    by: str
    reason: str
    without_effect: int


@dataclass(frozen=True, slots=True)
class StationOf:
    """A laptop of this room."""

    id: RecordId
    letter: str
    name: str
    fingerprint: str  # of its public key, in groups, to be read aloud; "" when the key is not known
    public_key: str  # hexadecimal
    enrolled: int | None  # milliseconds UTC
    writers: tuple[WriterOf, ...]
    is_ours: bool
    is_founder: bool
    revoked: Revocation | None
    shut_out: str = ""  # why what it writes counts nowhere: "used", "withdrawn" or "right"; "" when it was admitted
    box_key: str = ""  # hexadecimal; told only while it is shut out, for whoever admits it
    shares_letter: bool = False  # another station of the room that is not revoked has the same letter

    @property
    def is_admitted(self) -> bool:
        return not self.shut_out


@dataclass(frozen=True, slots=True)
class Delegation:
    """Something done without the right to: effective, visible, to be reviewed."""

    id: RecordId
    incident: str  # id, "" when it belongs to none
    noun: str
    record: str
    act: str  # the command's name
    right: Right | None  # None for a right of a newer version
    person: PersonId
    name: str
    reason: str  # "" when none was given
    at: int | None
    verdict: Verdict | None
    remark: str
    reviewed_by: str
    reviewed_at: int | None

    @property
    def is_open(self) -> bool:
        return self.verdict is None
