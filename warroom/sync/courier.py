"""The courier's round: where a stick must go, from here, so that everyone has everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from warroom.domain.exchange import Leg
from warroom.storage.exchange import Vector
from warroom.storage.standing import least_of, missing, most_of

MOST_LEGS = 40


def round_of(
    start: str, known: Mapping[str, Vector], *, entries: Callable[[Vector], int] = lambda known: 0
) -> list[Leg]:
    """The trips of one stick that starts at this station. `known`: station → what it is known to know.

    At each stop the stick leaves what it brings and takes along what is new there. The next stop is the one with most
    that the stick lacks, then the one that lacks most. One that was never heard is asked before others are served.
    """
    state = {station: dict(each) for station, each in known.items()}
    if start not in state or len(state) < 2:
        return []
    unheard = {station for station, each in state.items() if not each}
    whole = _union(state)
    here, legs = start, list[Leg]()
    stick = dict(state[start])
    while len(legs) < MOST_LEGS:
        lacking = {station for station, each in state.items() if missing(whole, each) or station in unheard}
        lacking.discard(here)
        if not lacking:
            break
        target = min(
            lacking,
            key=lambda station: (
                station not in unheard,
                -missing(state[station], stick),
                -missing(stick, state[station]),
                station,
            ),
        )
        carried = missing(stick, state[target])
        legs.append(Leg(here, target, carried, entries(least_of([stick, state[target]]) if state[target] else {})))
        both = most_of(stick, state[target])
        state[target], stick = dict(both), dict(both)
        unheard.discard(target)
        here = target
    return legs


def _union(state: Mapping[str, Vector]) -> Vector:
    whole: Vector = {}
    for each in state.values():
        whole = most_of(whole, each)
    return whole
