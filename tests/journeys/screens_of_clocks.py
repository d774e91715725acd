"""The screens of deadlines and legal clocks, in the room of the drawings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON, an_entry
from ui.desk import Desk
from ui.dialogs.clock_rules import ClockRulesDialog
from ui.dialogs.clock_start import ClockStartDialog
from ui.dialogs.continuity import ContinuityDialog
from ui.dialogs.qualify import QualifyDialog
from ui.dialogs.submit_notice import SubmitDialog
from warroom.commands import QualifyRegime, SetClockEvent, SetContinuity, SetService
from warroom.domain.regimes import RegimeState
from warroom.domain.services import ServiceState
from warroom.phrases import HOUR
from warroom.room import Room


def under_law(room: Room, outage: str) -> None:
    """NIS2 runs, DORA waits to be classified, GDPR does not apply; a service is down with its objectives."""
    proof = an_entry(room, outage, text="Le RSSI confirme un incident important", event_at=NOON - 20 * HOUR)
    for code, reason in (("NIS2", "Entité essentielle"), ("DORA", "Filiale de paiement")):
        qualified = QualifyRegime(incident=outage, code=code, state=RegimeState.APPLICABLE, reason=reason)
        room.do(qualified).result()
    refused = "Aucune donnée personnelle"
    room.do(QualifyRegime(incident=outage, code="GDPR", state=RegimeState.NOT_APPLICABLE, reason=refused)).result()
    room.do(SetClockEvent(incident=outage, event="aware_at", at=NOON - 20 * HOUR, entry=proof.id)).result()
    room.do(SetContinuity(service="Annuaire", rto_min=240, mtpd_min=480, rpo_min=15, failover_min=20)).result()
    down = ServiceState.MAJOR_OUTAGE
    room.do(SetService(incident=outage, name="Annuaire", state=down, since=NOON - 3 * HOUR)).result()


def clock_dialogs(desk: Desk, outage: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Every dialog of legal clocks, by the name of its picture."""
    former = desk.room.views.clock_events(outage)[0]
    return {
        "qualify": lambda: QualifyDialog(desk, outage, "DORA", window),
        "clock-start": lambda: ClockStartDialog(desk, outage, "classified_major_at", parent=window),
        "clock-start-correct": lambda: ClockStartDialog(desk, outage, "aware_at", former=former, parent=window),
        "submit-notice": lambda: SubmitDialog(desk, outage, "NIS2-EW", due_at=NOON - HOUR, parent=window),
        "clock-rules": lambda: ClockRulesDialog(desk, window),
        "objectives": lambda: ContinuityDialog(desk, "Annuaire", window),
    }
