"""The cadence beside the messages: who waits, in which colour, and what a key or a button does about it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from ui.desk import Desk
from ui.dialogs.cadence import PaceDialog, SnoozeDialog, StartDialog, ToldDialog
from ui.laid_out import widgets_in
from ui.parts.message_cadence import MessageCadencePart
from ui.widgets.lines import Block, FactLine
from warroom.clock import FixedClock
from warroom.commands import LongIncident, NoteUpdate, StartCadence
from warroom.domain.incidents import Severity

MINUTE = 60_000


@pytest.fixture
def incident(desk: Desk) -> str:
    return an_incident(desk.room, severity=Severity.CRITICAL).id


@pytest.fixture
def part(qtbot: QtBot, desk: Desk, incident: str) -> MessageCadencePart:
    made = MessageCadencePart(desk)
    qtbot.addWidget(made)
    made.resize(264, 500)
    made.show()
    made.show_incident(desk.room.views.incident(incident))
    return made


def wait(desk: Desk, minutes: int) -> None:
    assert isinstance(desk.room.clock, FixedClock)
    desk.room.clock.advance(seconds=60 * minutes)


def blocks(part: MessageCadencePart) -> list[Block]:
    return [line for line in widgets_in(part.body) if isinstance(line, Block)]


def do(desk: Desk, part: MessageCadencePart, command: Any) -> None:
    desk.room.do(command).result()
    part.refresh()


def due(desk: Desk, incident: str) -> dict[str, int]:
    found = desk.room.views.cadences(incident)
    return {one.audience: (one.due_at - NOON) // MINUTE for one in found if one.due_at is not None}


def test_that_it_proposes_to_owe_messages_and_one_press_starts_them(
    qtbot: QtBot, desk: Desk, part: MessageCadencePart, incident: str
) -> None:
    (proposal,) = blocks(part)
    assert "Support desk, Staff, Customers" in proposal.what.text
    qtbot.mouseClick(proposal.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: due(desk, incident) == {"customers": 15, "staff": 15, "support": 15})


def test_that_who_waits_is_amber_then_red_and_late_ones_stand_first(
    desk: Desk, part: MessageCadencePart, incident: str
) -> None:
    do(desk, part, StartCadence(incident=incident, audiences=("customers", "partners")))
    assert [block.what.text for block in blocks(part)] == ["Customers", "Partners"]
    assert not blocks(part)[0].buttons()
    wait(desk, 6)
    part.refresh()
    assert [button.text() for button in blocks(part)[0].buttons()] == ["No change", "Put off…"]
    wait(desk, 10)
    part.refresh()
    assert "late by 1 min" in blocks(part)[0].when.text()
    assert next(line for line in widgets_in(part.body) if isinstance(line, FactLine)).value == "0 of 1 in time · 0 %"


def test_that_one_key_drafts_no_change_and_another_asks_to_put_it_off(
    qtbot: QtBot, desk: Desk, part: MessageCadencePart, incident: str
) -> None:
    do(desk, part, StartCadence(incident=incident, audiences=("customers",)))
    block = blocks(part)[0]
    with qtbot.waitSignal(part.drafted) as drafted:
        qtbot.keyClick(block, Qt.Key.Key_N)
    message = desk.room.views.message(drafted.args[0])
    assert message is not None
    assert message.template == "T07"
    with qtbot.waitSignal(part.write_asked) as asked:
        qtbot.keyClick(blocks(part)[0], Qt.Key.Key_W)
    assert asked.args == [("customers",)]

    qtbot.keyClick(blocks(part)[0], Qt.Key.Key_S)
    dialog = part.findChild(SnoozeDialog)
    qtbot.keyClicks(dialog._reason, "Essai en cours")
    dialog.send()
    qtbot.waitUntil(lambda: due(desk, incident) == {"customers": 30})


def test_that_a_long_incident_another_pace_another_audience_and_another_way_are_asked_for(
    qtbot: QtBot, desk: Desk, part: MessageCadencePart, incident: str
) -> None:
    do(desk, part, StartCadence(incident=incident, audiences=("customers",)))
    part.change(("customers",))
    pace = part.findChild(PaceDialog)
    pace._minutes.setValue(20)
    pace._reason.setPlainText("Presse")
    with qtbot.waitSignal(pace.succeeded):
        pace.send()
    part.told(("customers",))
    told = part.findChild(ToldDialog)
    told._how.setText("Au téléphone")
    with qtbot.waitSignal(told.succeeded):
        told.send()
    assert due(desk, incident) == {"customers": 20}
    part.start_another()
    start = part.findChild(StartDialog)
    start.send()
    assert start.isVisible(), "no audience was chosen"
    start._audience.choose("partners")
    with qtbot.waitSignal(start.succeeded):
        start.send()
    assert due(desk, incident) == {"customers": 20, "partners": 60}
    do(desk, part, LongIncident(incident=incident, reason="Pièce attendue"))
    part.change(("customers",), is_long=True)
    long = [one for one in part.findChildren(PaceDialog) if one.isVisible()][-1]
    assert long.title().startswith("A long incident")
    long.reject()


def test_that_the_cadence_part_says_when_nothing_is_owed(qtbot: QtBot, desk: Desk, part: MessageCadencePart) -> None:
    minor = an_incident(desk.room, severity=Severity.MINOR).id
    part.show_incident(desk.room.views.incident(minor))
    assert not blocks(part)
    do(desk, part, NoteUpdate(incident=minor, audiences=("customers",)))
    assert not blocks(part)
