"""The dialogs of what everybody outside may see, for the tests that look at every screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from ui.desk import Desk
from ui.dialogs.channel_voice import ChannelVoiceDialog
from ui.dialogs.public_service import PublicServiceDialog
from ui.dialogs.status_page import StatusPageDialog
from warroom.domain.channels import ChannelKind

VOICES = (ChannelKind.STATUS_PAGE, ChannelKind.CAP)


def publicity_dialogs(desk: Desk, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """By the name of their pictures."""
    channels = desk.room.views.channels()
    page, alerts = (next(each for each in channels if each.kind is kind) for kind in VOICES)
    return {
        "channel-voice": lambda: ChannelVoiceDialog(desk, page, window),
        "channel-voice-cap": lambda: ChannelVoiceDialog(desk, alerts, window),
        "status-page": lambda: StatusPageDialog(desk, window),
        "public-service": lambda: PublicServiceDialog(desk, parent=window),
    }
