"""A message that was let out, as an alert of CAP: what is said outside, word for word, and how it hangs together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.cap import (
    Alert,
    AlertArea,
    AlertInfo,
    AlertStatus,
    Category,
    Certainty,
    Gravity,
    MsgType,
    Reference,
    ResponseType,
    Scope,
    Urgency,
)
from warroom.domain.cap_rules import HEADLINE_MOST, UNFIT
from warroom.domain.incidents import Severity, Status
from warroom.domain.message_words import wrapped
from warroom.domain.messages import Release

LANGUAGES = {"fr": "fr-FR", "en": "en-US"}  # doctrine §7.5
Said = Mapping[str, Any]
STANDS_MS = 24 * 3_600_000  # how long an alert stands that promises no next one
# What CAP calls severity is how grave it is for the public; its highest is for lives, which a person must say.
GRAVITY = {
    Severity.CRITICAL: Gravity.SEVERE,
    Severity.MAJOR: Gravity.MODERATE,
    Severity.SIGNIFICANT: Gravity.MINOR,
    Severity.MINOR: Gravity.MINOR,
}
URGENCY = {Status.MONITORING.value: Urgency.EXPECTED, "resolved": Urgency.PAST, "closed": Urgency.PAST}
OVER = frozenset({"resolved", "closed", "false_alarm", "postmortem", "post-mortem"})
EVENTS = {"fr": "Interruption de service", "en": "Service disruption"}


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: `sender` is unique in the world; what else there is to say of it is of the channel's settings."""

    sender: str
    name: str = ""
    web: str = ""
    contact: str = ""
    area: Mapping[str, str] = field(default_factory=dict)  # {language: where}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an alert says of itself where nobody said otherwise, in CAP's own words."""

    urgency: str
    severity: str
    certainty: str
    category: tuple[str, ...]
    area: Mapping[str, str]


def proposed(severity: Severity, status: str, issuer: Issuer) -> Proposed:
    """From how grave the incident is, and the status that the message announces."""
    return Proposed(
        urgency=str(URGENCY.get(status, Urgency.IMMEDIATE)),
        severity=str(GRAVITY.get(severity, Gravity.UNKNOWN)),
        certainty=str(Certainty.OBSERVED),
        category=(Category.INFRA.value,),
        area=issuer.area,
    )


def issuer_of(settings: Mapping[str, Any], *, room: str) -> Issuer:
    """The issuer that a channel names; without one, the room itself under a name of its own (RFC 9562)."""
    area = settings.get("area")
    words = {str(k): str(v) for k, v in area.items()} if isinstance(area, Mapping) else {}
    if isinstance(area, str) and area.strip():
        words = dict.fromkeys(LANGUAGES, area.strip())
    return Issuer(
        sender=str(settings.get("sender") or "").strip() or f"urn:uuid:{uuid.UUID(room[:32].ljust(32, '0'))}",
        name=str(settings.get("sender_name") or "").strip(),
        web=str(settings.get("web") or "").strip(),
        contact=str(settings.get("contact") or "").strip(),
        area=words,
    )


def identifier_of(release: Release) -> str:
    """The name of a release as an alert: its number, and its own id so that it is one in the world."""
    number = "".join(sign for sign in release.number if sign.isalnum() or sign == "-")
    return f"{number or 'MS'}.{release.id}"


