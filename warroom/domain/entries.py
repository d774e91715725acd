"""Log entries: the main courante, insert-only and evidence-grade (doctrine §4.1)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from warroom.domain.ids import EntryId, IncidentId

LATE_AFTER_MS = 5 * 60_000  # an event written down more than five minutes after it happened is a late entry


class Kind(enum.StrEnum):
    """The nature of an entry; facts, hypotheses, decisions and actions are never mixed."""

    FACT = "fact"
    INFORMATION = "information"
    HYPOTHESIS = "hypothesis"
    DECISION = "decision"
    ORDER = "order"
    REQUEST = "request"
    REPORT = "report"
    COMMUNICATION = "communication"
    NOTIFICATION = "notification"
    HANDOVER = "handover"
    EVIDENCE = "evidence"
    INJECT = "inject"
    CORRECTION = "correction"
    AUTOMATIC = "automatic"  # written by the room itself: a change of status, of severity, of a milestone


class Verification(enum.StrEnum):
    """What has been done to believe it (doctrine §4.1). Empty means nobody asked for verification."""

    NONE = ""
    TO_VERIFY = "to_verify"
    VERIFYING = "verifying"
    VERIFIED = "verified"
    REFUTED = "refuted"


class Channel(enum.StrEnum):
    """How it came."""

    PHONE = "phone"
    VIDEO = "video"
    MAIL = "mail"
    RADIO = "radio"
    SMS = "sms"
    IN_PERSON = "in_person"
    TOOL = "tool"
    COURIER = "courier"
    OTHER = "other"


class Priority(enum.StrEnum):
    """How fast it must be read."""

    ROUTINE = "routine"
    IMPORTANT = "important"
    FLASH = "flash"


DAY_ONLY = "date-without-time"  # the flag that imports put on a date whose hour nobody gave


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, as written, with the marks put on it since."""

    key: int  # local row key; never leaves the station
    id: EntryId
    incident: IncidentId
    number: str
    kind: Kind
    text: str
    event_at: int  # when it happened, milliseconds UTC
    recorded_at: int  # when it was written, milliseconds UTC
    offset_min: int  # the writing laptop's offset from UTC, minutes
    zone: str
    author: str
    station: str
    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    verification: Verification = Verification.NONE
    priority: str = ""
    workstream: str = ""
    handling: str = ""
    key_event: bool = False
    corrects: EntryId | None = None
    corrects_number: str = ""
    corrected_by: tuple[str, ...] = ()
    reason: str = ""
    code: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    services: str = ""
    source: str = ""
    original_time: str = ""
    flags: tuple[str, ...] = ()
    follow_up: str = ""
    attachments: int = 0
    exercise: bool = False
    circle: str = ""  # the circle it is restricted to, by its key name
    restricted: str = ""  # the same when it cannot be read here: its text then says so
    sheet: str = ""  # the paper sheet it was transcribed from
    caller_check: str = ""  # how whoever called was known
    damaged: bool = False  # what is restricted here was altered or moved: nobody can read it

    @property
    def is_late(self) -> bool:
        """Written down long after it happened.

        An imported history is old, a correction speaks of an older entry, and what was on paper was written in time.
        """
        if self.source or self.sheet or self.kind is Kind.CORRECTION:
            return False
        return self.recorded_at - self.event_at > LATE_AFTER_MS

    @property
    def has_hour(self) -> bool:
        """Whether its event has an hour of its own: not a line of an import that gave none, or a day alone."""
        return not self.source or (self.event_at != self.recorded_at and DAY_ONLY not in self.flags)
