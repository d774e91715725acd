"""From an empty cell to a relieved one through the real window: call out, acknowledge, arrive, be relieved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.journeys.eyes import left_in_english
from tests.journeys.journey import Journey
from tests.journeys.scribe import Scribe
from tests.warroom.cells import a_cell
from tests.warroom.mobilised import a_reach, line
from ui.app import Program
from ui.dialogs.handover import HandoverDialog
from ui.dialogs.handover_sheet import HandoverSheetDialog
from ui.dialogs.mobilisation import CloseMobilisationDialog
from ui.dialogs.propose_relief import ProposeDialog
from ui.panels.mobilisation import MobilisationPanel
from ui.panels.relief import ReliefPanel
from ui.panels.seats import SeatsPanel
from ui.widgets.seat_card import SeatCard
from warroom.clock import FixedClock
from warroom.commands import HoldFunction
from warroom.domain.cells import Function
from warroom.domain.mobilisation import CalleeState
from warroom.domain.needs import Need
from warroom.words import LANGUAGES, language

VACANT = (("COORD", "Inès Roy"), ("TECH", "Marc Diallo"), ("MC", "Paul Lefèvre"))


@pytest.fixture
def journey(scribe: Scribe, program: Program, pictures: Path) -> Journey:
    return Journey(scribe, program, pictures)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_that_a_cell_is_called_out_armed_and_relieved_without_a_mouse(
    journey: Journey, tmp_path: Path, spoken: str
) -> None:
    journey.program.tongue.speak(spoken)
    cell = an_empty_cell(journey, tmp_path)

    call_out_in_two_actions(journey)
    log_the_calls(journey, cell)
    everybody_is_there(journey)
    plan_the_relief(journey, cell)
    hand_over(journey, cell)


def an_empty_cell(journey: Journey, folder: Path) -> str:
    """A cell whose functions nobody holds yet; each has a deputy with two numbers."""
    room = a_room(folder, clock=FixedClock(NOON))
    incident = an_incident(room, title="Panne du cœur de réseau").id
    cell = a_cell(room, incident)
    for at, (code, name) in enumerate(VACANT):
        room.do(HoldFunction(cell=cell, code=code, holder="", deputy=name)).result()
        a_reach(room, name, f"+33 6 39 98 12 {at:02d}", needs=(Need.MOBILE,))
        a_reach(room, name, f"+33 1 99 00 34 {at:02d}", rank=2, needs=(Need.LANDLINE,))
    journey.window = journey.program.show_room(room)
    journey.open_window.open_incident(incident)
    journey.scribe.back_in(journey.open_window)
    return cell


def call_out_in_two_actions(journey: Journey) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+Shift+M")
    page = mobilisation(journey)
    scribe.until(lambda: len(page.proposal.chosen) == len(VACANT))
    scribe.until(lambda: page.proposal.muster is scribe.hand)
    scribe.write("Pont audio 01 99 00 47 00")
    journey.take("mobilisation-proposal")
    assert language() == "en" or left_in_english() == []
    scribe.press("Return")
    scribe.until(lambda: page.page is not None and page.page.shown is not None)
    scribe.until(lambda: page.board.table is scribe.hand)


def log_the_calls(journey: Journey, cell: str) -> None:
    """The coordinator answers and arrives, the scribe answers the second number, the technical lead refuses."""
    scribe, page = journey.scribe, mobilisation(journey)
    called_now(journey, "Inès Roy")
    scribe.press("R")
    called_now(journey, "Marc Diallo")
    scribe.press("X")
    called_now(journey, "Paul Lefèvre")
    scribe.press("N")
    scribe.until(lambda: state(journey, "Paul Lefèvre") is CalleeState.UNREACHED)
    called_now(journey, "Paul Lefèvre")
    scribe.press("R")
    scribe.until(lambda: state(journey, "Paul Lefèvre") is CalleeState.ACKNOWLEDGED)
    for name in ("Inès Roy", "Paul Lefèvre"):
        page.board.table.select(line(journey.room, started(journey), name).callee.id)
        scribe.press("A")
        scribe.until(lambda name=name: state(journey, name) is CalleeState.IN_FUNCTION)  # type: ignore[misc]
    journey.take("mobilisation-board")
    assert language() == "en" or left_in_english() == []
    held = {item.code: item.holder for item in journey.views.functions(cell)}
    assert (held["COORD"], held["MC"], held["TECH"]) == ("Inès Roy", "Paul Lefèvre", "")


def everybody_is_there(journey: Journey) -> None:
    """The end says what it took, and who is still missing."""
    scribe, page = journey.scribe, mobilisation(journey)
    page.end()
    dialog = scribe.dialog(CloseMobilisationDialog)
    assert "Marc Diallo" in dialog._missing.text()
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    assert journey.views.mobilisation(started(journey)).closed_at is not None


def plan_the_relief(journey: Journey, cell: str) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+Shift+B")
    page = journey.open_window.pages.page("relief")
    assert isinstance(page, ReliefPanel)
    scribe.until(lambda: page.board is not None and len(page.board.people) == 2)
    page.propose()
    scribe.leave(scribe.dialog(ProposeDialog))
    scribe.back_in(journey.open_window)
    scribe.until(lambda: bool(journey.views.shifts(cell)))
    journey.take("mobilisation-relief")


def hand_over(journey: Journey, cell: str) -> None:
    """The coordinator hands over with a signed sheet; whoever arrives signs it and holds the function."""
    scribe = journey.scribe
    scribe.press("Ctrl+Shift+H")
    page = journey.open_window.pages.page("seats")
    assert isinstance(page, SeatsPanel)
    scribe.until(lambda: bool(page.findChildren(SeatCard)))
    at_work = journey.views.cell(cell)
    assert at_work is not None
    page.deeds.hand_over(at_work, coordinator(journey, cell))
    dialog = scribe.dialog(HandoverDialog)
    scribe.until(dialog._send.isEnabled)
    dialog.arriving.setText("Karim Benali")
    dialog.arriving.setFocus()
    scribe.leave(dialog)
    scribe.leave(scribe.dialog(HandoverSheetDialog))
    scribe.until(lambda: coordinator(journey, cell).holder == "Karim Benali")


def mobilisation(journey: Journey) -> MobilisationPanel:
    page = journey.open_window.pages.page("mobilisation")
    assert isinstance(page, MobilisationPanel)
    return page


def called_now(journey: Journey, name: str) -> None:
    """Whose card is shown, as soon as it is."""
    card = mobilisation(journey).board.card
    journey.scribe.until(lambda: card.line is not None and card.line.name == name)


def started(journey: Journey) -> str:
    return journey.views.mobilisations(journey.incident)[0].id


def state(journey: Journey, name: str) -> CalleeState:
    return line(journey.room, started(journey), name).callee.state


def coordinator(journey: Journey, cell: str) -> Function:
    return next(item for item in journey.views.functions(cell) if item.code == "COORD")
