"""Holes in what the team can do: skills that hang on one person, or on somebody who is away, off or not on call."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from warroom.domain.ids import PersonId
from warroom.domain.roster import Mastered, Mastery, PersonCard, Skill
from warroom.domain.trained import DAY_MS

LEAST = 2  # people who have a skill alone, where it says no other number: nobody is a single point of failure
SOON_DAYS = 30


class Presence(enum.StrEnum):
    """Whether somebody who has a skill can be counted on now."""

    HERE = "here"
    ON_CALL = "on_call"
    AWAY = "away"  # as their card says
    OFF = "off"  # resting, or sent home
    LEFT = "left"  # the organisation, or the roster


class Hole(enum.StrEnum):
    """What is wrong with a skill, the gravest first."""

    NOBODY = "nobody"  # has it alone
    NOBODY_NOW = "nobody_now"  # of those who have it: all away, or off
    SINGLE = "single"  # one person has it alone: a single point of failure
    SINGLE_NOW = "single_now"  # one is left, the others are away or off
    FEW = "few"  # fewer than the room asks for
    NOT_ON_CALL = "not_on_call"  # a service hangs on it, and nobody who has it is on call now
    EXPIRED = "expired"  # somebody's no longer counts
    ENDING = "ending"  # somebody's ends within SOON_DAYS

    @property
    def rank(self) -> int:
        return list(Hole).index(self)


GRAVE = frozenset({Hole.NOBODY, Hole.NOBODY_NOW, Hole.SINGLE, Hole.SINGLE_NOW})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a skill, how well, and whether they can be counted on now."""

    person: PersonId
    name: str
    level: int
    until: int | None
    presence: Presence
    is_valid: bool

    @property
    def counts(self) -> bool:
        """Has it alone today, and is of the organisation."""
        return self.is_valid and self.level >= Mastered.ALONE and self.presence is not Presence.LEFT

    @property
    def is_here(self) -> bool:
        return self.presence in (Presence.HERE, Presence.ON_CALL)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One skill, everybody who has it (the best first), and its holes (the gravest first)."""

    skill: Skill
    least: int
    holders: tuple[Holder, ...]
    holes: tuple[Hole, ...]

    @property
    def counting(self) -> tuple[Holder, ...]:
        return tuple(item for item in self.holders if item.counts)

    @property
    def here(self) -> tuple[Holder, ...]:
        return tuple(item for item in self.counting if item.is_here)

    @property
    def is_grave(self) -> bool:
        return any(hole in GRAVE for hole in self.holes)


def coverages(
    skills: Iterable[Skill],
    masteries: Iterable[Mastery],
    people: Iterable[PersonCard],
    *,
    now_ms: int,
    on_call: Collection[str] | None = None,
    off: Collection[str] = (),
) -> list[Coverage]:
    """Every skill in its order. `on_call` are the people on call now, None where the room has no rotation; `off` those
    who rest. Whoever has no card any more counts as having left; a mastery ends at its `until`, that instant included.
    """
    cards = {person.id: person for person in people}
    had: dict[str, list[Mastery]] = {}
    for mastery in masteries:
        had.setdefault(mastery.skill, []).append(mastery)
    return [
        _coverage(
            skill, [_holder(item, cards, now_ms, on_call or (), off) for item in had.get(skill.id, ())], on_call, now_ms
        )
        for skill in skills
    ]


def presence_of(
    card: PersonCard | None, now_ms: int, *, on_call: Collection[str] = (), off: Collection[str] = ()
) -> Presence:
    """Whether somebody can be counted on now; off comes before on call: whoever was sent home sleeps."""
    if card is None or (card.left_at is not None and card.left_at <= now_ms):
        return Presence.LEFT
    if card.away_until is not None and card.away_until > now_ms:
        return Presence.AWAY
    if card.id in off:
        return Presence.OFF
    return Presence.ON_CALL if card.id in on_call else Presence.HERE


def _holder(
    mastery: Mastery, cards: dict[PersonId, PersonCard], now_ms: int, on_call: Collection[str], off: Collection[str]
) -> Holder:
    card = cards.get(mastery.person)
    return Holder(
        person=mastery.person,
        name=card.name if card else "",
        level=mastery.level,
        until=mastery.until,
        presence=presence_of(card, now_ms, on_call=on_call, off=off),
        is_valid=mastery.until is None or mastery.until > now_ms,
    )


def _coverage(skill: Skill, holders: list[Holder], on_call: Collection[str] | None, now_ms: int) -> Coverage:
    least = skill.least or LEAST
    order = tuple(sorted(holders, key=lambda item: (not item.counts, -item.level, item.name.casefold(), item.person)))
    wants_on_call = on_call is not None and bool(skill.services)
    return Coverage(skill, least, order, tuple(_holes(order, least, wants_on_call, now_ms)))


def _holes(holders: tuple[Holder, ...], least: int, wants_on_call: bool, now_ms: int) -> list[Hole]:
    counting = [item for item in holders if item.counts]
    here = [item for item in counting if item.is_here]
    found = []
    if not counting:
        found.append(Hole.NOBODY)
    elif not here:
        found.append(Hole.NOBODY_NOW)
    if len(counting) == 1 and least > 1:
        found.append(Hole.SINGLE)
    elif len(here) == 1 and least > 1:
        found.append(Hole.SINGLE_NOW)
    if 1 < len(counting) < least:
        found.append(Hole.FEW)
    if counting and wants_on_call and not any(item.presence is Presence.ON_CALL for item in counting):
        found.append(Hole.NOT_ON_CALL)
    ours = [item for item in holders if item.presence is not Presence.LEFT and item.level >= Mastered.ALONE]
    if any(not item.is_valid for item in ours):
        found.append(Hole.EXPIRED)
    if any(item.is_valid and item.until is not None and item.until - now_ms <= SOON_DAYS * DAY_MS for item in ours):
        found.append(Hole.ENDING)
    return found
