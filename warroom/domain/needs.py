"""What a means of working needs to work, so that what the outage breaks is greyed out before somebody tries it."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class Need(enum.StrEnum):
    """What ways to reach people, tools and channels depend on."""

    MOBILE = "mobile"  # the mobile network
    LANDLINE = "landline"
    VOIP = "voip"  # telephones on the data network
    INTERNET = "internet"
    VPN = "vpn"
    SSO = "sso"
    MAIL = "mail"
    CHAT = "chat"
    DNS = "dns"
    BADGE = "badge"
    POWER = "power"  # of the site
    RADIO = "radio"


class NeedState(enum.StrEnum):
    WORKS = "works"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Breakage:
    """What an incident breaks; since when in milliseconds UTC."""

    id: RecordId
    incident: IncidentId
    need: str
    state: NeedState
    since: int | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A need that is not met now, and because of what: words of a person, or the name of a service that is down."""

    need: str
    state: NeedState
    because: str
    incident: IncidentId
    service: RecordId | None = None


def unmet(needs: Iterable[str], broken: Collection[Broken]) -> tuple[Broken, ...]:
    """What of `needs` is down now; degraded is a warning, not a reason to leave it."""
    down = {item.need: item for item in broken if item.state is NeedState.DOWN}
    return tuple(down[need] for need in needs if need in down)
