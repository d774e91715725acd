"""Documents: records as --json prints them; times in ISO 8601 UTC, absent values null, ids and numbers both."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC
from typing import Any

from warroom import phrases
from warroom.domain.actions import Action
from warroom.domain.decisions import Decision
from warroom.domain.dues import Due
from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.domain.incidents import Incident
from warroom.domain.services import AffectedService

Document = dict[str, Any]


def iso(ms: int | None) -> str | None:
    """`2026-11-23T11:00:00.000Z`."""
    return None if ms is None else phrases.local(ms, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def of_incident(incident: Incident) -> Document:
    return {
        "id": incident.id,
        "ref": incident.number,
        "title": incident.title,
        "severity": incident.severity.value or None,
        "vital": incident.vital,
        "status": incident.status.value,
        "exercise": incident.exercise,
        "situation": incident.situation,
        "users": incident.users,
        "owner": incident.owner,
        "declared_at": iso(incident.declared_at),
        "milestones": {milestone.value: iso(at) for milestone, at in incident.milestones.items()},
        "source": incident.source,
        "link": incident.link,
        "flags": list(incident.flags),
    }


def of_entry(entry: Entry) -> Document:
    return {
        "id": entry.id,
        "number": entry.number,
        "kind": entry.kind.value,
        "text": entry.text,
        "event_at": iso(entry.event_at),
        "recorded_at": iso(entry.recorded_at),
        "late": entry.is_late,
        "zone": entry.zone,
        "author": entry.author,
        "circle": entry.circle,
        "restricted": bool(entry.restricted),
        "station": entry.station,
        "from": entry.from_who,
        "to": entry.to_who,
        "channel": entry.channel,
        "verification": entry.verification.value,
        "priority": entry.priority,
        "workstream": entry.workstream,
        "handling": entry.handling,
        "key_event": entry.key_event,
        "services": entry.services,
        "corrects": entry.corrects_number or None,
        "corrected_by": list(entry.corrected_by),
        "reason": entry.reason,
        "follow_up": entry.follow_up,
        "source": entry.source,
        "original_time": entry.original_time,
        "sheet": entry.sheet or None,
        "flags": list(entry.flags),
        "attachments": entry.attachments,
        "exercise": entry.exercise,
    }


def of_decision(decision: Decision) -> Document:
    return {
        "id": decision.id,
        "number": decision.number,
        "circle": decision.circle,
        "restricted": bool(decision.restricted),
        "state": decision.state.value,
        "question": decision.question,
        "context": decision.context,
        "options": [asdict(option) for option in decision.options],
        "decided": decision.decided,
        "rationale": decision.rationale,
        "decider": decision.decider,
        "typed_by": decision.typed_by,
        "how": decision.how,
        "executor": decision.executor,
        "delegation": decision.delegation,
        "facts": list(decision.facts),
        "requested_at": iso(decision.requested_at),
        "decide_before": iso(decision.decide_before),
        "decided_at": iso(decision.decided_at),
        "review_at": iso(decision.review_at),
        "reviewed_at": iso(decision.reviewed_at),
        "read_back_at": iso(decision.read_back_at),
        "caller_check": decision.caller_check.value or None,
        "caller_reason": decision.caller_reason,
        "unverified": decision.is_unverified,
        "window": asdict(decision.window) | {"decide_before": decision.window.decide_before}
        if decision.window
        else None,
    }


def of_action(action: Action) -> Document:
    return {
        "id": action.id,
        "number": action.number,
        "text": action.text,
        "owner": action.owner,
        "state": action.state.value,
        "due_at": iso(action.due_at),
        "reason": action.reason,
        "result": action.result,
        "created_at": iso(action.created_at),
        "acknowledged_at": iso(action.acknowledged_at),
        "finished_at": iso(action.finished_at),
    }


def of_service(service: AffectedService) -> Document:
    return {"name": service.name, "state": service.state.value, "since": iso(service.since)}


def of_due(due: Due) -> Document:
    return {"kind": due.kind.value, "label": due.label, "due_at": iso(due.due_at), "started_at": iso(due.started_at)}


def of_attachment(attachment: Attachment) -> Document:
    return {
        "id": attachment.id,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "origin": attachment.origin,
        "captured_by": attachment.captured_by,
        "added_at": iso(attachment.added_at),
        "awaited": attachment.awaited,
        "circle": attachment.circle,
        "restricted": bool(attachment.restricted),
        "erased": attachment.erased,
    }
