"""The dialogs of audiences, channels and ways out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from tests.warroom.sent import a_release
from tests.warroom.ways_out.released import EN, FR
from ui.desk import Desk
from ui.dialogs.audience import AudienceDialog
from ui.dialogs.channel import ChannelDialog
from ui.dialogs.read_back import ReadBackDialog
from ui.dialogs.ways_out import WaysOutDialog
from warroom.domain.channels import ChannelKind


def ways_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each dialog, by the name of its picture; a message is let out when the first that needs one is opened."""
    views = desk.room.views
    customers = views.audience_book().audience("customers")
    mail = next(channel for channel in views.channels() if channel.kind is ChannelKind.MAIL)

    def released() -> str:
        known = views.releases(incident)
        return known[-1].id if known else a_release(desk.room, incident, (mail.id,), texts={"fr": FR, "en": EN})

    return {
        "ways-out": lambda: WaysOutDialog(desk, desk.room.ways_out.release(released()), window),
        "read-back": lambda: ReadBackDialog(desk, desk.room.ways_out.release(released()), window),
        "audience-change": lambda: AudienceDialog(desk, customers, window),
        "audience-new": lambda: AudienceDialog(desk, None, window),
        "channel-change": lambda: ChannelDialog(desk, mail, window),
        "channel-new": lambda: ChannelDialog(desk, None, window),
    }
