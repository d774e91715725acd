"""Feeds of alerts: what wraps them, and entries that hold only a summary or an address."""

from __future__ import annotations

from dataclasses import replace

from warroom.domain.cap import Alert, AlertArea, AlertStatus, MsgType, Scope
from warroom.formats.cap_alert import NAMESPACES, read_info, within_bounds
from warroom.formats.cap_times import read_time
from warroom.formats.clean import add_flag, clean, clean_label, quoted
from warroom.formats.problems import Flag, Problem
from warroom.formats.xml_tree import Node

ATOM = "http://www.w3.org/2005/Atom"
EDXL = "urn:oasis:names:tc:emergency:EDXL:DE:"
MOST_ENTRIES = 2_000


def wrapping_of(root: Node) -> str:
    """What the document is: `atom`, `rss`, `edxl`, or "" for anything else."""
    if root.name == "feed" and (root.space == ATOM or root.find("entry") is not None):
        return "atom"
    if root.name in ("rss", "RDF"):
        return "rss"
    return "edxl" if root.space.startswith(EDXL) or root.name == "EDXLDistribution" else ""


def entries_of(root: Node) -> list[Node]:
    """The entries of a feed."""
    return [node for node in root.walk() if node.name in ("entry", "item")][:MOST_ENTRIES]


def read_entry(entry: Node, flags: list[Flag], *, wrapped: str) -> tuple[Alert | None, Flag | None, str]:
    """The summary of an alert that an entry gives, or why it is none; and what it is called."""
    title = clean_label(_text(entry, "title"), flags)
    link = _link(entry)
    if not any(child.space in NAMESPACES and child.name != "alert" for child in entry.children):
        known = Flag(Problem.ALERT_POINTER, quoted(link)) if link else Flag(Problem.ALERT_NONE_IN_ENTRY)
        return None, known, title
    identifier = clean_label(_text(entry, "id") or _text(entry, "guid") or link, flags)
    if not identifier:
        return None, Flag(Problem.ALERT_NO_IDENTITY, "id"), title
    when = _text(entry, "updated") or _text(entry, "published") or _text(entry, "pubDate")
    times: list[Flag] = []
    sent = read_time(when, times, is_named="updated")
    if sent is None:
        return None, Flag(Problem.ALERT_NO_SENT, quoted(when)), title
    add_flag(flags, Flag(Problem.ALERT_SUMMARY, quoted(link or "?")))
    return within_bounds(_summary(entry, identifier, sent, when, title, link, wrapped), flags), None, title


def _summary(entry: Node, identifier: str, sent: int, when: str, title: str, link: str, wrapped: str) -> Alert:
    """What the entry says, as far as it goes; what an index leaves out is no fault of it."""
    unsaid: list[Flag] = []
    info = read_info(entry, unsaid)
    author = entry.find("author")
    by = _text(author, "name") or author.text if author is not None else ""
    loose = [child.text for child in entry.children if child.name == "areaDesc" and child.text]
    if loose and not info.areas:
        info = replace(info, areas=tuple(AlertArea(clean_label(each, unsaid)) for each in loose[:20]))
    said = clean(_text(entry, "summary") or _text(entry, "description"), unsaid, longest=20_000)
    info = replace(info, headline=info.headline or title, description=said, categories=())
    status = next((each.value for each in AlertStatus if each.value == _text(entry, "status")), "")
    kind = next((each.value for each in MsgType if each.value == _text(entry, "msgType")), "")
    return Alert(
        identifier=identifier,
        sender=clean_label(by, unsaid) or "?",
        sent=sent,
        version=next((NAMESPACES[child.space] for child in entry.children if child.space in NAMESPACES), ""),
        sent_text=quoted(when),
        status=status,
        msg_type=kind or MsgType.ALERT,
        scope=Scope.PUBLIC,
        infos=(info,),
        wrapped=wrapped,
        summary_of=quoted(link),
    )


def _link(entry: Node) -> str:
    """The address of the whole alert: that of the kind CAP when there is one."""
    links = [child for child in entry.children if child.name == "link"]
    links.sort(key=lambda child: "cap" not in child.attributes.get("type", ""))
    return next((said for child in links if (said := child.attributes.get("href", "").strip() or child.text)), "")


def _text(node: Node, name: str) -> str:
    child = node.find(name)
    return child.text if child is not None else ""
