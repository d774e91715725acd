"""Callers nobody verified, on screen: the mark in every list, the hint while typing, and the way to clear it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from tests.ui.test_wall import page
from ui.desk import Desk
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.entry_details import entry_fields
from ui.dialogs.verify_caller import VerifyCallerDialog
from ui.models.decisions import Listed, question_said, state_said, state_tone
from ui.parts.decisions import DecisionsPart
from ui.widgets.lines import Block
from ui.widgets.quick_words import understood_words
from warroom.commands import Decide, RequestDecision
from warroom.domain.decisions import CallerCheck, Decision
from warroom.domain.quick_entry import parse
from warroom.room import Room

REASON = "Ligne coupée"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def decision(room: Room) -> Decision:
    order = {"decided": "Tout couper", "decider": "Préfet", "how": "phone", "caller_reason": REASON}
    made = room.do(Decide(incident=an_incident(room).id, caller_check=CallerCheck.NONE, **order)).result()  # type: ignore[arg-type]
    found = room.views.decision(made.id)
    assert found is not None
    return found


def test_that_the_list_says_it_where_nothing_is_cut_and_in_amber(decision: Decision) -> None:
    assert "caller not verified" in state_said(decision, NOON)
    assert state_tone(decision, NOON) == "due"


def test_that_a_question_by_an_unverified_caller_says_so_before_its_words(room: Room, decision: Decision) -> None:
    asked = RequestDecision(incident=decision.incident, question="Tout couper ?", how="phone")
    waiting = room.views.decision(room.do(asked).result().id)
    assert waiting is not None

    assert question_said(Listed(waiting, "A-001")) == "Caller not verified · Tout couper ?"


def test_that_the_incident_room_says_it_with_the_reason(
    qtbot: QtBot, desk: Desk, room: Room, decision: Decision
) -> None:
    part = DecisionsPart(desk)
    qtbot.addWidget(part)
    part.show_incident(room.views.incident(decision.incident))

    (block,) = part.findChildren(Block)
    assert (block.more.text, block.when.tone) == (f"Caller not verified: {REASON}", "due")


def test_that_a_question_by_an_unverified_caller_says_so_on_the_wall(room: Room) -> None:
    incident = an_incident(room).id
    room.do(RequestDecision(incident=incident, question="Tout couper ?", how="phone")).result()
    shown = page(room)

    assert shown.decision is not None
    assert shown.decision.under.startswith("Caller not verified · ")


def test_that_the_mark_goes_once_the_caller_is_verified(
    qtbot: QtBot, desk: Desk, room: Room, decision: Decision, window: QWidget
) -> None:
    details = DecisionDialog(desk, decision, window)
    details.open()
    next(button for button in details.findChildren(QPushButton) if button.text() == "Caller verified…").click()
    asked = details.findChildren(VerifyCallerDialog)[0]
    asked._check.choose(CallerCheck.CALL_BACK)
    with qtbot.waitSignal(asked.succeeded):
        asked.send()
    found = room.views.decision(decision.id)

    assert found is not None
    assert (found.is_unverified, "caller not verified" in state_said(found, NOON)) == (False, False)


def test_that_the_entry_says_how_its_caller_was_known(room: Room, decision: Decision) -> None:
    entry = list(room.views.entries(decision.incident))[-1]

    assert ("Caller", "not verified") in entry_fields(entry)


@pytest.mark.parametrize(("line", "is_warned"), [("décision: Tout couper tél", True), ("décision: Tout couper", False)])
def test_that_a_decision_typed_in_the_log_is_warned_of_before_it_is_saved(line: str, is_warned: bool) -> None:
    entry = parse(line, now_ms=NOON, zone=None)

    assert ("caller not verified" in understood_words(entry, NOON)) is is_warned