def reference_to(release: Release, issuer: Issuer) -> Reference:
    return Reference(issuer.sender, identifier_of(release), release.at // 1000 * 1000)


def alert_of(
    release: Release,
    issuer: Issuer,
    *,
    severity: Severity,
    public: bool,
    restriction: str = "",
    incident_number: str = "",
    before: Sequence[Release] = (),
    said: Mapping[str, Any] | None = None,
) -> Alert:
    """The alert that says what a release says. `before` are the earlier ones of the same incident that went out so.

    `said` is what a person put into `message.cap`: names of CAP's elements with their values, in the place of what is
    proposed here; never the status of an exercise. A release after others is an update of them; one that says a false
    alarm ends them. A fault in what was said by hand is found by `cap_rules.faults`.
    """
    own = said or {}
    texts = {name: told for name in LANGUAGES if (told := _texts(release, name))["title"] or told["body"]}
    status = AlertStatus.EXERCISE.value if release.exercise else str(own.get("status") or AlertStatus.ACTUAL)
    note = str(own.get("note") or "")
    if release.exercise:
        note = " – ".join(each for each in ("EXERCICE – EXERCISE", incident_number, note) if each)
    ends = release.status == Status.FALSE_ALARM
    kind = (MsgType.CANCEL if ends else MsgType.UPDATE) if before else MsgType.ALERT
    return Alert(
        identifier=identifier_of(release),
        sender=issuer.sender,
        sent=release.at // 1000 * 1000,
        status=status,
        msg_type=kind.value,
        scope=str(own.get("scope") or (Scope.PUBLIC if public else Scope.RESTRICTED)),
        restriction=str(own.get("restriction") or ("" if public else restriction)),
        addresses=str(own.get("addresses") or ""),
        note=note,
        references=tuple(reference_to(each, issuer) for each in before),
        incidents=incident_number,
        infos=tuple(_info(release, issuer, name, told, severity, own) for name, told in texts.items()),
    )


def cancelling(alert: Alert, *, at: int, why: Mapping[str, str]) -> Alert:
    """The end of an alert that was issued: a message taken back. `why` is {language: what is said}."""
    return Alert(
        identifier=f"{alert.identifier}.end",
        sender=alert.sender,
        sent=at // 1000 * 1000,
        status=alert.status,
        msg_type=MsgType.CANCEL.value,
        scope=alert.scope,
        restriction=alert.restriction,
        addresses=alert.addresses,
        note=" – ".join(each for each in (alert.note, *why.values()) if each),
        references=(Reference(alert.sender, alert.identifier, alert.sent),),
        incidents=alert.incidents,
    )


def _info(
    release: Release, issuer: Issuer, language: str, texts: Mapping[str, str], severity: Severity, own: Said
) -> AlertInfo:
    over, room = release.status in OVER, proposed(severity, release.status, issuer)
    sent = release.at // 1000 * 1000
    until = release.next_at if release.next_at is not None and release.next_at > sent else sent + STANDS_MS
    where = _in(own.get("areaDesc"), language) or _in(room.area, language)
    responses = _list(own.get("responseType")) or ([ResponseType.ALL_CLEAR] if over else [ResponseType.MONITOR])
    return AlertInfo(
        language=LANGUAGES[language],
        categories=tuple(_list(own.get("category")) or room.category),
        event=_in(own.get("event"), language) or EVENTS[language],
        responses=tuple(str(each) for each in responses),
        urgency=str(own.get("urgency") or room.urgency),
        severity=str(own.get("severity") or room.severity),
        certainty=str(own.get("certainty") or room.certainty),
        effective=sent,
        expires=until // 1000 * 1000,
        sender_name=issuer.name,
        headline=_short(texts["title"] or texts["body"].partition("\n")[0]),
        description=texts["body"],
        instruction=wrapped(_in(own.get("instruction"), language), exercise=release.exercise, language=language),
        web=_in(own.get("web"), language) or issuer.web,
        contact=_in(own.get("contact"), language) or issuer.contact,
        areas=(AlertArea(where),) if where else (),
    )


def _texts(release: Release, language: str) -> dict[str, str]:
    """The words of a release in one language, marked where it is an exercise; whoever wrote it, XML can hold them."""
    given = release.texts.get(language)
    said = given if isinstance(given, Mapping) else {}
    plain = {part: UNFIT.sub("", str(said.get(part) or "")).strip() for part in ("title", "body")}
    if not release.exercise:
        return plain
    mark = "EXERCICE" if language == "fr" else "EXERCISE"
    title = plain["title"] if mark in plain["title"] else f"{mark} – {plain['title']}"
    return {"title": title if plain["title"] else "", "body": wrapped(plain["body"], exercise=True, language=language)}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= HEADLINE_MOST else line[: HEADLINE_MOST - 1].rstrip() + "…"


def _in(said: Any, language: str) -> str:
    """What was said by hand, for one language or for all."""
    if isinstance(said, Mapping):
        said = said.get(language)
    return UNFIT.sub("", said).strip() if isinstance(said, str) else ""


def _list(said: Any) -> list[str]:
    if isinstance(said, str):
        return [said] if said.strip() else []
    return [str(each) for each in said] if isinstance(said, Iterable) else []
