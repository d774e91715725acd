"""What comes from files as verbs: records coalesce by source, so importing twice adds nothing (decision 10)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from warroom.commands.base import Command, handles
from warroom.commands.entries import write_entry
from warroom.commands.touched import impact_id, touch_service
from warroom.domain.entries import Kind
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Status
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field

LENT = "lent"  # in original_times: what a side file said before the incident's own record came
FROM_RECORD = ("title", "severity", "status", "impact_started", "detected", "resolved", "link")


@dataclass(frozen=True, slots=True)
class LineIn:
    """One line of somebody else's log. Times are milliseconds UTC; `original_time` is the text as found."""

    text: str
    at: int | None = None
    original_time: str = ""
    kind: Kind = Kind.INFORMATION
    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    author: str = ""
    services: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentIn:
    """An incident told by another tool. `source` is format and id there; empty fields leave what is known."""

    source: str
    title: str = ""
    severity: int | None = None
    status: Status | None = None
    started: int | None = None
    detected: int | None = None
    resolved: int | None = None
    link: str = ""
    services: tuple[str, ...] = ()
    lines: tuple[LineIn, ...] = ()
    original_times: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    must_exist: bool = False  # a side file without a title enriches, it never makes an incident
    is_side: bool = False  # told by a side file: the incident's own record has the last word


@dataclass(slots=True)
class Tally:
    """What an import did, counted by noun in English plural."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    missing: list[int] = field(default_factory=list)  # positions in the batch whose incident is not here
    ids: list[str] = field(default_factory=list)  # incidents brought in or found, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportIncidents(Command[Tally]):
    """Bring incidents in, each with its services and its lines."""

    incidents: tuple[IncidentIn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLines(Command[Tally]):
    """Bring lines into one incident's log. `seen` numbers equal lines across the batches of one file."""

    incident: str
    source: str
    lines: tuple[LineIn, ...]
    seen: dict[str, int] = field(default_factory=dict)


@handles(ImportIncidents)
def import_incidents(command: ImportIncidents, books: Books) -> Tally:
    tally = Tally()
    for position, told in enumerate(command.incidents):
        _import_incident(told, books, tally, position)
    return tally


@handles(ImportLines)
def import_lines(command: ImportLines, books: Books) -> Tally:
    tally = Tally()
    incident = books.get("incident", command.incident)
    _import_lines(books, incident, command.source, command.lines, tally, command.seen)
    return tally


def source_id(books: Books, source: str) -> RecordId:
    """The id of the incident that this source tells of, the same on every station."""
    return books.named("incident", source)


def _import_incident(told: IncidentIn, books: Books, tally: Tally, position: int) -> None:
    record = source_id(books, told.source)
    known = books.row("incident", record)
    if known is None and told.must_exist:
        tally.missing.append(position)
        return
    is_new = known is None
    if known is None:
        known = _make(told, books, record)
        is_touched = True
    else:
        is_touched = _fill(told, books, known)
    is_touched |= _touch_services(told, books, known)
    before = tally.added["entries"]
    _import_lines(books, known, told.source, told.lines, tally, {})
    is_touched |= tally.added["entries"] > before
    counter = tally.added if is_new else tally.changed if is_touched else tally.unchanged
    counter["incidents"] += 1
    tally.ids.append(record)


def _make(told: IncidentIn, books: Books, record: str) -> Row:
    patch: dict[str, Any] = {
        "number": books.number("incident"),
        "vital": False,
        "exercise": False,
        "declared_at": _began(told) if _began(told) is not None else books.now,
        "source": told.source,
        **_known_fields(told),
    }
    if told.is_side:
        lent = {name: patch.get(name) for name in (*FROM_RECORD, "declared_at") if name in patch}
        patch["original_times"] = json_field({**told.original_times, LENT: lent})
    books.make("incident", patch, record=record)
    made = books.row("incident", record)
    assert made is not None
    return made


def _known_fields(told: IncidentIn) -> dict[str, Any]:
    """What the source says of the fields that may also be filled later."""
    fields: dict[str, Any] = {
        "title": told.title or None,
        "severity": told.severity or None,
        "status": told.status.value if told.status else None,
        "impact_started": told.started,
        "detected": told.detected,
        "resolved": told.resolved,
        "link": told.link or None,
        "original_times": json_field(dict(told.original_times)) if told.original_times else None,
        "flags": json_field(sorted(told.flags)) if told.flags else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _began(told: IncidentIn) -> int | None:
    return next((at for at in (told.started, told.detected) if at is not None), None)


def _fill(told: IncidentIn, books: Books, known: Row) -> bool:
    """Fill what is still empty; what people or an earlier import wrote stays.

    What a side file lent until the incident's own record came is taken back then, unless people changed it.
    """
    wanted = _known_fields(told)
    lent: dict[str, Any] = {}
    if not told.is_side:
        lent = orjson.loads(known["original_times"] or "{}").get(LENT, {})
        if _began(told) is not None:
            wanted["declared_at"] = _began(told)
    wanted["original_times"] = _joined(known["original_times"], told)
    wanted["flags"] = (
        json_field(sorted({*orjson.loads(known["flags"] or "[]"), *told.flags})) if told.flags else known["flags"]
    )
    joined = ("original_times", "flags")
    changed = {
        name: value
        for name, value in wanted.items()
        if value != known[name]
        and (
            name in joined
            or (name in lent and known[name] == lent[name])
            or not books.is_written("incident", known["id"], name)
        )
    }
    writable = {name: value for name, value in changed.items() if not books.is_disputed("incident", known["id"], name)}
    if writable:
        books.write("incident", known["id"], writable)
    return bool(writable)


def _joined(known: str | None, told: IncidentIn) -> str | None:
    """The original texts known so far and those of this file; where two differ, the side file's has its own name."""
    former: dict[str, Any] = orjson.loads(known or "{}")
    is_from_side = former.get(LENT) is not None
    if not told.is_side:
        former.pop(LENT, None)
    said = dict(told.original_times)
    if told.is_side is not is_from_side:  # a record and a side file, in either order
        side, record = (said, former) if told.is_side else (former, said)
        apart = {f"{name} (side)": text for name, text in side.items() if record.get(name, text) != text}
        both = {**side, **record, **apart}
    else:
        both = {**said, **former}
    return json_field(both) if both else known


def _touch_services(told: IncidentIn, books: Books, incident: Row) -> bool:
    touched = False
    for name in told.services:
        if books.any_row("impact", impact_id(books, incident["id"], name)) is None:
            touch_service(books, incident, name, state="operational" if told.resolved is not None else "unknown")
            touched = True
    return touched


def _import_lines(
    books: Books, incident: Row, source: str, lines: tuple[LineIn, ...], tally: Tally, seen: dict[str, int]
) -> None:
    for line in lines:
        digest = hashlib.sha256(
            "\x1f".join((line.original_time, line.kind, line.from_who, line.author, line.text)).encode()
        ).hexdigest()[:32]
        seen[digest] = seen.get(digest, 0) + 1
        record = books.named("entry", f"{incident['id']} {digest} {seen[digest]}")
        if books.row("entry", record) is not None:
            tally.unchanged["entries"] += 1
            continue
        more = {
            "from_who": line.from_who,
            "to_who": line.to_who,
            "channel": line.channel,
            "services": line.services,
            "source": source,
            "original_time": line.original_time,
            "flags": list(line.flags) or None,
            "author": line.author,
        }
        write_entry(books, incident, line.text, kind=line.kind, event_at=line.at, more=more, record=record)
        tally.added["entries"] += 1
