"""Search: answers as one types, with the words marked, page after page, and honest counts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.builders import an_entry, an_incident
from tests.ui.crisis import Crisis, a_crisis, speak_loudly
from ui.desk import Desk
from ui.models.search import SearchModel, hits, passage
from ui.panels.search import SearchPanel
from ui.widgets.found_records import RecordLine
from warroom.commands import LogEntry
from warroom.domain.entries import Verification


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> SearchPanel:
    made = SearchPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def found(panel: SearchPanel) -> list[str]:
    return [str(panel._model.index(row, 0).data()) for row in range(panel._model.rowCount())]


def test_that_words_are_answered_as_they_are_typed(qtbot: QtBot, crisis: Crisis, panel: SearchPanel) -> None:
    QTest.keyClicks(panel._words, "cyberatt")

    qtbot.waitUntil(lambda: found(panel) == ["Journaliste : « confirmez-vous une cyberattaque ? »"])
    assert panel._count.text() == "1 entry, newest first"


def test_that_enter_opens_what_was_found(qtbot: QtBot, crisis: Crisis, panel: SearchPanel) -> None:
    QTest.keyClicks(panel._words, "cyberatt")
    qtbot.waitUntil(lambda: len(found(panel)) == 1)

    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel._words, Qt.Key.Key_Return)

    assert told.args[0] == "entry"
    assert told.args[2] == crisis.outage


def test_that_other_records_stand_in_a_band_above(qtbot: QtBot, crisis: Crisis, panel: SearchPanel) -> None:
    panel.search("roubaix")
    qtbot.waitUntil(lambda: bool(panel._records.findChildren(RecordLine)))
    line = panel._records.findChildren(RecordLine)[0]

    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(line, Qt.Key.Key_Return)

    assert told.args == ["decision", crisis.waiting, crisis.outage]


def test_that_a_search_here_stays_in_its_incident_until_told_otherwise(
    qtbot: QtBot, desk: Desk, panel: SearchPanel
) -> None:
    here, there = an_incident(desk.room, title="Here"), an_incident(desk.room, title="There")
    an_entry(desk.room, here.id, text="router rebooted")
    an_entry(desk.room, there.id, text="router silent")

    panel.search("router", here.id)
    qtbot.waitUntil(lambda: found(panel) == ["router rebooted"])
    panel._everywhere.click()

    qtbot.waitUntil(lambda: found(panel) == ["router silent", "router rebooted"])


def test_that_only_the_first_page_is_read_until_one_scrolls(qtbot: QtBot, desk: Desk, panel: SearchPanel) -> None:
    incident = an_incident(desk.room)
    desk.room.do_all([LogEntry(incident=incident.id, text=f"ping {number}") for number in range(120)]).result()
    panel.search("ping")
    qtbot.waitUntil(lambda: panel._model.rowCount() >= 50)
    first = panel._count.text() if panel._model.rowCount() == 50 else "50 first entries, newest first"

    panel._list.scrollToBottom()
    qtbot.waitUntil(lambda: panel._model.rowCount() >= 100)
    panel._list.scrollToBottom()

    qtbot.waitUntil(lambda: panel._model.rowCount() == 120)
    assert first == "50 first entries, newest first"
    assert panel._count.text() == "120 entries, newest first"
    assert len(set(found(panel))) == 120


def test_that_filters_narrow_the_answer(qtbot: QtBot, desk: Desk, panel: SearchPanel) -> None:
    incident = an_incident(desk.room)
    an_entry(desk.room, incident.id, text="disk full", verification=Verification.TO_VERIFY)
    an_entry(desk.room, incident.id, text="disk replaced")
    panel.search("disk")
    qtbot.waitUntil(lambda: len(found(panel)) == 2)

    panel._filter._state.setCurrentIndex(panel._filter._state.findData(Verification.TO_VERIFY))

    qtbot.waitUntil(lambda: found(panel) == ["disk full"])


def test_that_finding_nothing_is_said(qtbot: QtBot, crisis: Crisis, panel: SearchPanel) -> None:
    panel.search("zzzz")

    qtbot.waitUntil(lambda: "No entry holds" in panel._guide.text())
    assert panel._guide.isVisible()


def test_that_the_panel_says_its_words_in_another_language(crisis: Crisis, panel: SearchPanel) -> None:
    panel.search("", crisis.outage)

    speak_loudly(panel)

    assert panel._here.text() == "ONLY A-001"


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("L'authentification est rétablie", "retablie", ["rétablie"]),
        ("Router, routers, subrouter", "rout", ["Rout", "rout"]),
        ("a b a", "a", ["a", "a"]),
        ("nothing", '"', []),
        ("ﬁn ß", "fin", []),
    ],
)
def test_that_the_words_are_marked_where_they_begin(text: str, words: str, marked: list[str]) -> None:
    assert [text[at : at + length] for at, length in hits(text, words)] == marked


def test_that_a_long_text_is_shown_around_the_word() -> None:
    text = "word " * 200 + "needle " + "word " * 200

    shown = passage(text, "needle")

    assert "needle" in shown[:80]
    assert len(shown) < 500


def test_that_the_model_keeps_qt_s_rules(qtbot: QtBot, desk: Desk, crisis: Crisis) -> None:
    from warroom.domain.incidents import Mode

    entries = desk.room.views.search("a", mode=Mode.BOTH).entries
    model = SearchModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    model.show(entries[:2], more=True, words="a", incidents={})
    model.add(entries[2:], more=False)

    assert model.rowCount() == len(entries)
