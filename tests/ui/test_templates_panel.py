"""The page of message templates: found by any word, read in both languages, changed, brought back, taken along."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from ui.desk import Desk
from ui.dialogs.template_about import AddTemplateDialog, AmendTemplateDialog
from ui.dialogs.template_import import ImportTemplatesDialog
from ui.dialogs.template_versions import VersionsDialog
from ui.dialogs.template_wording import WordingDialog
from ui.panels.templates import TemplatesPanel
from warroom.commands import AmendWording, SetService
from warroom.domain.services import ServiceState
from warroom.storage.template_book import shipped

WAIT = 5_000  # milliseconds


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> TemplatesPanel:
    made = TemplatesPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 26 and "T01" in made.card.accessibleName(), timeout=WAIT)
    return made


def shown(panel: TemplatesPanel, language: str, part: str) -> str:
    return panel.card._labels[language, part][1].toPlainText()


def test_the_26_are_listed_and_found_by_any_word(panel: TemplatesPanel, qtbot: QtBot) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.search.setText("nis 2")
    assert [row.code for row in panel.model.rows()] == ["T22", "T23"]
    panel.search.setText("zzz")
    assert panel.model.rowCount() == 0
    panel.reveal("T09")
    qtbot.waitUntil(lambda: "T09" in panel.card.accessibleName(), timeout=WAIT)
    assert "{end_time|at}" in shown(panel, "fr", "body")
    assert "{end_time|at}" in shown(panel, "en", "body")


def test_filled_for_the_incident_it_says_what_is_missing_by_name(
    panel: TemplatesPanel, desk: Desk, qtbot: QtBot
) -> None:
    incident = an_incident(desk.room).id
    desk.room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
    assert not panel.filled.isEnabled()
    panel.show_incident(incident)
    panel.filled.setChecked(True)
    panel.reveal("T06")
    qtbot.waitUntil(lambda: "API" in shown(panel, "fr", "title"), timeout=WAIT)
    assert "⟨nature de la cause⟩" in shown(panel, "fr", "body")
    assert "⟨class of the cause⟩" in shown(panel, "en", "body")
    assert "{" not in shown(panel, "fr", "body")
    panel.reveal("T03")
    qtbot.waitUntil(lambda: "analyse en cours" in shown(panel, "fr", "title"), timeout=WAIT)
    assert panel.card._missing.isHidden()


def test_a_text_is_changed_with_its_reason_and_the_page_follows(
    panel: TemplatesPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.reveal("T07")
    qtbot.waitUntil(lambda: "T07" in panel.card.accessibleName(), timeout=WAIT)
    dialog = WordingDialog(desk, shipped().templates["T07"], "fr", parent=panel)
    dialog.open()
    dialog.fields_of["sms"].setPlainText("Rien de neuf {")  # type: ignore[union-attr]
    dialog.judge()
    assert "“{”" in dialog.judged.text()
    dialog.fields_of["sms"].setPlainText("Rien de neuf. {humeur}")  # type: ignore[union-attr]
    dialog.judge()
    assert "humeur" in dialog.judged.text()
    dialog.fields_of["sms"].setPlainText("Rien de neuf. ")  # type: ignore[union-attr]
    dialog.fields_of["sms"].setFocus()
    dialog.put_in("contact")
    dialog.judge()
    assert "GSM-7" in dialog.judged.text()
    dialog.send()
    qtbot.waitUntil(lambda: "Why is this text changed?" in dialog._trouble.text(), timeout=WAIT)
    dialog.reason.setText("Plus court")
    dialog.send()
    qtbot.waitUntil(lambda: "Rien de neuf" in shown(panel, "fr", "sms"), timeout=WAIT)
    assert panel.card.versions["fr"].isEnabled()
    assert not panel.card.versions["en"].isEnabled()


def test_a_version_is_read_and_said_again(desk: Desk, qtbot: QtBot) -> None:
    desk.room.do(AmendWording(template="T07", language="fr", sms="Rien", reason="Court")).result()
    above = QWidget()
    qtbot.addWidget(above)
    dialog = VersionsDialog(desk, desk.room.views.template_book().templates["T07"], "fr", above)
    dialog.open()
    assert "situation inchangée" in dialog.text.toPlainText()
    with qtbot.waitSignal(dialog.succeeded, timeout=WAIT):
        dialog.send()
    assert desk.room.views.template_book().wording("T07", "fr") == shipped().wording("T07", "fr")


def test_a_template_is_added_from_another_and_one_is_put_aside(panel: TemplatesPanel, desk: Desk, qtbot: QtBot) -> None:
    dialog = AddTemplateDialog(desk, shipped().templates["T03"], panel)
    dialog.open()
    dialog.name.setText("Maintenance")
    dialog.added.connect(panel.reveal)
    with qtbot.waitSignal(dialog.added, timeout=WAIT) as told:
        dialog.send()
    assert told.args == ["M01"]
    panel._latest.ask()
    qtbot.waitUntil(lambda: panel.model.row_of("M01") >= 0, timeout=WAIT)
    panel.reveal("T18")
    qtbot.waitUntil(lambda: panel._code == "T18", timeout=WAIT)
    panel.put_aside()
    qtbot.waitUntil(lambda: panel.model.rows()[-1].code == "T18", timeout=WAIT)
    amend = AmendTemplateDialog(desk, shipped().templates["T11"], panel)
    amend.open()
    amend.reviews.boxes["legal"].setChecked(False)
    with qtbot.waitSignal(amend.succeeded, timeout=WAIT):
        amend.send()
    assert desk.room.views.template_book().templates["T11"].reviews == ()


def test_a_file_shows_what_it_would_change_before_it_does(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "modeles.yaml"
    desk.room.templates.export(path, ("T07", "T08"))
    path.write_text(path.read_text(encoding="utf-8").replace("inchangée", "la même"), encoding="utf-8")
    above = QWidget()
    qtbot.addWidget(above)
    dialog = ImportTemplatesDialog(desk, desk.room.templates.read(path), above)
    dialog.open()
    assert [row.what.value for row in dialog.model.rows()] == ["changed", "same"]
    assert not desk.room.views.changed_wordings()
    with qtbot.waitSignal(dialog.succeeded, timeout=WAIT):
        dialog.send()
    assert "la même" in desk.room.views.template_book().wording("T07", "fr").title
