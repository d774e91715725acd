"""The page as HTML, one file a language: no script, nothing fetched but its own style sheet, readable by everybody."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from warroom.domain.services import ServiceState
from warroom.domain.status_page import LANGUAGES, Page, PublicIncident, Update
from warroom.phrases import date, labelled, local, time_of_day, utc_offset
from warroom.reports.status_page.words import (
    LANGUAGE_NAMES,
    moment_said,
    next_said,
    standing_said,
    state_said,
    status_said,
    title_of,
    whole_said,
)
from warroom.reports.visible import shown
from warroom.words import _, speaking

STYLE = "status.css"
MARKS = {  # of a state, beside its word: nobody has to tell colours apart
    ServiceState.OPERATIONAL: "✓",
    ServiceState.DEGRADED: "▲",
    ServiceState.PARTIAL_OUTAGE: "◐",
    ServiceState.MAJOR_OUTAGE: "✕",
    ServiceState.MAINTENANCE: "⚙",
    ServiceState.UNKNOWN: "?",
}


def html_page(page: Page, language: str, zone: tzinfo) -> bytes:
    """The page in one language, as UTF-8."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    with speaking(language):
        return environment.get_template("page.html").render(_told(page, language, zone)).encode()


def style_sheet() -> bytes:
    return (resources() / STYLE).read_bytes()


def resources() -> Path:
    return Path(__file__).resolve().parents[3] / "resources" / "status_page"


def iso(ms: int) -> str:
    """`2026-11-23T11:00:00Z` (RFC 3339)."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _told(page: Page, language: str, zone: tzinfo) -> dict[str, Any]:
    components = [
        {
            "name": shown(each.names[language]),
            "state": each.state.value,
            "said": state_said(each.state),
            "mark": MARKS[each.state],
        }
        for each in page.components
    ]
    names = {each.anchor: shown(each.names[language]) for each in page.components}
    return {
        "language": language,
        "others": [(each, LANGUAGE_NAMES[each], f"{each}.html") for each in LANGUAGES if each != language],
        "style": STYLE,
        "feed": f"atom-{language}.xml",
        "title": shown(title_of(page, language)),
        "name": shown(page.names.get(language, "")),
        "exercise": _("EXERCISE – EXERCISE – EXERCISE") if page.exercise else "",
        "exercise_said": _("This page is part of an exercise. Nothing on it is real.") if page.exercise else "",
        "whole": whole_said(page),
        "worst": page.worst.value,
        "mark": MARKS[page.worst] if page.worst is not ServiceState.OPERATIONAL or not page.current else "▲",
        "is_calm": page.worst is ServiceState.OPERATIONAL and not page.current,
        "components": components,
        "current": [_incident(each, page, language, zone, names) for each in page.current],
        "past": [_incident(each, page, language, zone, names) for each in page.past],
        "contact": labelled(_("Contact"), shown(page.contact)) if page.contact else "",
        "generated": {"iso": iso(page.generated_at), "said": moment_said(page.generated_at, zone)},
        "words": _words(),
    }


def _incident(
    incident: PublicIncident, page: Page, language: str, zone: tzinfo, names: dict[str, str]
) -> dict[str, Any]:
    status = standing_said(incident, language)
    touched = [names[key] for key in incident.components if key in names]
    return {
        "id": f"i-{incident.anchor}",
        "title": shown(incident.title(language)) or status,
        "lang": _lang(incident.last, language),
        "status": status,
        "next": next_said(incident, page, zone),
        "next_iso": iso(incident.next_at) if incident.next_at is not None else "",
        "touched": labelled(_("Services concerned"), ", ".join(touched)) if touched else "",
        "updates": [_update(each, incident, language, zone) for each in incident.updates],
        "period": _period(incident, zone),
        "count": labelled(_("Messages"), str(len(incident.updates))),
    }


def _update(update: Update, incident: PublicIncident, language: str, zone: tzinfo) -> dict[str, Any]:
    lang = _lang(update, language)
    said = update.texts.get(lang, {})
    title = said.get("title", "")
    taken = update.withdrawn_at
    return {
        "id": f"u-{update.anchor}",
        "iso": iso(update.at),
        "at": moment_said(update.at, zone),
        "status": status_said(update, language),
        "title": shown(title) if update is not incident.last else "",
        "lang": lang if lang != language else "",
        "paragraphs": [shown(each) for each in said.get("body", "").split("\n\n") if each.strip()],
        "corrected": _("This message was corrected since.") if update.is_corrected else "",
        "corrects": f"u-{update.corrects}" if update.corrects else "",
        "taken_back": _("This message was taken back.") if taken is not None else "",
    }


def _lang(update: Update, language: str) -> str:
    """The language in which an update can be read here: the page's own, else the one there is."""
    return language if language in update.texts else next(iter(update.texts), language)


def _period(incident: PublicIncident, zone: tzinfo) -> str:
    first, last = incident.began_at, incident.updates[0].at
    if first == last:
        return moment_said(first, zone)
    if local(first, zone).date() == local(last, zone).date():
        return f"{date(first, zone)}, {time_of_day(first, zone)} – {time_of_day(last, zone)} ({utc_offset(last, zone)})"
    return f"{moment_said(first, zone)} – {moment_said(last, zone)}"


def _words() -> dict[str, str]:
    return {
        "skip": _("Skip to the content"),
        "languages": _("Languages"),
        "services": _("Services"),
        "current": _("Under way"),
        "past": _("Past incidents"),
        "no_services": _("No service is listed yet."),
        "none_current": _("No incident is under way."),
        "none_past": _("No incident in the last 90 days."),
        "updates": _("Messages"),
        "corrects": _("This message corrects an earlier one."),
        "made": _("This page was made at"),
        "feed": _("Follow by a feed reader (Atom)"),
        "data": _("The same as data (JSON)"),
        "again": _("It does not change by itself: load it again to see what is new."),
    }
