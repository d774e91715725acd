"""Two stations that follow one plan without seeing each other: nothing is lost, and the same board everywhere."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON
from tests.warroom.apart import Apart, settle
from tests.warroom.stations import meet
from warroom.commands import (
    AddCorrective,
    AmendCorrective,
    DropCorrective,
    MoveCorrective,
    PostponeCorrective,
    ProveCorrective,
    ReopenCorrective,
    VerifyCorrective,
)
from warroom.domain.authority import Authority
from warroom.domain.corrective_state import DAY, Group, is_own_verdict
from warroom.domain.correctives import CorrectiveState
from warroom.errors import Refusal

DUE = NOON + 30 * DAY


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def planned(apart: Apart, **more: Any) -> str:
    said: dict[str, Any] = {"text": "Tester la reprise", "pilot": "Ana Costa", "due_at": DUE, **more}
    made = apart.a.do(AddCorrective(incident=apart.incident.id, **said)).result()
    meet(apart.a, apart.b)
    return str(made.id)


def test_that_two_new_dates_are_both_shown_and_both_postponements_stay(apart: Apart) -> None:
    action = planned(apart)
    apart.a.do(PostponeCorrective(corrective=action, to_at=DUE + DAY, reason="gel")).result()
    apart.b.do(PostponeCorrective(corrective=action, to_at=DUE + 9 * DAY, reason="fournisseur")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (line,) = room.views.plan()
        assert ("due_at" in line.disputed, line.postponed) == (True, 2)
    conflict = next(each for each in apart.b.conflicts() if each.field == "due_at")
    assert conflict.authority is Authority.OWNER
    settle(apart.b, conflict, take=conflict.values[0].place)
    meet(apart.a, apart.b)
    assert [line.disputed for line in apart.a.views.plan()] == [()]
    assert apart.a.views.plan() == apart.b.views.plan()


def test_that_dropped_here_and_done_there_is_for_people_to_settle(apart: Apart) -> None:
    action = planned(apart)
    apart.a.do(DropCorrective(corrective=action, reason="produit arrêté")).result()
    apart.b.do(ProveCorrective(corrective=action, proof="essai réussi")).result()
    meet(apart.a, apart.b)
    conflict = next(each for each in apart.a.conflicts() if (each.noun, each.field) == ("corrective", "state"))
    assert {side.value for side in conflict.values} == {"dropped", "done"}
    done = next(side.place for side in conflict.values if side.value == "done")
    settle(apart.a, conflict, take=done)
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (line,) = room.views.plan()
        assert (line.group, line.corrective.proof) == (Group.TO_VERIFY, "essai réussi")
        assert room.views.plan_figures().dropped == 0
    apart.a.do(VerifyCorrective(corrective=action, by="Léa Martin")).result()


def test_that_a_pilot_named_apart_shows_a_verdict_on_ones_own_work(apart: Apart) -> None:
    action = planned(apart, pilot="")
    apart.a.do(AmendCorrective(corrective=action, pilot="Marc Petit")).result()
    apart.b.do(ProveCorrective(corrective=action, proof="fait", by="Ana Costa")).result()
    apart.b.do(VerifyCorrective(corrective=action, by="Marc Petit")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (line,) = room.views.plan()
        assert is_own_verdict(line.corrective)


def test_that_whatever_two_stations_do_to_a_plan_they_end_with_the_same_board(apart: Apart) -> None:
    chance = random.Random(124)
    actions = [planned(apart, text=f"Action {n}") for n in range(3)]
    for _round in range(4):
        for room in apart.rooms:
            for action in actions:
                at = DUE + chance.randrange(-40, 60) * DAY
                commands = (
                    AmendCorrective(
                        corrective=action, priority=chance.randrange(1, 5), pilot=chance.choice(("", "Zoé"))
                    ),
                    AmendCorrective(corrective=action, contributors=("Léa", "Zoé")[: chance.randrange(3)]),
                    PostponeCorrective(corrective=action, to_at=at, reason="parce que"),
                    MoveCorrective(corrective=action, state=CorrectiveState.UNDER_WAY),
                    ProveCorrective(corrective=action, proof=f"preuve {chance.random()}"),
                    VerifyCorrective(corrective=action, exception="seul", by="Marc Petit"),
                    DropCorrective(corrective=action, reason="non"),
                    ReopenCorrective(corrective=action, reason="si"),
                )
                try:
                    room.do(chance.choice(commands)).result()
                except Refusal:
                    continue
            apart.wait()
        meet(apart.a, apart.b)
        assert apart.a.views.plan() == apart.b.views.plan()
        assert apart.a.views.plan_figures() == apart.b.views.plan_figures()
        for room in apart.rooms:
            assert room.verify() == []
