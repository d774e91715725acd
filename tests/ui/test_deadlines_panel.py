"""The page of deadlines: every clock, how it is counted, and what its buttons do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_entry, an_incident
from ui.app import open_room_window
from ui.clocks import State, facts_of, readings
from ui.desk import Desk
from ui.dialogs.clock_rules import ClockRulesDialog
from ui.dialogs.clock_start import ClockStartDialog
from ui.dialogs.continuity import ContinuityDialog
from ui.dialogs.qualify import QualifyDialog
from ui.dialogs.submit_notice import SubmitDialog
from ui.panels.deadlines import DeadlinesPanel
from ui.panels.draft import DraftPanel
from ui.settings import Settings
from ui.theme import Look
from ui.widgets.tone import ToneLabel
from warroom.commands import QualifyRegime, SetClockEvent, SetContinuity, SetDue, SetService, SubmitNotice
from warroom.domain.clocks import ClockState
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.domain.services import ServiceState
from warroom.room import Room

HOUR = 3_600_000


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, incident: str) -> DeadlinesPanel:
    made = DeadlinesPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show_incident(incident)
    made.show()
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What dialogs stand before."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def under_nis2(room: Room, incident: str, *, at: int = NOON - 20 * HOUR) -> None:
    proof = an_entry(room, incident, text="Le RSSI confirme")
    room.do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.APPLICABLE)).result()
    room.do(SetClockEvent(incident=incident, event="aware_at", at=at, entry=proof.id)).result()


def shown(qtbot: QtBot, panel: DeadlinesPanel, incident: str, rule: str) -> str:
    """Wait until the clock of a rule is listed, and select it; what its detail says."""
    key = f"legal:{incident}:{rule}"
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: any(row.id == key for row in panel._model.rows()))
    panel.reveal(key)
    return "\n".join(label.text() for label in panel.detail.findChildren(ToneLabel))


def press(panel: DeadlinesPanel, what: str) -> None:
    def offered() -> QAbstractButton | None:
        return next((button for button in panel.detail.buttons() if button.property("what") == what), None)

    for _turn in range(100):  # the page reads in a task what was just written
        if (button := offered()) is not None:
            button.click()
            return
        QTest.qWait(50)
    raise AssertionError(f"no button says {what}")


def dialog(kind: type[QDialog]) -> Any:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())


def state_of(room: Room, incident: str, rule: str) -> ClockState:
    found = room.views.clocks(incident, mode=Mode.BOTH, everything=True)
    return next(clock.state for clock in found if rule in (clock.rule, clock.regime))


def test_that_clocks_are_listed_soonest_first_in_a_model_that_keeps_its_word(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    QAbstractItemModelTester(panel._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    under_nis2(room, incident)
    room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result()

    qtbot.waitUntil(lambda: panel._model.rowCount() >= 4)

    said = [panel._model.index(at, 0).data() for at in range(3)]
    assert said[0].startswith("in 1 h")
    assert said[1].startswith("in 4 h")


def test_that_a_regime_that_applies_leads_to_its_first_deadline(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    at = NOON + HOUR
    room.do(SetDue(incident=incident, kind=DueKind.DEADLINE, due_at=at, label="Avis au bailleur")).result()
    panel.qualify()
    panel._ask_regime(incident, "NIS2")
    asked = dialog(QualifyDialog)
    assert asked.focusWidget() is next(iter(asked._answers.values()))
    asked._state.choose(RegimeState.APPLICABLE)
    asked.send()

    qtbot.waitUntil(lambda: (row := panel.current()) is not None and row.clock.rule == "NIS2-EW")


def test_that_enter_on_a_legal_clock_begins_what_it_waits_for(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    room.do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.APPLICABLE)).result()
    shown(qtbot, panel, incident, "NIS2-EW")
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Return)

    asked = panel.findChild(ClockStartDialog)
    assert asked is not None
    assert asked._entry.isAncestorOf(asked.focusWidget())  # and a second Enter does not send it


def test_that_the_detail_shows_the_computation_the_source_and_the_disclaimer(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    under_nis2(room, incident)

    said = shown(qtbot, panel, incident, "NIS2-EW")

    for expected in ("+ 24 h", "A-0002", "NIS2 art. 23(4)(a)", "Operational aid, not legal advice.", "2026-11-01"):
        assert expected in said


def test_that_what_is_due_by_no_law_says_nothing_of_law_and_can_be_finished(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    due = room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result()
    panel.reveal(f"due:{due}")
    qtbot.waitUntil(lambda: panel.current() is not None)

    assert "not legal advice" not in "".join(label.text() for label in panel.detail.findChildren(ToneLabel))
    press(panel, "done")
    qtbot.waitUntil(lambda: not room.views.dues(incident))
    qtbot.waitUntil(lambda: panel._model.rowCount() == 0)


def test_that_the_answers_propose_and_a_person_decides(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, window: QWidget
) -> None:
    asked = QualifyDialog(desk, incident, "NIS2", window)
    asked.open()
    assert asked._state.value() is RegimeState.TO_QUALIFY
    asked._answers["essential_or_important"].setCurrentIndex(1)
    asked._answers["severe_disruption"].setCurrentIndex(1)
    assert asked._state.value() is RegimeState.APPLICABLE
    asked._state._group.button(1).setChecked(True)
    asked._answers["harm_to_others"].setCurrentIndex(2)
    assert asked._state.value() is RegimeState.NOT_APPLICABLE

    asked.send()
    qtbot.waitUntil(lambda: "authorities ask" in asked._trouble.text())
    asked._reason.setPlainText("Hors périmètre de la directive")
    asked.send()

    qtbot.waitUntil(lambda: bool(room.views.regimes(incident)))
    (regime,) = room.views.regimes(incident)
    assert regime.state is RegimeState.NOT_APPLICABLE
    assert regime.answers == {"essential_or_important": True, "harm_to_others": False, "severe_disruption": True}


def test_that_a_start_is_set_from_the_entry_that_proves_it_and_takes_its_time(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    room.do(QualifyRegime(incident=incident, code="DORA", state=RegimeState.APPLICABLE)).result()
    an_entry(room, incident, text="Comité : incident classé majeur", event_at=NOON - HOUR)
    shown(qtbot, panel, incident, "DORA-INI")
    press(panel, "start")
    asked = dialog(ClockStartDialog)
    asked.send()
    qtbot.waitUntil(lambda: asked._trouble.isVisible())
    asked._entry.words.setText("comité majeur")
    asked._entry.table.selectRow(0)

    asked.send()

    qtbot.waitUntil(lambda: bool(room.views.clock_events(incident)))
    (event,) = room.views.clock_events(incident)
    assert (event.event, event.at) == ("classified_major_at", NOON - HOUR)


def test_that_a_start_is_corrected_with_a_reason(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    under_nis2(room, incident)
    shown(qtbot, panel, incident, "NIS2-EW")
    press(panel, "correct-start")
    asked = dialog(ClockStartDialog)
    asked._at.set_moment(NOON - 21 * HOUR)
    asked._reason.setPlainText("Appel retrouvé")
    asked.send()

    qtbot.waitUntil(lambda: len(room.views.clock_events(incident)) == 2)
    found = room.views.clocks(incident, mode=Mode.BOTH)
    assert next(clock.due_at for clock in found if clock.rule == "NIS2-EW") == NOON + 3 * HOUR


def test_that_a_submission_is_noted_then_corrected(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel, tmp_path: Path
) -> None:
    under_nis2(room, incident)
    shown(qtbot, panel, incident, "NIS2-EW")
    press(panel, "submit")
    asked = dialog(SubmitDialog)
    copy = tmp_path / "alerte.pdf"
    copy.write_bytes(b"alerte")
    asked._take_copy(str(copy))
    qtbot.waitUntil(lambda: bool(asked._digest))
    asked.send()
    qtbot.waitUntil(lambda: state_of(room, incident, "NIS2-EW") is ClockState.DONE)
    (sent,) = room.views.submissions(incident)
    assert (sent.recipient, len(sent.copy_sha256)) == ("CSIRT or competent authority (France: ANSSI, CERT-FR)", 64)

    panel.everything.click()
    shown(qtbot, panel, incident, "NIS2-EW")
    press(panel, "correct-sent")
    again = dialog(SubmitDialog)
    again._receipt.setText("CERTFR-77")
    again._reason.setPlainText("Accusé reçu")
    again.send()
    qtbot.waitUntil(lambda: len(room.views.submissions(incident)) == 2)
    qtbot.waitUntil(lambda: "CERTFR-77" in shown(qtbot, panel, incident, "NIS2-EW"))


def test_that_one_rule_is_set_aside_with_a_reason(
    qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel
) -> None:
    from ui.dialogs.reason import ReasonDialog

    under_nis2(room, incident)
    shown(qtbot, panel, incident, "NIS2-IN")
    press(panel, "not-applicable")
    asked = dialog(ReasonDialog)
    asked._answer.setPlainText("Notification commune du groupe")
    asked.send()

    qtbot.waitUntil(lambda: state_of(room, incident, "NIS2-IN") is ClockState.NOT_APPLICABLE)


def test_that_the_detail_goes_under_the_list_where_there_is_little_room(panel: DeadlinesPanel) -> None:
    assert panel.detail.mapTo(panel, panel.detail.rect().topLeft()).x() > 600
    panel.resize(900, 700)
    QApplication.processEvents()
    assert panel.detail.mapTo(panel, panel.detail.rect().topLeft()).x() < 100


def test_that_a_draft_proposes_keeps_what_is_typed_and_follows_the_room(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, tmp_path: Path
) -> None:
    under_nis2(room, incident)
    page = DraftPanel(desk)
    qtbot.addWidget(page)
    page.show()
    page.show_draft(incident, "NIS2-IN")
    assert "Panne mondiale" not in page.boxes()["indicators"].toPlainText()
    page.boxes()["indicators"].setPlainText("Aucun à ce stade")
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
    qtbot.waitUntil(lambda: "API" in page.boxes()["assessment"].toPlainText())
    assert page.boxes()["indicators"].toPlainText() == "Aucun à ce stade"

    page.copy()
    qtbot.waitUntil(lambda: bool(room.views.notices(incident)))
    (kept,) = room.views.notices(incident)
    assert (kept.section, kept.text) == ("indicators", "Aucun à ce stade")
    assert "Aucun à ce stade" in QApplication.clipboard().text()
    file = tmp_path / "alerte.pdf"
    page.write(str(file))
    qtbot.waitUntil(file.is_file, timeout=20_000)


def test_that_a_rule_is_changed_for_this_room_and_taken_back(
    qtbot: QtBot, desk: Desk, room: Room, window: QWidget
) -> None:
    asked = ClockRulesDialog(desk, window)
    asked.open()
    asked._rule.setCurrentIndex(asked._rule.findData("GDPR-33"))
    asked._n.setText("96")
    asked._reason.setPlainText("Omnibus numérique")
    asked.send()
    qtbot.waitUntil(lambda: bool(room.views.changed_rules()))
    assert room.views.changed_rules()[0].body == {"hours": 96}

    again = ClockRulesDialog(desk, window)
    again.open()
    again._rule.setCurrentIndex(again._rule.findData("GDPR-33"))
    assert again._n.text() == "96"
    again._back.click()
    qtbot.waitUntil(lambda: not room.views.changed_rules())


def test_that_objectives_are_typed_as_lengths(qtbot: QtBot, desk: Desk, room: Room, window: QWidget) -> None:
    room.do(SetContinuity(service="API", rto_min=60)).result()
    asked = ContinuityDialog(desk, "API", window)
    asked.open()
    assert asked._lengths["rto_min"].text() == "1 h"
    asked._lengths["failover_min"].setText("une heure")
    asked.send()
    assert "is not a length" in asked._trouble.text()
    asked._lengths["failover_min"].setText("20")
    asked._lengths["rto_min"].setText("4 h")
    asked.send()

    qtbot.waitUntil(lambda: room.views.continuity()[0].failover_min == 20)
    assert room.views.continuity()[0].rto_min == 240


def test_that_the_strip_shows_the_next_legal_deadline_and_leads_to_how_it_is_counted(
    qtbot: QtBot, look: Look, settings: Settings, room: Room, incident: str
) -> None:
    under_nis2(room, incident)
    said = readings(facts_of(room.views, incident, now_ms=NOON), NOON)[3]
    assert said.state is State.DUE
    assert "NIS2 early warning" in said.caption

    shown_room = open_room_window(room, look=look, settings=settings)
    shown_room.strip.clock_chosen.emit(said.noun, said.target)

    assert shown_room.pages.open_page == "deadlines"
    panel = shown_room.pages.deadlines()
    qtbot.waitUntil(lambda: panel.current() is not None and panel.current().id == said.target)  # type: ignore[union-attr]
    shown_room.close()


def test_that_a_regime_nobody_judged_shows_in_the_strip_the_deadline_it_would_have(room: Room, incident: str) -> None:
    proof = an_entry(room, incident)
    room.do(SetClockEvent(incident=incident, event="aware_at", at=NOON, entry=proof.id)).result()

    said = readings(facts_of(room.views, incident, now_ms=NOON), NOON)[3]

    assert (said.figure, said.state) == ("in 1 d", State.DUE)
    assert "to qualify" in said.caption


def test_that_a_late_submission_says_why(qtbot: QtBot, room: Room, incident: str, panel: DeadlinesPanel) -> None:
    under_nis2(room, incident, at=NOON - 30 * HOUR)
    late = SubmitNotice(
        incident=incident, rule="NIS2-EW", at=NOON, recipient="CERT-FR", late_reason="Messagerie coupée"
    )
    room.do(late).result()
    panel.everything.click()

    qtbot.waitUntil(lambda: "Messagerie coupée" in shown(qtbot, panel, incident, "NIS2-EW"))
