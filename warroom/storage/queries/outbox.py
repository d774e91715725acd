"""What is approved and waits, what was let out and has not gone yet, and the ledger, as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from warroom.domain.channels import Channel
from warroom.domain.entries import Verification
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_releases import Fallen, Standing, fallen, is_kept
from warroom.domain.message_state import approval, state
from warroom.domain.messages import Claim, Message, MessageState, MessageText, Release, Sending
from warroom.domain.needs import Breakage, Broken, NeedState, unmet
from warroom.domain.outbox import LedgerLine, LineState, Odd, OutboxLine, in_order, in_time, line_state, odd
from warroom.domain.services import ServiceState
from warroom.domain.stale import ClaimNow, Judgement, Situation, Text, judge
from warroom.storage.audience_book import audience_book
from warroom.storage.conflicts import heads_of
from warroom.storage.queries import messages as queries
from warroom.storage.queries.board import OVER
from warroom.storage.queries.message_life import Desk, standing_of
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import INCIDENT_COLUMNS, hexed, incident_of, listed, read
from warroom.storage.sight import Sight
from warroom.words import language

ANY_APPROVED = (
    "SELECT 1 FROM review WHERE kind='approval' AND verdict='passed' AND NOT _hidden "
    "AND message NOT IN (SELECT message FROM release WHERE message IS NOT NULL) LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything a line is made of, read once."""

    incidents: dict[str, Incident]
    situations: dict[str, Situation]
    messages: dict[str, Message]
    channels: dict[str, Channel]
    sendings: dict[tuple[str, str], list[Sending]]
    claims: dict[str, list[Claim]]
    standings: dict[str, Standing]
    broken: list[Broken]
    returned: list[tuple[str, int]]  # need, when it came back
    now_ms: int


def outbox(
    conn: apsw.Connection,
    sight: Sight,
    incident: bytes | None,
    mode: Mode,
    *,
    broken: list[Broken],
    now_ms: int,
    room: str,
    with_approved: bool = True,
    wanted: Callable[[tuple[Sending, ...]], bool] = lambda _tries: True,
) -> list[OutboxLine]:
    """The lines whose tries are `wanted`, those that went too unless it says otherwise; the soonest deadline first."""
    released = queries.releases(conn, sight, incident, mode)
    everything = _known(conn, sight, incident, mode, released, broken, now_ms, room)
    lines = []
    for release in released:
        tries = {channel: tuple(everything.sendings.get((release.id, channel), ())) for channel in release.channels}
        ways = [way for way in release.channels if wanted(tries[way])]
        if ways:
            text = _text(release, everything)
            judgement = judge(text, _of(release.incident, everything), now_ms)
            lines += [_line(release, way, tries[way], judgement, everything) for way in ways]
    if with_approved and read(conn, ANY_APPROVED):  # reading what stands where costs more than all the rest
        lines += _approved_lines(Desk(conn, sight, incident, mode), everything)
    return in_order(lines)


def oddities(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode, *, room: str) -> list[Odd]:
    """What two stations did that does not go together, those that nobody answered first."""
    names: dict[str, str] = {record: channel.name for record, channel in _channels(conn, sight, room).items()}
    numbers: dict[str, str] = {one.id: one.number for one in _incidents(conn).values()}
    sent, said = in_time(queries.sendings(conn, sight, incident, mode)), queries.releases(conn, sight, incident, mode)
    return odd(sent, said, names, numbers)


def ledger(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode, *, room: str) -> list[LedgerLine]:
    """Every line of the ledger with the names behind it, the newest first."""
    said = {one.id: one for one in queries.releases(conn, sight, incident, mode)}
    channels = _channels(conn, sight, room)
    incidents = _incidents(conn)
    found = []
    for one in reversed(in_time(queries.sendings(conn, sight, incident, mode))):
        release, channel, about = said.get(one.release), channels.get(one.channel), incidents.get(one.incident)
        found.append(
            LedgerLine(
                sending=one,
                number=release.number if release else "",
                title=title_of(release.texts) if release else "",
                incident_number=about.number if about else "",
                channel_name=channel.name if channel else "",
                exercise=bool(about and about.exercise),
            )
        )
    return found


