"""How a service stood from when to when, from every change of it, in the order in which they are laid down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.services import DOWN, ServiceState


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a service in an incident: another state, another "since", or both; `at` is when it was written."""

    at: int
    state: ServiceState | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A state from when to when (milliseconds UTC); None while it lasts."""

    state: ServiceState
    from_at: int
    until_at: int | None

    @property
    def is_down(self) -> bool:
        return self.state in DOWN


def spells(changes: Iterable[Change]) -> tuple[Spell, ...]:
    """Without gaps nor overlaps, the last one open. A "since" that reaches further back shortens what was before it."""
    found: list[tuple[int, ServiceState]] = []
    for change in changes:
        state = change.state or (found[-1][1] if found else ServiceState.UNKNOWN)
        began = change.since if change.since is not None else change.at
        if found and change.state in (None, found[-1][1]):
            if change.since is None:
                continue  # the same state, said again
            found.pop()  # the same state since another time
        while found and found[-1][0] >= began:
            found.pop()
        if not found or found[-1][1] is not state:
            found.append((began, state))
    ends = [*(began for began, _state in found[1:]), None]
    return tuple(Spell(state, began, until) for (began, state), until in zip(found, ends, strict=True))


def down_ms(found: Iterable[Spell], end: int | None) -> int | None:
    """How long it was down altogether; `end` closes what still lasts. None while it is down and nothing ended it."""
    total = 0
    for spell in found:
        if not spell.is_down:
            continue
        until = spell.until_at if spell.until_at is not None else end
        if until is None:
            return None
        total += max(0, until - spell.from_at)
    return total


def longest_down(found: Iterable[Spell], end: int | None) -> tuple[int, int | None] | None:
    """The longest time without a break in which it was down: from, and until (None while it lasts); None if never."""
    runs: list[list[int | None]] = []
    was_down = False
    for spell in found:
        if spell.is_down:
            until = spell.until_at if spell.until_at is not None else end
            if was_down:
                runs[-1][1] = until
            else:
                runs.append([spell.from_at, until])
        was_down = spell.is_down
    if not runs:
        return None
    if runs[-1][1] is None:
        return runs[-1][0] or 0, None
    began, until = max(runs, key=lambda run: (run[1] or 0) - (run[0] or 0))
    return began or 0, until
