"""Sealing and time-stamping on screen: two people, a PIN, a fingerprint to copy, an authority that may not answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.warroom.authority import Authority, listening
from ui.desk import Desk
from ui.dialogs.seal import SealDialog
from ui.dialogs.time_stamp import TimeStampDialog
from ui.settings import Settings
from warroom.commands import AddPerson, SetPin
from warroom.errors import Refusal

PATIENCE = 20_000


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    made = Authority(tmp_path_factory.mktemp("authority") / "tsa", with_chain=True)
    with listening(made):
        yield made


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> SealDialog:
    room = desk.room
    incident = an_incident(room)
    room.do(AddPerson(name="Marc Dubois", initials="MD")).result()
    room.sit_down("Marc Dubois")
    room.do(SetPin(person="Marc Dubois", pin="4321")).result()
    room.sit_down("Léa Martin")
    made = SealDialog(desk, room.views.incident(incident.id))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_two_people_seal_and_the_fingerprint_is_large(qtbot: QtBot, dialog: SealDialog, desk: Desk) -> None:
    dialog.reason.setText("Relève")
    assert dialog.pin.isHidden()
    dialog.witness.setText("md")
    assert dialog.pin.isVisible(), "the witness has a PIN"
    dialog.seal()
    assert "their own PIN" in dialog.trouble.text()
    dialog.pin.setText("1111")
    dialog.seal()
    qtbot.waitUntil(lambda: "not the PIN" in dialog.trouble.text(), timeout=PATIENCE)
    assert desk.room.evidence.seals() == []

    dialog.pin.setText("4321")
    with qtbot.waitSignal(dialog.sealed, timeout=PATIENCE):
        dialog.seal()

    (seal,) = desk.room.evidence.seals()
    assert (seal.by, seal.witness) == ("Léa Martin", "Marc Dubois")
    assert dialog.large.text().replace(" ", "") == seal.fingerprint
    assert dialog.whole.text().replace(" ", "") == seal.digest
    assert "Léa Martin and Marc Dubois" in dialog.intro.text()
    assert dialog.pin.text() == ""


def test_that_the_second_person_is_not_the_one_who_types(qtbot: QtBot, dialog: SealDialog, desk: Desk) -> None:
    assert "Léa Martin" not in dialog.witness._names.stringList()
    dialog.reason.setText("Relève")
    dialog.witness.setText("léa martin")
    dialog.seal()

    qtbot.waitUntil(lambda: "a second person" in dialog.trouble.text(), timeout=PATIENCE)
    assert desk.room.evidence.seals() == []


def test_that_one_person_alone_is_told_what_the_log_will_say(qtbot: QtBot, dialog: SealDialog) -> None:
    assert "sealed by one person" in dialog.alone.text()
    dialog.seal()
    assert "Why is the log sealed now?" in dialog.trouble.text()
    dialog.reason.setText("Parquet")
    with qtbot.waitSignal(dialog.sealed, timeout=PATIENCE):
        dialog.seal()

    assert "One person sealed" in dialog.intro.text()


def test_that_no_door_takes_a_witness_with_a_pin_without_it(dialog: SealDialog, desk: Desk) -> None:
    for pin in (None, "", "1111"):
        with pytest.raises(Refusal, match="PIN"):
            desk.room.evidence.seal("A-001", reason="x", witness="Marc Dubois", witness_pin=pin)

    assert desk.room.evidence.seals() == []


def a_stamping(qtbot: QtBot, desk: Desk) -> TimeStampDialog:
    desk.room.evidence.seal(an_incident(desk.room).ref, reason="Relève")
    made = TimeStampDialog(desk, desk.room.evidence.seals()[0])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_a_seal_is_stamped_and_the_authority_remembered(
    qtbot: QtBot, desk: Desk, settings: Settings, authority: Authority
) -> None:
    dialog = a_stamping(qtbot, desk)
    assert "Only the digest of the seal leaves this laptop" in dialog.intro.text()
    dialog.address.setText(authority.url)
    dialog.trust(str(authority.ca))
    with qtbot.waitSignal(dialog.stamped, timeout=PATIENCE):
        dialog.stamp()

    assert "Throw-away TSA" in dialog.trouble.text()
    assert len(desk.room.evidence.seals()[0].timestamps) == 1
    assert Settings.load(settings.path).authority == authority.url


def test_that_an_authority_that_does_not_answer_is_said_with_what_is_safe(qtbot: QtBot, desk: Desk) -> None:
    dialog = a_stamping(qtbot, desk)
    dialog.stamp()
    assert "Type the address" in dialog.trouble.text()
    dialog.address.setText("http://127.0.0.1:9/")
    dialog.stamp()

    qtbot.waitUntil(lambda: "The seal is kept" in dialog.trouble.text(), timeout=PATIENCE)
    assert dialog.primary.isEnabled()
