"""CAP 1.2 written: an alert as XML, strict, in the order of the schema; nothing that is not CAP ever leaves."""

from __future__ import annotations

from datetime import tzinfo
from xml.sax.saxutils import escape

from warroom.domain.cap import Alert, AlertArea, AlertInfo, Pairs
from warroom.domain.cap_rules import Fault, Wrong, faults
from warroom.errors import Refusal
from warroom.phrases import local
from warroom.words import _

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
Lines = list[str]


def cap_xml(alert: Alert, *, zone: tzinfo | None = None) -> bytes:
    """The alert as UTF-8 XML; its times in a zone (the station's by default), as CAP writes them.

    Raises Refusal `cap-unfit` for an alert that is not CAP 1.2, with everything that is wrong.
    """
    if wrong := faults(alert):
        raise Refusal(
            "cap-unfit",
            _("This cannot be written as an alert: {faults}").format(faults="; ".join(map(fault_said, wrong))),
            safe=_("Nothing was written."),
            todo=_("Put it right in the message or in the settings of the channel."),
        )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<alert xmlns="{NAMESPACE}">']
    _one(lines, 1, "identifier", alert.identifier)
    _one(lines, 1, "sender", alert.sender)
    _one(lines, 1, "sent", cap_time(alert.sent, zone))
    for name, value in (
        ("status", alert.status),
        ("msgType", alert.msg_type),
        ("source", alert.source),
        ("scope", alert.scope),
        ("restriction", alert.restriction),
        ("addresses", alert.addresses),
    ):
        _one(lines, 1, name, value)
    for code in alert.codes:
        _one(lines, 1, "code", code)
    _one(lines, 1, "note", alert.note)
    named = (f"{each.sender},{each.identifier},{cap_time(each.sent or 0, zone)}" for each in alert.references)
    _one(lines, 1, "references", " ".join(named))
    _one(lines, 1, "incidents", alert.incidents)
    for info in alert.infos:
        _info(lines, info, zone)
    lines += ["</alert>", ""]
    return "\n".join(lines).encode()


def cap_time(ms: int, zone: tzinfo | None = None) -> str:
    """`2026-11-23T12:00:00+01:00`; UTC is written -00:00, never Z (CAP 1.2 §3.3.2)."""
    at = local(ms, zone)
    seconds = int((at.utcoffset() or at - at).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "+" if seconds > 0 else "-"
    return f"{at:%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{minutes:02d}"


def fault_said(wrong: Wrong) -> str:
    """What is wrong with an element, in words; the element is called as CAP calls it."""
    words = {
        Fault.MISSING: _("{element} is missing"),
        Fault.UNKNOWN: _("{element} says what CAP does not know"),
        Fault.FORBIDDEN_SIGN: _("{element} holds a space, a comma, < or &"),
        Fault.TOO_LONG: _("{element} is too long"),
        Fault.ORDER: _("{element} is before the beginning"),
        Fault.TWICE: _("{element} is there twice"),
        Fault.NOT_PLAIN: _("{element} holds signs that XML cannot carry"),
    }
    said = f" ({wrong.said})" if wrong.said else ""
    return words[wrong.fault].format(element=wrong.element) + said


def _info(lines: Lines, info: AlertInfo, zone: tzinfo | None) -> None:
    lines.append("  <info>")
    _one(lines, 2, "language", info.language)
    for category in info.categories:
        _one(lines, 2, "category", category)
    _one(lines, 2, "event", info.event)
    for response in info.responses:
        _one(lines, 2, "responseType", response)
    for name, value in (
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        ("audience", info.audience),
    ):
        _one(lines, 2, name, value)
    _pairs(lines, 2, "eventCode", info.codes)
    for name, at in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        _one(lines, 2, name, cap_time(at, zone) if at is not None else "")
    for name, value in (
        ("senderName", info.sender_name),
        ("headline", info.headline),
        ("description", info.description),
        ("instruction", info.instruction),
        ("web", info.web),
        ("contact", info.contact),
    ):
        _one(lines, 2, name, value)
    _pairs(lines, 2, "parameter", info.parameters)
    for area in info.areas:
        _area(lines, area)
    lines.append("  </info>")


def _area(lines: Lines, area: AlertArea) -> None:
    lines.append("    <area>")
    _one(lines, 3, "areaDesc", area.desc)
    for name, shapes in (("polygon", area.polygons), ("circle", area.circles)):
        for shape in shapes:
            _one(lines, 3, name, shape)
    _pairs(lines, 3, "geocode", area.geocodes)
    lines.append("    </area>")


def _pairs(lines: Lines, depth: int, name: str, pairs: Pairs) -> None:
    inner = "  " * (depth + 1)
    for called, value in pairs:
        lines.append(f"{'  ' * depth}<{name}>")
        lines.append(f"{inner}<valueName>{escape(called)}</valueName>")
        lines.append(f"{inner}<value>{escape(value)}</value>")
        lines.append(f"{'  ' * depth}</{name}>")


def _one(lines: Lines, depth: int, name: str, value: str) -> None:
    """One element; an empty one is left out, as CAP knows no empty elements."""
    if value:
        lines.append(f"{'  ' * depth}<{name}>{escape(value)}</{name}>")
