"""Whom to call out: a proposal from what is touched, who is on call, and who can do what (doctrine §2.2, §2.3)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from warroom.domain.cells import CORE, Seat
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.roster import Mastered, Mastery, Membership, PersonCard, Skill, Team, Training
from warroom.domain.trained import counts

SPAN = 5  # so many people one caller of a tree calls at most
SKILLED = 2  # so many people of one skill are proposed
GRAVE = 2  # SEV1 and SEV2: rapid-response teams, and the cell's functions
NEEDED_AT = {1: CORE, 2: (Seat.COORD, Seat.MC, Seat.TECH, Seat.COM)}  # functions to fill where no cell is at work yet
FIRST = (Seat.COORD, Seat.TECH, Seat.MC, Seat.COM, Seat.DIR, Seat.ADJ, Seat.SME)  # whom a cell cannot wait for


class Because(enum.StrEnum):
    """Why somebody is proposed."""

    FUNCTION = "function"  # holds it in this cell
    DEPUTY = "deputy"  # of a function that nobody holds
    ON_CALL = "on_call"
    TRAINED = "trained"  # for a function that nobody holds
    RAPID = "rapid"  # member of a rapid-response team
    SKILL = "skill"
    BY_HAND = "by_hand"
    ESCALATED = "escalated"  # instead of somebody; whom, the record says by id: a name would outlive its erasure


@dataclass(frozen=True, slots=True)
class OnCallNow:
    """Who is on call now, by which rotation; rank 1 is called first, 2 is the backup."""

    person: str
    rotation: str
    rank: int
    team: str = ""
    services: tuple[str, ...] = ()  # ids; none: for everything


@dataclass(frozen=True, slots=True)
class Held:
    """A function of the cell at work, with the ids of the people it names, "" for nobody."""

    code: str
    holder: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class CalloutFacts:
    """What a proposal rests on. Times are milliseconds UTC; services, people and teams are ids."""

    now: int
    severity: int = 0  # 1 is the gravest; 0 is not known yet
    vital: bool = False
    services: frozenset[str] = frozenset()
    functions: tuple[Held, ...] | None = None  # None: no cell is at work
    on_call: tuple[OnCallNow, ...] = ()
    people: Mapping[str, PersonCard] = field(default_factory=dict)
    teams: tuple[Team, ...] = ()
    memberships: tuple[Membership, ...] = ()
    skills: tuple[Skill, ...] = ()
    masteries: tuple[Mastery, ...] = ()
    trainings: tuple[Training, ...] = ()
    present: frozenset[str] = frozenset()  # already there
    called: frozenset[str] = frozenset()  # called out by a mobilisation that goes on


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to call somebody; `of` is the name of the rotation, team or skill, or the code of the function."""

    because: Because
    of: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody to call, for which function, why, and who is called instead where they do not answer."""

    person: RecordId
    name: str
    code: str
    why: tuple[Reason, ...]
    deputy: str = ""
    deputy_name: str = ""
    away_until: int | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether the proposal calls them unless somebody says otherwise: not while they are away."""
        return self.away_until is None


def named_only(person: str, name: str) -> PersonCard:
    """The card of somebody of whom nothing but the name is known."""
    return PersonCard(
        id=PersonId(person), number="", name=name, initials="", roster=False, job="", employer="", supplier=False,
        site="", languages=(), zone="", remark="", checked_at=None, checked_by="", away_until=None, left_at=None,
        merged_into=RecordId(""), apart=(), source="", raw={},
    )  # fmt: skip


def is_grave(facts: CalloutFacts) -> bool:
    """Whether the whole machine is called: SEV1, SEV2, a vital service, or a severity nobody knows yet (§1.1, 7)."""
    return facts.vital or facts.severity <= GRAVE


def proposal(facts: CalloutFacts) -> list[Proposed]:
    """Whom to call, those that a cell cannot wait for first; each person once, with every reason."""
    found = _Found(facts)
    _functions(found)
    _on_call(found)
    if is_grave(facts):
        _rapid(found)
    _skilled(found)
    return found.in_order()


class _Found:
    """People found so far; a person is called for the function they were found for first."""

    def __init__(self, facts: CalloutFacts) -> None:
        self.facts = facts
        self._codes: dict[str, str] = {}
        self._why: dict[str, list[Reason]] = {}
        self._deputies: dict[str, str] = {}

    def add(self, person: str, code: str, reason: Reason, deputy: str = "") -> None:
        if not self.is_fit(person):
            return
        self._codes.setdefault(person, code)
        why = self._why.setdefault(person, [])
        if reason not in why:
            why.append(reason)
        if deputy and deputy != person:
            self._deputies.setdefault(person, deputy)

    def is_fit(self, person: str) -> bool:
        card = self.facts.people.get(person)
        gone = card is None or card.left_at is not None
        return not gone and person not in self.facts.present | self.facts.called

    def is_taken(self, person: str) -> bool:
        return person in self._codes

    def has(self, code: str) -> bool:
        """Whether somebody is called for this function already."""
        return code in self._codes.values()

    def in_order(self) -> list[Proposed]:
        return sorted((self._proposed(person) for person in self._codes), key=_rank)

    def _proposed(self, person: str) -> Proposed:
        card, now = self.facts.people[person], self.facts.now
        away = card.away_until if card.away_until is not None and card.away_until > now else None
        deputy = self._deputies.get(person, "")
        instead = self.facts.people.get(deputy)
        return Proposed(
            person=RecordId(person),
            name=card.name,
            code=self._codes[person],
            why=tuple(self._why[person]),
            deputy=deputy if instead is not None else "",
            deputy_name=instead.name if instead is not None else "",
            away_until=away,
        )


