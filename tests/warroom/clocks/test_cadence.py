"""The cadence of messages while a cell is at work: what starts it, what moves it, what ends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from warroom import words
from warroom.clock import FixedClock
from warroom.commands import (
    ActivateCell,
    ChangeLevel,
    ChangeSeverity,
    DraftMessage,
    FinishDue,
    LongIncident,
    NoChange,
    NoteUpdate,
    SetCadence,
    SetDue,
    SnoozeCadence,
    StandDown,
    StartCadence,
    StopCadence,
)
from warroom.commands.base import Command, handles
from warroom.commands.standing_down import Judged
from warroom.domain.alarms import AlarmKind
from warroom.domain.cadence_proposals import ProposalKind
from warroom.domain.clocks import ClockKind
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode, Severity, Status
from warroom.errors import Refusal
from warroom.room import Room
from warroom.storage.books import Books

MINUTE = 60_000


class LetOut(Command[str]):
    """A release as a station that holds one writes it."""

    def __init__(self, incident: str, **fields: Any) -> None:
        self.incident, self.fields = incident, fields


@handles(LetOut)
def let_out(command: LetOut, books: Books) -> Any:
    patch = {"incident": books.get("incident", command.incident)["id"], "at": books.now, "digest": str(books.now)}
    return books.make("release", {**patch, "by": books.author.name, **command.fields})


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def room(tmp_path: Path, clock: FixedClock) -> Iterator[Room]:
    with a_room(tmp_path, clock=clock) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def activate(room: Room, incident: str, *, level: int) -> str:
    asked = ActivateCell(incidents=(incident,), level=level, decider="Claire", reason="Panne générale")
    return room.do(asked).result().id


def due(room: Room, incident: str) -> dict[str, int]:
    """Minutes from noon, by audience."""
    found = room.views.cadences(incident)
    return {one.audience: (one.due_at - NOON) // MINUTE for one in found if one.due_at is not None}


def release(room: Room, incident: str, *audiences: str, **fields: Any) -> None:
    room.do(LetOut(incident, audiences=audiences, **fields)).result()


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as caught:
        room.do(command).result()
    return caught.value.code


def test_that_a_cell_at_work_owes_first_messages_as_its_level_asks(room: Room, incident: str) -> None:
    cell = activate(room, incident, level=1)
    assert not due(room, incident)

    room.do(ChangeLevel(cell=cell, level=2, reason="Étendue", decider="Claire")).result()
    assert due(room, incident) == {"customers": 30, "staff": 30, "support": 30}
    room.do(ChangeLevel(cell=cell, level=3, reason="Nationale", decider="Claire")).result()
    assert due(room, incident) == {"customers": 15, "staff": 15, "support": 15}
    room.do(ChangeLevel(cell=cell, level=2, reason="Locale", decider="Claire")).result()
    assert due(room, incident) == {"customers": 15, "staff": 15, "support": 15}


def test_that_each_message_starts_the_next_interval_and_a_promised_hour_wins(
    room: Room, incident: str, clock: FixedClock
) -> None:
    room.do(ChangeSeverity(incident=incident, severity=Severity.CRITICAL, reason="Paiements")).result()
    activate(room, incident, level=3)
    clock.advance(seconds=10 * 60)
    release(room, incident, "customers", "support")
    assert due(room, incident) == {"customers": 40, "staff": 15, "support": 40}

    clock.advance(seconds=10 * 60)
    release(room, incident, "customers", next_at=NOON + 65 * MINUTE)
    assert due(room, incident) == {"staff": 15, "support": 40, "customers": 65}


def test_that_no_first_message_is_asked_of_who_was_told_since_the_activation(
    room: Room, incident: str, clock: FixedClock
) -> None:
    cell = activate(room, incident, level=2)
    clock.advance(seconds=300)
    release(room, incident, "customers")
    room.do(ChangeLevel(cell=cell, level=3, reason="Nationale", decider="Claire")).result()

    assert due(room, incident) == {"customers": 35, "staff": 20, "support": 20}, "the pace follows, no first message"


def test_that_a_graver_severity_moves_the_pace_but_never_one_that_somebody_chose(
    room: Room, incident: str, clock: FixedClock
) -> None:
    room.do(ChangeSeverity(incident=incident, severity=Severity.SIGNIFICANT, reason="Local")).result()
    room.do(StartCadence(incident=incident, audiences=("customers", "support"))).result()
    release(room, incident, "customers", "support")
    room.do(SetCadence(incident=incident, audiences=("support",), minutes=90, reason="Peu d'appels")).result()
    assert due(room, incident) == {"customers": 120, "support": 90}

    clock.advance(seconds=60 * 60)
    room.do(ChangeSeverity(incident=incident, severity=Severity.CRITICAL, reason="Paiements")).result()

    assert due(room, incident) == {"customers": 75, "support": 90}, "no sooner than a first message would be"
    (proposal,) = [one for one in room.views.cadence_proposals(incident) if one.kind is ProposalKind.PACE]
    assert (proposal.audiences, proposal.minutes) == (("support",), 30)
    release(room, incident, "customers", "support")
    assert due(room, incident) == {"customers": 90, "support": 150}


def test_that_putting_off_is_recorded_with_its_reason_and_moves_the_clock(
    room: Room, incident: str, clock: FixedClock
) -> None:
    room.do(StartCadence(incident=incident, audiences=("customers",))).result()
    until = NOON + 25 * MINUTE
    assert refused(room, SnoozeCadence(incident=incident, audiences=("customers",), until=until, reason=" ")) == (
        "reason-missing"
    )
    room.do(SnoozeCadence(incident=incident, audiences=("customers",), until=until, reason="Essai en cours")).result()

    assert due(room, incident) == {"customers": 25}
    told = [entry for entry in room.views.entries(incident) if entry.code == "cadence"]
    assert "Essai en cours" in told[-1].text
    early = SnoozeCadence(incident=incident, audiences=("customers",), until=NOON + 20 * MINUTE, reason="x")
    assert refused(room, early) == "snooze-early"
    assert (
        refused(room, SnoozeCadence(incident=incident, audiences=("press",), until=until, reason="x")) == "cadence-idle"
    )
    clock.advance(seconds=25 * 60)
    release(room, incident, "customers")
    (kept,) = room.views.cadence_report(incident)
    assert (kept.kept, kept.snoozed, kept.percent, kept.percent_with_snoozes) == (0, 1, 0, 100)


def test_that_a_long_incident_is_decided_and_proposed_after_two_hours(
    room: Room, incident: str, clock: FixedClock
) -> None:
    assert refused(room, LongIncident(incident=incident, reason="Attente")) == "cadence-idle"
    room.do(StartCadence(incident=incident, audiences=("customers",))).result()
    clock.advance(seconds=119 * 60)
    release(room, incident, "customers")
    assert ProposalKind.LONG not in {one.kind for one in room.views.cadence_proposals(incident)}
    clock.advance(seconds=60)
    assert ProposalKind.LONG in {one.kind for one in room.views.cadence_proposals(incident)}

    assert room.do(LongIncident(incident=incident, reason="Pièce attendue demain", minutes=180)).result() == (
        "customers",
    )
    assert due(room, incident) == {"customers": 119 + 180}
    assert ProposalKind.LONG not in {one.kind for one in room.views.cadence_proposals(incident)}


def test_that_stopping_ends_it_and_the_end_of_a_cell_leaves_only_what_was_promised(
    room: Room, incident: str, clock: FixedClock
) -> None:
    cell = activate(room, incident, level=3)
    release(room, incident, "customers", next_at=NOON + 70 * MINUTE)
    room.do(StopCadence(incident=incident, audiences=("staff",), reason="Réunion tenue")).result()
    assert due(room, incident) == {"support": 15, "customers": 70}
    room.do(
        StandDown(cell=cell, by="Claire", reason="Rétabli", criteria=(Judged(text="stability", met=True),))
    ).result()
    assert due(room, incident) == {"customers": 70}
    clock.advance(seconds=70 * 60)
    release(room, incident, "customers")
    assert due(room, incident) == {}
    assert room.views.cadence_report(incident)[0].percent == 100


def test_that_the_message_that_says_resolved_is_the_last(room: Room, incident: str) -> None:
    room.do(StartCadence(incident=incident, audiences=("customers", "support"))).result()
    release(room, incident, "customers", status=Status.RESOLVED.value)
    release(room, incident, "support", status=Status.RESOLVED.value, next_at=NOON + 600 * MINUTE)

    assert due(room, incident) == {"support": 600}


def test_that_it_stands_among_clocks_dues_and_alarms_and_is_answered_there(
    room: Room, incident: str, clock: FixedClock
) -> None:
    room.do(StartCadence(incident=incident, audiences=("customers",))).result()
    (shown,) = [one for one in room.views.clocks(incident, mode=Mode.REAL) if one.kind is ClockKind.UPDATE]
    assert (shown.due_at, shown.noun) == (NOON + 15 * MINUTE, "cadence")
    with words.speaking("fr"):
        assert "Clients" in room.views.dues(incident)[0].label
    assert [card.next_due.due_at for card in room.views.cards(mode=Mode.REAL) if card.next_due] == [shown.due_at]
    assert any(one.id == shown.record for one in room.views.pending(mode=Mode.REAL))
    assert not room.views.alarms(mode=Mode.REAL)
    clock.advance(seconds=15 * 60 + 1)
    assert [alarm.kind for alarm in room.views.alarms(mode=Mode.REAL)] == [AlarmKind.UPDATE]

    room.do(FinishDue(due=shown.record)).result()

    assert not room.views.alarms(mode=Mode.REAL)
    assert room.views.cadence_report(incident)[0].late_ms == 1000
    clock.advance(seconds=1)
    room.do(
        NoteUpdate(incident=incident, audiences=("customers",), how="Au téléphone", next_at=NOON + 99 * MINUTE)
    ).result()
    assert due(room, incident) == {"customers": 99}


def test_that_undo_takes_a_step_back_which_stays_on_record(room: Room, incident: str) -> None:
    room.do(StartCadence(incident=incident, audiences=("customers",))).result()
    room.do(SetCadence(incident=incident, audiences=("customers",), minutes=5, reason="Erreur")).result()
    assert due(room, incident) == {"customers": 5}
    room.undo().result()
    assert due(room, incident) == {"customers": 15}
    assert len(room.views.cadence_steps(incident)) == 3


def test_that_a_status_told_to_nobody_proposes_an_update(room: Room, incident: str, clock: FixedClock) -> None:
    from warroom.commands import ChangeStatus

    room.do(StartCadence(incident=incident, audiences=("customers",))).result()
    release(room, incident, "customers")
    clock.advance(seconds=60)
    room.do(ChangeStatus(incident=incident, status=Status.IDENTIFIED, reason="Certificat expiré")).result()
    assert [(one.kind, one.audiences) for one in room.views.cadence_proposals(incident)] == [
        (ProposalKind.UPDATE, ("customers",))
    ]
    release(room, incident, "customers")
    assert not room.views.cadence_proposals(incident)


def test_that_an_incident_that_may_be_grave_proposes_to_owe_messages(room: Room, incident: str) -> None:
    (proposal,) = room.views.cadence_proposals(incident)
    assert (proposal.kind, proposal.audiences) == (ProposalKind.START, ("support", "staff", "customers"))
    assert not room.views.cadence_proposals(an_incident(room, severity=Severity.MINOR).id)
    assert not room.views.cadence_proposals(an_incident(room, severity=Severity.SIGNIFICANT).id)


def test_that_refusals_name_what_can_be_done(room: Room, incident: str) -> None:
    start = StartCadence(incident=incident, audiences=("customers",))
    room.do(start).result()
    assert refused(room, start) == "cadence-running"
    assert refused(room, StartCadence(incident=incident, audiences=("press",))) == "cadence-never"
    assert refused(room, StartCadence(incident=incident, audiences=("nobody",))) == "unknown-reference"
    assert (
        refused(room, SetCadence(incident=incident, audiences=("customers",), minutes=-1, reason="x"))
        == "cadence-unfit"
    )
    assert refused(room, StopCadence(incident=incident, audiences=("press",), reason="x")) == "cadence-idle"
    far = NoteUpdate(incident=incident, audiences=("customers",), at=NOON + 11 * MINUTE)
    assert refused(room, far) == "event-in-future"


def test_that_a_clock_set_by_hand_still_runs_beside_it(room: Room, incident: str) -> None:
    by_hand = room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + 5 * MINUTE)).result()
    activate(room, incident, level=3)
    room.do(FinishDue(due=by_hand)).result()

    assert [item.audiences for item in room.views.dues(incident)] == [("support", "staff", "customers")]


def test_that_no_change_is_drafted_as_the_last_message_left_it(room: Room, incident: str, clock: FixedClock) -> None:
    assert refused(room, NoChange(incident=incident)) == "cadence-idle"
    room.do(StartCadence(incident=incident, audiences=("customers", "support", "partners"))).result()
    first = DraftMessage(
        incident=incident,
        template="T04",
        audiences=("customers", "support"),
        filled={"actions": {"fr": "redémarrons les nœuds", "en": "are restarting the nodes"}},
    )
    made = room.do(first).result()
    text = {"fr": {"body": "Analyse"}, "en": {"body": "Analysis"}}
    release(room, incident, "customers", "support", message=made.id, texts=text, channels=("a" * 32,))
    clock.advance(seconds=29 * 60)

    drafted = room.do(NoChange(incident=incident)).result()

    message = room.views.message(drafted.id)
    assert message is not None
    assert (message.template, message.audiences, message.channels) == ("T07", ("customers", "support"), ("a" * 32,))
    assert (message.due_at, message.next_at) == (NOON + 30 * MINUTE, NOON + 59 * MINUTE)
    assert message.filled == first.filled
    said = {one.language: one.body for one in room.views.message_texts(drafted.id)}
    assert "redémarrons les nœuds" in said["fr"]
    assert "are restarting the nodes" in said["en"]
    partners = room.do(NoChange(incident=incident, audiences=("partners",))).result()
    assert room.views.message(partners.id).audiences == ("partners",)  # type: ignore[union-attr]
