"""Alerts from outside as verbs: each becomes an incoming message, told in the log, once for all stations."""

from __future__ import annotations

from dataclasses import dataclass, field

from warroom.commands.alert_words import alert_title, sender_of
from warroom.commands.base import Command, handles
from warroom.commands.entries import write_entry
from warroom.domain import cap
from warroom.domain.cap import Alert, AlertStatus, MsgType
from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _, language


@dataclass(slots=True)
class AlertTally:
    """What became of each alert, by its place: added, attached (it was here and has its incident now), known, differs,
    exercise-in-real, real-in-exercise. And the incoming messages."""

    fates: list[str] = field(default_factory=list)
    ids: list[RecordId] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAlerts(Command[AlertTally]):
    """Take alerts in as messages that came in: about one incident, or none yet. What is here already changes nothing.

    A real alert never goes into an exercise, nor an alert of an exercise into what is real.
    """

    right = Right.LOG

    alerts: tuple[Alert, ...]
    incident: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachInbound(Command[None]):
    """Say which incident a message is about that came in before anybody knew; its log tells it from now on.

    Refuses one that belongs to an incident already, and to mix what is real with an exercise.
    """

    right = Right.LOG

    inbound: str
    incident: str


@handles(ImportAlerts)
def import_alerts(command: ImportAlerts, books: Books) -> AlertTally:
    incident = books.get("incident", command.incident) if command.incident else None
    tally = AlertTally()
    for alert in command.alerts:
        record = books.named("inbound", alert.key)
        fate = _mixed(alert, incident) or _taken_in(books, alert, incident, record)
        tally.fates.append(fate)
        tally.ids.append(record)
    return tally


@handles(AttachInbound)
def attach_inbound(command: AttachInbound, books: Books) -> None:
    row, incident = books.get("inbound", command.inbound), books.get("incident", command.incident)
    alert = cap.from_json(books.value("inbound", row["id"], "raw"))
    if row["incident"]:
        raise Refusal(
            "inbound-attached",
            _("{number} belongs to an incident already.").format(number=row["number"]),
            safe=_("Nothing was changed."),
            todo=_("Take the message in there too, in a line of that log."),
        )
    if alert is None or _mixed(alert, incident):
        raise Refusal(
            "modes-mixed",
            _("It is real, and the incident is an exercise: the two never mix."),
            safe=_("Nothing was changed."),
            todo=_("Choose another incident."),
        )
    books.write("inbound", row["id"], {"incident": incident["id"], "entry": _tell(books, alert, incident)})


def _mixed(alert: Alert, incident: Row | None) -> str:
    """Why an alert cannot go there: real and exercise never mix. A technical test may go anywhere: it says so."""
    in_exercise = incident is not None and bool(incident.get("exercise"))
    if alert.is_exercise and not in_exercise:
        return "exercise-in-real"
    if in_exercise and alert.status == AlertStatus.ACTUAL:
        return "real-in-exercise"
    return ""


def _taken_in(books: Books, alert: Alert, incident: Row | None, record: RecordId) -> str:
    known = books.row("inbound", record)
    if known is None:
        _make(books, alert, incident, record)
        return "added"
    read = cap.from_json(books.value("inbound", record, "raw"))
    if read is not None and cap.digest(read) != cap.digest(alert):
        return "differs"
    if not known["incident"] and incident is not None:
        entry = _tell(books, alert, incident)
        books.write("inbound", record, {"incident": incident["id"], "entry": entry})
        return "attached"
    return "known"


def _make(books: Books, alert: Alert, incident: Row | None, record: RecordId) -> None:
    infos = alert.told_in(language())
    contact = next((info.contact for info in infos if info.contact), alert.sender)
    patch = {
        "number": books.number("inbound"),
        "from_who": sender_of(alert)[:200],
        "contact": " ".join(contact.split())[:200],
        "channel": Channel.TOOL.value,
        "text": cap.plain_text(alert),
        "wants": False,
        "received_at": books.now,
        "received_by": books.author.name,
        "source": alert.key,
        "raw": cap.to_raw(alert),
    }
    if incident is not None:
        patch |= {"incident": incident["id"], "entry": _tell(books, alert, incident)}
    books.make("inbound", patch, record=record)


def _tell(books: Books, alert: Alert, incident: Row) -> str:
    """The entry that tells it: whoever sent a file, nobody has verified that it says the truth."""
    refers = [books.row("inbound", books.named("inbound", each.source)) for each in alert.references]
    numbers = sorted({row["number"] for row in refers if row is not None and row["number"]})
    text = alert_title(alert, language())
    if numbers and alert.msg_type in (MsgType.UPDATE, MsgType.CANCEL):
        text = f"{text} ({', '.join(numbers)})"
    more = {
        "from_who": sender_of(alert)[:200],
        "channel": Channel.TOOL.value,
        "verification": Verification.TO_VERIFY.value,
        "source": alert.key,
        "original_time": alert.sent_text,
        "code": "alert-received",
    }
    record = books.named("entry", f"{incident['id']} {alert.key}")
    known = books.row("entry", record)
    if known is not None:
        return str(known["id"])
    at = min(alert.sent, books.now)
    return write_entry(books, incident, text, kind=Kind.INFORMATION, event_at=at, more=more, record=record).id
