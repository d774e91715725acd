"""The screens of this laptop: what it proved, and the dialogs that prove more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from ui.desk import Desk
from ui.dialogs.prove import ProveLoginDialog, ProvePrintDialog, ProveSheetDialog, ProveStickDialog
from warroom.commands import NoteReadiness
from warroom.domain.readiness import Proof
from warroom.room import Room


def with_proofs(room: Room) -> None:
    """What this laptop proved, and what it tried without success; the rest it never tried."""
    for what, ok, detail in (
        (Proof.RUNS, True, "version 0.1.0, 16 étapes réussies"),
        (Proof.STICK, True, "1 Mio écrit et relu"),
        (Proof.SHEET, False, "Ce code de secours n’ouvre pas cette salle."),
    ):
        room.do(NoteReadiness(what=what, ok=ok, detail=detail)).result()


def proof_dialogs(desk: Desk, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each by its name, as the other dialogs."""
    return {
        "prove-login": lambda: ProveLoginDialog(desk, window),
        "prove-stick": lambda: ProveStickDialog(desk, window),
        "prove-sheet": lambda: ProveSheetDialog(desk, window),
        "prove-print": lambda: ProvePrintDialog(desk, window),
    }
