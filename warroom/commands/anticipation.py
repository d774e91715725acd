"""Anticipation as verbs: write a case, fire its trigger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from warroom.commands.base import Command, handles, needed
from warroom.commands.decisions import RequestDecision, options_field, request_decision
from warroom.commands.entries import write_automatic
from warroom.commands.hypotheses import same_mode
from warroom.commands.said_ahead import case_said
from warroom.commands.seen import Seen, unmoved
from warroom.domain.anticipation import HORIZONS_MIN, Outlook, Prepared, prepared_of
from warroom.domain.ids import DecisionId, RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

UNFIRED = ("fired_at", "fired_by", "evidence", "decision")


@dataclass(frozen=True, slots=True)
class Written:
    """A case to expect."""

    id: RecordId

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Fired:
    """What a fired trigger asks to decide: the first question, and the numbers of all."""

    id: DecisionId
    number: str
    numbers: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(self.numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteScenario(Command[Written]):
    """Say what will probably happen, or could at worst, at a horizon (minutes), and what is ready for it.

    There is one of each kind at each horizon. Another text or trigger for a case that fired begins it anew.
    """

    right = Right.CONDUCT

    incident: str
    kind: Outlook
    horizon_min: int
    text: str
    trigger: str = ""
    owner: str = ""
    prepared: tuple[Prepared, ...] = ()
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {} if name == "prepared" else {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class FireTrigger(Command[Fired]):
    """What a case waited for has happened: each prepared decision is asked for. It fires once."""

    right = Right.LOG

    scenario: str
    evidence: str = ""  # the entry (id or number) that shows it


@handles(WriteScenario)
def write_scenario(command: WriteScenario, books: Books) -> Written:
    incident = books.get("incident", command.incident)
    text = needed(command.text, code="scenario-empty", message=_("What is to be expected?"))
    if command.horizon_min not in HORIZONS_MIN:
        raise Refusal(
            "horizon-unknown",
            _("Cases are written for one hour, four hours and a day ahead."),
            safe=_("Nothing was changed."),
        )
    record = books.named("scenario", f"{incident['id']} {command.kind.value} {command.horizon_min}")
    fields = {
        "text": text,
        "trigger": command.trigger.strip() or None,
        "owner": command.owner.strip() or None,
        "prepared": json_field(_kept(command.prepared)) if command.prepared else None,
    }
    now = books.row("scenario", record)
    if now is None:
        made = {"incident": incident["id"], "kind": command.kind.value, "horizon_min": command.horizon_min}
        stamps = {"written_by": books.author.name, "written_at": books.now}
        filled = {name: value for name, value in fields.items() if value is not None}
        books.make("scenario", {**made, **filled, **stamps}, record=record)
    else:
        changed = {name: value for name, value in fields.items() if (now[name] or None) != value}
        changed = unmoved(books, "scenario", record, changed, command.seen)
        if not changed:
            return Written(record)
        books.write("scenario", record, changed, follows=_stamps(books, now, changed))
    told = {"case": case_said(command.kind, command.horizon_min), "text": text}
    sentence = _("{case}: {text}").format(**told)
    params = {"kind": command.kind.value, "horizon_min": command.horizon_min, "trigger": command.trigger.strip()}
    write_automatic(books, incident, sentence, code="scenario-written", params=params)
    return Written(record)


@handles(FireTrigger)
def fire_trigger(command: FireTrigger, books: Books) -> Fired:
    case = books.get("scenario", command.scenario)
    incident = books.get("incident", case["incident"])
    _refuse_if_fired(books, case)
    proof = books.get("entry", command.evidence) if command.evidence else None
    if proof is not None:
        same_mode(books, incident, proof)
    said = case_said(_kind(case), case["horizon_min"] or 0)
    trigger = case["trigger"] or case["text"] or ""
    sentence = _("Trigger fired: {trigger} ({case})").format(trigger=trigger, case=said)
    if proof is not None:
        sentence = _("Trigger fired: {trigger} ({case}), see {entry}").format(
            trigger=trigger, case=said, entry=proof["number"]
        )
    params = {
        "scenario": case["id"],
        "kind": case["kind"],
        "horizon_min": case["horizon_min"],
        "entry": proof["number"] if proof else "",
    }
    told = write_automatic(books, incident, sentence, code="trigger-fired", params=params, key_event=True)
    facts = (proof["number"],) if proof else (told.number,)
    asked = [request_decision(_request(case, made, said, facts), books) for made in _prepared(case, trigger)]
    stamps = {"fired_at": books.now, "fired_by": books.author.name, "evidence": proof["id"] if proof else told.id}
    books.write("scenario", case["id"], stamps | {"decision": asked[0].id})
    return Fired(asked[0].id, asked[0].number, tuple(each.number for each in asked))


def _stamps(books: Books, now: Row, changed: Mapping[str, Any]) -> dict[str, Any]:
    """A case that fired keeps its date, unless it becomes another one: then it waits again."""
    written: dict[str, Any] = {"written_by": books.author.name, "written_at": books.now}
    if now["fired_at"] is None:
        return written
    return written | dict.fromkeys(UNFIRED) if {"text", "trigger"} & changed.keys() else {}


def _refuse_if_fired(books: Books, case: Row) -> None:
    if case["fired_at"] is None:
        return
    came = _what_came(books, case)
    raise Refusal(
        "trigger-fired",
        _("This trigger has fired already; {numbers} came of it.").format(numbers=came)
        if came
        else _("This trigger has fired already."),
        safe=_("Nothing was changed."),
        todo=_("Open that decision, or write the case anew."),
    )


def _what_came(books: Books, case: Row) -> str:
    """The numbers of the decisions that came of a case as it is written now."""
    found = books.where("decision", scenario=case["id"])
    since = case["written_at"] or 0
    return ", ".join(
        sorted(row["number"] or "" for row in found if row["id"] == case["decision"] or row["requested_at"] >= since)
    )


def _request(case: Row, made: Prepared, said: str, facts: tuple[str, ...]) -> RequestDecision:
    return RequestDecision(
        incident=case["incident"],
        question=made.question,
        context=_("{case}: {text}").format(case=said, text=case["text"] or ""),
        options=made.options,
        facts=facts,
        scenario=case["id"],
    )


def _prepared(case: Row, trigger: str) -> tuple[Prepared, ...]:
    """What was prepared; where nothing was, the question that the trigger itself puts."""
    kept = orjson.loads(case["prepared"]) if case["prepared"] else []
    items = kept if isinstance(kept, list) else []
    found = tuple(made for item in items if (made := prepared_of(item)) is not None)
    return found or (Prepared(_("What is to be done: {trigger}?").format(trigger=trigger.rstrip(" .?"))),)


def _kept(prepared: Sequence[Prepared]) -> list[dict[str, Any]]:
    """Prepared decisions as a JSON field keeps them; one without a question asks nothing."""
    return [
        {"question": made.question.strip(), "options": options_field(made.options) or []}
        for made in prepared
        if made.question.strip()
    ]


def _kind(case: Row) -> Outlook:
    return Outlook.WORST if case["kind"] == Outlook.WORST else Outlook.PROBABLE
