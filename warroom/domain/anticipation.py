"""Anticipation: what will probably happen, what could at worst, and what is ready for it (doctrine §2.1 ANT)."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warroom.domain.decisions import Decision, Option
from warroom.domain.ids import IncidentId, RecordId

HORIZONS_MIN = (60, 240, 1440)  # +1 h, +4 h, +24 h


class Outlook(enum.StrEnum):
    PROBABLE = "probable"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decision thought out before it is needed: its question, and the ways out."""

    question: str
    options: tuple[Option, ...] = ()


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

    @property
    def decisions(self) -> tuple[Prepared, ...]:
        """What was prepared, as far as it can be read; another station may have written anything."""
        return tuple(made for said in self.prepared if (made := prepared_of(said)) is not None)

    def came(self, decisions: Iterable[Decision]) -> list[Decision]:
        """Those of these decisions that its trigger brought; two where two stations fired it apart."""
        since = self.written_at or 0
        ours = [each for each in decisions if self.is_fired and each.scenario == self.id]
        came = [each for each in ours if str(each.id) == self.decision or each.requested_at >= since]
        return sorted(came, key=lambda each: (len(each.number), each.number))

    @property
    def is_fired(self) -> bool:
        return self.fired_at is not None


def prepared_of(said: Any) -> Prepared | None:
    """A prepared decision as a record keeps it; None for anything that is none."""
    if not isinstance(said, dict) or not isinstance(said.get("question"), str) or not said["question"].strip():
        return None
    options = said.get("options")
    kept = (_option_of(option) for option in (options if isinstance(options, list | tuple) else ()))
    return Prepared(said["question"], tuple(option for option in kept if option is not None))


def _option_of(said: Any) -> Option | None:
    if not isinstance(said, dict) or not said.get("title"):
        return None
    return Option(**{name: str(said.get(name) or "") for name in Option.__slots__})
