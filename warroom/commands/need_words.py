"""What ways to reach people, tools and channels depend on, in words."""

from __future__ import annotations

from warroom.domain.needs import Broken, Need, NeedState
from warroom.words import _, pgettext


def need_word(need: str) -> str:
    """A need by its name; its own code for one of a newer version."""
    said = {
        Need.MOBILE: _("Mobile network"),
        Need.LANDLINE: _("Landline telephones"),
        Need.VOIP: _("Phones on the data network"),
        Need.INTERNET: _("Internet access"),
        Need.VPN: _("VPN"),
        Need.SSO: _("Single sign-on"),
        Need.MAIL: _("Mail"),
        Need.CHAT: _("Team chat"),
        Need.DNS: _("Name resolution (DNS)"),
        Need.BADGE: _("Badges and doors"),
        Need.POWER: _("Power on site"),
        Need.RADIO: _("Radio"),
    }
    return said[Need(need)] if need in set(Need) else need


def need_state_word(state: NeedState) -> str:
    return {
        NeedState.WORKS: pgettext("need", "works"),
        NeedState.DEGRADED: pgettext("need", "degraded"),
        NeedState.DOWN: pgettext("need", "down"),
    }[state]


def broken_said(item: Broken) -> str:
    """Why something cannot be used, in one line: `Mobile network down: core network HLR`."""
    said = _("{need} {state}").format(need=need_word(item.need), state=need_state_word(item.state))
    return f"{said} ({item.because})" if item.because else said


def need_fields() -> dict[tuple[str, str], str]:
    """The fields of what an incident breaks, for whoever has to choose between two values."""
    return {
        ("breakage", "need"): _("What is broken"),
        ("breakage", "state"): pgettext("field", "State of what is broken"),
        ("breakage", "since"): _("Since"),
        ("breakage", "by"): _("Said by"),
        ("service", "carries"): _("What depends on this service"),
    }
