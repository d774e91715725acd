"""What is settled of decisions, roles, marks and circles follows the rules of each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.builders import an_entry
from tests.warroom.apart import MINUTE, Apart, settle
from tests.warroom.stations import meet
from warroom.commands import (
    AddPerson,
    AmendAction,
    Decide,
    DropDue,
    GrantRoles,
    LogEntry,
    MarkEntry,
    MoveAction,
    RequestDecision,
    SetDue,
    SetService,
)
from warroom.domain.actions import ActionState
from warroom.domain.authority import Authority
from warroom.domain.dues import DueKind
from warroom.domain.entries import Verification
from warroom.domain.nouns import NOUNS, Noun
from warroom.domain.rights import Role
from warroom.domain.services import ServiceState
from warroom.errors import Refusal


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def test_that_a_decision_taken_twice_is_one_question_to_the_director(apart: Apart) -> None:
    apart.a.do(Decide(decision=apart.decision.id, decided="Basculer", rationale="RTO", decider="C. Aubry")).result()
    apart.b.do(Decide(decision=apart.decision.id, decided="Attendre", rationale="risque", decider="M. Diallo")).result()
    meet(apart.a, apart.b)

    (question,) = apart.a.views.questions()
    assert (question.lead.field, question.lead.authority) == ("decided", Authority.DIRECTOR)
    assert {item.field for item in question.along} >= {"rationale", "decider", "typed_by"}
    theirs = next(side.place for side in question.lead.values if not side.is_ours)
    settle(apart.a, question.lead, take=theirs, together=True)
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        decided = room.views.decision(apart.decision.id)
        assert decided is not None
        assert (decided.decided, decided.rationale, decided.decider) == ("Attendre", "risque", "M. Diallo")
        assert room.conflicts() == []
    assert [entry.code for entry in apart.b.views.entries(apart.incident.id)].count("settled") == 1


def test_that_a_third_decision_is_dated_now_and_says_who_typed_it(apart: Apart) -> None:
    apart.a.do(Decide(decision=apart.decision.id, decided="Basculer")).result()
    apart.b.do(Decide(decision=apart.decision.id, decided="Attendre")).result()
    meet(apart.a, apart.b)
    (question,) = apart.b.views.questions()

    settle(apart.b, question.lead, value="Basculer à 15:20", reason="accord des deux")
    meet(apart.a, apart.b)

    decided = apart.a.views.decision(apart.decision.id)
    assert decided is not None
    assert (decided.decided, decided.typed_by, decided.rationale) == (
        "Basculer à 15:20",
        "Marc Petit",
        "accord des deux",
    )
    assert apart.a.conflicts() == []


def test_that_grants_that_disagree_are_settled_by_administrators_alone(apart: Apart) -> None:
    people = {person.name: person.id for person in apart.a.views.people()}
    lea = people["Léa Martin"]
    marc = apart.a.do(AddPerson(name="Marc Petit")).result()
    apart.a.do(GrantRoles(person=lea, roles=frozenset({Role.ADMINISTRATOR}))).result()
    apart.a.do(GrantRoles(person=marc, roles=frozenset({Role.ADMINISTRATOR}))).result()
    meet(apart.a, apart.b)
    ana = apart.a.do(AddPerson(name="Ana Costa")).result()
    meet(apart.a, apart.b)
    apart.a.do(GrantRoles(person=ana, roles=frozenset({Role.SCRIBE, Role.LEGAL}), reason="juriste")).result()
    apart.b.do(GrantRoles(person=ana, roles=frozenset({Role.SCRIBE}), reason="renfort")).result()
    meet(apart.a, apart.b)

    found = next(item for item in apart.a.conflicts() if item.field == "rights")
    assert (found.title, found.authority) == ("Ana Costa", Authority.ADMINISTRATOR)
    with pytest.raises(Refusal) as refused:
        apart.a.do(GrantRoles(person=ana, roles=frozenset({Role.LEGAL}))).result()
    assert refused.value.code == "open-conflict"
    apart.a.act_as("Ana Costa")
    with pytest.raises(Refusal) as refused:
        apart.a.resolve(found.id, "mine")
    assert refused.value.code == "right-missing"
    apart.a.act_as("Léa Martin")
    apart.a.resolve(found.id, "mine")
    meet(apart.a, apart.b)

    assert apart.b.rights.roles_of(ana) == {Role.SCRIBE, Role.LEGAL}
    assert apart.a.conflicts() == apart.b.conflicts() == []


def test_that_without_the_right_a_point_is_settled_by_delegation(apart: Apart) -> None:
    found = apart.disagree()
    people = {person.name: person.id for person in apart.a.views.people()}
    apart.a.do(GrantRoles(person=people["Léa Martin"], roles=frozenset({Role.ADMINISTRATOR}))).result()

    apart.a.resolve(found.id, "theirs")

    done = [item for item in apart.a.views.delegations() if item.act == "SettleConflict"]
    assert [(item.noun, item.record) for item in done] == [
        ("entry", list(apart.a.views.entries(apart.incident.id))[-1].id)
    ]


def test_that_marks_of_an_entry_are_given_to_the_scribe_and_settled_without_a_line_in_the_log(apart: Apart) -> None:
    entry = an_entry(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.a.do(MarkEntry(entry=entry.id, verification=Verification.VERIFIED)).result()
    apart.b.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="démenti")).result()
    meet(apart.a, apart.b)

    (found,) = apart.b.conflicts()
    logged = apart.b.views.tally(apart.incident.id)[0]
    assert (found.authority, found.number) == (Authority.SCRIBE, entry.number)
    apart.b.resolve(found.id, "refuted")
    meet(apart.a, apart.b)

    marked = apart.a.views.entry(entry.id)
    assert marked is not None
    assert marked.verification is Verification.REFUTED
    assert apart.b.views.tally(apart.incident.id)[0] == logged


def test_that_only_the_circle_reads_and_settles_what_is_restricted_to_it(apart: Apart) -> None:
    asked = apart.a.do(
        RequestDecision(incident=apart.incident.id, question="Porter plainte ?", circle="legal")
    ).result()
    meet(apart.a, apart.b)
    from warroom.commands import AddToCircle, ShareCircle

    apart.b.do(AddPerson(name="Marc Petit")).result()
    meet(apart.a, apart.b)
    apart.a.do(AddToCircle(circle="legal", person="Marc Petit")).result()
    station = next(item.id for item in apart.a.rights.stations() if not item.is_ours)
    apart.a.do(ShareCircle(circle="legal", station=station)).result()
    meet(apart.a, apart.b)
    apart.a.do(Decide(decision=asked.id, decided="Oui")).result()
    apart.b.do(Decide(decision=asked.id, decided="Non")).result()
    meet(apart.a, apart.b)

    found = next(item for item in apart.a.conflicts() if item.field == "decided")
    assert {side.value for side in found.values} == {"Oui", "Non"}
    apart.a.act_as("Ana Costa")
    hidden = next(item for item in apart.a.conflicts() if item.field == "decided")
    assert {side.value for side in hidden.values} == {None}
    assert (hidden.title, hidden.restricted) == ("", "legal")
    with pytest.raises(Refusal) as refused:
        settle(apart.a, hidden, take=hidden.seen[0])
    assert refused.value.code == "circle-not-yours"
    apart.a.act_as("Léa Martin")
    apart.a.resolve(found.id, "Non")
    meet(apart.a, apart.b)

    decided = apart.b.views.decision(asked.id)
    assert decided is not None
    assert decided.decided == "Non"
    last = list(apart.a.views.entries(apart.incident.id))[-1]
    assert (last.code, last.circle) == ("settled", "legal")


def test_that_a_running_update_that_two_stations_replaced_is_no_conflict(apart: Apart) -> None:
    now = apart.a.clock.now_ms()
    first = SetDue(incident=apart.incident.id, kind=DueKind.UPDATE, due_at=now + MINUTE)
    apart.a.do(first).result()
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        room.do(SetDue(incident=apart.incident.id, kind=DueKind.UPDATE, due_at=now + 2 * MINUTE)).result()
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == []


def test_that_the_log_never_conflicts(apart: Apart) -> None:
    for room in (apart.a, apart.b):
        room.do(LogEntry(incident=apart.incident.id, text="même heure")).result()
        room.do(MoveAction(action=apart.action.id, state=ActionState.DONE)).result()
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == []


def test_that_two_texts_that_went_out_are_never_settled_by_choosing_one(
    apart: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule is a mark on a field: what is heard outside is corrected by a third text, never merged."""
    known = NOUNS["action"]
    fields = tuple(replace(item, goes_out=item.name == "text") for item in known.fields)
    monkeypatch.setitem(NOUNS, "action", Noun("action", fields, number=known.number))
    for room, text in ((apart.a, "en Europe"), (apart.b, "en Europe et au Canada")):
        room.do(AmendAction(action=apart.action.id, text=text)).result()
    meet(apart.a, apart.b)

    (found,) = apart.a.conflicts()
    assert found.authority is Authority.COMMUNICATION
    for take in ("mine", "theirs", "partout"):
        with pytest.raises(Refusal) as refused:
            apart.a.resolve(found.id, take)
        assert refused.value.code == "both-went-out"


