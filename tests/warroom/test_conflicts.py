"""What two laptops wrote apart is kept, shown with everything that helps to judge, and settled by people alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_action, an_entry, an_incident
from tests.warroom.stations import another_station, carry, meet
from warroom.commands import (
    AddPerson,
    AmendAction,
    ChangeSeverity,
    ChangeStatus,
    Decide,
    DescribeIncident,
    GrantRoles,
    LogEntry,
    MarkEntry,
    MoveAction,
    RequestDecision,
    SetDue,
    SettleConflict,
)
from warroom.domain.actions import ActionState
from warroom.domain.authority import Authority
from warroom.domain.conflicts import Conflict
from warroom.domain.dues import DueKind
from warroom.domain.entries import Verification
from warroom.domain.incidents import Severity, Status
from warroom.domain.rights import Role
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


class Apart:
    """Two laptops, one incident, an action and a decision that waits."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.a = a_room(folder)
        self.incident = an_incident(self.a)
        self.action = an_action(self.a, self.incident.id)
        self.decision = self.a.do(RequestDecision(incident=self.incident.id, question="Basculer ?")).result()
        self.b = another_station(self.a, folder, monkeypatch)
        self.rooms = [self.a, self.b]

    def third(self) -> Room:
        self.rooms.append(another_station(self.a, self.folder, self.monkeypatch, letter="C", member="Ana Costa"))
        return self.rooms[-1]

    def disagree(self) -> Conflict:
        """On the severity: SEV1 here, SEV2 there."""
        self.judge(self.a, Severity.CRITICAL, "fonction critique arrêtée")
        self.judge(self.b, Severity.MAJOR, "contournement pour 40 %")
        meet(self.a, self.b)
        (found,) = self.a.conflicts()
        return found

    def judge(self, room: Room, severity: Severity, reason: str) -> None:
        room.do(ChangeSeverity(incident=self.incident.id, severity=severity, reason=reason)).result()

    def severity(self, room: Room) -> Severity:
        return room.views.incident(self.incident.id).severity


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def said(conflict: Conflict) -> set[tuple[Any, str, str, str]]:
    return {(side.value, side.station, side.author, side.reason) for side in conflict.values}


def test_that_both_values_are_shown_with_author_station_time_and_reason(apart: Apart) -> None:
    found = apart.disagree()

    assert said(found) == {
        (1, "A", "Léa Martin", "fonction critique arrêtée"),
        (2, "B", "Marc Petit", "contournement pour 40 %"),
    }
    assert (found.number, found.title) == (apart.incident.ref, "Panne mondiale de l'API")
    assert found.authority is Authority.COMMAND
    assert [side.is_ours for side in found.values if side.station == "A"] == [True]
    assert apart.b.conflicts()[0].id == found.id
    assert {side.station: side.is_ours for side in apart.b.conflicts()[0].values} == {"A": False, "B": True}


def test_that_settling_at_one_station_closes_it_at_every_station_and_is_in_the_log(apart: Apart) -> None:
    found = apart.disagree()

    apart.a.resolve(found.id, "theirs", reason="vu avec la direction")
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        assert room.conflicts() == []
        assert apart.severity(room) is Severity.MAJOR
    last = list(apart.b.views.entries(apart.incident.id))[-1]
    assert last.code == "settled"
    assert last.key_event
    assert last.params["now"] == 2
    assert "SEV2" in last.text
    assert "SEV1" in last.text
    assert "vu avec la direction" in last.text


@pytest.mark.parametrize(
    ("take", "severity"),
    [("mine", 1), ("theirs", 2), ("SEV2", 2), (Severity.MINOR, 4), ("B", 2), ("3", 3), (1, 1)],
)
def test_that_a_value_is_taken_by_whose_it_is_by_itself_or_by_the_letter_of_its_station(
    apart: Apart, take: Any, severity: int
) -> None:
    apart.a.resolve(apart.disagree().id, take)

    assert apart.severity(apart.a) == severity
    assert apart.a.conflicts() == []


@pytest.mark.parametrize("value", ["SEV9", "worst", "", True])
def test_that_a_value_that_does_not_fit_the_field_is_refused(apart: Apart, value: Any) -> None:
    found = apart.disagree()

    with pytest.raises(Refusal):
        apart.a.resolve(found.id, "no such" if value is True else value)

    assert apart.a.conflicts() == [found]


def test_that_stations_that_settle_one_point_differently_at_once_disagree_anew_and_converge(apart: Apart) -> None:
    found = apart.disagree()

    apart.a.resolve(found.id, "mine")
    apart.b.resolve(found.id, "mine")
    meet(apart.a, apart.b)

    assert [sorted(side.value for side in item.values) for item in apart.a.conflicts()] == [[1, 2]]
    apart.b.resolve(found.id, 1)
    meet(apart.a, apart.b)
    assert apart.a.conflicts() == apart.b.conflicts() == []


def test_that_stations_that_settle_one_point_alike_at_once_agree(apart: Apart) -> None:
    found = apart.disagree()

    apart.a.resolve(found.id, "mine")
    apart.b.resolve(found.id, "theirs")
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == apart.b.conflicts() == []
    apart.judge(apart.a, Severity.MINOR, "equal values are no conflict")


