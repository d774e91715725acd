"""What comes in, in words: messages, rumours and promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warroom.commands.said import channel_word
from warroom.domain.inbound import InboundState, PromiseState, RumourKind, RumourState
from warroom.words import _, pgettext

BRIEF = 120  # letters of a text inside a sentence


def inbound_state_word(state: InboundState) -> str:
    return {
        InboundState.RECEIVED: pgettext("inbound", "to triage"),
        InboundState.SENT_BACK: pgettext("inbound", "sent back"),
        InboundState.TRIAGED: pgettext("inbound", "to decide"),
        InboundState.DECIDED: pgettext("inbound", "to answer"),
        InboundState.ANSWERED: pgettext("inbound", "answered"),
        InboundState.CLOSED: pgettext("inbound", "closed"),
    }[state]


def rumour_kind_word(kind: RumourKind) -> str:
    return {
        RumourKind.MEDIA: _("Media"),
        RumourKind.SOCIAL: _("Social networks"),
        RumourKind.RUMOUR: _("Rumour"),
        RumourKind.CALLS: _("Calls"),
    }[kind]


def rumour_state_word(state: RumourState) -> str:
    return {
        RumourState.TO_CHECK: pgettext("rumour", "to check"),
        RumourState.TRUE: pgettext("rumour", "true"),
        RumourState.FALSE: pgettext("rumour", "false"),
        RumourState.ANSWERED: pgettext("rumour", "answered"),
        RumourState.LEFT: pgettext("rumour", "left alone"),
    }[state]


def reach_said(reach: int | None) -> str:
    """How far something goes; nobody judged it yet where None."""
    return {1: _("few people"), 2: _("many people"), 3: _("the whole country")}.get(reach or 0, _("reach not judged"))


def promise_state_word(state: PromiseState) -> str:
    return {
        PromiseState.OPEN: pgettext("promise", "open"),
        PromiseState.KEPT: pgettext("promise", "kept"),
        PromiseState.BROKEN: pgettext("promise", "broken"),
        PromiseState.RELEASED: pgettext("promise", "released"),
    }[state]


def brief(text: str, most: int = BRIEF) -> str:
    """The first words of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def sender_said(row: Mapping[str, Any]) -> str:
    """`A-ME01 from Durand, Le Monde`; the number alone where nobody said who."""
    number, who = str(row["number"] or ""), str(row["from_who"] or "")
    return _("{number} from {name}").format(number=number, name=who) if who else number


def answer_said(row: Mapping[str, Any], answer: str, *, via: str, message: str, reason: str) -> str:
    """What the log says of an answer, and of a correction of one."""
    by = f" ({channel_word(via)})" if via else ""
    if reason:
        sentence = _("{message}, answer corrected{channel}: {answer} · {reason}")
        return sentence.format(message=sender_said(row), channel=by, answer=answer, reason=reason)
    if message:
        return _("{message} answered by message {number}{channel}").format(
            message=sender_said(row), number=message, channel=by
        )
    return _("{message} answered{channel}: {answer}").format(message=sender_said(row), channel=by, answer=answer)
