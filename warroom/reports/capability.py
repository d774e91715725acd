"""What the team can do: skills and their holes, teams and whether they are trained, functions and who is trained."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.cells import CORE, Seat
from warroom.domain.coverage_holes import Coverage, Holder, coverages
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.roster import Membership, PersonCard, Team, Training
from warroom.domain.trained import (
    FunctionTrained,
    TeamTrained,
    Trained,
    functions_trained,
    still_here,
    team_trained,
    trained_for,
)
from warroom.storage.views import Views


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team, and what they are trained for today."""

    person: PersonId
    name: str
    part: str
    rank: int
    trained: tuple[Trained, ...]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with its people, in the order in which they are called."""

    team: Team
    lead: str
    members: tuple[Member, ...]
    standing: TeamTrained


@dataclass(frozen=True, slots=True)
class Capability:
    """Everything a page or a paper about skills says, as of one moment."""

    now: int  # milliseconds UTC
    people: dict[PersonId, PersonCard]
    coverage: tuple[Coverage, ...]  # the gravest first
    teams: tuple[TeamLine, ...]
    functions: tuple[FunctionTrained, ...]
    trainings: tuple[Training, ...]

    def name(self, person: str) -> str:
        """A person by name; "" for whoever has no card any more."""
        card = self.people.get(PersonId(person))
        return card.name if card else ""

    def held(self) -> dict[tuple[PersonId, RecordId], Holder]:
        """Who has which skill."""
        return {(holder.person, item.skill.id): holder for item in self.coverage for holder in item.holders}

    @property
    def holes(self) -> int:
        """Skills with a grave hole."""
        return sum(1 for item in self.coverage if item.is_grave)


def capability(views: Views, now_ms: int) -> Capability:
    """Read it all, as of `now_ms` (milliseconds UTC): call it from a task."""
    turns = views.on_call(now_ms)
    on_call = {turn.person for turn in turns if turn.person} if turns else None
    with views.unmoving():
        cards, skills, masteries = views.roster(), views.skills(), views.masteries()
        teams, memberships, trainings = views.teams(), views.memberships(), views.trainings()
    people = {card.id: card for card in cards}
    here = still_here(cards, now_ms)
    known = trained_for(trainings, now_ms)
    found = coverages(skills, masteries, cards, now_ms=now_ms, on_call=on_call)
    ours = [item for item in memberships if item.person in here]
    return Capability(
        now=now_ms,
        people=people,
        coverage=tuple(sorted(found, key=_gravest)),
        teams=tuple(_team_line(team, ours, people, known) for team in sorted(teams, key=lambda team: not team.rapid)),
        functions=tuple(functions_trained(known, _codes(known), here)),
        trainings=tuple(trainings),
    )


def _gravest(item: Coverage) -> tuple[int, str]:
    return (item.holes[0].rank if item.holes else 99, item.skill.name.casefold())


def _codes(known: dict[tuple[PersonId, str], Trained]) -> list[str]:
    """The functions every cell has, then those anybody was trained for, in the order of the doctrine."""
    trained = {code for _person, code in known}
    return [*CORE, *(seat for seat in Seat if seat in trained and seat not in CORE)]


def _team_line(
    team: Team,
    memberships: list[Membership],
    people: dict[PersonId, PersonCard],
    known: dict[tuple[PersonId, str], Trained],
) -> TeamLine:
    of_team = sorted(
        (item for item in memberships if item.team == team.id),
        key=lambda item: (item.rank or 99, people[item.person].name.casefold(), item.person),
    )
    members = tuple(
        Member(
            item.person,
            people[item.person].name,
            item.part,
            item.rank,
            tuple(each for (person, _code), each in sorted(known.items()) if person == item.person and each.counts),
        )
        for item in of_team
    )
    lead = people.get(PersonId(team.lead))
    return TeamLine(team, lead.name if lead else "", members, team_trained(team.id, of_team, known))
