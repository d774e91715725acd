"""A mobilisation through the door: started, called, answered, arrived, ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.cells import a_cell
from tests.warroom.mobilised import a_mobilisation, a_reach, line, texts
from warroom.clock import FixedClock
from warroom.commands import (
    Acknowledge,
    AddCallee,
    AmendMobilisation,
    Arrive,
    CloseMobilisation,
    ErasePerson,
    Escalate,
    GrantRoles,
    HoldFunction,
    LogCall,
    MarkNeed,
    StandDownCallee,
    StartMobilisation,
    TakeBackCall,
)
from warroom.commands.callout_words import CalloutText, callout_text
from warroom.commands.mobilisation import Wanted
from warroom.domain.callout import callers
from warroom.domain.incidents import Mode
from warroom.domain.mobilisation import CalleeState, CallResult, Shape
from warroom.domain.needs import Need, NeedState
from warroom.domain.rights import Role
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


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


@pytest.fixture
def started(room: Room, incident: str) -> str:
    return a_mobilisation(room, incident, muster="Pont 1", backup="Salle B2").id


def state(room: Room, mobilisation: str, name: str) -> CalleeState:
    return line(room, mobilisation, name).callee.state


def log(room: Room, mobilisation: str, name: str, result: CallResult, **more: object) -> str:
    callee = line(room, mobilisation, name).callee.id
    return room.do(LogCall(callee=callee, result=result, **more)).result()  # type: ignore[arg-type]


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def test_a_call_out_has_its_number_its_text_and_its_key_event(room: Room, incident: str, started: str) -> None:
    found = room.views.mobilisation(started)
    assert (found.number, found.ack_by) == ("A-M01", NOON + 15 * MINUTE)
    assert "Pont 1" in found.text
    assert "Salle B2" in found.text
    entry = list(room.views.entries(incident))[-1]
    assert entry.text.startswith("Mobilisation A-M01: 2 people called out, acknowledge by ")
    assert entry.key_event
    assert [item.name for item in room.views.callee_lines(started)] == ["Inès Roy", "Marc Petit"]
    assert room.views.mobilisation("a-m01").id == started


def test_the_text_says_level_what_where_backup_function_and_until_when_in_both_languages() -> None:
    about = CalloutText("A-001", "Panne DNS", 1, 3, ("DNS",), "Pont 1", "Salle B2", NOON)
    english, french = callout_text(about, language="en"), callout_text(about, language="fr")
    for text in (english, french):
        assert all(part in text for part in ("A-001", "Panne DNS", "SEV1", "N3", "DNS", "Pont 1", "Salle B2"))
        assert "EXERCI" not in text
    assert "Acknowledge by" in english
    assert "Acquittez avant" in french


def test_an_exercise_is_wrapped_whoever_writes_the_text_and_only_once(room: Room) -> None:
    exercise = an_incident(room, title="Boréal", exercise=True).id
    made = a_mobilisation(room, exercise, text="Rejoignez la salle.")
    text = room.views.mobilisation(made.id).text
    assert text.splitlines()[0] == text.splitlines()[-1] == "EXERCISE – EXERCISE – EXERCISE"
    room.do(AmendMobilisation(mobilisation=made.id, text=text)).result()
    assert room.views.mobilisation(made.id).text == text


def test_answers_are_told_in_the_log_and_silence_is_kept_with_the_tries(
    room: Room, incident: str, started: str
) -> None:
    before = len(texts(room, incident))
    log(room, started, "Inès Roy", CallResult.NO_ANSWER)
    log(room, started, "Inès Roy", CallResult.MESSAGE_LEFT)
    assert len(texts(room, incident)) == before
    log(room, started, "Inès Roy", CallResult.REACHED, eta_at=NOON + 30 * MINUTE)
    assert texts(room, incident)[-1].startswith("Mobilisation A-M01, Inès Roy: acknowledged, Coordinator, expected at ")
    assert state(room, started, "Inès Roy") is CalleeState.ON_THE_WAY
    assert len(line(room, started, "Inès Roy").tries) == 3


def test_a_call_logged_by_mistake_is_taken_back_and_told_so(room: Room, incident: str, started: str) -> None:
    call = log(room, started, "Inès Roy", CallResult.REFUSED)
    taken = room.do(TakeBackCall(call=call)).result()
    assert room.do(TakeBackCall(call=call)).result() == taken
    assert state(room, started, "Inès Roy") is CalleeState.TO_CALL
    assert texts(room, incident)[-1] == "Mobilisation A-M01: “refused” of Inès Roy was logged by mistake."


def test_whoever_arrives_takes_the_function_they_were_called_for_and_is_present(
    room: Room, incident: str, started: str
) -> None:
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="COORD", holder="", deputy="Bo Lin")).result()
    room.do(Arrive(callee=line(room, started, "Inès Roy").callee.id, place="Salle B2")).result()
    (held,) = [item for item in room.views.functions(cell) if item.code == "COORD"]
    assert (held.holder, held.deputy) == ("Inès Roy", "Bo Lin")
    (presence,) = room.views.presences(NOON - 1)
    assert (presence.code, presence.place) == ("COORD", "Salle B2")
    assert state(room, started, "Inès Roy") is CalleeState.IN_FUNCTION


def test_a_function_that_somebody_else_holds_is_not_taken_from_them(room: Room, incident: str, started: str) -> None:
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="COORD", holder="Bo Lin")).result()
    room.do(Arrive(callee=line(room, started, "Inès Roy").callee.id)).result()
    (held,) = room.views.functions(cell)
    assert held.holder == "Bo Lin"
    assert texts(room, incident)[-1] == ("Inès Roy is there; the function Coordinator was not taken (held by: Bo Lin).")


def test_the_deputy_is_called_instead_and_both_are_on_the_board(room: Room, incident: str, started: str) -> None:
    log(room, started, "Marc Petit", CallResult.NO_ANSWER)
    room.do(Escalate(callee=line(room, started, "Marc Petit").callee.id)).result()
    deputy = line(room, started, "Ana Costa")
    assert (deputy.callee.code, deputy.instead_of) == ("TECH", "Marc Petit")
    assert texts(room, incident)[-1] == "Mobilisation A-M01: Ana Costa is called instead of Marc Petit."
    assert line(room, started, "Marc Petit").callee.escalated_at == NOON


def test_without_a_named_deputy_that_of_the_function_is_called_and_without_any_somebody_is_asked_for(
    room: Room, incident: str, started: str
) -> None:
    callee = line(room, started, "Inès Roy").callee.id
    assert refused(room, Escalate(callee=callee)) == "deputy-missing"
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="COORD", holder="Inès Roy", deputy="Bo Lin")).result()
    room.do(Escalate(callee=callee)).result()
    assert line(room, started, "Bo Lin").callee.code == "COORD"
    assert refused(room, Escalate(callee=callee, deputy="Inès Roy")) == "deputy-missing"


def test_a_way_whose_network_is_down_is_skipped_with_the_reason(room: Room, incident: str, started: str) -> None:
    a_reach(room, "Inès Roy", "+33639980001", needs=(Need.MOBILE,))
    a_reach(room, "Inès Roy", "+33199000001", rank=2, needs=(Need.LANDLINE,))
    assert [way.is_usable for way in line(room, started, "Inès Roy").ways] == [True, True]
    room.do(MarkNeed(incident=incident, need="mobile", state=NeedState.DOWN, reason="Cœur de réseau")).result()
    first, second = line(room, started, "Inès Roy").ways
    assert [item.because for item in first.unmet] == ["Cœur de réseau"]
    assert second.is_usable


def test_a_wrong_number_is_marked_on_the_card_and_the_number_of_another_is_refused(room: Room, started: str) -> None:
    reach = a_reach(room, "Inès Roy", "+33639980001")
    assert (
        refused(
            room, LogCall(callee=line(room, started, "Marc Petit").callee.id, result=CallResult.REACHED, reach=reach)
        )
        == "reach-of-another"
    )
    log(room, started, "Inès Roy", CallResult.WRONG_NUMBER, reach=reach)
    (way,) = line(room, started, "Inès Roy").ways
    assert not way.reach.works


def test_in_a_tree_each_knows_who_calls_them(room: Room, incident: str) -> None:
    people = tuple(Wanted(person=f"Agent {n:02d}") for n in range(12))
    made = a_mobilisation(room, incident, *people, shape=Shape.TREE)
    lines = room.views.callee_lines(made.id)
    assert [item.caller for item in lines[:6]] == ["", "", "", "", "", "Agent 00"]
    assert callers([item.name for item in lines]) == {item.name: item.caller for item in lines}


def test_who_is_no_longer_needed_is_not_waited_for_and_can_be_wanted_again(
    room: Room, incident: str, started: str
) -> None:
    room.do(StandDownCallee(callee=line(room, started, "Marc Petit").callee.id, reason="Réglé")).result()
    assert state(room, started, "Marc Petit") is CalleeState.STOOD_DOWN
    assert room.views.mobilisation_times(started).called == 1
    room.do(AddCallee(mobilisation=started, person="Marc Petit")).result()
    assert state(room, started, "Marc Petit") is CalleeState.TO_CALL


def test_the_end_says_in_the_log_what_it_took(room: Room, incident: str, started: str, clock: FixedClock) -> None:
    clock.advance(seconds=120)
    log(room, started, "Inès Roy", CallResult.NO_ANSWER)
    clock.advance(seconds=60)
    room.do(Acknowledge(callee=line(room, started, "Inès Roy").callee.id)).result()
    clock.advance(seconds=600)
    room.do(Arrive(callee=line(room, started, "Inès Roy").callee.id)).result()
    room.do(CloseMobilisation(mobilisation=started, reason="Tout le monde est là.")).result()
    said = texts(room, incident)[-1]
    assert said.startswith("Mobilisation A-M01 ended. First call: 2 min; First acknowledgement: 3 min;")
    assert "Reached: 1 of 2 (50%)" in said
    assert refused(room, AddCallee(mobilisation=started, person="Bo Lin")) == "mobilisation-over"
    took = room.views.mobilisation_times(started)
    assert (took.to_first_call, took.to_first_answer) == (2 * MINUTE, 3 * MINUTE)


def test_where_people_go_can_change_and_is_told(room: Room, incident: str, started: str) -> None:
    room.do(AmendMobilisation(mobilisation=started, muster="Pont 2", ack_by=NOON + 30 * MINUTE)).result()
    assert texts(room, incident)[-1].startswith("Mobilisation A-M01: join Pont 2, acknowledge by ")
    assert room.views.mobilisation(started).backup == "Salle B2"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"people": ()}, "nobody-called"),
        ({"people": (Wanted(person=" "),)}, "nobody-called"),
        ({"people": tuple(Wanted(person=f"N {n}") for n in range(501))}, "too-many-called"),
        ({"ack_by": NOON}, "due-in-past"),
        ({"escalate_min": 0}, "minutes-unfit"),
    ],
)
def test_a_call_out_that_makes_no_sense_is_refused(
    room: Room, incident: str, more: dict[str, object], code: str
) -> None:
    asked: dict[str, object] = {"incident": incident, "people": (Wanted(person="Bo Lin"),)} | more
    assert refused(room, StartMobilisation(**asked)) == code  # type: ignore[arg-type]


def test_a_start_is_undone_until_somebody_was_called(room: Room, incident: str) -> None:
    made = a_mobilisation(room, incident)
    assert room.undo().result() == "Undone: mobilisation A-M01 taken away."
    assert room.views.mobilisations(incident) == []
    again = a_mobilisation(room, incident)
    log(room, again.id, "Inès Roy", CallResult.NO_ANSWER)
    assert made.id != again.id


def test_exercises_and_the_real_are_never_in_one_list(room: Room, incident: str, started: str) -> None:
    exercise = a_mobilisation(room, an_incident(room, title="Boréal", exercise=True).id)
    assert [item.id for item in room.views.mobilisations(mode=Mode.REAL)] == [started]
    assert [item.id for item in room.views.mobilisations(mode=Mode.EXERCISE)] == [exercise.id]


def test_whoever_is_called_or_there_is_not_proposed_again(room: Room, incident: str) -> None:
    cell = a_cell(room, incident)
    for code, holder in (("COORD", "Inès Roy"), ("TECH", "Marc Petit")):
        room.do(HoldFunction(cell=cell, code=code, holder=holder)).result()
    for name in ("Inès Roy", "Marc Petit"):
        a_reach(room, name, "+33639980001")
    assert {item.name for item in room.views.callout_proposal(incident)} == {"Inès Roy", "Marc Petit"}
    a_mobilisation(room, incident, Wanted(person="Inès Roy"))
    assert [item.name for item in room.views.callout_proposal(incident)] == ["Marc Petit"]


def test_somebody_whom_only_a_function_names_is_proposed_and_becomes_known_when_called(
    room: Room, incident: str
) -> None:
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="TECH", holder="Zoé Diallo", deputy="Bo Lin")).result()
    (proposed,) = room.views.callout_proposal(incident)
    wanted = Wanted(
        person=proposed.person, name=proposed.name, deputy=proposed.deputy, deputy_name=proposed.deputy_name
    )
    made = a_mobilisation(room, incident, wanted)
    found = line(room, made.id, "Zoé Diallo")
    assert (found.deputy, found.callee.person) == ("Bo Lin", proposed.person)


def test_whoever_is_erased_is_named_nowhere_in_a_call_out(room: Room, incident: str, started: str) -> None:
    roles = frozenset({Role.ADMINISTRATOR, Role.COMMANDER})
    room.do(GrantRoles(person=room.member, roles=roles, reason="Mise en place")).result()
    log(room, started, "Marc Petit", CallResult.REFUSED)
    callee = line(room, started, "Marc Petit").callee
    room.do(Escalate(callee=callee.id)).result()
    room.do(ErasePerson(person=callee.person, reason="Demande de l'intéressé")).result()
    assert "Marc Petit" not in str(room.dump())
    assert "Marc Petit" not in str(room.views.callee_lines(started))
