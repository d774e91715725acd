"""The page of reviews: started, filled step by step, never over unseen words, approved, dropped, by keys."""

from __future__ import annotations

from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_entry, an_incident
from ui.desk import Desk
from ui.dialogs.evidence_pick import PIECE, EvidencePickDialog
from ui.dialogs.moved import MovedDialog
from ui.dialogs.open_rex import OpenRexDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.rex_approval import AskApprovalDialog, GiveApprovalDialog, SendBackDialog
from ui.dialogs.rex_note import ExplainDialog, NoteDialog
from ui.models.rex_wizard import Mark
from ui.panels.incident import IncidentPanel
from ui.panels.reviews import ReviewsPanel
from ui.panels.rex_approval import ApprovalPart
from ui.panels.rex_notes import NotesPart
from ui.panels.rex_scope import ScopePart
from ui.panels.rex_timeline import TimelinePart
from ui.widgets.report_view import ReportView, drawn
from ui.widgets.rex_section_card import SectionCard
from warroom.clock import FixedClock
from warroom.commands import AddLesson, AmendRex, ChangeStatus, GiveApproval, OpenRex, WriteSection
from warroom.domain.entries import Kind
from warroom.domain.incidents import Severity, Status
from warroom.domain.rex import Heat, NoteKind, Rex, Step
from warroom.reports.charts import picture
from warroom.reports.charts.what_learnt import MetricTrend, Scaled, TrendPoint
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table

HOUR = 3_600_000


@pytest.fixture
def incident(desk: Desk) -> str:
    """A grave incident that is over: written about at its beginning and four hours later."""
    room = desk.room
    assert isinstance(room.clock, FixedClock)
    room.clock.set(NOON - 5 * HOUR)
    made = an_incident(room, severity=Severity.CRITICAL, impact_started=NOON - 5 * HOUR).id
    an_entry(room, made, text="Le cluster ne répond plus", key_event=True)
    room.clock.set(NOON)
    an_entry(room, made, text="Service rendu", key_event=True)
    an_entry(room, made, text="Annonce aux clients", kind=Kind.COMMUNICATION, event_at=NOON - 6 * HOUR)
    room.do(ChangeStatus(incident=made, status=Status.CLOSED, reason="Rétabli")).result()
    return made


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, incident: str) -> ReviewsPanel:
    made = ReviewsPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 860)
    made.show()
    made.show_incident(incident)
    return made


@pytest.fixture
def rex(qtbot: QtBot, desk: Desk, panel: ReviewsPanel, incident: str) -> Rex:
    """A cold review of it, on the page."""
    record = desk.room.do(OpenRex(incident=incident, heat=Heat.COLD)).result().id
    panel.open_review(record)
    qtbot.waitUntil(lambda: panel.wizard.view is not None and bool(step(panel, Step.SCOPE).cards))
    found = desk.room.views.rex(record)
    assert found is not None
    return found


def step(panel: ReviewsPanel, at: Step) -> Any:
    panel.wizard.go_to(at)
    return panel.wizard._step_view(at)


def card(panel: ReviewsPanel, at: Step, code: str) -> SectionCard:
    found: SectionCard = step(panel, at).cards[code]
    return found


Kept = TypeVar("Kept", bound=QDialog)


def dialog_of(parent: QDialog | ReviewsPanel, kind: type[Kept]) -> Kept:
    found = [one for one in parent.findChildren(kind) if one.isVisible()]
    return found[-1]


def test_that_a_grave_incident_that_is_over_asks_for_its_review_and_one_press_and_enter_begin_it(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, incident: str
) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal, panel)
    qtbot.waitUntil(lambda: panel.owed.isVisible())
    qtbot.mouseClick(panel.owed.buttons()[0], Qt.MouseButton.LeftButton)
    dialog = dialog_of(panel, OpenRexDialog)
    assert dialog.incident.currentText().startswith("A-001")
    dialog.people.setText("Karim Benali, Nadia Roussel")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.wizard.view is not None)
    (made,) = desk.room.views.rexes(incident)
    assert made.heat is Heat.HOT
    assert made.participants == ("Karim Benali", "Nadia Roussel")
    assert made.lead == desk.room.member
    panel.show_list()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1 and not panel.owed.isVisible())
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert panel.wizard.isVisible()


