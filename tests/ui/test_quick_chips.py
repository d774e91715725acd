"""The chips and fields of quick entry: every kind by its F-key, a whole call by Alt keys and plain typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.builders import an_entry, an_incident
from tests.ui.log_parts import type_text
from ui.desk import Desk
from ui.dialogs.declare import DeclareDialog
from ui.panels.log import LogPanel
from ui.widgets.quick_chips import KEYS, said_of_a_call
from ui.widgets.quick_entry import QuickEntryBar
from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.quick_entry import Chosen

PLACE = "log:x"
WHOLE = Chosen("Préfecture", "Léa", Channel.RADIO, "20", to_verify=True, key_event=True)


def press(keys: str) -> None:
    pressed = QKeySequence(keys)[0]
    hand = QApplication.focusWidget()
    assert hand is not None
    QTest.keyClick(hand, pressed.key(), pressed.keyboardModifiers())


def write(text: str) -> None:
    hand = QApplication.focusWidget()
    assert hand is not None
    type_text(hand, text)


@pytest.fixture
def panel(qtbot, desk: Desk) -> LogPanel:
    incident = an_incident(desk.room)
    an_entry(desk.room, incident.ref)
    panel = LogPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(700, 600)
    panel.show(incident.id)
    panel.activateWindow()
    panel.focus_entry()
    qtbot.waitUntil(lambda: panel._quick._field.hasFocus())
    return panel


def bar_of(panel: LogPanel) -> QuickEntryBar:
    return panel._quick


def choose_all() -> None:
    press("Alt+D")
    write("Préfecture")
    press("Tab")
    write("Léa")
    press("Tab")
    write("20")
    for keys in ("Alt+R", "Alt+V", "Alt+K"):
        press(keys)


@pytest.mark.parametrize(("kind", "key"), list(KEYS.items()))
def test_that_each_kind_has_its_key_and_its_chip(qtbot, panel: LogPanel, kind: Kind, key: str) -> None:
    bar = bar_of(panel)
    press(key)
    assert bar.kind is kind
    assert bar._chips.kinds[kind].isChecked()
    press(key)
    assert bar.kind is Kind.INFORMATION, "the same key again takes it back"

    qtbot.mouseClick(bar._chips.kinds[kind], Qt.MouseButton.LeftButton)
    assert bar.kind is kind
    assert bar._field.hasFocus()


def test_that_the_keys_work_while_the_log_has_the_keyboard(qtbot, panel: LogPanel) -> None:
    press("Esc")
    qtbot.waitUntil(lambda: panel._view.hasFocus())
    press("F7")

    assert bar_of(panel).kind is Kind.REPORT
    assert bar_of(panel)._field.hasFocus(), "one types on at once"


def test_that_the_keys_stay_out_of_a_dialog(qtbot, desk: Desk, panel: LogPanel) -> None:
    dialog = DeclareDialog(desk, panel)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or QWidget()))
    for keys in ("F3", "F10", "F11", "Alt+T", "Alt+D"):
        press(keys)

    assert (bar_of(panel).kind, bar_of(panel).chosen) == (Kind.INFORMATION, Chosen())
    assert dialog.isVisible()
    dialog.reject()


def test_that_f10_and_f11_open_no_menu_and_fill_no_screen(panel: LogPanel) -> None:
    window = panel.window()
    for keys in ("F10", "F11"):
        press(keys)

    assert QApplication.activePopupWidget() is None
    assert not window.isFullScreen()
    assert bar_of(panel).kind is Kind.EVIDENCE


def test_that_a_call_is_logged_by_keys_and_plain_typing_alone(qtbot, desk: Desk, panel: LogPanel) -> None:
    press("F6")
    choose_all()
    press("Return")  # nothing is written yet: back to the line
    assert bar_of(panel)._field.hasFocus()
    write("Le pont est coupé")
    press("Return")

    qtbot.waitUntil(lambda: panel._model.rowCount() == 3)
    entry = list(desk.room.views.entries(panel.incident))[-1]
    assert (entry.kind, entry.text) == (Kind.REQUEST, "Le pont est coupé")
    assert (entry.from_who, entry.to_who, entry.channel) == ("Préfecture", "Léa", "radio")
    assert entry.event_at == desk.room.clock.now_ms() - 20 * 60_000
    assert (entry.verification, entry.key_event) == (Verification.TO_VERIFY, True)
    assert bar_of(panel).chosen == Chosen(), "the next line begins plain"
    assert not bar_of(panel)._call.isVisible()


def test_that_enter_in_a_field_sends_a_line_that_is_written(qtbot, panel: LogPanel) -> None:
    write("Le pont est coupé")
    press("Alt+D")
    write("Préfecture")
    with qtbot.waitSignal(bar_of(panel).sent) as sent:
        press("Return")

    assert sent.args[0].entry.from_who == "Préfecture"


def test_that_esc_in_a_field_goes_back_and_keeps_what_is_typed(panel: LogPanel) -> None:
    press("Alt+A")
    write("Léa")
    press("Esc")

    assert bar_of(panel)._field.hasFocus()
    assert bar_of(panel).chosen.to_who == "Léa"
    assert bar_of(panel)._call.isVisible()
    press("Alt+M")
    press("Esc")
    assert bar_of(panel)._chips.said["to"].isChecked()
    assert not bar_of(panel)._chips.said["when"].isChecked()


def test_that_a_field_left_empty_goes_away_again(panel: LogPanel) -> None:
    press("Alt+M")
    press("Esc")

    assert not bar_of(panel)._call.isVisible()


def test_that_one_channel_takes_the_place_of_another(panel: LogPanel) -> None:
    press("Alt+T")
    press("Alt+P")
    assert bar_of(panel).chosen.channel == Channel.IN_PERSON
    press("Alt+P")

    assert bar_of(panel).chosen.channel == ""


def test_that_a_chip_of_a_call_works_by_mouse(qtbot, panel: LogPanel) -> None:
    bar = bar_of(panel)
    for each in said_of_a_call():
        qtbot.mouseClick(bar._chips.said[each.id], Qt.MouseButton.LeftButton)

    assert bar._call.fields["when"].isVisible()
    assert (bar.chosen.channel, bar.chosen.to_verify, bar.chosen.key_event) == (Channel.IN_PERSON, True, True)


def test_that_what_is_chosen_is_said_before_enter(panel: LogPanel) -> None:
    press("F2")
    choose_all()

    said = bar_of(panel)._hint.whole
    for word in ("Fact", "from Préfecture", "to Léa", "radio", "to verify", "key event"):
        assert word in said


def test_that_a_time_nobody_understands_is_said_and_stays(panel: LogPanel) -> None:
    press("Alt+M")
    write("vers midi")
    assert "not understood" in bar_of(panel)._hint.whole
    press("Esc")
    write("Le pont")

    assert bar_of(panel).read().text == "Le pont (vers midi)"


def test_that_marks_alone_are_no_entry(qtbot, panel: LogPanel) -> None:
    choose_all()
    press("Esc")
    with qtbot.assertNotEmitted(bar_of(panel).sent):
        press("Return")

    assert bar_of(panel).chosen == WHOLE


def test_that_the_draft_keeps_what_was_chosen(qtbot, desk: Desk, panel: LogPanel) -> None:
    press("F2")
    choose_all()
    press("Esc")
    write("Le pont est coupé")
    told = bar_of(panel).read()
    bar_of(panel).keep_draft()
    place = f"log:{panel.incident}"
    qtbot.waitUntil(lambda: "pont" in desk.room.views.draft(place))

    bar_of(panel).set_place("log:y")
    assert bar_of(panel).chosen == Chosen()
    bar_of(panel).set_place(place)
    again = bar_of(panel).read()
    assert (again.kind, again.text, again.from_who, again.to_who) == (told.kind, told.text, "Préfecture", "Léa")
    assert (again.channel, again.event_at, again.verification) == ("radio", told.event_at, Verification.TO_VERIFY)


def test_that_a_line_that_failed_returns_with_all_that_was_chosen(qtbot, panel: LogPanel) -> None:
    bar = bar_of(panel)
    panel._quick.sent.disconnect(panel._send)
    press("F2")
    choose_all()
    press("Esc")
    write("Le pont est coupé")
    with qtbot.waitSignal(bar.sent) as sent:
        press("Return")
    bar.give_back(sent.args[0])

    assert (bar.kind, bar.chosen, bar.text) == (Kind.FACT, WHOLE, "Le pont est coupé")


def test_that_accents_come_through_an_input_method_in_every_field(panel: LogPanel) -> None:
    press("Alt+D")
    for piece in ("Pr", "é", "fecture de l", "’", "Is", "è", "re"):
        write(piece)
    press("Esc")
    write("à 14 h, ça coûte 12 € « déjà »")

    assert bar_of(panel).read().from_who == "Préfecture de l’Isère"
    assert bar_of(panel).read().text == "à 14 h, ça coûte 12 € « déjà »"


@pytest.mark.parametrize("width", [340, 480, 700, 1200])
def test_that_no_chip_is_cut_at_any_width(qtbot, panel: LogPanel, width: int) -> None:
    panel.resize(width, 600)
    qtbot.wait(50)
    chips = bar_of(panel)._chips
    for chip in (*chips.kinds.values(), *chips.said.values()):
        row = chip.parentWidget()
        assert row is not None
        assert row.rect().contains(chip.geometry()), chip.text()
        assert chip.width() >= chip.sizeHint().width()


def test_that_the_keys_work_over_the_names_that_are_offered(qtbot, panel: LogPanel) -> None:
    bar = bar_of(panel)
    bar.set_names(people=["Léa Martin", "Léa Petit"], services=[])
    write("Joindre @")
    write("l")
    assert bar._field.names_offered.isVisible()
    QTest.keyClick(bar._field.names_offered, Qt.Key.Key_F6)
    assert bar.kind is Kind.REQUEST
    assert not bar._field.names_offered.isVisible()

    press("Alt+A")
    field, offered = bar._call.fields["to"], bar._call.names_offered[1]
    QTest.keyClicks(field, "L")
    qtbot.waitUntil(offered.isVisible)
    QTest.keyClick(offered, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)

    assert bar._call.fields["when"].hasFocus()
    assert field.text() == "L", "what was typed stays, whatever was offered"
