"""What a report is about: one incident as it stands, who asks, when, and how times are said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import lru_cache

from warroom import phrases, words
from warroom.domain.actions import Action
from warroom.domain.anticipation import Scenario
from warroom.domain.decisions import Decision
from warroom.domain.dues import Due
from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.domain.heads import Heads, digest_of, fingerprint_of
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.incidents import Incident
from warroom.domain.services import AffectedService
from warroom.reports.redaction import Redaction, Redactor
from warroom.reports.restricted import Record, cleared
from warroom.storage.views import LogFilter, Order, Views
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants the report, when (milliseconds UTC), in which zone (None: this computer's), under which marking."""

    member: str
    station: str
    now_ms: int
    zone: tzinfo | None
    marking: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One incident with what hangs on it, read at one instant; the log is asked for piece by piece."""

    views: Views
    asked: Asked
    room: str
    incident: Incident
    services: tuple[AffectedService, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    dues: tuple[Due, ...]
    attachments: tuple[Attachment, ...]
    hypotheses: tuple[Hypothesis, ...]
    weighed: Mapping[str, tuple[int, int]]  # hypothesis → entries that speak for it, against it
    scenarios: tuple[Scenario, ...]
    tally: tuple[int, int, int, int | None]
    heads: Heads
    redactor: Redactor | None = None

    @property
    def digest(self) -> str:
        return digest_of(self.heads)

    @property
    def fingerprint(self) -> str:
        """Eight digits that stand for the whole journal, on every page."""
        return fingerprint_of(self.digest)

    @property
    def language(self) -> str:
        return words.language()

    def newest(self, wanted: LogFilter, *, count: int, order: Order = Order.EVENT) -> list[Entry]:
        """The newest entries of a kind, oldest of them first."""
        keys = self.views.first_entry_keys(self.incident.id, wanted, order, count=count)
        found = self.views.entries_by_key(keys)
        return [self.shown(found[key]) for key in reversed(keys) if key in found]

    def newest_written(self, count: int) -> list[Entry]:
        """The entries written last, oldest of them first."""
        keys = self.views.first_entry_keys(self.incident.id, None, Order.RECORDED, count=count)
        found = self.views.entries_by_key(keys)
        return [self.shown(found[key]) for key in reversed(keys) if key in found]

    def entries(self, order: Order = Order.RECORDED) -> Iterator[Entry]:
        return map(self.shown, self.views.entries(self.incident.id, order))

    def shown(self, record: Record) -> Record:
        """The record as it may leave: nothing sealed, and what was chosen to be left out is."""
        return self.redactor.record(cleared(record)) if self.redactor else cleared(record)

    # Times, in the report's one zone

    def moment(self, ms: int) -> str:
        """`23 Nov 2026 14:38`."""
        return f"{phrases.date(ms, self.asked.zone)} {phrases.time_of_day(ms, self.asked.zone)}"

    def brief(self, ms: int) -> str:
        """`Mon 23 Nov 14:38`, the time alone when it is of the day of the report."""
        return phrases.moment(ms, self.asked.now_ms, self.asked.zone)

    def clock(self, ms: int) -> str:
        """`14:32:07`."""
        return phrases.seconds_of_day(ms, self.asked.zone)

    def day(self, ms: int) -> str:
        """`Mon 23 Nov 2026`."""
        at = phrases.local(ms, self.asked.zone)
        return f"{phrases.day(ms, self.asked.zone)} {at.year}"

    def both(self, ms: int) -> str:
        """Local and universal time: `23 Nov 2026 14:38 (13:38 UTC)`."""
        offset = phrases.utc_offset(ms, self.asked.zone)
        at = phrases.local(ms, self.asked.zone)
        universal = phrases.local(ms, UTC)
        if offset == "UTC":
            return f"{self.moment(ms)} UTC"
        utc = f"{universal:%H:%M} UTC" if universal.date() == at.date() else f"{universal:%Y-%m-%d %H:%M} UTC"
        return f"{self.moment(ms)} ({utc})"

    def zone_sentence(self) -> str:
        """The offset of every time in the report, said once; two when the clocks changed meanwhile."""
        last = self.tally[3] or self.asked.now_ms
        offsets = dict.fromkeys(
            phrases.utc_offset(ms, self.asked.zone) for ms in (self.incident.began_at, last, self.asked.now_ms)
        )
        return _("Times are local: {offset}.").format(offset=_(", then ").join(offsets))

    def iso(self, ms: int) -> str:
        """`2026-11-23T14:38:07.250+01:00`, for machines."""
        return iso_time(ms, self.asked.zone)


@lru_cache(maxsize=4096)
def iso_time(ms: int, zone: tzinfo | None) -> str:
    """ISO 8601 to the millisecond. Kept for a while: entries of one minute share their times."""
    return phrases.local(ms, zone).isoformat(timespec="milliseconds")


def gather(views: Views, reference: str, asked: Asked, redaction: Redaction | None = None) -> Subject:
    """Read everything but the log. Raises Refusal when the reference names no incident, or several."""
    found = views.incident(reference)
    redactor = Redactor(redaction, views.behind(found.id).roster()) if redaction else None

    def shown(record: Record) -> Record:
        return redactor.record(cleared(record)) if redactor else cleared(record)

    if redactor:
        asked = replace(asked, member=redactor.person(asked.member))
        for entry in views.entries(found.id):  # which of them stay behind decides over their files too
            shown(entry)
    incident = shown(found)
    return Subject(
        views=views,
        asked=asked,
        room=views.name(),
        incident=incident,
        services=tuple(map(shown, views.services(incident.id))),
        decisions=tuple(map(shown, views.decisions(incident.id))),
        actions=tuple(map(shown, views.actions(incident.id))),
        dues=tuple(map(shown, views.dues(incident.id))),
        attachments=tuple(map(shown, views.incident_attachments(incident.id))),
        hypotheses=tuple(map(shown, views.hypotheses(incident.id))),
        weighed=views.weighed(incident.id),
        scenarios=tuple(map(shown, views.scenarios(incident.id))),
        tally=views.tally(incident.id),
        heads=views.heads(),
        redactor=redactor,
    )
