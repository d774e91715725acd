"""What a cell had found already: confirmed hypotheses that nobody has made a cause of."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.domain.causes import Cause
from warroom.domain.hypotheses import Hypothesis, HypothesisState


def proposed(hypotheses: Iterable[Hypothesis], causes: Iterable[Cause]) -> tuple[Hypothesis, ...]:
    """Confirmed hypotheses that no cause names, in the order in which they were confirmed."""
    taken = {each.hypothesis for each in causes}
    found = [each for each in hypotheses if each.state is HypothesisState.CONFIRMED and each.id not in taken]
    return tuple(sorted(found, key=lambda each: (each.closed_at or 0, each.id)))
