"""Phrases: times and durations as people say them, the same on screen, on paper and on the command line.

A bare HH:MM is always a time of day; a duration carries units and direction.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from warroom import words
from warroom.words import _

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def local(ms: int, zone: tzinfo | None = None) -> datetime:
    """Milliseconds UTC as a local time; a value no calendar holds becomes its nearest one."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0 if ms < 0 else 7_258_118_399, UTC).astimezone(zone)


def time_of_day(ms: int, zone: tzinfo | None = None) -> str:
    """`14:38`."""
    return local(ms, zone).strftime("%H:%M")


def seconds_of_day(ms: int, zone: tzinfo | None = None) -> str:
    """`14:32:07`."""
    return local(ms, zone).strftime("%H:%M:%S")


def day(ms: int, zone: tzinfo | None = None) -> str:
    """`lun. 23 nov.` or `Mon 23 Nov`."""
    at = local(ms, zone)
    return f"{DAYS[words.language()][at.weekday()]} {_day_of_month(at)} {MONTHS[words.language()][at.month - 1]}"


def date(ms: int, zone: tzinfo | None = None) -> str:
    """`23 nov. 2026`."""
    at = local(ms, zone)
    return f"{_day_of_month(at)} {MONTHS[words.language()][at.month - 1]} {at.year}"


def _day_of_month(at: datetime) -> str:
    return "1er" if at.day == 1 and words.language() == "fr" else str(at.day)


def moment(ms: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """The time alone today, the day before it otherwise: `14:38`, `mar. 24 nov. 11:54`; the year when it is another."""
    at, now = local(ms, zone), local(now_ms, zone)
    if at.date() == now.date():
        return at.strftime("%H:%M")
    if at.year != now.year:
        return f"{date(ms, zone)} {at:%H:%M}"
    return f"{day(ms, zone)} {at:%H:%M}"


def longest_moments() -> list[str]:
    """A moment of every month and weekday, with and without the year: what must fit where one is written."""
    months, days = MONTHS[words.language()], DAYS[words.language()]
    return [f"28 {month} 2028 00:00" for month in months] + [
        f"{weekday} 28 {month} 00:00" for month in months for weekday in days
    ]


def utc_offset(ms: int, zone: tzinfo | None = None) -> str:
    """`UTC+1`, `UTC-3:30`, `UTC`."""
    offset = local(ms, zone).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return offset_word(minutes)


def offset_word(minutes: int) -> str:
    """An offset in minutes as `UTC+1`."""
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def duration(ms: int) -> str:
    """A length of time with units: `40 s`, `6 min`, `2 h 47`, `3 d 4 h` (`3 j 4 h` in French)."""
    length = abs(ms)
    if length < MINUTE:
        return _("{n} s").format(n=length // 1000)
    if length < HOUR:
        return _("{n} min").format(n=length // MINUTE)
    if length < DAY:
        hours, rest = divmod(length // MINUTE, 60)
        return _("{h} h {m:02d}").format(h=hours, m=rest) if rest else _("{h} h").format(h=hours)
    days, rest = divmod(length // HOUR, 24)
    return _("{d} d {h} h").format(d=days, h=rest) if rest else _("{d} d").format(d=days)


def since(ms: int, now_ms: int) -> str:
    """`since 2 h 47` (`depuis 2 h 47`)."""
    return _("for {duration}").format(duration=duration(max(0, now_ms - ms)))


def ago(ms: int, now_ms: int) -> str:
    """`8 min ago` (`il y a 8 min`)."""
    return _("{duration} ago").format(duration=duration(max(0, now_ms - ms)))


def until(ms: int, now_ms: int) -> str:
    """`in 6 min`, or `late by 18 min`; the direction is always said."""
    if ms < now_ms:
        return _("late by {duration}").format(duration=duration(now_ms - ms))
    return _("in {duration}").format(duration=duration(ms - now_ms))


def due(ms: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """A due clock shows both: `in 6 min · 14:38`."""
    return f"{until(ms, now_ms)} · {moment(ms, now_ms, zone)}"


def labelled(name: str, value: str) -> str:
    """`Status: Declared`; French sets its colon apart: `Statut : Déclaré`."""
    return _("{name}: {value}").format(name=name, value=value)


def file_size(size: int) -> str:
    """Bytes as people read them: `340 B`, `12 kB`, `3.4 MB`."""
    if size < 1000:
        return _("{n} B").format(n=size)
    value = float(size)
    for unit in (_("kB"), _("MB"), _("GB")):
        value /= 1000
        if value < 1000 or unit == _("GB"):
            break
    text = f"{value:.0f}" if value >= 10 else f"{value:.1f}"
    return f"{text.replace('.', ',') if words.language() == 'fr' else text} {unit}"


def circle_word(name: str) -> str:
    """A circle as people call it: a built-in one in the language spoken, any other as it was named."""
    return {"decision": _("decision cell"), "legal": _("legal"), "security": _("security")}.get(name, name or "?")


def restricted_entry(number: str, circle: str, *, damaged: bool = False) -> str:
    """`restricted entry A-0412 · legal`: what whoever need not know sees instead."""
    return restricted(_("restricted entry {number}").format(number=number), circle, damaged=damaged)


def restricted(what: str, circle: str, *, damaged: bool = False) -> str:
    """The same of anything: what it is, its circle, and whether nobody can read it any more."""
    said = _("{what} · {circle} · damaged") if damaged else _("{what} · {circle}")
    return said.format(what=what, circle=circle_word(circle))


def erased_person(alias: str) -> str:
    """Who stood where a name was erased: `person A-P17`."""
    return _("person {number}").format(number=alias)
