"""The section “This laptop”: five proofs made for real, told with their date, and the table of all laptops."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, a_room, an_incident
from tests.printing import Cups, cups, print_service
from tests.ui.log_parts import type_text
from tests.warroom.sync.meeting import admitted
from tests.warroom.sync.places import converge
from ui.app import Program
from ui.dialogs.prove import ProofDialog, ProveLoginDialog, ProvePrintDialog, ProveSheetDialog, ProveStickDialog
from ui.models.laptops import laptops_of
from ui.panels.security import SecurityPanel
from ui.settings import Settings
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.commands import NoteReadiness
from warroom.domain.readiness import DAY_MS, Proof, Proved
from warroom.doors import proving
from warroom.room import Room

__all__ = ["cups", "print_service"]


def opened(qtbot: QtBot, program: Program, room: Room) -> tuple[MainWindow, SecurityPanel]:
    window = program.show_room(room)
    window.activateWindow()
    window.open_page("security")
    panel = window.pages.page("security")
    assert isinstance(panel, SecurityPanel)
    qtbot.waitUntil(lambda: panel.laptop._known is not None and panel.ways._ways is not None, timeout=10_000)
    return window, panel


def dialog_of(qtbot: QtBot, window: MainWindow, kind: type[ProofDialog]) -> ProofDialog:
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    dialog = window.findChild(kind)
    assert dialog is not None
    return dialog


def said(panel: SecurityPanel, proof: Proof) -> str:
    return str(panel.laptop.lines[proof].state.text())


def noted(room: Room) -> list[tuple[str, bool]]:
    return [(each.what, each.ok) for each in room.views.readiness()]


def test_that_a_new_laptop_has_proved_nothing_and_is_told_what_to_do(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    _window, panel = opened(qtbot, program, a_room(tmp_path))

    for proof in Proof:
        assert said(panel, proof) == "Never proved."
        assert panel.laptop.lines[proof].note.text().endswith(".")
        assert panel.laptop.buttons[proof].isEnabled()


def test_that_a_stick_is_proved_from_its_dialog(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    room, stick = a_room(tmp_path), tmp_path / "stick"
    stick.mkdir()
    window, panel = opened(qtbot, program, room)
    panel.laptop.buttons[Proof.STICK].click()
    dialog = dialog_of(qtbot, window, ProveStickDialog)
    assert isinstance(dialog, ProveStickDialog)
    dialog.primary.click()
    assert "Plug in a stick" in dialog.trouble.text()
    dialog.drives.add_folder(stick)
    dialog.primary.click()

    qtbot.waitUntil(lambda: said(panel, Proof.STICK).startswith("Proved 23"))
    assert "1 MiB written and read back" in said(panel, Proof.STICK)
    assert list(stick.iterdir()) == []
    assert noted(room) == [("stick", True)]


def test_that_the_recovery_sheet_is_proved_while_the_room_is_open(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    room = a_room(tmp_path)
    an_incident(room)
    code = room.recovery_code
    window, panel = opened(qtbot, program, room)
    panel.laptop.buttons[Proof.SHEET].click()
    dialog = dialog_of(qtbot, window, ProveSheetDialog)
    assert isinstance(dialog, ProveSheetDialog)
    type_text(dialog.code, code[:-1] + ("2" if code[-1] != "2" else "3"))
    dialog.primary.click()
    qtbot.waitUntil(lambda: "mistyped" in dialog.trouble.text())
    assert noted(room) == [], "a typing mistake is no proof of anything"

    dialog.code.clear()
    type_text(dialog.code, code)
    dialog.primary.click()
    qtbot.waitUntil(lambda: "1 incident read" in said(panel, Proof.SHEET))
    assert code not in said(panel, Proof.SHEET)


def test_that_a_page_is_proved_by_the_number_on_it(qtbot: QtBot, program: Program, tmp_path: Path, cups: Cups) -> None:
    room = a_room(tmp_path)
    window, panel = opened(qtbot, program, room)
    panel.laptop.buttons[Proof.PRINTS].click()
    dialog = dialog_of(qtbot, window, ProvePrintDialog)
    assert isinstance(dialog, ProvePrintDialog)
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert [dialog.printers.itemText(at) for at in range(dialog.printers.count())] == [cups.cabled]
    dialog.primary.click()
    qtbot.waitUntil(dialog.number.isVisible, timeout=30_000)

    number = cups.number_on_paper()
    type_text(dialog.number, f"{(int(number) + 1) % 10_000:04d}")
    dialog.primary.click()
    assert "not the number" in dialog.trouble.text()
    dialog.number.clear()
    type_text(dialog.number, number)
    dialog.primary.click()
    qtbot.waitUntil(lambda: said(panel, Proof.PRINTS).startswith("Proved"))


def test_that_a_login_nobody_saw_is_noted_under_a_name(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "_network_now", lambda: (True, True))
    room = a_room(tmp_path)
    window, panel = opened(qtbot, program, room)
    panel.laptop.buttons[Proof.LOGS_IN].click()
    dialog = dialog_of(qtbot, window, ProveLoginDialog)
    assert isinstance(dialog, ProveLoginDialog)
    assert not dialog.primary.isEnabled()
    dialog.sure.setChecked(True)
    dialog.primary.click()

    qtbot.waitUntil(lambda: said(panel, Proof.LOGS_IN).startswith("Proved"))
    assert "Léa" not in said(panel, Proof.LOGS_IN)
    assert [each.by for each in room.views.readiness()] == ["Léa Martin"]


def test_that_a_login_without_a_network_is_seen_by_the_program(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "_network_now", lambda: (False, False))
    room = a_room(tmp_path)
    window, panel = opened(qtbot, program, room)
    panel.laptop.buttons[Proof.LOGS_IN].click()

    qtbot.waitUntil(lambda: said(panel, Proof.LOGS_IN).startswith("Proved"))
    assert window.findChild(ProveLoginDialog) is None, "nobody is asked"


def test_that_the_package_is_proved_in_the_background(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "prove_package", lambda: Proved(True, "version 0: 16 steps passed"))
    room = a_room(tmp_path)
    _window, panel = opened(qtbot, program, room)
    panel.laptop.buttons[Proof.RUNS].click()

    qtbot.waitUntil(lambda: "16 steps" in said(panel, Proof.RUNS))


def test_that_an_old_proof_is_amber_and_never_red(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    room = a_room(tmp_path, clock=FixedClock(NOON - 91 * DAY_MS))
    room.do(NoteReadiness(what=Proof.STICK, ok=True, detail="1 MiB")).result()
    room.close()
    room = Room.open(room.path, passphrase=PASSPHRASE, clock=FixedClock(NOON), backups=False)
    room.do(NoteReadiness(what=Proof.SHEET, ok=False, detail="wrong")).result()
    _window, panel = opened(qtbot, program, room)

    assert "prove it again" in said(panel, Proof.STICK)
    assert "without success" in said(panel, Proof.SHEET)
    for proof in Proof:
        assert panel.laptop.lines[proof].state._tone == "due"
    panel.laptops.days.setCurrentIndex(3)
    panel.laptops.days.activated.emit(3)
    qtbot.waitUntil(lambda: "prove it again" not in said(panel, Proof.STICK))
    assert settings.stale_days == 180


def test_that_a_director_sees_every_laptop_of_the_room(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    with admitted(room, tmp_path, monkeypatch, member="Marc Petit") as other:
        converge(store(tmp_path), room, other)
        other.do(NoteReadiness(what=Proof.PRINTS, ok=True, detail="a page")).result()
        room.do(NoteReadiness(what=Proof.STICK, ok=True, detail="1 MiB")).result()
        converge(store(tmp_path), room, other)
        assert [set(laptop.proofs) for laptop in laptops_of(other)] == [{"prints"}, {"stick"}]
    _window, panel = opened(qtbot, program, room)
    model = panel.laptops._model
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    assert [(laptop.is_ours, set(laptop.proofs)) for laptop in model.rows()] == [
        (True, {"stick"}),
        (False, {"prints"}),
    ]
    shown = [model.data(model.index(1, column)) for column in range(model.columnCount())]
    assert shown.count("never") == 4


def store(folder: Path) -> str:
    place = folder / "shared"
    place.mkdir(exist_ok=True)
    return place.as_uri()


def test_that_nothing_can_be_proved_in_a_room_opened_for_reading(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    a_room(tmp_path).close()
    room = Room.open(tmp_path / "cell.warroom", passphrase=PASSPHRASE, read_only=True, backups=False)
    _window, panel = opened(qtbot, program, room)

    assert not any(button.isEnabled() for button in panel.laptop.buttons.values())