def test_that_a_settlement_that_did_not_see_a_third_value_leaves_that_one_open(apart: Apart) -> None:
    third = apart.third()
    apart.judge(third, Severity.MINOR, "vu de Strasbourg")
    found = apart.disagree()

    apart.a.resolve(found.id, "mine")
    carry(third, apart.b)
    carry(apart.a, apart.b)

    (left,) = apart.b.conflicts()
    assert {side.value for side in left.values} == {1, 4}


def test_that_a_settlement_is_refused_when_another_value_arrived_since_it_was_looked_at(apart: Apart) -> None:
    third = apart.third()
    apart.judge(third, Severity.MINOR, "vu de Strasbourg")
    found = apart.disagree()
    carry(third, apart.a)

    seen = {"noun": found.noun, "record": found.record, "field": found.field, "seen": found.seen}
    with pytest.raises(Refusal) as refused:
        apart.a.do(SettleConflict(**seen, take=found.seen[0])).result()

    assert refused.value.code == "conflict-changed"
    assert len(apart.a.conflicts()[0].values) == 3
    with pytest.raises(Refusal, match="letter"):
        apart.a.resolve(found.id, "theirs")


def test_that_a_point_is_settled_once(apart: Apart) -> None:
    found = apart.disagree()
    apart.a.resolve(found.id, "mine")

    with pytest.raises(Refusal) as refused:
        apart.a.resolve(found.id, "mine")

    assert refused.value.code == "unknown-conflict"


def test_that_no_ordinary_command_writes_what_is_to_be_settled(apart: Apart) -> None:
    apart.a.do(ChangeStatus(incident=apart.incident.id, status=Status.INVESTIGATING, reason="vu")).result()
    apart.b.do(ChangeStatus(incident=apart.incident.id, status=Status.FALSE_ALARM, reason="rien")).result()
    apart.a.do(DescribeIncident(incident=apart.incident.id, owner="Léa")).result()
    apart.b.do(DescribeIncident(incident=apart.incident.id, owner="Marc")).result()
    apart.a.do(AmendAction(action=apart.action.id, owner="Léa")).result()
    apart.b.do(AmendAction(action=apart.action.id, owner="Marc")).result()
    meet(apart.a, apart.b)

    for command in (
        ChangeStatus(incident=apart.incident.id, status=Status.CLOSED, reason="fini"),
        DescribeIncident(incident=apart.incident.id, owner="Ana"),
        AmendAction(action=apart.action.id, owner="Ana"),
    ):
        with pytest.raises(Refusal) as refused:
            apart.a.do(command).result()
        assert refused.value.code == "open-conflict"
    assert {item.field for item in apart.a.conflicts()} == {"status", "owner"}


def test_that_what_follows_by_itself_leaves_an_open_field_alone(apart: Apart) -> None:
    """A change of status stamps a milestone; one that is to be settled stays so, and the change is made."""
    from warroom.commands import SetMilestone
    from warroom.domain.incidents import Milestone

    now = apart.a.clock.now_ms()
    for room, minutes in ((apart.a, 1), (apart.b, 2)):
        at = now - minutes * MINUTE
        change = SetMilestone(incident=apart.incident.id, milestone=Milestone.RESOLVED, at=at, reason="heure relevée")
        room.do(change).result()
    meet(apart.a, apart.b)

    apart.a.do(ChangeStatus(incident=apart.incident.id, status=Status.RESOLVED, reason="rétabli")).result()
    apart.a.do(ChangeStatus(incident=apart.incident.id, status=Status.IDENTIFIED, reason="rechute")).result()

    assert apart.a.views.incident(apart.incident.id).status is Status.IDENTIFIED
    assert [item.field for item in apart.a.conflicts()] == ["resolved"]


def test_that_undo_neither_reopens_nor_overturns_what_was_settled(apart: Apart) -> None:
    found = apart.disagree()
    apart.a.resolve(found.id, "mine")

    while apart.a.can_undo:
        apart.a.undo().result()

    assert apart.severity(apart.a) is Severity.CRITICAL
    assert apart.a.conflicts() == []


def test_that_undo_does_not_overturn_what_another_station_settled_in_our_favour(apart: Apart) -> None:
    found = apart.disagree()
    apart.b.resolve(found.id, "theirs")
    meet(apart.a, apart.b)

    with pytest.raises(Refusal):
        apart.a.undo().result()

    assert apart.severity(apart.a) is Severity.CRITICAL


def test_that_undo_never_writes_a_field_that_is_to_be_settled(apart: Apart) -> None:
    apart.disagree()

    with pytest.raises(Refusal):
        apart.a.undo().result()

    assert len(apart.a.conflicts()) == 1


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


def settle(room: Room, conflict: Conflict, **more: Any) -> None:
    seen = {"noun": conflict.noun, "record": conflict.record, "field": conflict.field, "seen": conflict.seen}
    room.do(SettleConflict(**seen, **more)).result()


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
