"""Anticipation and CAN through the door: cases written, triggers fired once, needs taken up, stations merged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.stations import another_station, meet
from warroom.commands import FireTrigger, ReportCan, TakeUpNeeds, WriteScenario
from warroom.commands.can import Into
from warroom.domain.anticipation import Outlook, Prepared, Scenario
from warroom.domain.can_reports import is_stale, latest_of_each
from warroom.domain.decisions import DecisionState, Option
from warroom.domain.entries import Entry, Kind
from warroom.errors import Refusal
from warroom.room import Room

HOUR = 3_600_000
CUT = Prepared("Coupe-t-on la région Europe ?", (Option("Couper", risks="visible"), Option("Attendre")))
TELL = Prepared("Prévient-on la préfecture ?")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def worst(room: Room, incident: str, **more: object) -> str:
    said = {"text": "Les sauvegardes sont touchées", "trigger": "Un échec de restauration", "prepared": (CUT, TELL)}
    command = WriteScenario(incident=incident, kind=Outlook.WORST, horizon_min=240, **(said | more))  # type: ignore[arg-type]
    return room.do(command).result().id


def shown(room: Room, incident: str) -> Scenario:
    (found,) = room.views.scenarios(incident)
    return found


def last(room: Room, incident: str) -> Entry:
    return list(room.views.entries(incident))[-1]


def refusal(room: Room, command: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        room.do(command).result()  # type: ignore[arg-type]
    return refused.value


def test_that_a_case_keeps_its_trigger_owner_and_prepared_decisions_and_is_told(room: Room, incident: str) -> None:
    worst(room, incident, owner="Nadia")
    case = shown(room, incident)

    assert (case.kind, case.horizon_min, case.owner, case.trigger) == (
        Outlook.WORST, 240, "Nadia", "Un échec de restauration",
    )  # fmt: skip
    assert case.decisions == (CUT, TELL)
    assert (case.written_by, case.written_at, case.is_fired) == ("Léa Martin", NOON, False)
    assert (last(room, incident).kind, last(room, incident).code) == (Kind.AUTOMATIC, "scenario-written")


def test_that_there_is_one_case_of_each_kind_at_each_horizon_and_no_other_horizon(room: Room, incident: str) -> None:
    first, second = worst(room, incident), worst(room, incident, text="Tout tombe")

    assert first == second
    assert shown(room, incident).text == "Tout tombe"
    assert refusal(room, WriteScenario(incident=incident, kind=Outlook.WORST, horizon_min=7, text="x")).code == (
        "horizon-unknown"
    )
    assert refusal(room, WriteScenario(incident=incident, kind=Outlook.WORST, horizon_min=60, text=" ")).code == (
        "scenario-empty"
    )


def test_that_a_trigger_that_fires_asks_for_what_was_prepared_and_links_everything(room: Room, incident: str) -> None:
    case, proof = worst(room, incident), an_entry(room, incident, text="Restauration échouée")
    fired = room.do(FireTrigger(scenario=case, evidence=proof.number)).result()
    first, second = (room.views.decision(room.views.numbered("decision", number)[0]) for number in fired.numbers)

    assert first is not None
    assert second is not None
    assert (first.question, first.options, first.state) == (CUT.question, CUT.options, DecisionState.REQUESTED)
    assert (second.question, second.options) == (TELL.question, ())
    assert (first.scenario, first.facts) == (case, (proof.number,))
    assert "Les sauvegardes sont touchées" in first.context
    told = next(entry for entry in room.views.entries(incident) if entry.code == "trigger-fired")
    assert (told.key_event, proof.number in told.text) == (True, True)
    after = shown(room, incident)
    assert (after.fired_at, after.fired_by, after.evidence, after.decision) == (NOON, "Léa Martin", proof.id, first.id)
    assert [each.id for each in after.came(room.views.decisions(incident))] == [first.id, second.id]


def test_that_a_trigger_fires_once_and_says_which_decision_came_of_it(room: Room, incident: str) -> None:
    case = worst(room, incident)
    fired = room.do(FireTrigger(scenario=case)).result()
    again = refusal(room, FireTrigger(scenario=case))

    assert again.code == "trigger-fired"
    assert fired.numbers == ("A-D001", "A-D002")
    assert "A-D001, A-D002" in str(again)
    assert len(room.views.decisions(incident)) == 2


def test_that_a_trigger_without_a_prepared_decision_puts_its_own_question(room: Room, incident: str) -> None:
    case = worst(room, incident, prepared=())
    fired = room.do(FireTrigger(scenario=case)).result()
    decision = room.views.decision(fired.id)

    assert decision is not None
    assert "Un échec de restauration" in decision.question
    assert decision.facts, "it rests on the entry that says that the trigger fired"


def test_that_another_case_in_its_place_waits_again_and_a_new_owner_does_not(room: Room, incident: str) -> None:
    case = worst(room, incident)
    room.do(FireTrigger(scenario=case)).result()
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    worst(room, incident, owner="Karim")
    assert shown(room, incident).is_fired

    worst(room, incident, text="Une seconde région tombe")
    after = shown(room, incident)
    assert (after.is_fired, after.decision) == (False, "")
    assert after.came(room.views.decisions(incident)) == []
    assert room.do(FireTrigger(scenario=case)).result().numbers == ("A-D003", "A-D004")


def test_that_firing_is_undone_with_the_question_it_put(room: Room, incident: str) -> None:
    case = worst(room, incident, prepared=(CUT,))
    room.do(FireTrigger(scenario=case)).result()
    room.undo().result()

    assert not shown(room, incident).is_fired
    assert room.views.decisions(incident) == []


def test_that_two_stations_write_one_case_and_both_decisions_are_seen_when_both_fired_it(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        case = worst(room, incident, prepared=(CUT,))
        assert worst(other, incident, prepared=(CUT,)) == case
        meet(room, other)
        for each in (room, other):
            each.do(FireTrigger(scenario=case)).result()
        meet(room, other)
        came = shown(room, incident).came(room.views.decisions(incident))

        assert sorted(each.number for each in came) == ["A-D001", "B-D001"]
        assert room.conflicts() == []


def test_that_what_another_station_wrote_as_prepared_is_read_as_far_as_it_makes_sense(room: Room) -> None:
    said: tuple[object, ...] = (
        "x",
        {"question": 7},
        {"question": "Oui ?", "options": [1, {"title": "A", "risks": None}]},
    )
    case = Scenario(
        *("", ""), Outlook.WORST, 60, *("", "", ""), said, "", None, None, *("", "", ""),  # type: ignore[arg-type]
    )  # fmt: skip

    assert case.decisions == (Prepared("Oui ?", (Option("A"),)),)


def reported(room: Room, incident: str, lead: str = "Karim Benali", **more: object) -> str:
    said = {"conditions": "62 % des nœuds", "actions": "Redémarrage par lots", "needs": "Un accès de secours"}
    return room.do(ReportCan(incident=incident, lead=lead, **(said | more))).result().number  # type: ignore[arg-type]


def test_that_a_can_report_is_an_entry_with_its_three_parts(room: Room, incident: str) -> None:
    number = reported(room, incident, workstream="DNS")
    entry = last(room, incident)
    (report,) = latest_of_each(room.views.can_reports(incident))

    assert (entry.kind, entry.code, entry.from_who, entry.workstream) == (Kind.REPORT, "can", "Karim Benali", "DNS")
    assert (report.number, report.needs, report.conditions) == (number, "Un accès de secours", "62 % des nœuds")
    assert "Redémarrage par lots" in entry.text
    assert refusal(room, ReportCan(incident=incident, lead=" ", needs="x")).code == "lead-missing"
    assert refusal(room, ReportCan(incident=incident, lead="Karim")).code == "report-empty"


def test_that_the_latest_of_each_lead_counts_and_is_old_once_a_point_has_passed(room: Room, incident: str) -> None:
    reported(room, incident)
    reported(room, incident, lead="Nadia")
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    newest = reported(room, incident, lead="karim  benali", needs="")
    reports = latest_of_each(room.views.can_reports(incident))

    assert (reports[0].number, reports[0].lead) == (newest, "karim  benali")
    assert len(reports) == 2
    assert not is_stale(reports[0], next_point=NOON + HOUR, now_ms=NOON + HOUR - 1)
    assert is_stale(reports[0], next_point=NOON + HOUR, now_ms=NOON + HOUR)
    assert not is_stale(reports[0], next_point=None, now_ms=NOON + 99 * HOUR)


def test_that_needs_become_a_question_or_an_action_and_the_report_says_which(room: Room, incident: str) -> None:
    number = reported(room, incident)
    asked = room.do(TakeUpNeeds(report=number, into=Into.DECISION)).result()
    given = room.do(TakeUpNeeds(report=number, into=Into.ACTION, owner="Nadia")).result()
    decision, (action,) = room.views.decision(asked.id), room.views.actions(incident)
    (report,) = latest_of_each(room.views.can_reports(incident))

    assert decision is not None
    assert (decision.question, decision.facts) == ("Un accès de secours", (number,))
    assert (action.owner, number in action.text, action.number) == ("Nadia", True, given.number)
    assert report.follow_up == f"{asked.number}, {given.number}"
    empty = reported(room, incident, lead="Nadia", needs="")
    assert refusal(room, TakeUpNeeds(report=empty, into=Into.ACTION)).code == "no-needs"
    plain = an_entry(room, incident).number
    assert refusal(room, TakeUpNeeds(report=plain, into=Into.ACTION)).code == "no-needs"
