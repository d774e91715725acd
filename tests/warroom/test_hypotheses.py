"""Hypotheses through the door: opened with their entry, backed, moved, undone, merged, found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.stations import another_station, carry, meet
from warroom.commands import (
    AmendHypothesis,
    BackHypothesis,
    ChangeStatus,
    LogEntry,
    MarkEntry,
    MoveHypothesis,
    OpenHypothesis,
    UnbackHypothesis,
)
from warroom.commands.hypothesised import Opened
from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.hypotheses import Hypothesis, HypothesisState, Weight
from warroom.domain.incidents import Mode, Status
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000
TEXT = "La mise à jour de 14:51 sature le plan de contrôle"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def opened(room: Room, incident: str, **more: object) -> Opened:
    return room.do(OpenHypothesis(incident=incident, text=TEXT, **more)).result()  # type: ignore[arg-type]


def shown(room: Room, record: str) -> Hypothesis:
    found = room.views.hypothesis(record)
    assert found is not None
    return found


def last(room: Room, incident: str) -> Entry:
    return list(room.views.entries(incident))[-1]


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def test_that_opening_one_writes_its_entry_and_nothing_else_in_the_log(room: Room, incident: str) -> None:
    before = len(list(room.views.entries(incident)))
    made = opened(room, incident, owner="Karim", test="Couper la télémétrie sur un site", timebox_at=NOON + 10 * MINUTE)
    hypothesis, entry = shown(room, made.id), last(room, incident)

    assert (made.number, hypothesis.state, hypothesis.owner) == ("A-H01", HypothesisState.OPEN, "Karim")
    assert (entry.kind, entry.text, entry.number) == (Kind.HYPOTHESIS, TEXT, made.entry_number)
    assert (hypothesis.entry, hypothesis.opened_at) == (entry.id, NOON)
    assert len(list(room.views.entries(incident))) == before + 1
    assert hypothesis.is_late(NOON + 11 * MINUTE)


def test_that_an_entry_of_this_kind_is_followed_as_one_unless_it_is_restricted(room: Room, incident: str) -> None:
    logged = room.do(LogEntry(incident=incident, text=TEXT, kind=Kind.HYPOTHESIS, event_at=NOON - MINUTE)).result()
    room.circles.make("Sécurité", (room.member,))
    room.do(LogEntry(incident=incident, text="Un initié", kind=Kind.HYPOTHESIS, circle="Sécurité")).result()
    (hypothesis,) = room.views.hypotheses(incident)

    assert (hypothesis.entry, hypothesis.text, hypothesis.opened_at) == (logged.id, TEXT, NOON - MINUTE)


def test_that_an_entry_that_is_there_becomes_one_once(room: Room, incident: str) -> None:
    entry = an_entry(room, incident, text="Et si c'était la télémétrie ?", event_at=NOON - MINUTE)
    made = opened(room, incident, entry=entry.number)

    assert (shown(room, made.id).entry, shown(room, made.id).opened_at) == (entry.id, NOON - MINUTE)
    assert last(room, incident).code == "hypothesis-opened"
    assert refused(room, OpenHypothesis(incident=incident, text="x", entry=entry.number)) == "hypothesis-there"


def test_that_ruling_out_confirming_and_opening_again_need_a_reason(room: Room, incident: str) -> None:
    made = opened(room, incident)

    assert refused(room, MoveHypothesis(hypothesis=made.id, state=HypothesisState.RULED_OUT)) == "reason-missing"
    assert refused(room, MoveHypothesis(hypothesis=made.id, state=HypothesisState.CONFIRMED)) == "reason-missing"
    room.do(MoveHypothesis(hypothesis="A-H01", state=HypothesisState.TESTING)).result()
    room.do(
        MoveHypothesis(hypothesis="A-H01", state=HypothesisState.RULED_OUT, reason="Coupée, rien ne change")
    ).result()
    assert refused(room, MoveHypothesis(hypothesis=made.id, state=HypothesisState.OPEN)) == "reason-missing"
    hypothesis, entry = shown(room, made.id), last(room, incident)

    assert (hypothesis.state, hypothesis.reason) == (HypothesisState.RULED_OUT, "Coupée, rien ne change")
    assert (hypothesis.closed_at, hypothesis.is_late(NOON * 2)) == (NOON, False)
    assert (entry.kind, entry.code, entry.reason) == (Kind.AUTOMATIC, "hypothesis-moved", "Coupée, rien ne change")
    assert entry.params["to"] == "ruled_out"


def test_that_confirming_proposes_that_the_cause_is_known_and_never_forces_it(room: Room, incident: str) -> None:
    first, second = opened(room, incident), opened(room, incident)
    moved = room.do(
        MoveHypothesis(hypothesis=first.id, state=HypothesisState.CONFIRMED, reason="Trace réseau")
    ).result()

    assert moved.proposes is Status.IDENTIFIED
    assert room.views.incident(incident).status is Status.DECLARED
    assert last(room, incident).key_event
    room.do(ChangeStatus(incident=incident, status=Status.MONITORING, reason="Bascule")).result()
    again = room.do(MoveHypothesis(hypothesis=second.id, state=HypothesisState.CONFIRMED, reason="Aussi")).result()
    assert again.proposes is None


def test_that_what_is_marked_on_its_entry_is_said_of_it_and_never_the_contrary(room: Room, incident: str) -> None:
    made = opened(room, incident)
    room.do(MarkEntry(entry=made.entry, verification=Verification.REFUTED, reason="Coupée, rien ne change")).result()
    ruled_out = shown(room, made.id)
    room.do(MoveHypothesis(hypothesis=made.id, state=HypothesisState.OPEN, reason="Elle revient")).result()
    entry = room.views.entry(made.entry)
    refuted = {"text": "Attaque", "kind": Kind.HYPOTHESIS, "verification": Verification.REFUTED}
    room.do(LogEntry(incident=incident, **refuted)).result()  # type: ignore[arg-type]

    assert (ruled_out.state, ruled_out.reason) == (HypothesisState.RULED_OUT, "Coupée, rien ne change")
    assert entry is not None
    assert entry.verification is Verification.NONE
    assert [(each.text, each.state) for each in room.views.hypotheses(incident)] == [
        (TEXT, HypothesisState.OPEN),
        ("Attaque", HypothesisState.RULED_OUT),
    ]


def test_that_an_entry_speaks_for_or_against_and_can_be_taken_away(room: Room, incident: str) -> None:
    made, entry = opened(room, incident), an_entry(room, incident)
    room.do(BackHypothesis(hypothesis=made.id, entry=entry.number, weight=Weight.FOR)).result()
    room.do(BackHypothesis(hypothesis=made.id, entry=entry.number, weight=Weight.AGAINST, remark="trop tôt")).result()
    (backing,) = room.views.backings(made.id)
    said = len(list(room.views.entries(incident)))
    room.do(BackHypothesis(hypothesis=made.id, entry=entry.number, weight=Weight.AGAINST, remark="trop tôt")).result()

    assert (backing.entry, backing.weight, backing.remark) == (entry.id, Weight.AGAINST, "trop tôt")
    assert backing.by == "Léa Martin"
    assert len(list(room.views.entries(incident))) == said, "saying it twice tells it once"
    assert refused(room, UnbackHypothesis(hypothesis=made.id, entry=entry.number, reason=" ")) == "reason-missing"
    room.do(UnbackHypothesis(hypothesis=made.id, entry=entry.number, reason="Autre site")).result()
    assert room.views.backings(made.id) == []
    room.do(BackHypothesis(hypothesis=made.id, entry=entry.number, weight=Weight.FOR)).result()
    assert [item.weight for item in room.views.backings(made.id)] == [Weight.FOR]


def test_that_real_and_played_are_never_mixed(room: Room, incident: str) -> None:
    played = an_incident(room, title="Étoile noire", exercise=True).id
    made, entry = opened(room, incident), an_entry(room, played)

    assert refused(room, BackHypothesis(hypothesis=made.id, entry=entry.id, weight=Weight.FOR)) == "modes-mixed"
    assert refused(room, OpenHypothesis(incident=incident, text="x", entry=entry.id)) == "modes-mixed"


def test_that_what_it_says_can_be_changed_and_every_change_is_told(room: Room, incident: str) -> None:
    made = opened(room, incident, timebox_at=NOON + MINUTE)
    room.do(AmendHypothesis(hypothesis=made.id, text="Saturation DNS", no_timebox=True)).result()
    hypothesis = shown(room, made.id)

    assert (hypothesis.text, hypothesis.timebox_at) == ("Saturation DNS", None)
    assert last(room, incident).code == "hypothesis-amended"
    assert "Saturation DNS" in last(room, incident).text
    assert refused(room, AmendHypothesis(hypothesis=made.id, text=" ")) == "hypothesis-empty"


def test_that_a_move_is_undone_with_its_state_and_the_log_says_so(room: Room, incident: str) -> None:
    made = opened(room, incident)
    room.do(MoveHypothesis(hypothesis=made.id, state=HypothesisState.RULED_OUT, reason="Erreur")).result()
    said = room.undo().result()

    assert shown(room, made.id).state is HypothesisState.OPEN
    assert (shown(room, made.id).closed_at, shown(room, made.id).reason) == (None, "")
    assert made.number in said


def test_that_two_stations_back_one_hypothesis_with_one_entry_once(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, entry = opened(room, incident), an_entry(room, incident)
    with another_station(room, tmp_path, monkeypatch) as other:
        for each in (room, other):
            each.do(BackHypothesis(hypothesis=made.id, entry=entry.id, weight=Weight.FOR)).result()
        room.do(OpenHypothesis(incident=incident, text="Attaque")).result()
        other.do(OpenHypothesis(incident=incident, text="Certificat")).result()
        meet(room, other)

        assert len(room.views.backings(made.id)) == 1
        assert sorted(item.number for item in room.views.hypotheses(incident)) == ["A-H01", "A-H02", "B-H01"]
        assert room.conflicts() == []


def test_that_ruled_out_here_and_confirmed_there_is_for_people_to_settle(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(room, incident)
    with another_station(room, tmp_path, monkeypatch) as other:
        room.do(MoveHypothesis(hypothesis=made.id, state=HypothesisState.RULED_OUT, reason="Non")).result()
        other.do(MoveHypothesis(hypothesis=made.id, state=HypothesisState.CONFIRMED, reason="Si")).result()
        carry(other, room)
        (conflict,) = room.conflicts()

        assert (conflict.noun, conflict.field) == ("hypothesis", "state")


def test_that_search_finds_it_by_its_words_and_its_number(room: Room, incident: str) -> None:
    opened(room, incident, owner="Karim")

    for words in ("sature", "plan contrôle", "A-H01", "Karim"):
        found = room.views.search(words, mode=Mode.BOTH)
        assert "hypothesis" in [record.noun for record in found.records]
