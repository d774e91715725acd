"""The outbox in words: where a line stands, why a message may not be true any more, and what the log tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warroom import phrases
from warroom.commands.said import severity_word, status_word
from warroom.domain.incidents import Severity, Status
from warroom.domain.messages import Result
from warroom.domain.outbox import LineState, Odd, OddKind
from warroom.domain.stale import Advice, Doubt, Reason
from warroom.phrases import labelled
from warroom.words import _, ngettext

NAMED_MOST = 3  # recipients that a sentence names


def line_word(state: LineState) -> str:
    """Where a line of the outbox stands."""
    return {
        LineState.APPROVED: _("approved, to be let out"),
        LineState.TO_SEND: _("to be sent"),
        LineState.SENDING: _("being sent"),
        LineState.FAILED: _("not sent: failed"),
        LineState.MAY_HAVE_GONE: _("may have gone"),
        LineState.PARTLY: _("sent in part"),
        LineState.GONE: _("sent"),
        LineState.READ_BACK: _("sent and read back"),
        LineState.GIVEN_UP: _("given up"),
    }[state]


def result_word(result: Result) -> str:
    """What a line of the ledger says came of a try."""
    return {
        Result.SENT: _("sent"),
        Result.FAILED: _("failed"),
        Result.READ_BACK: _("read back"),
        Result.GIVEN_UP: _("given up"),
        Result.BEGUN: _("begun"),
        Result.UNCLEAR: _("may have gone"),
        Result.SEEN: _("looked into"),
    }[result]


def advice_word(advice: Advice) -> str:
    return {Advice.GO: _("May go"), Advice.ASK: _("Read it again"), Advice.STOP: _("Overtaken")}[advice]


def reason_said(reason: Reason, now_ms: int) -> str:
    """One reason as a sentence, with the hour."""
    at = phrases.moment(reason.at, now_ms) if reason.at is not None else "—"
    sentence = {
        Doubt.WITHDRAWN: _("It was withdrawn at {at}."),
        Doubt.CORRECTED: _("{number} corrected it at {at}."),
        Doubt.REFUTED: _("It rests on {number}, which is refuted."),
        Doubt.NEWER: _("{number} told the same people something newer at {at}."),
        Doubt.NEWER_FOR_SOME: _("{number} told some of these people something newer at {at}."),
        Doubt.UPDATE_PASSED: _("The next message that it promises was due at {at}."),
        Doubt.UPDATE_SOON: _("The next message that it promises is due at {at}."),
        Doubt.RESOLVED: _("The incident is “{status}” since {at}, and it says otherwise."),
        Doubt.STATUS: _("The incident is “{status}” since {at}."),
        Doubt.SEVERITY: _("The severity is {severity} since {at}."),
        Doubt.CLAIM_CORRECTED: _("It rests on {number}, which {what} corrected at {at}."),
        Doubt.TWICE: _("The same message was let out twice; the other time at {at}."),
        Doubt.OLD: _("It has waited since {at}: {age}."),
    }[reason.doubt]
    return sentence.format(
        at=at,
        number=reason.number or "—",
        what=reason.what,
        status=_status(reason.what),
        severity=_severity(reason.what),
        age=phrases.duration(now_ms - reason.at) if reason.at is not None else "—",
    )


def odd_said(odd: Odd, now_ms: int) -> str:
    """What two stations did that does not go together, as one sentence with who and when."""
    who = _("{who} ({station}) at {at}")
    parts = [
        who.format(who=one.by or "—", station=one.station or "—", at=phrases.moment(one.at, now_ms))
        for one in odd.sendings
    ]
    said = (
        _("{number} went {count} times by {channel}{whom}: {parties}.")
        if odd.kind is OddKind.TWICE
        else _("{number} was given up by {channel} and sent all the same: {parties}.")
    )
    whom = _(" to {recipient}").format(recipient=odd.recipient) if odd.recipient else ""
    return said.format(
        number=odd.number,
        count=len(odd.sendings),
        channel=odd.channel_name or "—",
        whom=whom,
        parties=" · ".join(parts),
    )


def recipients_said(recipients: list[str]) -> str:
    """`press@example.org, desk@example.org and 4 others`; "" for nobody."""
    if len(recipients) <= NAMED_MOST:
        return ", ".join(recipients)
    rest = len(recipients) - NAMED_MOST
    others = ngettext("and {n} other", "and {n} others", rest).format(n=rest)
    return f"{', '.join(recipients[:NAMED_MOST])} {others}"


def told(result: Result, params: Mapping[str, Any], channel: str, *, proof: str = "") -> str:
    """What the log says of a line of the ledger."""
    sentence = {
        Result.SENT: _("{number} sent by {channel}, by {who}"),
        Result.FAILED: _("{number} not sent by {channel}, by {who}"),
        Result.READ_BACK: _("{number} read back by {channel}, to {who}"),
        Result.GIVEN_UP: _("{number} is not sent by {channel} any more, says {who}"),
        Result.UNCLEAR: _("{number} may have gone by {channel}, or not: no answer came to {who}"),
        Result.SEEN: _("{number} by {channel}: what was sent does not go together, looked into by {who}"),
        Result.BEGUN: _("{number} is about to be sent by {channel}, by {who}"),
    }[result]
    said = [sentence.format(number=params["number"], channel=channel or "—", who=params["by"] or "—")]
    if whom := recipients_said(params["recipients"]):
        said.append(_("to {whom}").format(whom=whom))
    if params["reason"]:
        said.append(params["reason"])
    if proof:
        said.append(labelled(_("proof"), proof))
    if params["proof_sha256"]:
        said.append(f"SHA-256 {params['proof_sha256']}")
    return " · ".join(said)


def _status(value: str) -> str:
    return status_word(Status(value)) if value in list(Status) else value


def _severity(value: str) -> str:
    known = {str(one.value): one for one in Severity}
    return severity_word(known[value]) if value in known else value
