"""What a reader of calendars may have to say of an event, each with a stable code and a sentence people understand."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.words import N_, _

LONGEST_DETAIL = 80


class Said(enum.StrEnum):
    """Why an event was repaired (it comes in) or refused (it stays out)."""

    # Repaired
    LINE_DROPPED = "line-dropped"
    NOT_CLOSED = "not-closed"
    NO_UID = "no-uid"
    SAME_UID = "same-uid"
    OLDER = "older-revision"
    ZONE_UNKNOWN = "zone-unknown"
    ZONE_GUESSED = "zone-guessed"
    ZONE_OF_FILE = "zone-of-file"
    FLOATING = "floating"
    NO_END = "no-end"
    ONE_DAY = "one-day"
    MIXED_DATES = "mixed-dates"
    RULE_CUT = "rule-cut"
    RULE_UNREADABLE = "rule-unreadable"
    NO_SUCH_OCCURRENCE = "no-such-occurrence"
    NAME_MISSING = "name-missing"
    # Refused
    NO_START = "no-start"
    INSTANT = "instant"
    BACKWARDS = "backwards"
    TOO_LONG = "too-long"
    TOO_FINE = "rule-too-fine"
    TOO_FAR = "rule-too-far"
    CANCELLED = "cancelled"
    NOT_AN_EVENT = "not-an-event"
    OUT_OF_TIME = "out-of-time"
    OUTSIDE = "outside"
    UNREADABLE = "unreadable"
    TOO_MANY = "too-many"


SENTENCES = {
    Said.LINE_DROPPED: N_("A line that cannot be read was left out: {detail}"),
    Said.NOT_CLOSED: N_("The event is never closed; it was read to where the next begins."),
    Said.NO_UID: N_("The event has no identifier; one was made of what it says."),
    Said.SAME_UID: N_("Several events have the identifier “{detail}”; each was kept."),
    Said.OLDER: N_("An older revision of the same event was left out."),
    Said.ZONE_UNKNOWN: N_("Nobody knows the time zone “{detail}”; the zone of the import was taken."),
    Said.ZONE_GUESSED: N_("The time zone “{detail}” was known under another name."),
    Said.ZONE_OF_FILE: N_("The time zone “{detail}” is defined by the file itself."),
    Said.FLOATING: N_("The times name no zone; {detail} was taken."),
    Said.NO_END: N_("The end cannot be read; it was taken from the length or the day."),
    Said.ONE_DAY: N_("It would end on the day it begins; one whole day was taken."),
    Said.MIXED_DATES: N_("Days and times are mixed in it; whole days were taken for those days."),
    Said.RULE_CUT: N_("It repeats too often: only the first {detail} were taken."),
    Said.RULE_UNREADABLE: N_("How it repeats cannot be read ({detail}); only the first was taken."),
    Said.NO_SUCH_OCCURRENCE: N_("It changes an occurrence that the event does not have; it was kept by itself."),
    Said.NAME_MISSING: N_("It names nobody; it was kept under the name of the calendar."),
    Said.NO_START: N_("It does not say when it begins."),
    Said.INSTANT: N_("It has no length: nobody is on call for an instant."),
    Said.BACKWARDS: N_("It ends before it begins."),
    Said.TOO_LONG: N_("It lasts longer than {detail} days."),
    Said.TOO_FINE: N_("It repeats by the minute or the second: no turn of on-call does."),
    Said.TOO_FAR: N_("It repeats for so long that it cannot be counted."),
    Said.CANCELLED: N_("It is cancelled."),
    Said.NOT_AN_EVENT: N_("It is not an event but “{detail}”."),
    Said.OUT_OF_TIME: N_("Its times lie outside what a calendar can hold ({detail})."),
    Said.OUTSIDE: N_("Nothing of it lies in the time that is read."),
    Said.UNREADABLE: N_("It cannot be read ({detail})."),
    Said.TOO_MANY: N_("The file holds more than {detail} events; this one was left out."),
}
NOTES = frozenset({Said.ZONE_GUESSED, Said.ZONE_OF_FILE})  # worth saying, but nothing had to be repaired


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of one event, with the offending text when there is one."""

    said: Said
    detail: str = ""

    @property
    def reason(self) -> str:
        """The sentence, in the language spoken now."""
        detail = self.detail if len(self.detail) <= LONGEST_DETAIL else self.detail[: LONGEST_DETAIL - 1] + "…"
        return _(SENTENCES[self.said]).format(detail=detail)


class Unfit(Exception):
    """An event that stays out, and why."""

    def __init__(self, said: Said, detail: str = "") -> None:
        super().__init__(said.value)
        self.remark = Remark(said, detail)
