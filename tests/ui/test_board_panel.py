"""The board: what burns is seen at once, exercises stay apart, and thousands of closed incidents cost nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_action, an_incident
from tests.ui.crisis import Crisis, a_crisis, speak_loudly
from ui.desk import Desk
from ui.models.incidents import incident_columns
from ui.models.pending import when_said
from ui.models.table import TableModel
from ui.panels.board import BoardPanel
from ui.theme import Look
from ui.widgets.incident_card import IncidentCard
from warroom import phrases
from warroom.commands import ChangeSeverity, ChangeStatus
from warroom.commands.imports import ImportIncidents, IncidentIn
from warroom.domain.dues import Pending
from warroom.domain.incidents import Incident, Milestone, Severity, Status
from warroom.room import Card

MINUTE = 60_000


@pytest.fixture
def board(qtbot: QtBot, desk: Desk) -> BoardPanel:
    panel = BoardPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1264, 820)
    panel.show()
    qtbot.waitUntil(lambda: panel._picture is not None)
    return panel


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


def cards(board: BoardPanel) -> list[IncidentCard]:
    return [card for card in board.findChildren(IncidentCard) if card.isVisible()]


def titles(board: BoardPanel) -> set[str]:
    return {card.card.incident.title for card in cards(board) if card.card is not None}


def listed(board: BoardPanel) -> list[str]:
    return [card.incident.title for card in board._incidents.rows()]


def button(board: BoardPanel, words: str) -> QPushButton:
    return next(each for each in board.findChildren(QPushButton) if each.text() == words and each.isVisible())


def test_that_an_empty_board_guides_to_the_first_incident(qtbot: QtBot, board: BoardPanel) -> None:
    with qtbot.waitSignal(board.declare_asked):
        button(board, "Declare the first incident").click()

    assert any("No incident has been declared" in label.text() for label in board.findChildren(QLabel))
    assert not any(
        each.text() == "Declare an incident" and each.isVisible() for each in board.findChildren(QPushButton)
    )


def test_that_enter_is_enough_to_declare_the_first_incident(qtbot: QtBot, board: BoardPanel) -> None:
    here = board.focusWidget()

    with qtbot.waitSignal(board.declare_asked):
        qtbot.keyClick(here, Qt.Key.Key_Return)


def test_that_each_open_incident_stands_in_the_column_of_its_status(crisis: Crisis, board: BoardPanel) -> None:
    shown = {
        status: [card.card.incident.number for card in column.shown() if card.card]
        for status, column in board._by_status.columns.items()
    }

    assert shown == {
        Status.DECLARED: ["A-002"],
        Status.INVESTIGATING: ["A-003"],
        Status.IDENTIFIED: ["A-001"],
        Status.MONITORING: ["A-004"],
        Status.RESOLVED: ["A-005"],
    }


def test_that_exercises_are_in_their_band_and_never_among_the_real(crisis: Crisis, board: BoardPanel) -> None:
    in_band = [each.text() for each in board._exercises.findChildren(QPushButton)]

    assert "Étoile Noire" not in titles(board)
    assert any("Étoile Noire" in words for words in in_band)
    assert board._exercises.isVisible()


def test_that_only_the_hottest_incident_is_outlined(crisis: Crisis, board: BoardPanel) -> None:
    outlined = [card.card.incident.number for card in cards(board) if card._is_hottest and card.card]

    assert outlined == ["A-001"]


def test_that_a_new_incident_appears_by_itself(qtbot: QtBot, desk: Desk, board: BoardPanel) -> None:
    an_incident(desk.room, title="Lost link")

    qtbot.waitUntil(lambda: titles(board) == {"Lost link"})


def test_that_by_severity_a_vital_service_stands_with_sev1(qtbot: QtBot, desk: Desk, board: BoardPanel) -> None:
    made = an_incident(desk.room, title="Emergency calls fail", severity=Severity.MINOR)
    desk.room.do(ChangeSeverity(incident=made.id, severity=Severity.MINOR, vital=True, reason="112")).result()
    button_of_severity = board._head.by_severity
    qtbot.waitUntil(lambda: titles(board) == {"Emergency calls fail"})

    button_of_severity.click()

    assert [card.card.incident.id for card in board._by_severity.columns[Severity.CRITICAL].shown() if card.card] == [
        made.id
    ]


def test_that_enter_on_a_card_opens_its_incident(qtbot: QtBot, crisis: Crisis, board: BoardPanel) -> None:
    card = next(each for each in cards(board) if each.card and each.card.incident.id == crisis.outage)

    with qtbot.waitSignal(board.incident_chosen) as told:
        QTest.keyClick(card, Qt.Key.Key_Return)

    assert told.args == [crisis.outage]


def test_that_closed_incidents_are_counted_and_shown_only_when_asked(crisis: Crisis, board: BoardPanel) -> None:
    counted = board._head.over.text()
    before = set(titles(board))

    board._head.over.click()

    assert counted == "1 past"
    assert "Messagerie lente" not in before
    assert "Messagerie lente" in listed(board)


def test_that_the_filter_finds_words_of_titles_and_services(crisis: Crisis, board: BoardPanel) -> None:
    board.find_here()

    board._filter._words.setText("sxb vpn")

    assert titles(board) == {"Perte du lien VPN de Strasbourg"}


def test_that_the_filter_keeps_one_severity_and_one_leader(crisis: Crisis, board: BoardPanel) -> None:
    board.find_here()
    board._filter._severity.setCurrentIndex(board._filter._severity.findData(Severity.SIGNIFICANT))
    by_severity = titles(board)
    board._filter.clear()
    board._filter._owner.setCurrentIndex(board._filter._owner.findData("K. Benali"))

    assert by_severity == {"Certificat expiré sur la passerelle de paiement"}
    assert titles(board) == {"Perte du lien VPN de Strasbourg"}


def test_that_the_list_keeps_its_selection_while_others_change(
    qtbot: QtBot, desk: Desk, crisis: Crisis, board: BoardPanel
) -> None:
    board.show_list()
    board._list.select(crisis.outage)
    an_incident(desk.room, title="Another one", severity=Severity.CRITICAL)

    qtbot.waitUntil(lambda: "Another one" in listed(board))

    assert board._list.current().incident.id == crisis.outage


def test_that_everything_due_is_listed_soonest_first(crisis: Crisis, board: BoardPanel) -> None:
    shown = board._pending
    lines = [tuple(str(shown.index(row, column).data()) for column in (0, 1, 2)) for row in range(shown.rowCount())]

    assert lines[:4] == [
        (f"late by 13 min · {clock(-13)}", "A-003", "Appeler l'opérateur"),
        (f"late by 7 min · {clock(-7)}", "A-001", "Joindre l'astreinte de l'hébergeur, GTI dépassée"),
        ("waiting for 18 min", "A-001", "Decide: Basculer l'authentification vers Roubaix"),
        (f"in 6 min · {clock(6)}", "A-001", "message clients n° 6"),
    ]


def test_that_choosing_what_is_due_opens_it(qtbot: QtBot, crisis: Crisis, board: BoardPanel) -> None:
    board._due.selectRow(2)

    with qtbot.waitSignal(board.pending_chosen) as told:
        QTest.keyClick(board._due, Qt.Key.Key_Return)

    assert told.args == [crisis.outage, "decision", crisis.waiting]


@pytest.mark.parametrize(
    ("due_at", "words"),
    [(NOON + 6 * MINUTE, "in 6 min"), (NOON - MINUTE, "waiting for 18 min"), (None, "waiting for 18 min")],
)
def test_that_a_question_says_how_long_it_waits_once_it_is_late(due_at: int | None, words: str) -> None:
    item = Pending(
        incident="a", incident_number="A-001", noun="decision", id="b", number="", text="?", owner="",
        since=NOON - 18 * MINUTE, due_at=due_at, exercise=False,
    )  # fmt: skip

    assert when_said(item, NOON).startswith(words)


def test_that_a_full_column_says_how_many_more_there_are(qtbot: QtBot, desk: Desk, board: BoardPanel) -> None:
    for number in range(11):
        an_incident(desk.room, title=f"Alarm {number}")
    qtbot.waitUntil(lambda: board._head._live == 11)

    more = button(board, "3 more in the list")
    more.click()

    assert len(listed(board)) == 11


def test_that_the_board_says_its_words_in_another_language(crisis: Crisis, board: BoardPanel) -> None:
    speak_loudly(board)

    assert board._by_status._grouping.value == "status"
    assert button(board, "DECLARE AN INCIDENT").isVisible()
    assert board._by_status.columns[Status.DECLARED]._name.text() == "DECLARED"


def clock(minutes: int) -> str:
    """The time of day here, that far from noon."""
    return phrases.time_of_day(NOON + minutes * MINUTE)


def many_cards(count: int) -> list[Card]:
    statuses = list(Status)
    return [
        Card(
            incident=Incident(
                id=f"{number:032x}", number=f"A-{number:05d}", title=f"Incident {number * 7919 % count}",
                severity=Severity(number % 5), vital=False, status=statuses[number % 7], exercise=False, situation="",
                users="", owner=f"Person {number % 12}", declared_at=NOON - number * MINUTE,
                milestones={Milestone.DETECTED: NOON - number * MINUTE},
            ),
            services=("API",), open_actions=number % 3, late_actions=0, open_decisions=0, entries=3, next_due=None,
            last_entry_at=NOON,
        )
        for number in range(count)
    ]  # fmt: skip


def test_that_ten_thousand_incidents_are_listed_and_sorted(look: Look, desk: Desk) -> None:
    rows = many_cards(10_000)
    model = TableModel(incident_columns(), ident=lambda card: card.incident.id, look=look, now=lambda: NOON)

    model.replace(rows)
    model.sort(4)

    assert model.rowCount() == 10_000


def test_that_the_list_model_keeps_qt_s_rules_through_every_change(look: Look, qtbot: QtBot) -> None:
    rows = many_cards(40)
    model = TableModel(incident_columns(), ident=lambda card: card.incident.id, look=look, now=lambda: NOON)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    model.replace(rows[:20])
    model.replace(rows[10:30])
    model.sort(2, Qt.SortOrder.DescendingOrder)
    model.replace(list(reversed(rows)))
    model.sort(-1)
    model.replace(rows[5:6])
    model.replace([])

    assert model.rowCount() == 0


def test_that_a_closed_incident_leaves_the_cards(qtbot: QtBot, desk: Desk, crisis: Crisis, board: BoardPanel) -> None:
    an_action(desk.room, crisis.outage, text="left over")

    desk.room.do(ChangeStatus(incident=crisis.outage, status=Status.CLOSED, reason="done")).result()

    qtbot.waitUntil(lambda: "Panne mondiale de l'API : plan de contrôle saturé" not in titles(board))
    assert board._head.over.text() == "2 past"


def test_that_an_imported_history_does_not_bury_what_is_to_be_conducted(
    qtbot: QtBot, desk: Desk, crisis: Crisis, board: BoardPanel
) -> None:
    told = tuple(
        IncidentIn(
            source=f"test:{number}", title=f"Old {number}", status=Status.RESOLVED, started=NOON - MINUTE * number
        )
        for number in range(1, 31)
    )
    desk.room.do(ImportIncidents(incidents=told)).result()

    qtbot.waitUntil(lambda: board._head.over.text() == "31 past")

    assert not any(title.startswith("Old") for title in titles(board))
    board._head.over.click()
    assert "Old 30" in listed(board)


def test_that_with_only_a_past_the_board_says_that_nothing_is_open(qtbot: QtBot, desk: Desk, board: BoardPanel) -> None:
    made = an_incident(desk.room)
    desk.room.do(ChangeStatus(incident=made.id, status=Status.CLOSED, reason="done")).result()

    qtbot.waitUntil(lambda: board._guide.text() == "No incident is open.")

    assert board._guide.isVisible()
    assert button(board, "Declare an incident").isVisible()


def test_that_a_resolved_incident_is_never_the_hottest(qtbot: QtBot, desk: Desk, board: BoardPanel) -> None:
    grave = an_incident(desk.room, title="Grave", severity=Severity.CRITICAL)
    an_incident(desk.room, title="Small", severity=Severity.MINOR)
    desk.room.do(ChangeStatus(incident=grave.id, status=Status.RESOLVED, reason="back")).result()

    qtbot.waitUntil(lambda: [c.card.incident.title for c in cards(board) if c._is_hottest and c.card] == ["Small"])
