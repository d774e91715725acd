"""The dialogs of what everybody outside may see, for the tests that look at every screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from ui.desk import Desk
from ui.dialogs.public_service import PublicServiceDialog
from ui.dialogs.status_page import StatusPageDialog


def publicity_dialogs(desk: Desk, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """By the name of their pictures."""
    return {
        "status-page": lambda: StatusPageDialog(desk, window),
        "public-service": lambda: PublicServiceDialog(desk, parent=window),
    }
