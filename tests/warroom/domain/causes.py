"""Causes for tests of what is made of them, without a room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from warroom.domain.causes import Barrier, BarrierKind, BarrierState, Cause, CauseKind, CauseState
from warroom.domain.ids import IncidentId, RecordId

PLAIN = Cause(
    id=RecordId("1"), number="", incident=IncidentId("i"), rex=RecordId(""), kind=CauseKind.CONTRIBUTING,
    text="une cause", state=CauseState.SUPPOSED, branch="", parent=RecordId(""), impact="", order=0, evidence=(),
    evidence_text="", hypothesis=RecordId(""), change="", service=RecordId(""), family="", source="", by="", at=0,
)  # fmt: skip


def a_cause(record: str, parent: str = "", **more: Any) -> Cause:
    more.setdefault("number", f"A-CA{record}")
    return replace(PLAIN, id=RecordId(record), parent=RecordId(parent), **more)


def a_barrier(state: BarrierState = BarrierState.HELD, **more: Any) -> Barrier:
    plain = Barrier(
        id=RecordId("b"), rex=RecordId(""), incident=IncidentId("i"), text="Revue du changement",
        kind=BarrierKind.PREVENT, state=state, cause=RecordId(""), evidence=(), remark="", by="", at=0,
    )  # fmt: skip
    return replace(plain, **more)
