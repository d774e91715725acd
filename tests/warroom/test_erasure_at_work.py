"""Erasure of somebody who sat in the cell: functions, points, sentences, clocks, submissions, alarms, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.test_erasure import NAME, REASON, names_in
from warroom.commands import (
    AcknowledgeAlarm,
    ActivateCell,
    AllowException,
    AnswerQuestion,
    AskQuestion,
    BackHypothesis,
    ClosePoint,
    ConfirmSentence,
    Decide,
    FinishDue,
    FireTrigger,
    FreezeChanges,
    HoldFunction,
    LeaveFunction,
    LiftFreeze,
    MuteAlarm,
    OpenHypothesis,
    OpenPoint,
    QualifyRegime,
    RegisterPrintout,
    ReportCan,
    SetClockEvent,
    SetDue,
    SetIntent,
    SetObjective,
    StandDown,
    StateSituation,
    SubmitNotice,
    TranscribeSheet,
    VoidSheet,
    WriteScenario,
)
from warroom.domain.anticipation import Outlook
from warroom.domain.cells import Judged, Level
from warroom.domain.dues import DueKind
from warroom.domain.hypotheses import Weight
from warroom.domain.incidents import Mode
from warroom.domain.paper import PrintKind, SheetLine
from warroom.domain.regimes import RegimeState
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Odile did everything that a cell does; then somebody else sits down."""
    with a_room(tmp_path, member=NAME) as room:
        incident = an_incident(room).id
        cell = _lead(room, incident)
        _know(room, incident)
        _answer_to_the_law(room, incident)
        _print(room, incident)
        judged = (Judged("stable", met=True),)
        room.do(StandDown(cell=cell, by=NAME, reason="Stable", criteria=judged)).result()
        room.sit_down("Léa Martin")
        yield room


def _lead(room: Room, incident: str) -> str:
    activated = ActivateCell(incidents=(incident,), level=Level.N3, decider=NAME, reason="R", intent="Tenir")
    cell = room.do(activated).result().id
    room.do(SetIntent(cell=cell, intent="Tenir bon")).result()
    room.do(SetObjective(cell=cell, text="But")).result()
    room.do(HoldFunction(cell=cell, code="COM", holder=NAME, deputy=NAME, relief=NAME, phone="06")).result()
    room.do(HoldFunction(cell=cell, code="MC", holder=NAME)).result()
    room.do(LeaveFunction(cell=cell, code="MC")).result()
    freeze = room.do(FreezeChanges(cell=cell, scope="Réseau", by=NAME, reason="R")).result()
    room.do(AllowException(freeze=freeze, text="T", approver=NAME, reason="R")).result()
    room.do(LiftFreeze(freeze=freeze, by=NAME)).result()
    question = room.do(AskQuestion(cell=cell, text="Q", asked_by=NAME)).result()
    point = room.do(OpenPoint(cell=cell, led_by="Marc Petit")).result()
    room.do(AnswerQuestion(question=question, answer="R", point=point.id)).result()
    room.do(ClosePoint(point=point.id, next_at=NOON + 30 * MINUTE)).result()
    return cell


def _know(room: Room, incident: str) -> None:
    room.do(StateSituation(incident=incident, lines=("Paris répond.",))).result()
    room.do(ConfirmSentence(sentence=room.views.sentences(incident)[0].id)).result()
    case = WriteScenario(incident=incident, kind=Outlook.WORST, horizon_min=60, text="T", trigger="S", owner=NAME)
    fired = room.do(FireTrigger(scenario=room.do(case).result().id)).result()
    room.do(Decide(decision=fired.id, decided="Oui", decider=NAME)).result()
    opened = room.do(OpenHypothesis(incident=incident, text="H", owner=NAME)).result()
    entry = an_entry(room, incident)
    room.do(BackHypothesis(hypothesis=opened.id, entry=entry.id, weight=Weight.FOR)).result()
    room.do(ReportCan(incident=incident, lead=NAME, conditions="C", needs="N")).result()


