"""Teams sent out without a telephone, and when they were heard of last."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId

MINUTE = 60_000
CONTACT_MIN = 30  # minutes without an incoming message until a team is looked for
CONTACT_CHOICES = tuple(range(10, 130, 10))
AMBER_MIN = 5  # minutes before
AHEAD_MS = 10 * MINUTE  # what stands further ahead of this laptop's clock has not been heard yet
SEPARATORS = frozenset(",;:/()[]·–—|")


class FieldStatus(enum.StrEnum):
    AT_BASE = "at_base"
    IN_TRANSIT = "in_transit"
    WORKING = "working"
    WAITING = "waiting"
    AVAILABLE = "available"
    OFF_DUTY = "off_duty"


UNTIMED = (FieldStatus.AT_BASE, FieldStatus.OFF_DUTY)  # nobody waits for news of them


class Heard(enum.StrEnum):
    """How the silence of a team stands; the gravest last."""

    UNTIMED = "untimed"
    IN_TIME = "in_time"
    SOON = "soon"  # amber
    SILENT = "silent"  # red


@dataclass(frozen=True, slots=True)
class FieldTeam:
    """A team that was sent out. Times are milliseconds UTC."""

    id: RecordId
    incident: IncidentId
    number: str
    name: str
    call_sign: str
    leader: str
    crew: tuple[str, ...]
    mission: str
    place: str
    reached_by: str
    contact_min: int
    status: FieldStatus
    sent_at: int | None
    timed_from: int | None
    returned_at: int | None

    @property
    def is_out(self) -> bool:
        return self.returned_at is None

    @property
    def is_timed(self) -> bool:
        """Whether news of it is waited for."""
        return self.is_out and self.status not in UNTIMED

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called in the log."""
        return tuple(name for name in (self.name, self.call_sign, self.number) if name)


@dataclass(frozen=True, slots=True)
class Contact:
    """One message from a team, or to it. Times are milliseconds UTC."""

    id: RecordId
    field_team: RecordId
    at: int
    incoming: bool
    text: str
    status: str
    entry: RecordId
    by: str

    @property
    def is_news(self) -> bool:
        """Whether it is word from the team: an incoming message that is not blank, and nothing else."""
        return self.incoming and bool(self.text.strip() or self.entry)


@dataclass(frozen=True, slots=True)
class TeamOut:
    """A team as the board shows it; `incident_number` and `exercise` are those of the incident it serves."""

    team: FieldTeam
    incident_number: str
    exercise: bool
    last: Contact | None  # the last word from it
    tried: Contact | None  # the last try to reach it, or blank signal, since then

    @property
    def id(self) -> str:
        return self.team.id

    @property
    def counts_from(self) -> int | None:
        """Since when its silence counts, milliseconds UTC: its last word, else when it was sent or timed again."""
        known = [self.team.sent_at, self.team.timed_from, self.last.at if self.last else None]
        return max((at for at in known if at is not None), default=None)

    @property
    def due_at(self) -> int | None:
        """When it turns red, milliseconds UTC; None while nobody waits for news."""
        since = self.counts_from
        if not self.team.is_timed or since is None:
            return None
        return since + minutes_of(self.team) * MINUTE

    def heard(self, now_ms: int) -> Heard:
        """How its silence stands at this time; the very minute it is due is still in time."""
        if self.due_at is None:
            return Heard.UNTIMED
        if now_ms > self.due_at:
            return Heard.SILENT
        return Heard.SOON if self.due_at - now_ms <= AMBER_MIN * MINUTE else Heard.IN_TIME


def minutes_of(team: FieldTeam) -> int:
    """How long a team may be silent, in minutes; what no form offers is brought within 10 and 120."""
    return min(max(team.contact_min or CONTACT_MIN, CONTACT_CHOICES[0]), CONTACT_CHOICES[-1])


def by_urgency(outs: Iterable[TeamOut], now_ms: int) -> list[TeamOut]:
    """Silent ones first, then as they turn red; those without a limit, and those that returned, last."""
    ahead = 1 << 62
    return sorted(
        outs,
        key=lambda out: (not out.team.is_out, out.due_at if out.due_at is not None else ahead, out.team.number, out.id),
    )


def is_called(names: Iterable[str], said: str) -> bool:
    """Whether an entry's “from” means the team of these names: one of them, or one of them and then somebody of it
    (`Équipe DC2, Karim`, `DC2 (chef)`); accents and capitals do not count."""
    typed = folded(said)
    return bool(typed) and any(_is_name(folded(name), typed) for name in names if name)


def folded(text: str) -> str:
    """A name without accents, capitals and spaces too many."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().split())


def _is_name(name: str, typed: str) -> bool:
    if not name or not typed.startswith(name):
        return False
    rest = typed[len(name) :]
    return not rest or rest.lstrip()[:1] in SEPARATORS or rest.startswith(" - ")
