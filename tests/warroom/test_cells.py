"""A crisis cell through the door: activated, led, frozen, stood down; told in the log of what it covers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_action, an_incident
from warroom.commands import (
    ActivateCell,
    AllowException,
    ChangeLevel,
    CloseObjective,
    CoverIncident,
    DropFunction,
    FreezeChanges,
    GrantRoles,
    HoldFunction,
    LeaveFunction,
    LiftFreeze,
    RequestDecision,
    SetDue,
    SetIntent,
    SetObjective,
    StandDown,
    UncoverIncident,
)
from warroom.commands.cells import Activated
from warroom.domain.cells import (
    CORE,
    CellState,
    Criterion,
    Judged,
    Level,
    ObjectiveState,
    Remaining,
    Seat,
    resolves_and_leads,
)
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode
from warroom.domain.rights import Role
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000
MET = tuple(Judged(text=item.value, met=True) for item in Criterion)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def cell(room: Room, incident: str) -> str:
    return a_cell(room, incident).id


def a_cell(room: Room, *incidents: str, level: int = 3, **more: Any) -> Activated:
    asked: dict[str, Any] = {"decider": "Claire Aubry", "reason": "Plus de 30 % des usagers."}
    return room.do(ActivateCell(incidents=incidents, level=level, **{**asked, **more})).result()


def refused(room: Room, command: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()
    return refusal.value


def texts(room: Room, incident: str) -> list[str]:
    return [entry.text for entry in room.views.entries(incident)][1:]


OWED = "Messages to Support desk, Staff, Customers: the first is due at 12:15."


def wait(room: Room, minutes: int = 1) -> None:
    room.clock.advance(seconds=60 * minutes)  # type: ignore[attr-defined]


def test_that_an_activated_cell_has_a_level_a_cadence_and_its_core_functions_vacant(room: Room, incident: str) -> None:
    made = a_cell(room, incident, intent="Rétablir les urgences d’abord.")

    cell = room.views.cell_of(incident)
    assert cell is not None
    assert str(made) == cell.number == "A-C01"
    assert (cell.level, cell.state, cell.cadence_min, cell.lead) == (Level.N3, CellState.ACTIVE, 30, incident)
    assert (cell.decider, cell.typed_by, cell.activated_at) == ("Claire Aubry", "Léa Martin", NOON)
    assert (cell.intent, cell.intent_by) == ("Rétablir les urgences d’abord.", "Léa Martin")
    functions = room.views.functions(cell.id)
    assert [item.code for item in functions] == [seat.value for seat in CORE]
    assert {item.vacant_since for item in functions} == {NOON}
    assert not functions[0].is_alarming(NOON + 9 * MINUTE)
    assert functions[0].is_alarming(NOON + 10 * MINUTE)
    assert texts(room, incident) == [
        "Crisis cell A-C01 activated at N3 · crisis by Claire Aubry. Plus de 30 % des usagers.",
        OWED,
        "Director’s intent: Rétablir les urgences d’abord.",
    ]


def test_that_every_covered_incident_tells_of_activation_level_and_end_but_only_the_lead_of_the_rest(
    room: Room, incident: str
) -> None:
    other = an_incident(room, title="Portail").id
    cell = a_cell(room, incident, other, level=2).id
    room.do(SetIntent(cell=cell, intent="Tenir.")).result()
    room.do(ChangeLevel(cell=cell, level=4, reason="Deux pays.", decider="DG")).result()
    room.do(StandDown(cell=cell, by="DG", reason="Stable.", criteria=MET)).result()

    assert texts(room, other) == [
        "Crisis cell A-C01 activated at N2 · major incident by Claire Aubry. Plus de 30 % des usagers.",
        "Level of crisis cell A-C01: N2 · major incident → N4 · major crisis, decided by DG. Deux pays.",
        "Crisis cell A-C01 stood down by DG. Stable. Nothing remains open.",
    ]
    assert "Director’s intent: Tenir." in texts(room, incident)
    assert [entry.code for entry in room.views.told_by_cell(cell)] == [
        "cell-activated", "cell-level", "cell-stood-down",
    ]  # fmt: skip
    assert [item.number for item in room.views.covered(cell)] == ["A-001", "A-002"]
    assert all(entry.key_event for entry in room.views.entries(other))


def test_that_the_cadence_follows_the_level_unless_somebody_chose_one(room: Room, incident: str) -> None:
    cell = a_cell(room, incident, level=2).id
    room.do(ChangeLevel(cell=cell, level=3, reason="r", decider="d")).result()
    assert room.views.cell(cell).cadence_min == 30  # type: ignore[union-attr]

    other = a_cell(room, an_incident(room).id, level=2, cadence_min=45).id
    room.do(ChangeLevel(cell=other, level=3, reason="r", decider="d")).result()
    assert room.views.cell(other).cadence_min == 45  # type: ignore[union-attr]


def test_that_a_cell_is_refused_without_incident_level_decider_or_reason(room: Room, incident: str) -> None:
    exercise = an_incident(room, exercise=True).id

    def code(*incidents: str, **more: Any) -> str:
        asked: dict[str, Any] = {"level": 3, "decider": "d", "reason": "r"} | more
        return refused(room, ActivateCell(incidents=incidents, **asked)).code

    assert code() == "incident-missing"
    assert code(incident, exercise) == "exercise-mixed"
    assert code(incident, level=5) == "level-unknown"
    assert code(incident, level=0) == "level-unknown"
    assert code(incident, decider=" ") == "decider-missing"
    assert code(incident, reason="") == "reason-missing"
    assert code(incident, cadence_min=0) == "cadence-unfit"
    assert code("A-099") == "unknown-reference"
    assert room.views.cells(mode=Mode.BOTH) == []
    assert texts(room, incident) == []


def test_that_one_incident_has_one_cell_at_a_time(room: Room, incident: str, cell: str) -> None:
    assert refused(room, ActivateCell(incidents=(incident,), level=3, decider="d", reason="r")).code == "cell-active"
    room.do(StandDown(cell=cell, by="d", reason="r", criteria=MET)).result()
    wait(room)

    second = a_cell(room, incident)

    assert room.views.cell_of(incident).id == second.id  # type: ignore[union-attr]
    assert second.number == "A-C02"
    assert refused(room, SetIntent(cell=cell, intent="x")).code == "cell-over"


def test_that_a_cell_covers_more_incidents_and_lets_go_of_them(room: Room, incident: str, cell: str) -> None:
    other, exercise = an_incident(room, title="Portail").id, an_incident(room, exercise=True).id
    room.do(CoverIncident(cell=cell, incident=other)).result()
    assert [item.id for item in room.views.covered(cell)] == [incident, other]
    assert refused(room, CoverIncident(cell=cell, incident=exercise)).code == "exercise-mixed"
    assert refused(room, UncoverIncident(cell=cell, incident=incident)).code == "cell-leads"

    room.do(UncoverIncident(cell=cell, incident=other)).result()
    assert [item.id for item in room.views.covered(cell)] == [incident]
    room.do(CoverIncident(cell=cell, incident=other)).result()
    assert [item.id for item in room.views.covered(cell)] == [incident, other]
    assert texts(room, other)[0] == "Incident A-002 is now covered by crisis cell A-C01."


def test_that_an_exercise_has_a_cell_of_its_own_kind(room: Room) -> None:
    a_cell(room, an_incident(room, exercise=True).id)

    assert room.views.cells(mode=Mode.REAL) == []
    assert [cell.exercise for cell in room.views.cells(mode=Mode.EXERCISE)] == [True]


def test_that_a_fourth_open_objective_is_refused_and_the_three_are_named(room: Room, incident: str, cell: str) -> None:
    made = []
    for n in (1, 2, 3):
        made.append(room.do(SetObjective(cell=cell, text=f"But {n}")).result())
        wait(room)

    refusal = refused(room, SetObjective(cell=cell, text="But 4"))
    assert refusal.code == "objectives-full"
    assert "But 1; But 2; But 3" in refusal.message
    assert refused(room, CloseObjective(objective=made[0], state=ObjectiveState.DROPPED)).code == "reason-missing"

    room.do(CloseObjective(objective=made[0], state=ObjectiveState.REACHED)).result()
    room.do(SetObjective(cell=cell, text="But 4", period_until=NOON + 60 * MINUTE)).result()
    listed = [(item.text, item.state) for item in room.views.objectives(cell)]
    assert [text for text, _state in listed] == ["But 2", "But 3", "But 4", "But 1"]
    assert listed[-1][1] is ObjectiveState.REACHED
    assert "Objective reached: But 1" in texts(room, incident)
    assert refused(room, SetObjective(cell=cell, text="x")).code == "objectives-full"


def test_that_a_function_is_held_relieved_and_left_vacant(room: Room, incident: str, cell: str) -> None:
    def com() -> Any:
        return next(item for item in room.views.functions(cell) if item.code == "COM")

    wait(room, 5)
    room.do(
        HoldFunction(cell=cell, code="com", holder=" Marc  Diallo ", deputy="Sara Roy", phone="01 99 00 12 34")
    ).result()
    assert (com().holder, com().deputy, com().since, com().vacant_since) == (
        "Marc Diallo", "Sara Roy", NOON + 5 * MINUTE, None,
    )  # fmt: skip
    assert room.views.functions(cell)[-1].code == "COM"  # vacant ones come first

    wait(room, 5)
    room.do(LeaveFunction(cell=cell, code="COM", reason="Épuisé.")).result()
    assert (com().holder, com().vacant_since, com().deputy) == ("", NOON + 10 * MINUTE, "Sara Roy")
    room.do(HoldFunction(cell=cell, code="COM", holder="Sara Roy")).result()
    assert (com().holder, com().deputy, com().phone, com().vacant_since) == ("Sara Roy", "", "", None)
    assert texts(room, incident)[1:] == [
        OWED,
        "Communication: Marc Diallo, deputy Sara Roy",
        "Communication: Marc Diallo leaves, the function is vacant. Épuisé.",
        "Communication: Sara Roy",
    ]


def test_that_functions_are_added_named_and_dropped(room: Room, cell: str) -> None:
    def codes() -> list[str]:
        return [item.code for item in room.views.functions(cell)]

    room.do(HoldFunction(cell=cell, code="JUR", holder="Inès Aubry")).result()
    assert refused(room, HoldFunction(cell=cell, code="MÉTÉO", holder="X")).code == "label-missing"
    room.do(HoldFunction(cell=cell, code="MÉTÉO", holder="X", label="Météo")).result()
    assert refused(room, HoldFunction(cell=cell, code="a b", holder="X")).code == "function-malformed"
    assert refused(room, HoldFunction(cell=cell, code=" ", holder="X")).code == "function-missing"
    assert refused(room, DropFunction(cell=cell, code="DIR")).code == "function-core"
    assert refused(room, LeaveFunction(cell=cell, code="RH")).code == "function-unknown"
    assert {"JUR", "MÉTÉO"} <= set(codes())

    room.do(DropFunction(cell=cell, code="JUR")).result()
    assert "JUR" not in codes()
    room.do(HoldFunction(cell=cell, code="JUR", holder="")).result()
    jur = next(item for item in room.views.functions(cell) if item.code == "JUR")
    assert (jur.holder, jur.vacant_since) == ("", NOON)


def test_that_whoever_coordinates_and_resolves_in_a_small_incident_is_shown(room: Room, incident: str) -> None:
    cell = a_cell(room, incident, level=2).id
    room.do(HoldFunction(cell=cell, code=Seat.COORD, holder="Karim")).result()
    assert resolves_and_leads(room.views.functions(cell)) == ""

    room.do(HoldFunction(cell=cell, code=Seat.TECH, holder="karim", both_reason="Seul sur place.")).result()
    assert resolves_and_leads(room.views.functions(cell)) == "Karim"


def test_that_a_freeze_has_exceptions_and_an_end(room: Room, incident: str, cell: str) -> None:
    freeze = room.do(
        FreezeChanges(cell=cell, scope="Toute la production", by="Karim", reason="Cause inconnue.")
    ).result()
    room.do(AllowException(freeze=freeze, text="Retour arrière", approver="Claire", reason="Seul remède.")).result()
    late = AllowException(freeze=freeze, text="x", approver="y", reason="z", until_at=NOON)
    assert refused(room, late).code == "exception-past"
    (exception,) = room.views.exceptions(freeze)
    assert (exception.text, exception.approver, exception.from_at) == ("Retour arrière", "Claire", NOON)

    room.do(LiftFreeze(freeze=freeze, by="Claire")).result()
    (lifted,) = room.views.freezes(cell)
    assert (lifted.ended_at, lifted.ended_by) == (NOON, "Claire")
    assert refused(room, AllowException(freeze=freeze, text="x", approver="y", reason="z")).code == "freeze-over"
    assert texts(room, incident)[1:] == [
        OWED,
        "Changes frozen by Karim: Toute la production. Cause inconnue.",
        "Exception to the freeze “Toute la production”, allowed by Claire: Retour arrière. Seul remède.",
        "Freeze lifted by Claire: Toute la production",
    ]


def test_that_a_stand_down_is_refused_without_criteria_or_owners_and_lists_what_lacks(
    room: Room, incident: str, cell: str
) -> None:
    an_action(room, incident, text="Purger la file", owner="Paul")
    orphan = an_action(room, incident, text="Rendre les accès")
    room.do(RequestDecision(incident=incident, question="Indemniser ?")).result()
    room.do(SetDue(incident=incident, kind=DueKind.DEADLINE, due_at=NOON + MINUTE, label="Rapport final")).result()

    def code(*criteria: Judged, remains: tuple[Remaining, ...] = ()) -> Refusal:
        return refused(room, StandDown(cell=cell, by="DG", reason="r", criteria=criteria, remains=remains))

    assert code().code == "criteria-missing"
    unmet = code(Judged("Stable", met=True), Judged("Accès retirés", met=False))
    assert unmet.code == "criteria-unmet"
    assert "Accès retirés" in unmet.message
    assert "Stable" not in unmet.message
    owners = code(*MET)
    assert owners.code == "owner-missing"
    assert "A-A002 Rendre les accès; A-D001 Indemniser ?; Rapport final" in owners.message
    assert "Purger" not in owners.message

    views = room.views
    (asked,) = views.decisions(incident)
    (due,) = [due for due in views.dues(incident) if due.kind is DueKind.DEADLINE]
    room.do(
        StandDown(
            cell=cell,
            by="DG",
            reason="Stable depuis 4 h.",
            criteria=(*MET[:-1], Judged("REX daté", met=False, remark="lundi")),
            remains=(
                Remaining("", "Inès", "action", orphan.id),
                Remaining("", "DG", "decision", asked.id),
                Remaining("", "Juridique", "due", due.id),
                Remaining("Fatigue des équipes", "RH"),
            ),
        )
    ).result()
    over = room.views.cell(cell)
    assert over is not None
    assert (over.state, over.stood_down_by, over.stood_down_at) == (
        CellState.STOOD_DOWN,
        "DG",
        NOON,
    )
    assert [(item["text"], item["owner"]) for item in over.remains] == [
        ("A-A001 Purger la file", "Paul"),
        ("A-A002 Rendre les accès", "Inès"),
        ("A-D001 Indemniser ?", "DG"),
        ("Rapport final", "Juridique"),
        ("Fatigue des équipes", "RH"),
    ]
    assert over.criteria[-1] == {"text": "REX daté", "met": False, "remark": "lundi"}
    assert "Remains: A-A001 Purger la file (Paul); " in texts(room, incident)[-1]


def test_that_a_stand_down_tells_nothing_of_a_restricted_decision(room: Room, incident: str, cell: str) -> None:
    room.do(RequestDecision(incident=incident, question="Payer la rançon ?", circle="legal", decider="Claire")).result()
    (asked,) = room.views.decisions(incident)
    remains = (Remaining("Payer la rançon ?", "Juridique", "decision", asked.id),)
    room.do(StandDown(cell=cell, by="DG", reason="r", criteria=MET, remains=remains)).result()

    over = room.views.cell(cell)
    assert over is not None
    assert [item["text"] for item in over.remains] == ["restricted decision A-D001"]
    assert "rançon" not in texts(room, incident)[-1]


def test_that_who_may_not_conduct_activates_by_delegation(room: Room, incident: str) -> None:
    people = {person.name: person.id for person in room.views.people()}
    room.do(GrantRoles(person=people["Léa Martin"], roles=frozenset({Role.ADMINISTRATOR}))).result()
    a_cell(room, incident)

    (delegation,) = room.views.delegations()
    assert (delegation.act, delegation.noun, delegation.incident) == ("ActivateCell", "crisis_cell", incident)
