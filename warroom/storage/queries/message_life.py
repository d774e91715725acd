"""Questions about where messages stand: everything that their state follows from, read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import apsw

from warroom.domain import message_releases as released
from warroom.domain.clocks import Clock, ClockKind, state_at
from warroom.domain.ids import EntryId, IncidentId, RecordId
from warroom.domain.incidents import Mode
from warroom.domain.message_lines import MessageLine, in_order
from warroom.domain.message_releases import Doubled, Doubt, RefutedClaim, Standing
from warroom.domain.message_state import (
    MessageFacts,
    answer_due,
    awaited_of,
    blockers,
    digest_released,
    next_step,
    state,
)
from warroom.domain.messages import Claim, Double, Message, MessageText, Release, Review, ReviewKind
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.storage.gates import are_roles_given, had_right
from warroom.storage.queries.board import OVER
from warroom.storage.queries.disputes import are_disputed
from warroom.storage.queries.messages import SHOWN, of_incident
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, one, read
from warroom.storage.sight import Sight
from warroom.words import _

DECISIVE = {  # fields whose several values keep a message from being approved
    "message": frozenset({"audiences", "languages", "status", "next_at", "corrects", "withdrawn_because", DELETED}),
    "message_text": frozenset({"title", "body", "brief", "sms", "translated", DELETED}),
    "review": frozenset({"verdict"}),
}
LIVE = f"incident IN (SELECT id FROM incident WHERE coalesce(status,'declared') NOT IN {OVER})"
Part = TypeVar("Part", MessageText, Review, Claim, Release)


@dataclass(slots=True)
class Desk:
    """What is said in an incident, or in all of a mode, read once."""

    conn: apsw.Connection
    sight: Sight
    incident: bytes | None
    mode: Mode
    live: bool = False  # only of incidents that are not over
    only: str = ""  # one message, and what corrects it
    messages: list[Message] = field(init=False)
    texts: dict[str, list[MessageText]] = field(init=False)
    reviews: dict[str, list[Review]] = field(init=False)
    claims: dict[str, list[Claim]] = field(init=False)
    releases: list[Release] = field(init=False)
    let_out: dict[str, list[Release]] = field(init=False)  # by message
    corrections: dict[str, list[Release]] = field(init=False)  # by the message that they correct
    correcting: dict[str, list[Message]] = field(init=False)  # the same of messages
    doubled: list[Doubled] = field(init=False)
    pairs: dict[str, list[Doubled]] = field(init=False)  # by message, those that nobody answered
    writers: dict[str, frozenset[str]] = field(init=False)  # by text
    is_open: bool = field(init=False)  # no roles were ever given: everybody may do everything
    numbers: dict[str, tuple[str, bool]] = field(init=False)
    disputed: dict[str, dict[str, frozenset[str]]] = field(init=False)

    def __post_init__(self) -> None:
        where, values = of_incident(self.incident, self.mode)
        where = f"{where} AND {LIVE}" if self.live else where
        one = bytes.fromhex(self.only)
        shown, known = f"{where} AND {SHOWN}", values
        hangs, of = f"message IN (SELECT id FROM message WHERE {where})", values
        if one:
            shown, known, hangs, of = f"(id=? OR corrects=?) AND {SHOWN}", [one, one], "message=?", [one]
        self.messages = fetch(self.conn, self.sight, Message, "message", shown, known, "at, id", hidden=True)
        self.texts = _by_message(fetch(self.conn, self.sight, MessageText, "message_text", hangs, of, "language, id"))
        self.reviews = _by_message(fetch(self.conn, self.sight, Review, "review", hangs, of, "asked_at, id"))
        self.claims = _by_message(fetch(self.conn, self.sight, Claim, "claim", hangs, of, "at, id"))
        self.releases = fetch(self.conn, self.sight, Release, "release", where, values, "at, id")
        answers = fetch(self.conn, self.sight, Double, "double", where, values)
        self.doubled = released.doubled(self.releases, answers)
        self.let_out = _by_message(self.releases)
        self.corrections, self.correcting, self.pairs = defaultdict(list), defaultdict(list), defaultdict(list)
        for release in self.releases:
            self.corrections[release.corrects].append(release)
        for message in self.messages:
            self.correcting[message.corrects].append(message)
        for pair in self.doubled:
            if not pair.is_answered:
                for name in {pair.one.message, pair.other.message}:
                    self.pairs[name].append(pair)
        self.writers = _writers(self.conn, hangs, of)
        self.is_open = not are_roles_given(self.conn)
        self.numbers = {
            hexed(row[0]): (row[1] or "", bool(row[2]))
            for row in read(self.conn, "SELECT id, number, exercise FROM incident")
        }
        self.disputed = {noun: are_disputed(self.conn, noun) for noun in DECISIVE}

    def lines(self) -> list[MessageLine]:
        """Where each message stands, or the one asked for."""
        return in_order([self._line(each) for each in self.messages if self.only in ("", each.id)])

    def facts(self, message: Message) -> MessageFacts:
        texts, reviews = self.texts.get(message.id, []), self.reviews.get(message.id, [])
        releases = tuple(self.let_out.get(message.id, ()))
        return MessageFacts(
            message=message,
            texts=tuple(texts),
            reviews=tuple(reviews),
            releases=releases,
            corrections=tuple(self.corrections.get(message.id, ())),
            refuted=tuple(self._refuted(message, releases)),
            is_disputed=self._is_disputed(message, texts, reviews),
            writers=frozenset(name for each in texts for name in self.writers.get(each.id, ())),
        )

    def _line(self, message: Message) -> MessageLine:
        facts = self.facts(message)
        number, exercise = self.numbers.get(message.incident, ("", False))
        return MessageLine(
            facts=facts,
            incident_number=number,
            exercise=exercise,
            state=state(facts),
            blockers=blockers(facts),
            next_step=next_step(facts),
            doubled=tuple(self.pairs.get(message.id, ())),
            doubts=tuple((each, found) for each in facts.releases if (found := self._doubts(each, facts))),
            corrected_by=tuple(each.number for each in self._correcting(message)),
        )

    def _correcting(self, message: Message) -> list[Message]:
        """The messages that correct one, drafted or let out."""
        return [each for each in self.correcting.get(message.id, ()) if each.withdrawn_at is None]

    def _is_disputed(self, message: Message, texts: Iterable[MessageText], reviews: Iterable[Review]) -> bool:
        records = {
            "message": [message.id],
            "message_text": [each.id for each in texts if each.language in message.languages],
            "review": [each.id for each in reviews],
        }
        return any(
            self.disputed[noun].get(record, frozenset()) & DECISIVE[noun]
            for noun, found in records.items()
            for record in found
        )

    def _doubts(self, release: Release, facts: MessageFacts) -> tuple[Doubt, ...]:
        return released.doubts(
            release,
            facts.message,
            facts.reviews,
            digest=digest_released(release),
            may=self.is_open or may_release(self.conn, release.id),
        )

    def _refuted(self, message: Message, releases: tuple[Release, ...]) -> Iterator[RefutedClaim]:
        """What a message rests on, as it was cited and as it was let out, that does not hold any more."""
        own = {each.entry: each for each in self.claims.get(message.id, [])}
        cited: dict[str, str] = {entry: each.says for entry, each in own.items()}
        for release in releases:
            for said in release.claims:
                cited.setdefault(str(said.get("entry") or ""), str(said.get("says") or ""))
        out_at = min((each.at for each in releases), default=None)
        for entry, says in cited.items():
            standing = standing_of(self.conn, entry)
            how = released.fallen(standing) if standing else None
            if standing is None or how is None:
                continue
            corrections = self._correcting(message)
            out = [each for each in self.corrections.get(message.id, ()) if each.at >= (standing.fallen_at or 0)]
            claim = own.get(EntryId(entry))
            is_kept = released.is_kept(claim, standing, how)
            yield RefutedClaim(
                claim=claim.id if claim else RecordId(f"{message.id}:{entry}"),
                message=message.id,
                incident=message.incident,
                message_number=message.number,
                entry=standing.entry,
                number=standing.number,
                says=says,
                how=how,
                by_number=standing.corrected_number,
                reason=standing.reason,
                released_at=out_at,
                kept_because=claim.kept_because if claim and is_kept else "",
                kept_by=claim.kept_by if claim and is_kept else "",
                correction=out[0].number if out else next((each.number for each in corrections), ""),
                is_corrected=bool(out),
            )


def facts_of(conn: apsw.Connection, sight: Sight, message: Message) -> MessageFacts:
    """What the state of one message follows from."""
    return Desk(conn, sight, bytes.fromhex(message.incident), Mode.BOTH, only=message.id).facts(message)


def writers(conn: apsw.Connection, texts: Iterable[str], *, noun: str = "message_text") -> frozenset[str]:
    """The ids of everybody who ever put words into these texts, at whatever station; "" where nobody said who."""
    sql = "SELECT DISTINCT author FROM op WHERE rid=? AND ent<>'entry' AND ent=?"
    return frozenset(row[0] for text in texts for row in read(conn, sql, (bytes.fromhex(text), noun)))


def _writers(conn: apsw.Connection, where: str, values: Any) -> dict[str, frozenset[str]]:
    """The same for every text of these messages, by text."""
    sql = (
        "SELECT DISTINCT rid, author FROM op WHERE ent<>'entry' AND ent='message_text' "
        f"AND rid IN (SELECT id FROM message_text WHERE {where})"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for text, author in read(conn, sql, values):
        found[hexed(text)].add(author)
    return {text: frozenset(names) for text, names in found.items()}


def may_release(conn: apsw.Connection, release: str) -> bool:
    """Whether whoever let this out had the right to, as far as they could know."""
    sql = "SELECT w, seq FROM op WHERE rid=? AND ent<>'entry' AND ent='release' ORDER BY ord LIMIT 1"
    found = one(conn, sql, (bytes.fromhex(release),))
    return found is not None and had_right(conn, Right.RELEASE, writer=found[0], seq=found[1])


def standing_of(conn: apsw.Connection, entry: str) -> Standing | None:
    """An entry as it stands now; None where it is not here."""
    record = bytes.fromhex(entry) if len(entry) == 32 and all(c in "0123456789abcdef" for c in entry) else b""
    row = one(conn, "SELECT number, marked_verification FROM entry WHERE id=?", (record,))
    if row is None:
        return None
    later = one(
        conn,
        "SELECT id, number, recorded_at, reason FROM entry WHERE corrects=? ORDER BY hlc DESC, key DESC LIMIT 1",
        (record,),
    )
    mark = one(conn, "SELECT reason FROM entry_mark WHERE id=? AND NOT _hidden", (record,))
    refuted = row[1] == "refuted"
    return Standing(
        EntryId(entry),
        row[0] or "",
        refuted=refuted,
        reason=_plain(mark[0] if refuted and mark else later[3] if later else ""),
        corrected_by=hexed(later[0]) if later else "",
        corrected_number=(later[1] or "") if later else "",
        fallen_at=_refuted_at(conn, record) if refuted else later[2] if later else None,
    )


def review_clocks(conn: apsw.Connection, sight: Sight, asked: Any, places: dict[str, Any]) -> Iterator[Clock]:
    """Until when each check that was asked is to be answered; then its deputy's time runs."""
    where, values = ("incident=?", (asked.incident,)) if asked.incident else (LIVE, ())
    asked_for = (
        f'withdrawn_at IS NULL AND {where} AND id NOT IN (SELECT message FROM "release" WHERE message IS NOT NULL) '
        "AND id IN (SELECT message FROM review WHERE coalesce(verdict,'')='' AND NOT _hidden)"
    )
    messages = {each.id: each for each in fetch(conn, sight, Message, "message", asked_for, values)}
    waiting = f"coalesce(verdict,'')='' AND message IN (SELECT id FROM message WHERE {where})"
    for review in fetch(conn, sight, Review, "review", waiting, values, "asked_at, id"):
        message = messages.get(review.message)
        place = places.get(message.incident) if message else None
        due = answer_due(review)
        if message is None or place is None or due is None:
            continue
        yield Clock(
            key=f"check:{review.id}",
            kind=ClockKind.CHECK,
            label=_asked(review.kind).format(number=message.number),
            noun="message",
            record=message.id,
            number=message.number,
            owner=awaited_of(review, asked.now_ms),
            started_at=review.escalated_at or review.asked_at,
            due_at=due,
            state=state_at(due, asked.now_ms),
            incident=IncidentId(place.id),
            incident_number=place.number,
            exercise=place.exercise,
        )


def _asked(kind: ReviewKind) -> str:
    return {
        ReviewKind.TECHNICAL: _("Technical check of {number}"),
        ReviewKind.LEGAL: _("Legal check of {number}"),
        ReviewKind.TRANSLATION: _("Check of the translation of {number}"),
        ReviewKind.APPROVAL: _("Approval of {number}"),
    }[kind]


def _refuted_at(conn: apsw.Connection, entry: bytes) -> int | None:
    """When the mark that an entry bears now was put on it, by the clock of whoever did."""
    sql = (
        "SELECT o.wall FROM cell c JOIN op o ON o.w=c.w AND o.seq=c.seq "
        "WHERE c.ent='entry_mark' AND c.rid=? AND c.field='verification'"
    )
    found = one(conn, sql, (entry,))
    return found[0] if found else None


def _plain(value: Any) -> str:
    return value if isinstance(value, str) and not value.startswith('{"$sealed"') else ""


def _by_message(found: list[Part]) -> dict[str, list[Part]]:
    kept: dict[str, list[Part]] = defaultdict(list)
    for each in found:
        kept[each.message].append(each)
    return dict(kept)
