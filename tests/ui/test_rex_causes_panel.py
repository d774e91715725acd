"""The causes of a review on screen: drawn, walked with the keys, changed with the mouse, and said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import an_entry, an_incident
from tests.ui.causes import WHYS, causes_analysed
from ui.desk import Desk
from ui.dialogs.barrier import BarrierDialog
from ui.dialogs.branches import BranchesDialog
from ui.dialogs.cause import CauseDialog
from ui.laid_out import widgets_in
from ui.models.causes import review_of_cause
from ui.panels.rex_causes import BARRIERS, BONES, LIST, RexCausesPanel
from ui.widgets.cause_canvas import CauseCanvas
from ui.widgets.lines import Block
from ui.widgets.tone import ToneLabel
from warroom.commands import AddCause, AmendCause, OpenRex
from warroom.domain.causes import BarrierState, CauseKind, CauseState
from warroom.domain.rex import Heat, Rex
from warroom.room import Room


@pytest.fixture
def rex(room: Room) -> Rex:
    made = room.do(OpenRex(incident=an_incident(room).id, heat=Heat.HOT)).result()
    found = room.views.rex(made.id)
    assert found is not None
    return found


@pytest.fixture
def made(room: Room, rex: Rex) -> dict[str, str]:
    """Causes by their place in the tree."""
    entry = an_entry(room, rex.incident)
    return causes_analysed(room, rex.incident, rex=rex.id, evidence=f"entry {entry.id}")


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, rex: Rex) -> RexCausesPanel:
    made = RexCausesPanel(desk)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    made.show_rex(rex)
    qtbot.waitUntil(lambda: bool(made.seen.incidents))
    return made


def settled(qtbot: QtBot, panel: RexCausesPanel, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so)
    QApplication.processEvents()


def paths(panel: RexCausesPanel) -> dict[str, str]:
    return {each.cause.id: each.path for each in panel.seen.tree.placed}


def press(widget: QWidget, key: Qt.Key, *, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, held)


def drag(canvas: CauseCanvas, start: QPointF, end: QPointF) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start.toPoint())
    middle = (start + end) / 2
    for at in (middle, end):
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove, at, canvas.mapToGlobal(at), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(canvas, move)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end.toPoint())


def dialog(panel: QWidget, kind: type[Any]) -> Any:
    found = [each for each in panel.findChildren(QDialog) if isinstance(each, kind) and each.isVisible()]
    assert len(found) == 1
    return found[0]


def middle(canvas: CauseCanvas, record: str) -> QPointF:
    box = canvas.box(record)
    assert box is not None
    return box.area.center()


def test_that_an_empty_analysis_says_what_to_do_next_and_the_button_does_it(
    qtbot: QtBot, panel: RexCausesPanel
) -> None:
    said = [label.text() for label in panel.findChildren(ToneLabel) if label.isVisible()]
    assert any("Note what set it off" in text for text in said)

    panel.new.click()
    form = dialog(panel, CauseDialog)
    form.text.setPlainText("Erreur humaine")
    assert any("Human error is where" in label.text() for label in form.findChildren(ToneLabel) if label.isVisible())
    form.text.setPlainText("Un déploiement partout à la fois")
    form.impact.setText("API arrêtée")
    with qtbot.waitSignal(form.succeeded):
        form.send()
    settled(qtbot, panel, lambda: len(panel.tree.boxes) == 1)

    (placed,) = panel.seen.tree.placed
    assert (placed.cause.kind, placed.cause.impact) == (CauseKind.TRIGGER, "API arrêtée")
    assert panel.tree.isVisible()
    press(panel.tree, Qt.Key.Key_Insert)
    why = dialog(panel, CauseDialog)
    assert why.why_of.value() == placed.cause.id
    why.text.setPlainText("Sans palier")
    with qtbot.waitSignal(why.succeeded):
        why.send()
    settled(qtbot, panel, lambda: sorted(paths(panel).values()) == ["1", "1.1"])
    assert panel.tree.current != placed.cause.id, "what was noted stands out"


def test_that_the_tree_is_walked_reordered_and_changed_by_keys_alone(
    qtbot: QtBot, made: dict[str, str], panel: RexCausesPanel
) -> None:
    tree = panel.tree
    tree.pick(made["1"])
    for key, path in (
        (Qt.Key.Key_Right, "1.1"),
        (Qt.Key.Key_Right, "1.1.1"),
        (Qt.Key.Key_Down, "1.1.1.1"),
        (Qt.Key.Key_Left, "1.1.1"),
        (Qt.Key.Key_Up, "1.1"),
    ):
        press(tree, key)
        assert tree.current == made[path]
    assert "1.1 · A-CA02 · Proximate cause · confirmed" in tree.accessibleName()
    assert all(text in tree.accessibleDescription() for _path, _kind, _branch, text in WHYS), "the drawing in words"

    press(tree, Qt.Key.Key_Down, control=True)
    settled(qtbot, panel, lambda: paths(panel)[made["1.1"]] == "1.2")
    press(tree, Qt.Key.Key_Up, control=True)
    settled(qtbot, panel, lambda: paths(panel)[made["1.1"]] == "1.1")
    press(tree, Qt.Key.Key_Delete)
    settled(qtbot, panel, lambda: made["1.1"] not in paths(panel))
    assert paths(panel)[made["1.1.1"]].count(".") == 1, "what hung under it moved up"
    tree.pick(made["1.2"])
    press(tree, Qt.Key.Key_Return)
    form = dialog(panel, CauseDialog)
    form.state.choose(CauseState.REFUTED)
    form.why_of.choose("")
    with qtbot.waitSignal(form.succeeded):
        form.send()
    settled(qtbot, panel, lambda: "." not in paths(panel)[made["1.2"]])


def test_that_the_mouse_hangs_a_cause_elsewhere_and_puts_it_on_another_branch(
    qtbot: QtBot, made: dict[str, str], panel: RexCausesPanel, room: Room
) -> None:
    drag(panel.tree, middle(panel.tree, made["2"]), middle(panel.tree, made["1.2"]))
    settled(qtbot, panel, lambda: paths(panel)[made["2"]] == "1.2.2")
    drag(panel.tree, middle(panel.tree, made["1"]), middle(panel.tree, made["1.2"]))
    assert paths(panel)[made["1"]] == "1", "a cause is never hung under one of its own whys"

    panel.open_part(BONES)
    QApplication.processEvents()
    bones = panel.fishbone
    target = next(cell for cell in bones._cells if cell.code == "data")
    drag(bones, middle(bones, made["1.3"]), target.area.center())
    settled(qtbot, panel, lambda: room.views.cause(made["1.3"]).branch == "data")  # type: ignore[union-attr]
    QTest.mouseDClick(bones, Qt.MouseButton.LeftButton, pos=middle(bones, made["1.3"]).toPoint())
    assert dialog(panel, CauseDialog).branch.value() == "data"


def test_that_every_cause_is_on_the_ishikawa_drawing_within_it_and_reached_by_arrows(
    made: dict[str, str], panel: RexCausesPanel
) -> None:
    panel.open_part(BONES)
    QApplication.processEvents()
    bones = panel.fishbone
    assert {box.record for box in bones.boxes} == set(made.values())
    for box in bones.boxes:
        assert bones.rect().contains(box.area.toAlignedRect())
        assert not [each for each in bones.boxes if each is not box and each.area.intersects(box.area)]
    reached, frontier = {bones.boxes[0].record}, [bones.boxes[0].record]
    while frontier:
        here = frontier.pop()
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            there = bones.neighbour(here, key)
            if there and there not in reached:
                reached.add(there)
                frontier.append(there)
    assert reached == set(made.values())
    assert bones.grab().toImage().pixelColor(QPoint(2, 2)).isValid()


def test_that_the_list_says_the_same_and_a_proposal_and_hints_lead_on(
    qtbot: QtBot, made: dict[str, str], panel: RexCausesPanel, room: Room
) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.open_part(LIST)
    assert [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())] == [path for path, *_ in WHYS]
    panel.table.select(made["1.2"])
    panel.why.click()
    form = dialog(panel, CauseDialog)
    assert form.why_of.value() == made["1.2"]
    form.reject()

    said = [label.text() for label in panel.findChildren(ToneLabel) if label.isVisible()]
    assert any("A-CA08 ends at human error" in text for text in said)
    assert any("A-H01 is confirmed" in text for text in said)
    panel.taken.click()
    form = dialog(panel, CauseDialog)
    with qtbot.waitSignal(form.succeeded):
        form.send()
    settled(qtbot, panel, lambda: not panel.seen.proposals)
    assert any(each.hypothesis for each in room.views.causes(panel.seen.incidents[0]))


def test_that_barriers_are_noted_opened_and_changed(
    qtbot: QtBot, made: dict[str, str], panel: RexCausesPanel, room: Room
) -> None:
    panel.open_part(BARRIERS)
    card = panel.barriers.cards[BarrierState.ABSENT]
    card.note.click()
    form = dialog(panel, BarrierDialog)
    assert form.state.value() is BarrierState.ABSENT
    form.text.setPlainText("Arrêt automatique du déploiement")
    form.cause.choose(made["1.2.1"])
    with qtbot.waitSignal(form.succeeded):
        form.send()
    settled(qtbot, panel, lambda: len(panel.seen.barriers) == 5)
    blocks = [each for each in widgets_in(card.body) if isinstance(each, Block)]
    assert {block.what.text for block in blocks} == {"Déploiement par paliers", "Arrêt automatique du déploiement"}

    blocks[0].chosen.emit()
    form = dialog(panel, BarrierDialog)
    form.state.choose(BarrierState.FAILED)
    with qtbot.waitSignal(form.succeeded):
        form.send()
    settled(qtbot, panel, lambda: len([each for each in panel.seen.barriers if each.state is BarrierState.FAILED]) == 2)


def test_that_branches_are_renamed_moved_put_aside_and_added(qtbot: QtBot, desk: Desk, room: Room) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    form = BranchesDialog(desk, window)
    form.show()
    form.french.setText("Mise en production")
    form.keep.click()
    qtbot.waitUntil(lambda: room.views.branches()[0].said("fr") == "Mise en production")
    qtbot.waitUntil(lambda: form.down.isEnabled())
    form.down.click()
    qtbot.waitUntil(lambda: room.views.branches()[1].code == "change")
    qtbot.waitUntil(lambda: form.list.currentRow() == 1)
    form.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: room.views.branches()[2].retired)
    form.add.click()
    form.english.setText("Telecom")
    form.keep.click()
    qtbot.waitUntil(lambda: room.views.branches()[-1].code == "telecom")


def test_that_a_cause_somebody_else_changed_meanwhile_is_compared_and_never_overwritten(
    qtbot: QtBot, made: dict[str, str], panel: RexCausesPanel, room: Room
) -> None:
    panel.open_cause(made["2"])
    form = dialog(panel, CauseDialog)
    room.do(AmendCause(cause=made["2"], text="Écrit entre-temps", evidence_text="appel de 13:31")).result()
    form.text.setPlainText("Mon texte")
    form.send()
    qtbot.waitUntil(lambda: any(each is not form and each.isVisible() for each in form.findChildren(QDialog)))
    assert room.views.cause(made["2"]).text == "Écrit entre-temps"  # type: ignore[union-attr]


def test_that_a_family_that_came_back_is_said_and_long_texts_stay_within_their_cards(
    qtbot: QtBot, panel: RexCausesPanel, room: Room, rex: Rex
) -> None:
    former = an_incident(room, title="Panne de mars").id
    for incident in (former, rex.incident):
        family = {"kind": CauseKind.ROOT, "family": "Déploiement d’un coup"}
        text = "https://example.org/" + "journal" * 60 + " الخادم لا يستجيب 服务器没有响应"
        room.do(AddCause(incident=incident, text=text, **family)).result()  # type: ignore[arg-type]
    settled(qtbot, panel, lambda: len(panel.tree.boxes) == 1)
    panel.resize(420, 900)
    QApplication.processEvents()
    (box,) = panel.tree.boxes
    assert box.area.height() > 100, "a word without end is broken into lines"
    assert panel.tree.rect().contains(box.area.toAlignedRect())

    panel.open_cause(box.record)
    form = dialog(panel, CauseDialog)
    said = [label.text() for label in form.findChildren(ToneLabel) if not label.isHidden()]
    number = room.views.incident(former).number
    assert any(f"within six months: {number}" in text for text in said)
    form.family.setText("autre chose")
    assert not any("six months" in label.text() for label in form.findChildren(ToneLabel) if not label.isHidden())


def test_that_hundreds_of_causes_are_drawn_and_one_found_elsewhere_stands_out(
    qtbot: QtBot, panel: RexCausesPanel, room: Room, rex: Rex
) -> None:
    parent, last = "", ""
    for n in range(60):
        made = room.do(AddCause(incident=rex.incident, rex=rex.id, text=f"Cause {n} " * 6, parent=parent)).result()
        parent, last = (made.id if n % 12 else ""), made.id
    panel.reveal("cause", last)
    settled(qtbot, panel, lambda: panel.tree.current == last)
    assert len(panel.tree.boxes) == 60
    panel.open_part(BONES)
    assert len(panel.fishbone.boxes) == 8, "the drawing says how many more there are; the list has them all"
    assert review_of_cause(room.views, "cause", last) == rex.id
