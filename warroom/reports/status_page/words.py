"""The page in words, in the language of whoever reads it."""

from __future__ import annotations

from datetime import tzinfo

from warroom import phrases
from warroom.domain.message_words import status_word
from warroom.domain.services import ServiceState
from warroom.domain.status_page import Page, PublicIncident, Update
from warroom.words import _, pgettext

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def title_of(page: Page, language: str) -> str:
    """`Exemple SA: state of services`."""
    name = page.names.get(language, "")
    title = _("State of services")
    return phrases.labelled(name, title) if name else title


def state_said(state: ServiceState) -> str:
    """How a component stands, as public pages say it (doctrine §7.3)."""
    return {
        ServiceState.OPERATIONAL: pgettext("component", "Works"),
        ServiceState.DEGRADED: pgettext("component", "Degraded"),
        ServiceState.PARTIAL_OUTAGE: pgettext("component", "Partial outage"),
        ServiceState.MAJOR_OUTAGE: pgettext("component", "Major outage"),
        ServiceState.MAINTENANCE: pgettext("component", "Planned maintenance"),
        ServiceState.UNKNOWN: pgettext("component", "Being looked into"),
    }[state]


def whole_said(page: Page) -> str:
    """The state of everything in one sentence, the first that anybody reads."""
    worst = page.worst
    if worst is ServiceState.OPERATIONAL and page.current:
        return _("An incident is under way.")
    return {
        ServiceState.OPERATIONAL: _("All services work."),
        ServiceState.DEGRADED: _("Some services are degraded."),
        ServiceState.PARTIAL_OUTAGE: _("Some services are partly down."),
        ServiceState.MAJOR_OUTAGE: _("Some services are down."),
        ServiceState.MAINTENANCE: _("Maintenance is under way."),
        ServiceState.UNKNOWN: _("We are looking into an incident."),
    }[worst]


def status_said(update: Update, language: str) -> str:
    """What an update announces; that it was taken back, where it was."""
    if update.withdrawn_at is not None:
        return pgettext("update", "Taken back")
    return status_word(update.status, language) or pgettext("update", "Message")


def standing_said(incident: PublicIncident, language: str) -> str:
    """How an incident stands, as it was last announced; what its last message is where nothing ever was."""
    return status_word(incident.status, language) or status_said(incident.last, language)


def moment_said(ms: int, zone: tzinfo) -> str:
    """`23 Nov 2026, 12:00 (UTC+1)`: whole, as nobody knows when a page is read."""
    return f"{phrases.date(ms, zone)}, {phrases.time_of_day(ms, zone)} ({phrases.utc_offset(ms, zone)})"


def next_said(incident: PublicIncident, page: Page, zone: tzinfo) -> str:
    """When we speak again."""
    at = incident.next_at
    if at is None:
        return ""
    if at < page.generated_at:
        return _("The next update was announced for {time}.").format(time=moment_said(at, zone))
    return _("Next update: {time}.").format(time=moment_said(at, zone))
