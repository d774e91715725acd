"""A call-out in the room of the drawings, for its page and its dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tests.warroom.mobilised import a_reach, line
from ui.desk import Desk
from ui.dialogs.carries import CarriesDialog
from ui.dialogs.mobilisation import AddCalleeDialog, AmendMobilisationDialog, CloseMobilisationDialog, DeputyDialog
from ui.dialogs.needs import BrokenDialog
from ui.models.mobilisation import read_page
from ui.panels.mobilisation import MobilisationPanel
from ui.window import MainWindow
from warroom.commands import Arrive, LogCall, MarkNeed, StartMobilisation
from warroom.commands.mobilisation import Wanted
from warroom.domain.callout import Because, Reason
from warroom.domain.mobilisation import CallResult
from warroom.domain.needs import Need, NeedState
from warroom.domain.roster import ReachKind
from warroom.room import Room

MINUTE = 60_000
READ_MS = 20
CALLED = (
    ("Claire Aubry", "DIR", "Hélène Marchand"),
    ("Karim Benali", "COORD", ""),
    ("Jean-Philippe Grandjean", "TECH", "Sofia Lopes"),
    ("Nadia Roussel", "MC", ""),
    ("Ana Costa", "COM", ""),
)


def with_a_mobilisation(room: Room, incident: str) -> None:
    """Five people called out while the mobile network is down: one is there, one comes, one refused, one is silent."""
    for at, (name, _code, _deputy) in enumerate(CALLED):
        a_reach(room, name, f"+33 6 39 98 12 {at:02d}", needs=(Need.MOBILE,))
        a_reach(room, name, f"+33 1 99 00 34 {at:02d}", kind=ReachKind.WORK, rank=2, needs=(Need.VOIP,))
    reason = "Cœur de réseau de l’opérateur arrêté"
    room.do(MarkNeed(incident=incident, need=Need.MOBILE, state=NeedState.DOWN, reason=reason)).result()
    people = tuple(
        Wanted(person=name, code=code, deputy=deputy, why=(Reason(Because.FUNCTION, code),))
        for name, code, deputy in CALLED
    )
    places = {"muster": "Pont audio 01 99 00 47 00, code 2461", "backup": "Salle de crise B2, ou radio canal 3"}
    started = room.do(StartMobilisation(incident=incident, people=people, **places)).result()  # type: ignore[arg-type]
    now = room.clock.now_ms()
    for name, result, eta in (
        ("Karim Benali", CallResult.REACHED, now + 25 * MINUTE),
        ("Jean-Philippe Grandjean", CallResult.NO_ANSWER, None),
        ("Nadia Roussel", CallResult.REFUSED, None),
    ):
        callee = line(room, started.id, name).callee.id
        room.do(LogCall(callee=callee, result=result, eta_at=eta)).result()
    room.do(Arrive(callee=line(room, started.id, "Claire Aubry").callee.id)).result()


def open_mobilisation(window: MainWindow, incident: str) -> None:
    """Its page, read; an incident without a call-out shows whom to call."""
    window.open_incident(incident)
    window.open_page("mobilisation")
    page = window.pages.page("mobilisation")
    assert isinstance(page, MobilisationPanel)
    while page.page is None or page.page.incident is None or page.page.incident.id != incident:
        QTest.qWait(READ_MS)


def mobilisation_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Its dialogs, by the name of the picture."""
    page = read_page(desk.room.views, incident, None)
    shown, known = page.shown, desk.room.views.incident(incident)
    assert shown is not None
    silent = next(each for each in page.lines if each.name == "Nadia Roussel")
    return {
        "mobilisation-add": lambda: AddCalleeDialog(desk, shown, window),
        "mobilisation-change": lambda: AmendMobilisationDialog(desk, shown, window),
        "mobilisation-deputy": lambda: DeputyDialog(desk, silent, window),
        "mobilisation-end": lambda: CloseMobilisationDialog(desk, page, window),
        "broken": lambda: BrokenDialog(desk, known, window),
        "carries": lambda: CarriesDialog(desk, window),
    }
