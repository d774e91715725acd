"""Alarms: what calls for somebody, who took it, and which are silent for a while with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


@dataclass(frozen=True, slots=True)
class AlarmAnswer:
    """What was answered to an alarm. Times are milliseconds UTC."""

    id: RecordId
    what: str  # the key of the alarm: what it is about, and the time it was due
    incident: IncidentId
    acknowledged_by: str
    acknowledged_at: int | None
    muted_until: int | None
    muted_by: str
    reason: str