def test_that_what_the_room_notes_by_itself_is_nothing_to_choose_between(apart: Apart) -> None:
    """Two stations that do the same thing at different moments agree."""
    for room, name in ((apart.a, "Ana Costa"), (apart.b, "Ana Costa")):
        room.do(AddPerson(name=name)).result()
        room.do(SetService(incident=apart.incident.id, name="Chat", state=ServiceState.DEGRADED)).result()
        room.do(MoveAction(action=apart.action.id, state=ActionState.DONE)).result()
        apart.wait()
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == []
    apart.a.do(MoveAction(action=apart.action.id, state=ActionState.TODO)).result()
    apart.a.do(SetService(incident=apart.incident.id, name="Chat", state=ServiceState.OPERATIONAL)).result()


def test_that_a_state_taken_brings_the_moment_along_that_it_was_reached(apart: Apart) -> None:
    apart.a.do(MoveAction(action=apart.action.id, state=ActionState.IN_PROGRESS)).result()
    apart.wait()
    apart.b.do(MoveAction(action=apart.action.id, state=ActionState.DONE)).result()
    meet(apart.a, apart.b)
    (found,) = apart.a.conflicts()

    apart.a.resolve(found.id, "in_progress")
    meet(apart.a, apart.b)

    action = apart.b.views.action(apart.action.id)
    assert action is not None
    assert (action.state, action.finished_at) == (ActionState.IN_PROGRESS, None)


