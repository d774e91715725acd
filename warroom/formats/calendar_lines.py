"""Lines of a calendar: unfolded, and cut into events, zones and the rest, however broken the file is.

The library reads one event at a time, so that a broken one costs nobody the others, and never sees a zone: a zone may
hold rules that would keep it busy for ever (`calendar_zones`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from warroom.formats.calendar_problems import Remark, Said

LONGEST_LINE = 100_000  # letters, unfolded
BREAKS = re.compile(r"\r\n|\r|\n")
BEGIN = re.compile(r"BEGIN\s*:\s*([A-Z0-9-]+)\s*\Z", re.IGNORECASE)
END = re.compile(r"END\s*:\s*([A-Z0-9-]+)\s*\Z", re.IGNORECASE)
OTHERS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY")
OWN = ("X-WR-CALNAME", "X-WR-TIMEZONE", "METHOD", "NAME")


@dataclass(slots=True)
class Block:
    """One event, or one thing that is no event, as its lines stand in the file."""

    kind: str
    line: int  # where it begins in the file, from 1
    lines: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The text of the first line of this name, "" without one."""
        return next((line.partition(":")[2] for line in self.lines if _name(line) == name), "")


@dataclass(slots=True)
class Blocks:
    """A calendar cut into its parts."""

    events: list[Block] = field(default_factory=list)
    others: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)  # what the calendar says of itself


def cut(text: str) -> Blocks:
    """The parts of a calendar; alarms in an event and whatever stands outside of any part are left out."""
    found = Blocks()
    now: Block | None = None
    inside = 0  # parts within the part
    for number, line in unfolded(text):
        begun, ended = BEGIN.match(line), END.match(line)
        kind = begun.group(1).upper() if begun else ""
        if kind in ("VEVENT", "VTIMEZONE", *OTHERS) or kind == "VCALENDAR":
            if now is not None:
                now.remarks.append(Remark(Said.NOT_CLOSED))
            now, inside = (None if kind == "VCALENDAR" else _begun(found, kind, number)), 0
        elif now is None:
            if (name := _name(line)) in OWN:
                found.own.setdefault(name, _unescaped(line.partition(":")[2]))
        elif ended and (ended.group(1).upper() == now.kind or ended.group(1).upper() == "VCALENDAR"):
            if ended.group(1).upper() != now.kind:
                now.remarks.append(Remark(Said.NOT_CLOSED))
            now = None
        elif now.kind == "VTIMEZONE":
            now.lines.append(line)
        elif begun or ended:
            inside = max(0, inside + (1 if begun else -1))
        elif not inside:
            now.lines.append(line)
    if now is not None:
        now.remarks.append(Remark(Said.NOT_CLOSED))
    return found


def unfolded(text: str) -> list[tuple[int, str]]:
    """Lines with the number of their first line in the file; a line goes on where the next begins with a space."""
    found: list[tuple[int, str]] = []
    parts: list[str] = []
    first = 0
    for number, line in enumerate(BREAKS.split(text), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            found.append((first, "".join(parts)[:LONGEST_LINE]))
        parts, first = ([line.strip("\ufeff")], number) if line.strip() else ([], 0)
    if parts:
        found.append((first, "".join(parts)[:LONGEST_LINE]))
    return found


def _begun(found: Blocks, kind: str, number: int) -> Block:
    block = Block(kind, number)
    (found.events if kind == "VEVENT" else found.zones if kind == "VTIMEZONE" else found.others).append(block)
    return block


def _name(line: str) -> str:
    return re.split(r"[:;]", line, maxsplit=1)[0].strip().upper()


def _unescaped(text: str) -> str:
    return text.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").replace("\\\\", "\\").strip()
