"""Hours and days as a message says them: whole words, and always with the zone. Milliseconds UTC."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip


def local(ms: int, zone: tzinfo | None) -> datetime:
    """A moment in a zone (this laptop's when None); one that no calendar holds becomes its nearest one."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0 if ms < 0 else 7_258_118_399, UTC).astimezone(zone)


def zone_word(ms: int, zone: tzinfo | None) -> str:
    """`UTC+1`, `UTC-3:30`, `UTC`."""
    offset = local(ms, zone).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def date(ms: int, zone: tzinfo | None, language: str, *, year: bool = True) -> str:
    """`jeudi 26 novembre 2026`, `Thursday 26 November 2026`."""
    at, spoken = local(ms, zone), language if language in DAYS else "en"
    number = "1er" if at.day == 1 and spoken == "fr" else str(at.day)
    said = f"{DAYS[spoken][at.weekday()]} {number} {MONTHS[spoken][at.month - 1]}"
    return f"{said} {at.year}" if year else said


def hour(ms: int, zone: tzinfo | None) -> str:
    """`14:38 (UTC+1)`."""
    return f"{local(ms, zone):%H:%M} ({zone_word(ms, zone)})"


def moment(ms: int, now_ms: int, zone: tzinfo | None, language: str) -> str:
    """The hour alone on the day of `now_ms`, the whole day before it otherwise: `mardi 24 novembre à 11:54 (UTC+1)`."""
    at, now = local(ms, zone), local(now_ms, zone)
    if at.date() == now.date():
        return hour(ms, zone)
    said = date(ms, zone, language, year=at.year != now.year)
    return f"{said} {'à' if language == 'fr' else 'at'} {hour(ms, zone)}"


def length(ms: int, language: str) -> str:
    """A length of time in whole minutes: `47 minutes`, `2 h 47`, `1 jour 3 h`."""
    minutes = max(0, ms) // 60_000
    if minutes < 60:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest:02d}" if rest else f"{hours} h"
    days, left = divmod(hours, 24)
    word = ("jour" if language == "fr" else "day") + ("s" if days > 1 else "")
    return f"{days} {word} {left} h" if left else f"{days} {word}"
