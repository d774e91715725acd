"""Quick entry on screen: Enter hands one line over, Esc and failures lose nothing, names complete, drafts are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from tests.ui.log_parts import type_text
from ui.desk import Desk
from ui.widgets.quick_entry import QuickEntryBar, Sent
from warroom.domain.entries import Kind

PLACE = "log:x"


@pytest.fixture
def bar(qtbot, desk: Desk) -> QuickEntryBar:
    bar = QuickEntryBar(desk)
    qtbot.addWidget(bar)
    bar.resize(700, 120)
    bar.set_place(PLACE)
    bar.set_names(people=["C. Aubry", "S. Roy"], services=["API Paris"])
    bar.show()
    bar.setFocus()
    qtbot.waitExposed(bar)
    return bar


def type_in(bar: QuickEntryBar, text: str) -> None:
    type_text(bar._field, text)


def hint(bar: QuickEntryBar) -> str:
    return bar._hint.whole


def test_that_enter_hands_over_the_line_and_frees_the_field(qtbot, bar: QuickEntryBar) -> None:
    type_in(bar, "Hébergeur rappelle de:hébergeur tél")
    with qtbot.waitSignal(bar.sent) as sent:
        qtbot.keyClick(bar._field, Qt.Key.Key_Return)

    assert sent.args[0].entry.text == "Hébergeur rappelle"
    assert bar.text == ""
    assert "saving" in hint(bar)


def test_that_shift_enter_begins_a_new_line(qtbot, bar: QuickEntryBar) -> None:
    type_in(bar, "un")
    qtbot.keyClick(bar._field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_in(bar, "deux")

    assert bar.text == "un\ndeux"


def test_that_an_empty_line_is_not_sent(qtbot, bar: QuickEntryBar) -> None:
    with qtbot.assertNotEmitted(bar.sent):
        qtbot.keyClick(bar._field, Qt.Key.Key_Return)
        type_in(bar, "! +")
        qtbot.keyClick(bar._field, Qt.Key.Key_Return)

    assert bar.text == "! +"
    assert "Write something first" in hint(bar)


def test_that_what_is_understood_is_said_before_enter(bar: QuickEntryBar) -> None:
    type_in(bar, "Joindre l'astreinte @S. Roy +30")

    assert hint(bar).startswith("Action · for S. Roy · in 30 min")


def test_that_an_f_key_chooses_the_kind_of_one_line_only(qtbot, bar: QuickEntryBar) -> None:
    bar.window().activateWindow()
    qtbot.keyClick(bar._field, Qt.Key.Key_F2)
    assert bar.kind is Kind.FACT
    type_in(bar, "62 % des nœuds répondent")
    with qtbot.waitSignal(bar.sent) as sent:
        qtbot.keyClick(bar._field, Qt.Key.Key_Return)

    assert sent.args[0].entry.kind is Kind.FACT
    assert bar.kind is Kind.INFORMATION


def test_that_a_chip_does_what_its_key_does_and_the_field_keeps_the_keyboard(qtbot, bar: QuickEntryBar) -> None:
    qtbot.mouseClick(bar._chips.kinds[Kind.DECISION], Qt.MouseButton.LeftButton)

    assert bar.kind is Kind.DECISION
    assert bar._field.hasFocus()


def test_that_esc_leaves_the_text_where_it_is(qtbot, bar: QuickEntryBar) -> None:
    type_in(bar, "à moitié")
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar._field, Qt.Key.Key_Escape)

    assert bar.text == "à moitié"


def test_that_a_line_that_failed_returns_before_what_was_typed_since(qtbot, bar: QuickEntryBar) -> None:
    sent = send(qtbot, bar, "première")
    type_in(bar, "seconde")
    bar.give_back(sent)

    assert bar.text == "première\nseconde"


def test_that_a_line_that_failed_returns_with_its_kind(qtbot, bar: QuickEntryBar) -> None:
    bar.choose(Kind.DECISION)
    sent = send(qtbot, bar, "basculer")
    bar.give_back(sent)

    assert (bar.text, bar.kind) == ("basculer", Kind.DECISION)


def send(qtbot, bar: QuickEntryBar, text: str) -> Sent:
    type_in(bar, text)
    with qtbot.waitSignal(bar.sent) as sent:
        qtbot.keyClick(bar._field, Qt.Key.Key_Return)
    return sent.args[0]


def test_that_a_draft_is_kept_shortly_after_the_last_key(qtbot, desk: Desk, bar: QuickEntryBar) -> None:
    type_in(bar, "à moitié tapé")

    qtbot.waitUntil(lambda: desk.room.views.draft(PLACE) == "à moitié tapé")


def test_that_the_draft_holds_a_line_until_it_is_on_disk(qtbot, desk: Desk, bar: QuickEntryBar) -> None:
    sent = send(qtbot, bar, "en route")
    bar.keep_draft()
    qtbot.waitUntil(lambda: desk.room.views.draft(PLACE) == "en route")

    bar.confirm(sent, "A-0001 saved")

    qtbot.waitUntil(lambda: desk.room.views.draft(PLACE) == "")
    assert hint(bar) == "A-0001 saved"


def test_that_each_incident_has_its_own_draft(qtbot, desk: Desk, bar: QuickEntryBar) -> None:
    type_in(bar, "pour le premier")
    bar.set_place("log:y")
    assert bar.text == ""
    qtbot.waitUntil(lambda: desk.room.views.draft(PLACE) == "pour le premier")

    bar.set_place(PLACE)

    assert bar.text == "pour le premier"


def test_that_a_name_completes_without_taking_the_keyboard(qtbot, bar: QuickEntryBar) -> None:
    type_in(bar, "Joindre @")
    type_in(bar, "ro")
    assert bar._field._completer.popup().isVisible()
    qtbot.keyClick(bar._field._completer.popup(), Qt.Key.Key_Return)

    assert bar.text == "Joindre @S. Roy "


def test_that_understood_words_are_grey_and_text_is_not(bar: QuickEntryBar) -> None:
    type_in(bar, "😀 texte de:Roy")
    spans = bar._field.document().firstBlock().layout().formats()

    assert [(span.start, span.length) for span in spans] == [(9, 6)]


def test_that_a_long_text_makes_the_field_grow_to_five_lines(bar: QuickEntryBar) -> None:
    one = bar._field.height()
    type_in(bar, "mot " * 60)
    several = bar._field.height()
    type_in(bar, "mot " * 600)

    assert one < several
    assert bar._field.height() < 7 * one


def test_that_the_words_follow_the_language(bar: QuickEntryBar, monkeypatch) -> None:
    monkeypatch.setattr("ui.widgets.quick_entry._", lambda message: f"«{message}»")
    QCoreApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))

    assert bar._field.placeholderText() == "«What happened? Enter saves.»"
    assert hint(bar).startswith("«from: to:")


def test_that_the_guiding_words_grow_with_the_letters(bar: QuickEntryBar, desk: Desk) -> None:
    try:
        desk.look.set_scale(1.5)

        assert bar._field.viewport().font().pixelSize() == bar._field.font().pixelSize() == desk.look.px(15)
    finally:
        desk.look.set_scale(1.0)
