"""Why an information is refuted: a mark that discredits somebody's words needs a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from warroom.commands import MarkEntry
from warroom.domain.entries import Entry, Verification
from warroom.words import _


def refute_dialog(desk: Desk, entry: Entry, parent: QWidget | None = None) -> ReasonDialog:
    """Asks what refutes this entry."""
    return ReasonDialog(
        desk,
        title=lambda: _("What refutes {number}?").format(number=entry.number),
        verb=lambda: _("Mark as refuted"),
        build=lambda reason: MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason=reason),
        parent=parent,
    )
