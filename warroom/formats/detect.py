"""Detect: what a file is, told from its content; its name only helps when the content does not tell."""

from __future__ import annotations

import codecs
import re

from warroom.errors import Refusal
from warroom.formats.cstate import is_settings
from warroom.formats.dialect import is_tabular
from warroom.formats.encoding import looks_binary
from warroom.formats.github_csv import SEGMENT_COLUMNS, WINDOW_COLUMNS
from warroom.formats.limits import unreadable
from warroom.formats.table import is_workbook
from warroom.words import _

PEOPLE = ("vcard", "people")  # `people` is a table of people whose headings do not tell
CALENDAR = "icalendar"
ALERTS = "cap"
BUILT = ("github-status", "cstate", "csv", "xlsx", *PEOPLE, CALENDAR, ALERTS, "veris")
NOT_BUILT = (
    "statuspage",
    "procedure",
    "chronogramme",
    "openaev",
    "cexf",
    "upptime",
    "thehive",
    "dispatch",
    "suppliers",
    "services",
)

_HEAD = 64 * 1024
_TABLE_NAMES = (".csv", ".tsv", ".tab", ".ssv", ".psv")

_JSON_START = re.compile(r'\{\s*["}]|\[\s*["{\[\]]')
_FENCED_PAGE = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(?:.*\n)*?\1[ \t]*\r?(?:\n|\Z)")

_ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z]\w{0,40})")

# Names inside JSON files that only one kind uses; the first that is there decides.
_JSON_MARKS = (
    ("github-status", r'"updates"\s*:\s*\[', r'"(?:status_sequence|impact_window|downtime_start|resolved_at)"\s*:'),
    ("statuspage", r'"incident_updates"\s*:'),
    ("cexf", r'"inject_flow"\s*:'),
    ("openaev", r'"(?:exercise_information|exercise_name|exercise_injects|export_version)"\s*:'),
    ("vcard", r'\A\s*\[\s*(?:\[\s*)?"vcard"'),
    ("icalendar", r'\A\s*\[\s*"vcalendar"'),
    ("upptime", r'"(?:schemaVersion|dailyMinutesDown)"\s*:'),
    ("veris", r'"(?:schema_version|discovery_method|action|plus)"\s*:', r'"(?:actor|asset|attribute|timeline)"\s*:'),
)


def kind_of(name: str, data: bytes) -> str:
    """One of the kinds of the contract, built or not. Refuses content that is none of them."""
    if not data[:_HEAD].strip() and not data.strip():
        raise unreadable("empty-file", _("The file is empty."))
    if is_workbook(data):
        return "xlsx"
    text = _head(data)
    start = text.lstrip()
    if start[:15].upper().startswith("BEGIN:VCARD"):
        return "vcard"
    if start[:7].upper() == "BEGIN:V":  # a calendar, or a piece of one
        return "icalendar"
    if start.startswith("<"):
        return _kind_of_xml(start)
    if _JSON_START.match(start):
        return _kind_of_json(start)
    if _FENCED_PAGE.match(text) or is_settings(text):
        return "cstate"
    if _is_text(data) and (kind := _kind_of_table(name, text)) is not None:
        return kind
    raise _unknown()


def refuse_not_built(kind: str) -> None:
    """Refuse a kind by its name: known and not read yet, or not known at all."""
    if kind in NOT_BUILT:
        raise Refusal(
            "kind-not-built",
            _("Files of the kind “{kind}” are not built yet.").format(kind=kind),
            safe=_("Nothing was imported."),
            todo=_("For now, Warroom reads: {kinds}.").format(kinds=", ".join(BUILT)),
        )
    if kind not in BUILT:
        raise Refusal(
            "unknown-kind",
            _("There is no kind of file called “{kind}”.").format(kind=kind[:40]),
            safe=_("Nothing was imported."),
            todo=_("For now, Warroom reads: {kinds}.").format(kinds=", ".join(BUILT)),
        )


def _unknown() -> Refusal:
    return unreadable(
        "unknown-content",
        _("What this file holds is not recognised."),
        todo=_("If you know, say so with --as and one of: {kinds}.").format(kinds=", ".join(BUILT)),
    )


def _head(data: bytes) -> str:
    """The beginning as text, good enough to recognise it by."""
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return head.decode("utf-16-le", errors="replace")
    if head[:1] == b"\0" and head[2:3] == b"\0":
        return head.decode("utf-16-be", errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def _is_text(data: bytes) -> bool:
    return not looks_binary(data) or "\0" not in _head(data)


def _kind_of_xml(text: str) -> str:
    if any(space in text for space in ("urn:oasis:names:tc:emergency:", "http://www.incident.com/cap/")):
        return ALERTS
    first = _ELEMENT.search(_after_comments(text))
    if first is not None and first[1] in ("feed", "rss"):  # its entries are looked at one by one
        return ALERTS
    raise _unknown()


def _after_comments(text: str) -> str:
    """What follows the last comment before the first element."""
    at = 0
    while (opened := text.find("<!--", at)) >= 0 and _ELEMENT.search(text, at, opened) is None:
        closed = text.find("-->", opened)
        if closed < 0:
            break
        at = closed + 3
    return text[at:]


def _kind_of_json(text: str) -> str:
    for kind, *patterns in _JSON_MARKS:
        if all(re.search(pattern, text) for pattern in patterns):
            return kind
    raise _unknown()


def _kind_of_table(name: str, text: str) -> str | None:
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    headings = {heading.strip().strip('"') for heading in first.split(",")}
    if headings.issuperset(WINDOW_COLUMNS) or headings.issuperset(SEGMENT_COLUMNS):
        return "github-status"
    if name.lower().endswith(_TABLE_NAMES) or is_tabular(text):
        return "csv"
    return None
