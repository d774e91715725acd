"""One alert element of CAP, read into an `Alert`: what is missing, mended or forbidden is said."""

from __future__ import annotations

import enum
import html
import re
from dataclasses import replace
from typing import TypeVar

from warroom.domain import cap
from warroom.domain.cap import Alert, AlertArea, AlertInfo, Pairs, Reference
from warroom.formats.cap_times import read_time
from warroom.formats.clean import add_flag, clean, clean_label, quoted
from warroom.formats.problems import Flag, Problem
from warroom.formats.xml_tree import Node

Item = TypeVar("Item")

NAMESPACES = {
    "urn:oasis:names:tc:emergency:cap:1.2": "1.2",
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "http://www.incident.com/cap/1.0": "1.0",
}
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
MOST_INFOS, MOST_AREAS, MOST_PAIRS, MOST_SHAPES, MOST_REFERENCES = 20, 60, 100, 20, 200
LONGEST = 20_000  # characters of one text
LONGEST_OUTLINE = 2_000  # characters of a polygon: more is kept as the box around it
SHOWN_VALUE = 2_000
MOST_LETTERS = 120_000  # of a whole alert: a record of a room holds half a megabyte
_MARKUP = re.compile(r"<(/?)(br|p|div|li|a|b|i|strong|em|ul|ol|span|h\d)\b[^<>]{0,500}>", re.IGNORECASE)
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)")


def is_alert(node: Node) -> bool:
    """Whether an element is an alert: by its namespace, or by what stands in it where that is another."""
    if node.name != "alert":
        return False
    return node.space in NAMESPACES or node.find("identifier") is not None or node.find("info") is not None


def read_alert(node: Node, flags: list[Flag], *, wrapped: str = "") -> tuple[Alert | None, Flag | None]:
    """The alert, or why there is none. What was mended goes into `flags`."""
    version = NAMESPACES.get(node.space, "")
    if not version:
        add_flag(flags, Flag(Problem.ALERT_NAMESPACE, quoted(node.space)))
    elif version == "1.0":
        add_flag(flags, Flag(Problem.ALERT_VERSION, version))
    identifier, sender = _label(node, "identifier", flags), _label(node, "sender", flags)
    told = (("identifier", identifier), ("sender", sender))
    missing = [name for name, value in told if not any(sign.isalnum() for sign in value)]
    if missing:
        return None, Flag(Problem.ALERT_NO_IDENTITY, ", ".join(missing))
    sent_text = _label(node, "sent", flags)
    times: list[Flag] = []
    sent = read_time(sent_text, times, is_named="sent")
    if sent is None:
        return None, Flag(Problem.ALERT_NO_SENT, quoted(sent_text))
    flags += times
    for said in (identifier, sender):
        if cap.FORBIDDEN & set(said):
            add_flag(flags, Flag(Problem.ALERT_BAD_IDENTIFIER, quoted(said)))
    status = _one_of(node, "status", cap.AlertStatus, flags)
    if status != cap.AlertStatus.ACTUAL and status:
        add_flag(flags, Flag(Problem.ALERT_NOT_ACTUAL, status))
    is_signed = any(child.name == "Signature" and child.space == SIGNATURE for child in node.children)
    if is_signed:
        add_flag(flags, Flag(Problem.ALERT_SIGNED))
    msg_type = _one_of(node, "msgType", cap.MsgType, flags)
    scope = _one_of(node, "scope", cap.Scope, flags)
    infos = [child for child in node.children if child.name == "info"]
    if not infos and node.find("event") is not None:
        add_flag(flags, Flag(Problem.ALERT_FLAT))
        infos = [node]
    alert = Alert(
        identifier=identifier,
        sender=sender,
        sent=sent,
        version=version,
        sent_text=sent_text,
        status=status,
        msg_type=msg_type,
        scope=scope,
        source=_label(node, "source", flags),
        restriction=_label(node, "restriction", flags),
        addresses=_label(node, "addresses", flags),
        codes=_labels(node, "code", flags),
        note=_text(node, "note", flags),
        references=_references(_text(node, "references", flags), flags),
        incidents=_label(node, "incidents", flags),
        infos=tuple(read_info(info, flags) for info in _first(infos, MOST_INFOS, "info", flags)),
        signed=is_signed,
        wrapped=wrapped,
    )
    return within_bounds(alert, flags), None


