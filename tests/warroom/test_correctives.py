"""Corrective actions: given, proved, verified by somebody else, postponed with a reason, told in the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.test_cells import a_cell
from warroom.clock import FixedClock
from warroom.commands import (
    AddCorrective,
    AmendCorrective,
    ChangeStatus,
    DropCorrective,
    MoveCorrective,
    OpenRex,
    PostponeCorrective,
    ProveCorrective,
    ReopenCorrective,
    SetService,
    VerifyCorrective,
)
from warroom.commands.correctives import CorrectiveAdded
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.alarms import AlarmKind, Gravity
from warroom.domain.clocks import ClockKind, ClockState
from warroom.domain.corrective_state import DAY, Group
from warroom.domain.correctives import Corrective, CorrectiveKind, CorrectiveState
from warroom.domain.incidents import Mode, Status
from warroom.domain.rex import Heat
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.reports.document import Table
from warroom.reports.handover import handover_sheet
from warroom.reports.review import review_report
from warroom.reports.rex.registry import section_of
from warroom.reports.rex.section import INSIDE
from warroom.reports.subject import Asked, gather
from warroom.room import Room

DUE = NOON + 20 * DAY


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    made = an_incident(room)
    room.do(ChangeStatus(incident=made.id, status=Status.CLOSED, reason="rétabli")).result()
    return made.id


def added(room: Room, incident: str, **more: Any) -> CorrectiveAdded:
    said: dict[str, Any] = {
        "text": "Déployer par paliers",
        "pilot": "Ana Costa",
        "due_at": DUE,
        "verifier": "Marc Petit",
    }
    return room.do(AddCorrective(incident=incident, **{**said, **more})).result()


def of(room: Room, action: CorrectiveAdded) -> Corrective:
    found = room.views.corrective(action.id)
    assert found is not None
    return found


def told(room: Room, incident: str) -> list[str]:
    entries = room.views.entries(incident)
    return [entry.code.removeprefix("corrective-") for entry in entries if entry.code.startswith("corrective-")]


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as raised:
        room.do(command).result()
    return raised.value.code


def test_that_an_action_of_a_closed_crisis_goes_from_pilot_to_verifier(room: Room, incident: str) -> None:
    action = added(room, incident, kind=CorrectiveKind.REDUCE, priority=1, contributors=("Zoé", " ", "Zoé"))
    assert (action.number, of(room, action).contributors) == ("A-AC01", ("Zoé",))
    room.do(MoveCorrective(corrective=action.number, state=CorrectiveState.UNDER_WAY)).result()
    entry = an_entry(room, incident, text="Premier déploiement par paliers")
    proved = ProveCorrective(corrective=action.id, proof="fait le 12", evidence=(f"entry {entry.id}",), by="Ana Costa")
    room.do(proved).result()
    (line,) = room.views.plan()
    assert (line.group, line.corrective.state, line.incident_number) == (Group.TO_VERIFY, CorrectiveState.DONE, "A-001")

    room.do(VerifyCorrective(corrective=action.id, remark="vu en production", by="Marc Petit")).result()
    done = of(room, action)
    assert (done.state, done.verified_by, done.done_by) == (CorrectiveState.VERIFIED, "Marc Petit", "Ana Costa")
    assert done.proof_evidence == (f"entry {entry.id}",)
    assert done.closed_at == room.clock.now_ms()
    assert told(room, incident) == ["created", "done", "verified"]
    assert room.views.plan_figures().verified == 1


@pytest.mark.parametrize("who", ["ana costa", "Zoé Roux"])
def test_that_whoever_carried_it_out_verifies_it_only_by_a_declared_exception(
    room: Room, incident: str, who: str
) -> None:
    action = added(room, incident)
    room.do(ProveCorrective(corrective=action.id, proof="fait", by="Zoé Roux")).result()
    assert refused(room, VerifyCorrective(corrective=action.id, by=who)) == "own-verdict"
    room.do(VerifyCorrective(corrective=action.id, by=who, exception="seule à connaître le réseau")).result()
    entry = next(each for each in room.views.entries(incident) if each.code == "corrective-verified")
    assert "seule à connaître le réseau" in entry.text


def test_that_nothing_is_done_without_a_proof_nor_verified_before_it_is_done(room: Room, incident: str) -> None:
    action = added(room, incident)
    assert refused(room, ProveCorrective(corrective=action.id, proof="  ")) == "proof-missing"
    assert refused(room, ProveCorrective(corrective=action.id, evidence=("entry " + "f" * 32,))) == "unknown-reference"
    assert refused(room, ProveCorrective(corrective=action.id, evidence=("rm -rf",))) == "unknown-reference"
    assert refused(room, VerifyCorrective(corrective=action.id)) == "corrective-not-done"
    assert refused(room, MoveCorrective(corrective=action.id, state=CorrectiveState.DONE)) == "corrective-state"


def test_that_a_proof_sent_back_says_what_it_lacks(room: Room, incident: str) -> None:
    action = added(room, incident)
    room.do(ProveCorrective(corrective=action.id, proof="fait")).result()
    assert refused(room, VerifyCorrective(corrective=action.id, accepted=False)) == "reason-missing"
    room.do(VerifyCorrective(corrective=action.id, accepted=False, remark="pas en production")).result()
    back = of(room, action)
    assert (back.state, back.done_at, back.proof) == (CorrectiveState.UNDER_WAY, None, "fait")
    assert back.verdict_remark == "pas en production"


def test_that_a_date_moves_away_with_a_reason_only_and_nearer_without(room: Room, incident: str) -> None:
    action = added(room, incident)
    later = DUE + 10 * DAY
    assert refused(room, PostponeCorrective(corrective=action.id, to_at=later, reason=" ")) == "reason-missing"
    assert refused(room, AmendCorrective(corrective=action.id, due_at=later)) == "reason-missing"
    assert refused(room, AmendCorrective(corrective=action.id, no_due=True)) == "reason-missing"
    room.do(AmendCorrective(corrective=action.id, due_at=DUE - DAY)).result()
    assert room.views.postponements(action.id) == []
    room.do(
        AmendCorrective(corrective=action.id, due_at=later, pilot="Marc Petit", reason="gel de fin d’année")
    ).result()
    (move,) = room.views.postponements(action.id)
    assert (move.from_at, move.to_at, move.reason, move.by) == (DUE - DAY, later, "gel de fin d’année", "Léa Martin")
    assert (of(room, action).due_at, of(room, action).pilot) == (later, "Marc Petit")
    assert room.views.plan()[0].postponed == 1
    assert told(room, incident) == ["created", "postponed"]


def test_that_undo_takes_a_postponement_back_and_its_count(room: Room, incident: str) -> None:
    action = added(room, incident)
    room.do(PostponeCorrective(corrective=action.id, to_at=DUE + DAY, reason="gel")).result()
    assert "A-AC01" in room.undo().result()
    (line,) = room.views.plan()
    assert (line.corrective.due_at, line.postponed) == (DUE, 0)
    assert len(room.views.postponements(action.id)) == 2  # what was said stays said


def test_that_undo_gives_back_what_a_verdict_changed(room: Room, incident: str) -> None:
    action = added(room, incident)
    room.do(ProveCorrective(corrective=action.id, proof="fait", by="Ana Costa")).result()
    before = of(room, action)
    room.do(VerifyCorrective(corrective=action.id, by="Marc Petit")).result()
    room.undo().result()
    assert of(room, action) == before
    room.undo().result()
    assert of(room, action).state is CorrectiveState.OPEN
    room.undo().result()
    assert room.views.plan() == []


def test_that_what_is_over_is_taken_up_again_with_a_reason(room: Room, incident: str) -> None:
    action = added(room, incident)
    assert refused(room, DropCorrective(corrective=action.id, reason="")) == "reason-missing"
    room.do(DropCorrective(corrective=action.id, reason="produit arrêté")).result()
    assert refused(room, AmendCorrective(corrective=action.id, text="Autre chose")) == "corrective-over"
    assert refused(room, ReopenCorrective(corrective=action.id, reason="")) == "reason-missing"
    room.do(ReopenCorrective(corrective=action.id, reason="produit maintenu")).result()
    back = of(room, action)
    assert (back.state, back.closed_at, back.dropped_because) == (CorrectiveState.OPEN, None, "")
    assert told(room, incident) == ["created", "dropped", "reopened"]


def test_that_an_action_is_of_an_incident_and_its_cause_too(room: Room, incident: str) -> None:
    assert refused(room, AddCorrective(text="Rien")) == "corrective-of-nothing"
    assert refused(room, AddCorrective(incident=incident, text=" ")) == "corrective-empty"
    assert refused(room, AddCorrective(incident=incident, text="x" * 2_001)) == "corrective-too-long"
    assert refused(room, AddCorrective(incident=incident, text="x", priority=9)) == "priority-unknown"
    assert refused(room, AddCorrective(incident=incident, text="x", cause="A-CA09")) == "unknown-reference"


def test_that_a_form_does_not_overwrite_what_somebody_moved(room: Room, incident: str) -> None:
    action = added(room, incident)
    seen = room.views.sources("corrective", action.id)
    room.do(AmendCorrective(corrective=action.id, pilot="Zoé Roux")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendCorrective(corrective=action.id, pilot="Marc Petit", seen=seen)).result()
    room.do(AmendCorrective(corrective=action.id, pilot="Ana Costa", priority=1, seen=seen)).result()
    assert (of(room, action).pilot, of(room, action).priority) == ("Zoé Roux", 1)


def test_that_plans_have_clocks_last_of_all_and_one_alarm_for_all_that_is_late(room: Room, incident: str) -> None:
    first, second = added(room, incident), added(room, incident, due_at=DUE + DAY, text="Réserver un canal hors bande")
    clocks = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.CORRECTIVE]
    assert [(each.record, each.owner, each.state) for each in clocks] == [
        (first.id, "Ana Costa", ClockState.RUNNING),
        (second.id, "Ana Costa", ClockState.RUNNING),
    ]
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=30 * 86_400)
    another = an_incident(room, title="Panne du DNS")
    room.do(SetService(incident=another.id, name="DNS", state=ServiceState.MAJOR_OUTAGE)).result()
    assert [each.kind for each in room.views.clocks(mode=Mode.REAL)][-2:] == [ClockKind.CORRECTIVE] * 2
    (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CORRECTIVE]
    assert (alarm.count, alarm.gravity, alarm.record) == (2, Gravity.AMBER, second.id)
    for action in (first, second):
        room.do(ProveCorrective(corrective=action.id, proof="fait")).result()
    assert not [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CORRECTIVE]


def test_that_open_actions_of_a_former_crisis_are_carried_into_the_next(room: Room, incident: str) -> None:
    room.do(SetService(incident=incident, name="DNS", state=ServiceState.MAJOR_OUTAGE)).result()
    action = added(room, incident)
    now = an_incident(room, title="Le DNS de nouveau")
    room.do(SetService(incident=now.id, name="DNS", state=ServiceState.MAJOR_OUTAGE)).result()
    added(room, now.id, text="D’aujourd’hui")
    assert (room.views.left_open(now.id), room.views.left_open(incident)) == (1, 1)
    (found,) = room.views.carried_actions(now.id)
    assert (found.line.corrective.number, found.services) == (action.number, ("DNS",))
    sheet = handover_sheet(room.views, a_cell(room, now.id).id, now_ms=NOON)
    assert "1 action of a former crisis about the same services is still open" in str(sheet)


def test_that_a_drill_has_a_plan_of_its_own(room: Room, incident: str) -> None:
    drill = an_incident(room, title="Étoile Noire", exercise=True)
    added(room, drill.id, text="Tester l’annuaire papier")
    added(room, incident)
    assert [line.corrective.text for line in room.views.plan()] == ["Déployer par paliers"]
    assert [line.exercise for line in room.views.plan(mode=Mode.EXERCISE)] == [True]
    assert room.views.plan_figures(mode=Mode.REAL).total == 1


def test_that_a_review_lists_what_former_crises_left_open_for_those_inside(room: Room, incident: str) -> None:
    added(room, incident, text="Réserver un canal hors bande")
    later = an_incident(room, title="Panne du DNS").id
    room.do(OpenRex(incident=later, heat=Heat.HOT)).result()
    asked = Asked(member="Léa Martin", station="A", now_ms=NOON, zone=None, marking="")
    made = review_report(gather(room.views.within(()), later, asked))
    (left,) = [section for section in made.sections if section.code == "left_open"]
    (shown,) = [block for block in left.blocks if isinstance(block, Table)]
    assert [row.cells[0] for row in shown.rows] == ["A-AC01"]
    assert section_of("left_open").readers == INSIDE  # type: ignore[union-attr]
