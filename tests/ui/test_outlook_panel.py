"""The outlook on screen: hypotheses by state, cases with their triggers, leads' reports; and callers in the dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_entry, an_incident
from tests.ui.crisis import speak_loudly
from tests.ui.outlook import looks_ahead
from ui.desk import Desk
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_request import RequestDialog
from ui.dialogs.evidence import EvidenceDialog
from ui.dialogs.fire import FireDialog
from ui.dialogs.form import Form
from ui.dialogs.hypothesis_details import HypothesisDetails
from ui.dialogs.hypothesis_move import MoveHypothesisDialog
from ui.dialogs.scenario import ScenarioDialog, prepared_of_lines
from ui.dialogs.status import StatusDialog
from ui.laid_out import widgets_in
from ui.panels.outlook import OutlookPanel
from ui.parts.part import Part
from ui.widgets.lines import Block
from ui.widgets.tone import ToneLabel
from warroom.commands import ActivateCell, MoveHypothesis, OpenHypothesis, PlanPoint, ReportCan, SetService
from warroom.domain.anticipation import Outlook
from warroom.domain.cells import Level
from warroom.domain.decisions import CallerCheck, How
from warroom.domain.entries import Kind
from warroom.domain.hypotheses import HypothesisState, Weight
from warroom.domain.incidents import Incident, Status
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def incident(room: Room) -> Incident:
    return room.views.incident(an_incident(room).id)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What dialogs open over: they go when they are closed, it stays."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, incident: Incident) -> OutlookPanel:
    made = OutlookPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show(incident.id)
    return made


def cards(part: Part) -> list[Block]:
    """What stands in a part now, in its order."""
    lines = widgets_in(part.body)
    found = [line if isinstance(line, Block) else line.findChildren(Block) for line in lines if line is not None]
    return [card for each in found for card in (each if isinstance(each, list) else [each])]


def sent(qtbot: QtBot, dialog: Form) -> None:
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def press(card: Block, words: str) -> None:
    next(button for button in card.findChildren(QPushButton) if button.text() == words).click()


def test_that_an_empty_outlook_says_what_to_do_next(panel: OutlookPanel) -> None:
    said = [label.text() for part in panel.parts for label in part.findChildren(ToneLabel)]

    assert any("F5 in the log opens one" in text for text in said)
    assert any("No technical lead has reported yet" in text for text in said)
    assert [button.text() for button in panel.cases.findChildren(QPushButton)].count("Write it…") == 6


def test_that_without_an_incident_the_page_says_how_to_get_one(qtbot: QtBot, desk: Desk) -> None:
    panel = OutlookPanel(desk)
    qtbot.addWidget(panel)
    panel.show()

    assert panel._nothing.isVisible()
    assert not panel.hypotheses.isVisible()


def test_that_hypotheses_stand_under_their_state_with_evidence_owner_and_time(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    looks_ahead(room, incident.id)
    qtbot.waitUntil(lambda: len(cards(panel.hypotheses)) == 4)
    tested = next(card for card in cards(panel.hypotheses) if "télémétrie" in card.what.text)

    assert "A-H01 · in 6 min" in tested.when.text()
    assert "for 1 · against 0 · Karim Benali" in tested.more.text
    assert tested.when.tone == "due"
    room.clock.advance(seconds=420)  # type: ignore[attr-defined]
    panel._tick()
    late = next(card for card in cards(panel.hypotheses) if "télémétrie" in card.what.text)
    assert (late.when.tone, "past" in panel.hypotheses._note.text()) == ("late", True)


def test_that_a_card_keeps_the_keyboard_while_everything_is_said_anew(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    looks_ahead(room, incident.id)
    qtbot.waitUntil(lambda: len(cards(panel.hypotheses)) == 4)
    standing = cards(panel.hypotheses)[2]
    standing.setFocus()
    panel._tick()

    focus = panel.window().focusWidget()
    assert isinstance(focus, Block)
    assert focus.what.text == standing.what.text


def test_that_a_confirmed_hypothesis_proposes_the_status_and_leaves_the_choice(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    made = room.do(OpenHypothesis(incident=incident.id, text="Télémétrie")).result()
    assert not panel._proposal.isVisible()
    room.do(MoveHypothesis(hypothesis=made.id, state=HypothesisState.CONFIRMED, reason="Essai")).result()
    qtbot.waitUntil(panel._proposal.isVisible)

    panel._accept.click()
    asked = panel.findChildren(StatusDialog)[0]
    assert (asked.command().status, "Essai" in asked.command().reason) == (Status.IDENTIFIED, True)
    assert room.views.incident(incident.id).status is Status.DECLARED
    sent(qtbot, asked)
    qtbot.waitUntil(lambda: not panel._proposal.isVisible())


def test_that_a_trigger_is_fired_from_its_card_and_leads_to_its_decision_from_then_on(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    looks_ahead(room, incident.id)
    qtbot.waitUntil(lambda: len(cards(panel.cases)) == 6)
    proof = an_entry(room, incident.id, text="Erreurs en région Paris")
    press(cards(panel.cases)[0], "It fired…")
    dialog = panel.findChildren(FireDialog)[0]
    dialog._picker.words.setText(proof.number)
    sent(qtbot, dialog)
    case = room.views.scenarios(incident.id)[0]

    assert (case.evidence, case.is_fired) == (proof.id, True)
    qtbot.waitUntil(lambda: "trigger fired" in cards(panel.cases)[0].when.text())
    with qtbot.waitSignal(panel.record_chosen) as led:
        number = room.views.decision(case.decision)
        assert number is not None
        press(cards(panel.cases)[0], number.number)
    assert led.args == [incident.id, "decision", case.decision]


def test_that_a_case_is_written_where_it_belongs(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    next(
        button for button in panel.cases.findChildren(QPushButton) if "Worst case +4 h" in button.accessibleName()
    ).click()
    dialog = panel.findChildren(ScenarioDialog)[0]
    dialog._text.setPlainText("La région tombe")
    dialog._prepared.setPlainText("Bascule-t-on ? | Oui | Non\n\nQui prévient ?")
    sent(qtbot, dialog)
    (case,) = room.views.scenarios(incident.id)

    assert (case.kind, case.horizon_min) == (Outlook.WORST, 240)
    assert [(made.question, len(made.options)) for made in case.decisions] == [
        ("Bascule-t-on ?", 2),
        ("Qui prévient ?", 0),
    ]


def test_that_an_option_typed_again_keeps_what_was_said_of_it(room: Room, incident: Incident) -> None:
    looks_ahead(room, incident.id)
    case = room.views.scenarios(incident.id)[0]
    made = case.decisions[0]

    assert prepared_of_lines(f"{made.question} | {made.options[0].title}", case)[0].options == (made.options[0],)


def test_that_a_report_is_amber_once_a_point_has_passed_and_its_needs_are_taken_up(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    activated = {"level": Level.N3, "decider": "DG", "reason": "Critique"}
    cell = room.do(ActivateCell(incidents=(incident.id,), **activated)).result()  # type: ignore[arg-type]
    room.do(PlanPoint(cell=cell.id, at=NOON + 10 * MINUTE)).result()
    room.do(ReportCan(incident=incident.id, lead="Karim", conditions="62 %", needs="Un accès")).result()
    qtbot.waitUntil(lambda: len(cards(panel.can)) == 1)
    assert cards(panel.can)[0].when.tone == ""
    room.clock.advance(seconds=660)  # type: ignore[attr-defined]
    panel._tick()
    assert (cards(panel.can)[0].when.tone, "11 min ago" in cards(panel.can)[0].when.text()) == ("due", True)

    press(cards(panel.can)[0], "Needs: as an action")
    qtbot.waitUntil(lambda: len(room.views.actions(incident.id)) == 1)
    qtbot.waitUntil(lambda: "→ A-A001" in cards(panel.can)[0].more.text)


def test_that_a_hypothesis_is_shown_whole_with_both_sides_and_moved_on(
    qtbot: QtBot, panel: OutlookPanel, room: Room, incident: Incident
) -> None:
    looks_ahead(room, incident.id)
    tested = room.views.hypotheses(incident.id)[1]
    panel.open_hypothesis(tested.id)
    details = panel.findChildren(HypothesisDetails)[0]
    links = [button.text() for button in details.findChildren(QPushButton) if button.property("link")]
    assert any("Télémétrie coupée sur un site" in text for text in links)

    details.send()
    move = details.findChildren(MoveHypothesisDialog)[0]
    move._state.choose(HypothesisState.RULED_OUT)
    move._reason.setPlainText("Autre cause")
    sent(qtbot, move)
    found = room.views.hypothesis(tested.id)
    assert found is not None
    assert found.state is HypothesisState.RULED_OUT


def test_that_evidence_is_found_by_the_words_of_its_entry_and_what_the_room_wrote_is_not_offered(
    qtbot: QtBot, desk: Desk, room: Room, incident: Incident, window: QWidget
) -> None:
    made = room.do(OpenHypothesis(incident=incident.id, text="Télémétrie")).result()
    proof = an_entry(room, incident.id, text="Coupée sur Lyon : tout revient")
    dialog = EvidenceDialog(desk, incident, hypothesis=room.views.hypothesis(made.id), parent=window)
    offered = [dialog._picker.list.item(at).text() for at in range(dialog._picker.list.count())]
    assert not any("Incident declared" in text for text in offered)
    dialog._picker.words.setText("lyon revient")
    dialog._weight.choose(Weight.AGAINST)
    sent(qtbot, dialog)

    assert [(each.entry, each.weight) for each in room.views.backings(made.id)] == [(proof.id, Weight.AGAINST)]


def test_that_deciding_by_phone_warns_and_says_so_on_the_button(
    qtbot: QtBot, desk: Desk, room: Room, incident: Incident, window: QWidget
) -> None:
    dialog = DecideDialog(desk, incident, None, window)
    dialog.show()
    assert (dialog._caller.isVisible(), dialog._send.text()) == (False, "Decide")
    dialog._how._group.button(1).click()
    assert (dialog._caller._warning.isVisible(), dialog._send.text()) == (True, "Decide all the same")
    dialog._caller._check._group.button(1).click()
    assert (dialog._caller._warning.isVisible(), dialog._send.text()) == (False, "Decide")
    dialog._caller._check._group.button(3).click()
    dialog._caller.reason.setText("Ligne coupée")
    dialog._decided.setPlainText("Tout couper")
    sent(qtbot, dialog)
    (decision,) = room.views.decisions(incident.id)

    assert (decision.is_unverified, decision.caller_check, decision.caller_reason) == (
        True, CallerCheck.NONE, "Ligne coupée",
    )  # fmt: skip
    assert decision.how == How.PHONE


def test_that_a_window_computes_until_when_to_decide(
    qtbot: QtBot, desk: Desk, room: Room, incident: Incident, window: QWidget
) -> None:
    room.do(SetService(incident=incident.id, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    dialog = RequestDialog(desk, incident, window, question="Bascule-t-on ?")
    dialog.show()
    dialog._window.service.setCurrentIndex(1)
    dialog._window.rto.setText("240")
    dialog._window.failover.setText("20")
    dialog._window.margin.setText("5")
    sent(qtbot, dialog)
    (decision,) = room.views.decisions(incident.id)

    assert decision.window is not None
    assert (decision.window.service, decision.decide_before) == ("Paiement", NOON + (240 - 25) * MINUTE)


def test_that_every_word_of_the_page_changes_with_the_language(panel: OutlookPanel) -> None:
    speak_loudly(panel)

    assert [part._title.text() for part in panel.parts] == [
        "HYPOTHESES", "CASES TO EXPECT", "TECHNICAL LEADS: CONDITIONS, ACTIONS, NEEDS",
    ]  # fmt: skip
    assert panel._open.text() == "OPEN A HYPOTHESIS…"


def test_that_the_log_makes_hypotheses_and_says_of_them_what_speaks_for_them(room: Room, incident: Incident) -> None:
    an_entry(room, incident.id, text="Attaque ?", kind=Kind.HYPOTHESIS)

    assert [each.text for each in room.views.hypotheses(incident.id)] == ["Attaque ?"]
