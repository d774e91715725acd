"""Everything that is due as a list: soonest first, then what waits for its start or to be qualified."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.table import Column
from warroom import phrases
from warroom.commands.clock_words import due_said, start_said
from warroom.domain.clocks import Clock, ClockState
from warroom.domain.rulebook import Rulebook
from warroom.words import N_, _

TONES = {
    ClockState.LATE: "late",
    ClockState.AMBER: "due",
    ClockState.TO_QUALIFY: "due",
    ClockState.DONE: "good",
    ClockState.DONE_LATE: "late",
    ClockState.WAITING: "muted",
    ClockState.NOT_APPLICABLE: "muted",
}


@dataclass(frozen=True, slots=True)
class ListedClock:
    """A clock with the rulebook that words it."""

    clock: Clock
    book: Rulebook

    @property
    def id(self) -> str:
        return self.clock.key

    @property
    def incident(self) -> str:
        return self.clock.incident


def clock_tone(clock: Clock) -> str:
    return TONES.get(clock.state, "")


def since_said(row: ListedClock, now: int) -> str:
    """What started it, or when somebody set it, and the entry that proves it."""
    clock = row.clock
    start = start_said(clock.start_event, row.book) if clock.start_event else ""
    if not start and clock.started_at is not None:
        start = _("set {moment}").format(moment=phrases.moment(clock.started_at, now))
    proof = _("proved by {number}").format(number=clock.start_entry) if clock.start_entry else ""
    return " · ".join(part for part in (start, proof) if part) or "—"


def clock_columns() -> tuple[Column[ListedClock], ...]:
    """Due, what, incident, since."""
    return (
        Column(
            "due", N_("Due"), lambda row, now: due_said(row.clock, now), order=lambda row: row.clock.due_at,
            tone=lambda row, _now: clock_tone(row.clock), bold=True, width=208, whole=True,
        ),
        Column("label", N_("What"), lambda row, _now: _named(row.clock)),
        Column(
            "incident", N_("Incident"), lambda row, _now: row.clock.incident_number, tone=_incident_tone, width=72,
            whole=True, can_go=True,
        ),
        Column("since", N_("Counted from"), lambda row, now: since_said(row, now), tone=_muted, width=176, can_go=True),
    )  # fmt: skip


def _named(clock: Clock) -> str:
    return f"{clock.number} · {clock.label}" if clock.number else clock.label


def _incident_tone(row: ListedClock, _now: int) -> str:
    return "exercise" if row.clock.exercise else "muted"


def _muted(_row: ListedClock, _now: int) -> str:
    return "muted"
