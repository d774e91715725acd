"""The wall: readable from five metres, only what is verified, nothing restricted, live, and there again next time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, an_entry, an_incident
from tests.ui.crisis import a_crisis
from ui.app import Program
from ui.dialogs.open_wall import OpenWallDialog
from ui.theme import DARK, WALL_BACKGROUND, Look
from ui.wall.canvas import COLORS
from ui.wall.facts import read_facts
from ui.wall.layout import Bar, Words, lay_out, rect_of, scale_of
from ui.wall.says import Page, page_of
from ui.wall.walls import IN_A_WINDOW, key_of, remembered
from ui.wall.window import WallWindow
from ui.window import MainWindow
from warroom import phrases, words
from warroom.clock import FixedClock
from warroom.commands import ActivateCell, CorrectEntry, HoldFunction, MarkEntry, RequestDecision, SetService
from warroom.domain.entries import Verification
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE = 60_000
HD = QSizeF(1920, 1080)
SIZES = [HD, QSizeF(1280, 720), QSizeF(1024, 768), QSizeF(3840, 2160), QSizeF(3440, 1440), QSizeF(1080, 1920)]
LONG = "Perte totale de la connectivité interurbaine entre les trois centres de données et leurs sauvegardes distantes"


def a_cell_at_work(room: Room) -> str:
    """The crisis of the drawings with a cell, verified facts and a relief; the incident."""
    crisis = a_crisis(room)
    for minutes, text in ((60, "Local technique ouvert"), (48, LONG), (1, "62 % des nœuds répondent")):
        verified = {"verification": Verification.VERIFIED, "event_at": NOON - minutes * MINUTE}
        an_entry(room, crisis.outage, text=text, **verified)
    asked = ActivateCell(
        incidents=(crisis.outage,),
        level=3,
        decider="C. Aubry",
        reason="Panne mondiale",
        intent=f"Rétablir d'abord : {LONG}",
    )
    cell = room.do(asked).result()
    relief = {"holder": "Léa Martin", "relief": "K. Benali", "relief_at": NOON + 41 * MINUTE}
    room.do(HoldFunction(cell=cell.id, code="COORD", **relief)).result()
    return crisis.outage


def page(room: Room) -> Page:
    return page_of(read_facts(room), room.clock.now_ms())


def words_of(shown: Page, size: QSizeF) -> list[Words]:
    return [piece for piece in lay_out(shown, size) if isinstance(piece, Words)]


def later(room: Room, minutes: float) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=minutes * 60)


@pytest.fixture(autouse=True)
def _dressed(look: Look) -> None:
    """Letters are measured in our own."""


@pytest.fixture
def window(qtbot: QtBot, room: Room, program: Program) -> MainWindow:
    made = program.show_room(room)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return made


@pytest.fixture
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    words.speak(request.param)
    yield
    words.speak("en")


def walls_in_sight() -> list[WallWindow]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, WallWindow) and top.isVisible()]


def the_wall(qtbot: QtBot, window: MainWindow) -> WallWindow:
    """The wall of this window, with its first reading on it."""
    if not walls_in_sight():
        window.desk.verbs.use("wall")
    wall = walls_in_sight()[0]
    qtbot.waitUntil(lambda: wall.canvas.page is not None and bool(wall.canvas.page.title))
    return wall


# Readable


@pytest.mark.parametrize(("size", "least"), [(HD, 40), (QSizeF(1280, 720), 26), (QSizeF(3840, 2160), 80)])
def test_that_no_letters_are_smaller_than_can_be_read_at_five_metres(room: Room, size: QSizeF, least: int) -> None:
    a_cell_at_work(room)
    unit = scale_of(size.width(), size.height())

    sizes = {round(each.px * unit) for each in words_of(page(room), size)}

    assert min(sizes) >= least


@pytest.mark.parametrize("spoken", words.LANGUAGES, indirect=True)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("minutes", [0, 11, 26 * 60])
def test_that_nothing_lies_on_something_else_or_beyond_the_edge(
    room: Room, spoken: None, size: QSizeF, minutes: int
) -> None:
    a_cell_at_work(room)
    later(room, minutes)
    unit, edge = scale_of(size.width(), size.height()), QRectF(0, 0, size.width(), size.height())
    placed = [(each.text, rect_of(each, unit)) for each in words_of(page(room), size)]

    assert [text for text, place in placed if not edge.contains(place)] == []
    on_top = [
        (one, other)
        for (one, first), (other, second) in combinations(placed, 2)
        if (shared := first.intersected(second)).width() > 4 * unit and shared.height() > 12 * unit
    ]
    assert on_top == []


@pytest.mark.parametrize("spoken", words.LANGUAGES, indirect=True)
@pytest.mark.parametrize("size", SIZES)
def test_that_a_time_is_never_cut(room: Room, spoken: None, size: QSizeF) -> None:
    a_cell_at_work(room)
    later(room, 26 * 60)
    shown = page(room)
    kept = {shown.time, *(each.figure for each in shown.figures), *(each.moment for each in shown.figures)}
    kept |= {when for when, _what in shown.facts[:1]} | {shown.decision.lead if shown.decision else ""}

    written = {each.text.removeprefix(", ") for each in words_of(shown, size)}

    assert kept - {""} <= written
    assert not [
        each.whole for each in words_of(shown, size) if each.is_cut and re.fullmatch(r"\S*\d\d:\d\d", each.whole)
    ]


def test_that_every_colour_can_be_told_from_the_background() -> None:
    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for tone in ("", "late", "due", "muted", "good", "accent", "exercise", "sev1", "sev2", "sev3", "sev4"):
        contrast = (light(COLORS[tone].name()) + 0.05) / (light(WALL_BACKGROUND) + 0.05)
        assert contrast >= 4.5, tone
    assert DARK["background"] > WALL_BACKGROUND


def test_that_services_without_room_are_counted(room: Room) -> None:
    outage = a_cell_at_work(room)
    for number in range(12):
        room.do(SetService(incident=outage, name=f"Service {number:02}", state=ServiceState.DEGRADED)).result()

    assert any(re.fullmatch(r"and \d+ more", each.text) for each in words_of(page(room), HD))


# What it says


def test_that_it_says_what_the_drawing_says(room: Room) -> None:
    a_cell_at_work(room)
    shown = page(room)

    assert [pill.text for pill in shown.pills] == ["SEV1", "N3"]
    assert shown.intent.startswith("Intent: Rétablir d'abord")
    assert [(each.figure, each.caption) for each in shown.figures][:2] == [
        ("for 2 h 47", "impact"),
        ("in 6 min", "message clients n° 6"),
    ]
    assert shown.figures[1].tone == "due"
    assert shown.decision is not None
    assert shown.decision.question == "Basculer l'authentification vers Roubaix"
    assert shown.decision.lead == f"To decide before {phrases.time_of_day(NOON - 2 * MINUTE)}"
    assert shown.decision.under == "Perte estimée 15 min · late by 2 min · waits for 18 min"
    assert shown.decision.tone == "late"
    assert [name for name, _state in shown.services] == ["API", "Authentification", "Chat", "DNS interne"]
    assert shown.foot[0].text == f"Relief COORD K. Benali {phrases.time_of_day(NOON + 41 * MINUTE)}"
    assert "A-003 SEV2 Perte du lien VPN de Strasbourg" in shown.others
    assert not shown.exercise


def test_that_only_what_is_verified_and_stands_is_a_fact(room: Room) -> None:
    incident = an_incident(room).id
    verified = {"verification": Verification.VERIFIED}
    wrong = an_entry(room, incident, text="62 % of nodes answer", **verified)
    refuted = an_entry(room, incident, text="All is well", **verified)
    an_entry(room, incident, text="Somebody heard something")
    an_entry(room, incident, text="Half a rumour", verification=Verification.TO_VERIFY)
    an_entry(room, incident, text="The door is open", **verified)
    room.do(CorrectEntry(entry=wrong.id, text="26 % of nodes answer", reason="Misread")).result()
    room.do(MarkEntry(entry=refuted.id, verification=Verification.REFUTED, reason="Not so")).result()

    assert [what for _when, what in page(room).facts] == ["The door is open"]


def test_that_nothing_restricted_is_on_it_even_when_its_author_sits_there(room: Room) -> None:
    incident = an_incident(room, title="Outage").id
    room.circles.make("Board", (room.member,))
    room.do(RequestDecision(incident=incident, question="Pay the ransom", circle="Board")).result()
    an_entry(room, incident, text="They ask for money", circle="Board", verification=Verification.VERIFIED)
    asked = RequestDecision(incident=incident, question="Warn customers", decide_before=NOON + MINUTE)
    room.do(asked).result()
    shown = page(room)

    assert "ransom" not in shown.spoken()
    assert "money" not in shown.spoken()
    assert "Board" not in shown.spoken()
    assert shown.decision is not None
    assert shown.decision.question == "Warn customers"


def test_that_an_exercise_wears_its_band_and_never_stands_before_something_real(room: Room) -> None:
    an_incident(room, title="Dark star", exercise=True)
    assert (page(room).exercise, page(room).title) == ("EXERCISE", "Dark star")
    band = [piece for piece in lay_out(page(room), HD) if isinstance(piece, Bar) and piece.tone == "exercise"]
    assert len(band) == 1

    an_incident(room, title="Outage")

    assert (page(room).exercise, page(room).title) == ("", "Outage")


def test_that_what_calls_is_said_once(room: Room) -> None:
    incident = an_incident(room).id
    room.do(ActivateCell(incidents=(incident,), level=3, decider="C. Aubry", reason="Outage")).result()
    room.do(RequestDecision(incident=incident, question="Switch", decide_before=NOON + 5 * MINUTE)).result()
    later(room, 11)
    shown = page(room)

    assert shown.decision is not None
    assert shown.alarm is not None
    assert "nobody has held it" in shown.alarm.text
    assert "Switch" not in shown.alarm.text


def test_that_a_room_without_incident_says_so(room: Room) -> None:
    assert page(room).empty == "No incident is open."
    assert page(room).title == "Cellule"


# As a window


def test_that_the_key_opens_it_and_it_follows_live(qtbot: QtBot, window: MainWindow) -> None:
    incident = an_incident(window.desk.room, title="Outage").id
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    wall = the_wall(qtbot, window)
    qtbot.waitUntil(lambda: wall.canvas.page is not None and wall.canvas.page.title == "Outage")

    an_entry(window.desk.room, incident, text="The door is open", verification=Verification.VERIFIED)

    qtbot.waitUntil(lambda: "The door is open" in wall.canvas.accessibleName())
    later(window.desk.room, 5)
    wall.tick()
    assert "for 5 min" in wall.canvas.accessibleName()


def test_that_escape_closes_it_and_f11_fills_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    wall = the_wall(qtbot, window)
    QTest.keyClick(wall, Qt.Key.Key_F11)
    assert wall.isFullScreen()
    assert wall.cursor().shape() is Qt.CursorShape.BlankCursor
    QTest.keyClick(wall, Qt.Key.Key_F11)
    assert not wall.isFullScreen()

    QTest.keyClick(wall, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not walls_in_sight())
    qtbot.waitUntil(lambda: remembered(window.desk) == [])
    assert window.isVisible()


def test_that_only_who_asks_for_the_lock_covers_the_wall(qtbot: QtBot, window: MainWindow, program: Program) -> None:
    an_incident(window.desk.room, title="Outage")
    wall = the_wall(qtbot, window)
    qtbot.waitUntil(lambda: "Outage" in wall.canvas.accessibleName())

    program.guard._lock_idle()
    assert window.lock.is_locked
    assert "Outage" in wall.canvas.accessibleName()

    program.guard.lock()
    assert wall.isVisible()
    assert wall.canvas.accessibleName() == f"{phrases.time_of_day(NOON)}\nLocked"
    assert window.desk.room.views.name() not in wall.windowTitle()

    window.lock.unlock()
    assert "Outage" in wall.canvas.accessibleName()


def test_that_a_wall_is_there_again_when_the_room_is_opened_the_next_time(
    qtbot: QtBot, room: Room, program: Program
) -> None:
    window = program.show_room(room)
    the_wall(qtbot, window)
    qtbot.waitUntil(lambda: remembered(window.desk) == [IN_A_WINDOW])
    window.close()
    assert walls_in_sight() == []

    again = Room.open(room.path, passphrase=PASSPHRASE, backups=False, clock=room.clock)
    program.show_room(again)

    qtbot.waitUntil(lambda: len(walls_in_sight()) == 1)


def test_that_a_wall_goes_with_its_screen_says_so_and_comes_back_with_it(qtbot: QtBot, window: MainWindow) -> None:
    screen = window.screen()
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    the_wall(qtbot, window)
    dialog = ask_where(qtbot, window)
    dialog.boxes[IN_A_WINDOW].setChecked(False)
    dialog.boxes[key_of(screen)].setChecked(True)
    dialog.primary.click()
    qtbot.waitUntil(lambda: len(walls_in_sight()) == 1 and walls_in_sight()[0].isFullScreen())

    app.screenRemoved.emit(screen)  # what Qt tells when the cable is pulled
    assert walls_in_sight() == []
    assert "is gone" in window.messages.text

    app.screenAdded.emit(screen)
    assert len(walls_in_sight()) == 1


def ask_where(qtbot: QtBot, window: MainWindow) -> OpenWallDialog:
    window.desk.verbs.use("wall")
    qtbot.waitUntil(lambda: window.findChild(OpenWallDialog) is not None)
    dialog = window.findChild(OpenWallDialog)
    assert dialog is not None
    return dialog


def test_that_taking_every_mark_away_closes_every_wall(qtbot: QtBot, window: MainWindow) -> None:
    the_wall(qtbot, window)
    dialog = ask_where(qtbot, window)
    assert dialog.boxes[IN_A_WINDOW].isChecked()
    for box in dialog.boxes.values():
        box.setChecked(False)
    dialog.primary.click()

    assert walls_in_sight() == []
    qtbot.waitUntil(lambda: remembered(window.desk) == [])


@pytest.mark.parametrize("damaged", ["{", "3", '{"a": 1}', '[1, "nowhere"]'])
def test_that_a_damaged_note_of_walls_is_no_trouble(room: Room, program: Program, damaged: str) -> None:
    room.keep_local("walls", damaged)

    program.show_room(room)

    assert walls_in_sight() == []


def test_that_a_room_to_read_only_has_a_wall_too(qtbot: QtBot, room: Room, program: Program) -> None:
    an_incident(room, title="Outage")
    room.close()
    window = program.show_room(Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False))

    wall = the_wall(qtbot, window)

    qtbot.waitUntil(lambda: "Outage" in wall.canvas.accessibleName())


def test_that_a_tick_that_changes_nothing_draws_nothing(qtbot: QtBot, window: MainWindow) -> None:
    an_incident(window.desk.room, title="Outage")
    wall = the_wall(qtbot, window)
    qtbot.waitUntil(lambda: "Outage" in wall.canvas.accessibleName())
    later(window.desk.room, 2)
    wall.tick()
    before = wall.canvas.pieces

    later(window.desk.room, 0.02)
    wall.tick()

    assert wall.canvas.pieces is before
