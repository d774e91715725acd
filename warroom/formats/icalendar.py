"""iCalendar (RFC 5545) as programs really write it: who is on call when, event by event, each with what came of it.

Nothing here hangs, follows a link or believes a file: sizes, events, occurrences and steps are bounded, and what cannot
be read is listed with its reason while the rest comes in.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from dataclasses import dataclass, field

from warroom.formats.calendar_event import BROKEN, Event, read_event
from warroom.formats.calendar_lines import Block, Blocks, cut
from warroom.formats.calendar_occurrences import Occurrence, Window, occurrences
from warroom.formats.calendar_problems import NOTES, Remark, Said, Unfit
from warroom.formats.calendar_zones import Zones, world
from warroom.formats.encoding import decode
from warroom.formats.limits import MIB, refuse_larger, unreadable
from warroom.words import _

LARGEST_CALENDAR = 32 * MIB
MOST_EVENTS = 20_000
MOST_OCCURRENCES = 50_000  # of one file


class Became(enum.StrEnum):
    """What came of an event of a file."""

    ACCEPTED = "accepted"
    REPAIRED = "repaired"
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """One event of the file: what came of it, why, and when it makes somebody be on call."""

    line: int
    uid: str
    summary: str
    became: Became
    remarks: list[Remark] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    rotation: str = ""  # named by a calendar that Warroom wrote
    note: str = ""


@dataclass(slots=True)
class CalendarReading:
    """A calendar as it was read."""

    name: str  # as it calls itself, "" where it does not
    zone: str  # of times without one
    outcomes: list[Outcome] = field(default_factory=list)


def read_calendar(data: bytes, *, zone: str, from_ms: int, until_ms: int) -> CalendarReading:
    """Everything a calendar says of a stretch of time (milliseconds UTC); `zone` is for times that name none.

    Raises Refusal for what is no calendar at all.
    """
    refuse_larger(len(data), LARGEST_CALENDAR)
    blocks = cut(decode(data).text)
    if not blocks.events and not blocks.others:
        raise unreadable(
            "no-events",
            _("There is no event in this file."),
            todo=_("Choose a calendar as its program exports it (.ics)."),
        )
    own = blocks.own.get("X-WR-TIMEZONE", "")
    default = own if world(own) is not None else zone
    reading = CalendarReading(blocks.own.get("X-WR-CALNAME") or blocks.own.get("NAME") or "", default)
    zones = Zones(blocks.zones, default)
    window = Window(from_ms, until_ms)
    reading.outcomes += _others(blocks)
    reading.outcomes += _events(blocks, zones, window, is_assumed=default != own)
    reading.outcomes.sort(key=lambda each: each.line)
    return reading


def _others(blocks: Blocks) -> list[Outcome]:
    return [
        _refused(block, Remark(Said.NOT_AN_EVENT, block.kind), summary=block.value("SUMMARY"))
        for block in blocks.others
    ]


def _refused(block: Block, remark: Remark, *, uid: str = "", summary: str = "") -> Outcome:
    return Outcome(block.line, uid or block.value("UID"), summary, Became.REFUSED, [*block.remarks, remark])


def _events(blocks: Blocks, zones: Zones, window: Window, *, is_assumed: bool) -> list[Outcome]:
    found: list[Outcome] = []
    by_uid: dict[str, list[Event]] = defaultdict(list)
    for number, block in enumerate(blocks.events):
        try:
            if number >= MOST_EVENTS:
                raise Unfit(Said.TOO_MANY, str(MOST_EVENTS))
            event = read_event(block, zones, is_assumed=is_assumed)
            by_uid[event.uid].append(event)
        except Unfit as unfit:
            found.append(_refused(block, unfit.remark, summary=block.value("SUMMARY")))
        except BROKEN as problem:
            found.append(_refused(block, Remark(Said.UNREADABLE, str(problem)), summary=block.value("SUMMARY")))
    left = MOST_OCCURRENCES
    for uid, events in by_uid.items():
        for outcome in _of_one(uid, events, window, is_cancelled=blocks.own.get("METHOD", "").upper() == "CANCEL"):
            if len(outcome.occurrences) > left:
                outcome.occurrences = outcome.occurrences[:left]
                outcome.remarks.append(Remark(Said.RULE_CUT, str(left)))
                outcome.became = Became.REPAIRED if left else Became.REFUSED
            left -= len(outcome.occurrences)
            found.append(outcome)
    return found


def _of_one(uid: str, events: list[Event], window: Window, *, is_cancelled: bool) -> list[Outcome]:
    """All events of one identifier: the series, and what was changed of single occurrences."""
    masters = [event for event in events if event.recurrence is None]
    changes = [event for event in events if event.recurrence is not None]
    found: list[Outcome] = []
    kept, older = _revisions(masters)
    found += [_outcome(event, [], refused=Remark(Said.OLDER)) for event in older]
    if len(kept) > 1:
        for event in kept:
            event.remarks.append(Remark(Said.SAME_UID, uid))
    series: list[Event | None] = [*kept] if kept else [None]
    for place, one in enumerate(series):
        theirs = changes if place == 0 else []
        for each, held, unfit in occurrences(one, theirs, window, is_shared=len(kept) > 1):
            cancelled = Unfit(Said.CANCELLED) if is_cancelled or each.is_cancelled else None
            refused = unfit or cancelled
            found.append(_outcome(each, [] if refused else held, refused=refused.remark if refused else None))
    return found


def _revisions(masters: list[Event]) -> tuple[list[Event], list[Event]]:
    """The newest revision of an event, and those before it; events that share an identifier by mistake are all kept."""
    newest = max((event.sequence for event in masters), default=0)
    kept = [event for event in masters if event.sequence == newest]
    unlike: dict[tuple[object, ...], Event] = {}
    for event in kept:
        unlike[event.start, event.end, event.summary] = event
    alike = [event for event in kept if event not in unlike.values()]
    return list(unlike.values()), [event for event in masters if event.sequence != newest] + alike


def _outcome(event: Event, held: list[Occurrence], *, refused: Remark | None) -> Outcome:
    remarks = list(dict.fromkeys([*event.remarks, *([refused] if refused else [])]))
    if refused is None and not held:
        remarks.append(Remark(Said.OUTSIDE))
        became = Became.REFUSED
    elif refused is not None:
        became = Became.REFUSED
    else:
        became = Became.REPAIRED if any(each.said not in NOTES for each in remarks) else Became.ACCEPTED
    return Outcome(event.line, event.uid, event.summary, became, remarks, held, event.rotation, event.note)
