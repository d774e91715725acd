"""Alerts of the Common Alerting Protocol (OASIS CAP 1.2, 1 July 2010): what they say. Times are milliseconds UTC."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

LATEST = 10_413_792_000_000  # 1 January 2300
TEXTS_OF_ALERT = (
    "identifier", "sender", "version", "sent_text", "status", "msg_type", "scope", "source", "restriction", "addresses",
    "note", "incidents", "wrapped", "summary_of",
)  # fmt: skip
TEXTS_OF_INFO = (
    "language", "event", "urgency", "severity", "certainty", "audience", "sender_name", "headline", "description",
    "instruction", "web", "contact",
)  # fmt: skip
TEXT_MOST = 60_000  # characters of the text of an incoming message
PLACES_MOST = 1_000
FORBIDDEN = frozenset(" ,<&")  # in an identifier or a sender (CAP 1.2 §3.2.1)


class AlertStatus(enum.StrEnum):
    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MsgType(enum.StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(enum.StrEnum):
    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Category(enum.StrEnum):
    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


class ResponseType(enum.StrEnum):
    SHELTER = "Shelter"
    EVACUATE = "Evacuate"
    PREPARE = "Prepare"
    EXECUTE = "Execute"
    AVOID = "Avoid"
    MONITOR = "Monitor"
    ASSESS = "Assess"
    ALL_CLEAR = "AllClear"
    NONE = "None"


class Urgency(enum.StrEnum):
    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Gravity(enum.StrEnum):
    """What CAP calls severity; of the alert, never of an incident of ours."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(enum.StrEnum):
    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An alert that another refers to: who sent it, what it is called, and when."""

    sender: str
    identifier: str
    sent: int | None

    @property
    def source(self) -> str:
        return source_of(self.sender, self.identifier, self.sent)


@dataclass(frozen=True, slots=True)
class AlertArea:
    """Where: in words, and by outlines ("lat,lon lat,lon …"), circles ("lat,lon km") and codes."""

    desc: str
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    geocodes: Pairs = ()


@dataclass(frozen=True, slots=True)
class AlertInfo:
    """An alert in one language."""

    language: str = ""
    categories: tuple[str, ...] = ()
    event: str = ""
    responses: tuple[str, ...] = ()
    urgency: str = ""
    severity: str = ""
    certainty: str = ""
    audience: str = ""
    codes: Pairs = ()
    effective: int | None = None
    onset: int | None = None
    expires: int | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: Pairs = ()
    resources: Pairs = ()  # (what it is, its address): never fetched
    areas: tuple[AlertArea, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert in all its languages. `version` is "" where its namespace is not that of CAP."""

    identifier: str
    sender: str
    sent: int
    version: str = "1.2"
    sent_text: str = ""
    status: str = AlertStatus.ACTUAL
    msg_type: str = MsgType.ALERT
    scope: str = Scope.PUBLIC
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: str = ""
    infos: tuple[AlertInfo, ...] = ()
    signed: bool = False
    wrapped: str = ""  # atom, rss, edxl: what it came in
    summary_of: str = ""  # the address of the whole alert, where a feed gives only a summary

    @property
    def key(self) -> str:
        """What tells it apart, the same on every station: sender, identifier and time sent (CAP 1.2 §3.2.1)."""
        return source_of(self.sender, self.identifier, self.sent)

    @property
    def is_exercise(self) -> bool:
        return self.status == AlertStatus.EXERCISE

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(info.language for info in self.infos if info.language))

    def expires(self) -> int | None:
        """When the last of it ends, None where it says no end."""
        ends = [info.expires for info in self.infos]
        return None if not ends or None in ends else max(end for end in ends if end is not None)

    def told_in(self, language: str) -> tuple[AlertInfo, ...]:
        """Its parts, those in this language first, then English, then as they stand in the file."""
        return tuple(sorted(self.infos, key=lambda info: _rank(info.language, language)))