def read_info(node: Node, flags: list[Flag]) -> AlertInfo:
    """An alert in one language. Also for the elements of CAP that a feed puts into its entries."""
    resources = [child for child in node.children if child.name == "resource"]
    areas = [child for child in node.children if child.name == "area"]
    categories = _first([c for c in node.children if c.name == "category"], MOST_PAIRS, "category", flags)
    for child in categories:
        _known(child.text, "category", cap.Category, flags)
    for name in ("category", "event"):
        if node.find(name) is None:
            add_missing(flags, name)
    return AlertInfo(
        language=_label(node, "language", flags)[:35],
        categories=tuple(clean_label(child.text, flags) for child in categories if child.text),
        event=_label(node, "event", flags),
        responses=_labels(node, "responseType", flags),
        urgency=_one_of(node, "urgency", cap.Urgency, flags),
        severity=_one_of(node, "severity", cap.Gravity, flags),
        certainty=_one_of(node, "certainty", cap.Certainty, flags),
        audience=_label(node, "audience", flags),
        codes=_pairs(node, "eventCode", flags),
        effective=_time(node, "effective", flags),
        onset=_time(node, "onset", flags),
        expires=_time(node, "expires", flags),
        sender_name=_label(node, "senderName", flags),
        headline=_label(node, "headline", flags),
        description=_text(node, "description", flags),
        instruction=_text(node, "instruction", flags),
        web=_label(node, "web", flags),
        contact=_text(node, "contact", flags),
        parameters=_pairs(node, "parameter", flags),
        resources=tuple(
            (_label(each, "resourceDesc", flags), _label(each, "uri", flags))
            for each in _first(resources, MOST_SHAPES, "resource", flags)
        ),
        areas=tuple(_area(each, flags) for each in _first(areas, MOST_AREAS, "area", flags)),
    )


def within_bounds(alert: Alert, flags: list[Flag]) -> Alert:
    """The alert without its outlines and parameters where it would not fit into one record otherwise."""
    if _letters(alert) <= MOST_LETTERS:
        return alert
    add_flag(flags, Flag(Problem.ALERT_CUT, "polygon, parameter"))
    bare = [
        replace(info, parameters=(), resources=(), areas=tuple(replace(a, polygons=()) for a in info.areas))
        for info in alert.infos
    ]
    smaller = replace(alert, infos=tuple(bare))
    if _letters(smaller) <= MOST_LETTERS:
        return smaller
    share = MOST_LETTERS // (4 * max(1, len(bare)))
    cut = [
        replace(info, description=info.description[:share], instruction=info.instruction[:share], areas=info.areas[:5],
                codes=(), contact=info.contact[:500])
        for info in bare
    ]  # fmt: skip
    return replace(smaller, infos=tuple(cut), note=alert.note[:share], references=alert.references[:50])


def _letters(alert: Alert) -> int:
    return len(str(cap.to_raw(alert)))


def _area(node: Node, flags: list[Flag]) -> AlertArea:
    polygons = _first([c.text for c in node.children if c.name == "polygon" and c.text], MOST_SHAPES, "polygon", flags)
    circles = _first([c.text for c in node.children if c.name == "circle" and c.text], MOST_SHAPES, "circle", flags)
    return AlertArea(
        desc=_label(node, "areaDesc", flags),
        polygons=tuple(_outline(each, flags) for each in polygons),
        circles=tuple(clean_label(each, flags)[:80] for each in circles),
        geocodes=_pairs(node, "geocode", flags),
    )


