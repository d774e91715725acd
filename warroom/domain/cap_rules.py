"""What CAP 1.2 demands of an alert that we write: strict, where reading is lenient."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from warroom.domain.cap import (
    FORBIDDEN,
    Alert,
    AlertInfo,
    AlertStatus,
    Category,
    Certainty,
    Gravity,
    MsgType,
    ResponseType,
    Scope,
    Urgency,
)

LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")  # xs:language, RFC 3066
HEADLINE_MOST = 160  # characters (CAP 1.2 §3.2.2, headline)
POINT = re.compile(r"-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML 1.0 may hold these


class Fault(enum.StrEnum):
    """What is wrong with an element."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    FORBIDDEN_SIGN = "forbidden-sign"
    TOO_LONG = "too-long"
    ORDER = "order"  # it ends before it begins
    TWICE = "twice"
    NOT_PLAIN = "not-plain"


@dataclass(frozen=True, slots=True)
class Wrong:
    """An element of an alert, by its name in CAP, and what is wrong with it."""

    element: str
    fault: Fault
    said: str = ""


def faults(alert: Alert) -> list[Wrong]:
    """Everything that keeps an alert from being CAP 1.2 (§3.2), the message first, then its languages."""
    found = list(_of_alert(alert))
    languages = [info.language for info in alert.infos]
    if len(set(languages)) < len(languages):
        found.append(Wrong("language", Fault.TWICE, ", ".join(languages)))
    for info in alert.infos:
        found += _of_info(info, alert.sent)
    return found


def _of_alert(alert: Alert) -> Iterator[Wrong]:
    for name, value in (("identifier", alert.identifier), ("sender", alert.sender)):
        if not value:
            yield Wrong(name, Fault.MISSING)
        elif FORBIDDEN & set(value) or any(sign.isspace() for sign in value):
            yield Wrong(name, Fault.FORBIDDEN_SIGN, value)
    yield from _known("status", alert.status, AlertStatus)
    yield from _known("msgType", alert.msg_type, MsgType)
    yield from _known("scope", alert.scope, Scope)
    if alert.scope == Scope.RESTRICTED and not alert.restriction:
        yield Wrong("restriction", Fault.MISSING)
    if alert.scope == Scope.PRIVATE and not alert.addresses:
        yield Wrong("addresses", Fault.MISSING)
    if alert.msg_type in (MsgType.UPDATE, MsgType.CANCEL) and not alert.references:
        yield Wrong("references", Fault.MISSING)
    for each in alert.references:
        if not (each.sender and each.identifier) or each.sent is None:
            yield Wrong("references", Fault.MISSING, each.identifier)
        elif FORBIDDEN & {*each.sender, *each.identifier}:
            yield Wrong("references", Fault.FORBIDDEN_SIGN, each.identifier)
    if alert.status == AlertStatus.EXERCISE and not alert.note:
        yield Wrong("note", Fault.MISSING)  # which exercise (§3.2.1, status)
    if alert.msg_type in (MsgType.ALERT, MsgType.UPDATE) and not alert.infos:
        yield Wrong("info", Fault.MISSING)
    yield from _plain(("note", alert.note), ("source", alert.source), ("restriction", alert.restriction))


def _of_info(info: AlertInfo, sent: int) -> Iterator[Wrong]:
    if LANGUAGE.fullmatch(info.language) is None:
        yield Wrong("language", Fault.UNKNOWN if info.language else Fault.MISSING, info.language)
    if not info.categories:
        yield Wrong("category", Fault.MISSING)
    for category in info.categories:
        yield from _known("category", category, Category)
    if not info.event:
        yield Wrong("event", Fault.MISSING, info.language)
    for response in info.responses:
        yield from _known("responseType", response, ResponseType)
    yield from _known("urgency", info.urgency, Urgency)
    yield from _known("severity", info.severity, Gravity)
    yield from _known("certainty", info.certainty, Certainty)
    if not info.headline:
        yield Wrong("headline", Fault.MISSING, info.language)
    elif len(info.headline) > HEADLINE_MOST:
        yield Wrong("headline", Fault.TOO_LONG, info.language)
    if info.expires is not None and info.expires <= max(sent, info.effective or 0):
        yield Wrong("expires", Fault.ORDER, info.language)
    texts = ("event", "headline", "description", "instruction", "contact", "web", "audience")
    yield from _plain(*((name, getattr(info, name)) for name in texts), ("senderName", info.sender_name))
    for area in info.areas:
        if not area.desc:
            yield Wrong("areaDesc", Fault.MISSING)
        for polygon in area.polygons:
            points = polygon.split()
            is_closed = len(points) >= 4 and points[0] == points[-1]
            if not is_closed or any(POINT.fullmatch(point) is None for point in points):
                yield Wrong("polygon", Fault.UNKNOWN)
        yield from _plain(("areaDesc", area.desc))


def _known(name: str, value: str, kind: type[enum.StrEnum]) -> Iterator[Wrong]:
    if not value:
        yield Wrong(name, Fault.MISSING)
    elif value not in {each.value for each in kind}:
        yield Wrong(name, Fault.UNKNOWN, value)


def _plain(*said: tuple[str, str]) -> Iterator[Wrong]:
    for name, value in said:
        if UNFIT.search(value):
            yield Wrong(name, Fault.NOT_PLAIN)
