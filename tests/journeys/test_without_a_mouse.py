"""Without a mouse and with a screen reader: Tab reaches everything, one sees where one is, every button has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from tests.builders import a_room, an_action
from tests.journeys.eyes import described, in_sight
from tests.journeys.screens import PAGES, a_scene, close, dialogs_of, open_page
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.theme import Look
from ui.widgets.lines import Block
from warroom.words import LANGUAGES

CHOICES = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
ROUND = 200  # Tabs that go round any screen
DIFFERENT = 12  # pixels: an outline of the smallest field has more

pytestmark = pytest.mark.timeout(400)  # seconds: hundreds of screens, while other tests want the machine too


def asking(top: QWidget) -> Iterator[QWidget]:
    """What a person must be able to reach: it is in sight, can be used, and stands for itself."""
    for widget in in_sight(top):
        if not isinstance(widget, CHOICES) or not widget.isEnabled() or is_part_of_another(widget):
            continue
        if is_one_of_several(widget):
            continue  # one Tab for the group, then the arrows
        if isinstance(widget, QAbstractButton) and widget.testAttribute(
            Qt.WidgetAttribute.WA_TransparentForMouseEvents
        ):
            continue  # a word that looks like a button
        yield widget


def is_one_of_several(widget: QWidget) -> bool:
    """A choice of a group that is not the one chosen."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive())


def is_part_of_another(widget: QWidget) -> bool:
    """A widget that Qt puts inside another, such as the cross of a field, the line of a number, the head of a table."""
    parent = widget.parentWidget()
    inside = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea)
    while parent is not None and not parent.isWindow():
        if isinstance(parent, inside) and type(widget).__module__.startswith("PySide6"):
            viewport = parent.viewport() if isinstance(parent, QAbstractScrollArea) else None
            if viewport is None or not viewport.isAncestorOf(widget):
                return True
        parent = parent.parentWidget()
    return False


def reached_by_tab(scribe: Scribe) -> set[QWidget]:
    """Everything that has the keyboard while Tab goes round once."""
    met: list[QWidget] = []
    for _turn in range(ROUND):
        hand = scribe.hand
        if hand in met[:1] and len(met) > 1:
            break
        met.append(hand)
        scribe.press("Tab")
    return {each for widget in met for each in (widget, *around(widget))}


def around(widget: QWidget) -> Iterator[QWidget]:
    """What it stands in: a table is reached when the editor of a cell is."""
    while (parent := widget.parentWidget()) is not None:
        yield parent
        widget = parent


def out_of_reach(scribe: Scribe, top: QWidget) -> list[str]:
    met = reached_by_tab(scribe)
    missed = [widget for widget in asking(top) if widget not in met and widget.focusProxy() not in met]
    return [described(widget) for widget in missed if not has_a_key(widget)]


def has_a_key(widget: QWidget) -> bool:
    """Lines inside a list are reached by the arrows; a bar that must not take the focus closes by itself."""
    return isinstance(widget, QToolButton) and widget.focusPolicy() is Qt.FocusPolicy.NoFocus and bool(widget.toolTip())


def nameless(top: QWidget) -> list[str]:
    """What a screen reader would read out as “button”."""
    said = []
    for widget in asking(top):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (text.strip() or widget.accessibleName().strip()):
            said.append(described(widget))
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_tab_reaches_everything_on_every_page_and_all_of_it_has_a_name(
    scribe: Scribe, program: Program, tmp_path: Path, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    scribe.back_in(scene.window)
    wrong: list[str] = []
    for page in PAGES:
        shown = open_page(scene, page)
        scribe.settle(1.0 if page == "security" else 0.3)  # what opens the room is looked at off the screen's thread
        wrong += [f"{page}: no name: {said}" for said in nameless(shown)]
        wrong += [f"{page}: out of reach: {said}" for said in out_of_reach(scribe, shown)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_tab_reaches_everything_in_every_dialog_and_all_of_it_has_a_name(
    scribe: Scribe, program: Program, tmp_path: Path, language: str
) -> None:
    scene = a_scene(program, tmp_path, language)
    wrong: list[str] = []
    for name, make in dialogs_of(scene).items():
        dialog = make()
        dialog.open()
        scribe.back_in(dialog)
        scribe.settle(0.05)
        wrong += [f"{name}: no name: {said}" for said in nameless(dialog)]
        wrong += [f"{name}: out of reach: {said}" for said in out_of_reach(scribe, dialog)]
        close(dialog)

    assert not wrong, "\n".join(wrong)


@pytest.mark.thorough
@pytest.mark.parametrize("dark", [False, True])
def test_that_one_sees_where_the_keyboard_is(
    scribe: Scribe, program: Program, tmp_path: Path, look: Look, dark: bool
) -> None:
    scene = a_scene(program, tmp_path, "en")
    look.set_dark(dark)
    scribe.back_in(scene.window)
    unseen: list[str] = []
    for page in PAGES[int(dark) :: 2]:  # the outline is the same everywhere: each page in one of the two looks
        open_page(scene, page)
        scribe.settle(0.2)
        unseen += [f"{page}: {said}" for said in focus_unseen(scribe)]

    assert not unseen, "\n".join(dict.fromkeys(unseen))


def focus_unseen(scribe: Scribe) -> list[str]:
    """Widgets that look the same with the keyboard and without."""
    said, met = [], set()
    for _turn in range(ROUND):
        hand = scribe.hand
        if hand in met:
            break
        met.add(hand)
        with_keyboard = grabbed(hand)
        scribe.press("Tab")
        if not hand.isVisible() or scribe.hand is hand or isinstance(hand, QPlainTextEdit | QLineEdit):
            continue  # a cursor blinks there
        if differing(with_keyboard, grabbed(hand)) < DIFFERENT:
            said.append(described(hand))
    return said


def grabbed(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def differing(one: QImage, other: QImage) -> int:
    if one.size() != other.size():
        return DIFFERENT
    steps = ((x, y) for y in range(one.height()) for x in range(one.width()))
    count = 0
    for x, y in steps:
        count += one.pixel(x, y) != other.pixel(x, y)
        if count >= DIFFERENT:
            break
    return count


def test_that_the_start_screen_is_worked_by_keyboard_alone(scribe: Scribe, program: Program) -> None:
    start = program.show_start().panel
    scribe.back_in(start)

    assert nameless(start) == []
    assert out_of_reach(scribe, start) == []


def test_that_an_empty_room_is_worked_by_keyboard_alone(scribe: Scribe, program: Program, tmp_path: Path) -> None:
    window = program.show_room(a_room(tmp_path))
    scribe.back_in(window)
    scribe.settle(0.2)

    assert nameless(window) == []
    assert out_of_reach(scribe, window) == []
    assert isinstance(QApplication.focusWidget(), QWidget)


def test_that_the_palette_closes_well_when_what_had_the_keyboard_is_gone(
    scribe: Scribe, program: Program, tmp_path: Path
) -> None:
    scene = a_scene(program, tmp_path, "en")
    scribe.back_in(scene.window)
    scene.window.open_incident(scene.crisis.outage)
    scribe.settle(0.2)
    block = next(each for each in scene.window.pages.incident_room().todo.findChildren(Block) if each.isVisible())
    block.setFocus()
    scribe.press("Ctrl+K")
    an_action(scene.room, scene.crisis.outage, text="Écrit sur un autre poste")
    scribe.until(lambda: not isValid(block))

    scribe.press("Esc")

    assert not scene.window.palette_box.isVisible()
    assert scribe.hand.window() is scene.window
