"""Incidents as verbs: declare, qualify, move on, stamp, describe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.cadence import repace
from warroom.commands.entries import write_automatic
from warroom.commands.said import milestone_word, severity_word, status_word
from warroom.commands.seen import Seen, unmoved
from warroom.commands.touched import touch_service
from warroom.domain.ids import IncidentId
from warroom.domain.incidents import REOPENED, STAMPED_BY, Milestone, Severity, Status
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _

TITLE_MAX = 300

# An alarm may ring, and someone may take it in hand, before anyone is hampered; the rest can only follow the impact.
AFTER_IMPACT = (Milestone.MITIGATED, Milestone.RESOLVED, Milestone.CLOSED)
ENDS = (Milestone.MITIGATED, Milestone.RESOLVED, Milestone.CLOSED)


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared incident: its id and printed number."""

    id: IncidentId
    ref: str

    def __str__(self) -> str:
        return self.ref


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareIncident(Command[Declared]):
    """Open an incident, undetermined unless someone judged. If in doubt, take the higher. Times are ms UTC."""

    right = Right.CONDUCT

    title: str
    severity: Severity = Severity.UNDETERMINED
    vital: bool = False
    exercise: bool = False
    impact_started: int | None = None
    detected: int | None = None
    users: str = ""
    owner: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStatus(Command[None]):
    """Move an incident on, with the reason."""

    right = Right.CONDUCT

    incident: str
    status: Status
    reason: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSeverity(Command[None]):
    """Judge an incident anew, with the reason. `vital` overrides: a vital service is touched."""

    right = Right.CONDUCT

    incident: str
    severity: Severity
    reason: str
    vital: bool | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMilestone(Command[None]):
    """Set or clear a milestone (milliseconds UTC), with the reason."""

    right = Right.CONDUCT

    incident: str
    milestone: Milestone
    at: int | None
    reason: str
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"at": value}


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeIncident(Command[None]):
    """Change what is said of an incident. None leaves a field as it is."""

    right = Right.CONDUCT

    incident: str
    title: str | None = None
    situation: str | None = None
    users: str | None = None
    owner: str | None = None
    seen: Seen | None = None


@handles(DeclareIncident)
def declare_incident(command: DeclareIncident, books: Books) -> Declared:
    title = _title(command.title)
    if command.impact_started is not None and command.impact_started > books.now:
        raise Refusal(
            "start-in-future",
            _("The impact cannot start in the future."),
            safe=_("Nothing was changed."),
            todo=_("Check the time."),
        )
    detected = books.now if command.detected is None else command.detected
    check_milestone(books, Milestone.DETECTED, detected, began=command.impact_started)
    number = books.number("incident")
    patch: dict[str, Any] = {
        "number": number,
        "title": title,
        "severity": command.severity.value,
        "vital": command.vital,
        "status": Status.DECLARED.value,
        "exercise": command.exercise,
        "declared_at": books.now,
        "detected": detected,
    }
    optional = {
        "impact_started": command.impact_started,
        "users": command.users.strip(),
        "owner": command.owner.strip(),
    }
    patch.update({name: value for name, value in optional.items() if value not in (None, "")})
    record = books.make("incident", patch)
    incident = {"id": record, **patch}
    sentence = _("Incident declared: {title} ({severity})").format(
        title=title, severity=severity_word(command.severity)
    )
    write_automatic(
        books,
        incident,
        sentence,
        code="declared",
        params={"title": title, "severity": command.severity.value},
        key_event=True,
    )
    for name in command.services:
        if name.strip():
            touch_service(books, incident, name)
    return Declared(IncidentId(record), number)


def _title(text: str) -> str:
    title = needed(text, code="title-missing", message=_("An incident needs a title."))
    if len(title) > TITLE_MAX:
        raise Refusal(
            "title-too-long",
            _("The title is too long."),
            safe=_("Nothing was changed."),
            todo=_("Keep it under 300 characters."),
        )
    return title


@handles(ChangeStatus)
def change_status(command: ChangeStatus, books: Books) -> None:
    incident = books.get("incident", command.incident)
    unmoved(books, "incident", incident["id"], {"status": command.status.value}, command.seen)
    was = Status(incident["status"] or Status.DECLARED)
    if was is command.status:
        return
    reason = needed(command.reason, code="reason-missing", message=_("A change of status needs a reason."))
    stamps = stamped_by(command.status, incident, now=books.now)
    books.write("incident", incident["id"], {"status": command.status.value}, follows=stamps)
    sentence = _("Status: {was} → {now}. {reason}").format(
        was=status_word(was), now=status_word(command.status), reason=reason
    )
    params = {"was": was.value, "now": command.status.value, "reason": reason}
    write_automatic(books, incident, sentence, code="status", params=params, key_event=True)


def stamped_by(status: Status, incident: Mapping[str, Any], *, now: int) -> dict[str, int | None]:
    """The milestones that a new status sets or makes untrue."""
    stamped = STAMPED_BY.get(status)
    reached = {stamped.value: now} if stamped and incident[stamped.value] is None else {}
    return {**reached, **_reopened(status, incident)}