def _functions(found: _Found) -> None:
    """Whoever holds a function; for one that nobody holds its deputy, else somebody trained for it, on call first."""
    for held in _to_fill(found.facts):
        if held.holder:
            found.add(held.holder, held.code, Reason(Because.FUNCTION, held.code), held.deputy)
            continue
        trained = [person for person in _trained(found.facts, held.code) if found.is_fit(person)]
        free = [person for person in trained if not found.is_taken(person)]
        if held.deputy and found.is_fit(held.deputy):
            instead = next((person for person in free if person != held.deputy), "")
            found.add(held.deputy, held.code, Reason(Because.DEPUTY, held.code), instead)
        elif free:
            instead = free[1] if len(free) > 1 else ""
            found.add(free[0], held.code, Reason(Because.TRAINED, held.code), instead)


def _to_fill(facts: CalloutFacts) -> Sequence[Held]:
    if facts.functions is not None:
        return facts.functions
    gravity = 1 if facts.vital or not facts.severity else facts.severity
    return [Held(code.value) for code in NEEDED_AT.get(gravity, ())]


def _trained(facts: CalloutFacts, code: str) -> list[str]:
    """Whoever is trained for a function and still counts as such: on call first, then who was trained last."""
    on_call = {item.person for item in facts.on_call}
    last: dict[str, int] = {}
    for item in facts.trainings:
        if item.code == code and counts(item, facts.now):
            last[item.person] = max(last.get(item.person, 0), item.done_at or 0)
    return sorted(last, key=lambda person: (person not in on_call, -last[person], person))


def _on_call(found: _Found) -> None:
    """Whoever is on call for what is touched, with the backup of the same team as deputy."""
    touched = [item for item in found.facts.on_call if not item.services or found.facts.services & set(item.services)]
    for item in sorted(touched, key=lambda one: (one.rank, one.rotation)):
        if item.rank > 1 and not is_grave(found.facts):
            continue
        backup = next((one.person for one in touched if _backs_up(one, item)), "")
        code = Seat.TECH if item.rank <= 1 and _is_vacant(found, Seat.TECH) else Seat.SME
        found.add(item.person, code.value, Reason(Because.ON_CALL, item.rotation), backup)


def _backs_up(one: OnCallNow, other: OnCallNow) -> bool:
    return one.rank > other.rank and one.team == other.team and one.person != other.person


def _is_vacant(found: _Found, seat: Seat) -> bool:
    held = {item.code for item in found.facts.functions or () if item.holder}
    return seat not in held and not found.has(seat.value)


def _rapid(found: _Found) -> None:
    """The rapid-response teams that answer for what is touched, or for everything."""
    for team in found.facts.teams:
        if not team.rapid or (team.services and not found.facts.services & set(team.services)):
            continue
        members = [item.person for item in found.facts.memberships if item.team == team.id]
        for person in dict.fromkeys([*([team.lead] if team.lead else []), *members]):
            found.add(person, Seat.SME.value, Reason(Because.RAPID, team.name), team.lead)


def _skilled(found: _Found) -> None:
    """The best in each skill that what is touched asks for, those who can do it alone."""
    for skill in found.facts.skills:
        if not found.facts.services & set(skill.services):
            continue
        best = sorted(
            (item for item in found.facts.masteries if _can_alone(item, skill, found.facts.now)),
            key=lambda item: (-item.level, item.person),
        )
        able = [item.person for item in best if found.is_fit(item.person)]
        for person in able[:SKILLED]:
            instead = next((one for one in able[SKILLED:]), "")
            found.add(person, Seat.SME.value, Reason(Because.SKILL, skill.name), instead)


def _can_alone(item: Mastery, skill: Skill, now: int) -> bool:
    holds = item.until is None or item.until > now
    return item.skill == skill.id and item.level >= Mastered.ALONE and holds


def _rank(item: Proposed) -> tuple[bool, int, str, str]:
    return not item.is_wanted, function_rank(item.code), item.name.casefold(), item.person


def function_rank(code: str) -> int:
    """Where a function stands among those that a cell waits for."""
    order = [*FIRST, *(seat for seat in Seat if seat not in FIRST)]
    return order.index(Seat(code)) if code in set(Seat) else len(order)


def callers(people: Sequence[str], *, span: int = SPAN) -> dict[str, str]:
    """Who calls whom in a tree: the room ("") calls the first `span`, each of them at most `span` more, level by level.

    Levels are filled evenly, so that nobody has much more to do than another.
    """
    found: dict[str, str] = {}
    above: Sequence[str] = [""]
    left = list(dict.fromkeys(people))
    while left:
        level, left = left[: span * len(above)], left[span * len(above) :]
        found |= {person: above[place % len(above)] for place, person in enumerate(level)}
        above = level
    return found


def in_tree_order(callers_of: Mapping[str, str], ranks: Mapping[str, int]) -> list[tuple[str, int]]:
    """People of a tree with their depth, each under their caller; whoever hangs on nobody known is at the root."""
    below: dict[str, list[str]] = {}
    for person in sorted(callers_of, key=lambda one: (ranks.get(one, 0), one)):
        caller = callers_of[person]
        below.setdefault(caller if caller in callers_of else "", []).append(person)
    found: list[tuple[str, int]] = []
    seen: set[str] = set()

    def walk(starts: Iterable[str]) -> None:
        waiting = [(person, 0) for person in reversed(list(starts))]
        while waiting:
            person, depth = waiting.pop()
            if person in seen:
                continue
            seen.add(person)
            found.append((person, depth))
            waiting += [(one, depth + 1) for one in reversed(below.get(person, ()))]

    walk(below.get("", ()))
    walk(person for person in callers_of if person not in seen)
    return found