def _answer_to_the_law(room: Room, incident: str) -> None:
    room.do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.APPLICABLE, reason="R")).result()
    entry = an_entry(room, incident)
    room.do(SetClockEvent(incident=incident, event="aware_at", at=NOON - MINUTE, entry=entry.id)).result()
    room.do(SubmitNotice(incident=incident, rule="NIS2-EW", at=NOON, recipient="CERT-FR")).result()
    room.do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.NOT_APPLICABLE, reason="R")).result()
    for code in ("DORA", "GDPR"):
        room.do(QualifyRegime(incident=incident, code=code, state=RegimeState.NOT_APPLICABLE, reason="R")).result()
    due = room.do(SetDue(incident=incident, kind=DueKind.DEADLINE, label="L", due_at=NOON + MINUTE)).result()
    alarm = next(each for each in room.views.alarms(mode=Mode.BOTH) if each.record == due)
    room.do(AcknowledgeAlarm(what=alarm.key, incident=incident)).result()
    room.do(MuteAlarm(what=alarm.key, until=NOON + MINUTE, reason="R", incident=incident)).result()
    room.do(FinishDue(due=due)).result()


def _print(room: Room, incident: str) -> None:
    sheets = room.do(RegisterPrintout(kind=PrintKind.PAPER, incident=incident, sheets=2)).result().sheets
    line = SheetLine(text="Vu", event_at=NOON, from_who=NAME)
    room.do(TranscribeSheet(sheet=sheets[0], incident=incident, lines=(line,), written_by=NAME)).result()
    room.do(VoidSheet(sheet=sheets[1], reason="R")).result()


def test_that_whoever_sat_in_the_cell_leaves_no_trace_in_the_file(room: Room) -> None:
    assert names_in(room)

    erased = room.erasure.erase_person(NAME, REASON)

    assert not names_in(room)
    assert not room.verify()
    assert [item for item in erased.copies_not_reached if item.kind == "text"] == []


def test_that_the_cell_shows_the_alias_and_rebuilding_keeps_it(room: Room) -> None:
    erased = room.erasure.erase_person(NAME, REASON)
    said = f"person {erased.alias}"
    for _each in range(2):
        (cell,) = room.views.cells(mode=Mode.BOTH)
        assert (cell.decider, cell.stood_down_by, cell.intent_by, cell.typed_by) == (said,) * 4
        held = next(item for item in room.views.functions(cell.id) if item.code == "COM")
        assert (held.holder, held.deputy, held.relief) == (said,) * 3
        assert room.views.freezes(cell.id)[0].by == said
        assert room.views.sentences(cell.lead)[0].stated_by == said
        assert room.views.submissions(cell.lead)[0].by == said
        assert room.views.clock_events(cell.lead)[0].by == said
        assert room.views.hypotheses(cell.lead)[0].owner == said
        assert room.views.printouts()[0].by == said
        room.rebuild()
        assert not names_in(room)


def test_that_what_people_wrote_of_a_point_stays_and_is_listed(room: Room) -> None:
    room.sit_down(NAME)
    (cell,) = room.views.cells(mode=Mode.BOTH)
    again = room.do(ActivateCell(incidents=(cell.lead,), level=Level.N2, decider="Dir", reason="R")).result().id
    point = room.do(OpenPoint(cell=again)).result()
    room.do(ClosePoint(point=point.id, next_at=NOON + 30 * MINUTE, notes={"facts": "Deux nœuds"})).result()
    room.sit_down("Léa Martin")

    erased = room.erasure.erase_person(NAME, REASON)

    (minutes,) = [each for each in room.views.entries(cell.lead) if each.code == "point" and "Deux" in each.text]
    assert [item.name for item in erased.copies_not_reached if item.kind == "text"] == [minutes.number]
