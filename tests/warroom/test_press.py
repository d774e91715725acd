"""The press line, the hard questions, and whom a room must not forget: on one laptop, on two, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.sent import a_release
from tests.warroom.stations import another_station, meet
from warroom import words
from warroom.commands import (
    ActivateCell,
    AddStakeholder,
    AmendStakeholder,
    ApprovePress,
    DropPress,
    DropStakeholder,
    HoldFunction,
    ProposePress,
    WritePress,
)
from warroom.domain.channels import AnswerKind, PressAnswer
from warroom.domain.press import PressFault, asked_of, is_approved, is_ready, of_language
from warroom.domain.stakeholder_map import fields_of, placed
from warroom.errors import Refusal
from warroom.reports.leaflet import Leaflet, Made
from warroom.reports.press import one_truth_of, spokesperson_of, stakeholders_of
from warroom.reports.stakeholders import map_said, map_svg
from warroom.room import Room
from warroom.storage.press import shipped


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def answers(room: Room, incident: str, kind: AnswerKind, language: str = "fr") -> list[PressAnswer]:
    return of_language(room.views.press_answers(incident), language)[kind]


def write(room: Room, incident: str, kind: AnswerKind, answer: str, **more: Any) -> str:
    return room.do(WritePress(incident=incident, kind=kind, language="fr", answer=answer, **more)).result()


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as caught:
        room.do(command).result()
    return caught.value.code


def made(room: Room, *, exercise: bool = False) -> Made:
    return Made(room.views.within(()), "Léa Martin", NOON, None, exercise)


def html(leaflet: Leaflet) -> str:
    assert leaflet.pdf.startswith(b"%PDF")
    return leaflet.html.decode()


def test_that_ten_hard_questions_ship_in_both_languages_with_bridges_and_red_lines() -> None:
    kinds = [one.kind for one in shipped()]
    assert kinds.count(AnswerKind.QUESTION) == 10
    assert kinds.count(AnswerKind.BRIDGE) >= 3
    assert kinds.count(AnswerKind.RED_LINE) >= 4
    for one in shipped():
        assert set(one.said) == {"en", "fr"}
        assert set(one.hints) in ({"en", "fr"}, set())
    with pytest.raises(PressFault):
        asked_of({"format": "warroom-press-1", "questions": [{"code": "x"}], "bridges": [], "red_lines": []})
    with pytest.raises(PressFault):
        asked_of([])


def test_that_questions_are_taken_up_once_whoever_does_it(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = another_station(room, tmp_path, monkeypatch)
    try:
        assert room.do(ProposePress(incident=incident, languages=("fr",))).result() == len(shipped())
        other.do(ProposePress(incident=incident)).result()
        meet(room, other)
        for each in (room, other):
            assert len(answers(each, incident, AnswerKind.QUESTION)) == 10
            assert len(answers(each, incident, AnswerKind.QUESTION, "en")) == 10
        assert room.do(ProposePress(incident=incident)).result() == 0
    finally:
        other.close()


def test_that_nobody_approves_their_own_words_and_other_words_are_to_be_approved_again(
    room: Room, incident: str
) -> None:
    record = write(room, incident, AnswerKind.LINE, "Nous rétablissons le service.")
    assert refused(room, ApprovePress(answer=record)) == "own-words"
    room.sit_down("Inès Roy")
    room.do(ApprovePress(answer=record)).result()
    (line,) = answers(room, incident, AnswerKind.LINE)
    assert (is_ready(line), line.approved_by) == (True, "Inès Roy")

    assert write(room, incident, AnswerKind.LINE, "Le service revient.") == record
    (line,) = answers(room, incident, AnswerKind.LINE)
    assert not is_approved(line)
    told = [entry.text for entry in room.views.entries(incident) if entry.code == "press"]
    assert len(told) == 3
    assert "Le service revient." in told[-1]


def test_that_words_changed_elsewhere_are_not_approved_by_an_approval_of_others(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = write(room, incident, AnswerKind.QUESTION, "Non.", question="Une attaque ?")
    other = another_station(room, tmp_path, monkeypatch)
    try:
        other.do(ApprovePress(answer=record)).result()
        write(room, incident, AnswerKind.QUESTION, "Peut-être.", question="Une attaque ?", record=record)
        meet(room, other)
        for each in (room, other):
            (answer,) = answers(each, incident, AnswerKind.QUESTION)
            assert (answer.answer, is_approved(answer)) == ("Peut-être.", False)
    finally:
        other.close()


def test_that_what_cannot_be_said_is_refused_and_undo_brings_words_back(room: Room, incident: str) -> None:
    ask = WritePress(incident=incident, kind=AnswerKind.QUESTION, language="fr", answer="x")
    assert refused(room, ask) == "question-missing"
    assert refused(room, WritePress(incident=incident, kind=AnswerKind.BRIDGE, language="fr", answer=" ")) == (
        "answer-missing"
    )
    long = WritePress(incident=incident, kind=AnswerKind.LINE, language="fr", answer="x" * 5000)
    assert refused(room, long) == "press-long"
    assert refused(room, WritePress(incident=incident, kind=AnswerKind.LINE, language="!", answer="x")) == (
        "language-unknown"
    )
    record = write(room, incident, AnswerKind.RED_LINE, "Aucun nom.")
    room.do(DropPress(answer=record)).result()
    assert not answers(room, incident, AnswerKind.RED_LINE)
    room.undo().result()
    assert answers(room, incident, AnswerKind.RED_LINE)


def test_that_stakeholders_stand_where_they_weigh_and_the_drawing_says_it_in_words_too(room: Room) -> None:
    big = room.do(AddStakeholder(name="Hôpital <Nord>", influence=3, concern=3, key_account=True)).result()
    room.do(AddStakeholder(name="Gazette", influence=3, concern=1, audience="press")).result()
    room.do(AddStakeholder(name="Sans poids")).result()
    assert refused(room, AddStakeholder(name="gazette")) == "stakeholder-known"
    assert refused(room, AddStakeholder(name="X", influence=4)) == "weight-unknown"
    assert refused(room, AddStakeholder(name="X", audience="nobody")) == "unknown-reference"
    assert refused(room, AddStakeholder(name=" ")) == "name-missing"

    found = placed(room.views.stakeholders())
    assert [one.stakeholder.name for one in found] == ["Hôpital <Nord>", "Gazette", "Sans poids"]
    assert [one.number for one in fields_of(found)[(3, 3)]] == [1]
    drawn = map_svg(found)
    assert "<Nord>" not in drawn
    assert drawn.count("<circle") == 1
    assert "Hôpital <Nord>" in map_said(found)
    assert "Sans poids" not in map_said(found)

    room.do(AmendStakeholder(stakeholder=big, concern=1, remark="Rappelé")).result()
    assert placed(room.views.stakeholders())[0].field == (3, 1)
    room.do(DropStakeholder(stakeholder=big)).result()
    assert len(room.views.stakeholders()) == 2
    sheet = html(stakeholders_of(made(room)))
    assert "Gazette" in sheet
    assert "<svg" in sheet


def test_that_the_spokesperson_has_everything_in_hand_and_what_nobody_approved_says_so(
    room: Room, incident: str
) -> None:
    room.do(ProposePress(incident=incident, languages=("fr",))).result()
    write(room, incident, AnswerKind.LINE, "Nous rétablissons le service.")
    first = answers(room, incident, AnswerKind.QUESTION)[0]
    write(room, incident, AnswerKind.QUESTION, "Une panne depuis 9 h.", question=first.question, record=first.id)
    with words.speaking("en"):
        sheet = html(spokesperson_of(made(room), incident, "fr"))
    assert "Nous rétablissons le service." in sheet
    assert "Une panne depuis 9 h." in sheet
    assert sheet.count("non validé") == 2
    assert "Avez-vous été attaqués" in sheet


def test_that_the_one_page_says_only_what_was_let_out_or_approved(room: Room, incident: str) -> None:
    empty = html(one_truth_of(made(room), incident, "en"))
    assert "say nothing" in empty
    write(room, incident, AnswerKind.LINE, "Ligne en attente")
    write(room, incident, AnswerKind.RED_LINE, "Aucun nom.")
    cell = room.do(ActivateCell(incidents=(incident,), level=3, decider="Claire", reason="Panne")).result().id
    room.do(HoldFunction(cell=cell, code="COM", holder="Marc Diallo", phone="01 99 00 12 34")).result()
    a_release(room, incident, ())

    sheet = html(one_truth_of(made(room), incident, "fr"))

    assert "Ligne en attente" not in sheet
    assert "Aucun nom." in sheet
    assert "Marc Diallo" in sheet
    assert "A-MS01" in sheet
    room.sit_down("Inès Roy")
    room.do(ApprovePress(answer=answers(room, incident, AnswerKind.LINE)[0].id)).result()
    assert "Ligne en attente" in html(one_truth_of(made(room), incident, "fr"))
