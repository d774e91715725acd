"""The situation in the incident room: sentences with their sources, confirmed, cited and offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import an_entry
from tests.ui.crisis import Crisis, a_crisis
from ui.desk import Desk
from ui.laid_out import widgets_in
from ui.panels.incident import IncidentPanel
from ui.reveal import reveal_in
from ui.widgets.sentence_line import SentenceLine, kept_version, version_kept
from warroom.commands import StateSituation
from warroom.domain.entries import Verification


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis) -> Iterator[IncidentPanel]:
    made = IncidentPanel(desk)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show(crisis.outage)
    QTest.qWaitForWindowExposed(made)
    made.activateWindow()
    yield made
    made.settle()


def said(panel: IncidentPanel) -> list[str]:
    """The sentences on screen."""
    body = panel.situation.body
    widgets = widgets_in(body)
    return [widget.text.text() for widget in widgets if isinstance(widget, SentenceLine)]


def a_line(panel: IncidentPanel) -> SentenceLine:
    return panel.situation.findChildren(SentenceLine)[-1]


def test_that_a_sentence_leads_to_its_entries_and_says_why_it_is_to_be_confirmed(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    sure = an_entry(desk.room, crisis.outage, text="mesuré", verification=Verification.VERIFIED)
    shaky = an_entry(desk.room, crisis.outage, text="entendu")
    lines = (f"62 % répondent [{sure.number}]", f"Lyon aussi [{sure.number} {shaky.number}]")
    desk.room.do(StateSituation(incident=crisis.outage, lines=lines)).result()
    qtbot.waitUntil(lambda: said(panel) == ["62 % répondent", "Lyon aussi"])

    line = a_line(panel)
    assert line.doubt.text() == f"To confirm: {shaky.number} not verified"
    assert line.age.text().startswith("said ")
    assert panel.situation._note.text() == "1 to confirm"
    asked: list[str] = []
    panel.situation.entry_asked.connect(asked.append)
    line.cites.linkActivated.emit(shaky.number)
    assert asked == [shaky.number]


def test_that_c_confirms_a_sentence_anew(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel) -> None:
    desk.room.do(StateSituation(incident=crisis.outage, lines=("Lyon aussi",))).result()
    qtbot.waitUntil(lambda: said(panel) == ["Lyon aussi"])

    QTest.keyClick(a_line(panel), Qt.Key.Key_C)

    qtbot.waitUntil(lambda: bool(desk.room.views.sentences(crisis.outage)[0].confirmed_at))


def test_that_brackets_offer_the_entries_of_the_log(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    number = an_entry(desk.room, crisis.outage, text="Marcoussis répond").number
    panel.edit_situation()
    box = panel.situation._box
    box.setPlainText("")
    QTest.keyClicks(box, "Lyon [marcou")
    assert box.popup.isVisible()
    QTest.keyClick(box.popup, Qt.Key.Key_Return)

    assert box.toPlainText() == f"Lyon [{number}]"


def test_that_an_entry_of_the_log_is_cited_in_one_more_sentence(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    entry = an_entry(desk.room, crisis.outage, text="Marcoussis répond")
    panel.log.citation_wanted.emit(entry.id)

    assert panel.situation._box.toPlainText().endswith(f"\nMarcoussis répond [{entry.number}]")


def test_that_a_sentence_that_was_searched_is_pointed_out(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    desk.room.do(StateSituation(incident=crisis.outage, lines=("Lyon aussi", "Cause inconnue"))).result()
    qtbot.waitUntil(lambda: said(panel) == ["Lyon aussi", "Cause inconnue"])
    sentence = desk.room.views.sentences(crisis.outage)[1].id

    reveal_in(panel, desk.room.views, noun="sentence", record=sentence)

    assert panel.situation.point_out(sentence) is a_line(panel)


@pytest.mark.parametrize(
    ("kept", "seen"),
    [
        ("0123abcd:7", {"situation": ("0123abcd", 7)}),  # as earlier versions kept it
        (kept_version({"a": ("b", 1)}), {"a": ("b", 1)}),
        ("{", None),
        ('{"a": 1}', None),
        ("x", None),
        ("", None),
    ],
)
def test_that_the_version_a_draft_was_begun_on_is_read_back_whatever_wrote_it(kept: str, seen: object) -> None:
    assert version_kept(kept) == seen