def source_of(sender: str, identifier: str, sent: int | None) -> str:
    """The name of an alert in `inbound.source`."""
    when = datetime.fromtimestamp(sent / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if sent is not None else ""
    return f"CAP {sender},{identifier},{when}"


def digest(alert: Alert) -> str:
    """SHA-256 of what an alert says, however it was wrapped."""
    said = to_raw(alert) | {"wrapped": "", "version": "", "sent_text": ""}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def to_raw(alert: Alert) -> dict[str, Any]:
    """An alert as JSON keeps it."""
    raw: dict[str, Any] = json.loads(json.dumps(asdict(alert)))
    return raw


def from_raw(raw: Mapping[str, Any]) -> Alert | None:
    """The alert in `inbound.raw`; None for what is none, whoever wrote it."""
    try:
        said = [(each["sender"], each["identifier"], _number(each["sent"])) for each in raw["references"]]
        texts = {name: str(raw.get(name) or "") for name in TEXTS_OF_ALERT}
        sent = _number(raw["sent"])
        if sent is None or not (texts["identifier"] and texts["sender"]):
            return None
        return Alert(
            **texts,
            sent=sent,
            codes=tuple(str(code) for code in raw["codes"]),
            references=tuple(Reference(str(sender), str(name), at) for sender, name, at in said),
            infos=tuple(_info(info) for info in raw["infos"]),
            signed=bool(raw.get("signed")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def plain_text(alert: Alert) -> str:
    """What an alert says, word for word, in all its languages: the same on every station, whatever it speaks."""
    marks = {AlertStatus.EXERCISE: "EXERCICE – EXERCISE", AlertStatus.TEST: "TEST", AlertStatus.SYSTEM: "TEST – SYSTEM"}
    lines = [mark] if (mark := marks.get(alert.status, "")) else []  # type: ignore[call-overload]
    for info in alert.infos or (AlertInfo(),):
        codes = (alert.msg_type, info.severity, info.urgency, info.certainty)
        places = "; ".join(area.desc for area in info.areas if area.desc)
        said = (
            info.headline or info.event,
            places[:PLACES_MOST],
            info.description,
            info.instruction,
            info.contact,
            info.web,
        )
        head = " · ".join(each for each in (info.language, *codes) if each)
        lines += ["", f"[{head}]", *(each for each in said if each)]
    lines += [alert.note] if alert.note else []
    lines += [", ".join(each.identifier for each in alert.references[:10])] if alert.references else []
    lines += [alert.summary_of] if alert.summary_of else []
    return "\n".join(lines).strip()[:TEXT_MOST]


def from_json(text: object) -> Alert | None:
    """The same from the JSON that a record carries."""
    try:
        raw = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return from_raw(raw) if isinstance(raw, dict) else None


def _info(raw: Mapping[str, Any]) -> AlertInfo:
    texts = {name: str(raw.get(name) or "") for name in TEXTS_OF_INFO}
    areas = tuple(
        AlertArea(
            str(area["desc"]),
            tuple(str(each) for each in area["polygons"]),
            tuple(str(each) for each in area["circles"]),
            _pairs(area["geocodes"]),
        )
        for area in raw["areas"]
    )
    return AlertInfo(
        **texts,
        categories=tuple(str(each) for each in raw["categories"]),
        responses=tuple(str(each) for each in raw["responses"]),
        codes=_pairs(raw["codes"]),
        effective=_number(raw["effective"]),
        onset=_number(raw["onset"]),
        expires=_number(raw["expires"]),
        parameters=_pairs(raw["parameters"]),
        resources=_pairs(raw["resources"]),
        areas=areas,
    )


def _number(said: Any) -> int | None:
    """An instant that a calendar can hold."""
    return said if type(said) is int and 0 <= said < LATEST else None


def _pairs(said: Iterable[Iterable[Any]]) -> Pairs:
    return tuple((str(name), str(value)) for name, value in said)


def _rank(language: str, wanted: str) -> int:
    primary = language.casefold().partition("-")[0]
    return 0 if primary == wanted else 1 if primary in ("en", "") else 2


@dataclass(slots=True)
class Standing:
    """What became of an alert by others of the same sender: replaced or ended by these, and what it replaces."""

    updated_by: list[str] = field(default_factory=list)  # keys
    cancelled_by: list[str] = field(default_factory=list)
    refers_to: list[str] = field(default_factory=list)  # of the alerts that are here

    @property
    def is_over(self) -> bool:
        return bool(self.updated_by or self.cancelled_by)


def standings(alerts: Iterable[Alert]) -> dict[str, Standing]:
    """How alerts hang together, by key, whatever the order in which they came (CAP 1.2 §3.2.1, references).

    Only a sender's own Update or Cancel ends an alert. A reference whose time is a few seconds off is the alert of that
    name by that sender, if there is only one.
    """
    known = {alert.key: alert for alert in alerts}
    named: dict[tuple[str, str], list[str]] = {}
    for key, alert in known.items():
        named.setdefault((alert.sender, alert.identifier), []).append(key)
    found = {key: Standing() for key in known}
    for key, alert in sorted(known.items(), key=lambda item: (item[1].sent, item[0])):
        for reference in alert.references:
            target = reference.source
            if target not in known:
                others = [each for each in named.get((reference.sender, reference.identifier), []) if each != key]
                if len(others) != 1:
                    continue
                target = others[0]
            if target == key:
                continue
            found[key].refers_to.append(target)
            if known[target].sender != alert.sender or known[target].is_exercise is not alert.is_exercise:
                continue
            if alert.msg_type == MsgType.UPDATE:
                found[target].updated_by.append(key)
            elif alert.msg_type == MsgType.CANCEL:
                found[target].cancelled_by.append(key)
    return found