def _reopened(status: Status, incident: Mapping[str, Any]) -> dict[str, None]:
    """Milestones that a step back makes untrue again: an incident at work is neither resolved nor closed."""
    if status is Status.FALSE_ALARM:
        return {}
    order = list(Status)
    return {
        milestone.value: None
        for reached, milestone in REOPENED.items()
        if order.index(status) < order.index(reached) and incident[milestone.value] is not None
    }


@handles(ChangeSeverity)
def change_severity(command: ChangeSeverity, books: Books) -> None:
    incident = books.get("incident", command.incident)
    judged = {"severity": command.severity.value, "vital": command.vital}
    unmoved(books, "incident", incident["id"], judged, command.seen)
    was = Severity(incident["severity"] or 0)
    vital = bool(incident["vital"]) if command.vital is None else command.vital
    if was is command.severity and vital is bool(incident["vital"]):
        return
    reason = needed(command.reason, code="reason-missing", message=_("A change of severity needs a reason."))
    books.write("incident", incident["id"], {"severity": command.severity.value, "vital": vital})
    sentence = _("Severity: {was} → {now}. {reason}").format(
        was=severity_word(was), now=severity_word(command.severity), reason=reason
    )
    if vital and not incident["vital"]:
        sentence = _("A vital service is touched. {sentence}").format(sentence=sentence)
    if incident["vital"] and not vital:
        sentence = _("No vital service is touched any more. {sentence}").format(sentence=sentence)
    params = {"was": was.value, "now": command.severity.value, "vital": vital, "reason": reason}
    write_automatic(books, incident, sentence, code="severity", params=params, key_event=True)
    repace(books, books.get("incident", incident["id"]))


@handles(SetMilestone)
def set_milestone(command: SetMilestone, books: Books) -> None:
    incident = books.get("incident", command.incident)
    unmoved(books, "incident", incident["id"], {command.milestone.value: command.at}, command.seen)
    was = incident[command.milestone.value]
    if was == command.at:
        return
    reason = needed(command.reason, code="reason-missing", message=_("A change of a milestone needs a reason."))
    if command.at is not None:
        check_milestone(books, command.milestone, command.at, began=incident[Milestone.IMPACT_STARTED.value])
        ends = [incident[end.value] for end in ENDS if incident[end.value] is not None]
        if command.milestone is Milestone.IMPACT_STARTED and any(command.at > end for end in ends):
            raise Refusal(
                "start-after-end",
                _("The impact cannot start after it ended."),
                safe=_("Nothing was changed."),
                todo=_("Correct the later milestones first, or check the time."),
            )
    books.write("incident", incident["id"], {command.milestone.value: command.at})
    word = milestone_word(command.milestone)
    sentence = _("Milestone changed: {milestone}. {reason}").format(milestone=word, reason=reason)
    params = {"milestone": command.milestone.value, "was": was, "now": command.at, "reason": reason}
    write_automatic(books, incident, sentence, code="milestone", params=params)


def check_milestone(books: Books, milestone: Milestone, at: int, *, began: int | None) -> None:
    """Raises Refusal for a milestone in the future, or one of the end before the impact began."""
    if at > books.now:
        raise Refusal(
            "milestone-in-future",
            _("A milestone cannot lie in the future."),
            safe=_("Nothing was changed."),
            todo=_("Check the time."),
        )
    if milestone in AFTER_IMPACT and began is not None and at < began:
        raise Refusal(
            "milestone-before-start",
            _("This is before the impact started."),
            safe=_("Nothing was changed."),
            todo=_("Correct the start of the impact first, or check the time."),
        )


@handles(DescribeIncident)
def describe_incident(command: DescribeIncident, books: Books) -> None:
    incident = books.get("incident", command.incident)
    wanted = {"title": command.title, "situation": command.situation, "users": command.users, "owner": command.owner}
    said = {name: value.strip() for name, value in wanted.items() if value is not None}
    said = unmoved(books, "incident", incident["id"], said, command.seen)
    changed = {name: value for name, value in said.items() if value != (incident[name] or "")}
    if not changed:
        return
    if "title" in changed:
        _title(changed["title"])
    books.write("incident", incident["id"], changed)
    if "title" in changed:
        sentence = _("Title: {was} → {now}").format(was=incident["title"], now=changed["title"])
        write_automatic(
            books, incident, sentence, code="title", params={"was": incident["title"], "now": changed["title"]}
        )
    if "owner" in changed:
        sentence = _("Led by: {now}").format(now=changed["owner"] or "—")
        write_automatic(
            books, incident, sentence, code="owner", params={"was": incident["owner"] or "", "now": changed["owner"]}
        )
    if "situation" in changed:
        sentence = _("Situation: {now}").format(now=changed["situation"] or "—")
        write_automatic(
            books,
            incident,
            sentence,
            code="situation",
            params={"was": incident["situation"] or "", "now": changed["situation"]},
        )
