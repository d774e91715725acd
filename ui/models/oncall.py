"""A week of on-call as its page shows it: read off the screen's thread, and put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom import phrases
from warroom.commands.on_call_words import rank_word, source_said
from warroom.domain.clock_times import first_instant
from warroom.domain.on_call import Override, Rotation
from warroom.domain.turns import Clash, Gap, OnCall, Stretch, Watch
from warroom.room import Room
from warroom.words import _

DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """What there is to show of one week; times in milliseconds UTC."""

    days: tuple[int, ...]  # when each day begins, and when the last ends
    now: int
    rotations: tuple[Rotation, ...]
    now_on: tuple[OnCall, ...]
    held: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]
    clashes: tuple[Clash, ...]
    unmatched: tuple[tuple[str, int], ...]
    changes: dict[str, Override]

    @property
    def is_empty(self) -> bool:
        return not self.rotations

    def name(self, rotation: str) -> str:
        return next((each.name for each in self.rotations if each.id == rotation), "")


def days_of(at_ms: int) -> tuple[int, ...]:
    """The beginnings of the days of the week of an instant, Monday first, and the end of its Sunday; local time."""
    shown = phrases.local(at_ms).replace(tzinfo=None)
    monday = datetime.combine(shown.date(), datetime.min.time()) - timedelta(days=shown.weekday())
    return tuple(first_instant(monday + timedelta(days=each), None) for each in range(DAYS + 1))


def read_week(room: Room, at_ms: int) -> Week:
    """The week of an instant. For a task: it asks several questions."""
    views, days = room.views, days_of(at_ms)
    begins, ends = days[0], days[-1]
    changes = {str(each.id): each for each in views.overrides(begins, ends)}
    now = room.clock.now_ms()
    return Week(
        days,
        now,
        tuple(views.rotations()),
        tuple(views.on_call()),
        tuple(views.on_call_between(begins, ends)),
        tuple(views.on_call_gaps(begins, ends)),
        tuple(clash for clash in views.on_call_clashes(begins, ends) if clash.until_at > now),
        tuple(views.unmatched_duties()),
        changes,
    )


def week_said(days: tuple[int, ...]) -> str:
    """`Week 48 · Mon 23 Nov to Sun 29 Nov`."""
    number = phrases.local(days[0]).isocalendar().week
    told = _("Week {number} · {first} to {last}")
    return told.format(number=number, first=phrases.day(days[0]), last=phrases.day(days[-1] - 1))


def who_said(name: str) -> str:
    """A name, and a word for nobody and for somebody who was erased."""
    return name or _("somebody")


def until_said(on: OnCall, now_ms: int) -> str:
    """`until Mon 30 Nov 09:00`, or that no end is in sight."""
    if on.until_at is None:
        return _("no end in sight")
    return _("until {time}").format(time=phrases.moment(on.until_at, now_ms))


def next_said(on: OnCall, now_ms: int) -> str:
    """Who is next, and when; "" where nobody is known."""
    if on.next_at is None:
        return ""
    time = phrases.moment(on.next_at, now_ms)
    return _("next: {name}, {time}").format(name=who_said(on.next_name), time=time)


def state_said(on: OnCall, now_ms: int) -> str:
    """What is said of a rotation under who is on call."""
    if on.state is Watch.ON:
        return " · ".join(part for part in (until_said(on, now_ms), source_said(on.source, on.instead)) if part)
    if on.state is Watch.OFF:
        begins = on.until_at
        return _("begins {time}").format(time=phrases.moment(begins, now_ms)) if begins else _("outside its hours")
    return until_said(on, now_ms) if on.until_at is not None else _("until somebody takes it")


def head_said(on: OnCall) -> str:
    """Who is on call, or that nobody is."""
    if on.state is Watch.ON:
        return who_said(on.name)
    return _("Nobody needed now") if on.state is Watch.OFF else _("Nobody is on call")


def span_said(start: int, end: int, now_ms: int) -> str:
    """`Mon 23 Nov 09:00 to Mon 30 Nov 09:00`."""
    return _("{start} to {end}").format(start=phrases.moment(start, now_ms), end=phrases.moment(end, now_ms))


def stretch_said(week: Week, each: Stretch) -> str:
    """One person's time on call, in a line."""
    parts = (
        who_said(each.name), week.name(each.rotation), span_said(each.from_at, each.until_at, week.now),
        source_said(each.source, each.instead),
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def gap_said(week: Week, gap: Gap) -> str:
    """When nobody is on call, in a line."""
    return _("Nobody on call in {rotation}: {span}").format(
        rotation=week.name(gap.rotation), span=span_said(gap.from_at, gap.until_at, week.now)
    )


def item_said(week: Week, item: Stretch | Gap) -> str:
    """A time on call, or a gap, in a line."""
    return gap_said(week, item) if isinstance(item, Gap) else stretch_said(week, item)


def clash_said(week: Week, clash: Clash) -> str:
    """One person who backs themselves up, in a line."""
    who = next((each.name for each in week.held if each.person == clash.person), "")
    return _("{name} is on call in {one} and in {other} at once: {span}").format(
        name=who_said(who), one=week.name(clash.rotation), other=week.name(clash.other),
        span=span_said(clash.from_at, clash.until_at, week.now),
    )  # fmt: skip


def on_call_said(on_call: Iterable[OnCall]) -> str:
    """Who is on call now, in a line for other pages."""
    named = [(who_said(on.name) if on.state is Watch.ON else _("nobody"), on.rotation.name) for on in on_call]
    who = ", ".join(f"{name} ({rotation})" for name, rotation in named)
    return _("On call now: {who}").format(who=who)


def rotation_said(on: OnCall) -> str:
    """`Réseau · called first`."""
    return f"{on.rotation.name} · {rank_word(on.rotation.rank)}"
