"""What is said outside, as verbs: heard, judged, then answered by a message, written down, or left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import Logged, check_entry, write_automatic, write_entry
from warroom.commands.inbound_words import brief, rumour_state_word
from warroom.commands.messages import Drafted, DraftMessage, draft_message
from warroom.domain.entries import Kind, Verification
from warroom.domain.ids import RecordId
from warroom.domain.inbound import REACH_MOST, RumourKind, RumourState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

NAME_MOST = 200  # characters of a source
TEMPLATES = {  # where it is said → the message of doctrine §7.6 that answers there
    RumourKind.MEDIA: "T19",
    RumourKind.SOCIAL: "T21",
    RumourKind.RUMOUR: "T21",
    RumourKind.CALLS: "T12",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said outside: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRumour(Command[Heard]):
    """Note what is said outside, where, and how far it goes (1 few, 2 many, 3 national; None not judged)."""

    right = Right.LOG

    incident: str
    text: str
    kind: RumourKind = RumourKind.RUMOUR
    source: str = ""
    reach: int | None = None
    heard_at: int | None = None
    heard_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRumour(Command[None]):
    """Say what it is worth, and why. `message` (id or number) answers it, and then it is answered.

    A verdict calls for what we found; only what is left alone does without.
    """

    right = Right.LOG

    rumour: str
    state: RumourState
    finding: str = ""
    message: str = ""
    reach: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRumour(Command[Logged]):
    """Write what turned out to be true into the log, verified, from its source; once."""

    right = Right.LOG

    rumour: str
    text: str = ""  # its own words when absent


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDenial(Command[Drafted]):
    """Begin the message that answers a rumour, by the template of where it is said; one begun is gone on with."""

    right = Right.COMMUNICATE

    rumour: str


@handles(AddRumour)
def add_rumour(command: AddRumour, books: Books) -> Heard:
    incident = books.get("incident", command.incident)
    text = needed(command.text, code="rumour-empty", message=_("What is being said?"))
    check_entry(books, text, event_at=command.heard_at)
    number = books.number("rumour")
    patch = {
        "number": number,
        "incident": incident["id"],
        "kind": command.kind.value,
        "text": text,
        "source": _name(command.source),
        "heard_at": books.now if command.heard_at is None else command.heard_at,
        "heard_by": _name(command.heard_by) or books.author.name,
        "reach": _reach(command.reach),
        "state": RumourState.TO_CHECK.value,
    }
    made = books.make("rumour", {name: value for name, value in patch.items() if value not in (None, "")})
    return Heard(made, number)


@handles(JudgeRumour)
def judge_rumour(command: JudgeRumour, books: Books) -> None:
    row = books.get("rumour", command.rumour)
    message = books.get("message", command.message) if command.message.strip() else None
    state = RumourState.ANSWERED if message is not None else command.state
    finding = command.finding.strip()
    if state in (RumourState.TRUE, RumourState.FALSE):
        finding = needed(finding or row["finding"] or "", code="finding-missing", message=_("Say how you know."))
    wanted: dict[str, Any] = {"state": state.value}
    if finding:
        wanted["finding"] = finding
    if message is not None:
        wanted["message"] = message["id"]
    if command.reach is not None:
        wanted["reach"] = _reach(command.reach)
    changed = {name: value for name, value in wanted.items() if row[name] != value}
    if not changed:
        return
    books.write("rumour", row["id"], changed, follows={"by": books.author.name, "at": books.now})
    said = [
        _("Rumour {number} ({state}): {text}").format(
            number=row["number"], state=rumour_state_word(state), text=brief(row["text"])
        )
    ]
    said += [finding] if finding else []
    said += [_("answered by message {number}").format(number=message["number"])] if message is not None else []
    params = {"rumour": row["number"], "record": row["id"], "state": state.value, "source": row["source"] or ""}
    _tell(books, row, " · ".join(said), params)


@handles(LogRumour)
def log_rumour(command: LogRumour, books: Books) -> Logged:
    row = books.get("rumour", command.rumour)
    if row["entry"] and (known := books.row("entry", row["entry"])) is not None:
        raise Refusal(
            "rumour-logged",
            _("{rumour} stands in the log as entry {number}.").format(rumour=row["number"], number=known["number"]),
            safe=_("Nothing was written."),
            todo=_("Correct that entry if something in it is wrong."),
        )
    text = command.text.strip() or row["text"]
    check_entry(books, text, event_at=None)
    more = {
        "from_who": row["source"] or "",
        "verification": Verification.VERIFIED.value,
        "code": "rumour-true",
        "params": {"rumour": row["number"]},
    }
    incident = books.get("incident", row["incident"])
    logged = write_entry(books, incident, text, kind=Kind.INFORMATION, event_at=row["heard_at"], more=more)
    books.write("rumour", row["id"], {"entry": logged.id})
    return logged


@handles(DraftDenial)
def draft_denial(command: DraftDenial, books: Books) -> Drafted:
    row = books.get("rumour", command.rumour)
    known = books.row("message", row["message"]) if row["message"] else None
    if known is not None and known["withdrawn_at"] is None:
        return Drafted(known["id"], known["number"] or "")
    kind = RumourKind(row["kind"]) if row["kind"] in list(RumourKind) else RumourKind.RUMOUR
    drafted: Drafted = draft_message(DraftMessage(incident=row["incident"], template=TEMPLATES[kind]), books)
    books.write("rumour", row["id"], {"message": drafted.id})
    return drafted


# What helps


def _tell(books: Books, row: Row, sentence: str, params: dict[str, Any]) -> None:
    write_automatic(books, books.get("incident", row["incident"]), sentence, code="rumour-judged", params=params)


def _reach(reach: int | None) -> int | None:
    if reach is not None and not 1 <= reach <= REACH_MOST:
        raise Refusal(
            "reach-unfit",
            _("How far it goes: 1 for few people, 2 for many, 3 for the whole country."),
            safe=_("Nothing was changed; your text is still there."),
        )
    return reach


def _name(text: str) -> str:
    return " ".join(text.split())[:NAME_MOST]
