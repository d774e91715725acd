"""Views of what comes in: messages, rumours and promises, one by one, and what they say together of confidence."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, TypeVar

from warroom.domain import confidence
from warroom.domain.confidence import Confidence
from warroom.domain.inbound import PROMISE_SOURCES, AnsweredTwice, Inbound, InboundLine, Promise, Rumour, in_order
from warroom.domain.incidents import Mode
from warroom.domain.nouns import NOUNS
from warroom.storage.conflicts import open_heads
from warroom.storage.naming import folded_name
from warroom.storage.queries import clocks, messages
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, read

if TYPE_CHECKING:
    from warroom.clock import Clock as WallClock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store

SEVERAL = "SELECT DISTINCT rid FROM sib WHERE ent='inbound' AND field='answer'"
Record = TypeVar("Record")


class ViewsOfIncoming:
    """What `Views` answers of incoming messages, of what is said outside, and of promises, one by one."""

    _store: Store
    _clock: WallClock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...
        def inbounds(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Inbound]: ...

    def inbound_lines(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, live: bool = False
    ) -> list[InboundLine]:
        """Messages that came in, those that wait first, with every answer where two stations gave one apart.

        `live` leaves out what is answered or closed, but for what was answered twice.
        """
        conn = self._store.reader()
        found = []
        for inbound in self.inbounds(incident, mode=mode):
            heads = open_heads(conn, "inbound", inbound.id, "answer") if inbound.answered_at is not None else []
            answers = tuple(str(head.value or "") for head in heads)
            if answers or not (live and inbound.is_over):
                found.append(InboundLine(inbound, answers))
        return in_order(found)

    def answered_twice(self, *, mode: Mode) -> list[AnsweredTwice]:
        """Messages that two stations answered apart, of incidents that are not over, until somebody corrects the answer."""
        conn = self._store.reader()
        several = {hexed(row[0]) for row in read(conn, SEVERAL, ())}
        if not several:
            return []
        asked = clocks.Asked(None, mode, self._clock.now_ms())
        places = clocks.incident_places(conn, self._sight(), asked)
        return [
            AnsweredTwice(line.inbound, place.number, place.exercise)
            for line in self.inbound_lines(mode=mode, live=True)
            if line.inbound.id in several and line.is_answered_twice
            if (place := places.get(line.inbound.incident)) is not None
        ]

    def confidence(self, incident: str, *, now_ms: int | None = None, zone: tzinfo | None = None) -> Confidence:
        """Contacts, key accounts, promises, corrections and times of an incident, as seen at a time (now when absent).

        Hours are those of `zone`, this machine's when None.
        """
        now = self._clock.now_ms() if now_ms is None else now_ms
        conn, sight, record = self._store.reader(), self._sight(), self._incident(incident)
        inbounds = messages.inbounds(conn, sight, record, Mode.BOTH)
        releases = messages.releases(conn, sight, record, Mode.BOTH)
        sendings = messages.sendings(conn, sight, record, Mode.BOTH)
        return Confidence(
            hours=confidence.contacts_by_hour(inbounds, now_ms=now, zone=zone),
            contacts=len(inbounds),
            accounts=confidence.key_accounts(messages.stakeholders(conn, sight), inbounds, sendings, same=folded_name),
            promises=confidence.promises_kept(messages.promises(conn, sight, record, Mode.BOTH), now_ms=now),
            releases=len(releases),
            corrections=confidence.corrections_of(releases),
            answers=confidence.answer_times(inbounds),
        )

    def inbound(self, record: str) -> Inbound | None:
        return self._one(Inbound, "inbound", record)

    def rumour(self, record: str) -> Rumour | None:
        return self._one(Rumour, "rumour", record)

    def promise(self, record: str) -> Promise | None:
        return self._one(Promise, "promise", record)

    def promise_source(self, promise: Promise) -> str:
        """The number of what a promise was made in, "" where that has none or is not here."""
        noun = promise.source_noun
        if noun not in PROMISE_SOURCES or NOUNS[noun].field("number") is None or not promise.source:
            return ""
        sql = f'SELECT number FROM "{noun}" WHERE id=?'
        row = next(iter(read(self._store.reader(), sql, (bytes.fromhex(promise.source),))), None)
        return str(row[0] or "") if row else ""

    def _one(self, kind: type[Record], noun: str, record: str) -> Record | None:
        found = fetch(self._store.reader(), self._sight(), kind, noun, "id=?", (bytes.fromhex(record),))
        return next(iter(found), None)
