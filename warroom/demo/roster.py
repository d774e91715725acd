"""The roster of the demonstration: invented people, what they can do, their teams, trainings and turns on call."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from warroom import phrases
from warroom.commands import (
    AddCard,
    AddRotation,
    AddSkill,
    AddTeam,
    AmendCard,
    AmendRoleCard,
    JoinTeam,
    Master,
    NoteTraining,
    OverrideDuty,
    SetCarries,
)
from warroom.commands.base import Command
from warroom.domain.roster import GivenReach, Mastered, ReachKind, TrainingKind
from warroom.room import Room

DAY_MS = 86_400_000
NUMBERS = (ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.RADIO)
LEVELS = {"expert": Mastered.EXPERT, "alone": Mastered.ALONE, "helps": Mastered.HELPS}
TURNS_START = -28  # days from now


def bring_in_roster(room: Room, told: dict[str, Any], *, now_ms: int) -> None:
    """Everybody of the content file, as `now_ms` finds them; the room's clock may still stand in the past."""
    room.do_all([*_people(told, now_ms), *_skills(told, now_ms), *_teams(told), *_functions(told, now_ms)]).result()
    room.do_all(list(_on_call(told, now_ms))).result()


def _people(told: dict[str, Any], now_ms: int) -> Iterator[Command[Any]]:
    for person in told["people"]:
        house = told["houses"][person["house"]]
        card: dict[str, Any] = {
            "job": person["job"],
            "employer": house["name"],
            "supplier": house["supplier"],
            "site": person["site"],
            "languages": tuple(person["languages"]),
        }
        yield AddCard(name=person["name"], **card, reaches=tuple(_reaches(person, house["mail"], told, now_ms)))
        if person["name"] in told["away"]:
            until = now_ms + told["away"][person["name"]] * DAY_MS
            yield AmendCard(person=person["name"], **card, away_until=until)


def _reaches(person: dict[str, Any], mail: str, told: dict[str, Any], now_ms: int) -> Iterator[GivenReach]:
    name = person["name"]
    is_checked = name not in told["unchecked"]
    given = [(kind, person[kind.value]) for kind in NUMBERS if kind.value in person]
    given.append((ReachKind.EMAIL, f"{_plain(name)}@{mail}"))
    for rank, (kind, value) in enumerate(given, start=1):
        yield GivenReach(
            kind=kind,
            value=value,
            rank=rank,
            works=told["wrong"].get(name) != kind.value,
            checked_at=now_ms - 40 * DAY_MS if is_checked else None,
            checked_by="N. Ferrand" if is_checked else "",
        )


def _plain(name: str) -> str:
    """`T. Noël` as the beginning of an address: `t.noel`."""
    folded = unicodedata.normalize("NFD", name.casefold().replace(" ", ""))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _skills(told: dict[str, Any], now_ms: int) -> Iterator[Command[Any]]:
    for skill in told["skills"]:
        yield AddSkill(
            name=skill["name"],
            least=skill.get("least", 0),
            services=tuple(skill.get("services", ())),
            remark=skill.get("remark", ""),
        )
        ends = skill.get("until", {})
        for word, level in LEVELS.items():
            for person in skill.get(word, ()):
                until = now_ms + ends[person] * DAY_MS if person in ends else None
                yield Master(person=person, skill=skill["name"], level=level, until=until)


def _teams(told: dict[str, Any]) -> Iterator[Command[Any]]:
    for team in told["teams"]:
        yield AddTeam(
            name=team["name"],
            purpose=team["purpose"],
            rapid=team.get("rapid", False),
            lead=team["members"][0],
            muster=team.get("muster", ""),
            services=tuple(team.get("services", ())),
        )
        for rank, person in enumerate(team["members"], start=1):
            yield JoinTeam(team=team["name"], person=person, rank=rank)


def _functions(told: dict[str, Any], now_ms: int) -> Iterator[Command[Any]]:
    held = ((told["training"], TrainingKind.DRILL), (told["courses"], TrainingKind.COURSE))
    for codes, kind in held:
        for code, people in codes.items():
            for person, days in people.items():
                done = now_ms - days * DAY_MS
                by = told["exercise"] if kind is TrainingKind.DRILL else ""
                yield NoteTraining(person=person, code=code, kind=kind, done_at=done, by=by)
    for code, euros in told["limits"].items():
        yield AmendRoleCard(code=code, spend_limit=euros)
    for carried in told["carries"]:
        yield SetCarries(service=carried["service"], needs=tuple(carried["needs"]))


def _on_call(told: dict[str, Any], now_ms: int) -> Iterator[Command[Any]]:
    for rotation in told["rotations"]:
        yield AddRotation(
            name=rotation["name"],
            members=tuple(rotation.get("members", ())),
            rank=rotation["rank"],
            starts_at=_nine(TURNS_START, now_ms),
        )
        for turn in rotation.get("turns", ()):
            yield OverrideDuty(
                rotation=rotation["name"],
                person=turn["who"],
                from_at=_nine(turn["from"], now_ms),
                until_at=_nine(turn["until"], now_ms),
            )


def _nine(days: int, now_ms: int) -> int:
    """Nine in the morning, so many days from now, in milliseconds UTC."""
    day = phrases.local(now_ms) + timedelta(days=days)
    return int(day.replace(hour=9, minute=0, second=0, microsecond=0).timestamp() * 1000)
