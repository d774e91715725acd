"""The cadence of one audience counted second by second, without any of the product's code: what it is checked against.

Facts are tuples (second, what, …): ("start", every, first, chosen), ("pace", every, first, chosen), ("snooze", until),
("stop", chosen), ("told", promised, ends). Seconds count from the start of the day, every is minutes, None is absent.
"""

from __future__ import annotations

from typing import Any

RANK = {"start": 0, "pace": 0, "snooze": 0, "told": 1, "stop": 2}


class Counted:
    """What a clerk with a watch would have on the sheet at the end."""

    def __init__(self) -> None:
        self.every = 0
        self.running = self.chosen = self.first = self.promised = self.put_off = False
        self.ring: int | None = None  # what the clock shows
        self.fair: int | None = None  # after which the message is late
        self.owed = 0  # after which it is in time only because it was put off
        self.begun = self.last = -1
        self.late_seconds = 0
        self.sheet: list[str] = []

    def due(self, at: int, *, first: bool = False, promised: bool = False) -> None:
        self.ring, self.fair, self.owed, self.first, self.promised, self.put_off = at, at, at, first, promised, False

    def clear(self) -> None:
        self.ring = self.fair = None


def count(facts: list[tuple[Any, ...]], seconds: int) -> Counted:
    """Go through the day, one second after the other."""
    by_second: dict[int, list[tuple[Any, ...]]] = {}
    for fact in sorted(facts, key=lambda fact: (fact[0], RANK[fact[1]])):
        by_second.setdefault(fact[0], []).append(fact)
    sheet = Counted()
    for second in range(seconds + 1):
        if sheet.fair is not None and second > sheet.fair:
            sheet.late_seconds += 1
        for fact in by_second.get(second, ()):
            _note(sheet, second, fact)
    if sheet.fair is not None and seconds > sheet.fair:
        sheet.sheet.append("overdue")
    return sheet


def _note(sheet: Counted, now: int, fact: tuple[Any, ...]) -> None:
    what = fact[1]
    if what == "told":
        _told(sheet, now, fact[2], fact[3])
    elif what == "stop":
        if sheet.fair is not None and (fact[2] or not sheet.promised):
            sheet.sheet.append("missed" if now > sheet.fair else "dropped")
            sheet.clear()
        sheet.running, sheet.chosen = False, fact[2]
    elif what == "snooze":
        if sheet.ring is None or fact[2] <= max(sheet.ring, now):
            return
        if now <= (sheet.fair or 0):
            sheet.fair = fact[2]
        sheet.ring, sheet.put_off = fact[2], True
    elif what == "start" and not sheet.running:
        first = max(fact[3], now)
        sheet.every, sheet.running, sheet.chosen, sheet.begun = fact[2], True, fact[4], now
        if sheet.fair is None:
            sheet.due(first, first=True)
        else:
            _move(sheet, now, first)
    elif what == "start" and not fact[4]:
        if sheet.fair is not None and sheet.first and now <= sheet.fair and fact[3] < sheet.fair:
            _set(sheet, max(fact[3], now))
    else:
        _pace(sheet, now, fact)


def _told(sheet: Counted, now: int, promised: int | None, ends: bool) -> None:
    if sheet.fair is not None:
        sheet.sheet.append("late" if now > sheet.fair else "kept" if now <= sheet.owed else "snoozed")
    sheet.clear()
    sheet.last = now
    if promised is not None and promised > now:
        sheet.due(promised, promised=True)
        return
    if ends:
        sheet.running = False
    if sheet.running and sheet.every:
        sheet.due(now + 60 * sheet.every)


def _pace(sheet: Counted, now: int, fact: tuple[Any, ...]) -> None:
    _at, _what, every, first, chosen = fact
    if not chosen and (not sheet.running or sheet.chosen):
        return
    counted_from = now if not sheet.running else sheet.last if sheet.last >= 0 else sheet.begun
    sheet.begun = sheet.begun if sheet.running else now
    sheet.every, sheet.running, sheet.chosen = every, True, chosen
    if every == 0:
        if sheet.fair is not None and not sheet.promised:
            sheet.sheet.append("missed" if now > sheet.fair else "dropped")
            sheet.clear()
        return
    wanted = first if first is not None else max(counted_from + 60 * every, now)
    if sheet.fair is None:
        sheet.due(max(wanted, now), first=sheet.last < 0)
    else:
        _move(sheet, now, wanted)


def _move(sheet: Counted, now: int, wanted: int) -> None:
    assert sheet.fair is not None
    if sheet.fair < now:
        return
    _set(sheet, max(min(sheet.fair, wanted) if sheet.promised or sheet.put_off else wanted, now))


def _set(sheet: Counted, at: int) -> None:
    sheet.owed = min(sheet.owed, at) if sheet.put_off else at
    sheet.ring = sheet.fair = at
