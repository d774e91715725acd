"""The log of one incident as a person uses it: write, read on, correct, mark, filter, attach, print."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QApplication

from tests.builders import an_entry, an_incident
from tests.ui.log_parts import type_text
from ui.desk import Desk
from ui.dialogs.correct_entry import CorrectEntryDialog
from ui.dialogs.entry_details import EntryDetailsDialog, entry_fields
from ui.panels.log import LogPanel
from ui.panels.log_paper import PRINTED_MOST, log_html
from ui.printing import save_pdf
from warroom.commands import CorrectEntry, LogEntry
from warroom.domain.entries import Kind, Verification
from warroom.errors import Refusal, Trouble
from warroom.room import Order

MINUTE = 60_000


@pytest.fixture
def incident(desk: Desk) -> str:
    return an_incident(desk.room).id


@pytest.fixture
def panel(qtbot, desk: Desk, incident: str) -> LogPanel:
    panel = LogPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(720, 600)
    panel.show(incident)
    panel.focus_entry()
    qtbot.waitExposed(panel)
    return panel


def write(qtbot, panel: LogPanel, text: str) -> None:
    """Type a line, press Enter, and wait until it is on disk."""
    field = panel._quick._field
    type_text(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "saved" in panel._quick._hint.whole or bool(panel._quick.text))


def many(desk: Desk, incident: str, count: int) -> None:
    desk.room.do_all([LogEntry(incident=incident, text=f"ligne {number}") for number in range(count)]).result()


def texts(panel: LogPanel) -> list[str]:
    found = [panel._model.value_now(row) for row in range(panel._model.rowCount())]
    return [row.entry.text for row in found if row]


def current(panel: LogPanel) -> str:
    found = panel._deeds.entry()
    return found.text if found else ""


def test_that_a_line_is_in_the_log_after_enter_and_says_its_number(qtbot, panel: LogPanel) -> None:
    write(qtbot, panel, "Hébergeur rappelle de:hébergeur tél +")

    row = panel._model.value_now(0)
    assert row is not None
    assert (row.entry.text, row.entry.from_who, row.entry.channel) == ("Hébergeur rappelle", "hébergeur", "phone")
    assert row.entry.verification is Verification.TO_VERIFY
    assert f"{row.entry.number} saved" in panel._quick._hint.whole
    assert panel._quick._field.hasFocus()


def test_that_an_at_sign_makes_an_action(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    write(qtbot, panel, "Joindre l'astreinte @S.Roy +30")

    (action,) = desk.room.views.actions(incident)
    assert (action.text, action.owner) == ("Joindre l'astreinte", "S.Roy")
    assert action.due_at == desk.room.clock.now_ms() + 30 * MINUTE


def test_that_f3_makes_a_decision_with_its_decider(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    panel._quick.choose(Kind.DECISION)
    write(qtbot, panel, "Ne pas annoncer d'heure de:Aubry tél")

    (decision,) = desk.room.views.decisions(incident)
    assert (decision.decided, decision.decider, decision.how) == ("Ne pas annoncer d'heure", "Aubry", "phone")


def test_that_a_refused_line_returns_to_the_field_with_the_reason(qtbot, desk: Desk, panel: LogPanel) -> None:
    with qtbot.waitSignal(desk.notices.shown) as shown:
        type_text(panel._quick._field, "x" * 100_001)
        qtbot.keyClick(panel._quick._field, Qt.Key.Key_Return)

    assert "too long" in shown.args[0].what
    assert len(panel._quick.text) == 100_001


def test_that_a_disk_that_refuses_leaves_the_text_in_the_field(qtbot, desk: Desk, panel: LogPanel, monkeypatch) -> None:
    full: Future[object] = Future()
    full.set_exception(Trouble("disk-full", "The disk is full.", safe="Your text is still there."))
    monkeypatch.setattr(type(desk.room), "do", lambda _room, _command: full)
    with qtbot.waitSignal(desk.notices.shown):
        type_text(panel._quick._field, "à ne pas perdre")
        qtbot.keyClick(panel._quick._field, Qt.Key.Key_Return)

    assert panel._quick.text == "à ne pas perdre"


def test_that_new_entries_do_not_move_what_is_being_read(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 200)
    qtbot.waitUntil(lambda: panel._model.rowCount() > 200)
    panel._view.setCurrentIndex(panel._model.index(100))
    panel._view.scrollTo(panel._model.index(100))
    reading = panel._model.key_at(panel._view.rows_in_sight()[0])
    for text in ("un", "deux", "trois"):
        an_entry(desk.room, incident, text=text)
    qtbot.waitUntil(lambda: panel._new.count == 3)

    assert panel._model.key_at(panel._view.rows_in_sight()[0]) == reading
    assert panel._new.text() == "3 new entries"
    assert current(panel) == "ligne 99"

    qtbot.mouseClick(panel._new, Qt.MouseButton.LeftButton)

    assert panel._view.is_at_top
    assert not panel._new.isVisible()


def test_that_the_top_follows_what_is_new(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 50)
    qtbot.waitUntil(lambda: panel._model.rowCount() > 50)
    an_entry(desk.room, incident, text="tout en haut")
    qtbot.waitUntil(lambda: texts(panel)[0] == "tout en haut")

    assert panel._view.rows_in_sight()[0] == 0
    assert panel._new.count == 0


def test_that_a_line_of_ones_own_is_brought_into_sight(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 200)
    qtbot.waitUntil(lambda: panel._model.rowCount() > 200)
    panel._view.scrollTo(panel._model.index(150))
    write(qtbot, panel, "la mienne")

    assert panel._view.is_at_top


def test_that_a_late_line_of_ones_own_is_brought_into_sight_among_events(
    qtbot, desk: Desk, panel: LogPanel, incident: str
) -> None:
    now = desk.room.clock.now_ms()
    entries = [LogEntry(incident=incident, text=f"ligne {n}", event_at=now - n * MINUTE) for n in range(100)]
    desk.room.do_all(entries).result()
    panel._filter.set_order(Order.EVENT)
    qtbot.waitUntil(lambda: panel._model.rowCount() > 100)
    write(qtbot, panel, "-80 tardive")

    qtbot.waitUntil(lambda: "tardive" in [texts(panel)[row] for row in panel._view.rows_in_sight()])
    assert not panel._view.is_at_top


def test_that_keys_walk_through_the_whole_log(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 300)
    qtbot.waitUntil(lambda: panel._model.rowCount() > 300)
    view = panel._view
    view.setFocus()
    view.setCurrentIndex(panel._model.index(0))
    last = panel._model.rowCount() - 1

    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: panel._model.value(last) is not None)
    assert view.currentIndex().row() == last
    assert view.rows_in_sight()[-1] == last
    assert view.visualRect(view.currentIndex()).bottom() <= view.viewport().height()

    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == last - 1
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.currentIndex().row() < last - 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    assert view.is_at_top


def test_that_the_scroll_bar_reaches_the_last_line(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 300)
    qtbot.waitUntil(lambda: panel._model.rowCount() > 300)
    bar = panel._view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert 100 < panel._view.rows_in_sight()[0] < 200
    bar.setValue(bar.maximum())

    assert panel._view.rows_in_sight()[-1] == panel._model.rowCount() - 1


def test_that_a_letter_typed_on_the_list_goes_to_the_field(qtbot, panel: LogPanel) -> None:
    panel._leave_field()
    panel._view.setFocus()
    qtbot.keyClick(panel._view, Qt.Key.Key_H)

    assert panel._quick.text == "h"
    assert panel._quick._field.hasFocus()


def test_that_esc_keeps_the_text_and_gives_the_list_the_keyboard(
    qtbot, desk: Desk, panel: LogPanel, incident: str
) -> None:
    type_text(panel._quick._field, "à moitié")
    qtbot.keyClick(panel._quick._field, Qt.Key.Key_Escape)

    assert panel._quick.text == "à moitié"
    assert panel._view.hasFocus()
    qtbot.waitUntil(lambda: desk.room.views.draft(f"log:{incident}") == "à moitié")


def test_that_ctrl_f_filters_by_words_and_esc_takes_it_off(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 30)
    an_entry(desk.room, incident, text="bascule du répartiteur")
    panel.find_here()
    panel._filter._words.setText("répart")
    qtbot.waitUntil(lambda: texts(panel) == ["bascule du répartiteur"])

    qtbot.keyClick(panel._filter._words, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: panel._model.rowCount() > 30)
    assert not panel._filter.isVisible()


def test_that_the_count_to_verify_leads_to_those_entries(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    an_entry(desk.room, incident, text="à voir", verification=Verification.TO_VERIFY)
    qtbot.waitUntil(panel._to_verify.isVisible)
    assert panel._to_verify.text() == "to verify 1"
    qtbot.mouseClick(panel._to_verify, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: texts(panel) == ["à voir"])


def test_that_the_order_of_events_puts_late_entries_in_their_place_and_keeps_the_choice(
    qtbot, desk: Desk, panel: LogPanel, incident: str
) -> None:
    now = desk.room.clock.now_ms()
    an_entry(desk.room, incident, text="maintenant")
    an_entry(desk.room, incident, text="il y a longtemps", event_at=now - 600 * MINUTE)
    qtbot.waitUntil(lambda: texts(panel)[0] == "il y a longtemps")
    panel._view.setCurrentIndex(panel._model.index(0))
    panel._filter.set_order(Order.EVENT)

    qtbot.waitUntil(lambda: texts(panel)[-1] == "il y a longtemps")
    assert current(panel) == "il y a longtemps"


def test_that_marks_are_put_on_all_chosen_entries(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 3)
    qtbot.waitUntil(lambda: panel._model.rowCount() >= 3)
    panel._view.setCurrentIndex(panel._model.index(0))
    panel._view.selectAll()
    panel._deeds.mark(Verification.VERIFIED)

    qtbot.waitUntil(lambda: desk.room.views.tally(incident)[1] == 0)
    qtbot.waitUntil(lambda: all(entry.verification is Verification.VERIFIED for entry in panel._deeds.entries()))


def test_that_a_key_event_can_be_marked_and_unmarked(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 1)
    qtbot.waitUntil(lambda: "ligne 0" in texts(panel))
    panel._view.setCurrentIndex(panel._model.index(texts(panel).index("ligne 0")))
    before = desk.room.views.tally(incident)[2]
    panel._deeds.toggle_key_event()
    qtbot.waitUntil(lambda: desk.room.views.tally(incident)[2] == before + 1)
    panel._deeds.toggle_key_event()

    qtbot.waitUntil(lambda: desk.room.views.tally(incident)[2] == before)


def opened(kind: type) -> Callable[[], bool]:
    return lambda: any(isinstance(widget, kind) and widget.isVisible() for widget in QApplication.topLevelWidgets())


def the(kind: type):  # type: ignore[no-untyped-def]  # gives back what it is asked for
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def test_that_a_correction_needs_a_reason_and_keeps_the_old_text(
    qtbot, desk: Desk, panel: LogPanel, incident: str
) -> None:
    wrong = an_entry(desk.room, incident, text="à 11:54")
    qtbot.waitUntil(lambda: texts(panel)[0] == "à 11:54")
    panel._view.setCurrentIndex(panel._model.index(0))
    panel._deeds.correct()
    qtbot.waitUntil(opened(CorrectEntryDialog))
    dialog = the(CorrectEntryDialog)
    dialog._text.setPlainText("à 11:45")
    dialog.send()
    qtbot.waitUntil(lambda: "reason" in dialog._trouble.text())
    dialog._reason.setPlainText("sonde relue")
    dialog.send()

    qtbot.waitUntil(lambda: texts(panel)[:2] == ["à 11:45", "à 11:54"])
    old = desk.room.views.entry(wrong.id)
    assert old is not None
    assert old.corrected_by


def test_that_a_link_leads_to_the_entry_it_names(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    wrong = an_entry(desk.room, incident, text="à 11:54")
    many(desk, incident, 100)
    desk.room.do(CorrectEntry(entry=wrong.id, text="à 11:45", reason="relu")).result()
    qtbot.waitUntil(lambda: texts(panel)[0] == "à 11:45")
    panel._view.led_to.emit(wrong.number)

    assert current(panel) == "à 11:54"
    assert panel._view.currentIndex().row() in panel._view.rows_in_sight()


def test_that_revealing_an_entry_takes_off_the_filter_that_hides_it(
    qtbot, desk: Desk, panel: LogPanel, incident: str
) -> None:
    hidden = an_entry(desk.room, incident, text="cachée")
    panel._filter.show_only(key_events=True)
    qtbot.waitUntil(lambda: "cachée" not in texts(panel))
    panel.reveal(hidden.id)

    qtbot.waitUntil(lambda: current(panel) == "cachée")


def test_that_details_say_everything_with_both_times(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 1)
    qtbot.waitUntil(lambda: texts(panel)[0] == "ligne 0")
    panel._view.setCurrentIndex(panel._model.index(0))
    panel._view.setFocus()
    qtbot.keyClick(panel._view, Qt.Key.Key_Return)
    qtbot.waitUntil(opened(EntryDetailsDialog))
    entry = panel._deeds.entry()
    assert entry is not None
    said = dict(entry_fields(entry))

    assert "written as 12:00:00 UTC+1" in said["Event time"]
    assert "Léa Martin" in said["Author"]
    the(EntryDetailsDialog).reject()


def drop(panel: LogPanel, paths: list[Path], at: QPoint) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    panel.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, button, keys))


def test_that_a_file_dropped_on_a_line_is_attached_to_it(
    qtbot, desk: Desk, panel: LogPanel, incident: str, tmp_path: Path
) -> None:
    entry = an_entry(desk.room, incident, text="avec preuve")
    qtbot.waitUntil(lambda: texts(panel)[0] == "avec preuve")
    proof = tmp_path / "capture.txt"
    proof.write_text("preuve")
    place = panel._view.visualRect(panel._model.index(0)).center()
    drop(panel, [proof], panel._view.viewport().mapTo(panel, place))

    qtbot.waitUntil(lambda: len(desk.room.views.attachments(entry.id)) == 1)
    qtbot.waitUntil(lambda: not panel._files.isVisible())


def test_that_files_dropped_elsewhere_belong_to_the_incident(
    qtbot, desk: Desk, panel: LogPanel, incident: str, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}.log" for name in ("un", "deux")]
    for path in paths:
        path.write_text(path.name)
    drop(panel, paths, QPoint(10, 10))

    qtbot.waitUntil(lambda: len(desk.room.views.incident_attachments(incident)) == 2)
    assert all(item.parent == incident for item in desk.room.views.incident_attachments(incident))


def test_that_a_file_that_is_gone_is_said_and_the_bar_leaves(
    qtbot, desk: Desk, panel: LogPanel, incident: str, tmp_path: Path
) -> None:
    with qtbot.waitSignal(desk.notices.shown):
        panel._files.attach([tmp_path / "absent.txt"], noun="incident", record=incident)

    qtbot.waitUntil(lambda: not panel._files.is_busy)


def test_that_copying_gives_lines_of_text(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 2)
    qtbot.waitUntil(lambda: "ligne 1" in texts(panel))
    panel._view.setCurrentIndex(panel._model.index(texts(panel).index("ligne 1")))
    panel._deeds.copy()

    assert QGuiApplication.clipboard().text().endswith("Information: ligne 1")


def test_that_the_menu_offers_only_what_can_be_done(qtbot, desk: Desk, panel: LogPanel, incident: str) -> None:
    many(desk, incident, 1)
    qtbot.waitUntil(lambda: "ligne 0" in texts(panel))
    panel._view.setCurrentIndex(panel._model.index(0))
    said = [action.text() for action in panel._deeds.menu().actions() if action.text()]

    assert "Correct this entry…" in said
    assert not any("Go to" in words for words in said)


def test_that_an_empty_log_says_what_to_do(qtbot, panel: LogPanel) -> None:
    panel._filter.show_only(state=Verification.REFUTED)
    qtbot.waitUntil(lambda: panel._model.rowCount() == 0)

    assert panel._empty.text() == "Nothing fits the filter."
    assert panel._body.currentIndex() == 1


def test_that_the_printed_log_is_the_list_with_every_word_escaped(
    desk: Desk, incident: str, tmp_path: Path, qtbot
) -> None:
    views = desk.room.views
    an_entry(desk.room, incident, text="<b>pas du gras</b> & <img src=x>")
    keys = views.entry_keys(incident)
    page = log_html(views, views.incident(incident), keys, order=Order.RECORDED, now_ms=desk.room.clock.now_ms())

    document = QTextDocument()
    document.setHtml(page)
    assert "<b>pas du gras</b> & <img src=x>" in document.toPlainText()
    assert views.fingerprint() in document.toPlainText()
    assert save_pdf(document, tmp_path / "log.pdf", title="Log", audit=desk.room.audit)
    assert desk.room.audit.rows(1)[0].detail == {"title": "Log", "file": "log.pdf"}


def test_that_a_log_too_long_for_paper_is_refused(desk: Desk, incident: str) -> None:
    views = desk.room.views

    with pytest.raises(Refusal, match="too long to print"):
        log_html(views, views.incident(incident), range(PRINTED_MOST + 1), order=Order.RECORDED, now_ms=0)
