"""Moments as typed on the command line: ISO 8601 with or without an offset, or a bare time of day."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta

from warroom.clock import Clock
from warroom.words import _

SLACK = timedelta(minutes=10)


def event_time(text: str) -> int:
    """Milliseconds UTC of something that happened; a bare time of day is the last one that came."""
    return _moment(text, is_past=True)


def due_time(text: str) -> int:
    """Milliseconds UTC of something to come; a bare time of day is the next one."""
    return _moment(text, is_past=False)


def day_of(text: str) -> date:
    """A day as `2026-11-23`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ArgumentTypeError(_("“{text}” is no date; write 2026-11-23").format(text=text)) from None


def _moment(text: str, *, is_past: bool) -> int:
    typed = text.strip()
    try:
        at = (
            _of_today(time.fromisoformat(typed), is_past=is_past)
            if typed[2:3] == ":"
            else datetime.fromisoformat(typed)
        )
        return round(at.timestamp() * 1000)  # without an offset: local time
    except (ValueError, OverflowError, OSError):
        raise ArgumentTypeError(
            _("“{text}” is no date and time; write 2026-11-23T14:32, or with an offset 2026-11-23T14:32+01:00").format(
                text=text
            )
        ) from None


def _of_today(at: time, *, is_past: bool) -> datetime:
    now = datetime.fromtimestamp(Clock().now_ms() / 1000, at.tzinfo)
    today = datetime.combine(now.date(), at)
    if is_past and today > now + SLACK:
        return today - timedelta(days=1)
    if not is_past and today <= now:
        return today + timedelta(days=1)
    return today
