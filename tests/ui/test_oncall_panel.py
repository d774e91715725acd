"""The page of on-call: who is now, the week, take in one click, replace, swap, gaps, an import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.builders import NOON, a_room
from tests.journeys.screens_of_oncall import MONDAY, with_on_call
from ui.desk import Desk, make_desk
from ui.dialogs.import_calendar import ImportCalendarDialog
from ui.dialogs.oncall import MatchDialog, StandInDialog, SwapDialog
from ui.dialogs.rotation import RotationDialog
from ui.panels.oncall import OnCallPanel
from warroom.commands import AddRotation, ImportDuties
from warroom.commands.duties import DutyIn
from warroom.domain.turns import Gap, Source, Stretch
from warroom.phrases import DAY, HOUR


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    room = a_room(tmp_path)
    made = make_desk(room)
    yield made
    made.close()


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> OnCallPanel:
    made = OnCallPanel(desk)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    return made


def a_rotation(desk: Desk, *members: str, name: str = "Réseau") -> str:
    names = members or ("Ana Ruiz", "Bob Roy")
    return desk.room.do(AddRotation(name=name, members=names, starts_at=MONDAY, zone="Europe/Paris")).result()


def shown(qtbot: QtBot, panel: OnCallPanel) -> OnCallPanel:
    panel.show()
    qtbot.waitUntil(lambda: panel.week is not None)
    return panel


def on_call(desk: Desk) -> str:
    return desk.room.views.on_call()[0].name


def test_that_an_empty_page_says_what_to_do_next(qtbot: QtBot, panel: OnCallPanel) -> None:
    shown(qtbot, panel)
    assert panel._nothing.isVisible()
    assert "rotation" in panel._nothing.text()
    assert not panel.grid.isVisible()


def test_that_a_shift_is_taken_with_one_click_and_given_back_by_undo(
    qtbot: QtBot, desk: Desk, panel: OnCallPanel
) -> None:
    a_rotation(desk)
    shown(qtbot, panel)
    panel.cards[0].take.click()
    qtbot.waitUntil(lambda: on_call(desk) == "Léa Martin")
    qtbot.waitUntil(lambda: panel.cards[0].on is not None and panel.cards[0].on.name == "Léa Martin")
    assert "Ana Ruiz" in panel.cards[0]._state.text
    desk.room.undo().result()
    assert on_call(desk) == "Ana Ruiz"


def test_that_the_grid_is_walked_with_the_arrows_and_says_what_it_stands_on(
    qtbot: QtBot, desk: Desk, panel: OnCallPanel
) -> None:
    a_rotation(desk)
    shown(qtbot, panel)
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    current = panel.grid.current
    assert isinstance(current, Stretch)
    assert "Ana Ruiz" in panel.grid.accessibleName()
    assert panel.take.isVisible()
    assert panel.swap.isVisible()
    assert not panel.back.isVisible()


def test_that_a_click_on_a_bar_chooses_it(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    a_rotation(desk)
    shown(qtbot, panel)
    item = panel.grid.items()[0]
    QTest.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=panel.grid.rect_of(item).center().toPoint())
    assert panel.grid.current == item


def test_that_gaps_are_said_in_words_with_a_button_that_fills_them(
    qtbot: QtBot, desk: Desk, panel: OnCallPanel
) -> None:
    duty = DutyIn("Zoé Petit", MONDAY, MONDAY + DAY, "u1", "")
    desk.room.do(ImportDuties(rotation="Hébergeur", source="a.ics", duties=(duty,))).result()
    shown(qtbot, panel)
    assert panel.week is not None
    (gap,) = [gap for gap in panel.week.gaps if gap.until_at > NOON]
    panel.deeds.take(gap)
    qtbot.waitUntil(lambda: panel.week is not None and not [gap for gap in panel.week.gaps if gap.until_at > NOON])
    assert panel.week.unmatched == (("Zoé Petit", 1),)


def test_that_a_change_is_taken_back_from_the_grid(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    a_rotation(desk)
    shown(qtbot, panel)
    panel.cards[0].take.click()
    qtbot.waitUntil(lambda: any(isinstance(e, Stretch) and e.source is Source.TAKEN for e in panel.grid.items()))
    taken = next(e for e in panel.grid.items() if isinstance(e, Stretch) and e.source is Source.TAKEN)
    panel.grid.choose(taken)
    assert panel.back.isVisible()
    panel.back.click()
    qtbot.waitUntil(lambda: on_call(desk) == "Ana Ruiz")


def test_that_the_weeks_go_by(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    a_rotation(desk)
    shown(qtbot, panel)
    first = panel.week
    assert first is not None
    panel.go(1)
    qtbot.waitUntil(lambda: panel.week is not None and panel.week.days[0] == first.days[-1])
    panel.go(0)
    qtbot.waitUntil(lambda: panel.week is not None and panel.week.days == first.days)


def test_that_somebody_is_put_on_call_instead(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    rotation = a_rotation(desk)
    (held,) = desk.room.views.on_call_between(NOON, NOON + DAY, rotation=rotation)
    dialog = StandInDialog(desk, desk.room.views.rotations()[0], held, panel)
    dialog.person.setText("Chloé Diaz")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert on_call(desk) == "Chloé Diaz"


def test_that_two_swap_their_turns(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    rotation = a_rotation(desk)
    held = desk.room.views.on_call_between(MONDAY, MONDAY + 14 * DAY, rotation=rotation)
    dialog = SwapDialog(desk, desk.room.views.rotations()[0], held[0], panel)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert on_call(desk) == "Bob Roy"


def test_that_a_name_of_a_calendar_gets_its_person(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    duty = DutyIn("PETIT Z.", NOON, NOON + HOUR, "u1", "")
    desk.room.do(ImportDuties(rotation="Hébergeur", source="a.ics", duties=(duty,))).result()
    dialog = MatchDialog(desk, tuple(desk.room.views.unmatched_duties()), panel)
    dialog.person.setText("Zoé Petit")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert on_call(desk) == "Zoé Petit"


def test_that_a_rotation_is_made_amended_and_dropped_in_its_dialog(
    qtbot: QtBot, desk: Desk, panel: OnCallPanel
) -> None:
    dialog = RotationDialog(desk, None, panel)
    dialog.name.setText("Stockage")
    dialog.members.setPlainText("Ana Ruiz\nBob Roy")
    dialog.restricted.setChecked(True)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    (made,) = desk.room.views.rotations()
    assert (len(made.members), len(made.hours)) == (2, 5)
    again = RotationDialog(desk, made, panel)
    assert again.members.toPlainText() == "Ana Ruiz\nBob Roy"
    again.hands_over.setText("08:00")
    with qtbot.waitSignal(again.succeeded):
        again.send()
    (after,) = desk.room.views.rotations()
    assert (after.hands_over, after.members, after.hours) == ("08:00", made.members, made.hours)
    last = RotationDialog(desk, after, panel)
    with qtbot.waitSignal(last.succeeded):
        last.drop()
    assert desk.room.views.rotations() == []


def test_that_a_calendar_is_seen_before_it_comes_in(
    qtbot: QtBot, desk: Desk, panel: OnCallPanel, tmp_path: Path
) -> None:
    lines = (
        "BEGIN:VCALENDAR", "X-WR-CALNAME:Hébergeur", "BEGIN:VEVENT", "UID:1", "DTSTART:20261123T080000Z",
        "DTEND:20261124T080000Z", "SUMMARY:Zoé Petit", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "SUMMARY:?", "END:VEVENT",
        "END:VCALENDAR",
    )  # fmt: skip
    file = tmp_path / "a.ics"
    file.write_text("\r\n".join(lines), encoding="utf-8")
    dialog = ImportCalendarDialog(desk, panel, file=str(file))
    QAbstractItemModelTester(dialog.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert [line.outcome.became.value for line in dialog.lines.rows()] == ["accepted", "refused"]
    assert desk.room.views.rotations() == []
    with qtbot.waitSignal(dialog.imported):
        dialog.bring_in()
    assert on_call(desk) == "Zoé Petit"


def test_that_the_week_is_written_for_other_programs_and_on_a_page(desk: Desk, tmp_path: Path) -> None:
    a_rotation(desk)
    for kind in ("ics", "csv", "pdf", "html"):
        path = desk.room.calendars.export(tmp_path / f"week.{kind}", kind, from_ms=MONDAY, until_ms=MONDAY + 7 * DAY)
        assert path.stat().st_size > 100


def test_that_a_week_of_a_few_rotations_is_one_page(desk: Desk) -> None:
    with_on_call(desk.room)
    assert len(desk.room.calendars.leaflet(from_ms=MONDAY, until_ms=MONDAY + 7 * DAY).pictures()) == 1


def test_that_a_gap_over_the_edge_of_the_week_is_drawn_inside(qtbot: QtBot, desk: Desk, panel: OnCallPanel) -> None:
    a_rotation(desk, name="Vide")
    shown(qtbot, panel)
    for item in panel.grid.items():
        box = panel.grid.rect_of(item)
        assert panel.grid.rect().contains(box.toRect().adjusted(1, 1, -1, -1))
    assert not [item for item in panel.grid.items() if isinstance(item, Gap)]
