"""The dialog of the ways out: what there would be, a folder written and verified, what is overtaken, a read-back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from tests.warroom.sent import a_message, a_release
from tests.warroom.ways_out.released import EN, FR
from ui.desk import Desk
from ui.dialogs.read_back import ReadBackDialog
from ui.dialogs.ways_out import WaysOutDialog
from warroom.domain.incidents import Mode
from warroom.domain.messages import Release, Result
from warroom.domain.paper import PrintKind
from warroom.reports.ways_out.said import Way, check_of


def released(desk: Desk, **more: object) -> Release:
    incident = an_incident(desk.room).id
    channel = next(channel.id for channel in desk.room.views.channels() if channel.name == "Read out in the room")
    return desk.room.ways_out.release(
        a_release(desk.room, incident, (channel,), texts={"fr": FR, "en": EN}, **more)  # type: ignore[arg-type]
    )


def opened(qtbot: QtBot, desk: Desk, release: Release) -> WaysOutDialog:
    made = WaysOutDialog(desk, release)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._seen is not None)
    made._looking.stop()
    return made


def test_that_the_folder_is_written_verified_and_nothing_is_said_to_be_sent(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk, released(desk))
    assert "FR 1, EN 1" in dialog.boxes[Way.SMS].text()
    for way in (Way.READ_OUT, Way.POSTER, Way.QR):
        dialog.boxes[way].setChecked(False)
    dialog.use_folder(str(tmp_path))
    with qtbot.waitSignal(dialog.written, timeout=30_000) as told:
        dialog.write()
    made = told.args[0]
    assert (made.folder / "message.eml").exists()
    assert not (made.folder / "read-out.pdf").exists()
    assert "read back and verified" in dialog.trouble.text()
    assert "Nothing was sent" in dialog.trouble.text()
    assert desk.room.views.sendings(mode=Mode.BOTH) == []


def test_that_nothing_is_written_without_a_place_or_a_choice(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    dialog = opened(qtbot, desk, released(desk))
    dialog.write()
    assert "Plug in a stick" in dialog.trouble.text()
    for box in dialog.boxes.values():
        box.setChecked(False)
    dialog.use_folder(str(tmp_path))
    dialog.write()
    assert "at least one" in dialog.trouble.text()


def test_that_what_is_overtaken_leaves_only_when_somebody_says_so(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room).id
    message = a_message(desk.room, incident, withdrawn_at=NOON)
    release = desk.room.ways_out.release(a_release(desk.room, incident, (), message=message))
    dialog = opened(qtbot, desk, release)
    assert dialog._doubts.isVisible()
    assert not dialog.primary.isEnabled()
    assert not any(button.isEnabled() for button in dialog.prints)
    dialog.despite.setChecked(True)
    assert dialog.primary.isEnabled()


def test_that_a_table_names_the_recipients_and_one_without_addresses_is_refused_in_place(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk, released(desk))
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("name,mail\nEve,eve@example.org\nX,nobody\n", encoding="utf-8")
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    dialog.use_table(good)
    qtbot.waitUntil(lambda: "(1)" in dialog.boxes[Way.MAIL_MERGE].text())
    assert "X" in dialog._left_out.text()
    dialog.use_table(bad)
    qtbot.waitUntil(lambda: "mail" in dialog.trouble.text())
    dialog.use_table(tmp_path / "gone.csv")
    qtbot.waitUntil(lambda: "gone.csv" in dialog.trouble.text())


def test_that_a_read_back_is_noted_with_who_confirmed_and_the_control_code(qtbot: QtBot, desk: Desk) -> None:
    release = released(desk)
    dialog = ReadBackDialog(desk, release)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.send()
    assert "Say who" in dialog._trouble.text()
    dialog.who.setText("M. Roux, centre d’appels")
    dialog.code.setText("0000 0000")
    dialog.send()
    assert "do not have the same words" in dialog._trouble.text()
    dialog.code.setText(check_of(release).lower())
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    (sending,) = desk.room.views.sendings_of(release.id)
    assert (sending.result, sending.recipient) == (Result.READ_BACK, "M. Roux, centre d’appels")
    assert check_of(release) in sending.proof
    assert sending.audience == "customers"


@pytest.mark.parametrize("exercise", [False, True])
def test_that_an_exercise_is_said_at_the_top(qtbot: QtBot, desk: Desk, exercise: bool) -> None:
    dialog = opened(qtbot, desk, released(desk, exercise=exercise))
    assert ("EXERCISE" in dialog.intro.text()) is exercise


def test_that_a_poster_is_a_copy_that_a_newer_message_overtakes(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.leaflets.default_printer", lambda: "")  # whatever this laptop has
    release = released(desk)
    dialog = opened(qtbot, desk, release)
    dialog.prints[1].click()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QFileDialog)), timeout=30_000)
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.reject()
    qtbot.waitUntil(lambda: bool(desk.room.views.printouts()), timeout=30_000)
    (copy,) = desk.room.views.printouts()
    assert copy.kind == PrintKind.POSTER
    assert (tmp_path / "warroom-a-ms01-poster-a4.pdf").exists()
    assert desk.room.views.overtaken(copy).other == 0
    a_release(desk.room, release.incident, ())
    assert desk.room.views.overtaken(copy).other == 1
