"""Views of what is said, and of what comes in, all together."""

from __future__ import annotations

from warroom.storage.views_of_alerts import ViewsOfAlerts
from warroom.storage.views_of_cadence import ViewsOfCadence
from warroom.storage.views_of_incoming import ViewsOfIncoming
from warroom.storage.views_of_message_life import ViewsOfMessageLife
from warroom.storage.views_of_messages import ViewsOfMessages
from warroom.storage.views_of_outbox import ViewsOfOutbox
from warroom.storage.views_of_press import ViewsOfPress
from warroom.storage.views_of_templates import ViewsOfTemplates


class ViewsOfCommunication(
    ViewsOfMessages,
    ViewsOfMessageLife,
    ViewsOfOutbox,
    ViewsOfIncoming,
    ViewsOfAlerts,
    ViewsOfTemplates,
    ViewsOfCadence,
    ViewsOfPress,
):
    """What `Views` answers of messages, their templates, cadence and ways out, and of what comes in."""
