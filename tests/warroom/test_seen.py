"""A form saves against the version it loaded: what somebody else changed meanwhile is told, never overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_action, an_incident
from tests.warroom.stations import another_station, meet
from warroom.commands import (
    AddPerson,
    AmendAction,
    AmendDecision,
    ChangeSeverity,
    ChangeStatus,
    Decide,
    DescribeIncident,
    GrantRoles,
    MoveAction,
    RequestDecision,
    SetMilestone,
    SetService,
)
from warroom.commands.base import Command
from warroom.commands.seen import MovedMeanwhile, answered
from warroom.domain.actions import ActionState
from warroom.domain.decisions import Option
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.domain.rights import Role
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    with a_room(tmp_path) as made:
        yield made


def moved(room: Room, command: Command[Any]) -> MovedMeanwhile:
    with pytest.raises(MovedMeanwhile) as refused:
        room.do(command).result()
    assert refused.value.code == "moved-meanwhile"
    return refused.value


def test_that_a_form_is_told_what_it_had_loaded_what_is_there_now_and_what_was_typed(room: Room) -> None:
    incident = an_incident(room)
    seen = room.views.sources("incident", incident.id)
    room.do(DescribeIncident(incident=incident.id, title="Panne et portail")).result()

    (field,) = moved(room, DescribeIncident(incident=incident.id, title="Panne publique", seen=seen)).fields

    assert (field.name, field.loaded, field.now, field.typed) == (
        "title", "Panne mondiale de l'API", "Panne et portail", "Panne publique",
    )  # fmt: skip
    written = room.views.written(field.place) if field.place else None
    assert written is not None
    assert (written.author, written.station) == ("Léa Martin", "A")
    assert room.views.incident(incident.id).title == "Panne et portail"


def test_that_what_the_form_only_carries_along_is_not_written_over_what_moved(room: Room) -> None:
    action = an_action(room, an_incident(room).id)
    seen = room.views.sources("action", action.id)
    room.do(AmendAction(action=action.id, owner="K. Benali")).result()

    form = AmendAction(action=action.id, text="Joindre le fournisseur", owner="", due_at=None, no_due=True, seen=seen)
    room.do(form).result()

    found = room.views.action(action.id)
    assert found is not None
    assert (found.text, found.owner) == ("Joindre le fournisseur", "K. Benali")


def test_that_what_is_typed_alike_or_moved_back_is_no_reason_to_ask(room: Room) -> None:
    incident = an_incident(room)
    seen = room.views.sources("incident", incident.id)
    room.do(DescribeIncident(incident=incident.id, title="B")).result()
    room.do(DescribeIncident(incident=incident.id, title="B", owner="Léa", seen=seen)).result()
    room.do(DescribeIncident(incident=incident.id, title="Panne mondiale de l'API")).result()

    room.do(DescribeIncident(incident=incident.id, title="C", seen=seen)).result()

    assert room.views.incident(incident.id).title == "C"


@pytest.mark.parametrize(("answers", "title"), [({}, "typed"), ({"title": "now"}, "now"), ({"title": "both"}, "both")])
def test_that_whoever_saw_all_three_values_chooses_among_them_or_writes_another(
    room: Room, answers: dict[str, Any], title: str
) -> None:
    incident = an_incident(room)
    seen = room.views.sources("incident", incident.id)
    room.do(DescribeIncident(incident=incident.id, title="now")).result()
    form = DescribeIncident(incident=incident.id, title="typed", users="tous", seen=seen)
    told = moved(room, form)

    room.do(answered(form, told, answers)).result()

    found = room.views.incident(incident.id)
    assert (found.title, found.users) == (title, "tous")


def test_that_a_choice_is_refused_again_when_it_moved_once_more(room: Room) -> None:
    incident = an_incident(room)
    seen = room.views.sources("incident", incident.id)
    room.do(DescribeIncident(incident=incident.id, title="now")).result()
    form = DescribeIncident(incident=incident.id, title="typed", seen=seen)
    told = moved(room, form)
    room.do(DescribeIncident(incident=incident.id, title="later")).result()

    (field,) = moved(room, answered(form, told, {})).fields

    assert (field.loaded, field.now) == ("now", "later")


def test_that_every_form_names_what_it_loaded(room: Room) -> None:
    incident = an_incident(room)
    action = an_action(room, incident.id)
    asked = room.do(RequestDecision(incident=incident.id, question="Basculer ?")).result()
    service = room.do(SetService(incident=incident.id, name="Chat", state=ServiceState.DEGRADED)).result()
    ana = room.do(AddPerson(name="Ana Costa")).result()
    room.do(GrantRoles(person=ana, roles=frozenset({Role.SCRIBE}))).result()
    now = room.clock.now_ms()
    what = {
        "incident": incident.id,
        "action": action.id,
        "decision": asked.id,
        "impact": service,
        "grant": ana,
    }
    seen = {noun: room.views.sources(noun, record) for noun, record in what.items()}
    first: tuple[Command[Any], ...] = (
        ChangeStatus(incident=incident.id, status=Status.INVESTIGATING, reason="vu"),
        ChangeSeverity(incident=incident.id, severity=Severity.MAJOR, reason="vu"),
        SetMilestone(incident=incident.id, milestone=Milestone.DETECTED, at=now - MINUTE, reason="vu"),
        AmendAction(action=action.id, owner="K. Benali"),
        MoveAction(action=action.id, state=ActionState.IN_PROGRESS),
        AmendDecision(decision=asked.id, question="Basculer tout ?", context="su"),
        SetService(incident=incident.id, name="Chat", state=ServiceState.OPERATIONAL),
        GrantRoles(person=ana, roles=frozenset({Role.SCRIBE, Role.LEGAL})),
    )
    for command in first:
        room.do(command).result()

    third: dict[str, tuple[Command[Any], ...]] = {
        "incident": (
            ChangeStatus(incident=incident.id, status=Status.FALSE_ALARM, reason="rien", seen=seen["incident"]),
            ChangeSeverity(incident=incident.id, severity=Severity.MINOR, reason="rien", seen=seen["incident"]),
            SetMilestone(
                incident=incident.id,
                milestone=Milestone.DETECTED,
                at=now - 2 * MINUTE,
                reason="vu",
                seen=seen["incident"],
            ),
        ),
        "action": (
            AmendAction(action=action.id, owner="S. Roy", seen=seen["action"]),
            MoveAction(action=action.id, state=ActionState.DONE, seen=seen["action"]),
        ),
        "decision": (
            AmendDecision(decision=asked.id, context="autre", seen=seen["decision"]),
            Decide(decision=asked.id, decided="Oui", context="autre", seen=seen["decision"]),
        ),
        "impact": (
            SetService(incident=incident.id, name="Chat", state=ServiceState.MAJOR_OUTAGE, seen=seen["impact"]),
        ),
        "grant": (GrantRoles(person=ana, roles=frozenset({Role.OBSERVER}), seen=seen["grant"]),),
    }
    for command in (each for several in third.values() for each in several):
        told = moved(room, command)
        again = answered(command, told, {field.name: field.now for field in told.fields if field.is_typed})
        room.do(again).result()  # what is there now stays, whoever chose that saw it

    assert room.views.incident(incident.id).status is Status.INVESTIGATING
    assert room.views.incident(incident.id).severity is Severity.MAJOR
    assert room.rights.roles_of(ana) == {Role.SCRIBE, Role.LEGAL}
    decided = room.views.decision(asked.id)
    assert decided is not None
    assert (decided.decided, decided.context, decided.question) == ("Oui", "su", "Basculer tout ?")


def test_that_options_put_together_elsewhere_meanwhile_are_asked_about(room: Room) -> None:
    asked = room.do(RequestDecision(incident=an_incident(room).id, question="Basculer ?")).result()
    seen = room.views.sources("decision", asked.id)
    room.do(AmendDecision(decision=asked.id, options=(Option("Attendre"),))).result()
    form = AmendDecision(decision=asked.id, options=(Option("Basculer"),), seen=seen)
    told = moved(room, form)

    room.do(answered(form, told, {"options": told.fields[0].now})).result()

    found = room.views.decision(asked.id)
    assert found is not None
    assert [option.title for option in found.options] == ["Attendre"]


def test_that_a_merge_while_a_form_is_open_is_not_overwritten(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = an_incident(room)
    with another_station(room, tmp_path, monkeypatch) as other:
        seen = room.views.sources("incident", incident.id)
        other.do(DescribeIncident(incident=incident.id, situation="Contournement à Lyon")).result()
        meet(room, other)

        told = moved(room, DescribeIncident(incident=incident.id, situation="Rien de neuf", seen=seen))

        assert [(field.loaded, field.now) for field in told.fields] == [(None, "Contournement à Lyon")]