def live(conn: apsw.Connection) -> frozenset[str]:
    """The incidents that are not over, by id."""
    rows = read(conn, f"SELECT id FROM incident WHERE NOT _hidden AND coalesce(status,'declared') NOT IN {OVER}")
    return frozenset(hexed(record) for (record,) in rows)


def release(conn: apsw.Connection, sight: Sight, record: bytes) -> Release | None:
    return next(iter(queries.released(conn, sight, "id=?", (record,))), None)


def title_of(texts: dict[str, Any]) -> str:
    """What a released message is called: its title in the first language that has one, else how it begins."""
    spoken = language()
    said = [texts[name] for name in sorted(texts, key=lambda one: one != spoken) if isinstance(texts[name], dict)]
    for part in ("title", "brief", "sms", "body"):
        for one in said:
            if isinstance(text := one.get(part), str) and text.strip():
                return " ".join(text.split())[:120]
    return ""


def _known(
    conn: apsw.Connection,
    sight: Sight,
    incident: bytes | None,
    mode: Mode,
    released: list[Release],
    broken: list[Broken],
    now_ms: int,
    room: str,
) -> _Known:
    messages: dict[str, Message] = {one.id: one for one in queries.messages(conn, sight, incident, mode)}
    sendings: dict[tuple[str, str], list[Sending]] = {}
    for sending in in_time(queries.sendings(conn, sight, incident, mode)):
        sendings.setdefault((sending.release, sending.channel), []).append(sending)
    claims: dict[str, list[Claim]] = {}
    for claim in fetch(conn, sight, Claim, "claim", order="at, id"):
        if claim.message in messages:
            claims.setdefault(claim.message, []).append(claim)
    incidents = _incidents(conn)
    return _Known(
        incidents=incidents,
        situations={one.id: _situation(conn, one, released, messages) for one in incidents.values()},
        messages=messages,
        channels=_channels(conn, sight, room),
        sendings=sendings,
        claims=claims,
        standings=_standings(conn, released, claims),
        broken=broken,
        returned=_returned(conn, sight),
        now_ms=now_ms,
    )


def _channels(conn: apsw.Connection, sight: Sight, room: str) -> dict[str, Channel]:
    """Every channel, those put aside too, named in the language spoken."""
    return {one.id: one for one in audience_book(conn, sight, room).named_channels(language())}


def _incidents(conn: apsw.Connection) -> dict[str, Incident]:
    rows = read(conn, f"SELECT {INCIDENT_COLUMNS} FROM incident WHERE NOT _hidden")
    return {one.id: one for one in map(incident_of, rows)}


def _situation(
    conn: apsw.Connection, incident: Incident, released: list[Release], messages: dict[str, Message]
) -> Situation:
    return Situation(
        status=incident.status,
        severity=incident.gravity,
        status_at=_changed_at(conn, incident.id, "status"),
        severity_at=_changed_at(conn, incident.id, "severity"),
        releases=tuple(one for one in released if one.incident == incident.id),
        withdrawn={one.id: one.withdrawn_at for one in messages.values() if one.withdrawn_at is not None},
    )


def _changed_at(conn: apsw.Connection, incident: str, name: str) -> int | None:
    """When a field got the value that it has, by the clock of whoever wrote it."""
    heads = heads_of(conn, "incident", incident, name)
    return heads[0].wall_ms if heads else None


def _standings(conn: apsw.Connection, released: list[Release], claims: dict[str, list[Claim]]) -> dict[str, Standing]:
    """Every entry that a message rests on, as it stands now."""
    wanted = {str(claim.entry) for found in claims.values() for claim in found}
    wanted |= {str(said.get("entry") or "") for one in released for said in one.claims}
    return {entry: standing for entry in sorted(wanted) if (standing := standing_of(conn, entry)) is not None}


def _returned(conn: apsw.Connection, sight: Sight) -> list[tuple[str, int]]:
    """Needs that were said to work again, or whose service is up again, and since when."""
    marked = [
        (one.need, one.since)
        for one in fetch(conn, sight, Breakage, "breakage")
        if one.state is NeedState.WORKS and one.since is not None and one.need
    ]
    rows = read(
        conn,
        "SELECT s.carries, m.since FROM impact m JOIN service s ON s.id=m.service WHERE NOT m._hidden AND NOT s._hidden "
        "AND s.carries IS NOT NULL AND m.state=? AND m.since IS NOT NULL ORDER BY m.since, m.id",
        (ServiceState.OPERATIONAL.value,),
    )
    return marked + [(need, at) for carried, at in rows for need in listed(carried) if isinstance(need, str)]