def test_that_a_clock_taken_away_at_two_stations_is_nothing_to_choose_between(apart: Apart) -> None:
    now = apart.a.clock.now_ms()
    clock = SetDue(incident=apart.incident.id, kind=DueKind.DEADLINE, due_at=now + MINUTE, label="NIS2")
    due = apart.a.do(clock).result()
    meet(apart.a, apart.b)
    for room in (apart.a, apart.b):
        room.do(DropDue(due=due, reason="sans objet")).result()
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == []


def test_that_roles_given_alike_for_different_reasons_can_be_taken_away_at_once(apart: Apart) -> None:
    ana = apart.a.do(AddPerson(name="Ana Costa")).result()
    lea = next(person.id for person in apart.a.views.people() if person.name == "Léa Martin")
    apart.a.do(GrantRoles(person=lea, roles=frozenset({Role.ADMINISTRATOR}))).result()
    meet(apart.a, apart.b)
    apart.b.act_as("Léa Martin")
    for room, reason in ((apart.a, "renfort"), (apart.b, "relève")):
        room.do(GrantRoles(person=ana, roles=frozenset({Role.SCRIBE}), reason=reason)).result()
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == []
    apart.a.do(GrantRoles(person=ana, roles=frozenset(), reason="fin de mission")).result()
    meet(apart.a, apart.b)

    assert apart.b.rights.roles_of(ana) == frozenset()
