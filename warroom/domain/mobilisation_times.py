"""How long a mobilisation took: to the first call, the first acknowledgement, the core armed, everybody there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warroom.domain.answers import ANSWERED
from warroom.domain.cells import CORE
from warroom.domain.mobilisation import Callee, CalleeState


@dataclass(frozen=True, slots=True)
class MobilisationTimes:
    """Lengths in milliseconds from the start of a mobilisation; None where it did not come to that."""

    called: int  # so many were called out, without those who are no longer needed
    reached: int  # so many answered, whatever they said
    to_first_call: int | None = None
    to_first_answer: int | None = None
    half_answered: int | None = None  # in half of the answers, no longer than this (p50)
    most_answered: int | None = None  # in nine of ten (p90)
    to_core: int | None = None  # every core function that was called for is there
    to_all: int | None = None  # everybody who is needed is there

    @property
    def reached_percent(self) -> int | None:
        return self.reached * 100 // self.called if self.called else None


def times(started_at: int | None, callees: Iterable[Callee]) -> MobilisationTimes:
    """What a mobilisation took so far; `callees` as they stand (`answers.as_it_stands`)."""
    needed = [item for item in callees if item.state is not CalleeState.STOOD_DOWN]
    start = started_at or 0
    answers = sorted(item.acknowledged_at - start for item in needed if item.acknowledged_at is not None)
    calls = [item.called_at - start for item in needed if item.called_at is not None]
    reached = sum(item.acknowledged_at is not None or item.state in ANSWERED for item in needed)
    return MobilisationTimes(
        called=len(needed),
        reached=reached,
        to_first_call=max(0, min(calls)) if calls else None,
        to_first_answer=max(0, answers[0]) if answers else None,
        half_answered=percentile(answers, 50),
        most_answered=percentile(answers, 90),
        to_core=_to_core(start, needed),
        to_all=_to_all(start, needed),
    )


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest of these sorted values that at least so many per cent do not exceed (nearest rank); None of none."""
    if not values:
        return None
    place = -(-len(values) * percent // 100)
    return max(0, values[max(0, place - 1)])


def _to_core(start: int, needed: Sequence[Callee]) -> int | None:
    """Until the last of the core functions that were called for had somebody there."""
    there: dict[str, int | None] = {}
    for item in needed:
        if item.code not in CORE:
            continue
        known = there.get(item.code)
        arrived = item.arrived_at if item.state is CalleeState.IN_FUNCTION else None
        there[item.code] = arrived if known is None else min(known, arrived if arrived is not None else known)
    arrivals = list(there.values())
    if not arrivals or any(arrived is None for arrived in arrivals):
        return None
    return max(0, max(arrived for arrived in arrivals if arrived is not None) - start)


def _to_all(start: int, needed: Sequence[Callee]) -> int | None:
    """Until everybody who was to come was there; whoever was replaced is not waited for."""
    awaited = [item for item in needed if item.escalated_at is None]
    arrivals = [item.arrived_at for item in awaited if item.state is CalleeState.IN_FUNCTION]
    if not awaited or len(arrivals) < len(awaited) or any(arrived is None for arrived in arrivals):
        return None
    return max(0, max(arrived for arrived in arrivals if arrived is not None) - start)
