"""Decisions as verbs: ask, decide, look again, read back, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.circles import restricted_to
from warroom.commands.entries import same_circle, write_entry
from warroom.commands.seen import Seen, unmoved
from warroom.domain.circles import SEALED
from warroom.domain.decisions import DecisionState, Option
from warroom.domain.entries import Kind
from warroom.domain.ids import DecisionId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: its id and printed number."""

    id: DecisionId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDecision(Command[Decided]):
    """Put a question to whoever decides. Times are milliseconds UTC."""

    right = Right.LOG

    incident: str
    question: str
    context: str = ""
    options: tuple[Option, ...] = ()
    decider: str = ""
    decide_before: int | None = None
    circle: str = ""  # the circle (id or name) it is restricted to


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Command[Decided]):
    """Take a decision: on a waiting question (`decision`), or at once on an incident (`incident` and `question`)."""

    right = Right.DECIDE

    decided: str
    decision: str = ""
    incident: str = ""
    question: str = ""
    rationale: str = ""
    decider: str = ""
    how: str = ""
    executor: str = ""
    context: str = ""
    options: tuple[Option, ...] = ()
    review_at: int | None = None
    delegation: str = ""
    facts: tuple[str, ...] = ()
    circle: str = ""  # that of the question when it has one
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendDecision(Command[None]):
    """Change what is known before the decision is taken. None leaves a field as it is."""

    right = Right.DECIDE

    decision: str
    question: str | None = None
    context: str | None = None
    options: tuple[Option, ...] | None = None
    decider: str | None = None
    decide_before: int | None = None
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"options": None} if name == "options" else {name: value}  # what is there now stays


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision(Command[None]):
    """Say that a decision was looked at again, and when next (milliseconds UTC)."""

    right = Right.DECIDE

    decision: str
    finding: str
    next_review_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack(Command[None]):
    """The decider heard the decision read back and agreed."""

    right = Right.DECIDE

    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDecision(Command[None]):
    """The question no longer stands, with the reason."""

    right = Right.DECIDE

    decision: str
    reason: str


@handles(RequestDecision)
def request_decision(command: RequestDecision, books: Books) -> Decided:
    incident = books.get("incident", command.incident)
    question = needed(command.question, code="question-missing", message=_("What is to be decided?"))
    decided = _make(books, incident, {
        "state": DecisionState.REQUESTED.value,
        "question": question,
        "context": command.context.strip(),
        "options": options_field(command.options),
        "decider": command.decider.strip(),
        "requested_at": books.now,
        "decide_before": command.decide_before,
    }, circle := restricted_to(books, command.circle) if command.circle else None)  # fmt: skip
    sentence = _("To decide ({number}): {question}").format(number=decided.number, question=question)
    write_entry(
        books,
        incident,
        sentence,
        kind=Kind.REQUEST,
        more={"code": "decision-requested", "params": {"decision": decided.number}},
        circle=circle,
    )
    return decided


@handles(Decide)
def decide(command: Decide, books: Books) -> Decided:
    text = needed(command.decided, code="decision-missing", message=_("What was decided?"))
    taken: dict[str, Any] = {
        "state": DecisionState.DECIDED.value,
        "decided": text,
        "rationale": command.rationale.strip(),
        "how": command.how,
        "executor": command.executor.strip(),
        "decided_at": books.now,
        "review_at": command.review_at,
        "delegation": command.delegation.strip(),
        "typed_by": books.author.name,
        "facts": list(command.facts) or None,
    }
    if command.decider.strip():
        taken["decider"] = command.decider.strip()
    if command.context.strip():
        taken["context"] = command.context.strip()
    if command.options:
        taken["options"] = options_field(command.options)
    if command.decision:
        waiting = books.get("decision", command.decision)
        if waiting["state"] != DecisionState.REQUESTED:
            raise Refusal(
                "decision-closed",
                _("Decision {number} is already taken or withdrawn.").format(number=waiting["number"]),
                safe=_("Nothing was changed."),
                todo=_("Take a new decision if it must change."),
            )
        for name in _carried_unchanged(command, books, waiting, taken):
            del taken[name]
        incident = books.get("incident", waiting["incident"])
        circle = _restrict(books, waiting, command.circle)
        stamps = {name: taken.pop(name) for name in ("decided_at", "typed_by")}
        books.write("decision", waiting["id"], _filled(taken), follows=stamps)
        decided = Decided(DecisionId(waiting["id"]), waiting["number"])
        decider = command.decider.strip() or books.opened("decision", waiting, "decider")
    else:
        incident = books.get("incident", command.incident)
        circle = restricted_to(books, command.circle) if command.circle else None
        asked = {"question": command.question.strip() or text, "requested_at": books.now}
        decided = _make(books, incident, {**asked, **taken}, circle)
        decider = command.decider.strip()
    params = {"decider": decider, "rationale": command.rationale.strip(), "how": command.how}
    _log_decision(books, incident, decided, text, params, circle)
    return decided


def _carried_unchanged(command: Decide, books: Books, waiting: Row, taken: Mapping[str, Any]) -> set[str]:
    """What the question said and the decision only repeats: nobody changed it, and it is not written again."""
    carried: dict[str, Any] = {name: taken[name] for name in ("context", "decider") if name in taken}
    if "options" in taken:
        carried["options"] = json_field(taken["options"])
    left = unmoved(books, "decision", waiting["id"], carried, command.seen, shown=("question",))
    return {name for name in carried if name not in left or left[name] == _known(books, waiting, name)}


