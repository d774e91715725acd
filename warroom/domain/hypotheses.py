"""Hypotheses: what might be the cause, what speaks for and against it, who tests it until when (doctrine §8.1)."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.entries import Verification
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.incidents import Status


class HypothesisState(enum.StrEnum):
    OPEN = "open"
    TESTING = "testing"
    RULED_OUT = "ruled_out"
    CONFIRMED = "confirmed"

    @property
    def is_over(self) -> bool:
        return self in (HypothesisState.RULED_OUT, HypothesisState.CONFIRMED)


# What a mark on the entry that brought it up says of a hypothesis.
OF_MARK = {
    Verification.VERIFYING: HypothesisState.TESTING,
    Verification.VERIFIED: HypothesisState.CONFIRMED,
    Verification.REFUTED: HypothesisState.RULED_OUT,
}


class Weight(enum.StrEnum):
    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One hypothesis as it stands. Times are milliseconds UTC."""

    id: RecordId
    incident: IncidentId
    number: str
    text: str
    state: HypothesisState
    owner: str
    test: str
    timebox_at: int | None
    opened_at: int
    closed_at: int | None
    reason: str
    entry: RecordId

    def is_late(self, now_ms: int) -> bool:
        return not self.state.is_over and self.timebox_at is not None and self.timebox_at < now_ms


@dataclass(frozen=True, slots=True)
class Backing:
    """An entry that speaks for or against a hypothesis."""

    id: RecordId
    hypothesis: RecordId
    entry: RecordId
    weight: Weight
    remark: str
    by: str
    at: int | None


def proposed_status(state: HypothesisState, now: Status) -> Status | None:
    """The status that a confirmed hypothesis speaks for; proposed, never forced."""
    is_early = now in (Status.DECLARED, Status.INVESTIGATING)
    return Status.IDENTIFIED if state is HypothesisState.CONFIRMED and is_early else None


def leading(hypotheses: Iterable[Hypothesis]) -> Hypothesis | None:
    """The main hypothesis: the confirmed one, else the first that is tested, else the first that is open."""
    order = (HypothesisState.CONFIRMED, HypothesisState.TESTING, HypothesisState.OPEN)
    standing = [each for each in hypotheses if each.state in order]
    return min(standing, key=lambda each: (order.index(each.state), each.opened_at, each.id), default=None)
