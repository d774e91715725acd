"""The steps of impact and of metrics in a review: figures added and changed, metrics that lead to their records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.warroom.measured import a_measured_incident
from ui.desk import Desk, make_desk
from ui.dialogs.figure import AffectedDialog, FigureDialog, RateDialog
from ui.panels.rex_impact import ImpactPart
from ui.panels.rex_metrics import MetricsPart
from ui.settings import Settings
from ui.theme import Look
from ui.widgets.lines import Block
from warroom.commands import OpenRex
from warroom.domain.impact_figures import FigureKind
from warroom.domain.metrics.values import Code
from warroom.domain.rex import Heat, Rex
from warroom.room import Room

Dialog = TypeVar("Dialog", bound=QDialog)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, Rex]]:
    """A measured incident and its review, made once: each test takes back what it adds."""
    room, incident = a_measured_incident(tmp_path_factory.mktemp("figures"))
    rex = room.views.rex(room.do(OpenRex(incident=incident, heat=Heat.COLD)).result().id)
    assert rex is not None
    yield room, rex
    room.close()


@pytest.fixture
def measured(reviewed: tuple[Room, Rex], look: Look, settings: Settings) -> Iterator[tuple[Desk, Rex]]:
    room, rex = reviewed
    desk = make_desk(room, look=look, settings=settings)
    yield desk, rex
    desk.tasks.close()
    desk.changes.close()


@pytest.fixture
def impact(qtbot: QtBot, measured: tuple[Desk, Rex]) -> ImpactPart:
    desk, rex = measured
    part = ImpactPart(desk)
    qtbot.addWidget(part)
    part.show()
    part.show_rex(rex)
    qtbot.waitUntil(lambda: part.view is not None)
    return part


@pytest.fixture
def metrics(qtbot: QtBot, measured: tuple[Desk, Rex]) -> MetricsPart:
    desk, rex = measured
    part = MetricsPart(desk)
    qtbot.addWidget(part)
    part.show()
    part.show_rex(rex)
    qtbot.waitUntil(lambda: part.view is not None and part.model.rowCount() > 0)
    return part


def opened(qtbot: QtBot, part: ImpactPart, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: bool(part.findChildren(kind)))
    return part.findChildren(kind)[-1]


def cells(part: MetricsPart) -> dict[str, str]:
    model = part.model
    return {model.index(at, 0).data(): model.index(at, 1).data() for at in range(model.rowCount())}


def test_that_the_tables_are_proper_models(impact: ImpactPart, metrics: MetricsPart) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [
        QAbstractItemModelTester(model, fatal)
        for model in (impact.figures.model, impact.affected.model, impact.work.model, impact.sums.model, metrics.model)
    ]
    impact.show_rex(impact.view.rex if impact.view else None)
    assert len(testers) == 5


def test_that_a_figure_is_added_and_changed_by_its_dialog(qtbot: QtBot, impact: ImpactPart) -> None:
    before = impact.figures.model.rowCount()
    impact.add_figure()
    dialog = opened(qtbot, impact, FigureDialog)
    dialog.amount.setText("1,200")  # two readings
    dialog.send()
    qtbot.waitUntil(lambda: "1200" in dialog._trouble.text())
    dialog.amount.setText("1 200,50")
    dialog.source.setText("Facture 12")
    qtbot.keyClick(dialog.source, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: impact.figures.model.rowCount() == before + 1)

    row = next(each for each in impact.figures.model.rows() if each.figure.source == "Facture 12")
    assert (row.figure.kind, row.figure.amount, row.figure.unit) == (FigureKind.SPEND, "1200.50", "EUR")
    impact.figures.table.select(row.figure.id)
    qtbot.keyClick(impact.figures.table, Qt.Key.Key_Return)
    change = opened(qtbot, impact, FigureDialog)
    assert change.amount.text() == "1200.50"
    change._remove()
    qtbot.waitUntil(lambda: impact.figures.model.rowCount() == before)


def test_that_users_affected_are_said_with_their_times(qtbot: QtBot, impact: ImpactPart) -> None:
    before = impact.affected.model.rowCount()
    impact.add_affected()
    dialog = opened(qtbot, impact, AffectedDialog)
    assert dialog.start.moment() is not None  # the start of the impact is proposed
    dialog.users.setText("12 500")
    dialog.percent.setValue(20)
    dialog.send()
    qtbot.waitUntil(lambda: impact.affected.model.rowCount() == before + 1)
    row = next(each for each in impact.affected.model.rows() if each.affected.users == 12_500)
    assert (row.affected.percent, row.affected.until_at) == (20, None)

    impact._open_affected(row)
    change = opened(qtbot, impact, AffectedDialog)
    change._remove()
    qtbot.waitUntil(lambda: impact.affected.model.rowCount() == before)


def test_that_a_rate_gives_the_hours_their_cost(qtbot: QtBot, impact: ImpactPart) -> None:
    impact.work.table.select("COM")
    impact.set_rate()
    dialog = opened(qtbot, impact, RateDialog)
    dialog.per_hour.setText("75,5")
    dialog.send()
    qtbot.waitUntil(lambda: any(row.code == "COM" and row.cost == 151 for row in impact.work.model.rows()))


def test_that_each_metric_shows_its_formula_and_leads_to_its_records(qtbot: QtBot, metrics: MetricsPart) -> None:
    shown = cells(metrics)
    assert shown["Time to restore, from impact"] == "3 h 30 (210 min)"
    assert shown["Time to restore, from detection"] == "3 h (180 min)"
    row = next(each for each in metrics.model.rows() if each.metric.code is Code.DECISION)
    metrics.table.select(row.ident)
    assert "Decided − asked = 20 min" in metrics.detail._about.text()
    led: list[tuple[str, str, str]] = []
    metrics.record_chosen.connect(lambda *where: led.append(where))

    qtbot.keyClick(metrics.table, Qt.Key.Key_Return)
    block = metrics.detail._lines.itemAt(0).widget()
    assert isinstance(block, Block)
    qtbot.keyClick(block, Qt.Key.Key_Return)

    assert [(noun, bool(record)) for _incident, noun, record in led] == [("decision", True)]


def test_that_what_all_incidents_have_in_common_stands_beside(qtbot: QtBot, metrics: MetricsPart) -> None:
    row = next(each for each in metrics.model.rows() if each.metric.key == "restore:impact:")
    metrics.table.select(row.ident)
    qtbot.waitUntil(lambda: "All incidents: median 3 h 30 (210 min)" in metrics.detail._about.text())


def test_that_only_those_that_are_known_are_shown_when_asked(metrics: MetricsPart) -> None:
    everything = metrics.model.rowCount()
    metrics.only_known.setChecked(True)

    assert 0 < metrics.model.rowCount() < everything
    assert all(row.metric.is_known for row in metrics.model.rows())
