"""Decisions as verbs: ask, make the question better, decide; what follows is in `decision_followups`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.circles import restricted_to
from warroom.commands.entries import same_circle, write_entry
from warroom.commands.said_ahead import unverified_said
from warroom.commands.seen import Seen, unmoved
from warroom.domain.circles import SEALED
from warroom.domain.decisions import CallerCheck, DecisionState, Option, Window, is_unverified
from warroom.domain.entries import Kind
from warroom.domain.ids import DecisionId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

LONGEST_MIN = 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: its id and printed number."""

    id: DecisionId
    number: str
    is_unverified: bool = False  # taken from afar from somebody whom nobody verified

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
    decide_before: int | None = None  # follows from the window when there is one
    window: Window | None = None
    facts: tuple[str, ...] = ()  # numbers of the entries it rests on
    how: str = ""  # how the question came
    caller_check: CallerCheck = CallerCheck.UNSAID
    caller_reason: str = ""
    scenario: str = ""  # ids of what brought it up
    point: str = ""
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
    caller_check: CallerCheck | None = None  # None: as the question said, when it was asked in the same way
    caller_reason: str = ""  # why it is taken although the caller was not verified
    scenario: str = ""
    point: str = ""
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
    window: Window | None = None  # a time that is given without one is computed from nothing any more
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {name: None} if name in ("options", "window") else {name: value}  # what is there now stays


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
        "decide_before": window.decide_before if (window := command.window) else command.decide_before,
        "window": window_field(window),
        "facts": list(command.facts) or None,
        "how": command.how,
        "caller_check": command.caller_check.value,
        "caller_reason": command.caller_reason.strip(),
        "scenario": command.scenario,
        "point": command.point,
    }, circle := restricted_to(books, command.circle) if command.circle else None)  # fmt: skip
    sentence = _("To decide ({number}): {question}").format(number=decided.number, question=question)
    if is_unverified(command.how, command.caller_check):
        sentence = _marked(sentence, command.caller_reason)
    more = {
        "code": "decision-requested",
        "params": {"decision": decided.number},
        "caller_check": command.caller_check.value,
    }
    write_entry(books, incident, sentence, kind=Kind.REQUEST, more=more, circle=circle)
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
        "caller_check": command.caller_check.value if command.caller_check is not None else None,
        "caller_reason": command.caller_reason.strip(),
        "scenario": command.scenario,
        "point": command.point,
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
        check = _check_of(command, waiting)
        books.write("decision", waiting["id"], {**_filled(taken), **_check_said(check, waiting)}, follows=stamps)
        decided = Decided(DecisionId(waiting["id"]), waiting["number"])
        decider = command.decider.strip() or books.opened("decision", waiting, "decider")
    else:
        incident = books.get("incident", command.incident)
        circle = restricted_to(books, command.circle) if command.circle else None
        asked = {"question": command.question.strip() or text, "requested_at": books.now}
        decided = _make(books, incident, {**asked, **taken}, circle)
        decider = command.decider.strip()
        check = (command.caller_check or CallerCheck.UNSAID).value
    params = {"decider": decider, "rationale": command.rationale.strip(), "how": command.how, "caller_check": check}
    is_marked = is_unverified(command.how, check)
    said = _marked(text, command.caller_reason) if is_marked else text
    _log_decision(books, incident, decided, said, params, circle)
    return replace(decided, is_unverified=is_marked)


def _check_of(command: Decide, waiting: Row) -> str:
    """How whoever decided was known; what the question said holds for whoever came in the same way."""
    if command.caller_check is not None:
        return command.caller_check.value
    return str(waiting["caller_check"] or "") if command.how == (waiting["how"] or "") else ""


def _check_said(check: str, waiting: Row) -> dict[str, str]:
    """The check to write: nothing where the question said the same; what another caller proved does not stand."""
    return {} if check == (waiting["caller_check"] or "") else {"caller_check": check}


def _marked(text: str, reason: str) -> str:
    """What is said, with the mark that nobody verified who said it."""
    return f"{text} [{unverified_said(reason.strip())}]"


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
        "caller_check": params["caller_check"],
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
    waiting = waiting_decision(books, command.decision)
    wanted: dict[str, Any] = {
        "question": command.question,
        "context": command.context,
        "decider": command.decider,
        "decide_before": command.window.decide_before if command.window else command.decide_before,
    }
    if command.question is not None:
        wanted["question"] = needed(command.question, code="question-missing", message=_("What is to be decided?"))
    changed = {
        name: value for name, value in wanted.items() if value is not None and value != _known(books, waiting, name)
    }
    if command.options is not None:
        changed["options"] = _options_said(command.options)
    if "decide_before" in changed or command.window is not None:
        said = json_field(window_field(command.window)) if command.window else None
        if said != (_known(books, waiting, "window") or None):
            changed["window"] = said
    changed = unmoved(books, "decision", waiting["id"], changed, command.seen)
    if changed:
        books.write("decision", waiting["id"], changed)


def waiting_decision(books: Books, reference: str) -> Row:
    """A question that still waits. Raises Refusal `decision-closed`."""
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


def window_field(window: Window | None) -> dict[str, Any] | None:
    """A window as a JSON field keeps it. Raises Refusal `window-unfit` for lengths that nothing has."""
    if window is None:
        return None
    lengths = (window.rto_min, window.failover_min, window.margin_min)
    if not all(0 <= length <= LONGEST_MIN for length in lengths):
        raise Refusal(
            "window-unfit",
            _("A recovery time, a failover and a margin are lengths between nothing and a year."),
            safe=_("Nothing was changed."),
        )
    return _filled(asdict(window))
