"""cState: one incident a page, Markdown below a block of fields.

Severity: cState knows three words about the service, not about the crisis. `down` is SEV2 and `disrupted` SEV3, because
a page never says whether the loss is vital (SEV1 is a person's judgement); `notice` is SEV4. Times without a zone are
UTC, as Hugo (which builds these pages) reads them, and are marked as assumed.
"""

from __future__ import annotations

import json
import re
from datetime import UTC

from warroom.formats.clean import add_flag, clean, clean_label
from warroom.formats.cstate_body import read_messages
from warroom.formats.encoding import decode
from warroom.formats.front_matter import Value, has_front_matter, split_page
from warroom.formats.limits import LARGEST_CSTATE, refuse_larger, unreadable
from warroom.formats.markdown import split_comments
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import ImportedIncident, ImportedUpdate, Reading, When, Where, flagged_among
from warroom.formats.times import read_when
from warroom.words import _

KIND = "cstate"

SEVERITY_OF_WORD = {"down": 2, "disrupted": 3, "notice": 4}

_MOST_SERVICES = 1_000
_KNOWN = {"title", "date", "resolvedwhen", "severity", "affected"}
_SETTINGS = re.compile(r"^(?:baseURL|languageCode|theme|params)\s{0,4}[:=]", re.MULTILINE)


def read_cstate(name: str, data: bytes) -> Reading:
    """The incident of this page; its identity is the file's name, which is its address on the site.

    Refuses a page without front matter or date, and a site's settings file.
    """
    refuse_larger(len(data), LARGEST_CSTATE)
    text = decode(data).text
    if is_settings(text):
        raise unreadable(
            "cstate-settings",
            _("The file holds the settings of a cState site, not an incident."),
            todo=_("Import the pages of its “content/issues” folder."),
        )
    page = split_page(text)
    fields = {key.lower(): value for key, value in page.fields.items()}
    if "date" not in fields or "title" not in fields:
        raise unreadable("not-an-incident", _("The page has no title or no date, so it is not an incident."))
    incident = _incident(_stem(name), fields, page.body, page.body_line)
    return Reading(kind=KIND, incidents=(incident,), flagged=flagged_among(incident))


def is_settings(text: str) -> bool:
    """Whether the text is the configuration of a cState or Hugo site."""
    return not has_front_matter(text) and len(set(_SETTINGS.findall(text[: 64 * 1024]))) >= 2


def _incident(stem: str, fields: dict[str, Value], body: str, body_line: int) -> ImportedIncident:
    flags: list[Flag] = []
    title = clean_label(_flat(fields["title"]), flags)
    if not title:
        flags.append(Flag(Problem.NO_TITLE))
    started = _moment(fields.get("date"), flags)
    resolved = _moment(fields.get("resolvedwhen"), flags)
    is_resolved = _is_true(fields.get("resolved"))
    if is_resolved and resolved is None:
        flags.append(Flag(Problem.RESOLVED_WITHOUT_TIME))
    shown, hidden = split_comments(body)
    updates = read_messages(shown, first_line=body_line, flags=flags)
    _flag_impossible(started, resolved, updates, flags)
    if _is_true(fields.get("draft")):
        flags.append(Flag(Problem.DRAFT))
    extra = {clean_label(key, flags): clean(_flat(value), flags) for key, value in fields.items() if key not in _KNOWN}
    if "severity" in fields:
        extra["severity"] = clean_label(_flat(fields["severity"]), flags)
    if hidden:
        extra["comments"] = clean("\n".join(hidden), flags)
    return ImportedIncident(
        source_id=stem or clean_label(f"{title} {started.original if started else ''}", []),
        where=Where(record=1),
        title=title,
        severity=_severity(fields, flags),
        status=_status(fields, is_resolved=is_resolved, updates=updates),
        started=started,
        resolved=resolved,
        services=_services(fields.get("affected"), flags),
        updates=updates,
        maintenance=_flat(fields.get("section", "")).strip().lower() == "maintenance",
        flags=tuple(flags),
        extra=extra,
    )


def _moment(value: Value | None, flags: list[Flag]) -> When | None:
    if value is None or not (text := clean_label(_flat(value), flags)):
        return None
    when, doubt = read_when(text, zone=UTC)
    if doubt is not None:
        add_flag(flags, doubt)
    return when


def _flag_impossible(
    started: When | None, resolved: When | None, updates: tuple[ImportedUpdate, ...], flags: list[Flag]
) -> None:
    """Say what cannot be; nothing is mended."""
    if started is None or started.utc is None:
        return
    if resolved is not None and resolved.utc is not None and resolved.utc < started.utc:
        flags.append(Flag(Problem.RESOLVED_BEFORE_START, f"{resolved.original} < {started.original}"))
    for update in updates:
        if update.at.utc is not None and update.at.utc < started.utc:
            add_flag(flags, Flag(Problem.UPDATE_BEFORE_START, f"{update.at.original} < {started.original}"))


def _severity(fields: dict[str, Value], flags: list[Flag]) -> int | None:
    word = clean_label(_flat(fields.get("severity", "")), []).lower()
    if word and word not in SEVERITY_OF_WORD:
        flags.append(Flag(Problem.UNKNOWN_SEVERITY, word))
    return SEVERITY_OF_WORD.get(word)


def _status(fields: dict[str, Value], *, is_resolved: bool, updates: tuple[ImportedUpdate, ...]) -> str | None:
    """Resolved when the page says so; an open one stands where its last message left it; a notice has no status."""
    if is_resolved:
        return "resolved"
    if _is_true(fields.get("informational")):
        return None
    return next((update.status for update in reversed(updates) if update.status), "declared")


def _services(value: Value | None, flags: list[Flag]) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value] if value else []
    cleaned = (clean_label(_flat(name), flags) for name in names[:_MOST_SERVICES])
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _is_true(value: Value | None) -> bool:
    return isinstance(value, str) and value.strip().lower() in ("true", "yes", "on")


def _flat(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _stem(name: str) -> str:
    """The last part of a file name without its ending, never used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    return clean_label(re.sub(r"\.(?:md|markdown|mdown|txt)\Z", "", last, flags=re.IGNORECASE), [])