def _outline(text: str, flags: list[Flag]) -> str:
    """A polygon as it is, or the box around one of very many points."""
    if len(text) <= LONGEST_OUTLINE:
        return clean(text, flags, longest=LONGEST_OUTLINE)
    points = [(float(lat), float(lon)) for lat, lon in _POINT.findall(text)]
    if not points:
        return ""
    add_flag(flags, Flag(Problem.ALERT_AREA_CUT, str(len(points))))
    south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
    west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
    corners = ((south, west), (south, east), (north, east), (north, west), (south, west))
    return " ".join(f"{lat:g},{lon:g}" for lat, lon in corners)


def _references(text: str, flags: list[Flag]) -> tuple[Reference, ...]:
    """`sender,identifier,sent sender,identifier,sent …` (CAP 1.2 §3.2.1)."""
    found: list[Reference] = []
    for said in text.split()[:MOST_REFERENCES]:
        sender, _comma, rest = said.partition(",")
        identifier, _comma, sent = rest.rpartition(",")
        if not (sender and identifier):
            add_flag(flags, Flag(Problem.ALERT_BAD_REFERENCE, quoted(said)))
            continue
        found.append(Reference(sender[:1_000], identifier[:1_000], read_time(sent, flags, is_named="references")))
    return tuple(found)


def _pairs(node: Node, name: str, flags: list[Flag]) -> Pairs:
    found = _first([child for child in node.children if child.name == name], MOST_PAIRS, name, flags)
    pairs = ((_label(child, "valueName", flags), _text(child, "value", flags)[:SHOWN_VALUE]) for child in found)
    return tuple((called, value) for called, value in pairs if called and value)


def _time(node: Node, name: str, flags: list[Flag]) -> int | None:
    return read_time(_label(node, name, flags), flags, is_named=name)


def _one_of(node: Node, name: str, kind: type[enum.StrEnum], flags: list[Flag]) -> str:
    """A word that CAP fixes, however it is cased; "" when missing or unknown, which is said."""
    said = _label(node, name, flags)
    if not said:
        add_missing(flags, name)
        return ""
    return _known(said, name, kind, flags)


def _known(said: str, name: str, kind: type[enum.StrEnum], flags: list[Flag]) -> str:
    found = next((each.value for each in kind if each.value.casefold() == said.casefold()), "")
    if found != said:
        add_flag(flags, Flag(Problem.ALERT_UNKNOWN_VALUE, f"{name} “{quoted(said)}”"))
    return found


def add_missing(flags: list[Flag], name: str) -> None:
    """One flag for all that is missing, with the names of CAP."""
    for place, flag in enumerate(flags):
        if flag.problem is Problem.ALERT_MISSING:
            if name not in flag.detail.split(", "):
                flags[place] = Flag(Problem.ALERT_MISSING, f"{flag.detail}, {name}")
            return
    flags.append(Flag(Problem.ALERT_MISSING, name))


def _label(node: Node, name: str, flags: list[Flag]) -> str:
    child = node.find(name)
    return clean_label(_plain(child.text, flags), flags) if child is not None else ""


def _labels(node: Node, name: str, flags: list[Flag]) -> tuple[str, ...]:
    found = _first([child.text for child in node.children if child.name == name and child.text], 50, name, flags)
    return tuple(clean_label(each, flags) for each in found)


def _text(node: Node, name: str, flags: list[Flag]) -> str:
    """All texts of this name, one below the other: some senders repeat what CAP has once."""
    said = "\n".join(child.text for child in node.children if child.name == name and child.text)
    return clean(_plain(said, flags), flags, longest=LONGEST)


def _plain(text: str, flags: list[Flag]) -> str:
    """Marks of web pages made plain; a line break of theirs is one of ours."""
    if "<" not in text or _MARKUP.search(text) is None:
        return text
    add_flag(flags, Flag(Problem.ALERT_MARKUP))
    plain = _MARKUP.sub(lambda found: "\n" if found[2].lower() in ("br", "p", "div", "li") else "", text)
    return html.unescape(plain)


def _first(found: list[Item], most: int, name: str, flags: list[Flag]) -> list[Item]:
    if len(found) > most:
        add_flag(flags, Flag(Problem.ALERT_CUT, f"{name} ({len(found)})"))
    return found[:most]
