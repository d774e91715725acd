"""The page of messages: the list, the pair being written, what is missing, what calls for somebody."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_entry, an_incident
from tests.ui.messages import MINUTE, WRITER, a_message, released, words_said
from ui.desk import Desk
from ui.dialogs.amend_message import AmendMessageDialog
from ui.dialogs.approve_message import ApproveDialog
from ui.dialogs.ask_check import AskCheckDialog
from ui.dialogs.cite_entry import CiteDialog
from ui.dialogs.form import Form
from ui.dialogs.message_verdict import VerdictDialog
from ui.dialogs.moved import MovedDialog
from ui.dialogs.new_message import NewMessageDialog
from ui.dialogs.promise import PromiseDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.release_message import ReleaseDialog
from ui.models.messages import state_word
from ui.panels.messages import MessagesPanel
from warroom.commands import AddAction, CiteEntry, MarkEntry, MarkNeed, MoveAction, WriteText
from warroom.domain.actions import ActionState
from warroom.domain.entries import Verification
from warroom.domain.incidents import Severity
from warroom.domain.messages import MessageState
from warroom.domain.needs import Need, NeedState
from warroom.room import Room


@pytest.fixture
def incident(room: Room) -> str:
    room.sit_down(WRITER)
    return an_incident(room, severity=Severity.CRITICAL, impact_started=NOON - 20 * MINUTE).id


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, incident: str) -> MessagesPanel:
    made = MessagesPanel(desk)
    qtbot.addWidget(made)
    made.resize(1400, 860)
    made.show()
    made.show_incident(incident)
    return made


def shown(qtbot: QtBot, panel: MessagesPanel, message: str) -> None:
    """Show this message, and wait until it is there."""
    panel.open_message(message)
    qtbot.waitUntil(lambda: panel._shown is not None and panel._shown.id == message)


def state_of(panel: MessagesPanel) -> MessageState | None:
    return panel._shown.state if panel._shown is not None else None


def opened(qtbot: QtBot, panel: MessagesPanel, kind: type[Form]) -> Form:
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in panel.findChildren(kind)))
    return next(dialog for dialog in panel.findChildren(kind) if dialog.isVisible())


def sent(qtbot: QtBot, dialog: Form) -> None:
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def text_in(room: Room, message: str, language: str) -> str:
    return next(text.body for text in room.views.message_texts(message) if text.language == language)


def test_that_an_empty_page_says_what_to_write_first(panel: MessagesPanel) -> None:
    assert panel._begin.isVisibleTo(panel)
    assert "first message" in panel._nothing.text()


def test_that_the_list_stands_by_deadline_and_passes_the_testers_rules(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    QAbstractItemModelTester(panel.list.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    later = a_message(room, incident, template="T05", due_at=NOON + 40 * MINUTE)
    sooner = a_message(room, incident, template="T03", due_at=NOON + 5 * MINUTE)
    out = a_message(room, incident, template="T04", texts=words_said("Analyse"), due_at=NOON + 1 * MINUTE)
    released(room, out.id)

    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 3)

    qtbot.waitUntil(lambda: [row.id for row in panel.list.rows.rows()] == [sooner.id, later.id, out.id])


def test_that_both_languages_stand_side_by_side_the_french_first(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident)
    shown(qtbot, panel, message.id)

    assert list(panel.editor.columns) == ["fr", "en"]
    assert panel.editor.columns["fr"].box.toPlainText() == text_in(room, message.id, "fr")
    assert panel.editor.columns["en"].box.toPlainText() == text_in(room, message.id, "en")


def test_that_what_is_typed_is_in_the_room_once_the_keyboard_leaves(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne"))
    shown(qtbot, panel, message.id)

    panel.editor.columns["fr"].box.setPlainText("Nos équipes sont mobilisées.")
    panel.editor.typing.settle()

    qtbot.waitUntil(lambda: text_in(room, message.id, "fr") == "Nos équipes sont mobilisées.")


def test_that_what_is_half_typed_survives_the_page(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    message = a_message(room, incident, texts=words_said("Panne"))
    first = MessagesPanel(desk)
    qtbot.addWidget(first)
    first.show()
    first.show_incident(incident)
    shown(qtbot, first, message.id)
    first.editor.columns["fr"].box.setPlainText("À moitié tap")
    first.editor.typing.keep()
    qtbot.waitUntil(lambda: "À moitié tap" in room.views.draft(f"message:{message.id}"))

    second = MessagesPanel(desk)
    qtbot.addWidget(second)
    second.show()
    second.show_incident(incident)
    shown(qtbot, second, message.id)

    assert second.editor.columns["fr"].box.toPlainText() == "À moitié tap"


def test_that_words_of_somebody_else_never_go_under_what_is_being_typed(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne"))
    shown(qtbot, panel, message.id)
    panel.editor.columns["fr"].box.setPlainText("Ce que je tape")
    room.do(WriteText(message=message.id, language="fr", body="D'un autre poste")).result()
    qtbot.waitUntil(lambda: panel._shown is not None and panel._shown.texts["fr"].body == "D'un autre poste")

    assert panel.editor.columns["fr"].box.toPlainText() == "Ce que je tape"
    panel.editor.typing.settle()
    qtbot.waitUntil(lambda: not panel.editor.moved.isHidden())
    assert text_in(room, message.id, "fr") == "D'un autre poste"

    panel.editor.moved.compare_asked.emit()
    dialog = opened(qtbot, panel, MovedDialog)
    sent(qtbot, dialog)  # what is there now stays
    qtbot.waitUntil(lambda: panel.editor.columns["fr"].box.toPlainText() == "D'un autre poste")
    assert panel.editor.moved.isHidden()


def test_that_a_missing_variable_is_asked_for_once_and_filled_in_everywhere(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    hole = {
        language: {"title": "Point", "body": "Le ⟦workaround⟧ et le ⟦workaround⟧.", "sms": "⟦workaround⟧"}
        for language in ("fr", "en")
    }
    message = a_message(room, incident, texts=hole)
    shown(qtbot, panel, message.id)
    fill = panel.editor.fill
    assert fill is not None
    assert fill.asked is not None
    assert fill.asked.languages == ("fr", "en")

    panel.next_step()
    qtbot.waitUntil(lambda: fill.fields["fr"].hasFocus())
    fill.fields["fr"].setText("numéro vert")
    qtbot.keyClick(fill.fields["fr"], Qt.Key.Key_Return)
    assert fill.fields["en"].hasFocus()
    fill.fields["en"].setText("toll-free number")
    qtbot.keyClick(fill.fields["en"], Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: text_in(room, message.id, "fr") == "Le numéro vert et le numéro vert.")
    qtbot.waitUntil(lambda: text_in(room, message.id, "en") == "Le toll-free number et le toll-free number.")
    assert fill.isHidden()


def test_that_the_room_proposes_its_own_words_to_be_put_for_the_outside(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    action = room.do(AddAction(incident=incident, text="Redémarrer le nœud 3", owner="Léa")).result()
    room.do(MoveAction(action=action.id, state=ActionState.IN_PROGRESS)).result()
    hole = {"fr": {"title": "Point", "body": "Nous avons commencé à ⟦actions⟧."}}
    shown(qtbot, panel, a_message(room, incident, texts=hole, languages=("fr",)).id)
    fill = panel.editor.fill
    assert fill is not None
    assert "own words, to be put for the outside: “Redémarrer le nœud 3”" in fill._known_here.whole
    assert fill.fields["fr"]._offers.stringList()[0] == "Redémarrer le nœud 3"


def test_that_a_promise_made_in_a_message_names_the_message(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Un point à 15 h"))
    shown(qtbot, panel, message.id)
    panel.head.promise_asked.emit()
    asking = opened(qtbot, panel, PromiseDialog)
    assert isinstance(asking, PromiseDialog)
    assert asking.source.text() == message.number
    asking.text.setPlainText("Rappeler à 15 h")
    asking.owner.setText("Léa")
    with qtbot.waitSignal(asking.succeeded):
        asking.send()
    (promise,) = room.views.promises(incident)
    assert (promise.source_noun, promise.source, promise.audience) == ("message", message.id, "customers")


def test_that_a_hint_is_marked_in_the_text_and_says_why(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("La panne est probablement finie"))
    shown(qtbot, panel, message.id)

    marks = panel.editor.columns["fr"].box.marks
    assert any("probablement" in mark.reason for mark in marks)
    text = panel.editor.columns["fr"].box.toPlainText()
    assert any(text[mark.start : mark.end] == "probablement" for mark in marks)


def test_that_counters_say_how_long_the_short_texts_are(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    long = {"fr": {"title": "T", "body": "B", "brief": "é" * 281, "sms": "a" * 161}}
    message = a_message(room, incident, texts=long | {"en": long["fr"]})
    shown(qtbot, panel, message.id)

    panel.editor.parts.choose("brief")
    assert "1 too many" in panel.editor.columns["fr"]._count.text()
    panel.editor.parts.choose("sms")
    assert panel.editor.columns["fr"]._count.text().startswith("2 SMS")


def test_that_the_keys_go_to_the_other_language_and_the_next_text(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne"))
    shown(qtbot, panel, message.id)
    panel.activateWindow()
    panel.editor.focus_text()
    qtbot.waitUntil(lambda: panel.editor.columns["fr"].box.hasFocus())

    qtbot.keyClick(panel.editor.columns["fr"].box, Qt.Key.Key_F6)
    assert panel.editor.columns["en"].box.hasFocus()
    qtbot.keyClick(panel.editor.columns["en"].box, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert panel.editor.parts.part == "brief"


def test_that_one_button_leads_from_the_draft_to_the_release(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne en cours"), reviews=("technical",))
    shown(qtbot, panel, message.id)
    assert state_of(panel) is MessageState.DRAFT

    panel.head.main.click()
    ask = opened(qtbot, panel, AskCheckDialog)
    assert isinstance(ask, AskCheckDialog)
    ask._who.setText("Karim Benali")
    ask._deputy.setText("Nadia Roussel")
    sent(qtbot, ask)
    qtbot.waitUntil(lambda: state_of(panel) is MessageState.IN_CHECK)

    panel.head.main.click()
    verdict = opened(qtbot, panel, VerdictDialog)
    sent(qtbot, verdict)
    qtbot.waitUntil(lambda: state_of(panel) is MessageState.CHECKED)

    room.sit_down("Léa Martin")
    panel.head.main.click()
    sent(qtbot, opened(qtbot, panel, ApproveDialog))
    qtbot.waitUntil(lambda: state_of(panel) is MessageState.APPROVED)

    panel.head.main.click()
    sent(qtbot, opened(qtbot, panel, ReleaseDialog))
    qtbot.waitUntil(lambda: state_of(panel) is MessageState.RELEASED)
    assert len(room.views.releases_of(message.id)) == 1
    assert panel.editor.columns["fr"].box.isReadOnly()


def test_that_a_broken_channel_is_grey_with_what_to_use_and_its_place_is_taken(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne en cours"))
    room.do(MarkNeed(incident=incident, need=Need.INTERNET, state=NeedState.DOWN, reason="Fibre coupée")).result()
    room.sit_down("Léa Martin")
    shown(qtbot, panel, message.id)
    panel.deeds.approve(panel._shown)
    sent(qtbot, opened(qtbot, panel, ApproveDialog))
    qtbot.waitUntil(lambda: state_of(panel) is MessageState.APPROVED)

    panel.head.main.click()
    release = opened(qtbot, panel, ReleaseDialog)
    assert isinstance(release, ReleaseDialog)

    book = room.views.audience_book()
    page = next(
        each.id for each in book.of_audience("customers") if not book.usable(each.id, room.views.broken()).works
    )
    assert not release._by.button(page).isEnabled()
    assert "Internet access" in release._why_not.text()
    assert page not in release._by.chosen()


def test_that_a_fact_refuted_after_release_proposes_a_correction_at_once(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    entry = an_entry(room, incident)
    message = a_message(room, incident, texts=words_said("62 % répondent"))
    room.do(CiteEntry(message=message.id, entry=entry.id)).result()
    released(room, message.id)
    room.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="Sonde en panne")).result()
    shown(qtbot, panel, message.id)

    qtbot.waitUntil(lambda: panel._shown is not None and bool(panel._shown.calls))
    row = panel.list.rows.rows()[0]
    assert row.id == message.id
    assert "refuted" in row.alarm
    correct = next(each for each in panel.head.findChildren(QPushButton) if "correction" in each.text())
    correct.click()
    qtbot.waitUntil(lambda: panel._shown is not None and panel._shown.facts.message.corrects == message.id)
    assert panel.editor.columns["fr"].box.toPlainText()


def test_that_a_withdrawal_asks_why_and_freezes_the_words(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne"))
    shown(qtbot, panel, message.id)

    panel.deeds.withdraw(panel._shown)
    dialog = opened(qtbot, panel, ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    dialog._answer.setPlainText("Remplacé par le point suivant")
    sent(qtbot, dialog)

    qtbot.waitUntil(lambda: state_of(panel) is MessageState.WITHDRAWN)
    assert panel.editor.columns["fr"].box.isReadOnly()


def test_that_a_new_message_takes_whom_and_what_from_its_template(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    panel.new_message()
    dialog = opened(qtbot, panel, NewMessageDialog)
    assert isinstance(dialog, NewMessageDialog)
    assert dialog._picker.value() is not None
    assert dialog._picker.value().code == "T03"  # nothing was said yet
    assert "customers" in dialog._to.chosen()
    sent(qtbot, dialog)

    qtbot.waitUntil(lambda: panel._shown is not None)
    assert panel._shown is not None
    assert panel._shown.facts.message.template == "T03"


def test_that_whom_and_by_what_can_be_changed_and_a_broken_channel_stays(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    message = a_message(room, incident, texts=words_said("Panne"))
    channels = room.views.message(message.id).channels
    room.do(MarkNeed(incident=incident, need=Need.INTERNET, state=NeedState.DOWN, reason="Fibre coupée")).result()
    shown(qtbot, panel, message.id)
    panel.head._details.click()
    dialog = opened(qtbot, panel, AmendMessageDialog)
    assert isinstance(dialog, AmendMessageDialog)
    dialog._to.choose(("customers", "staff"))
    sent(qtbot, dialog)

    qtbot.waitUntil(lambda: panel._shown is not None and "staff" in panel._shown.facts.message.audiences)
    assert set(channels) <= set(room.views.message(message.id).channels)


def test_that_an_entry_can_be_cited_from_the_page(
    qtbot: QtBot, panel: MessagesPanel, room: Room, incident: str
) -> None:
    entry = an_entry(room, incident, text="Deux régions sur trois répondent")
    message = a_message(room, incident, texts=words_said("Panne"))
    shown(qtbot, panel, message.id)
    panel.deeds.cite(panel._shown)
    dialog = opened(qtbot, panel, CiteDialog)
    assert isinstance(dialog, CiteDialog)
    dialog._picker.words.setText("deux régions")
    sent(qtbot, dialog)

    qtbot.waitUntil(lambda: panel._shown is not None and len(panel._shown.cited) == 1)
    assert panel._shown is not None
    assert panel._shown.cited[0].claim.entry == entry.id


@pytest.mark.parametrize("state", list(MessageState))
def test_that_every_state_has_its_word(state: MessageState) -> None:
    assert state_word(state)
