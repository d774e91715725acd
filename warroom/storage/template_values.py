"""What the room knows of the variables of a message: from verified facts and records, never from what is restricted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

import apsw

from warroom.domain.actions import Action, ActionState
from warroom.domain.cells import Cell, Function, Objective, ObjectiveState
from warroom.domain.channels import ChannelKind
from warroom.domain.decisions import Decision
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.incidents import Incident, Milestone, Mode, Severity
from warroom.domain.message_times import date, hour, length, moment, zone_word
from warroom.domain.message_words import level_word, severity_word, state_word, status_word
from warroom.domain.messages import Message, Release
from warroom.domain.services import AffectedService, ServiceState
from warroom.domain.situation import doubts
from warroom.domain.template_book import TemplateBook
from warroom.domain.template_forms import UNSAID, Value
from warroom.storage.audience_book import audience_book
from warroom.storage.queries import at_work, board, messages, team
from warroom.storage.queries.rows import hexed, named, one, read
from warroom.storage.sight import Sight

MOST = 12  # items of one list
# What people of the room wrote in their own words, hence in its language.
OWN_WORDS = frozenset(
    {
        "crisis_name", "users_affected", "facts", "cause_class", "actions", "actions_done", "actions_running",
        "actions_late", "remaining", "decisions_needed", "decisions_taken", "objectives", "intent", "reason",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Where values come from: the room as nobody's circles show it, at one moment, in one zone."""

    conn: apsw.Connection
    sight: Sight  # that of nobody: what is restricted never reaches a message by itself
    now: int
    zone: tzinfo | None
    book: TemplateBook
    author: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom, and what was typed: `filled` is {variable: value or {language: value}}, a number is a moment."""

    language: str
    audiences: tuple[str, ...] = ()
    inside: bool | None = None  # they may hear what the cell calls things; None: as all of them are kept
    next_at: int | None = None
    status: str = ""
    filled: Mapping[str, Any] = field(default_factory=dict)


def values_of(told: Told, incident: Incident, wanted: Wanted) -> dict[str, Value]:
    """The variables that are known, by name; what was typed comes before what an earlier message or the room says."""
    record = bytes.fromhex(incident.id)
    if wanted.inside is None:
        wanted = replace(wanted, inside=_are_inside(told, wanted.audiences))
    found: dict[str, Value] = {}
    found |= _of_incident(told, incident, wanted)
    found |= _of_services(told, record, wanted)
    found |= _of_work(told, record, incident, wanted)
    found |= _of_cell(told, record, wanted)
    content = _content_of(told)
    if content and content != wanted.language:
        found |= dict.fromkeys((name for name in OWN_WORDS if found.get(name)), UNSAID)
    found |= _of_channels(told)
    found |= _of_earlier(told, incident, wanted)
    found |= _typed(told, wanted.filled, wanted.language)
    return {name: value for name, value in found.items() if value and value != ("",)}


def _are_inside(told: Told, audiences: tuple[str, ...]) -> bool:
    """Whether nobody outside hears it: one audience outside is enough for our own words to stay here."""
    book = audience_book(told.conn, told.sight, told.room)
    known = [book.audience(code) for code in audiences]
    return bool(known) and all(item is not None and item.inside for item in known)


def _content_of(told: Told) -> str:
    """The language a room is kept in."""
    row = one(told.conn, "SELECT content FROM room WHERE id=?", (bytes.fromhex(told.room),))
    return str(row[0] or "") if row else ""


def _of_incident(told: Told, incident: Incident, wanted: Wanted) -> dict[str, Value]:
    spoken = wanted.language
    ended = incident.milestones.get(Milestone.RESOLVED) or incident.milestones.get(Milestone.MITIGATED)
    detected = incident.milestones.get(Milestone.DETECTED)
    mitigated = incident.milestones.get(Milestone.MITIGATED)
    grave = incident.gravity
    return {
        "now": f"{date(told.now, told.zone, spoken)}, {hour(told.now, told.zone)}",
        "now_time": hour(told.now, told.zone),
        "today": date(told.now, told.zone, spoken),
        "tz": zone_word(told.now, told.zone),
        "crisis_name": incident.title,
        "ref": incident.number,
        "severity": "" if grave is Severity.UNDETERMINED else severity_word(grave, spoken),
        "users_affected": incident.users,
        "incident_date": date(incident.began_at, told.zone, spoken),
        "start_time": _at(told, incident.began_at, spoken),
        "detected_time": _at(told, detected, spoken),
        "fix_time": _at(told, mitigated or ended, spoken),
        "end_time": _at(told, ended, spoken),
        "duration": length((ended or told.now) - incident.began_at, spoken),
        "status": status_word(wanted.status or incident.status, spoken),
        "next_update": _at(told, wanted.next_at, spoken),
        "author": told.author,
    }


def suggested(told: Told, incident: Incident, language: str) -> dict[str, tuple[str, ...]]:
    """What the room holds, in its own words, for variables that somebody must choose and put for the outside."""
    record = bytes.fromhex(incident.id)
    actions = board.actions(told.conn, record, told.sight)
    running = [item.text for item in actions if item.state is ActionState.IN_PROGRESS]
    done = sorted(
        (item for item in actions if item.state is ActionState.DONE),
        key=lambda item: item.finished_at or 0,
        reverse=True,
    )
    facts, cause = _facts(told, record), _cause(told, record)
    found = {
        "actions": (*running, *(item.text for item in done))[:MOST],
        "cause_class": (cause,) if cause else (),
        "symptom": facts,
        "workaround": facts,
    }
    for name in {item.variable for item in told.book.statements}:
        found[name] = (*found.get(name, ()), *told.book.bank(name, language))
    return {name: said for name, said in found.items() if said}


def _at(told: Told, ms: int | None, language: str) -> str:
    return "" if ms is None else moment(ms, told.now, told.zone, language)


def _of_services(told: Told, record: bytes, wanted: Wanted) -> dict[str, Value]:
    """Services by the name that the audience knows; one that is whole again was not untouched.

    Outside, those of the status page alone, unless none of them is hit.
    """
    touched = board.services(told.conn, record)
    public = {} if wanted.inside else _public(told.conn)
    shown = [item for item in touched if item.service in public]
    touched = shown if any(item.state is not ServiceState.OPERATIONAL for item in shown) else touched
    was_hit = {str(name) for name in _once_hit(told, record)}
    spoken = wanted.language

    def name(item: AffectedService) -> str:
        said = public.get(item.service, {})
        return str(said.get(spoken) or "") or item.name

    def stands(item: AffectedService) -> str:
        is_known = item.state is not ServiceState.UNKNOWN
        return f"{name(item)} ({state_word(item.state, spoken)})" if is_known else name(item)

    hit = [item for item in touched if item.state is not ServiceState.OPERATIONAL]  # named at the declaration: hit
    whole = [item for item in touched if item.state is ServiceState.OPERATIONAL]
    again = [item for item in whole if item.name in was_hit]
    states = tuple(stands(item) for item in hit[:MOST])
    everything = hit or again
    return {
        "service": tuple(name(item) for item in everything[:MOST]),
        "components": states,
        "restored": tuple(name(item) for item in again[:MOST]),
        "residual": states if again else (),
        "unaffected": tuple(name(item) for item in whole[:MOST] if item not in again),
    }


def _public(conn: apsw.Connection) -> dict[str, dict[str, Any]]:
    """Services that the public knows, with the names it knows them by."""
    rows = read(conn, "SELECT id, public_names FROM service WHERE public AND NOT _hidden")
    return {hexed(row[0]): named(row[1]) or {} for row in rows}


def _once_hit(told: Told, record: bytes) -> list[str]:
    """Services that the log of an incident once told to be down or degraded."""
    sql = (
        "SELECT DISTINCT json_extract(params, '$.service') FROM entry WHERE incident=? AND code='service' "
        "AND json_valid(params) AND json_extract(params, '$.state') NOT IN ('operational', 'unknown')"
    )
    return [str(row[0] or "") for row in read(told.conn, sql, (record,))]


def _of_work(told: Told, record: bytes, incident: Incident, wanted: Wanted) -> dict[str, Value]:
    last = _last_release(told, record, wanted)
    actions = board.actions(told.conn, record, told.sight)
    since = last.at if last is not None else incident.began_at
    done = [item for item in actions if item.state is ActionState.DONE and (item.finished_at or 0) >= since]
    running = [item for item in actions if item.state is ActionState.IN_PROGRESS]
    taken = [item for item in board.decisions(told.conn, record, told.sight) if item.decided and not item.restricted]
    waiting = board.decisions(told.conn, record, told.sight, open_only=True)
    said = {item.message for item in messages.releases(told.conn, told.sight, record, Mode.BOTH)}
    found: dict[str, Value] = {
        "last_update": _at(told, last.at if last else None, wanted.language),
        "message_count": str(len(said) or ""),
    }
    if wanted.inside:
        found |= {
            "facts": _facts(told, record),
            "cause_class": _cause(told, record),
            "actions": tuple(item.text for item in (*running, *done)[:MOST]),
            "actions_done": tuple(item.text for item in done[:MOST]),
            "actions_running": _with_owner(running),
            "remaining": _with_owner([item for item in actions if not item.state.is_over]),
            "actions_late": _with_owner([item for item in actions if item.is_late(told.now)]),
            "decisions_needed": _asked(told, waiting, wanted.language),
            "decisions_taken": tuple(item.decided for item in taken[:MOST]),
        }
    return found


def _facts(told: Told, record: bytes) -> tuple[str, ...]:
    """The sentences of the situation that nothing speaks against: each cites entries that are verified."""
    said = at_work.sentences(told.conn, told.sight, record)
    entries = at_work.cited(told.conn, told.sight, {source for item in said for source in item.sources})
    sure = []
    for item in said:
        cited = [entries[source] for source in item.sources if source in entries]
        if not doubts(item, cited) and not any(entry.restricted for entry in cited):
            sure.append(item.text)
    return tuple(sure[:MOST])


def _cause(told: Told, record: bytes) -> str:
    found = at_work.hypotheses(told.conn, told.sight, record)
    confirmed = [item for item in found if item.state is HypothesisState.CONFIRMED]
    behind = at_work.cited(told.conn, told.sight, {item.entry for item in confirmed if item.entry})
    for item in sorted(confirmed, key=lambda each: (each.closed_at or 0, each.id), reverse=True):
        if not (item.entry in behind and behind[item.entry].restricted):
            return item.text
    return ""


def _with_owner(actions: Iterable[Action]) -> tuple[str, ...]:
    return tuple(f"{item.text} ({item.owner})" if item.owner else item.text for item in actions)[:MOST]


def _asked(told: Told, waiting: Iterable[Decision], language: str) -> tuple[str, ...]:
    before = "à décider avant" if language == "fr" else "before"
    said = []
    for item in waiting:
        if item.restricted:
            continue
        due = f" ({before} {_at(told, item.decide_before, language)})" if item.decide_before else ""
        said.append(f"{item.question.rstrip(' .')}{due}")
    return tuple(said[:MOST])


def _last_release(told: Told, record: bytes, wanted: Wanted) -> Release | None:
    found = messages.releases(told.conn, told.sight, record, Mode.BOTH)
    sought = set(wanted.audiences)
    return next((item for item in reversed(found) if not sought or sought & set(item.audiences)), None)


def _of_cell(told: Told, record: bytes, wanted: Wanted) -> dict[str, Value]:
    found: dict[str, Value] = {}
    called = team.mobilisations(told.conn, told.sight, record, mode=Mode.BOTH)
    if called:
        last = called[0]
        found |= {"bridge": last.muster, "backup": last.backup, "ack_by": _at(told, last.ack_by, wanted.language)}
    cell = at_work.cell_of(told.conn, told.sight, record)
    if cell is None or not wanted.inside:
        return found
    key = bytes.fromhex(cell.id)
    holders = {item.code: item for item in at_work.functions(told.conn, told.sight, key) if item.holder}
    return found | _of_seats(cell, holders, wanted.language) | _of_rhythm(told, key, wanted.language)


def _of_seats(cell: Cell, holders: Mapping[str, Function], language: str) -> dict[str, Value]:
    return {
        "level": level_word(cell.level, language),
        "reason": cell.reason,
        "decider": cell.decider,
        "intent": cell.intent,
        "coordinator": _holder(holders, "COORD"),
        "spokesperson": _holder(holders, "PP", "COM"),
        "technical_lead": _holder(holders, "TECH"),
    }


def _holder(holders: Mapping[str, Function], *codes: str) -> str:
    return next((holders[code].holder for code in codes if code in holders), "")


def _of_rhythm(told: Told, cell: bytes, language: str) -> dict[str, Value]:
    wanted: list[Objective] = at_work.objectives(told.conn, told.sight, cell)
    open_ones = [item.text for item in wanted if item.state is ObjectiveState.OPEN]
    coming = [item for item in at_work.points(told.conn, told.sight, cell) if item.is_to_come]
    return {
        "objectives": tuple(open_ones[:MOST]),
        "next_point": _at(told, coming[0].planned_at if coming else None, language),
    }


def _of_channels(told: Told) -> dict[str, Value]:
    """The address of the status page, where a channel says it."""
    for item in messages.channels(told.conn, told.sight):
        address = item.settings.get("url") or item.settings.get("address")
        if item.kind is ChannelKind.STATUS_PAGE and not item.retired and isinstance(address, str):
            return {"page": address}
    return {}


def _of_earlier(told: Told, incident: Incident, wanted: Wanted) -> dict[str, Value]:
    """What was typed in earlier messages and still holds: of this incident, and standing facts of any of its mode."""
    mode = Mode.EXERCISE if incident.exercise else Mode.REAL
    found: dict[str, Value] = {}
    everything = sorted(messages.messages(told.conn, told.sight, None, mode), key=lambda item: (item.at or 0, item.id))
    for names, mine in ((told.book.standing, False), (told.book.carried, True)):
        for item in everything:
            if _holds(item) and (not mine or item.incident == incident.id):
                typed = {name: value for name, value in item.filled.items() if name in names}
                found |= _typed(told, typed, wanted.language)
    return found


def _holds(message: Message) -> bool:
    return message.withdrawn_at is None


def _typed(told: Told, filled: Mapping[str, Any], language: str) -> dict[str, Value]:
    """What was typed, in a language: text, a list of texts, or a moment in milliseconds UTC."""
    found: dict[str, Value] = {}
    for name, said in filled.items():
        value = (said.get(language) or (UNSAID if any(said.values()) else None)) if isinstance(said, Mapping) else said
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int):
            found[name] = moment(value, told.now, told.zone, language)
        elif isinstance(value, str) and value.strip():
            found[name] = value if value == UNSAID else value.strip()
        elif isinstance(value, list | tuple) and value:
            found[name] = tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
    return found