def test_that_what_is_typed_is_a_draft_at_once_and_in_the_room_after_a_pause(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    shown = card(panel, Step.SCOPE, "summary")
    qtbot.keyClicks(shown.box, "The cluster was lost.")
    qtbot.waitUntil(lambda: "cluster" in desk.room.draft(f"rex:{rex.id}:summary"))
    shown.settle()
    qtbot.waitUntil(lambda: [one.text for one in desk.room.views.rex_sections(rex.id)] == ["The cluster was lost."])
    qtbot.waitUntil(lambda: desk.room.draft(f"rex:{rex.id}:summary") == "")
    shown.done.click()
    qtbot.waitUntil(lambda: desk.room.views.rex_sections(rex.id)[0].done)
    shown.given.setText("Karim Benali")
    shown.given.editingFinished.emit()
    qtbot.waitUntil(lambda: desk.room.views.rex_sections(rex.id)[0].given_to == "Karim Benali")


def test_that_two_who_write_the_same_section_compare_before_one_of_them_is_lost(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    shown = card(panel, Step.SCOPE, "summary")
    desk.room.do(WriteSection(rex=rex.id, code="summary", text="Theirs")).result()
    qtbot.waitUntil(lambda: shown.box.toPlainText() == "Theirs")  # nothing was typed here: it comes in
    qtbot.keyClicks(shown.box, " and mine")
    desk.room.do(WriteSection(rex=rex.id, code="summary", text="Theirs, again")).result()
    shown.settle()
    qtbot.waitUntil(lambda: shown.moved.isVisible())
    assert desk.room.views.rex_sections(rex.id)[0].text == "Theirs, again"
    shown.moved.compare_asked.emit()
    dialog = dialog_of(panel, MovedDialog)
    dialog._asked[0].choice.choose("typed")
    dialog.send()
    qtbot.waitUntil(lambda: desk.room.views.rex_sections(rex.id)[0].text == "Theirs and mine")
    qtbot.waitUntil(lambda: shown.box.toPlainText() == "Theirs and mine" and not shown.moved.isVisible())


def test_that_the_rules_are_read_out_and_every_field_of_the_frame_is_kept_when_it_is_left(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex, incident: str
) -> None:
    part = step(panel, Step.SCOPE).part
    assert isinstance(part, ScopePart)
    part.rules.by.setText("Nadia Roussel")
    qtbot.keyClick(part.rules.by, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.room.views.rex(rex.id).rules_by == "Nadia Roussel")
    other = desk.room.views.incident(an_incident(desk.room, title="La même, en mars").id).number
    for field, text in (
        (part.frame.title_line, "Perte du cluster"), (part.frame.lead, "Nadia Roussel"),
        (part.frame.people, "Karim Benali, Inès Roy"), (part.frame.others, other), (part.frame.held.line, "10:00"),
    ):  # fmt: skip
        qtbot.waitUntil(lambda: not desk.room.is_closed)
        field.setText(text)
        field.editingFinished.emit()
        qtbot.wait(60)
    part.frame.box.setPlainText("Le cluster, pas le réseau")
    part.settle()
    qtbot.waitUntil(lambda: desk.room.views.rex(rex.id).scope == "Le cluster, pas le réseau")
    found = desk.room.views.rex(rex.id)
    assert found is not None
    assert (found.title, found.lead, found.participants) == (
        "Perte du cluster", "Nadia Roussel", ("Karim Benali", "Inès Roy"),
    )  # fmt: skip
    assert len(found.others) == 1
    assert found.held_at is not None
    desk.room.do(AmendRex(rex=rex.id, title="Autrement")).result()
    qtbot.waitUntil(lambda: part.frame.title_line.text() == "Autrement")


def test_that_gaps_and_contradictions_are_explained_with_what_they_rest_on(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    part = step(panel, Step.TIMELINE).part
    assert isinstance(part, TimelinePart)
    QAbstractItemModelTester(part.model, QAbstractItemModelTester.FailureReportingMode.Fatal, part)
    qtbot.waitUntil(lambda: bool(part.findings.found))
    assert any(one.is_gap for one in part.findings.found)
    open_ones = [one for one in part.findings.found if one.needs_answer]
    assert open_ones
    part.only_key.setChecked(False)
    qtbot.waitUntil(lambda: part.model.rowCount() > len(part._view.timeline.key_events))
    with qtbot.waitSignal(part.record_chosen):
        part.findings.entry_chosen.emit(open_ones[0].entry)
    part.findings.explain(open_ones[0])
    dialog = dialog_of(panel, ExplainDialog)
    dialog.text.setPlainText("L’heure du message d’attente était fausse.")
    dialog.evidence.pick.click()
    picker = dialog_of(dialog, EvidencePickDialog)
    qtbot.waitUntil(lambda: picker.list.count() > 2)
    qtbot.keyClicks(picker.words, "rendu")
    assert picker.list.count() == 1
    entry = picker.list.item(0).data(PIECE)
    qtbot.keyClick(picker.words, Qt.Key.Key_Down)
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    dialog.send()
    qtbot.waitUntil(lambda: any(one.kind is NoteKind.EXPLAINED for one in desk.room.views.rex_notes(rex.id)))
    (note,) = [one for one in desk.room.views.rex_notes(rex.id) if one.about]
    assert note.about == open_ones[0].key
    assert note.evidence == (entry.key,)
    qtbot.waitUntil(lambda: sum(one.note is not None for one in part.findings.found) == 1)


def test_that_a_sentence_and_enter_is_a_statement_that_is_changed_and_taken_away(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    part = step(panel, Step.GOOD_BAD_LUCK).part
    assert isinstance(part, NotesPart)
    well = part.cards[NoteKind.WELL]
    qtbot.keyClicks(well.line, "The handover was complete")
    qtbot.keyClick(well.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(well.blocks()) == 1 and well.line.text() == "")
    qtbot.keyClick(well.blocks()[0], Qt.Key.Key_Return)
    dialog = dialog_of(panel, NoteDialog)
    dialog.kind.choose(NoteKind.LUCK)
    dialog.send()
    luck = part.cards[NoteKind.LUCK]
    qtbot.waitUntil(lambda: len(luck.blocks()) == 1 and not well.blocks())
    luck.change(luck.notes[0])
    dialog_of(panel, NoteDialog).gone.click()
    qtbot.waitUntil(lambda: desk.room.views.rex_notes(rex.id) == [])


def test_that_approval_is_asked_sent_back_and_given_for_these_very_words_only(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    part = step(panel, Step.APPROVAL).part
    assert isinstance(part, ApprovalPart)
    part.ask.click()
    dialog = dialog_of(panel, AskApprovalDialog)
    dialog.of.setText("Claire Aubry")
    dialog.send()
    qtbot.waitUntil(lambda: part._view.rex.asked_of == ("Claire Aubry",))
    part.send_back.click()
    back = dialog_of(panel, SendBackDialog)
    back.remark.setPlainText("Sans cause racine")
    back.by.setText("Claire Aubry")
    back.send()
    qtbot.waitUntil(lambda: len(part._view.facts.approvals) == 1)
    desk.room.do(WriteSection(rex=rex.id, code="causes", text="Certificat expiré")).result()
    desk.room.clock.set(NOON + HOUR)
    qtbot.waitUntil(lambda: part._view.standing.moved)
    part.ask.click()
    dialog_of(panel, AskApprovalDialog).send()
    qtbot.waitUntil(lambda: part._view.standing.sent_back is None)
    part.approve.click()
    give = dialog_of(panel, GiveApprovalDialog)
    give.by.setText("Claire Aubry")
    give.send()
    qtbot.waitUntil(lambda: give._trouble.isVisible())  # sections are open: it asks why all the same
    give.exception.setPlainText("Demandée par la direction pour demain")
    give.send()
    qtbot.waitUntil(lambda: part._view.standing.approved_by == ("Claire Aubry",))
    desk.room.do(WriteSection(rex=rex.id, code="summary", text="Other words")).result()
    qtbot.waitUntil(lambda: part._view.standing.approved_by == () and part._view.standing.moved)


def test_that_what_stands_in_the_way_leads_to_its_step(qtbot: QtBot, panel: ReviewsPanel, rex: Rex) -> None:
    part = step(panel, Step.APPROVAL).part
    assert isinstance(part, ApprovalPart)
    qtbot.waitUntil(lambda: part._view is not None)
    part.step_asked.emit(Step.CAUSES)
    assert panel.wizard.step is Step.CAUSES
    qtbot.keyClick(panel.wizard, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert panel.wizard.step is Step.GOOD_BAD_LUCK
    panel.wizard.steps.setFocus()
    qtbot.keyClick(panel.wizard.steps.list, Qt.Key.Key_Escape)
    assert panel.table.isVisible()


def test_that_a_review_is_dropped_with_its_reason_taken_up_again_and_found_by_its_records(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    panel.drop(rex)
    dialog = dialog_of(panel, ReasonDialog)
    dialog._answer.setPlainText("Incident mineur")
    dialog.send()
    qtbot.waitUntil(lambda: desk.room.views.rex(rex.id).dropped_because == "Incident mineur")
    panel.resume(rex)
    qtbot.waitUntil(lambda: desk.room.views.rex(rex.id).dropped_at is None)
    section = desk.room.do(WriteSection(rex=rex.id, code="impact", text="Tous les hôpitaux")).result()
    panel.show_list()
    panel.reveal("rex_section", section)
    qtbot.waitUntil(lambda: panel.wizard.step is Step.IMPACT)
    panel.reveal("rex", "0" * 32)  # one that is not here changes nothing
    assert panel.wizard.step is Step.IMPACT


def test_that_words_left_by_a_crash_are_there_again_and_never_overwrite_newer_ones(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    shown = card(panel, Step.SCOPE, "summary")
    qtbot.keyClicks(shown.box, "half a sen")
    shown.text.keep()
    qtbot.waitUntil(lambda: "half" in desk.room.draft(f"rex:{rex.id}:summary"))
    desk.room.do(WriteSection(rex=rex.id, code="summary", text="Newer")).result()
    again = ReviewsPanel(desk)
    qtbot.addWidget(again)
    again.show()
    again.open_review(rex.id)
    qtbot.waitUntil(lambda: again.wizard.view is not None and bool(step(again, Step.SCOPE).cards))
    kept = card(again, Step.SCOPE, "summary")
    assert kept.box.toPlainText() == "half a sen"
    kept.settle()
    qtbot.waitUntil(lambda: kept.moved.isVisible())
    assert desk.room.views.rex_sections(rex.id)[0].text == "Newer"


def test_that_an_approval_typed_elsewhere_comes_in_by_itself(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    part = step(panel, Step.APPROVAL).part
    desk.room.do(GiveApproval(rex=rex.id, by="Claire Aubry", exception="Vu ensemble")).result()
    qtbot.waitUntil(lambda: part._view.standing.approved_by == ("Claire Aubry",))


def test_that_a_review_has_sections_of_its_own_and_shows_what_the_room_holds_for_each(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    shown = step(panel, Step.LESSONS)
    qtbot.keyClicks(shown.own.line, "Suppliers <b>")
    qtbot.keyClick(shown.own.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each._shown.title == "Suppliers <b>" for each in shown.cards.values()))
    timeline = card(panel, Step.METRICS, "detection")
    timeline.more.click()
    qtbot.waitUntil(lambda: "<table" in timeline.report.toHtml())
    timeline.more.click()
    assert not timeline.report.isVisible()


def test_that_what_people_wrote_is_never_markup_in_what_the_room_holds(qtbot: QtBot, desk: Desk) -> None:
    shown = ReportView(desk.look)
    qtbot.addWidget(shown)
    bold = "<b>not bold</b> & co"
    table = Table("Table", (Column("What"), Column("")), tuple(Row((bold, str(at))) for at in range(70)))
    shown.show_blocks((Section(bold, (Paragraph(bold), Facts(((bold, bold),)), table)),))
    assert shown.toPlainText().count("<b>not bold</b> & co") == 4 + 60
    assert "10 more lines are in the report." in shown.toPlainText()
    shown.show_blocks(())
    assert shown.toPlainText() == "The room holds nothing for this yet."


def test_that_a_step_counts_as_begun_once_something_is_noted_in_it(
    qtbot: QtBot, desk: Desk, panel: ReviewsPanel, rex: Rex
) -> None:
    assert panel.wizard.view.mark(Step.LESSONS) is Mark.NONE

    desk.room.do(AddLesson(incident=rex.incident, rex=rex.id, text="Garder une adresse hors du DNS")).result()

    qtbot.waitUntil(lambda: panel.wizard.view.mark(Step.LESSONS) is Mark.BEGUN)


def test_that_the_log_of_an_incident_leads_back_to_its_review(
    qtbot: QtBot, desk: Desk, incident: str, panel: ReviewsPanel, rex: Rex
) -> None:
    log = IncidentPanel(desk)
    qtbot.addWidget(log)
    log.show(incident)
    asked: list[tuple[str, str, str]] = []
    log.record_chosen.connect(lambda *record: asked.append(record))
    assert rex.number in log.header.review.text()

    log.header.review.click()

    assert asked == [(incident, "rex", rex.id)]


def test_that_a_picture_is_drawn_where_it_stands_and_its_words_are_for_whoever_listens(
    qtbot: QtBot, desk: Desk
) -> None:
    shown = ReportView(desk.look)
    qtbot.addWidget(shown)
    shown.resize(500, 100)
    shown.show()
    trend = MetricTrend("Time to restore", Scaled.COUNT, tuple(TrendPoint(NOON + at, float(at)) for at in range(4)))
    blocks = (Section("Measures", (picture(trend), Paragraph("After it"))),)
    shown.show_blocks(blocks)
    assert "Time to restore" in shown.toPlainText()
    shown.show_blocks(blocks, drawn(blocks))
    assert "Time to restore" not in shown.toPlainText()
    assert "Time to restore" in shown.accessibleDescription()
    assert shown.height() > 150
    assert shown.loadResource(2, QUrl("file:///etc/hostname")) is None
    low = shown.height()
    shown.resize(800, 100)
    assert shown.height() > low