def _log_decision(
    books: Books, incident: Row, decided: Decided, text: str, params: dict[str, str], circle: str | None
) -> None:
    sentence = _("{text} ({number})").format(text=text, number=decided.number)
    more = {
        "code": "decided",
        "params": {"decision": decided.number, **params},
        "from_who": params["decider"],
        "key_event": True,
        "reason": params["rationale"],
    }
    write_entry(books, incident, sentence, kind=Kind.DECISION, more=more, circle=circle)


def _restrict(books: Books, waiting: Row, said: str) -> str | None:
    """The circle of a question that is being decided; restricting it now seals what was asked from here on."""
    circle = same_circle(books, waiting, said)
    if circle and not waiting["circle"]:
        raise Refusal(
            "already-open",
            _("This question was asked openly: restricting its answer alone would hide nothing."),
            safe=_("Nothing was changed."),
            todo=_("Take a new, restricted decision instead."),
        )
    return circle


@handles(AmendDecision)
def amend_decision(command: AmendDecision, books: Books) -> None:
    waiting = _open(books, command.decision)
    wanted: dict[str, Any] = {
        "question": command.question,
        "context": command.context,
        "decider": command.decider,
        "decide_before": command.decide_before,
    }
    if command.question is not None:
        wanted["question"] = needed(command.question, code="question-missing", message=_("What is to be decided?"))
    changed = {
        name: value for name, value in wanted.items() if value is not None and value != _known(books, waiting, name)
    }
    if command.options is not None:
        changed["options"] = _options_said(command.options)
    changed = unmoved(books, "decision", waiting["id"], changed, command.seen)
    if changed:
        books.write("decision", waiting["id"], changed)


@handles(ReviewDecision)
def review_decision(command: ReviewDecision, books: Books) -> None:
    taken = books.get("decision", command.decision)
    if taken["state"] != DecisionState.DECIDED:
        raise Refusal(
            "decision-not-taken", _("Only a decision that was taken can be reviewed."), safe=_("Nothing was changed.")
        )
    finding = needed(command.finding, code="finding-missing", message=_("What did the review find?"))
    again = command.next_review_at is not None
    patch = {"review_at": command.next_review_at, "reviewed_at": None} if again else {"reviewed_at": books.now}
    books.write("decision", taken["id"], patch)
    incident = books.get("incident", taken["incident"])
    sentence = _("Decision {number} reviewed: {finding}").format(number=taken["number"], finding=finding)
    write_entry(
        books,
        incident,
        sentence,
        kind=Kind.AUTOMATIC,
        more={"code": "decision-reviewed", "params": {"decision": taken["number"]}},
        circle=taken["circle"],
    )


@handles(ReadBack)
def read_back(command: ReadBack, books: Books) -> None:
    taken = books.get("decision", command.decision)
    if taken["state"] != DecisionState.DECIDED:
        raise Refusal(
            "decision-not-taken", _("Only a decision that was taken can be read back."), safe=_("Nothing was changed.")
        )
    if taken["read_back_at"] is not None:
        return
    books.write("decision", taken["id"], {"read_back_at": books.now})
    incident = books.get("incident", taken["incident"])
    sentence = _("Decision {number} read back to {decider}").format(
        number=taken["number"], decider=books.opened("decision", taken, "decider") or "—"
    )
    write_entry(
        books,
        incident,
        sentence,
        kind=Kind.AUTOMATIC,
        more={"code": "read-back", "params": {"decision": taken["number"]}},
        circle=taken["circle"],
    )


@handles(WithdrawDecision)
def withdraw_decision(command: WithdrawDecision, books: Books) -> None:
    waiting = _open(books, command.decision)
    reason = needed(command.reason, code="reason-missing", message=_("Why does the question no longer stand?"))
    books.write("decision", waiting["id"], {"state": DecisionState.WITHDRAWN.value, "rationale": reason})
    incident = books.get("incident", waiting["incident"])
    sentence = _("No longer to decide ({number}): {reason}").format(number=waiting["number"], reason=reason)
    params = {"decision": waiting["number"], "reason": reason}
    write_entry(
        books,
        incident,
        sentence,
        kind=Kind.AUTOMATIC,
        more={"code": "decision-withdrawn", "params": params, "reason": reason},
        circle=waiting["circle"],
    )


def _open(books: Books, reference: str) -> Row:
    waiting = books.get("decision", reference)
    if waiting["state"] != DecisionState.REQUESTED:
        raise Refusal(
            "decision-closed", _("Decision {number} is already taken or withdrawn.").format(number=waiting["number"])
        )
    return waiting


def _known(books: Books, row: Row, name: str) -> Any:
    return books.opened("decision", row, name) if name in SEALED["decision"] else row[name]


def _make(books: Books, incident: Row, patch: Mapping[str, Any], circle: str | None) -> Decided:
    number = books.number("decision")
    filled = _filled({"incident": incident["id"], "number": number, **patch})
    record = books.make("decision", filled, circle=circle)
    return Decided(DecisionId(record), number)


def _filled(patch: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in patch.items() if value not in (None, "")}


def _options_said(options: tuple[Option, ...]) -> str | None:
    return json_field(options_field(options)) if options else None


def options_field(options: tuple[Option, ...]) -> list[dict[str, str]] | None:
    """Options as a JSON field keeps them."""
    return [asdict(option) for option in options] or None
