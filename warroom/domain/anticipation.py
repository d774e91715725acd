"""Anticipation: what will probably happen, what could at worst, and what is ready for it (doctrine §2.1 ANT)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import IncidentId, RecordId

HORIZONS_MIN = (60, 240, 1440)  # +1 h, +4 h, +24 h


class Outlook(enum.StrEnum):
    PROBABLE = "probable"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One case at one horizon, with what would announce it. Times are milliseconds UTC."""

    id: RecordId
    incident: IncidentId
    kind: Outlook
    horizon_min: int
    text: str
    trigger: str
    owner: str
    prepared: tuple[dict[str, Any], ...]  # [{"question", "options": [{"title", …}]}]
    written_by: str
    written_at: int | None
    fired_at: int | None
    fired_by: str
    evidence: RecordId
    decision: RecordId