def _text(release: Release, known_: _Known) -> Text:
    return Text(
        message=release.message,
        audiences=release.audiences,
        status=release.status,
        next_at=release.next_at,
        at=release.at,
        release=release.id,
        claims=_claims(release.message, known_, release),
    )


def _line(
    release: Release, channel: str, tries: tuple[Sending, ...], judgement: Judgement, known_: _Known
) -> OutboxLine:
    way, about = known_.channels.get(channel), known_.incidents.get(release.incident)
    message = known_.messages.get(release.message)
    state = line_state(tries, known_.now_ms)
    return OutboxLine(
        message=release.message,
        number=release.number,
        title=title_of(release.texts),
        incident=release.incident,
        incident_number=about.number if about else "",
        exercise=release.exercise or bool(about and about.exercise),
        audiences=release.audiences,
        due_at=message.due_at if message else None,
        since=release.at,
        state=state,
        judgement=judgement,
        release=release,
        channel_id=RecordId(channel),
        channel=way,
        tries=tries,
        unmet=unmet(way.needs, known_.broken) if way and state.waits else (),
        returned_at=_back(way, release.at, known_) if way and state.waits else None,
    )


def _approved_lines(desk: Desk, known_: _Known) -> Iterable[OutboxLine]:
    """Messages that are approved as they read today, and that nobody let out as far as is known here."""
    out = {release.message for release in desk.releases}
    for message in desk.messages:
        if message.id not in out and message.withdrawn_at is None:
            facts = desk.facts(message)
            approved = approval(facts) if state(facts) is MessageState.APPROVED else None
            if approved is not None:
                yield _approved(message, approved.at or 0, facts.said, known_)


def _approved(message: Message, at: int, texts: tuple[MessageText, ...], known_: _Known) -> OutboxLine:
    about = known_.incidents.get(message.incident)
    text = Text(
        message=message.id,
        audiences=message.audiences,
        status=message.status,
        next_at=message.next_at,
        at=at,
        claims=_claims(message.id, known_),
    )
    words: dict[str, Any] = {one.language: {"title": one.title, "body": one.body} for one in texts}
    return OutboxLine(
        message=message.id,
        number=message.number,
        title=title_of(words),
        incident=message.incident,
        incident_number=about.number if about else "",
        exercise=bool(about and about.exercise),
        audiences=message.audiences,
        due_at=message.due_at,
        since=at,
        state=LineState.APPROVED,
        judgement=judge(text, _of(message.incident, known_), known_.now_ms),
        channels=tuple(RecordId(one) for one in message.channels),
    )


def _of(incident: str, known_: _Known) -> Situation:
    return known_.situations[incident]  # what is read is of incidents that are there (`OF_MODE`)


def _claims(message: str, known_: _Known, release: Release | None = None) -> tuple[ClaimNow, ...]:
    """What a message rests on, as it was cited and as it was let out, that does not hold any more."""
    own = {str(claim.entry): claim for claim in known_.claims.get(message, ())}
    cited = [*own, *(str(said.get("entry") or "") for said in (release.claims if release else ()))]
    found = []
    for entry in dict.fromkeys(cited):
        standing = known_.standings.get(entry)
        how = fallen(standing) if standing else None
        if standing is not None and how is not None:
            verification = Verification.REFUTED if how is Fallen.REFUTED else Verification.NONE
            correction = (standing.corrected_number,) if standing.corrected_number else ()
            kept = is_kept(own.get(entry), standing, how)
            found.append(ClaimNow(standing.number, verification, correction, standing.fallen_at, kept))
    return tuple(found)


def _back(channel: Channel, since: int, known_: _Known) -> int | None:
    """When the last of what a channel needs came back after a line began to wait; None while any of it is down."""
    if unmet(channel.needs, known_.broken):
        return None
    return max((at for need, at in known_.returned if need in channel.needs and at > since), default=None)
