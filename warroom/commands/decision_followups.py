"""What comes after a question was asked or a decision taken: look again, read back, verify the caller, withdraw."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.decisions import waiting_decision
from warroom.commands.entries import write_entry
from warroom.commands.said_ahead import caller_word
from warroom.domain.decisions import CallerCheck, DecisionState
from warroom.domain.entries import Kind
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCaller(Command[None]):
    """Whoever gave the decision or put the question from afar was verified since, and how."""

    right = Right.LOG

    decision: str
    check: CallerCheck


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
    waiting = waiting_decision(books, command.decision)
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


@handles(VerifyCaller)
def verify_caller(command: VerifyCaller, books: Books) -> None:
    known = books.get("decision", command.decision)
    if command.check in (CallerCheck.UNSAID, CallerCheck.NONE):
        raise Refusal(
            "check-missing",
            _("Say how the caller was verified: code word, call back on a known number, or in person."),
            safe=_("Nothing was changed."),
        )
    if known["caller_check"] == command.check:
        return
    books.write("decision", known["id"], {"caller_check": command.check.value})
    sentence = _("Caller of decision {number} verified: {check}").format(
        number=known["number"], check=caller_word(command.check)
    )
    write_entry(
        books,
        books.get("incident", known["incident"]),
        sentence,
        kind=Kind.AUTOMATIC,
        more={"code": "caller-verified", "params": {"decision": known["number"], "check": command.check.value}},
        circle=known["circle"],
    )
