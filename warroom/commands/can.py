"""CAN as verbs: a technical lead reports conditions, actions and needs; needs become a decision or an action."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import orjson

from warroom import phrases
from warroom.commands.actions import AddAction, add_action
from warroom.commands.base import Command, handles, needed
from warroom.commands.decisions import RequestDecision, request_decision
from warroom.commands.entries import Logged, check_entry, write_entry
from warroom.domain.can_reports import CODE
from warroom.domain.entries import Kind
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


class Into(enum.StrEnum):
    """What a need becomes."""

    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The question or action that a need became: its noun, id and printed number."""

    noun: str
    id: str
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCan(Command[Logged]):
    """Write down what a technical lead reports. Event time in milliseconds UTC; now when absent."""

    right = Right.LOG

    incident: str
    lead: str
    conditions: str = ""
    actions: str = ""
    needs: str = ""
    workstream: str = ""
    channel: str = ""
    event_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpNeeds(Command[TakenUp]):
    """Make of the needs of a report (its entry) a question to decide, or an action; the entry then says which."""

    right = Right.LOG

    report: str
    into: Into
    owner: str = ""  # of the action


@handles(ReportCan)
def report_can(command: ReportCan, books: Books) -> Logged:
    incident = books.get("incident", command.incident)
    lead = needed(command.lead, code="lead-missing", message=_("Who reports?"))
    parts = (
        ("conditions", _("Conditions"), command.conditions.strip()),
        ("actions", _("Actions"), command.actions.strip()),
        ("needs", _("Needs"), command.needs.strip()),
    )
    said = [phrases.labelled(word, text) for _name, word, text in parts if text]
    text = needed("\n".join(said), code="report-empty", message=_("Say the conditions, the actions or the needs."))
    check_entry(books, text, event_at=command.event_at)
    more = {
        "code": CODE,
        "params": {name: text for name, _word, text in parts if text},
        "from_who": lead,
        "workstream": command.workstream.strip(),
        "channel": command.channel,
    }
    return write_entry(books, incident, text, kind=Kind.REPORT, event_at=command.event_at, more=more)


@handles(TakeUpNeeds)
def take_up_needs(command: TakeUpNeeds, books: Books) -> TakenUp:
    report = books.get("entry", command.report)
    needs, conditions = _said(report, "needs"), _said(report, "conditions")
    if report["code"] != CODE or not needs:
        raise Refusal(
            "no-needs",
            _("Entry {number} says no needs.").format(number=report["number"]),
            safe=_("Nothing was changed."),
        )
    lead = str(report["from_who"] or "")
    if command.into is Into.DECISION:
        facts = (report["number"],)
        asked = RequestDecision(incident=report["incident"], question=needs, context=conditions, facts=facts)
        decided = request_decision(asked, books)
        made = TakenUp("decision", decided.id, decided.number)
    else:
        text = _("{needs} (for {lead}, {entry})").format(needs=needs, lead=lead or "—", entry=report["number"])
        added = add_action(AddAction(incident=report["incident"], text=text, owner=command.owner), books)
        made = TakenUp("action", added.id, added.number)
    mark = books.row("entry_mark", report["id"]) or {}
    so_far = str(mark.get("follow_up") or "")
    follow_up = ", ".join(part for part in (so_far, made.number) if part)
    books.write("entry_mark", report["id"], {}, follows={"follow_up": follow_up})
    return made


def _said(report: Row, name: str) -> str:
    """A part of what was reported; "" for an entry that was written otherwise, or is restricted."""
    kept = orjson.loads(report["params"]) if isinstance(report["params"], str) and report["params"] else {}
    said = kept.get(name) if isinstance(kept, dict) else None
    return said.strip() if isinstance(said, str) else ""
