"""Rows into domain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import apsw
import orjson

from warroom.domain.actions import Action, ActionState
from warroom.domain.decisions import CallerCheck, Decision, DecisionState, Option, window_of
from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.files import Attachment
from warroom.domain.ids import ActionId, DecisionId, EntryId, IncidentId, RecordId
from warroom.domain.incidents import Incident, Milestone, Severity, Status

Rows = Sequence[tuple[Any, ...]]


def read(conn: apsw.Connection, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
    """Every row of one question."""
    return list(conn.execute(sql, values))


def one(conn: apsw.Connection, sql: str, values: Any = ()) -> tuple[Any, ...] | None:
    return next(iter(conn.execute(sql, values)), None)


def hexed(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else ""


def loaded(value: Any, otherwise: Any) -> Any:
    """A JSON column, or what stands for it when it is empty or sealed."""
    found = orjson.loads(value) if isinstance(value, str) and value else otherwise
    return otherwise if isinstance(found, dict) and "$sealed" in found else found


def listed(value: Any) -> tuple[Any, ...]:
    """A JSON column that holds a list; nothing of it where it holds anything else."""
    found = loaded(value, ())
    return tuple(found) if isinstance(found, list) else ()


def texts(value: Any) -> tuple[str, ...]:
    """A JSON column that holds a list of texts; what is none is left out."""
    return tuple(item for item in listed(value) if isinstance(item, str))


def named(value: Any) -> dict[str, Any] | None:
    """A JSON column that holds names and values; None where it holds anything else."""
    found = loaded(value, None)
    return found if isinstance(found, dict) else None


def known(kind: Any, value: Any, otherwise: Any) -> Any:
    """An enum member, or a stand-in for a word from a newer version."""
    try:
        return kind(value)
    except ValueError:
        return otherwise


INCIDENT_COLUMNS = (
    "id, number, title, severity, vital, status, exercise, situation, users, owner, declared_at, impact_started, detected, acknowledged, "
    "mitigated, resolved, closed, source, link, flags, original_times"
)


INCIDENT_FIELDS = tuple(INCIDENT_COLUMNS.split(", "))


def incident_of(row: tuple[Any, ...]) -> Incident:
    """A row of INCIDENT_COLUMNS."""
    milestones = {milestone: at for milestone, at in zip(Milestone, row[11:17], strict=True) if at is not None}
    return Incident(
        id=IncidentId(hexed(row[0])),
        number=row[1] or "",
        title=row[2] or row[17] or "",
        severity=known(Severity, row[3] or 0, Severity.UNDETERMINED),
        vital=bool(row[4]),
        status=known(Status, row[5], Status.DECLARED),
        exercise=bool(row[6]),
        situation=row[7] or "",
        users=row[8] or "",
        owner=row[9] or "",
        declared_at=row[10] or 0,
        milestones=milestones,
        source=row[17] or "",
        link=row[18] or "",
        flags=texts(row[19]),
        original_times=named(row[20]),
    )


ENTRY_COLUMNS = (
    "e.key, e.id, e.incident, e.number, e.kind, e.text, e.event_at, e.recorded_at, e.offset_min, e.zone, e.author, e.station, e.from_who, "
    "e.to_who, e.channel, e.marked_verification, e.priority, e.workstream, e.handling, e.marked_key_event, e.corrects, e.reason, e.code, "
    "e.params, e.services, e.source, e.original_time, e.flags, e.follow_up, e.exercise, "
    "(SELECT number FROM entry o WHERE o.id=e.corrects), "
    "(SELECT group_concat(number, ' ') FROM (SELECT number FROM entry c WHERE c.corrects=e.id ORDER BY c.hlc, c.id)), "
    "(SELECT count(*) FROM attachment a WHERE a.parent=e.id), e.circle, e.sheet, e.caller_check"
)
# What each column of ENTRY_COLUMNS holds, by the name of its field.
ENTRY_FIELDS = (
    "key", "id", "incident", "number", "kind", "text", "event_at", "recorded_at", "offset_min", "zone", "author", "station", "from_who",
    "to_who", "channel", "verification", "priority", "workstream", "handling", "key_event", "corrects", "reason", "code", "params",
    "services", "source", "original_time", "flags", "follow_up", "exercise", "corrects_number", "corrected_by", "attachments", "circle",
    "sheet", "caller_check",
)  # fmt: skip


# Looked up a million times: a dictionary answers five times faster than the enum, and knows no newer word either.
KINDS: Final = {kind.value: kind for kind in Kind}
VERIFICATIONS: Final = {state.value: state for state in Verification}


def entry_of(row: tuple[Any, ...]) -> Entry:
    """A row of ENTRY_COLUMNS."""
    return Entry(
        key=row[0],
        id=EntryId(hexed(row[1])),
        incident=IncidentId(hexed(row[2])),
        number=row[3] or "",
        kind=KINDS.get(row[4], Kind.INFORMATION),
        text=row[5] or "",
        event_at=row[6] if row[6] is not None else row[7] or 0,
        recorded_at=row[7] or 0,
        offset_min=row[8] or 0,
        zone=row[9] or "",
        author=row[10] or "",
        station=row[11] or "",
        from_who=row[12] or "",
        to_who=row[13] or "",
        channel=row[14] or "",
        verification=VERIFICATIONS.get(row[15], Verification.NONE),
        priority=row[16] or "",
        workstream=row[17] or "",
        handling=row[18] or "",
        key_event=bool(row[19]),
        corrects=EntryId(hexed(row[20])) if row[20] else None,
        reason=row[21] or "",
        code=row[22] or "",
        params=named(row[23]) or {},
        services=row[24] or "",
        source=row[25] or "",
        original_time=row[26] or "",
        flags=texts(row[27]),
        follow_up=row[28] or "",
        exercise=bool(row[29]),
        corrects_number=row[30] or "",
        corrected_by=tuple((row[31] or "").split()),
        attachments=row[32],
        sheet=row[34] or "",
        caller_check=row[35] or "",
    )


DECISION_COLUMNS = (
    "id, incident, number, state, question, context, options, decided, rationale, decider, typed_by, how, executor, requested_at, "
    "decide_before, decided_at, review_at, reviewed_at, read_back_at, delegation, facts, circle, "
    'caller_check, caller_reason, "window", scenario, point'
)
DECISION_FIELDS = tuple(DECISION_COLUMNS.replace('"', "").split(", "))


def decision_of(row: tuple[Any, ...]) -> Decision:
    """A row of DECISION_COLUMNS."""
    options = tuple(
        Option(**{name: str(option.get(name, "")) for name in Option.__slots__})
        for option in listed(row[6])
        if isinstance(option, dict)
    )
    return Decision(
        id=DecisionId(hexed(row[0])),
        incident=IncidentId(hexed(row[1])),
        number=row[2] or "",
        state=known(DecisionState, row[3], DecisionState.REQUESTED),
        question=row[4] or "",
        context=row[5] or "",
        options=options,
        decided=row[7] or "",
        rationale=row[8] or "",
        decider=row[9] or "",
        typed_by=row[10] or "",
        how=row[11] or "",
        executor=row[12] or "",
        requested_at=row[13] or 0,
        decide_before=row[14],
        decided_at=row[15],
        review_at=row[16],
        reviewed_at=row[17],
        read_back_at=row[18],
        delegation=row[19] or "",
        facts=texts(row[20]),
        caller_check=known(CallerCheck, row[22] or "", CallerCheck.NONE),
        caller_reason=row[23] or "",
        window=window_of(loaded(row[24], None)),
        scenario=hexed(row[25]),
        point=hexed(row[26]),
    )


ACTION_COLUMNS = (
    "id, incident, number, text, owner, due_at, state, reason, result, created_at, acknowledged_at, finished_at"
)


ACTION_FIELDS = tuple(ACTION_COLUMNS.split(", "))


def action_of(row: tuple[Any, ...]) -> Action:
    """A row of ACTION_COLUMNS."""
    return Action(
        id=ActionId(hexed(row[0])),
        incident=IncidentId(hexed(row[1])),
        number=row[2] or "",
        text=row[3] or "",
        owner=row[4] or "",
        due_at=row[5],
        state=known(ActionState, row[6], ActionState.TODO),
        reason=row[7] or "",
        result=row[8] or "",
        created_at=row[9] or 0,
        acknowledged_at=row[10],
        finished_at=row[11],
    )


ATTACHMENT_COLUMNS = (
    "id, incident, parent, parent_noun, name, media_type, size, sha256, origin, captured_by, added_at, chunks, circle"
)
ATTACHMENT_FIELDS = tuple(ATTACHMENT_COLUMNS.split(", "))


def attachment_of(row: tuple[Any, ...], *, awaited: bool) -> Attachment:
    """A row of ATTACHMENT_COLUMNS."""
    return Attachment(
        id=RecordId(hexed(row[0])),
        incident=RecordId(hexed(row[1])),
        parent=RecordId(hexed(row[2])),
        parent_noun=row[3] or "",
        name=row[4] or "",
        media_type=row[5] or "",
        size=row[6] or 0,
        sha256=row[7] or "",
        origin=row[8] or "",
        captured_by=row[9] or "",
        added_at=row[10] or 0,
        awaited=awaited,
    )
