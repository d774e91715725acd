"""What is restricted on screen: a lock and its circle in words, and nothing more for those who need not know."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.ui.log_parts import type_text
from ui.delegates.log_layout import ICON_PX, lay_out
from ui.desk import Desk
from ui.dialogs.entry_details import EntryDetailsDialog
from ui.dialogs.restricted_entry import RestrictedEntryDialog
from ui.models.log_words import LogWords, words_of
from ui.panels.log_paper import log_html
from ui.theme import Look
from warroom.commands import LogEntry
from warroom.domain.entries import Entry
from warroom.room import Order, Room
from warroom.words import speaking

SECRET = "Le prestataire a perdu les sauvegardes"


def restricted(room: Room) -> Entry:
    incident = an_incident(room)
    logged = room.do(LogEntry(incident=incident.id, text=SECRET, circle="legal")).result()
    found = room.views.entry(logged.id)
    assert found is not None
    return found


def as_seen_by(room: Room, name: str, entry: Entry) -> LogWords:
    room.sit_down(name)
    found = room.views.entry(entry.id)
    assert found is not None
    return words_of(found, order=Order.RECORDED)


def test_that_the_log_marks_a_restricted_line_with_a_lock_and_its_circle(room: Room, look: Look) -> None:
    entry = restricted(room)

    words = as_seen_by(room, "Léa Martin", entry)

    mark = words.pieces[0]
    assert (words.text, mark.text, mark.icon) == (SECRET, "Restricted: legal", "lock")
    placed = lay_out(look, words, separator="", width=800).pieces
    assert placed[0].place.left() >= look.px(ICON_PX)
    assert placed[1].place.left() > placed[0].place.right()
    assert lay_out(look, words, separator="", width=800).link_at(QPointF(0, 0)) == ""


def test_that_whoever_need_not_know_reads_so_in_the_language_spoken(room: Room) -> None:
    entry = restricted(room)

    assert as_seen_by(room, "Marc Petit", entry).text == f"restricted entry {entry.number} · legal"
    with speaking("fr"):
        words = as_seen_by(room, "Marc Petit", entry)
        assert words.text == f"entrée restreinte {entry.number} · juridique"
        assert words.pieces[0].text == "Restreint\u00a0: juridique"


def test_that_the_printed_log_leaves_restricted_texts_out(room: Room) -> None:
    entry = restricted(room)
    incident = room.views.incident(entry.incident)
    views = room.views.within(())

    page = log_html(views, incident, views.entry_keys(incident.id), order=Order.RECORDED, now_ms=entry.recorded_at)

    assert "prestataire" not in page
    assert f"restricted entry {entry.number}" in page


def test_that_the_details_say_who_is_in_the_circle(desk: Desk, qtbot: QtBot) -> None:
    dialog = EntryDetailsDialog(desk, restricted(desk.room))
    qtbot.addWidget(dialog)

    assert "legal: Léa Martin" in [label.text() for label in dialog.findChildren(QLabel)]


def test_that_a_restricted_entry_is_written_with_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    incident = an_incident(desk.room)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = RestrictedEntryDialog(desk, incident.id, window)
    dialog.open()
    qtbot.waitExposed(dialog)

    QTest.keyClicks(dialog.focusWidget(), "2")
    text = dialog.findChildren(QPlainTextEdit)[0]
    text.setFocus()
    type_text(text, SECRET)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    found = next(iter(desk.room.views.entries_by_key(desk.room.views.entry_keys(incident.id)[:1]).values()))
    assert (found.text, found.circle) == (SECRET, "legal")
