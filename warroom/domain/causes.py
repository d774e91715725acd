"""Causes: what set it off, what lay behind it, and which barriers held or failed (doctrine §10.2)."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class CauseKind(enum.StrEnum):
    TRIGGER = "trigger"  # « élément déclencheur »
    PROXIMATE = "proximate"  # « cause immédiate »
    ROOT = "root"  # « cause racine »
    CONTRIBUTING = "contributing"
    LATENT = "latent"


class CauseState(enum.StrEnum):
    SUPPOSED = "supposed"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class BarrierState(enum.StrEnum):
    HELD = "held"
    FAILED = "failed"
    ABSENT = "absent"
    LUCK = "luck"  # it held by luck


class BarrierKind(enum.StrEnum):
    PREVENT = "prevent"
    DETECT = "detect"
    LIMIT = "limit"
    RECOVER = "recover"


@dataclass(frozen=True, slots=True)
class ChangedBranch:
    """A branch of the Ishikawa drawing as the room changed it."""

    id: RecordId
    code: str
    names: dict[str, str]
    order: int
    retired: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause; `parent` is the cause that it is the why of. Times are milliseconds UTC."""

    id: RecordId
    number: str
    incident: IncidentId
    rex: RecordId
    kind: CauseKind
    text: str
    state: CauseState
    branch: str
    parent: RecordId
    impact: str
    order: int
    evidence: tuple[str, ...]
    evidence_text: str
    hypothesis: RecordId
    change: str
    service: RecordId
    family: str
    source: str
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Barrier:
    id: RecordId
    rex: RecordId
    incident: IncidentId
    text: str
    kind: BarrierKind
    state: BarrierState
    cause: RecordId
    evidence: tuple[str, ...]
    remark: str
    by: str
    at: int | None
