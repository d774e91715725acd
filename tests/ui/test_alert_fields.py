"""The form of a message as an alert: what the room proposes stands first, what is chosen is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.ui.messages import a_message, words_said
from ui.desk import Desk
from ui.dialogs.alert_fields import AlertFieldsDialog
from warroom.domain.incidents import Severity
from warroom.room import Room


def test_that_what_the_room_proposes_is_said_and_a_choice_is_kept(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident = an_incident(room, severity=Severity.CRITICAL).id
    message = room.views.message(a_message(room, incident, texts=words_said("Panne")).id)
    assert message is not None
    dialog = AlertFieldsDialog(desk, message)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.severity.itemText(0) == "as proposed: severe"
    dialog.urgency.choose("Expected")
    dialog.areas["fr"].setText("Le Val")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    kept = room.views.message(message.id)
    assert kept is not None
    assert kept.cap == {"urgency": "Expected", "areaDesc": {"fr": "Le Val"}}
    again = AlertFieldsDialog(desk, kept)
    qtbot.addWidget(again)
    assert (again.urgency.value(), again.areas["fr"].text(), again.severity.value()) == ("Expected", "Le Val", "")
