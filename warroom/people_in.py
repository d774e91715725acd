"""People in: from files of contacts, through plain records, to cards; each record says what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warroom.commands.base import Command
from warroom.commands.people_imports import (
    Acquaintance,
    ImportPeople,
    PersonResult,
    Recognised,
    base_name,
    digest,
    said_before,
)
from warroom.commands.people_reaches import understood
from warroom.commands.roster_numbers import region_of
from warroom.commands.roster_words import roster_fields
from warroom.domain.roster import PersonCard, Reach
from warroom.domain.told_people import ToldPerson
from warroom.formats.problems import Flag, Problem

if TYPE_CHECKING:
    from warroom.formats.people import ImportedPerson, PeopleReading

BATCH = 40  # people a transaction, so that nobody waits behind a large file
PROVING = frozenset({"mobile", "home", "email", "satellite", "pager", "messenger"})

Do = Callable[[Command[list[PersonResult]]], list[PersonResult]]
Step = Callable[[int, int], None]


@dataclass(slots=True)
class PeopleOutcome:
    """What became of the records of one file: counts, and remarks by place."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    flagged: list[tuple[str, str]] = field(default_factory=list)  # place, reason
    refused: list[tuple[str, str]] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)  # of problems, for the table of what came in


def bring_people_in(
    reading: PeopleReading,
    source: str,
    *,
    roster: Sequence[PersonCard],
    reaches: Sequence[Reach],
    zone: str,
    do: Do,
    step: Step,
) -> PeopleOutcome:
    """Turn records into cards, some a transaction. `roster` and `reaches` are the room's, as they stand before.

    `zone` says in which country a number without a prefix is dialled.
    """
    outcome = PeopleOutcome()
    for flagged in reading.flagged:
        outcome.flagged.append((str(flagged.where), flagged.reason))
        outcome.codes[flagged.flag.problem] += 1
    for refused in reading.refused:
        outcome.refused.append((str(refused.where), refused.reason))
        outcome.codes[refused.problem] += 1
    known = _acquaintance(roster)
    recognised = _recognised([person.told for person in reading.people], roster, reaches, zone)
    for each in recognised:
        if each.person:
            known.taken.setdefault(each.person, each.position)
    done = 0
    for start in range(0, len(recognised), BATCH):
        some = tuple(recognised[start : start + BATCH])
        asked = ImportPeople(people=some, source=source, lineage=reading.lineage or source, acquaintance=known)
        results = do(asked)
        for each, result in zip(some, results, strict=True):
            _note(reading.people[each.position], result, outcome)
        done += len(some)
        step(done, len(recognised))
    return outcome


def _note(record: ImportedPerson, result: PersonResult, outcome: PeopleOutcome) -> None:
    place = str(record.where)
    for remark in result.remarks:
        problem = Problem(remark.code)
        detail = remark.detail
        if problem in (Problem.KEPT_OURS, Problem.NEEDS_EYES):
            detail = ", ".join(_field_word(name) for name in detail.split())
        listed = outcome.refused if result.is_refused else outcome.flagged
        listed.append((place, Flag(problem, detail).reason))
        outcome.codes[problem] += 1
    if result.is_refused:
        return
    if result.is_new:
        outcome.added += 1
    elif result.is_changed:
        outcome.changed += 1
    else:
        outcome.unchanged += 1


def _field_word(name: str) -> str:
    return roster_fields().get(("person", name), name)


def _acquaintance(roster: Sequence[PersonCard]) -> Acquaintance:
    known = Acquaintance()
    for card in roster:
        known.by_name.setdefault(base_name(card.name), []).append(card.id)
    return known


def _recognised(
    people: Sequence[ToldPerson], roster: Sequence[PersonCard], reaches: Sequence[Reach], zone: str
) -> list[Recognised]:
    """Each record with the card or earlier record that a number, an address or an identifier proves it is about."""
    proofs = _proofs_of_room(roster, reaches)
    met: dict[tuple[str, str], int] = {}
    found: list[Recognised] = []
    taken: set[str] = set()
    for position, told in enumerate(people):
        mine = [(base_name(told.name), proof) for proof in _proofs(told, zone)]
        same_as = next((met[key] for key in mine if key in met), None)
        person = next((theirs for key in mine if (theirs := proofs.get(key)) and theirs not in taken), "")
        if same_as is not None:
            person = ""
        if person:
            taken.add(person)
        found.append(Recognised(position, told, person, same_as))
        for key in mine:
            met.setdefault(key, position)
    return found


def _proofs_of_room(roster: Sequence[PersonCard], reaches: Sequence[Reach]) -> dict[tuple[str, str], str]:
    names = {card.id: base_name(card.name) for card in roster}
    proofs: dict[tuple[str, str], str] = {}
    for card in roster:
        for uid in said_before(card.raw, "uid"):
            proofs[names[card.id], f"uid {uid}"] = card.id
    for reach in reaches:
        if reach.kind in PROVING and reach.person in names:
            proofs.setdefault((names[reach.person], reach.normal), reach.person)
    return proofs


def _proofs(told: ToldPerson, zone: str) -> Iterator[str]:
    """What proves who somebody is, beside their name: the file's identifier, then what reaches them alone."""
    if told.uid:
        yield f"uid {digest(told.uid)}"
    where = region_of(str(told.fields.get("zone") or zone))
    for reach in told.reaches:
        held = understood(reach, where)
        if held is not None and held.given.kind in PROVING and not held.doubt:
            yield held.normal
